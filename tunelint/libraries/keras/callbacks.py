"""Callbacks: what a fit or a search is told to stop at, to save, or to slow down for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tunelint.interpreter.library_names import descends_from, dotted, named
from tunelint.interpreter.objects import CallEvent, Class, Instance, Result
from tunelint.interpreter.values import Const, Sequence, Term, options_of
from tunelint.libraries.common.library_calls import LibraryCall
from tunelint.libraries.keras.tables import CALLBACKS
from tunelint.model.facts import UNKNOWN
from tunelint.model.program import Program
from tunelint.model.training import Callback

CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class CallbackList:
    """The callbacks that a list holds; `open` where it can hold more than could be read."""

    callbacks: tuple[Callback, ...]
    open: bool


def read_all_callbacks(program: Program) -> Iterator[Callback]:
    """Every callback of Keras that the program builds and that watches a logged name."""
    for event in program.trace.calls():
        kind = named(event.callee, "keras", CALLBACKS.keys())
        if kind is not None:
            yield _watching(kind, event)


def read_callbacks(term: Term) -> tuple[Callback, ...] | None:
    """The callbacks in the value of ``callbacks=``; None where it cannot be read at all."""
    found = list_callbacks(term)
    return found.callbacks if found is not None else None


def list_callbacks(term: Term) -> CallbackList | None:
    """The callbacks in the value of ``callbacks=``, and whether there can be more."""
    parts: list[CallbackList] = []
    options = options_of(term)
    for option in options:
        part = _listed(option)
        if part is None:
            return None
        parts.append(part)
    callbacks: list[Callback] = []
    for part in parts:
        known = {id(callback.event) for callback in callbacks}
        callbacks.extend(one for one in part.callbacks if id(one.event) not in known)
    return CallbackList(tuple(callbacks), len(options) > 1 or any(part.open for part in parts))


def _listed(term: Term) -> CallbackList | None:
    match term:
        case Const(value=None):
            return CallbackList((), False)
        case Sequence(items=items, open=unseen):
            found = [_one(option) for item in items for option in options_of(item)]
            callbacks = tuple(one for one in found if one is not None)
            return CallbackList(callbacks, unseen or len(callbacks) < len(found))
        case Result() | Instance():
            one = _one(term)
            return CallbackList((one,), False) if one is not None else None
    return None


def _one(term: Term) -> Callback | None:
    match term:
        case Result(event=event):
            kind = named(event.callee, "keras", CALLBACKS.keys())
            if kind is not None:
                return _watching(kind, event)
            return _other(event)
        case Instance(built=CallEvent() as event):
            kind = descends_from(term, "keras", CALLBACKS.keys()) or CUSTOM
            return _unread(kind, event)
    return None


def _other(event: CallEvent) -> Callback | None:
    """Another callback of Keras, or one of another library, under its class's name."""
    names = dotted(event.callee)
    if not names or isinstance(event.callee, Class):
        return None
    root, _, rest = names[0].partition(".")
    name = rest.rpartition(".")[2]
    return _unread(name if root == "keras" else CUSTOM, event)


def _unread(kind: str, event: CallEvent) -> Callback:
    return Callback(kind=kind, event=event, monitor=UNKNOWN, mode=UNKNOWN)


def _watching(kind: str, event: CallEvent) -> Callback:
    call = LibraryCall(event, CALLBACKS[kind])
    return Callback(
        kind=kind,
        event=event,
        monitor=call.fact("monitor"),
        mode=call.fact("mode"),
        patience=call.fact("patience"),
        start_from_epoch=call.fact("start_from_epoch"),
        restores=call.fact("restore_best_weights"),
        saves_best=call.fact("save_best_only"),
    )
