"""Confirms every fixture: what each bad program's finding and its corrected twin's subject give.

``python benchmarks/confirm/measure.py [NAME …] [OPTION …]``: a NAME is a code (TUN401), a tuner's
folder (optuna) or both (optuna/TUN401). A bad program has to be confirmed, a corrected twin
refuted, with ``--force``; a rule without an experiment is left out. With ``KERAS_BACKEND`` set, the
programs run on that backend.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import sys
import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean

from tunelint.config.rule_index import own_entries
from tunelint.config.rule_selection import Choice
from tunelint.config.settings import Settings, Wishes
from tunelint.confirm.cases import Case, Plan, cases_of
from tunelint.confirm.executors import Executor, LocalProcesses
from tunelint.confirm.options import Options
from tunelint.confirm.preloaded_interpreters import WarmProcesses
from tunelint.confirm.session import Session
from tunelint.lab.verdicts import Outcome

FIXTURES = Path(__file__).parents[2] / "fixtures"
NOT_ASKED = frozenset({"ray_tune"})


@dataclass(frozen=True)
class Fixture:
    """One program of a pair; `bad` says which, `path` is its file or folder."""

    tuner: str
    code: str
    path: Path
    bad: bool

    @property
    def name(self) -> str:
        return f"{self.tuner}/{self.path.name}"

    @property
    def expected(self) -> Outcome:
        return Outcome.CONFIRMED if self.bad else Outcome.REFUTED


@dataclass(frozen=True)
class Measured:
    """What one fixture gave: its verdicts with their lines; none where there was nothing to ask."""

    fixture: Fixture
    outcomes: tuple[Outcome, ...]
    lines: tuple[str, ...]
    seconds: float

    @property
    def outcome(self) -> str:
        """The outcome that all agree in, ``mixed``, or ``nothing to ask``."""
        outcomes = set(self.outcomes)
        if not outcomes:
            return "nothing to ask"
        return outcomes.pop().value if len(outcomes) == 1 else "mixed"

    @property
    def is_wrong(self) -> bool:
        """Whether a verdict is the opposite of what holds."""
        opposite = Outcome.REFUTED if self.fixture.bad else Outcome.CONFIRMED
        return opposite in self.outcomes

    def as_json(self) -> str:
        told = {"outcomes": self.outcomes, "lines": self.lines, "seconds": round(self.seconds, 2)}
        return json.dumps({"name": self.fixture.name, **told})


def fixtures(names: Sequence[str]) -> Iterator[Fixture]:
    """The fixtures of the tuners that have probes, in order; all or those that are named."""
    for expected in sorted(FIXTURES.glob("*/expected.toml")):
        tuner = expected.parent.name
        if tuner in NOT_ASKED:
            continue
        table = tomllib.loads(expected.read_text(encoding="utf-8"))
        for path in sorted(expected.parent.glob("tun*")):
            code = path.name[:6].upper()
            bad = "_bad" in path.name
            if bad and "code" not in table.get(path.stem, {}):
                continue
            if not own_entries()[code].load().is_confirmable():
                continue
            if not names or {code, tuner, f"{tuner}/{code}", path.stem} & set(names):
                yield Fixture(tuner, code, path, bad)


def measured(fixture: Fixture, executor: Executor, options: Options) -> Measured:
    """Confirm a copy of the fixture."""
    folder = Path(tempfile.mkdtemp(prefix="tunelint-fixture-"))
    try:
        if fixture.path.is_dir():
            shutil.copytree(fixture.path, folder, dirs_exist_ok=True)
        else:
            shutil.copy(fixture.path, folder)
        (folder / "tunelint.toml").touch()
        with contextlib.chdir(folder):
            cases = planned(fixture).cases
            found = list(Session(executor, options).confirmations(cases))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    outcomes = tuple(one.verdict.outcome for one in found)
    lines = tuple(f"{one.diagnostic.span.line}: {one.verdict.line}" for one in found)
    return Measured(fixture, outcomes, lines, sum(one.seconds for one in found))


def planned(fixture: Fixture) -> Plan:
    """The cases of the fixture's own rule in the current folder."""
    settings = Settings(Wishes(Choice([fixture.code])))
    plan = cases_of([Path()], settings, () if fixture.bad else [fixture.code])
    if not fixture.bad:
        return plan
    flagged: list[Case] = [case for case in plan.cases if case.flagged]
    return replace(plan, cases=tuple(flagged))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="codes, tuners, tuner/code, or program names")
    parser.add_argument("--repeats", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="add the results to this file and tell of all")
    parser.add_argument("--table", type=Path, help="write the table by rule into this file")
    parser.add_argument(
        "--warm", action="store_true", help="in copies of interpreters with the libraries imported"
    )
    parser.add_argument("--python", default=sys.executable, help="the interpreter of the programs")
    given = parser.parse_args()
    if not any(fixtures(given.names)):
        parser.error(f"no fixture is named {' '.join(given.names)}")
    local = LocalProcesses(given.python)
    results = list(kept(given.keep)) if given.keep else []
    with WarmProcesses(python=given.python) if given.warm else nullcontext(local) as executor:
        for _ in range(given.repeats):
            for fixture in fixtures(given.names):
                result = measured(fixture, executor, Options())
                results.append(result)
                print(told(result), flush=True)
                if given.keep:
                    with given.keep.open("a", encoding="utf-8") as file:
                        file.write(f"{result.as_json()}\n")
            print("\n".join(table(results)), flush=True)
    if given.table is not None:
        given.table.write_text("\n".join([*table(results), ""]), encoding="utf-8")
    return int(any(result.is_wrong for result in results))


def kept(file: Path) -> Iterator[Measured]:
    """The results of earlier runs that `file` holds, of the fixtures that there still are."""
    known = {one.name: one for one in fixtures(())}
    for text in file.read_text(encoding="utf-8").splitlines() if file.exists() else ():
        found = json.loads(text)
        if fixture := known.get(found["name"]):
            outcomes = tuple(Outcome(one) for one in found["outcomes"])
            yield Measured(fixture, outcomes, tuple(found["lines"]), found["seconds"])


def told(result: Measured) -> str:
    """One fixture in a line, each verdict's own line below it."""
    mark = "ok" if result.outcome == result.fixture.expected.value else "--"
    head = f"{mark} {result.fixture.name}: {result.outcome} ({result.seconds:.1f} s)"
    pairs = zip(result.outcomes, result.lines, strict=True)
    return "\n".join([head, *(f"     {outcome}: line {line}" for outcome, line in pairs)])


def table(results: Sequence[Measured]) -> Iterator[str]:
    """By rule: how many bad programs were confirmed and twins refuted, and what else they gave."""
    yield "| rule | bad confirmed | twin refuted | inconclusive | nothing to ask | wrong | s |"
    yield "|---|---|---|---|---|---|---|"
    by_code: dict[str, list[Measured]] = defaultdict(list)
    for result in results:
        by_code[result.fixture.code].append(result)
    for code, of_code in [*sorted(by_code.items()), ("all", list(results))]:
        bad = [one for one in of_code if one.fixture.bad]
        good = [one for one in of_code if not one.fixture.bad]
        confirmed = sum(one.outcome == Outcome.CONFIRMED for one in bad)
        refuted = sum(one.outcome == Outcome.REFUTED for one in good)
        unsettled = sum(one.outcome in (Outcome.INCONCLUSIVE, "mixed") for one in of_code)
        nothing = sum(one.outcome == "nothing to ask" for one in of_code)
        errors = sum(one.is_wrong for one in of_code)
        seconds = fmean(one.seconds for one in of_code)
        yield (
            f"| {code} | {confirmed} of {len(bad)} | {refuted} of {len(good)} | {unsettled} |"
            f" {nothing} | {errors} | {seconds:.1f} |"
        )


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    sys.exit(main())
