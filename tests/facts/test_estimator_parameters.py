"""Which names set a parameter of an estimator, and what those raise that set nothing."""

from __future__ import annotations

import warnings
from typing import Any

import pytest
from imblearn.utils.testing import all_estimators as all_samplers
from sklearn.compose import ColumnTransformer, make_column_transformer
from sklearn.datasets import make_classification
from sklearn.decomposition import PCA
from sklearn.ensemble import (
    AdaBoostClassifier,
    RandomForestClassifier,
    StackingClassifier,
    VotingClassifier,
)
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline, make_union
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier
from sklearn.utils import all_estimators
from skopt import BayesSearchCV

from tunelint.libraries.scikit_learn.tables import (
    ESTIMATORS,
    IMBALANCED,
    NAMED_MEMBERS,
    NAMING_MAKERS,
)

pytestmark = pytest.mark.libraries

ROWS = make_classification(n_samples=40, n_features=4, random_state=0)
CLASSES = {
    **{name: (cls, ESTIMATORS) for name, cls in all_estimators()},
    **{f"imblearn.{name}": (cls, IMBALANCED) for name, cls in all_samplers()},
}
# Those whose `get_params` lists more than their own parameters, or whose `set_params` takes less.
OWN_METHODS = {*NAMED_MEMBERS, "FrozenEstimator"}


@pytest.mark.parametrize("name", CLASSES)
def test_an_estimator_has_the_parameters_of_its_constructor(name: str) -> None:
    cls, signatures = CLASSES[name]
    signature = signatures[name.rpartition(".")[2]]

    assert not signature.open
    assert {*signature.order, *signature.keywords} == set(cls._get_param_names())


def test_no_other_estimator_has_names_of_its_own() -> None:
    own = {
        name.rpartition(".")[2]
        for name, (cls, _) in CLASSES.items()
        if not cls.set_params.__qualname__.startswith("BaseEstimator")
    }
    assert own == OWN_METHODS


def raised(search: Any) -> str:
    """What a search ends with, if anything."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            search.fit(*ROWS)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


PIPE = make_pipeline(StandardScaler(), SVC())
REPLACED = Pipeline([("pca", "passthrough"), ("clf", SVC())])


@pytest.mark.parametrize(
    ("estimator", "space", "error"),
    [
        (SVC(), {"svc__C": [1]}, "ValueError: Invalid parameter 'svc'"),
        (SVC(), {"kernel__C": [1]}, "AttributeError: 'str'"),
        (PIPE, {"svc_C": [1]}, "ValueError: Invalid parameter 'svc_C'"),
        (PIPE, {"C": [1]}, "ValueError: Invalid parameter 'C'"),
        (PIPE, {"svc__gama": [1]}, "ValueError: Invalid parameter 'gama'"),
        (PIPE, {"svc__C": [1], "svc": [SVC(), RandomForestClassifier()]}, "ValueError: Invalid"),
        (PIPE, {"svc__max_depth": [1], "svc": [RandomForestClassifier(max_features=2)]}, ""),
        (REPLACED, {"pca__n_components": [2]}, "AttributeError: 'str'"),
        (REPLACED, {"pca__n_components": [2], "pca": [PCA()]}, ""),
        (REPLACED, {"svc__C": [2], "steps": [[("svc", SVC())]]}, ""),
        (AdaBoostClassifier(), {"estimator__max_depth": [1]}, "AttributeError: 'NoneType'"),
        (AdaBoostClassifier(DecisionTreeClassifier()), {"estimator__max_depth": [1]}, ""),
        (
            AdaBoostClassifier(DecisionTreeClassifier()),
            {"base_estimator__max_depth": [1]},
            "ValueError: Invalid parameter 'base_estimator'",
        ),
        (GridSearchCV(SVC(), {"C": [1]}, cv=2), {"estimator__gamma": [1.0], "cv": [2]}, ""),
    ],
)
def test_the_search_raises_where_a_name_sets_nothing(
    estimator: Any, space: dict[str, list[Any]], error: str
) -> None:
    for made in (
        GridSearchCV(estimator, space, cv=2),
        GridSearchCV(estimator, space, cv=2, error_score=0.0),
        RandomizedSearchCV(estimator, space, n_iter=2, cv=2, random_state=0),
    ):
        assert raised(made).startswith(error)
        assert bool(raised(made)) == bool(error)


def test_so_does_scikit_optimize() -> None:
    made = BayesSearchCV(PIPE, {"C": (0.1, 1.0)}, n_iter=2, cv=2, random_state=0)
    assert raised(made).startswith("ValueError: Invalid parameter 'C'")


@pytest.mark.parametrize(
    "made",
    [
        ColumnTransformer([("step", StandardScaler(), [0]), ("rest", "drop", [1])]),
        FeatureUnion([("step", StandardScaler()), ("rest", "drop")]),
        Pipeline([("step", StandardScaler()), ("rest", None)]),
        StackingClassifier([("step", SVC()), ("rest", "drop")], LogisticRegression()),
        VotingClassifier([("step", SVC()), ("rest", "drop")]),
    ],
    ids=lambda made: type(made).__name__,
)
def test_members_are_set_by_their_names(made: Any) -> None:
    listing = NAMED_MEMBERS[type(made).__name__]

    assert {"step", "rest", listing} <= set(made.get_params())
    assert {"step"} == {name.partition("__")[0] for name in made.get_params() if "__" in name} - {
        "final_estimator"
    }


@pytest.mark.parametrize(
    ("make", "name"), [(make_pipeline, "make_pipeline"), (make_union, "make_union")]
)
def test_members_without_a_name_are_called_by_their_class(make: Any, name: str) -> None:
    made = make(PCA(), StandardScaler(), PCA(), "passthrough")

    assert type(made).__name__ == NAMING_MAKERS[name]
    assert {"pca-1", "standardscaler", "pca-2", "passthrough"} <= set(made.get_params())
    assert "pca" not in made.get_params()


def test_so_are_those_of_columns() -> None:
    made = make_column_transformer((StandardScaler(), [0]), ("drop", [1]))

    assert type(made).__name__ == NAMING_MAKERS["make_column_transformer"]
    assert {"standardscaler", "drop"} <= set(made.get_params())
