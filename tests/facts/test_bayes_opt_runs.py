"""How bayes_opt runs: what it accepts, how many points it tries, in which direction, what fails."""

import importlib
import inspect
from typing import Any

import numpy as np
import pytest
from bayes_opt import BayesianOptimization, acquisition
from bayes_opt.exception import NotUniqueError

from tunelint.libraries.bayes_opt import tables

pytestmark = [
    pytest.mark.libraries,
    pytest.mark.filterwarnings("ignore"),
]

BOUNDS = {"x": (-1.0, 1.0)}


def hill(x: float) -> float:
    return -float(x**2)


def optimizer(objective: Any = hill, **arguments: Any) -> BayesianOptimization:
    return BayesianOptimization(objective, BOUNDS, verbose=0, **{"random_state": 1, **arguments})


def tried(found: BayesianOptimization) -> int:
    return len(found.res)


def test_the_parameters_are_these() -> None:
    assert tuple(inspect.signature(BayesianOptimization).parameters) == tables.ORDER
    for name, order in tables.METHODS.items():
        parameters = inspect.signature(getattr(BayesianOptimization, name)).parameters
        assert tuple(parameters)[1:] == order
    maximize = inspect.signature(BayesianOptimization.maximize).parameters
    assert {name: maximize[name].default for name in tables.DEFAULTS} == tables.DEFAULTS


@pytest.mark.parametrize("name", ["acq", "kappa", "xi", "alpha", "acquisition_function"])
def test_maximize_takes_nothing_else(name: str) -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument"):
        optimizer().maximize(init_points=1, n_iter=1, **{name: 1})


def test_maximize_takes_no_third_argument() -> None:
    with pytest.raises(TypeError, match="takes from 1 to 3 positional arguments"):
        optimizer().maximize(1, 1, "ei")


@pytest.mark.parametrize("name", ["seed", "acq", "n_iter", "init_points"])
def test_the_constructor_takes_none_of_these(name: str) -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument"):
        optimizer(**{name: 1})


def test_suggest_takes_no_utility() -> None:
    with pytest.raises(TypeError, match="takes 1 positional argument but 2 were given"):
        optimizer().suggest(acquisition.UpperConfidenceBound())
    with pytest.raises(TypeError, match="unexpected keyword argument"):
        optimizer().suggest(utility_function=acquisition.UpperConfidenceBound())


def test_an_acquisition_function_is_an_object_given_to_the_constructor() -> None:
    chosen = optimizer(acquisition_function=acquisition.UpperConfidenceBound(kappa=2.0))
    chosen.maximize(init_points=1, n_iter=1)
    with pytest.raises(AttributeError, match="'str' object has no attribute 'suggest'"):
        optimizer(acquisition_function="ucb").maximize(init_points=1, n_iter=1)


def found(name: str) -> Any:
    """What a dotted name means, however it is imported; ImportError where it means nothing."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        home, _, last = name.rpartition(".")
        if not home:
            raise
        holder = found(home)
        if not hasattr(holder, last):
            raise ImportError(name) from None
        return getattr(holder, last)


@pytest.mark.parametrize("name", tables.MOVED_NAMES)
def test_moved_names_are_gone(name: str) -> None:
    with pytest.raises(ImportError):
        found(name)


@pytest.mark.parametrize("name", [one for one in tables.MOVED_NAMES.values() if one])
def test_what_took_their_place_exists(name: str) -> None:
    owner, _, method = name.partition(".")
    if owner == "optimizer":
        assert callable(getattr(BayesianOptimization, method.removesuffix("()")))
    else:
        assert found(name)


@pytest.mark.parametrize("name", tables.MOVED_METHODS)
def test_moved_methods_are_gone(name: str) -> None:
    assert not hasattr(BayesianOptimization, name)


@pytest.mark.parametrize("name", [one for one in tables.MOVED_METHODS.values() if one])
def test_methods_that_took_their_place_exist(name: str) -> None:
    assert hasattr(BayesianOptimization, name.partition("(")[0])


# -- how many points ------------------------------------------------------------------------------


def test_maximize_returns_none() -> None:
    assert optimizer().maximize(init_points=1, n_iter=1) is None  # type: ignore[func-returns-value]


@pytest.mark.parametrize(
    ("init_points", "n_iter", "points"), [(3, 2, 5), (3, 0, 3), (0, 2, 3), (0, 0, 1)]
)
def test_so_many_points_are_tried(init_points: int, n_iter: int, points: int) -> None:
    """With nothing to start from, one point is random at least, beside those of the model."""
    one = optimizer()
    one.maximize(init_points=init_points, n_iter=n_iter)
    assert tried(one) == points


def test_without_iterations_the_model_is_never_fitted() -> None:
    one, other = optimizer(), optimizer()
    one.maximize(init_points=4, n_iter=0)
    points = other.random_sample(4)
    assert [found["params"] for found in one.res] == points
    assert not hasattr(one._gp, "X_train_")


def test_a_second_call_goes_on_with_new_random_points() -> None:
    one = optimizer()
    one.maximize(init_points=2, n_iter=1)
    first = list(one.res)
    one.maximize(init_points=2, n_iter=1)
    assert tried(one) == 6
    assert one.res[:3] == first
    one.maximize(init_points=0, n_iter=1)
    assert tried(one) == 7


def test_points_to_probe_come_before_the_random_ones_and_in_addition() -> None:
    one = optimizer()
    one.probe({"x": 0.5})
    assert tried(one) == 0
    one.maximize(init_points=2, n_iter=0)
    assert [one.res[0]["params"]["x"], tried(one)] == [0.5, 3]
    one.probe({"x": 0.25}, lazy=False)
    assert tried(one) == 4


def test_a_known_point_is_not_tried_again() -> None:
    seen: list[float] = []
    one = optimizer(lambda x: seen.append(x) or 0.0)
    one.probe({"x": 0.5}, lazy=False)
    one.probe({"x": 0.5}, lazy=False)
    assert seen == [0.5]
    with pytest.raises(NotUniqueError):
        one.register({"x": 0.5}, 1.0)
    optimizer(allow_duplicate_points=True).register({"x": 0.5}, 1.0)


def test_suggest_and_register_need_no_function() -> None:
    one = optimizer(None)
    first = one.suggest()
    assert first == optimizer(None).random_sample(1)[0]
    one.register(params=first, target=0.0)
    assert not hasattr(one._gp, "X_train_")
    one.suggest()
    assert len(one._gp.X_train_) == 1
    with pytest.raises(ValueError, match="No target function has been provided"):
        one.maximize(init_points=1, n_iter=0)


# -- in which direction, and what is found --------------------------------------------------------


def test_it_maximises() -> None:
    one = optimizer()
    one.maximize(init_points=5, n_iter=0)
    assert one.max["target"] == max(point["target"] for point in one.res)


def test_what_it_found_is_made_anew_for_each_reader() -> None:
    one = optimizer()
    assert one.max is None
    one.maximize(init_points=2, n_iter=0)
    one.max["params"]["x"] = 7
    assert one.max["params"]["x"] != 7


# -- what fails -----------------------------------------------------------------------------------


@pytest.mark.parametrize("score", [None, {"loss": 1.0}])
def test_what_is_no_number_fails(score: Any) -> None:
    with pytest.raises(TypeError):
        optimizer(lambda x: score).maximize(init_points=2, n_iter=0)


@pytest.mark.parametrize("score", [(1.0, 2.0), [1.0], np.array([1.0])])
def test_what_is_several_numbers_fails(score: Any) -> None:
    with pytest.raises(ValueError, match="same number of dimensions"):
        optimizer(lambda x: score).maximize(init_points=1, n_iter=0)


def test_a_score_that_is_no_number_fails_once_a_model_is_fitted() -> None:
    optimizer(lambda x: float("nan")).maximize(init_points=2, n_iter=0)
    with pytest.raises(ValueError, match="Input y contains NaN"):
        optimizer(lambda x: float("nan")).maximize(init_points=2, n_iter=1)


def test_the_objective_takes_the_names_of_the_bounds() -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'x'"):
        optimizer(lambda y: 0.0).maximize(init_points=1, n_iter=0)
    seen: list[Any] = []
    optimizer(lambda number=5, **rest: seen.append((number, rest)) or 0.0).maximize(1, 0)
    assert seen == [(5, {"x": seen[0][1]["x"]})]


def test_bounds_the_wrong_way_round_fail_once_a_model_proposes() -> None:
    turned = BayesianOptimization(hill, {"x": (1, -1)}, verbose=0)
    with pytest.raises(ValueError, match="upper bound is less than"):
        turned.maximize(init_points=1, n_iter=1)
