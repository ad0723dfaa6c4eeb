"""Times tunelint beside what it is compared with, in alternation, and writes the table.

``python -m benchmarks.speed.measure [ROW …] [OPTION …]``: all rows or those that are named. All are
written to ``benchmarks/speed/results.md``; some are only printed, unless ``--table`` says where to.
Exits with 1 where a command failed or an output differed, not where an aim is missed.
"""

from __future__ import annotations

import argparse
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from benchmarks.speed import inputs, machine
from benchmarks.speed.environments import ENVIRONMENTS, TUNELINT, install_tunelint
from benchmarks.speed.figures import compared, medians
from benchmarks.speed.rows import Command, Row, rows
from benchmarks.speed.sameness import sameness
from benchmarks.speed.tables import Failed, Measured, Result, Sameness, document, tables
from benchmarks.speed.timing import Run, Usage, timed

RESULTS = Path(__file__).parent / "results.md"
SAME = "same-output"
_SAME_ON = (inputs.GROWING[1], inputs.NOTEBOOK_FILES, inputs.SPARSE)


class WrongRun(Exception):
    """A command that did not end as it has to: what it took says nothing."""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("rows", nargs="*", help=f"names of rows, or {SAME} (default: all)")
    parser.add_argument("--rounds", type=int, default=5, help="how often each command is timed")
    parser.add_argument("--limit", type=float, default=1800, help="seconds that one run may take")
    parser.add_argument("--table", type=Path, help="write the results into this file")
    parser.add_argument("--list", action="store_true", help="list the rows, and measure nothing")
    given = parser.parse_args()
    if given.rounds < 1:
        parser.error("--rounds must be at least 1")
    names = [*(row.name for row in rows(frozenset())), SAME]
    if unknown := set(given.rows) - set(names):
        parser.error(f"no row is named {', '.join(sorted(unknown))}: there are {', '.join(names)}")
    if given.list:
        print("\n".join(names))
        return 0
    # What runs is ended with us, on SIGTERM too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    for environment in ENVIRONMENTS:
        environment.make()
    install_tunelint()
    facts = machine.facts()
    print("\n".join(facts), end="\n\n", flush=True)
    table = given.table or (None if given.rows else RESULTS)
    results: list[Result] = []
    for result in _results(given.rows or names, given.rounds, given.limit):
        results.append(result)
        print("\n".join(tables([result])).strip(), end="\n\n", flush=True)
        if table is not None:
            table.write_text(document(facts, results), encoding="utf-8")
    return int(any(_is_wrong(result) for result in results))


def _results(names: Sequence[str], rounds: int, limit: float) -> Iterator[Result]:
    options = _options()
    for row in rows(options):
        if row.name not in names:
            continue
        if row.needs and row.needs not in options:
            yield Failed(row.name, row.about, f"tunelint has no {row.needs} yet", wrong=False)
            continue
        try:
            yield measured(row, rounds, limit)
        except (WrongRun, ValueError) as why:
            yield Failed(row.name, row.about, str(why))
    if SAME in names:
        for given in _SAME_ON:
            try:
                yield sameness(given, options, limit)
            except subprocess.TimeoutExpired as why:
                yield Failed(SAME, given.name, f"a run took more than {why.timeout:g} s")


def measured(row: Row, rounds: int, limit: float) -> Measured:
    """Run a row's commands once unmeasured, then in turn, `rounds` times.

    Raises WrongRun where a command fails or takes more than `limit` seconds, ValueError where an
    input cannot be made.
    """
    with ExitStack() as stack:
        folders = {run.input.name: stack.enter_context(run.input.made()) for run in row.runs}

        def once() -> Mapping[str, Usage]:
            return {
                run.command.label: checked(run.command, folders[run.input.name], limit).usage
                for run in row.runs
            }

        once()
        taken = [once() for _ in range(rounds)]
    labels = [run.command.label for run in row.runs]
    usages = tuple((label, medians(taken, label)) for label in labels)
    figures = tuple(compared(taken, aim) for aim in row.aims)
    return Measured(row.name, row.about, rounds, usages, figures)


def checked(command: Command, folder: Path, limit: float) -> Run:
    """Run a command.

    Raises WrongRun where it ends or speaks otherwise than it has to, or takes more than `limit`
    seconds.
    """
    print(f"  {command.label} on {folder.name}", file=sys.stderr, flush=True)
    try:
        run = timed(command.arguments, folder, limit)
    except subprocess.TimeoutExpired:
        raise WrongRun(f"{command.label} took more than {limit:g} s") from None
    told = (run.output + run.errors).decode(errors="replace")
    if run.status not in command.statuses:
        last = "".join(told.splitlines()[-1:])
        raise WrongRun(f"{command.label} ended with {run.status}: {last}")
    if "Traceback (most recent call last)" in run.errors.decode(errors="replace"):
        raise WrongRun(f"{command.label} printed a traceback")
    if command.tells not in told:
        raise WrongRun(f"{command.label} did not say '{command.tells}'")
    return run


def _options() -> frozenset[str]:
    """The options of ``tunelint check``; raises subprocess.CalledProcessError."""
    command = [TUNELINT.script("tunelint"), "check", "--help"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return frozenset(re.findall(r"--[a-z][a-z-]*", told))


def _is_wrong(result: Result) -> bool:
    match result:
        case Failed(wrong=wrong):
            return wrong
        case Sameness(differing=differing):
            return bool(differing)
        case Measured():
            return False


if __name__ == "__main__":
    sys.exit(main())
