"""Trainings: the fits in epochs that make up a trial, what they get, and where they start."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tunelint.interpreter.frames import LoopFrame
from tunelint.interpreter.library_names import called_name
from tunelint.interpreter.objects import CallEvent, Event, Instance, Result
from tunelint.interpreter.provenance import ancestors
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Attribute, Element, Item, Term, options_of
from tunelint.libraries.common.metric_direction import grows
from tunelint.model.facts import largest, smallest
from tunelint.model.search import Search
from tunelint.model.training import Callback, Fit

STOPPING = "EarlyStopping"
CAN_STOP = frozenset({STOPPING, "custom"})


def callbacks_of(search: Search, *kinds: str) -> Iterator[tuple[Callback, Fit]]:
    """The callbacks of the given kinds that reach a trial's training, each once."""
    seen: set[int] = set()
    for fit in search.trainings:
        for callback in fit.callbacks or ():
            if callback.kind in kinds and id(callback.event) not in seen:
                seen.add(id(callback.event))
                yield callback, fit


def monitored(callback: Callback) -> tuple[str | None, bool | None]:
    """The log that a callback watches, and whether more of it is better; None where not known."""
    name, mode = callback.monitor.value, callback.mode.value
    if not isinstance(name, str):
        return None, None
    return name, {"max": True, "min": False}.get(str(mode), grows(name))


def may_stop_early(fit: Fit) -> bool:
    """Whether a training can end before its last epoch, as far as its callbacks can be read."""
    if fit.callbacks is None or fit.callbacks_open:
        return True
    return any(callback.kind in CAN_STOP for callback in fit.callbacks)


def made_by(model: Term) -> Event | None:
    """The event that made a model; None where it cannot be seen."""
    match model:
        case Result(event=event):
            return event
        case Instance(built=CallEvent() as event):
            return event
        case Item(base=inner) | Element(iterable=inner):
            return made_by(inner)
    return None


def trial_epochs(search: Search) -> float | None:
    """How many epochs a trial trains for at most.

    None where that is not known, or where epochs say little: they repeat the data, or a loop trains
    one model further with every pass.
    """
    epochs, trainings = largest(search.epochs), search.trainings
    if not trainings or any(map(repeats_its_data, trainings)):
        return None
    return None if any(map(goes_on_in_a_loop, search.fits)) else epochs


def reached_epochs(fit: Fit) -> int:
    """How many epochs a training surely reaches."""
    return int(smallest(fit.epochs) or 0)


def runs_its_epochs(fit: Fit, trace: Trace) -> bool:
    """Whether a training surely goes on to its last epoch, and is meant to."""
    if not fit.in_epochs or may_stop_early(fit) or repeats_its_data(fit):
        return False
    return not finds_best_epoch(fit, trace)


def made_outside(search: Search, model: Term) -> tuple[Event, ...]:
    """What made a model or an optimizer, where all of it lies outside of the search's trials."""
    made = [made_by(option) for option in options_of(model)]
    outside = [event for event in made if event is not None and not search.in_trial(event)]
    return tuple(outside) if len(outside) == len(made) else ()


def goes_on_in_a_loop(fit: Fit) -> bool:
    """Whether a loop around the fit trains one model further with every pass."""
    for option in options_of(fit.model):
        made = made_by(option)
        for frame in fit.event.path:
            if not isinstance(frame, LoopFrame) or frame in fit.loops:
                continue
            if made is None or frame not in made.path:
                return True
    return False


def repeats_its_data(fit: Fit) -> bool:
    """Whether an epoch passes over more than the data once: a repeated data set, counted steps."""
    if not fit.steps_per_epoch.always(lambda steps: steps is None):
        return True
    if fit.features is None:
        return False
    return any(
        isinstance(term, Attribute) and term.name == "repeat" for term in ancestors(fit.features)
    )


def finds_best_epoch(fit: Fit, trace: Trace) -> bool:
    """Whether the best epoch is looked up in the history of the fit, to train that long again."""
    found = {
        id(event.result)
        for event in trace.calls()
        if _later(event, fit) and _finds_position(event, fit.event.result)
    }
    return bool(found) and any(
        id(part) in found
        for event in trace.calls()
        if _later(event, fit) and called_name(event) in ("fit", "search")
        for argument in event.arguments
        for part in ancestors(argument.value)
    )


def _later(event: CallEvent, fit: Fit) -> bool:
    return event.index > fit.event.index


def _finds_position(event: CallEvent, history: Term) -> bool:
    callee = event.callee
    name = getattr(callee, "name", "").rpartition(".")[2]
    if name not in ("index", "argmax", "argmin", "idxmax", "idxmin"):
        return False
    values: Iterable[Term] = [argument.value for argument in event.arguments]
    if isinstance(callee, Attribute):
        values = [*values, callee.base]
    return any(found is history for value in values for found in ancestors(value))
