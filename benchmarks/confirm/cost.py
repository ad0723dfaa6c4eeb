"""What verdicts cost beside the search they judge: seconds, and shares of one run of the script.

``python benchmarks/confirm/cost.py`` runs each program of ``searches/`` once as it stands, then
confirms each of its findings anew. *Way* is the script's own way to the search, imports included,
which every process has to go (0 where nothing is asked of the search itself); *beyond* is what the
verdict took more than that way.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tunelint.config.settings import Settings, Wishes
from tunelint.confirm.cases import Case, cases_of
from tunelint.confirm.executors import LocalProcesses
from tunelint.confirm.options import Options
from tunelint.confirm.session import Session
from tunelint.lab.answers import Answer
from tunelint.lab.questions import Job

SEARCHES = Path(__file__).parent / "searches"


@dataclass(frozen=True)
class Row:
    """The cost of one verdict, in seconds; `full` is one run of the whole script."""

    program: str
    code: str
    kind: str
    outcome: str
    way: float
    total: float
    full: float

    @property
    def beyond(self) -> float:
        return self.total - self.way


@dataclass
class Counting:
    """The local executor, whose answers are kept."""

    answers: list[Answer]

    def run(self, jobs: Sequence[Job], seconds: float) -> tuple[Answer, ...]:
        found = LocalProcesses().run(jobs, seconds)
        self.answers += found
        return found


def rows(program: Path) -> Iterator[Row]:
    """The cost of every verdict on the findings of one program."""
    folder = Path(tempfile.mkdtemp(prefix="tunelint-cost-"))
    try:
        shutil.copy(program, folder)
        (folder / "tunelint.toml").touch()
        with contextlib.chdir(folder):
            full = seconds_of_a_run(program.name)
            for path in folder.iterdir():
                if path.is_dir():
                    shutil.rmtree(path)
            for case in cases_of([Path()], Settings(Wishes())).cases:
                yield row(case, program.stem, full)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def row(case: Case, program: str, full: float) -> Row:
    """The cost of one verdict, asked in a session of its own."""
    executor = Counting([])
    found = Session(executor, Options()).confirmed(case)
    way = sum(answer.seconds_to_search for answer in executor.answers[:1])
    kind = "trains" if any(answer.trained for answer in executor.answers) else "trains nothing"
    return Row(program, case.rule.code, kind, found.verdict.outcome, way, found.seconds, full)


def seconds_of_a_run(script: str) -> float:
    """Wall seconds of the script as it stands."""
    started = time.monotonic()
    subprocess.run([sys.executable, script], check=True, capture_output=True)
    return time.monotonic() - started


def main() -> None:
    print("| program | rule | kind | verdict | way, s | beyond, s | whole script, s | share |")
    print("|---|---|---|---|---|---|---|---|")
    for program in sorted(SEARCHES.glob("*.py")):
        for one in rows(program):
            print(
                f"| {one.program} | {one.code} | {one.kind} | {one.outcome} | {one.way:.1f} |"
                f" {one.beyond:.1f} | {one.full:.1f} | {one.beyond / one.full:.0%} |",
                flush=True,
            )


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    main()
