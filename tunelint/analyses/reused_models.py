"""Models that trials may continue to train: where they are fitted, or handed to a tuner."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.analyses.alternatives import held_by_all
from tunelint.analyses.trainings import made_by, made_outside
from tunelint.interpreter.trace import ReturnEvent
from tunelint.interpreter.values import options_of
from tunelint.libraries.keras.models import is_model
from tunelint.model.program import Program
from tunelint.model.search import Search
from tunelint.model.training import Fit


def continued_fits(program: Program, search: Search) -> Iterator[Fit]:
    """The fits in trials that continue a model from outside, whichever model they train."""
    outside = [
        fit
        for fit in (search.fits if search.carries else ())
        if _keeps_weights(fit, program) and made_outside(search, fit.model)
    ]
    return held_by_all(program.trace, outside)


def returned_models(program: Program, search: Search) -> Iterator[ReturnEvent]:
    """Where the builder of a Keras Tuner search returns a model."""
    if search.project is None or not search.carries:
        return
    nodes = {id(function.node) for function in search.functions}
    for event in program.trace.of(ReturnEvent):
        builder = event.function is not None and id(event.function.node) in nodes
        if builder and search.in_trial(event) and is_model(event.value):
            yield event


def _keeps_weights(fit: Fit, program: Program) -> bool:
    if fit.in_epochs:
        return True
    made = {id(made_by(option)) for option in options_of(fit.model)}
    return any(
        estimator.warm_start.always(lambda warm: warm is True)
        for estimator in program.records.estimators
        if id(estimator.event) in made
    )
