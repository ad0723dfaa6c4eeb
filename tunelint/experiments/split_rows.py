"""Does a random draw choose the same rows when the script runs again?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from tunelint.experiments.chance import CHANCE, order_by_chance
from tunelint.experiments.moved_rows import Rows, origins
from tunelint.lab.answers import Arrays, Trial
from tunelint.lab.lab import Answered, Lab
from tunelint.lab.plain_values import Value
from tunelint.lab.questions import Watch
from tunelint.lab.verdicts import Bars, Verdict, confirmed, inconclusive, refuted
from tunelint.model.search import Draw, Search

# Rows of which two runs have less in common come from other data.
SAME_DATA = 0.5


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a draw was given and what it gave: rows, or a value where it gives none."""

    given: Arrays
    gave: Arrays
    value: Value = None


def draws_the_same(lab: Lab, draw: Draw, search: Search) -> Verdict:
    """Confirmed where two fresh processes draw other rows from the same ones."""
    if draw.kind != "splitter":
        site = lab.locate(draw.event.place)
        runs = [_drawn(answer, draw) for answer in lab.twice(Watch((site,), until=site, rows=True))]
        if all(run is not None for run in runs):
            first, second = (run for run in runs if run is not None)
            return _compared(draw, first, second)
    return _trained_on_the_same(lab, draw, search)


def _drawn(answer: Answered, draw: Draw) -> Drawn | None:
    """The first draw of a run; None where what it gives cannot be compared."""
    watched = answer.watched()
    given = watched.given[0] if watched.given else ()
    calls = watched.left if draw.in_place else watched.rows
    gave = calls[0] if calls else ()
    if any(gave):
        return Drawn(given, gave)
    value = watched.values[0] if watched.values else None
    # Of other objects the text says nothing about what they hold.
    readable = "array(" in value if isinstance(value, str) else value is not None
    return Drawn(given, (), value) if readable and draw.kind != "split" else None


def _compared(draw: Draw, first: Drawn, second: Drawn) -> Verdict:
    rows = sum(map(len, first.gave))
    if (first.gave, first.value) == (second.gave, second.value) and _may_be_chance(first):
        return inconclusive(f"{draw.label} gave the same in two fresh runs, which may be chance")
    if (first.gave, first.value) == (second.gave, second.value):
        return refuted(f"{draw.label} gave the same in two fresh runs", data=True, rows=rows)
    if first.given != second.given:
        return _by_position(draw, first, second)
    if not first.gave or not second.gave:
        return confirmed(f"two fresh runs of {draw.label} gave {first.value} and {second.value}")
    one, other = first.gave[0], second.gave[0]
    if sorted(one) == sorted(other):
        placed = sum(a == b for a, b in zip(one, other, strict=True))
        return confirmed(
            f"two fresh runs of {draw.label} put the same {len(one)} rows in different orders:"
            f" {placed} are at the same place",
            rows=len(one),
            same=placed,
        )
    common = len(set(one) & set(other))
    return confirmed(
        f"two fresh runs of {draw.label} chose different rows: {common} of {len(one)} are in both",
        Bars("rows", (("in both runs", common), ("in one run only", len(one) - common))),
        rows=len(one),
        same=common,
    )


def _may_be_chance(drawn: Drawn) -> bool:
    """Whether runs that draw anew may well agree in this: in a few rows, or a whole number."""
    if any(drawn.gave):
        return min(map(order_by_chance, filter(None, drawn.gave))) > CHANCE
    return isinstance(drawn.value, int)


def _by_position(draw: Draw, first: Drawn, second: Drawn) -> Verdict:
    """The rows themselves are others in each run: which places they were taken from is compared."""
    places = [_places(run) for run in (first, second)]
    if None in places:
        return inconclusive("the rows before the draw are others in every run already")
    if places[0] == places[1]:
        if min(order_by_chance(part) for part in filter(None, first.gave)) > CHANCE:
            return inconclusive(f"{draw.label} took the rows from the same places, by chance?")
        return refuted(
            f"{draw.label} took the rows from the same places in two fresh runs", data=True
        )
    return confirmed(f"{draw.label} took the rows from different places in two fresh runs")


def _places(run: Drawn) -> list[tuple[int, ...]] | None:
    """Where the rows of each part stood in what the draw was given; None where not known."""
    whole = max(run.given, key=len, default=())
    if not whole or len(set(whole)) < len(whole):
        return None
    found = [[*origins(whole, part)] for part in run.gave if set(part) <= set(whole)]
    return [tuple(min(each) for each in part) for part in found] or None


# -- what the first trial trains on ---------------------------------------------------------------


def _trained_on_the_same(lab: Lab, draw: Draw, search: Search) -> Verdict:
    """For what draws only later: the rows that the first trial trains and scores on."""
    first, second = lab.twice(lab.trials(search, 1, epochs=1, rows=True))
    one, other = _seen(first.finished()), _seen(second.finished())
    if not one or not other:
        return inconclusive("the rows that the first trial trains on could not be seen")
    rows = sum(map(len, one))
    if one == other:
        if min(map(order_by_chance, one)) > CHANCE:
            return inconclusive("the first trial trained on too few rows to tell draws apart")
        return refuted(
            "the first trial trained on the same rows in two fresh runs", data=True, rows=rows
        )
    population, again = set(chain(*one)), set(chain(*other))
    shared = len(population & again) / max(1, len(population | again))
    if shared < SAME_DATA:
        return inconclusive("the rows before the draw are others in every run already")
    common = sum(len(set(a) & set(b)) for a, b in zip(one, other, strict=False))
    trained = sum(len(set(part)) for part in one)
    return confirmed(
        f"the first trial trained and scored on different rows in two fresh runs: of {trained}"
        f" rows in its parts {common} were in the same part again",
        rows=trained,
        same=common,
    )


def _seen(trials: Sequence[Trial]) -> list[Rows]:
    """The rows of the features of each training and evaluation, in order."""
    marks = [
        one.row_marks
        for trial in trials[:1]
        for noted in (trial.trainings, trial.evaluations)
        for one in noted
    ]
    return [one[name] for one in marks for name in ("x", "validation x") if name in one]
