"""Runs of a cross-validated search: the fits and scores that start it, what trains its winner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tunelint.interpreter.library_names import named
from tunelint.interpreter.objects import CallEvent, Function, Result
from tunelint.interpreter.provenance import Origins, ancestors
from tunelint.interpreter.trace import Trace, callbacks
from tunelint.interpreter.values import Attribute, Element, Item, Term, options_of
from tunelint.libraries.scikit_learn.composites import inside
from tunelint.libraries.scikit_learn.cross_validated.building import Built
from tunelint.libraries.scikit_learn.evaluations import CROSS_VALIDATIONS
from tunelint.model.training import Fit

LOOKUPS = frozenset({"items", "values", "get", "pop"})
CROSS_VALIDATION_ORDER = ("estimator", "X", "y")
FIT_POSITIONAL = ("X", "y")


def runs_of(trace: Trace, built: Built) -> Iterator[Fit]:
    """Where the search is fitted itself, in a pipeline, or scored nested, in order."""
    for event, model, order in trace.once(_starts).get(id(built.term), ()):
        if event.index > built.event.index:
            yield _run(event, model, order)


_Start = tuple[CallEvent, Term, tuple[str, ...]]
"""What may start a search: a call, the estimator that it fits, and the order of its arguments."""


def _starts(trace: Trace) -> dict[int, list[_Start]]:
    """What fits each value, by the value's id: alone, in a pipeline, or one of several."""
    found: dict[int, list[_Start]] = {}
    for event in trace.calls():
        start = _fitted(event) or _cross_validated(event)
        if start is not None:
            for key in {id(term) for term in _fitted_with(start[1])}:
                found.setdefault(key, []).append(start)
    return found


def _fitted(event: CallEvent) -> _Start | None:
    match event.callee:
        case Attribute(base=base, name="fit" | "fit_transform" | "fit_predict"):
            return (event, base, FIT_POSITIONAL)
    return None


def _cross_validated(event: CallEvent) -> _Start | None:
    """A nested cross-validation: the search runs anew in every outer fold."""
    if named(event.callee, "sklearn", CROSS_VALIDATIONS) is None:
        return None
    argument = event.arguments.get("estimator", CROSS_VALIDATION_ORDER)
    return None if argument is None else (event, argument.value, CROSS_VALIDATION_ORDER)


def _fitted_with(term: Term) -> Iterator[Term]:
    """What is fitted where a value is: what is inside of it, or among what it is an item of."""
    for option in options_of(term):
        yield from inside(option)
        if isinstance(option, Element | Item):
            yield from ancestors(option, _leaves_containers)


def _run(event: CallEvent, model: Term, order: tuple[str, ...]) -> Fit:
    features = event.arguments.get("X", order)
    labels = event.arguments.get("y", order)
    return Fit(
        event=event,
        framework="scikit_learn",
        model=model,
        features=features.value if features is not None else None,
        labels=labels.value if labels is not None else None,
    )


def _leaves_containers(term: Term) -> bool:
    """Whether a value is more than an item of something that holds the search."""
    match term:
        case Result(event=event):
            return not isinstance(event.callee, Attribute) or _leaves_containers(event.callee)
        case Attribute(name=name):
            return name not in LOOKUPS
    return False


def functions_called(trace: Trace, owners: set[int]) -> tuple[Function, ...]:
    """The functions of the project that a trial calls."""
    found: dict[int, Function] = {}
    known = trace.once(callbacks)
    for frame in (frame for owner, frames in known.items() if owner in owners for frame in frames):
        found.setdefault(id(frame.function.node), frame.function)
    return tuple(found.values())


def winners_of(trace: Trace, fits: Iterable[Fit], built: Built, runs: list[Fit]) -> tuple[Fit, ...]:
    """Trainings after the search of what it found."""
    if not runs:
        return ()
    origins = trace.once(Origins)
    run_events = {id(run.event) for run in runs}
    return tuple(
        fit
        for fit in fits
        if fit.event.index > runs[0].event.index
        and id(fit.event) not in run_events
        and fit.model is not built.term
        and origins.holds(fit.model, built.term)
    )
