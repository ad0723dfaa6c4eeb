"""Which rows a search's trials are given: the calls that train and score, and what they get."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tunelint.analyses.rows.reaching import trains
from tunelint.analyses.test_data.final_evaluation import SCORING
from tunelint.files.place import Place
from tunelint.interpreter.objects import CallEvent, Function
from tunelint.interpreter.values import Attribute
from tunelint.lab.lab import Answered, Lab
from tunelint.model.program import Program
from tunelint.model.search import Search

MOST_PLACES = 12
# Columns with fewer different rows (labels) do not tell which rows they are.
TELLING = 0.5


def given_to(program: Program, search: Search) -> Iterator[Place]:
    """The calls that train or score in the search's trials, and those that start it."""
    yield from (fit.event.place for fit in (*search.runs, *search.fits))
    yield from (evaluation.event.place for evaluation in search.evaluations)
    for event in program.trace.calls():
        own = isinstance(event.callee, Function)
        if search.in_trial(event) and (own or trains(event) or _scores(event)):
            yield event.place


def reached_first_in_trials(
    program: Program, search: Search, places: Iterable[Place]
) -> dict[Place, int | None]:
    """The places, with how many of the first calls there are surely the trials': None for all.

    A function that trials call can be called after the search as well, with the test data.
    """
    start = search.run_events[0] if search.run_events else search.built
    others = [
        event
        for event in program.trace.calls()
        if event not in search.run_events and not search.in_trial(event)
    ]
    before = {event.place.key for event in others if event.index < start.index}
    after = {event.place.key for event in others if event.index >= start.index}
    by_key = {place.key: place for place in places if place.key not in before}
    kept = list(by_key.values())[:MOST_PLACES]
    return {place: 1 if place.key in after else None for place in kept}


def _scores(event: CallEvent) -> bool:
    return isinstance(event.callee, Attribute) and event.callee.name in SCORING


def rows_seen(answer: Answered, lab: Lab, places: Mapping[Place, int | None]) -> set[str]:
    """The rows that were seen at the places, of arrays whose rows tell which they are."""
    counts = {lab.locate(place): count for place, count in places.items()}
    return {
        row
        for watched in answer.places
        if watched.site in counts
        for arrays in (watched.given or watched.rows)[: counts[watched.site]]
        for array in arrays
        if _tells(array)
        for row in array
    }


def _tells(rows: tuple[str, ...]) -> bool:
    return len(rows) > 1 and len(set(rows)) >= TELLING * len(rows)
