"""Presets: the grid of a study's sampler, and the points that are enqueued before its runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tunelint.interpreter.library_names import dotted, named
from tunelint.interpreter.objects import CallEvent, Event, Result
from tunelint.interpreter.order import perhaps_before
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import (
    Argument,
    Attribute,
    Const,
    Mapping,
    Term,
    join,
    options_of,
)
from tunelint.interpreter.values import Sequence as Listed
from tunelint.libraries.common.library_calls import LibraryCall
from tunelint.libraries.optuna import tables
from tunelint.libraries.optuna.handing import IsTrial, is_handed_on
from tunelint.libraries.optuna.studies import made_by
from tunelint.libraries.optuna.trials import Run, trials_of
from tunelint.model.space import InitialPoints, Preset, PresetEntry

GRID, POINT = "grid", "enqueued point"


def presets(
    made: CallEvent, sampler: Term | None, runs: Sequence[CallEvent], trace: Trace
) -> Iterator[Preset]:
    """What the study of the call `made` is given to try: by its sampler, then by enqueueing.

    A sampler that holds the grid's fixes other values itself, so that grid is none of them.
    """
    if isinstance(sampler, Result) and named(sampler.event.callee, tables.PACKAGE, ["GridSampler"]):
        call = LibraryCall(sampler.event, tables.SAMPLERS["GridSampler"])
        yield from _preset(GRID, sampler.event, call.given("search_space"))
    for event in trace.calls():
        if _enqueues(event, made) and any(perhaps_before(event, run) for run in runs):
            call = LibraryCall(event, tables.STUDY_METHODS["enqueue_trial"])
            yield from _preset(POINT, event, call.given("params"))


def initial_points(made: CallEvent, runs: Sequence[Run], trace: Trace) -> InitialPoints | None:
    """The first point that the study of the call `made` may be asked to try, readable or not."""
    for event in trace.calls():
        if made not in _enqueued_in(event) or not any(
            perhaps_before(event, run.event) for run in runs
        ):
            continue
        given = LibraryCall(event, tables.STUDY_METHODS["enqueue_trial"]).given("params")
        if given is not None:
            return InitialPoints(argument=given, ignored_for=None)
    return None


def may_draw_unseen(runs: Sequence[Run], events: Iterable[Event], trace: Trace) -> bool:
    """Whether the trials may suggest values where nobody sees it."""
    if not all(run.objectives(trace) for run in runs):
        return True
    return are_handed_on(events, trials_of(runs))


def are_handed_on(events: Iterable[Event], is_trial: IsTrial) -> bool:
    """Whether code that cannot be read, and may suggest values, is given a trial."""
    calls = (event for event in events if isinstance(event, CallEvent))
    return any(is_handed_on(event, is_trial) and not _is_callback(event) for event in calls)


def _is_callback(event: CallEvent) -> bool:
    """Whether an integration's callback is built, which only reports."""
    return any(full.endswith("PruningCallback") for full in dotted(event.callee))


def _enqueues(event: CallEvent, made: CallEvent) -> bool:
    studies = _enqueued_in(event)
    return bool(studies) and all(one is made for one in studies)


def _enqueued_in(event: CallEvent) -> tuple[CallEvent, ...]:
    """The calls that made the studies in which the call can enqueue a point."""
    callee = event.callee
    if not isinstance(callee, Attribute) or callee.name != "enqueue_trial":
        return ()
    return tuple(made_by(callee.base))


def _preset(kind: str, event: CallEvent, argument: Argument | None) -> Iterator[Preset]:
    mappings = options_of(argument.value) if argument is not None else ()
    if argument is None or not all(isinstance(each, Mapping) for each in mappings):
        return
    known = [each for each in mappings if isinstance(each, Mapping)]
    yield Preset(
        kind=kind,
        event=event,
        argument=argument,
        entries=tuple(_entries(kind, known)),
        complete=len(known) == 1 and _is_complete(known[0]),
    )


def _is_complete(mapping: Mapping) -> bool:
    """Whether every name is known."""
    return not mapping.open and all(isinstance(entry.key, Const) for entry in mapping.entries)


def _entries(kind: str, mappings: Sequence[Mapping]) -> Iterator[PresetEntry]:
    """What each of the dictionaries surely names, each name once.

    What cannot be read of a dictionary may hold another value.
    """
    first = mappings[0]
    for name in dict.fromkeys(_names(first)):
        found = [each.get(name) for each in mappings]
        entries = [entry for entry in found if entry is not None and not entry.perhaps]
        place = entries[0].place if entries else None
        if len(entries) < len(mappings) or place is None:
            continue
        value = join(place, [entry.value for entry in entries])
        hidden = any(each.open for each in mappings)
        yield PresetEntry(name=name, place=place, values=() if hidden else _values(kind, value))


def _names(mapping: Mapping) -> Iterator[str]:
    for entry in mapping.entries:
        if isinstance(entry.key, Const) and isinstance(entry.key.value, str):
            yield entry.key.value


def _values(kind: str, value: Term) -> tuple[Term, ...]:
    if kind == POINT:
        return (value,)
    return tuple(value.items) if isinstance(value, Listed) and not value.open else ()
