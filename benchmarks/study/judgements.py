"""Which findings of the study are judged, and what the judgements say of each rule.

The sample is drawn rule by rule in turn, so that rare rules are judged too; every error is judged.
A judgement is ``true`` where the finding is right by the words of its rule's page, else ``false``.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from hashlib import sha256
from itertools import islice, zip_longest
from pathlib import Path

from benchmarks.study.searches import FindingRead, Location

JUDGEMENTS = Path(__file__).parent / "judgements.csv"
COLUMNS = ("repository", "path", "cell", "line", "column", "code", "judgement", "reason")
DRAWN = 200

Key = tuple[Location, str]


@dataclass(frozen=True)
class Precision:
    """How many judged findings are true, of how many there are."""

    findings: int
    judged: int
    true: int

    @property
    def share(self) -> float | None:
        return self.true / self.judged if self.judged else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's interval at 95 %."""
        if not self.judged:
            return None
        from scipy.stats import binomtest  # type: ignore[import-untyped]

        bounds = binomtest(self.true, self.judged).proportion_ci(0.95, method="wilson")
        return float(bounds.low), float(bounds.high)


def drawn(findings: Sequence[FindingRead], count: int = DRAWN) -> list[FindingRead]:
    """So many findings, one of each rule in turn, each rule's in random order.

    The order is that of a digest of what is found where, so that a finding more or less leaves the
    others where they are.
    """
    by_code: dict[str, list[FindingRead]] = defaultdict(list)
    for one in sorted(findings, key=_lot):
        by_code[one.code].append(one)
    shuffled = [own for _, own in sorted(by_code.items())]
    turns = (one for turn in zip_longest(*shuffled) for one in turn if one is not None)
    return list(islice(turns, count))


def _lot(one: FindingRead) -> str:
    return sha256(repr((astuple(one.location), one.code)).encode()).hexdigest()


def to_judge(findings: Sequence[FindingRead]) -> list[FindingRead]:
    """The sample and every error, in the order of their places."""
    chosen = {(one.location, one.code): one for one in drawn(findings)}
    chosen.update({(one.location, one.code): one for one in findings if one.level == "error"})
    return [chosen[key] for key in sorted(chosen)]


def judgements() -> dict[Key, bool]:
    """Whether each judged finding is true."""
    with JUDGEMENTS.open(newline="", encoding="utf-8") as file:
        return {_key(row): row["judgement"] == "true" for row in csv.DictReader(file)}


def write_unjudged(findings: Iterable[FindingRead], file: Path) -> int:
    """Write the findings that nobody has judged as rows to fill in; returns how many."""
    known = judgements()
    rows = [one for one in findings if (one.location, one.code) not in known]
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow((*COLUMNS, "message"))
        for one in rows:
            writer.writerow((*astuple(one.location), one.code, "", "", one.message))
    return len(rows)


def precision(findings: Iterable[FindingRead], known: Mapping[Key, bool]) -> Precision:
    """What the judgements say of these findings."""
    keys = [(one.location, one.code) for one in findings]
    verdicts = [known[key] for key in keys if key in known]
    return Precision(len(keys), len(verdicts), sum(verdicts))


def weighted(parts: Iterable[Precision]) -> float | None:
    """The share of all findings that are true, each rule counted by how often it speaks."""
    known = [(one.findings, one.share) for one in parts if one.share is not None]
    judged = sum(count for count, _ in known)
    return sum(count * share for count, share in known) / judged if judged else None


def _key(row: Mapping[str, str]) -> Key:
    place = (row["repository"], row["path"], row["cell"], int(row["line"]), int(row["column"]))
    return Location(*place), row["code"]
