"""Training: whether a pass trains a model, and which values come from that."""

from __future__ import annotations

from collections.abc import Callable

from tunelint.interpreter.library_names import is_function, is_unbound, named
from tunelint.interpreter.objects import CallEvent, Instance, Result
from tunelint.interpreter.provenance import ancestors
from tunelint.interpreter.values import Attribute, Term, options_of
from tunelint.libraries.common.predictions import is_prediction
from tunelint.libraries.hand_written_loops import tables
from tunelint.libraries.hand_written_loops.configurations import makes_model
from tunelint.libraries.hand_written_loops.passes import Pass
from tunelint.libraries.scikit_learn.evaluations import CROSS_VALIDATIONS
from tunelint.model.program import Program


def trains(program: Program, loop: Pass) -> bool:
    """Whether a model is trained in a pass."""
    fits = {id(fit.event) for fit in program.records.fits}
    if any(id(event) in fits for event in loop.events):
        return True
    return any(isinstance(event, CallEvent) and _training(event) for event in loop.events)


def _training(event: CallEvent) -> bool:
    callee = event.callee
    if isinstance(callee, Attribute) and callee.name in tables.TRAINING_METHODS:
        return True
    if named(callee, "sklearn", CROSS_VALIDATIONS):
        return True
    return is_function(callee, *tables.TRAINING_FUNCTIONS) is not None and not is_unbound(callee)


def scored(program: Program, loop: Pass) -> Callable[[Term], bool]:
    """Tells the values that come from a training or an evaluation in a pass, or from a model.

    Predictions score nothing: to average them, or to set a threshold, picks no configuration.
    """
    records = program.records
    events = {id(fit.event) for fit in records.fits}
    events |= {id(evaluation.event) for evaluation in records.evaluations}
    models = {id(option) for fit in records.fits for option in options_of(fit.model)}

    def measured(term: Term) -> bool:
        if id(term) in models:
            return True
        match term:
            case Result(event=event):
                return id(event) in events or _training(event) or makes_model(event)
            case Instance(built=CallEvent() as event):
                return makes_model(event)
        return False

    def found(term: Term) -> bool:
        if not loop.made_here(term) or is_prediction(term):
            return False
        return any(measured(each) for each in ancestors(term))

    return found
