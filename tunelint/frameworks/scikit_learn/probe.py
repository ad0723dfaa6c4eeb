"""scikit-learn, alive: where a training begins, for the questions that end there.

Observed with scikit-learn 1.9.1: every `fit` of an estimator checks its parameters first
(`BaseEstimator._validate_params`), those of nested estimators only where the outer one has none.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from tunelint.lab.bench import Bench

_TRAINED = ("classifier", "regressor", "clusterer", "outlier_detector")


def install(base: ModuleType, bench: Bench) -> None:
    """Let the estimators of this process tell when a training begins."""
    validate = base.BaseEstimator._validate_params

    def told(self: Any) -> None:
        if bench.stub and _trains(self):
            bench.before_training()
        validate(self)

    base.BaseEstimator._validate_params = told


def _trains(estimator: Any) -> bool:
    try:
        return estimator.__sklearn_tags__().estimator_type in _TRAINED
    except Exception:
        return False
