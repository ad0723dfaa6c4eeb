"""Each fix of a project made alone: what it ends and what it brings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from tunelint.config.settings import Settings, Wishes
from tunelint.engine.apply_fixes import fixed_bytes
from tunelint.engine.jobs import Batch
from tunelint.engine.run import check_batch, plan
from tunelint.findings.diagnostic import Diagnostic

MAY_FOLLOW: Mapping[str, frozenset[str]] = {
    **{code: frozenset({"TUN105"}) for code in ("TUN101", "TUN102", "TUN103", "TUN104")},
    "TUN201": frozenset({"TUN106"}),
}
"""What a fix may uncover, as the catalogue says: training is judged once the proposals are seeded,
and whether an order is seeded once it is one."""


@dataclass(frozen=True)
class Made:
    """One fix made alone: the findings that went with its own, and those that came."""

    finding: Diagnostic
    stays: bool
    gone: Counter[str]
    new: Counter[str]
    problem: str = ""

    def __str__(self) -> str:
        place = f"{self.finding.span.path.name}:{self.finding.span.line} {self.finding.code}"
        gone, new = sorted(self.gone.elements()), sorted(self.new.elements())
        return f"{place}: stays {self.stays}, gone {gone}, new {new} {self.problem}".rstrip()

    @property
    def is_right(self) -> bool:
        """Whether it ends its finding, and brings no other than it may."""
        allowed = MAY_FOLLOW.get(self.finding.code, frozenset())
        return not self.stays and not self.problem and set(self.new) <= allowed


def each_fix(folder: Path) -> Iterator[Made]:
    """Every fix that is offered in a project, made alone."""
    for batch in plan([folder], Settings(Wishes())).batches:
        before = check_batch(batch).diagnostics
        for finding in before:
            if finding.fix is not None:
                yield _made(batch, before, finding)


def _made(batch: Batch, before: tuple[Diagnostic, ...], finding: Diagnostic) -> Made:
    assert finding.fix is not None
    path = finding.fix.edits[0].path
    after = fixed_bytes(path, path.read_bytes(), [finding])
    if isinstance(after, str):
        return Made(finding, True, Counter(), Counter(), after)
    result = check_batch(replace(batch, contents={**batch.contents, path: after}))
    was = Counter(one.code for one in before)
    now = Counter(one.code for one in result.diagnostics)
    expected = was - Counter([finding.code])
    new = now - expected
    stays = new[finding.code] > 0
    return Made(finding, stays, expected - now, new - Counter({finding.code: int(stays)}))
