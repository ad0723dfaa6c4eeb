"""Tries many random programs: ``python -m tests.soundness.measure``.

    --programs N   how many programs (20,000)
    --seconds S    begin no further round after so long (3,600)
    --seed N       where to begin; printed, and a random one where it is not given
    --jobs N       how many processes (one for each core)

It prints how many programs were tried and how many values compared, and for each breach of the law
the smallest program that shows it. The exit status is 1 where there is one.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, replace

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.soundness.holding import hold
from tests.soundness.programs import programs

A_ROUND = 250
RUNS = range(6)


@dataclass(frozen=True)
class Tried:
    """What a round tried, and the smallest program that breaks the law."""

    seed: int
    programs: int = 0
    values: int = 0
    text: str = ""
    breaches: tuple[str, ...] = ()


class Breach(AssertionError):
    """The interpreter says of a program what a run contradicts."""


def try_round(number: int, count: int = A_ROUND) -> Tried:
    """Try so many programs; those that a seed gives are the same each time."""
    found = Tried(number)

    @seed(number)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        print_blob=False,
    )
    @given(programs())
    def holds(text: str) -> None:
        nonlocal found
        held = hold(text, RUNS)
        count_one = 0 if found.breaches else 1
        found = replace(
            found,
            programs=found.programs + count_one,
            values=found.values + held.values * count_one,
        )
        if held.breaches:
            found = replace(found, text=text, breaches=held.breaches)
            raise Breach

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            holds()
    except Breach:
        pass
    return found


def rounds(first: int, count: int, seconds: float, jobs: int) -> Iterator[Tried]:
    """The rounds that try `count` programs, as they end."""
    started = time.monotonic()
    waiting = iter(range(first, first + -(-count // A_ROUND)))
    running: set[Future[Tried]] = set()
    with ProcessPoolExecutor(jobs) as pool:
        while True:
            while len(running) < jobs and time.monotonic() - started < seconds:
                number = next(waiting, None)
                if number is None:
                    break
                running.add(pool.submit(try_round, number))
            if not running:
                return
            done, running = wait(running, return_when=FIRST_COMPLETED)
            yield from (each.result() for each in done)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--programs", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    wanted = parser.parse_args()
    print(f"seed {wanted.seed}", flush=True)
    tried = values = breaches = 0
    for found in rounds(wanted.seed, wanted.programs, wanted.seconds, wanted.jobs):
        tried, values = tried + found.programs, values + found.values
        if found.breaches:
            breaches += 1
            print(f"\nround {found.seed}:\n{found.text}")
            print(*found.breaches[:5], sep="\n", flush=True)
    print(f"{tried:,} programs, {values:,} values compared, {breaches} breaches")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
