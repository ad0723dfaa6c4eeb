"""Which values estimators reject together: every combination in the tables is tried."""

from __future__ import annotations

from itertools import product

import lightgbm
import pytest
from sklearn.datasets import make_classification
from sklearn.utils import all_estimators

from tunelint.libraries.boosting import combinations as boosting
from tunelint.libraries.common.combinations import Combination
from tunelint.libraries.scikit_learn import combinations as scikit_learn

pytestmark = pytest.mark.libraries

ROWS = make_classification(n_samples=60, n_features=6, random_state=0)
CLASSES = dict(all_estimators()) | {
    name: getattr(lightgbm, name) for name in ("LGBMClassifier", "LGBMRegressor")
}
CASES = [
    pytest.param(name, combination, id=f"{name}-{'-'.join(combination.conditions)}-{number}")
    for number, combination in enumerate((*scikit_learn.COMBINATIONS, *boosting.COMBINATIONS))
    for name in sorted(combination.estimators)
]


def _trained(name: str, parameters: dict[str, object]) -> str:
    """The class of the exception that training ends with, nothing where there is none."""
    given = {key: value for key, value in parameters.items() if value != "deprecated"}
    if name.startswith("LGBM"):
        given |= {"verbose": -1}
    try:
        CLASSES[name](**given).fit(*ROWS)
    except Exception as error:
        return type(error).__name__
    return ""


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("name", "combination"), CASES)
def test_the_values_are_rejected_together(name: str, combination: Combination) -> None:
    examples = [each.examples for each in combination.conditions.values()]
    for values in product(*examples):
        parameters = dict(zip(combination.conditions, values, strict=True))
        assert _trained(name, parameters) == combination.error, parameters


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("LogisticRegression", {"penalty": "l1", "solver": "liblinear"}),
        ("LogisticRegression", {"penalty": "elasticnet", "solver": "saga", "l1_ratio": 0.5}),
        ("LogisticRegression", {"penalty": "l2", "solver": "lbfgs", "l1_ratio": 0.5}),
        ("LogisticRegression", {"l1_ratio": 1, "solver": "liblinear"}),
        ("LogisticRegression", {"l1_ratio": 0.0, "solver": "lbfgs"}),
        ("LogisticRegression", {"penalty": None, "solver": "newton-cholesky"}),
        ("LinearSVC", {"penalty": "l1", "loss": "squared_hinge"}),
        ("LinearSVC", {"penalty": "l1", "loss": "hinge", "multi_class": "crammer_singer"}),
        ("LinearSVC", {"penalty": "l2", "loss": "hinge", "dual": "auto"}),
        ("LinearSVR", {"loss": "squared_epsilon_insensitive", "dual": False}),
        ("RandomForestClassifier", {"bootstrap": False, "max_samples": None}),
        ("BaggingClassifier", {"bootstrap": False, "max_samples": 0.5}),
        ("LinearDiscriminantAnalysis", {"solver": "lsqr", "shrinkage": "auto"}),
        ("LinearDiscriminantAnalysis", {"solver": "svd", "shrinkage": None}),
        ("Ridge", {"solver": "auto", "positive": True}),
        ("KNeighborsClassifier", {"metric": "cosine", "algorithm": "brute"}),
        ("KNeighborsClassifier", {"metric": "canberra", "algorithm": "ball_tree"}),
        ("LGBMClassifier", {"boosting_type": "goss", "subsample_freq": 1}),
        ("LGBMClassifier", {"boosting_type": "goss", "subsample": 0.5}),
    ],
)
def test_the_values_beside_them_are_accepted(name: str, parameters: dict[str, object]) -> None:
    assert _trained(name, parameters) == ""
