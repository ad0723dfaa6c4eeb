"""Inputs of all kinds, and what goes wrong with them: tracebacks, swallowed mistakes, slowness.

    python -m benchmarks.fuzz.measure [--inputs 50000] [--seconds 3600] [--seed 0] [--jobs N]

Every input is a small project, made of fixtures from its number: changed as trees and as text, cut
into modules and notebooks' cells, with odd configurations and encodings. It is checked with all
rules, printed in all formats, some are fixed, and some checked twice. What goes wrong is shrunk,
once for each kind, and kept in a folder.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from benchmarks.fuzz.inputs import Input, input_of
from benchmarks.fuzz.shrinking import shrunk
from benchmarks.fuzz.trial import MOST_SECONDS, NOTE, Breach, tried
from benchmarks.fuzz.warm import import_all
from tunelint.engine.workers import Begin, Lost, answered, available_cores

INPUTS = 50_000
SECONDS = 3 * 3600.0
SECONDS_TO_SHRINK = 60.0
_PATIENCE = 2.0


@dataclass
class Report:
    """What was tried, by how it was made, and what broke, by its kind."""

    tried: Counter[str] = field(default_factory=Counter)
    broken: dict[str, tuple[int, Input, Breach]] = field(default_factory=dict)
    count: Counter[str] = field(default_factory=Counter)

    def add(self, number: int, one: Input, breach: Breach | None) -> None:
        """Note the outcome of an input."""
        self.tried[one.made] += 1
        if breach is not None:
            self.count[breach.kind] += 1
            self.broken.setdefault(breach.kind, (number, one, breach))


def measured(
    inputs: int, *, seconds: float, seed: int, jobs: int, report: Report | None = None
) -> Report:
    """Try so many inputs, or as many as there is time for."""
    report = report or Report()
    deadline = time.monotonic() + seconds
    numbers = range(inputs)

    def serve(numbers: Iterable[int], begin: Begin) -> Iterator[Breach | None]:
        for number in numbers:
            begin(number)
            yield tried(input_of(number, seed), number)

    with closing(
        answered(numbers, serve, workers=jobs, seconds=lambda number: _PATIENCE * MOST_SECONDS)
    ) as answers:
        for number, found in zip(numbers, answers, strict=False):
            breach = Breach(f"lost: {found.reason}", "") if isinstance(found, Lost) else found
            report.add(number, input_of(number, seed), breach)
            if time.monotonic() > deadline:
                break
    return report


def outcome(one: Input, number: int, *, most_seconds: float = MOST_SECONDS) -> str | None:
    """The kind of what goes wrong with an input, tried in a process of its own."""

    def serve(tasks: Iterable[int], begin: Begin) -> Iterator[Breach | None]:
        for _ in tasks:
            yield tried(one, number, most_seconds=most_seconds)

    (found,) = answered([0], serve, workers=1, seconds=lambda task: _PATIENCE * MOST_SECONDS)
    if isinstance(found, Lost):
        return f"lost: {found.reason}"
    return found.kind if found is not None else None


def _is_broken_like(kind: str, number: int, one: Input) -> bool:
    return outcome(one, number) == kind


def main() -> None:
    """The bench as a command."""
    parser = argparse.ArgumentParser(description="What inputs of all kinds do to tunelint.")
    parser.add_argument("--inputs", type=int, default=INPUTS)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=available_cores())
    parser.add_argument("--number", type=int, help="show this input alone, and what breaks")
    parser.add_argument("--keep", type=Path, default=Path(".fuzz"), help="folder for what breaks")
    options = parser.parse_args()
    import_all()
    if options.number is not None:
        _show(options.number, options.seed)
        return
    started = time.monotonic()
    report = measured(options.inputs, seconds=options.seconds, seed=options.seed, jobs=options.jobs)
    took = time.monotonic() - started
    made = ", ".join(f"{count} {way}" for way, count in report.tried.most_common())
    print(f"{report.tried.total()} inputs in {took:.0f} s: {made}")
    notes = report.count.pop(NOTE, 0)
    print(f"{notes} x {NOTE}" if notes else "")
    for kind, count in report.count.most_common():
        number, one, breach = report.broken[kind]
        print(f"\n{count} x {kind} (first: input {number})")
        print("\n".join(f"    {line}" for line in breach.words.splitlines()[-6:]))
        fails = partial(_is_broken_like, kind, number)
        smallest = shrunk(one, fails, seconds=SECONDS_TO_SHRINK)
        _keep(smallest, options.keep / f"{number}")
    print(f"\n{report.count.total()} inputs broke something, in {len(report.count)} ways")
    sys.exit(1 if report.count else 0)


def _show(number: int, seed: int) -> None:
    one = input_of(number, seed)
    for name, data in one.files.items():
        print(f"--- {name}")
        sys.stdout.flush()
        sys.stdout.buffer.write(data + b"\n")
    print(tried(one, number))


def _keep(one: Input, folder: Path) -> None:
    for name, data in one.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        text = data.decode("utf-8", "backslashreplace")
        print(f"    {os.fspath(path)}:")
        print("\n".join(f"        {line[:160]}" for line in text.splitlines()[:30]))


if __name__ == "__main__":
    main()
