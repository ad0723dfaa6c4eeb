"""Findings in their order, each as soon as it is certain that none comes before it."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator

from tunelint.findings.diagnostic import Diagnostic, sorted_once


def released(
    known: Iterable[Diagnostic],
    parts: Iterable[Iterable[Diagnostic]],
    earliest: Iterable[str],
) -> Iterator[tuple[Diagnostic, ...]]:
    """All findings in the order of `sorted_once`, each code once at each place, some at a time.

    Those of the `parts` are asked for one part after the other, when what is `known` and what the
    parts before gave is told as far as it may be. No finding of a part lies in a file that sorts
    before the part's `earliest`, a path in POSIX form; the parts are ordered by that. One that does
    all the same is told late, and not again.
    """
    held = sorted(known, key=_file)
    further = iter(parts)
    told: set[tuple[object, ...]] = set()
    for first in earliest:
        yield from _taken(held, bisect_left(held, first, key=_file), told)
        for found in next(further):
            insort(held, found, key=_file)
    yield from _taken(held, len(held), told)


def _taken(
    held: list[Diagnostic], count: int, told: set[tuple[object, ...]]
) -> Iterator[tuple[Diagnostic, ...]]:
    """The first so many of the held findings, if any are new; they are held no longer."""
    taken = tuple(one for one in sorted_once(held[:count]) if one.order not in told)
    del held[:count]
    if taken:
        told.update(one.order for one in taken)
        yield taken


def _file(diagnostic: Diagnostic) -> str:
    return diagnostic.span.path.as_posix()
