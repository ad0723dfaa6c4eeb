"""Pruned directions: scores reported to a pruner that get better against the search's direction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tunelint.analyses.score_directions import OPPOSITE, comparable, wanted_direction
from tunelint.files.place import Place
from tunelint.interpreter.objects import CallEvent
from tunelint.interpreter.values import Attribute, options_of
from tunelint.libraries.common.metric_direction import grows
from tunelint.libraries.common.score import read_score
from tunelint.model.objective import Score
from tunelint.model.program import Program
from tunelint.model.search import Search

REPORT = ("value", "step")
# Its callback compares the directions itself, and raises (TUN411).
CHECKING = "LightGBMPruningCallback"


@dataclass(frozen=True, eq=False)
class Against:
    """What is handed over at `place`: a score, called `what`, that goes against the `direction`.

    `scheduler` is the class of Ray's that is given this direction, empty where the search is.
    `related` are the places where trials give their scores back.
    """

    search: Search
    place: Place
    what: str
    direction: str
    scheduler: str = ""
    related: tuple[Place, ...] = ()


def against_direction(search: Search, program: Program) -> Iterator[Against]:
    """What a search's trials report, or its scheduler is told, that goes against the direction."""
    yield from _scheduled(search)
    if search.direction not in OPPOSITE or not _goes_along(search) or not _prunes(search):
        return
    returned = tuple(score.place for score in search.scores)
    if any(_asks(event) for event in search.calls(program.trace)):
        for event in search.reports:
            given = event.arguments.get("value", REPORT)
            what = _reported(event, search, program)
            if given is not None and what:
                yield Against(search, given.anchor, what, search.direction, related=returned)
    for callback in search.pruning_callbacks:
        name = callback.monitor.value
        if callback.kind != CHECKING and isinstance(name, str) and _turned(grows(name), search):
            place = callback.monitor.place or callback.event.anchor
            yield Against(search, place, repr(name), search.direction, related=returned)


def _scheduled(search: Search) -> Iterator[Against]:
    told = search.scheduled
    if told is None or told.place is None or told.direction.value not in OPPOSITE:
        return
    direction = told.direction.value
    name = told.name.value
    if isinstance(name, str) and wanted_direction(name) == OPPOSITE[direction]:
        scores = tuple(score.place for score in search.scores)
        yield Against(search, told.place, repr(name), direction, told.written, scores)


def _goes_along(search: Search) -> bool:
    """Whether no score that trials give back goes against the direction: that is TUN304."""
    scores = comparable(search.scores)
    return bool(scores) and not any(_turned(one.better_when_higher, search) for one in scores)


def _prunes(search: Search) -> bool:
    """Whether a pruner compares the trials: the one that is given, or the default one."""
    if search.pruning is not None:
        return search.pruning.directed
    if not isinstance(search.built, CallEvent):
        return False
    given = search.built.arguments.get("pruner")
    return given.is_none if given is not None else not search.built.arguments.may_have("pruner")


def _asks(event: CallEvent) -> bool:
    return isinstance(event.callee, Attribute) and event.callee.name == "should_prune"


def _reported(event: CallEvent, search: Search, program: Program) -> str:
    """What a report is of, where all that it can be goes against the direction; else empty."""
    given = event.arguments.get("value", REPORT)
    options = options_of(given.value) if given is not None else ()
    read = [read_score(option, event, program) for option in options]
    if not read or not all(_turned(one.better_when_higher, search) for one in read):
        return ""
    # By its name alone a number tells less than what trials are judged by.
    sure = _returns_the_right_way(search)
    if not all(_is_measured(one) or (sure and not one.negated) for one in read):
        return ""
    first = read[0]
    name = first.metric or "a score"
    return f"the negated {name}" if first.negated else name


def _returns_the_right_way(search: Search) -> bool:
    wanted = search.direction == "max"
    return any(one.better_when_higher is wanted for one in search.scores)


def _is_measured(score: Score) -> bool:
    return score.evaluation is not None or bool(score.data)


def _turned(higher: bool | None, search: Search) -> bool:
    """Whether a number that is better so goes against the search's direction."""
    return higher is not None and higher is not (search.direction == "max")
