"""Takers: whether and where a program does something with what a call gives back."""

from __future__ import annotations

from tunelint.facts import Place
from tunelint.syntax.names import dotted
from tunelint.syntax.provenance import comes_from
from tunelint.syntax.terms import Term, options_of
from tunelint.syntax.trace import (
    Argument,
    BindEvent,
    CallEvent,
    CallFrame,
    Event,
    LoadEvent,
    ReturnEvent,
    StoreEvent,
    Trace,
)

# What gives a value on in another form, or only shows it.
CONVERSIONS = frozenset(
    f"builtins.{name}"
    for name in ("abs", "bool", "float", "int", "len", "max", "min", "print", "round", "str")
)


def first_use(trace: Trace, event: CallEvent) -> Place | None:
    """Where the value of a call is used: the first reading of the name it was stored under.

    The call itself where it is part of a larger expression; None where the value is dropped,
    stored and never read, or handed back to a caller that nobody sees.
    """
    if id(event.place.node) in trace.dropped:
        return None
    later = [other for other in trace.events_since(event.index) if not _inside(other, event)]
    returned = {id(_returned_node(other)) for other in later if isinstance(other, ReturnEvent)}
    stored = any(
        isinstance(other, BindEvent | StoreEvent) and _same(other.value, event) for other in later
    )
    if not stored:
        return _by_caller(trace, event) if id(event.place.node) in returned else event.place
    for other in later:
        if isinstance(other, LoadEvent) and _same(other.value, event):
            handed_back = id(other.place.node) in returned
            return _by_caller(trace, event) if handed_back else other.place
    return None


def _same(value: Term, event: CallEvent) -> bool:
    return any(event.result is option for option in options_of(value))


def _inside(other: Event, event: CallEvent) -> bool:
    """Whether something happens inside the call itself."""
    return any(isinstance(frame, CallFrame) and frame.event is event for frame in other.path)


def _returned_node(event: ReturnEvent) -> object:
    """The expression that a return statement or a lambda gives back."""
    return getattr(event.place.node, "value", event.place.node)


def _by_caller(trace: Trace, event: CallEvent) -> Place | None:
    """Where the visible caller of the function that gives the value back uses it."""
    for frame in reversed(event.path):
        if isinstance(frame, CallFrame):
            return first_use(trace, frame.event)
    return None


def taker(trace: Trace, value: Term, after: Event) -> tuple[CallEvent, Argument] | None:
    """The first call after `after` that is handed the value, or something computed from it."""
    for event in trace.events_since(after.index):
        if isinstance(event, CallEvent) and not set(dotted(event.callee)) & CONVERSIONS:
            for argument in event.arguments:
                if comes_from(argument.value, value):
                    return event, argument
    return None
