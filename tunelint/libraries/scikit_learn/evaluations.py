"""Evaluations: scores measured with scikit-learn, and the rows that they are measured on."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.library_names import named
from tunelint.interpreter.objects import CallEvent, Instance, Result
from tunelint.interpreter.provenance import ancestors
from tunelint.interpreter.values import Attribute, Term
from tunelint.libraries.scikit_learn.composites import last_step
from tunelint.libraries.scikit_learn.metrics import (
    OF_FEATURES,
    grows,
    is_other_area,
    metric_function,
    scorers,
)
from tunelint.libraries.scikit_learn.names import (
    called_method,
    estimator_class,
    is_estimator,
    same_object,
)
from tunelint.libraries.torch.evaluations import rows
from tunelint.libraries.torch.modules import applied, losses
from tunelint.model.program import Program
from tunelint.model.training import Evaluation

PREDICTIONS = frozenset(
    {"predict", "predict_proba", "predict_log_proba", "decision_function", "fit_predict"}
)
CROSS_VALIDATIONS = frozenset({"cross_val_score", "cross_validate", "cross_val_predict"})
_TRUTH = ("y_true", "labels_true")
_PREDICTION = ("y_pred", "y_score", "y_prob", "y_proba", "pred_decision", "labels_pred")


def read_evaluations(program: Program) -> Iterator[Evaluation]:
    """Every score that is measured on rows, in order, but those that another reader claims."""
    claimed = {id(evaluation.event) for evaluation in program.records.evaluations}
    for event in program.trace.calls():
        if id(event) in claimed:
            continue
        found = _by_function(event) or _by_method(event) or _by_cross_validation(event)
        if found is not None:
            yield found


def _by_function(event: CallEvent) -> Evaluation | None:
    metric = metric_function(event.callee)
    if metric is None:
        return _by_clustering(event)
    truth = _argument(event, _TRUTH, 0)
    predicted = _argument(event, _PREDICTION, 1)
    if truth is None or predicted is None:
        return None
    model, features = prediction_of(predicted)
    data = (features if features is not None else predicted, truth)
    name = metric.removesuffix("_score")
    nature = None if is_other_area(event.result) else grows(metric)
    return Evaluation(event=event, model=model, data=data, metric=name, grows=nature)


def _by_clustering(event: CallEvent) -> Evaluation | None:
    metric = named(event.callee, "sklearn", OF_FEATURES)
    features = _argument(event, ("X",), 0)
    labels = _argument(event, ("labels",), 1)
    if metric is None or features is None or labels is None:
        return None
    model, _ = prediction_of(labels)
    name = metric.removesuffix("_score")
    return Evaluation(event=event, model=model, data=(features,), metric=name, grows=grows(metric))


def _by_method(event: CallEvent) -> Evaluation | None:
    method = called_method(event)
    if method is None or method[1] != "score":
        return None
    features = _argument(event, ("X",), 0)
    labels = _argument(event, ("y",), 1)
    if features is None or not (labels is not None or is_estimator(method[0])):
        return None
    data = (features,) if labels is None else (features, labels)
    model = same_object(method[0])
    metric, direction = _own_score(model)
    return Evaluation(event=event, model=model, data=data, metric=metric, grows=direction)


def _by_cross_validation(event: CallEvent) -> Evaluation | None:
    name = named(event.callee, "sklearn", CROSS_VALIDATIONS)
    model = _argument(event, ("estimator",), 0)
    features = _argument(event, ("X",), 1)
    if name is None or model is None or features is None:
        return None
    labels = _argument(event, ("y",), 2)
    data = (features,) if labels is None else (features, labels)
    metric, direction = _scored_by(event, model)
    return Evaluation(event=event, model=model, data=data, metric=metric, grows=direction)


def _scored_by(event: CallEvent, model: Term) -> tuple[str | None, bool | None]:
    """The metric of a cross-validation, and whether more of what it gives back is better."""
    scoring = event.arguments.get("scoring")
    if scoring is None and event.arguments.open_keywords:
        return None, None
    if scoring is None or scoring.is_none:
        return _own_score(model)
    found = scorers(scoring.value)
    if len(found) != 1:
        return None, None
    scorer = found[0]
    if scorer.grows is None or scorer.turned is None:
        return scorer.name, None
    return scorer.name, scorer.grows != scorer.turned


def _own_score(model: Term) -> tuple[str | None, bool | None]:
    """What an estimator's ``score`` measures, and whether more of it is better.

    Nothing is known of one that a class of the project defines.
    """
    last = last_step(same_object(model))
    if isinstance(last, Instance) and last.cls.member("score") is not None:
        return None, None
    return default_metric(model), True


def default_metric(model: Term) -> str | None:
    """What an estimator's own ``score`` measures."""
    last = last_step(same_object(model))
    name = ""
    if isinstance(last, Result):
        name = (estimator_class(last.event.callee) or ("", ""))[1]
    elif isinstance(last, Instance):
        name = last.cls.name
    if name.endswith(("Classifier", "SVC", "NB")) or name in ("LogisticRegression", "Perceptron"):
        return "accuracy"
    if name.endswith(("Regressor", "SVR")) or name in ("LinearRegression", "Ridge", "Lasso"):
        return "r2"
    return None


def prediction_of(term: Term) -> tuple[Term | None, Term | None]:
    """The model and the features that a prediction was made from, through any rounding.

    What is computed from scores is no prediction.
    """

    def ends(found: Term) -> bool:
        return _is_prediction(found) or (found is not term and _is_score(found))

    for found in ancestors(term, ends):
        module = applied(found)
        if module is not None and isinstance(found, Result):
            return module, rows(found.event, module)
        if isinstance(found, Result) and _is_prediction(found):
            callee = found.event.callee
            assert isinstance(callee, Attribute)
            features = _argument(found.event, ("X", "x", "data"), 0)
            return same_object(callee.base), features
    return None, None


def _is_score(term: Term) -> bool:
    if not isinstance(term, Result):
        return False
    return losses(term) or metric_function(term.event.callee) is not None


def _is_prediction(term: Term) -> bool:
    return applied(term) is not None or (
        isinstance(term, Result)
        and isinstance(term.event.callee, Attribute)
        and term.event.callee.name in PREDICTIONS
    )


def _argument(event: CallEvent, names: tuple[str, ...], position: int) -> Term | None:
    for name in names:
        if name in event.arguments.keywords:
            return event.arguments.keywords[name].value
    positional = event.arguments.positional
    return positional[position].value if position < len(positional) else None
