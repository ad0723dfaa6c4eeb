"""The metrics that a boosting training measures after each round, as its callbacks see them.

Observed with XGBoost 3.2.0, LightGBM 4.7.0 and CatBoost 1.2.10.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.interpreter.objects import Arguments
from tunelint.interpreter.values import Const, Mapping, Sequence, Term
from tunelint.libraries.boosting.tables import LIGHTGBM_METRICS, OBJECTIVES, USUAL_METRICS

Metrics = frozenset[str] | None

# What names the metrics: among the parameters of `train` and `cv`, when an estimator is built, and
# when it is fitted; what names the objective; and what adds metrics of the project's own.
NAMING = {
    "catboost": ("eval_metric", "custom_metric", "custom_loss"),
    "lightgbm": ("metric", "metrics", "metric_types"),
    "xgboost": ("eval_metric",),
}
OBJECTIVE = {
    "catboost": ("loss_function", "objective"),
    "lightgbm": ("objective", "objective_type", "app", "application", "loss"),
    "xgboost": ("objective",),
}
OWN = ("feval", "custom_metric", "metrics", "obj")


def of_function(arguments: Arguments, library: str) -> Metrics:
    """The metrics of ``train`` and ``cv``, by their parameters; None where not known."""
    given = arguments.get("params", ("params",))
    if given is None or not isinstance(given.value, Mapping) or given.value.open:
        return None
    if any(arguments.may_have(name) for name in OWN):
        return None
    named = [given.value.get(name) for name in NAMING[library]]
    if any(entry is not None and entry.perhaps for entry in named):
        return None
    written = [entry.value for entry in named if entry is not None]
    if written:
        return _of_all(written, library)
    objectives = [given.value.get(name) for name in OBJECTIVE[library]]
    for entry in objectives:
        if entry is not None:
            return None if entry.perhaps else _of_objective(entry.value)
    return None


def of_fit(name: str, built: Arguments, fitted: Arguments, library: str) -> Metrics:
    """The metrics of an estimator, by what it is built and fitted with; None where not known."""
    usual = USUAL_METRICS[library][name]
    naming = [*NAMING[library], *OBJECTIVE[library]]
    if any(built.may_have(one) and built.get(one) is None for one in naming):
        return None
    if fitted.may_have("eval_metric") and fitted.get("eval_metric") is None:
        return None
    written = [given.value for one in NAMING[library] if (given := built.get(one)) is not None]
    later = fitted.get("eval_metric")
    metrics = _of_all([*written, *([later.value] if later is not None else ())], library)
    if metrics is None or (written and library == "xgboost"):
        return metrics
    if any(built.get(one) is not None for one in OBJECTIVE[library]):
        return None
    return metrics | usual


def _of_objective(term: Term) -> Metrics:
    return OBJECTIVES.get(term.value) if isinstance(term, Const) else None


def _of_all(terms: Iterable[Term], library: str) -> Metrics:
    """The metrics that several arguments name together."""
    found: set[str] = set()
    for term in terms:
        items = term.items if isinstance(term, Sequence) and not term.open else [term]
        for item in items:
            if not isinstance(item, Const) or not isinstance(item.value, str):
                return None
            names = [_reported(name, library) for name in item.value.split(",")]
            if None in names:
                return None
            found.update(name for name in names if name is not None)
    return frozenset(found)


def _reported(name: str, library: str) -> str | None:
    """How a library reports a metric that is named so; its arguments left out."""
    if library == "lightgbm":
        return LIGHTGBM_METRICS.get(name.strip())
    return plain(name)


def plain(name: str) -> str:
    """A metric's name without its arguments: ``ndcg@5``, ``F1:average=Macro``."""
    return name.partition("@")[0].partition(":")[0].strip()
