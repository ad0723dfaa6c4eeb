"""Which parameters the gradient boosting libraries and scikit-learn's networks do not read."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from itertools import combinations

import lightgbm
import numpy
import pytest
import xgboost
from lightgbm.basic import _ConfigAliases
from sklearn.datasets import make_classification
from sklearn.model_selection import GridSearchCV
from sklearn.neural_network import MLPClassifier, MLPRegressor

from tunelint.libraries.boosting import parameters

pytestmark = [pytest.mark.libraries, pytest.mark.filterwarnings("ignore")]

X, Y = make_classification(n_samples=400, n_features=10, random_state=0)
MATRIX = xgboost.DMatrix(X, label=Y)
UNKNOWN = ("max_dept", "use_label_encoder", "predictor", "feature_fraction", "min_child_samples")
# Values that change the model, by the main names of LightGBM's parameters.
TELLING = {
    "bin_construct_sample_cnt": 50,
    "feature_fraction": 0.3,
    "lambda_l1": 20.0,
    "lambda_l2": 50.0,
    "learning_rate": 0.7,
    "max_depth": 2,
    "min_data_in_leaf": 70,
    "min_gain_to_split": 5.0,
    "min_sum_hessian_in_leaf": 15.0,
    "num_leaves": 4,
}
LIGHTGBM_NAMES = [
    (main, name) for main in TELLING for name in parameters.names_of("lightgbm", main)
]
XGBOOST_NAMES = [
    ("alpha", 5.0, 1.0),
    ("eta", 0.9, 0.1),
    ("lambda", 50.0, 10.0),
    ("gamma", 9.0, 2.0),
]

Model = numpy.ndarray


def xgboost_train(**given: object) -> Model:
    return xgboost.train({"seed": 0, "verbosity": 0, "nthread": 1, **given}, MATRIX).predict(MATRIX)


def xgboost_estimator(**given: object) -> Model:
    model = xgboost.XGBClassifier(n_estimators=5, n_jobs=1, verbosity=0, **given)
    return model.fit(X, Y).predict_proba(X)


def lightgbm_train(**given: object) -> Model:
    fixed = {"objective": "binary", "verbosity": -1, "num_iterations": 8, "num_threads": 1}
    return lightgbm.train({**fixed, **given}, lightgbm.Dataset(X, label=Y)).predict(X)


def lightgbm_estimator(**given: object) -> Model:
    model = lightgbm.LGBMClassifier(n_estimators=8, n_jobs=1, verbosity=-1, **given)
    return model.fit(X, Y).predict_proba(X)


def alike(one: Model, other: Model) -> bool:
    return bool(numpy.array_equal(one, other))


@pytest.mark.parametrize("name", sorted(parameters.ROUNDS))
def test_xgboost_train_takes_no_rounds_among_its_parameters(name: str) -> None:
    assert alike(xgboost_train(), xgboost_train(**{name: 50}))


@pytest.mark.parametrize("name", UNKNOWN)
def test_xgboost_passes_over_what_it_does_not_know(name: str) -> None:
    assert name not in parameters.known("xgboost", "XGBClassifier")
    assert alike(xgboost_train(), xgboost_train(**{name: 0.3}))
    assert alike(xgboost_estimator(), xgboost_estimator(**{name: 0.3}))


@pytest.mark.parametrize("name", ["num_leafs", "max_features"])
def test_lightgbm_passes_over_what_it_does_not_know(name: str) -> None:
    assert name not in parameters.known("lightgbm", "LGBMClassifier")
    assert alike(lightgbm_train(), lightgbm_train(**{name: 3}))
    assert alike(lightgbm_estimator(), lightgbm_estimator(**{name: 3}))


def test_a_grid_sets_them_without_an_error() -> None:
    for model, name in (
        (xgboost.XGBClassifier(n_estimators=5), "num_leaves"),
        (lightgbm.LGBMClassifier(n_estimators=5, verbosity=-1), "bagging_fraction"),
    ):
        scores = GridSearchCV(model, {name: [0.2, 0.9]}, cv=2).fit(X, Y).cv_results_
        assert len(set(scores["mean_test_score"])) == 1


def test_the_names_of_lightgbm_are_all_known() -> None:
    names = _ConfigAliases._get_all_param_aliases()  # type: ignore[no-untyped-call]
    known = parameters.known("lightgbm", "lightgbm.train")
    for main, every in names.items():
        assert {main, *every} <= known
        assert set(parameters.names_of("lightgbm", main)) == {main, *every}
    taken = inspect.signature(lightgbm.LGBMModel.__init__).parameters.keys() - {"self", "kwargs"}
    assert taken <= parameters.known("lightgbm", "LGBMClassifier")


@pytest.mark.parametrize("booster", ["gbtree", "dart", "gblinear"])
def test_the_names_of_xgboost_are_all_known(booster: str) -> None:
    configuration = xgboost.train({"booster": booster, "verbosity": 0}, MATRIX, 1).save_config()
    known = parameters.known("xgboost", "xgboost.train")
    derived = {"name", "num_trees", "version"}
    assert set(_leaves(json.loads(configuration))) - derived <= known
    taken = inspect.signature(xgboost.XGBModel.__init__).parameters.keys() - {"self", "kwargs"}
    assert taken <= parameters.known("xgboost", "XGBClassifier")


def _leaves(configuration: object) -> Iterator[str]:
    entries = configuration.items() if isinstance(configuration, dict) else ()
    for name, value in entries:
        if isinstance(value, dict):
            yield from _leaves(value)
        elif isinstance(value, str):
            yield name


@pytest.mark.parametrize(("name", "value", "other"), XGBOOST_NAMES)
def test_of_two_names_xgboost_reads_the_first(name: str, value: float, other: float) -> None:
    first, second = parameters.names_of("xgboost", name)
    for trained in (xgboost_train, xgboost_estimator):
        together = trained(**{first: other, second: value})
        assert alike(together, trained(**{second: value, first: other}))
        assert alike(together, trained(**{first: other}))
        assert not alike(together, trained(**{second: value}))
        # Alone, each of them counts.
        assert not alike(trained(), trained(**{second: value}))


@pytest.mark.parametrize(("main", "name"), LIGHTGBM_NAMES)
def test_lightgbms_estimators_hand_over_names_of_their_own(main: str, name: str) -> None:
    read = parameters.preferred("lightgbm", "LGBMClassifier", name, [name])
    changed = lightgbm_estimator(**{name: TELLING[main]})

    assert alike(changed, lightgbm_estimator()) == (read != name)
    # Its `train` takes any of them.
    assert not alike(lightgbm_train(), lightgbm_train(**{name: TELLING[main]}))


@pytest.mark.parametrize("main", ["lambda_l1", "learning_rate", "min_data_in_leaf", "num_leaves"])
def test_of_two_names_lightgbm_reads_the_first(main: str) -> None:
    value, other = TELLING[main], TELLING[main] / 2 if main != "num_leaves" else 9
    other = type(value)(other)
    for first, second in combinations(parameters.names_of("lightgbm", main), 2):
        together = lightgbm_train(**{second: value, first: other})
        assert alike(together, lightgbm_train(**{first: other})), (first, second)
        assert not alike(together, lightgbm_train(**{second: value})), (first, second)


@pytest.mark.parametrize("kind", sorted(parameters.WITHOUT_BAGGING))
@pytest.mark.parametrize("fraction", parameters.names_of("lightgbm", "bagging_fraction"))
def test_lightgbm_draws_no_rows_while_the_frequency_is_0(kind: str, fraction: str) -> None:
    for frequency in ({}, {"bagging_freq": 0}, {"bagging_freq": -1}):
        plain = lightgbm_train(boosting=kind, **frequency)
        assert alike(plain, lightgbm_train(boosting=kind, **frequency, **{fraction: 0.3}))
    plain = lightgbm_estimator(boosting_type=kind)
    assert alike(plain, lightgbm_estimator(boosting_type=kind, **{fraction: 0.3}))
    if kind != "goss":
        assert not alike(plain, lightgbm_estimator(subsample_freq=1, **{fraction: 0.3}))


def test_a_random_forest_refuses_to_do_without() -> None:
    with pytest.raises(lightgbm.basic.LightGBMError):
        lightgbm_train(boosting="rf")


@pytest.mark.parametrize("network", [MLPClassifier, MLPRegressor])
def test_only_sgd_has_a_momentum(network: type) -> None:
    def moves(solver: str) -> bool:
        one, other = (
            network(solver=solver, momentum=momentum, max_iter=5, random_state=0).fit(X, Y)
            for momentum in (0.2, 0.9)
        )
        return not all(map(alike, one.coefs_, other.coefs_))

    assert [moves(solver) for solver in ("adam", "lbfgs", "sgd")] == [False, False, True]
