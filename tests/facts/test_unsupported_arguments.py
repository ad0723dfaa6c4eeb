import importlib
import inspect
from typing import Any

import hyperopt
import keras_tuner as kt
import pytest
import sklearn.model_selection as model_selection
from hyperopt import fmin, hp, rand
from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn.tree import DecisionTreeClassifier

from tests.facts.tiny import one_number, rows
from tunelint.libraries.hyperopt import tables as hyperopt_tables
from tunelint.libraries.keras_tuner import tables
from tunelint.libraries.keras_tuner.entries import CLOSING
from tunelint.libraries.keras_tuner.signatures import ORACLES, signature
from tunelint.libraries.scikit_learn.cross_validated.runs import FIT_POSITIONAL
from tunelint.libraries.scikit_learn.names import SEARCHES

pytestmark = pytest.mark.libraries

BUILT_IN = ("RandomSearch", "GridSearch", "BayesianOptimization", "Hyperband")
CLASSES: dict[str, type] = {
    **{name: getattr(kt, name) for name in sorted(tables.TUNERS)},
    **{name: getattr(kt.oracles, name) for name in sorted(ORACLES.keys() - {"Oracle"})},
    "Oracle": kt.Oracle,
    "BaseTuner": kt.engine.base_tuner.BaseTuner,
}
# What people write into a tuner although it belongs elsewhere, or nowhere.
FOREIGN = frozenset(
    {
        "epochs",
        "batch_size",
        "verbose",
        "callbacks",
        "random_state",
        "n_trials",
        "n_iter",
        "validation_data",
        "validation_split",
        "max_trial",
        "num_trials",
        "executions",
        "early_stopping",
        "metric",
        "direction",
        "name",
        "max_model_parameters",
    }
)
VALUES: dict[str, Any] = {
    "objective": kt.Objective("score", "min"),
    "max_trials": 3,
    "max_epochs": 3,
    "factor": 3,
    "hyperband_iterations": 1,
    "num_initial_points": 3,
    "alpha": 1e-4,
    "beta": 2.6,
    "seed": 1,
    "hyperparameters": kt.HyperParameters(),
    "tune_new_entries": True,
    "allow_new_entries": True,
    "max_retries_per_trial": 0,
    "max_consecutive_failed_trials": 3,
    "directory": "elsewhere",
    "project_name": "named",
    "overwrite": True,
    "executions_per_trial": 2,
}
TAKEN = {name: {*signature(name).order, *signature(name).keywords} for name in CLASSES}
KEYWORDS = frozenset().union(*TAKEN.values()) | FOREIGN


def required(name: str) -> dict[str, Any]:
    """What the class cannot be built without."""
    if name in ORACLES:
        return {}
    oracle = {} if name in BUILT_IN else {"oracle": kt.oracles.RandomSearchOracle("val_loss")}
    objective = {"objective": VALUES["objective"]} if name in BUILT_IN else {}
    return {"hypermodel": one_number, "overwrite": True} | oracle | objective


def accepts(name: str, keyword: str) -> bool:
    """Whether the class can be built with the keyword; the refusal has to be about it."""
    if keyword in ("oracle", "hypermodel") and keyword in required(name):
        return True
    value = VALUES.get(keyword)
    try:
        CLASSES[name](**{**required(name), keyword: value})
    except (TypeError, ValueError) as refused:
        if keyword not in str(refused):
            raise
        return False
    return True


@pytest.mark.parametrize("name", CLASSES)
def test_keras_tuner_accepts_the_keywords_of_the_table_and_no_others(name: str) -> None:
    # Asked for an oracle, the built-in tuners say that they have two.
    asked = KEYWORDS - ({"oracle"} if name in BUILT_IN else set())
    assert {keyword for keyword in asked if accepts(name, keyword)} == TAKEN[name]


@pytest.mark.parametrize("name", BUILT_IN)
def test_built_in_tuners_take_no_oracle(name: str) -> None:
    oracle = kt.oracles.RandomSearchOracle("val_loss")
    with pytest.raises(TypeError, match="oracle"):
        CLASSES[name](**required(name), oracle=oracle)


@pytest.mark.parametrize("name", BUILT_IN)
@pytest.mark.parametrize("keyword", sorted(FOREIGN))
def test_tuners_refuse_foreign_arguments_with_a_value_error(name: str, keyword: str) -> None:
    with pytest.raises(ValueError, match="Unrecognized arguments"):
        CLASSES[name](**required(name), **{keyword: 1})


@pytest.mark.parametrize("name", BUILT_IN)
@pytest.mark.parametrize("keyword", CLOSING)
def test_a_space_is_closed_only_where_it_is_given(name: str, keyword: str) -> None:
    with pytest.raises(ValueError, match=f"`{keyword}=False`"):
        CLASSES[name](**required(name), **{keyword: False})


def test_names_that_the_space_lacks_are_no_new_entries() -> None:
    def build(hp: kt.HyperParameters) -> Any:
        hp.Int("units", 1, 9)
        return one_number(hp)

    with pytest.raises(RuntimeError, match="found new entries"):
        kt.RandomSearch(
            build, "val_loss", hyperparameters=kt.HyperParameters(), allow_new_entries=False
        )
    assert kt.RandomSearch(
        build, "val_loss", hyperparameters=kt.HyperParameters(), tune_new_entries=False
    )


@pytest.mark.parametrize("value", [None, (1, 2), [1, 2], {"a": 1}])
def test_fixed_takes_numbers_strings_and_booleans(value: Any) -> None:
    with pytest.raises(ValueError, match="`Fixed` value must be"):
        kt.HyperParameters().Fixed("x", value)
    for allowed in (1, 0.5, "a", True):
        assert kt.HyperParameters().Fixed("x", allowed) == allowed


def test_hyperband_refuses_max_trials_with_a_value_error() -> None:
    with pytest.raises(ValueError, match="max_trials"):
        kt.Hyperband(one_number, objective="val_loss", max_trials=3)


@pytest.mark.parametrize("name", sorted(ORACLES))
def test_oracles_refuse_foreign_arguments_with_a_type_error(name: str) -> None:
    with pytest.raises(TypeError, match="unexpected keyword"):
        CLASSES[name](epochs=1)


def test_each_built_in_tuner_makes_its_oracle() -> None:
    made = {name: type(CLASSES[name](**required(name)).oracle).__name__ for name in BUILT_IN}
    assert made == tables.ORACLE_OF


@pytest.mark.parametrize(
    ("module", "names"),
    [
        ("keras_tuner", tables.TUNERS | {"Oracle"}),
        ("keras_tuner.tuners", tables.TUNERS),
        ("keras_tuner.engine.tuner", {"Tuner"}),
        ("keras_tuner.oracles", ORACLES.keys() - {"Oracle"}),
        ("keras_tuner.engine.oracle", {"Oracle"}),
    ],
)
def test_where_tuners_and_oracles_are_imported_from(module: str, names: set[str]) -> None:
    assert names <= set(dir(importlib.import_module(module)))


@pytest.mark.parametrize("sampling", sorted(tables.LOG_SAMPLINGS))
def test_the_other_samplings_are_logarithmic(sampling: str) -> None:
    number = kt.engine.hyperparameters.Float("x", 1e-4, 1.0, sampling=sampling)
    assert number.prob_to_value(0.5) != pytest.approx(0.5, abs=0.1)


def test_sklearn_search_takes_no_fit_arguments() -> None:
    oracle = kt.oracles.RandomSearchOracle(kt.Objective("score", "max"), max_trials=1)
    tuner = kt.SklearnTuner(oracle, lambda hp: DecisionTreeClassifier(max_depth=hp.Int("d", 1, 2)))
    for argument in ("epochs", "verbose"):
        with pytest.raises(TypeError, match=argument):
            tuner.search(*rows(), **{argument: 1})


@pytest.mark.parametrize("keyword", ["seed", "random_state", "n_jobs", "max_trials", "n_iter"])
def test_fmin_refuses_others(keyword: str) -> None:
    with pytest.raises(TypeError, match=keyword):
        fmin(abs, hp.uniform("x", 0, 1), rand.suggest, 1, verbose=False, **{keyword: 1})


def test_the_algorithms_of_hyperopt() -> None:
    suggesting = {name for name in dir(hyperopt) if hasattr(getattr(hyperopt, name), "suggest")}
    assert suggesting == hyperopt_tables.ALGORITHMS
    startup = inspect.signature(hyperopt.tpe.suggest).parameters[hyperopt_tables.STARTUP_PARAMETER]
    assert startup.default == hyperopt_tables.STARTUP_TRIALS


SEARCH_CLASSES = {name: getattr(model_selection, name) for name in sorted(SEARCHES)}


@pytest.mark.parametrize("name", SEARCH_CLASSES)
def test_scikit_learn_searches_refuse_others(name: str) -> None:
    for keyword in ("seed", "iid", "fit_params", "max_trials", "n_trials", "epochs"):
        with pytest.raises(TypeError, match=keyword):
            SEARCH_CLASSES[name](DecisionTreeClassifier(), {"max_depth": [1]}, **{keyword: 1})


@pytest.mark.parametrize("name", SEARCH_CLASSES)
def test_fit_takes_features_and_labels_by_position(name: str) -> None:
    parameters = inspect.signature(SEARCH_CLASSES[name].fit).parameters
    named = [each.name for each in parameters.values() if each.kind is each.POSITIONAL_OR_KEYWORD]
    assert tuple(named[1:]) == FIT_POSITIONAL


def test_grid_search_has_no_random_state() -> None:
    with pytest.raises(TypeError, match="random_state"):
        model_selection.GridSearchCV(DecisionTreeClassifier(), {}, random_state=1)
