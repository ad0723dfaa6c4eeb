"""Takers: whether and where a program does something with what a call gives back."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from tunelint.files.place import Place
from tunelint.interpreter.frames import CallFrame
from tunelint.interpreter.library_names import dotted
from tunelint.interpreter.objects import CallEvent, Event, Result
from tunelint.interpreter.provenance import made_from_handed
from tunelint.interpreter.trace import BindEvent, LoadEvent, ReturnEvent, StoreEvent, Trace
from tunelint.interpreter.values import Argument, Term, options_of

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


@dataclass(frozen=True, eq=False, slots=True)
class _Handed:
    """An argument of a call, and where both stand among all."""

    order: tuple[int, int]
    event: CallEvent
    argument: Argument


def taker(trace: Trace, value: Term, after: Event) -> tuple[CallEvent, Argument] | None:
    """The first call after `after` that is handed the value, or something computed from it."""
    handed, made = trace.once(_handed), trace.once(made_from_handed)
    best: _Handed | None = None
    seen: set[int] = set()
    waiting = [value]
    while waiting:
        term = waiting.pop()
        if id(term) in seen or (best is not None and _comes_later(term, best)):
            continue
        seen.add(id(term))
        ordered = handed.get(id(term), [])
        at = bisect_right(ordered, (after.index, len(ordered)), key=lambda one: one.order)
        if at < len(ordered) and (best is None or ordered[at].order < best.order):
            best = ordered[at]
        waiting.extend(made.get(id(term), ()))
    return (best.event, best.argument) if best is not None else None


def _comes_later(term: Term, best: _Handed) -> bool:
    """Whether a value is only there when the call that is known was made."""
    return isinstance(term, Result) and term.event.index >= best.event.index


def _handed(trace: Trace) -> dict[int, list[_Handed]]:
    """The arguments of all calls but conversions, in order, by the ids of their values."""
    found: dict[int, list[_Handed]] = {}
    for event in trace.calls():
        if not set(dotted(event.callee)) & CONVERSIONS:
            for number, argument in enumerate(event.arguments):
                one = _Handed((event.index, number), event, argument)
                found.setdefault(id(argument.value), []).append(one)
    return found
