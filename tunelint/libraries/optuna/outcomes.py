"""Outcomes: what an objective gives back, the scores and what is none."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence as Several
from dataclasses import replace

import libcst as cst

from tunelint.interpreter.frames import CallbackFrame, CallFrame
from tunelint.interpreter.objects import CallEvent, Event, Function, Result
from tunelint.interpreter.provenance import ancestors
from tunelint.interpreter.trace import ReturnEvent, Trace
from tunelint.interpreter.values import Const, Mapping, Operation, Sequence, Term, options_of
from tunelint.libraries.common.endings import open_end, raises
from tunelint.libraries.common.score import read_score
from tunelint.libraries.optuna.suggestions import suggestion
from tunelint.model.objective import Score, Scoreless
from tunelint.model.program import Program

Directions = tuple[str | None, ...] | None
NUMBERS = frozenset({"tuple", "list"})


def returns(trace: Trace, frame: CallbackFrame) -> Iterator[ReturnEvent]:
    """Every return of an objective; those of the function that a lambda merely calls."""
    inside = [event for event in trace.caused_by(frame.event) if frame in event.path]
    own = [event for event in inside if isinstance(event, ReturnEvent) and _frame(event) is frame]
    if not isinstance(frame.function.node, cst.Lambda):
        yield from own
        return
    for event in own:
        called = _called(inside, event)
        if called is None:
            yield event
            continue
        for other in inside:
            inner = _frame(other) if isinstance(other, ReturnEvent) else None
            if isinstance(inner, CallFrame) and inner.event is called:
                assert isinstance(other, ReturnEvent)
                yield other


def _frame(event: Event) -> CallFrame | CallbackFrame | None:
    """The function in which something happens."""
    frames = [frame for frame in event.path if isinstance(frame, CallFrame | CallbackFrame)]
    return frames[-1] if frames else None


def _called(events: Several[Event], returned: ReturnEvent) -> CallEvent | None:
    """The call of a project's function whose value is what is returned."""
    for event in events:
        if isinstance(event, CallEvent) and event.place.node is returned.place.node:
            return event if isinstance(event.callee, Function) else None
    return None


# -- scores ---------------------------------------------------------------------------------------


def scores(
    program: Program, frames: Several[CallbackFrame], directions: Directions
) -> Iterator[Score]:
    """The scores by which the trials are judged, each with its own direction where it has one."""
    for frame in frames:
        for event in returns(program.trace, frame):
            for option in options_of(event.value):
                yield from scores_of(option, event, program, directions)


def scores_of(
    value: Term, event: Event, program: Program, directions: Directions
) -> Iterator[Score]:
    """The scores that one value holds: a number, or one for each objective."""
    if isinstance(value, Sequence):
        wanted = directions or ()
        for position, item in enumerate(value.items):
            matched = len(wanted) == len(value.items)
            direction = wanted[position] if matched else None
            for score in _score(item, event, program, direction):
                yield replace(score, position=position)
    else:
        yield from _score(value, event, program, None)


def _score(term: Term, event: Event, program: Program, direction: str | None) -> Iterator[Score]:
    for option in options_of(term):
        if isinstance(option, Const | Mapping):
            continue
        if _is_formula(option):
            yield Score(event=event, place=event.place, term=option, direction=direction)
        else:
            yield replace(read_score(option, event, program), direction=direction)


def _is_formula(term: Term) -> bool:
    """Whether the number is computed from nothing but drawn values: whatever its name, no metric.

    ``f1 = x**2 + y`` is the first of two functions, not an F1 score.
    """
    if not isinstance(term, Operation):
        return False
    made = [found.event for found in ancestors(term) if isinstance(found, Result)]
    return bool(made) and all(suggestion(event) for event in made)


# -- what is no score -----------------------------------------------------------------------------


def scoreless(
    trace: Trace, frames: Several[CallbackFrame], directions: Directions
) -> Iterator[Scoreless]:
    """The paths of the objectives on which a trial gets no score and is marked as failed."""
    for frame in frames:
        outcomes = [_scoreless(event, directions) for event in returns(trace, frame)]
        place = open_end(frame, trace)
        if place is not None:
            last = list(trace.caused_by(frame.event))[-1]
            wanted = _wanted(directions)
            outcomes.append(Scoreless(event=last, place=place, kind="nothing", wanted=wanted))
        always = len(outcomes) == 1 and not raises(frame)
        for found in outcomes:
            if found is not None:
                yield replace(found, always=always)


def _scoreless(event: ReturnEvent, directions: Directions) -> Scoreless | None:
    wanted = _wanted(directions)
    kinds = {_kind(option, wanted) for option in options_of(event.value)}
    if len(kinds) != 1 or None in kinds:
        return None
    kind, count = next(each for each in kinds if each is not None)
    return Scoreless(event=event, place=event.place, kind=kind, wanted=wanted, count=count)


def _kind(value: Term, wanted: int) -> tuple[str, int] | None:
    match value:
        case Const(value=None):
            return "none", 0
        case Mapping():
            return "mapping", 0
        case Sequence(kind=kind, items=items, open=False) if kind in NUMBERS and wanted:
            return None if len(items) == wanted else ("several", len(items))
    return None


def _wanted(directions: Directions) -> int:
    """How many numbers a trial has to give back; 0 where that is not known."""
    return len(directions) if directions is not None else 0
