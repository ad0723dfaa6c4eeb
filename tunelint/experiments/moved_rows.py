"""Movements of rows: where a random draw moves the rows of an array, and where each one went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import libcst as cst

from tunelint.files.place import Place
from tunelint.interpreter.values import Const, Item, Term
from tunelint.lab.answers import Arrays, Watched
from tunelint.lab.lab import Answered, Lab
from tunelint.libraries.arrays.lineage import Lineage
from tunelint.model.search import Draw

INDEXERS = frozenset({"iloc", "loc"})

Rows = tuple[str, ...]
Seen = Callable[[Place], Watched]


@dataclass(frozen=True, eq=False)
class Movement:
    """One array moved by a draw: by an index (`indexed`, `whole` is the array) or by the call.

    `position` says which of the arrays in the call it is.
    """

    draw: Draw
    position: int = 0
    indexed: Place | None = None
    whole: Place | None = None

    @property
    def places(self) -> tuple[Place, ...]:
        """What is to be watched."""
        if self.indexed is not None and self.whole is not None:
            return (self.indexed, self.whole)
        return (self.draw.event.place,)


def movement(lineage: Lineage, term: Term, draw: Draw) -> Movement:
    """How the rows of an array went through a draw that is on its way back."""
    for step in lineage.steps(term):
        if step.draw is draw:
            key = term.key if isinstance(term, Item) else None
            if step.key is not None:
                indexed = _subscript(term)
                if indexed is not None:
                    return Movement(draw, 0, *indexed)
            if isinstance(key, Const) and isinstance(key.value, int):
                parts = 2 if draw.kind == "split" else 1
                return Movement(draw, key.value // parts)
            return Movement(draw)
        term = step.base
    return Movement(draw)


def _subscript(term: Term) -> tuple[Place, Place] | None:
    """The place of ``x[order]`` and that of ``x`` in it."""
    if term.place is None or not isinstance(term.place.node, cst.Subscript):
        return None
    whole = term.place.node.value
    if isinstance(whole, cst.Attribute) and whole.attr.value in INDEXERS:
        whole = whole.value
    return term.place, Place(term.place.source, whole)


def before_and_after(moved: Movement, seen: Seen) -> tuple[Rows, Rows]:
    """The rows of the array as the draw found and left them; both empty where not seen."""
    if moved.indexed is not None and moved.whole is not None:
        return _first(seen(moved.whole).rows, 0), _first(seen(moved.indexed).rows, 0)
    watched = seen(moved.draw.event.place)
    before = _first(_arrays(watched.given), moved.position)
    if moved.draw.in_place:
        return before, _first(_arrays(watched.left), moved.position)
    if moved.draw.kind != "split":
        return before, _first(watched.rows, moved.position)
    parts = (_first(watched.rows, 2 * moved.position + side) for side in (0, 1))
    return before, tuple(row for part in parts for row in part)


def seen_in(answer: Answered, lab: Lab) -> Seen:
    """What was seen at a watched place."""
    by_site = {watched.site: watched for watched in answer.places}

    def seen(place: Place) -> Watched:
        site = lab.locate(place)
        return by_site.get(site) or Watched(site)

    return seen


def _arrays(calls: Sequence[Arrays]) -> list[Arrays]:
    """The arrays of each call without single numbers."""
    return [tuple(rows for rows in arrays if len(rows) > 1) for arrays in calls]


def _first(calls: Sequence[Arrays], position: int) -> Rows:
    """One of the arrays that were seen the first time."""
    return calls[0][position] if calls and position < len(calls[0]) else ()


def origins(before: Sequence[str], after: Sequence[str]) -> Iterator[frozenset[int]]:
    """For each row where it can have come from: all earlier rows with the same content."""
    at: dict[str, list[int]] = defaultdict(list)
    for position, row in enumerate(before):
        at[row].append(position)
    known = {row: frozenset(positions) for row, positions in at.items()}
    nothing: frozenset[int] = frozenset()
    return (known.get(row, nothing) for row in after)
