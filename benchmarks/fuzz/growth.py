"""How much more time growing inputs take: at n, 2n and 4n.

    python -m benchmarks.fuzz.growth [--only WORDS] [--fix]

Measured is the time of a processor that a check takes, the least of three, less what the smallest
input of the family takes, in a process of its own. In proportion it doubles each time.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.fuzz.families import FAMILIES, Files
from benchmarks.fuzz.warm import import_all
from tunelint.config.settings import Settings, Wishes
from tunelint.engine.apply_fixes import fix_paths
from tunelint.engine.run import checking
from tunelint.engine.workers import Begin, Lost, answered

MOST = 2.3
_ROUNDS = 3
_LEAST_SECONDS = 0.06
_LONGEST = 60.0


@dataclass(frozen=True)
class Grown:
    """A family at n, 2n, 4n: the seconds of a processor, infinite where it did not come back."""

    name: str
    size: int
    seconds: tuple[float, ...]

    @property
    def factors(self) -> tuple[float, ...]:
        """By how much each doubling makes it longer; what takes next to no time does not count."""
        pairs = zip(self.seconds, self.seconds[1:], strict=False)
        return tuple(more / max(less, _LEAST_SECONDS) for less, more in pairs)

    @property
    def is_fine(self) -> bool:
        """Whether it grows in proportion, or little more."""
        return all(factor <= MOST for factor in self.factors)


def grown(name: str, *, fixing: bool = False) -> Grown:
    """How a family grows, from a size at which it takes some time."""
    size, family = FAMILIES[name]
    least = _seconds(family(1), fixing=fixing)
    seconds = [_seconds(family(size * times), fixing=fixing) - least for times in (1, 2, 4)]
    return Grown(name, size, tuple(seconds))


def _seconds(files: Files, *, fixing: bool) -> float:
    """What checking a project takes: the least of some rounds, each in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, text in {"pyproject.toml": "", **files}.items():
            (folder / file).write_text(text, encoding="utf-8")

        def serve(rounds: Iterable[int], begin: Begin) -> Iterator[float]:
            settings = Settings(Wishes(advice=True, max_seconds=1e6))
            for _ in rounds:
                started = time.process_time()
                if fixing:
                    fix_paths([folder], settings, unsafe=True)
                else:
                    checking([folder], settings).finished()
                yield time.process_time() - started

        found = list(answered(range(_ROUNDS), serve, workers=1, seconds=lambda _: _LONGEST))
    times = [one for one in found if not isinstance(one, Lost)]
    return min(times, default=float("inf"))


def main() -> None:
    """The bench as a command."""
    parser = argparse.ArgumentParser(description="How much more time growing inputs take.")
    parser.add_argument("--only", default="", help="families whose names hold these words")
    parser.add_argument("--fix", action="store_true", help="measure fixing instead of checking")
    options = parser.parse_args()
    import_all()
    bad = 0
    for name in FAMILIES:
        if options.only not in name:
            continue
        one = grown(name, fixing=options.fix)
        bad += not one.is_fine
        seconds = "  ".join(f"{each:7.3f}" for each in one.seconds)
        factors = "  ".join(f"x {factor:4.1f}" for factor in one.factors)
        mark = "" if one.is_fine else f"  more than x {MOST}"
        print(f"{one.name:28} n = {one.size:6}  {seconds}  {factors}{mark}", flush=True)
    print(f"{bad} families grow by more than {MOST} per doubling")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
