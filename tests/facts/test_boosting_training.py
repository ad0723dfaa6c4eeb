"""Whether boosting draws by default, what it remembers of its rounds, and how resamplers draw."""

import warnings
from collections.abc import Callable
from typing import Any

import catboost
import lightgbm
import numpy as np
import pytest
import xgboost
from imblearn.utils.testing import all_estimators
from sklearn.datasets import make_classification

from tunelint.libraries.scikit_learn.tables import IMBALANCED

pytestmark = pytest.mark.libraries

X, Y = make_classification(300, 8, n_informative=4, weights=[0.8], flip_y=0.1, random_state=0)
FEW = {"n_estimators": 5, "n_jobs": 1}

ESTIMATORS: dict[str, Callable[[], Any]] = {
    "XGBClassifier": lambda: xgboost.XGBClassifier(subsample=0.5, colsample_bytree=0.5, **FEW),
    "XGBRFClassifier": lambda: xgboost.XGBRFClassifier(**FEW),
    "LGBMClassifier": lambda: lightgbm.LGBMClassifier(
        subsample=0.5, subsample_freq=1, colsample_bytree=0.5, verbose=-1, **FEW
    ),
    "LGBMClassifier with extra trees": lambda: lightgbm.LGBMClassifier(
        extra_trees=True, verbose=-1, **FEW
    ),
    "CatBoostClassifier": lambda: catboost.CatBoostClassifier(
        iterations=5, verbose=0, thread_count=1
    ),
    "CatBoostClassifier, sampled": lambda: catboost.CatBoostClassifier(
        iterations=5, verbose=0, thread_count=1, bootstrap_type="Bernoulli", subsample=0.5
    ),
}


@pytest.mark.parametrize("make", ESTIMATORS.values(), ids=ESTIMATORS)
def test_boosting_has_a_fixed_default_seed(make: Callable[[], Any]) -> None:
    np.random.seed(1)
    first = make().fit(X, Y).predict_proba(X)
    np.random.seed(2)
    assert np.array_equal(make().fit(X, Y).predict_proba(X), first)


def test_another_seed_gives_another_model() -> None:
    first = xgboost.XGBClassifier(subsample=0.5, **FEW).fit(X, Y).predict_proba(X)
    other = xgboost.XGBClassifier(subsample=0.5, random_state=9, **FEW).fit(X, Y).predict_proba(X)
    assert not np.array_equal(first, other)


XGB = {"objective": "binary:logistic", "subsample": 0.5, "nthread": 1}
LGB = {"objective": "binary", "bagging_fraction": 0.5, "bagging_freq": 1, "verbose": -1}


def test_training_by_function_repeats() -> None:
    rows = xgboost.DMatrix(X, label=Y)
    first, second = (xgboost.train(XGB, rows, 5).predict(rows) for _ in range(2))
    assert np.array_equal(first, second)
    first, second = (lightgbm.train(LGB, lightgbm.Dataset(X, Y), 5).predict(X) for _ in range(2))
    assert np.array_equal(first, second)


def test_their_cross_validations_repeat() -> None:
    rows = xgboost.DMatrix(X, label=Y)
    first, second = (xgboost.cv(XGB, rows, 3, nfold=3) for _ in range(2))
    assert first.equals(second)
    first, second = (lightgbm.cv(LGB, lightgbm.Dataset(X, Y), 3, nfold=3) for _ in range(2))
    assert first == second


def test_xgboost_stops_by_the_last_of_several_validation_sets() -> None:
    part, rest = xgboost.DMatrix(X[:200], Y[:200]), xgboost.DMatrix(X[200:], Y[200:])
    kept: dict[str, Any] = {}
    booster = xgboost.train(
        {"objective": "binary:logistic", "nthread": 1},
        part,
        30,
        evals=[(part, "train"), (rest, "rest")],
        early_stopping_rounds=2,
        evals_result=kept,
        verbose_eval=False,
    )
    assert booster.best_score == min(kept["rest"]["logloss"])
    assert booster.best_score != min(kept["train"]["logloss"])


def test_an_estimator_remembers_its_best_score_too() -> None:
    model = xgboost.XGBClassifier(early_stopping_rounds=2, **FEW)
    model.fit(X[:200], Y[:200], eval_set=[(X[200:], Y[200:])], verbose=False)
    assert model.best_score == min(model.evals_result()["validation_0"]["logloss"])


def test_lightgbm_remembers_its_best_score_by_set_and_metric() -> None:
    rows = lightgbm.Dataset(X[:200], Y[:200])
    held_out = lightgbm.Dataset(X[200:], Y[200:], reference=rows)
    model = lightgbm.train(LGB | {"metric": "auc"}, rows, 3, valid_sets=[held_out])
    assert 0 < model.best_score["valid_0"]["auc"] <= 1


RESAMPLED = {
    name: made for name, made in all_estimators() if name not in ("Pipeline", "KMeansSMOTE")
}


def outcome(name: str, seed: int) -> np.ndarray:
    """What a resampler or an ensemble of imbalanced-learn makes of the rows."""
    np.random.seed(seed)
    rows = X.copy()
    if name == "SMOTEN":
        rows = np.round(rows * 2)
    if name == "SMOTENC":
        rows[:, 0] = rows[:, 0] > 0
    options: dict[str, Any] = {"categorical_features": [0]} if name == "SMOTENC" else {}
    if name in ("BalancedBaggingClassifier", "BalancedRandomForestClassifier"):
        options["n_estimators"] = 3
    made = RESAMPLED[name](**options)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if hasattr(made, "fit_resample"):
            return np.asarray(made.fit_resample(rows, Y)[0])
        return np.asarray(made.fit(rows, Y).predict_proba(X))


def draws(name: str) -> bool:
    first = outcome(name, 0)
    return any(not np.array_equal(first, outcome(name, seed)) for seed in (1, 2, 3))


@pytest.mark.parametrize(
    "name", sorted(name for name in RESAMPLED if "random_state" in IMBALANCED[name])
)
def test_resamplers_that_draw(name: str) -> None:
    assert draws(name)
