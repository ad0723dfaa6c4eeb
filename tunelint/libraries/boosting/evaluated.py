"""What a boosting training measures after each round, on which rows, for its callbacks to see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tunelint.interpreter.library_names import dotted, is_function, is_unbound
from tunelint.interpreter.objects import Arguments, CallEvent, Result
from tunelint.interpreter.trace import StoreEvent, Trace
from tunelint.interpreter.values import Attribute, Sequence, Term, options_of
from tunelint.libraries.boosting import evaluated_metrics, evaluated_rows
from tunelint.libraries.boosting.tables import USUAL_METRICS


@dataclass(frozen=True, eq=False, slots=True)
class Evaluated:
    """The scores that one training measures.

    `rows` are the names of its evaluated sets, () where there are none, and `metrics` those of its
    metrics as they are reported; None where they are not known.
    """

    event: CallEvent
    rows: tuple[str, ...] | None
    metrics: frozenset[str] | None


def evaluations_for(callback: CallEvent, library: str, trace: Trace) -> Iterator[Evaluated]:
    """What the trainings measure that are surely given the callback, in order."""
    for event in trace.calls():
        own = is_function(event.callee, f"{library}.train", f"{library}.cv")
        if own is not None and not is_unbound(event.callee) and _has(event.arguments, callback):
            yield Evaluated(
                event,
                evaluated_rows.of_function(event.arguments, own),
                evaluated_metrics.of_function(event.arguments, library),
            )
        elif isinstance(event.callee, Attribute) and event.callee.name == "fit":
            yield from _of_fit(event, event.callee.base, callback, library, trace)


def _of_fit(
    event: CallEvent, model: Term, callback: CallEvent, library: str, trace: Trace
) -> Iterator[Evaluated]:
    """What ``fit`` measures; XGBoost's estimators have their callbacks from when they are built."""
    if not isinstance(model, Result):
        return
    name, built = _estimator(model.event, library), model.event.arguments
    given = built if library == "xgboost" else event.arguments
    if name is None or not _has(given, callback) or _is_changed(model, trace):
        return
    yield Evaluated(
        event,
        evaluated_rows.of_fit(built, event.arguments, library),
        evaluated_metrics.of_fit(name, built, event.arguments, library),
    )


def _estimator(event: CallEvent, library: str) -> str | None:
    """The class of the library's estimator that a call builds."""
    for full in dotted(event.callee):
        root, _, rest = full.partition(".")
        name = rest.rpartition(".")[2]
        if root in (library, "") and name in USUAL_METRICS[library]:
            return name
    return None


def _has(arguments: Arguments, callback: CallEvent) -> bool:
    """Whether a list of callbacks surely holds what the call gave back."""
    given = arguments.get("callbacks")
    if given is None or not isinstance(given.value, Sequence):
        return False
    return any(isinstance(one, Result) and one.event is callback for one in given.value.items)


def _is_changed(model: Term, trace: Trace) -> bool:
    """Whether parameters of the model are set after it is built."""
    later = (
        event.callee.base
        for event in trace.calls()
        if isinstance(event.callee, Attribute) and event.callee.name == "set_params"
    )
    stored = (event.base for event in trace.of(StoreEvent) if event.attribute)
    return any(model in options_of(one) for each in (later, stored) for one in each)
