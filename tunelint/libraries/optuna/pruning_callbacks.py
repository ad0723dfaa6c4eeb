"""Pruning callbacks: those of the integrations that report a training's scores to the pruner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tunelint.interpreter.library_names import named
from tunelint.interpreter.objects import CallEvent, Event
from tunelint.libraries.common.library_calls import LibraryCall
from tunelint.libraries.optuna.tables import INTEGRATION, MONITORS, PACKAGE, PRUNING_CALLBACKS
from tunelint.model.facts import UNKNOWN
from tunelint.model.objective import PruningCallback


def pruning_callbacks(events: Iterable[Event]) -> Iterator[PruningCallback]:
    """The pruning callbacks that `events` of trials build, in order."""
    for event in events:
        if isinstance(event, CallEvent):
            kind = named(event.callee, PACKAGE, MONITORS) or named(
                event.callee, INTEGRATION, MONITORS
            )
            if kind is not None:
                yield _callback(kind, event)


def _callback(kind: str, event: CallEvent) -> PruningCallback:
    call = LibraryCall(event, PRUNING_CALLBACKS[kind])
    return PruningCallback(
        event=event,
        kind=kind,
        monitor=call.fact(MONITORS[kind]),
        rows=call.fact("valid_name") if "valid_name" in call.signature else UNKNOWN,
    )
