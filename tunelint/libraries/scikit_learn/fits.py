"""Fits: the trainings of estimators, pipelines and searches."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.objects import Arguments, CallEvent
from tunelint.interpreter.values import Term, options_of
from tunelint.libraries.boosting.fits import validation
from tunelint.libraries.scikit_learn.names import called_method, is_estimator, same_object
from tunelint.model.program import Program
from tunelint.model.training import Fit

ORDER = ("X", "y")
FITS = frozenset({"fit", "partial_fit", "fit_predict", "fit_transform"})


def read_fits(program: Program) -> Iterator[Fit]:
    """Every training of an estimator, in order, but those that another reader claims."""
    claimed = {id(fit.event) for fit in program.records.fits}
    for event in program.trace.calls():
        if id(event) not in claimed:
            found = _fit(event)
            if found is not None:
                yield found


def _fit(event: CallEvent) -> Fit | None:
    method = called_method(event)
    if method is None or method[1] not in FITS or not _trains_an_estimator(method[0]):
        return None
    return Fit(
        event=event,
        framework="scikit_learn",
        model=same_object(method[0]),
        features=_value(event.arguments, "X"),
        labels=_value(event.arguments, "y"),
        validation=validation(event) if "eval_set" in event.arguments.keywords else (),
    )


def _trains_an_estimator(term: Term) -> bool:
    return all(is_estimator(option) for option in options_of(term))


def _value(arguments: Arguments, name: str) -> Term | None:
    argument = arguments.get(name, ORDER)
    return argument.value if argument is not None else None
