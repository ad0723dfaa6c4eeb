"""Callbacks: what a trainer is told to stop at."""

from __future__ import annotations

from tunelint.interpreter.library_names import descends_from, dotted
from tunelint.interpreter.objects import CallEvent, Instance, Result
from tunelint.interpreter.values import Const, Sequence, Term, options_of
from tunelint.libraries.common.library_calls import LibraryCall
from tunelint.libraries.lightning.tables import CALLBACKS, PACKAGES
from tunelint.model.facts import UNKNOWN, Default
from tunelint.model.training import Callback

STOPPING = "EarlyStopping"
CUSTOM = "custom"
SIDES = ("train", "val_")


def read_callbacks(term: Term | None) -> tuple[tuple[Callback, ...], bool]:
    """The callbacks in the value of ``callbacks=``, and whether there can be more than those."""
    if term is None or (isinstance(term, Const) and term.value is None):
        return (), False
    found: list[Callback] = []
    unseen = len(options_of(term)) > 1
    for option in options_of(term):
        items = option.items if isinstance(option, Sequence) else [option]
        unseen = unseen or (isinstance(option, Sequence) and option.open)
        read = [_callback(one) for item in items for one in options_of(item)]
        found.extend(one for one in read if one is not None)
        unseen = unseen or None in read
    return tuple(found), unseen


def _callback(term: Term) -> Callback | None:
    match term:
        case Result(event=event):
            names = [full.split(".") for full in dotted(event.callee)]
            kinds = [parts[-1] for parts in names if parts[0] in PACKAGES]
            if STOPPING in kinds:
                return _stopping(event)
            return _unread(kinds[0] if kinds else CUSTOM, event)
        case Instance(built=CallEvent() as event):
            stops = any(descends_from(term, each, {STOPPING}) for each in PACKAGES)
            return _unread(STOPPING if stops else CUSTOM, event)
    return None


def _unread(kind: str, event: CallEvent) -> Callback:
    return Callback(kind=kind, event=event, monitor=UNKNOWN, mode=UNKNOWN)


def _stopping(event: CallEvent) -> Callback:
    call = LibraryCall(event, CALLBACKS[STOPPING])
    monitor = call.fact("monitor")
    return Callback(
        kind=STOPPING,
        event=event,
        monitor=monitor if monitor.always(_tells_its_rows) else UNKNOWN,
        mode=call.fact("mode"),
        patience=call.fact("patience"),
        start_from_epoch=Default(None, (), 0),
        restores=Default(None, (), False),
    )


def _tells_its_rows(name: object) -> bool:
    """Whether a logged name says on which rows it is measured; people log what they like."""
    return isinstance(name, str) and name.startswith(SIDES)
