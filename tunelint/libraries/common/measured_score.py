"""Measured: numbers that are read straight from a training or an evaluation, and what they are.

A look-up in a history or in a trainer's logs, an evaluation or a part of one, what a boosted model
remembers, a metric or a loss computed from a model's predictions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tunelint.interpreter.library_names import called_name, named
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.provenance import ancestors
from tunelint.interpreter.values import (
    Attribute,
    Comprehension,
    Const,
    External,
    Item,
    Mapping,
    Term,
    Text,
)
from tunelint.libraries.boosting.scores import remembered
from tunelint.libraries.common import hand_computed_metric
from tunelint.libraries.common.cross_validation import crosses
from tunelint.libraries.common.metric_direction import grows
from tunelint.libraries.keras.evaluations import compilation_of, returns_dictionary
from tunelint.libraries.keras.history import logged_name
from tunelint.libraries.keras.logs import VALIDATION, evaluated_names
from tunelint.libraries.keras.models import same_model
from tunelint.libraries.lightning.logs import logged
from tunelint.libraries.scikit_learn.evaluations import prediction_of
from tunelint.libraries.torch.modules import applications, losses
from tunelint.model.program import Program
from tunelint.model.training import Evaluation, Fit


@dataclass(frozen=True, eq=False)
class Reading:
    """A number: its metric, whether more of it is better, its sign, its rows, its training."""

    metric: str | None
    grows: bool | None
    negated: bool = False
    data: tuple[Term, ...] = ()
    fit: Fit | None = None
    evaluation: Evaluation | None = None

    @property
    def better_when_higher(self) -> bool | None:
        return None if self.grows is None else self.grows != self.negated

    def turned(self) -> Reading:
        return replace(self, negated=not self.negated)


def measured(term: Term, program: Program) -> Reading | None:
    """A look-up in a history, an evaluation or part of one, a metric computed by hand."""
    recorded = logged_name(term, program.records.fits)
    if recorded is not None:
        metric = recorded.name.removeprefix(VALIDATION)
        return Reading(metric, grows(metric), data=recorded.data, fit=recorded.fit)
    watched = logged(term, program.records.fits)
    if watched is not None:
        metric = watched.name.removeprefix(VALIDATION)
        return Reading(metric, grows(metric), data=watched.data, fit=watched.fit)
    evaluated = _evaluation(term, program)
    if evaluated is not None:
        return evaluated
    kept = remembered(term, program.records.fits)
    if kept is not None:
        training, name = kept
        rows = training.validation or ()
        return Reading(name, grows(name) if name else None, data=rows, fit=training)
    made = hand_computed_metric.metric(term)
    if made is None:
        return _lost(term, program)
    fit = _fit(made.model, None, program)
    evaluation = _applied(term, program)
    return Reading(made.metric, made.grows, data=made.data, fit=fit, evaluation=evaluation)


def _lost(term: Term, program: Program) -> Reading | None:
    """What a loss of PyTorch gives for the predictions of a module."""
    if not losses(term):
        return None
    model, features = prediction_of(term)
    if model is None:
        return None
    data = (features,) if features is not None else ()
    evaluation = _applied(term, program)
    fit = _fit(model, None, program)
    return Reading("loss", False, data=data, fit=fit, evaluation=evaluation)


def _applied(term: Term, program: Program) -> Evaluation | None:
    """The application of a PyTorch module, outside of its training, that a value is made from."""
    for output in applications(term):
        for evaluation in program.records.evaluations:
            if evaluation.event is output.event:
                return evaluation
    return None


def _evaluation(term: Term, program: Program) -> Reading | None:
    key: Term | None = None
    while isinstance(term, Item):
        told = isinstance(key, Const) and isinstance(key.value, str)
        key, term = key if told else term.key, term.base
    named_by = key.value if isinstance(key, Const) else None
    source = _paired(term) if isinstance(named_by, str) else term
    if not isinstance(source, Result):
        return None
    for evaluation in program.records.evaluations:
        if evaluation.event is source.event:
            return _evaluated(evaluation, key, program)
    return None


def _paired(term: Term) -> Term:
    """What the values of a dictionary are the numbers of, where names were put to them.

    ``dict(zip(names, model.evaluate(x, y)))``, a comprehension, a loop that fills it.
    """
    match term:
        case Comprehension(kind="dict") | Mapping(open=True):
            pass
        case Result(event=CallEvent(callee=External(name="builtins.dict"))):
            pass
        case _:
            return term
    made = [
        one
        for one in ancestors(term)
        if isinstance(one, Result) and called_name(one.event) == "evaluate"
    ]
    return made[0] if len(made) == 1 else term


def _evaluated(evaluation: Evaluation, key: Term | None, program: Program) -> Reading:
    metric, direction = evaluation.metric, evaluation.grows
    if _is_no_score(evaluation.event, key):
        return Reading(None, None)
    if metric is None and direction is None:
        metric = _part(evaluation, key, program)
        direction = grows(metric) if metric is not None else None
    crossed = crosses(evaluation.event)
    fit = None if crossed else _fit(evaluation.model, evaluation.event, program)
    data = () if crossed else evaluation.data
    return Reading(metric, direction, data=data, fit=fit, evaluation=evaluation)


def _is_no_score(event: CallEvent, key: Term | None) -> bool:
    """Whether what is read from ``cross_validate`` is a time, or something that is not known."""
    if key is None or named(event.callee, "sklearn", {"cross_validate"}) is None:
        return False
    start = key.pieces[0] if isinstance(key, Text) and key.pieces else key
    text = start.value if isinstance(start, Const) else None
    return not isinstance(text, str) or not text.startswith(("test_", "train_"))


def _part(evaluation: Evaluation, key: Term | None, program: Program) -> str | None:
    """Which logged name one part of what ``model.evaluate`` gives back has."""
    if isinstance(key, Const) and isinstance(key.value, str):
        return key.value
    if returns_dictionary(evaluation.event).always(bool) or evaluation.model is None:
        return None
    if not isinstance(evaluation.event.callee, Attribute):
        return None
    if evaluation.event.callee.name != "evaluate":
        return None
    compilation = compilation_of(evaluation.model, evaluation.event, program.records.compilations)
    names = evaluated_names(compilation) if compilation is not None else None
    match key:
        case None:
            return "loss" if names is not None and len(names) == 1 else None
        case Const(value=0):
            return "loss"
        case Const(value=int() as position) if names is not None:
            return names[position] if -len(names) <= position < len(names) else None
    return None


def _fit(model: Term | None, before: CallEvent | None, program: Program) -> Fit | None:
    """The last training of a model before an event."""
    if model is None:
        return None
    fits = [
        fit
        for fit in program.records.fits
        if same_model(fit.model, model) and (before is None or fit.event.index < before.index)
    ]
    return fits[-1] if fits else None
