"""What LightGBM, XGBoost and Lightning no longer take of the arguments of older releases."""

import inspect
from typing import Any

import lightgbm as lgb
import numpy as np
import pytest
import xgboost as xgb
from lightning.pytorch import Trainer

from tunelint.libraries.boosting import removed
from tunelint.libraries.lightning import removed as lightning_removed

pytestmark = pytest.mark.libraries

MODULES = {"lightgbm": lgb, "xgboost": xgb}
X, Y = np.arange(40.0).reshape(20, 2), np.arange(20) % 2


def estimators(library: str) -> list[Any]:
    return [getattr(MODULES[library], name) for name in removed.ESTIMATORS[library]]


@pytest.mark.parametrize(("function", "keyword"), removed.ARGUMENTS)
def test_functions_take_no_such_argument(function: str, keyword: str) -> None:
    library, _, name = function.partition(".")
    with pytest.raises(TypeError, match=keyword):
        getattr(MODULES[library], name)(**{keyword: None})


@pytest.mark.parametrize(("library", "keyword"), removed.FIT_ARGUMENTS)
def test_fit_takes_no_such_argument(library: str, keyword: str) -> None:
    for estimator in estimators(library):
        with pytest.raises(TypeError, match=keyword):
            estimator().fit(X, Y, **{keyword: None})


@pytest.mark.parametrize(("library", "keyword"), removed.PREDICT_ARGUMENTS)
def test_predict_takes_no_such_argument(library: str, keyword: str) -> None:
    for estimator in estimators(library):
        with pytest.raises(TypeError, match=keyword):
            estimator().predict(X, **{keyword: None})


@pytest.mark.parametrize(
    "options",
    [{name: 0} for name in removed.PARAMETERS]
    + [{"tree_method": method} for method in sorted(removed.TREE_METHODS)],
)
def test_the_core_of_xgboost_refuses(options: dict[str, Any]) -> None:
    with pytest.raises(xgb.core.XGBoostError):
        xgb.XGBClassifier(n_estimators=2, **options).fit(X, Y)
    with pytest.raises(xgb.core.XGBoostError):
        xgb.train(options, xgb.DMatrix(X, Y), 2)


def test_the_trainer_takes_no_such_argument() -> None:
    parameters = inspect.signature(Trainer.__init__).parameters
    kinds = {each.kind for each in parameters.values()}
    assert not {*lightning_removed.ARGUMENTS} & {*parameters}
    assert inspect.Parameter.VAR_KEYWORD not in kinds
    with pytest.raises(TypeError, match="gpus"):
        Trainer(gpus=1)  # type: ignore[call-arg]


@pytest.mark.parametrize("name", removed.ATTRIBUTES["xgboost"])
def test_xgboost_models_have_no_such_attribute(name: str) -> None:
    booster = xgb.train({}, xgb.DMatrix(X, Y), 2)
    for model in (booster, xgb.XGBClassifier(n_estimators=2).fit(X, Y)):
        with pytest.raises(AttributeError, match=name):
            getattr(model, name)


def test_xgboost_names_the_best_round() -> None:
    data = xgb.DMatrix(X, Y)
    stopped = xgb.train({}, data, 9, evals=[(data, "train")], early_stopping_rounds=2)
    rounds = (0, stopped.best_iteration + 1)
    assert len(stopped.predict(data, iteration_range=rounds)) == len(Y)
