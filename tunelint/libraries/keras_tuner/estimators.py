"""`SklearnTuner`: what its folds score, and under which names (Keras Tuner 1.4.8).

Each trial is cross-validated: the mean over the folds of the scorer's value, or of the estimator's
own ``score``, is logged as ``score``, and every function of ``metrics=`` under its own name.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.interpreter.objects import Function
from tunelint.interpreter.values import External, Sequence, Term, options_of
from tunelint.libraries.keras_tuner.building import Built
from tunelint.libraries.scikit_learn.metrics import scorers
from tunelint.model.objective import Score
from tunelint.model.training import Estimator

KIND = "SklearnTuner"
SCORE = "score"
# What these call ``score`` grows: accuracy, R², a likelihood.
GROWING = frozenset({"sklearn", "xgboost", "lightgbm", "catboost"})


def logged(built: Built) -> tuple[str, ...] | None:
    """The names that its trials log; None for the other tuners, and where a name is not known."""
    if built.kind != KIND or built.project_class is not None:
        return None
    given = built.given("metrics")
    if given is None:
        return None if built.event.arguments.open_keywords else (SCORE,)
    functions = given.value.items if isinstance(given.value, Sequence) else [given.value]
    names = [_function_name(function) for function in functions]
    if any(name is None for name in names) or getattr(given.value, "open", False):
        return None
    return (SCORE, *(name for name in names if name is not None))


def _function_name(term: Term) -> str | None:
    match term:
        case Function(name=name):
            return name
        case External(name=name):
            return name.rpartition(".")[2]
    return None


def scores(built: Built, estimators: Iterable[Estimator]) -> tuple[Score, ...]:
    """The score that decides between its trials, where the objective is that score."""
    argument = built.given("objective")
    if built.kind != KIND or argument is None or built.project_class is not None:
        return ()
    metric, grows = _nature(built, tuple(estimators))
    if grows is None:
        return ()
    place = argument.anchor
    return (Score(event=built.event, place=place, term=argument.value, metric=metric, grows=grows),)


def _nature(built: Built, estimators: tuple[Estimator, ...]) -> tuple[str, bool | None]:
    """What is scored, and whether more of it is better."""
    scoring = built.given("scoring")
    if scoring is None or scoring.is_none:
        if scoring is None and built.event.arguments.open_keywords:
            return "", None
        known = bool(estimators) and all(each.library in GROWING for each in estimators)
        return "the estimators' own score", True if known else None
    found = [scorer for option in options_of(scoring.value) for scorer in scorers(option)]
    if len(found) != 1 or found[0].grows is None or found[0].turned is None:
        return "", None
    (scorer,) = found
    name = scorer.name or "the score"
    return (f"{name} with its sign turned" if scorer.turned else name), (
        scorer.grows is not scorer.turned
    )
