"""Escaping: values that leave what can be read, so that nobody sees what is done with them."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from tunelint.files.project import LIBRARIES
from tunelint.interpreter.frames import CallbackFrame, CallFrame, EntryFrame
from tunelint.interpreter.objects import CallEvent, Event
from tunelint.interpreter.paths import Frame
from tunelint.interpreter.trace import BindEvent, ReturnEvent, StoreEvent, Trace
from tunelint.interpreter.values import External, Opaque, Term, Unbound
from tunelint.libraries.common.holding import held

KNOWN = sys.stdlib_module_names | LIBRARIES | {"builtins"}


def escapes(trace: Trace, term: Term) -> bool:
    """Whether a value leaves the program.

    It is returned by a function that nobody visible calls, kept on an object, or handed to code
    that cannot be read.
    """
    return id(term) in trace.once(_escaping)


def comes_to_others(trace: Trace, term: Term) -> bool:
    """Whether a value leaves the program, or has a name in its module, where others find it."""
    return escapes(trace, term) or id(term) in trace.once(_in_modules)


def _in_modules(trace: Trace) -> frozenset[int]:
    """The ids of the values that get a name outside of all functions."""
    return frozenset(
        id(value)
        for event in trace.of(BindEvent)
        if not any(map(_is_function, event.path))
        for value in held(event.value)
    )


def _is_function(frame: Frame) -> bool:
    return isinstance(frame, CallFrame | CallbackFrame | EntryFrame)


def _escaping(trace: Trace) -> frozenset[int]:
    return frozenset(id(value) for event in trace.events for value in _leaving(event))


def _leaving(event: Event) -> Iterator[Term]:
    match event:
        case ReturnEvent(value=value) if _is_uncalled(event):
            yield from held(value)
        case StoreEvent(value=value, attribute=True):
            yield from held(value)
        case CallEvent():
            yield from _given_away(event)


def is_given_away(trace: Trace, term: Term) -> bool:
    """Whether code that cannot be read is handed the value."""
    return id(term) in trace.once(_given)


def _given(trace: Trace) -> frozenset[int]:
    return frozenset(id(value) for event in trace.calls() for value in _given_away(event))


def _given_away(event: CallEvent) -> Iterator[Term]:
    if _is_unread(event.callee):
        for argument in event.arguments:
            yield from held(argument.value)


def _is_unread(callee: Term) -> bool:
    """Whether a call may do anything: of what is not read, or of no library that is known here."""
    match callee:
        case Unbound() | Opaque():
            return True
        case External(name=name):
            return name.partition(".")[0] not in KNOWN
    return False


def _is_uncalled(event: Event) -> bool:
    """Whether the function around the event is one that nobody visible calls."""
    for frame in reversed(event.path):
        if _is_function(frame):
            return isinstance(frame, EntryFrame)
    return False
