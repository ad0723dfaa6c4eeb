"""Rows that random draws move or choose: do labels stay with them, and do draws repeat?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import libcst as cst

from tunelint.experiments.chance import CHANCE, order_by_chance
from tunelint.files.place import Place
from tunelint.interpreter.values import Const, Item, Term
from tunelint.lab.answered import require
from tunelint.lab.answers import Arrays, Trial, Watched
from tunelint.lab.lab import Answered, Lab, Unanswered
from tunelint.lab.plain_values import Value
from tunelint.lab.questions import Watch
from tunelint.lab.verdicts import Bars, Verdict, confirmed, inconclusive, refuted
from tunelint.libraries.arrays.lineage import Lineage
from tunelint.model.randomness import Draw
from tunelint.model.search import Search

INDEXERS = frozenset({"iloc", "loc"})
# Rows of which two runs have less in common come from other data.
SAME_DATA = 0.5
OTHER_ROWS = "the rows differ between runs even before the draw"

Rows = tuple[str, ...]
Seen = Callable[[Place], Watched]
_Pair = tuple[tuple[Rows, Rows], tuple[Rows, Rows]]


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
    before = _first(_arrays(watched.inputs), moved.position)
    if moved.draw.in_place:
        return before, _first(_arrays(watched.left), moved.position)
    if moved.draw.kind != "split":
        return before, _first(watched.rows, moved.position)
    parts = (_first(watched.rows, 2 * moved.position + side) for side in (0, 1))
    return before, tuple(row for part in parts for row in part)


def seen_in(answer: Answered, lab: Lab) -> Seen:
    """What was seen at a watched place."""
    by_span = {watched.span: watched for watched in answer.places}

    def seen(place: Place) -> Watched:
        span = lab.locate(place)
        return by_span.get(span) or Watched(span)

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


# -- labels that stay with their rows --------------------------------------------------------------


def keeps_pairs(lab: Lab, pairs: Iterable[tuple[Movement, Movement]]) -> Verdict:
    """Confirmed where a label ends up beside other features than it began with.

    Each pair is the movement of the features and that of their labels. A row that stands several
    times may have come from any of its places.
    """
    movements = tuple(pairs)
    places = tuple(dict.fromkeys(p for pair in movements for each in pair for p in each.places))
    if not places:
        raise Unanswered("no draw moves these rows")
    # The script ends where the last of the places is left, if they come in the order of the source.
    for until in (max(places, key=lambda place: lab.locate(place).line), None):
        seen = seen_in(lab.watch(*places, until=until, rows=True), lab)
        found = [pair for pair in _in_rows(movements, seen) if pair is not None]
        if len(found) == len(movements):
            return _verdict_on_labels(found)
    return inconclusive("the rows before and after the draws could not be compared")


def _in_rows(movements: Iterable[tuple[Movement, Movement]], seen: Seen) -> Iterator[_Pair | None]:
    for features, labels in movements:
        x, y = before_and_after(features, seen), before_and_after(labels, seen)
        whole = bool(x[0] and x[1]) and len(x[0]) == len(y[0]) and len(x[1]) == len(y[1])
        # Rows that were not there before have no label to keep.
        yield (x, y) if whole and set(x[1]) <= set(x[0]) else None


def _verdict_on_labels(found: Iterable[_Pair]) -> Verdict:
    found = list(found)
    for features, labels in found:
        rows = len(features[1])
        moved = rows_apart(features, labels)
        if moved:
            return confirmed(
                f"{moved} of {rows} rows ({moved / rows:.0%}) get the label of a different row",
                Bars("share of rows", (("with the label of a different row", moved / rows),)),
                rows=rows,
                moved=moved,
            )
    rows = sum(len(features[1]) for features, _ in found)
    if any(order_by_chance(labels[1]) > CHANCE for _, labels in found):
        return inconclusive(
            f"all {rows} rows keep their labels, but too many labels are equal to tell"
        )
    return refuted(f"all {rows} rows keep their labels", rows=rows, moved=0, data=True)


def rows_apart(features: tuple[Rows, Rows], labels: tuple[Rows, Rows]) -> int:
    """How many rows have, after the movements, a label that none of their places had before."""
    before, after = labels
    came_from = origins(*features)
    return sum(
        label not in {before[position] for position in positions}
        for label, positions in zip(after, came_from, strict=True)
    )


# -- draws that repeat -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DrawResult:
    """The rows that a draw gets and returns, or a value where it returns none."""

    inputs: Arrays
    outputs: Arrays
    value: Value = None


def draws_the_same(lab: Lab, draw: Draw, search: Search) -> Verdict:
    """Confirmed where two fresh processes draw other rows from the same ones."""
    if draw.kind != "splitter":
        span = lab.locate(draw.event.place)
        runs = [
            _first_draw(answer, draw) for answer in lab.twice(Watch((span,), until=span, rows=True))
        ]
        if all(run is not None for run in runs):
            first, second = (run for run in runs if run is not None)
            return _verdict_on_draws(draw, first, second)
    return _trained_on_the_same(lab, search)


def _first_draw(answer: Answered, draw: Draw) -> DrawResult | None:
    """The first draw of a run; None where what it gives cannot be compared."""
    watched = answer.watched()
    inputs = watched.inputs[0] if watched.inputs else ()
    calls = watched.left if draw.in_place else watched.rows
    outputs = calls[0] if calls else ()
    if any(outputs):
        return DrawResult(inputs, outputs)
    value = watched.values[0] if watched.values else None
    # Of other objects the text says nothing about what they hold.
    readable = "array(" in value if isinstance(value, str) else value is not None
    return DrawResult(inputs, (), value) if readable and draw.kind != "split" else None


def _verdict_on_draws(draw: Draw, first: DrawResult, second: DrawResult) -> Verdict:
    rows = sum(map(len, first.outputs))
    if (first.outputs, first.value) == (second.outputs, second.value) and _may_be_chance(first):
        return inconclusive(f"{draw.label} gives the same result in two runs, which may be chance")
    if (first.outputs, first.value) == (second.outputs, second.value):
        return refuted(f"{draw.label} gives the same result in two runs", data=True, rows=rows)
    if first.inputs != second.inputs:
        return _verdict_on_positions(draw, first, second)
    if not first.outputs or not second.outputs:
        return confirmed(
            f"{draw.label} gives {first.value} in one run and {second.value} in the next"
        )
    one, other = first.outputs[0], second.outputs[0]
    if sorted(one) == sorted(other):
        placed = sum(a == b for a, b in zip(one, other, strict=True))
        return confirmed(
            f"{placed} of {len(one)} rows keep their position between two runs of {draw.label}",
            rows=len(one),
            same=placed,
        )
    common = len(set(one) & set(other))
    return confirmed(
        f"{common} of {len(one)} rows are the same in two runs of {draw.label}",
        Bars("rows", (("in both runs", common), ("in one run only", len(one) - common))),
        rows=len(one),
        same=common,
    )


def _may_be_chance(drawn: DrawResult) -> bool:
    """Whether runs that draw anew may well agree in this: in a few rows, or a whole number."""
    if any(drawn.outputs):
        return min(map(order_by_chance, filter(None, drawn.outputs))) > CHANCE
    return isinstance(drawn.value, int)


def _verdict_on_positions(draw: Draw, first: DrawResult, second: DrawResult) -> Verdict:
    """The rows themselves are others in each run: which places they were taken from is compared."""
    if _places(first) == _places(second):
        if min(order_by_chance(part) for part in filter(None, first.outputs)) > CHANCE:
            return inconclusive(
                f"{draw.label} takes the rows from the same positions, which may be chance"
            )
        return refuted(
            f"{draw.label} takes the rows from the same positions in two runs", data=True
        )
    return confirmed(f"{draw.label} takes the rows from different positions in two runs")


def _places(run: DrawResult) -> list[tuple[int, ...]]:
    """Where the rows of each part stood in the inputs of the draw. Raises Unanswered."""
    whole = max(run.inputs, key=len, default=())
    parts = [part for part in run.outputs if set(part) <= set(whole)]
    if not whole or len(set(whole)) < len(whole) or not parts:
        raise Unanswered(OTHER_ROWS)
    return [tuple(min(each) for each in origins(whole, part)) for part in parts]


# -- what the first trial trains on ---------------------------------------------------------------


def _trained_on_the_same(lab: Lab, search: Search) -> Verdict:
    """For what draws only later: the rows that the first trial trains and scores on."""
    first, second = lab.twice(lab.trials(search, 1, epochs=1, rows=True))
    one, other = _feature_rows(first.finished()), _feature_rows(second.finished())
    require(one and other, "the rows that the first trial trains on")
    rows = sum(map(len, one))
    if one == other:
        if min(map(order_by_chance, one)) > CHANCE:
            return inconclusive("the first trial trains on too few rows to tell draws apart")
        return refuted(
            f"the first trial trains on the same {rows} rows in two runs", data=True, rows=rows
        )
    population, again = set(chain(*one)), set(chain(*other))
    shared = len(population & again) / max(1, len(population | again))
    if shared < SAME_DATA:
        raise Unanswered(OTHER_ROWS)
    common = sum(len(set(a) & set(b)) for a, b in zip(one, other, strict=False))
    trained = sum(len(set(part)) for part in one)
    return confirmed(
        f"{common} of {trained} rows stay in the same part of the first trial's data in two runs:"
        " training or validation",
        rows=trained,
        same=common,
    )


def _feature_rows(trials: Sequence[Trial]) -> list[Rows]:
    """The rows of the features of each training and evaluation, in order."""
    marks = [
        one.row_marks
        for trial in trials[:1]
        for noted in (trial.trainings, trial.evaluations)
        for one in noted
    ]
    return [one[name] for one in marks for name in ("x", "validation x") if name in one]
