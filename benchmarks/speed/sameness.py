"""Whether tunelint prints the same bytes in any order, with any workers, with a cache or none."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.speed.environments import TUNELINT
from benchmarks.speed.inputs import Input
from benchmarks.speed.tables import Sameness
from benchmarks.speed.timing import Run, timed

_WORKERS = (1, 2, 5)
_CACHE = Path(".tunelint", "cache")


@dataclass(frozen=True)
class Variant:
    """A way to check the same files: options, and the paths in some order."""

    label: str
    options: tuple[str, ...]
    paths: tuple[str, ...]
    fresh: bool = False
    """Whether the cache is removed first."""


def variants(options: frozenset[str], paths: tuple[str, ...]) -> Iterator[Variant]:
    """The ways that ``tunelint check`` offers with these options; all must equal the first."""
    uncached = ("--no-cache",) if "--no-cache" in options else ()
    yield Variant("as given", uncached, paths)
    yield Variant("reversed", uncached, tuple(reversed(paths)))
    yield Variant("shuffled", uncached, tuple(random.Random(0).sample(paths, len(paths))))
    if "--jobs" in options:
        for count in _WORKERS:
            yield Variant(f"{count} workers", (*uncached, "--jobs", str(count)), paths)
    if uncached:
        yield Variant("new cache", (), paths, fresh=True)
        yield Variant("filled cache", (), tuple(reversed(paths)))


def sameness(given: Input, options: frozenset[str], limit: float) -> Sameness:
    """Check the input in all ways, in the default format and in JSON.

    Raises subprocess.TimeoutExpired where a run takes more than `limit` seconds.
    """
    with given.made() as folder:
        inner = tuple(sorted(one.name for one in folder.iterdir() if _is_checked(one)))
        ways = list(variants(options, inner))
        told = [[_run(way, form, folder, limit) for form in ("full", "json")] for way in ways]
    first = [(run.status, run.output) for run in told[0]]
    differing = tuple(
        way.label
        for way, runs in zip(ways, told, strict=True)
        if [(run.status, run.output) for run in runs] != first or runs[0].status not in (0, 1)
    )
    return Sameness(given.name, tuple(way.label for way in ways), differing)


def _is_checked(path: Path) -> bool:
    return not path.name.startswith(".") and (path.is_dir() or path.suffix in (".py", ".ipynb"))


def _run(way: Variant, form: str, folder: Path, limit: float) -> Run:
    if way.fresh:
        shutil.rmtree(folder / _CACHE, ignore_errors=True)
    command = (TUNELINT.script("tunelint"), "check", "--output-format", form, *way.options)
    return timed([*command, *way.paths], folder, limit)
