"""The space of a hand-written search: its variables with their values, and how many there are."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.facts import Fact, Known, Unknown
from tunelint.search import Hyperparameter
from tunelint.syntax.names import named
from tunelint.syntax.terms import (
    Choice,
    Element,
    Mapping,
    Result,
    Sequence,
    Term,
    options_of,
)
from tunelint.syntax.trace import BindEvent, CallEvent, Event, LoopFrame, Trace
from tunelint.syntax.worth import parameter_worth
from tunelint.tuners.plain_loop.configurations import Configuration
from tunelint.tuners.plain_loop.draws import SAMPLER_ORDER, Draw
from tunelint.tuners.plain_loop.passes import Pass


def hyperparameters(
    configuration: Configuration, used: tuple[Draw, ...], trace: Trace
) -> tuple[Hyperparameter, ...]:
    """What changes from pass to pass: the loop's variables, and the draws by their names."""
    loop = configuration.loop
    found = list(_variables(loop))
    for draw in used:
        if loop.holds(draw.event):
            found.append(_drawn(draw.event, trace))
    return tuple(found)


def _variables(loop: Pass) -> Iterator[Hyperparameter]:
    """The targets of the loop and of the loops around what it trains."""
    frames = _frames(loop)
    for event in loop.events:
        if isinstance(event, BindEvent):
            for frame in frames:
                if _is_part(event.value, frame.element) and event.path[-1] is frame:
                    yield _variable(event, event.name, event.value)


def _frames(loop: Pass) -> list[LoopFrame]:
    """The loop and those inside of it, outer ones first."""
    found: dict[int, LoopFrame] = {}
    for event in loop.events:
        for frame in event.path[event.path.index(loop.frame) :]:
            if isinstance(frame, LoopFrame):
                found[id(frame)] = frame
    return list(found.values())


def _is_part(term: Term, element: Term) -> bool:
    if isinstance(element, Sequence):
        return any(_is_part(term, item) for item in element.items)
    return term is element


def _variable(event: Event, name: str, value: Term) -> Hyperparameter:
    options = options_of(value)
    return Hyperparameter(
        event=event,
        function="for",
        kind="choice",
        name=Known(event.place, (), name),
        options=options if isinstance(value, Choice) else None,
        result=value,
    )


def _drawn(event: CallEvent, trace: Trace) -> Hyperparameter:
    names = trace.names_of(event.result)
    unknown = Unknown(event.place, (), "the value has no name")
    return Hyperparameter(
        event=event,
        function="draw",
        kind="unknown",
        name=Known(event.place, (), names[0]) if names else unknown,
        log=None,
        result=event.result,
    )


def budget(loop: Pass) -> Fact:
    """How many configurations are tried, where it is one loop and its passes can be counted."""
    place = loop.frame.place
    if len(_frames(loop)) > 1:
        return Unknown(place, (), "loops in a loop")
    count = _count(loop.frame.iterable)
    if count is not None:
        return Known(place, (), count)
    return _sampled(loop.frame.iterable) or Unknown(place, (), "cannot be counted")


def _count(iterable: Term) -> int | None:
    match iterable:
        case Sequence(items=items, open=False):
            return len(items)
        case Mapping(entries=entries, open=False):
            return len(entries)
    return None


def _sampled(iterable: Term) -> Fact | None:
    term = iterable.iterable if isinstance(iterable, Element) else iterable
    if isinstance(term, Result) and named(term.event.callee, "sklearn", {"ParameterSampler"}):
        return parameter_worth(term.event.arguments, "n_iter", SAMPLER_ORDER)
    return None
