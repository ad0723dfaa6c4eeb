"""What bayes_opt draws: types and scales, and how bounds are read."""

from typing import Any

import numpy as np
import pytest
from bayes_opt import BayesianOptimization
from sklearn.ensemble import RandomForestClassifier

from tunelint.libraries.bayes_opt import tables

pytestmark = [
    pytest.mark.libraries,
    pytest.mark.filterwarnings("ignore"),
]


def drawn(bounds: Any, count: int = 6) -> tuple[list[Any], BayesianOptimization]:
    """What an objective receives, half of it at random and half by the model."""
    seen: list[Any] = []

    def objective(x: Any) -> float:
        seen.append(x)
        return float(len(seen))

    made = BayesianOptimization(objective, {"x": bounds}, verbose=0, random_state=1)
    made.maximize(init_points=count // 2, n_iter=count // 2)
    return seen, made


def spoken(value: Any) -> str:
    kind = type(value)
    return f"numpy.{kind.__name__}" if kind.__module__ == "numpy" else kind.__name__


TYPES = {
    "a tuple of integers": ((2, 90), tables.FLOAT_DRAWS),
    "a list": ([2, 90], tables.FLOAT_DRAWS),
    "an array": (np.array([2, 90]), tables.FLOAT_DRAWS),
    "a tuple of floats": ((2.0, 90.0), tables.FLOAT_DRAWS),
    "with float": ((2, 90, float), tables.FLOAT_DRAWS),
    "with int": ((2, 90, int), tables.INTEGER_DRAWS),
    "strings": (("a", "b", "c"), "str"),
    "three numbers": ((16, 32, 64), "int"),
}


@pytest.mark.parametrize("name", TYPES)
def test_the_types_of_draws(name: str) -> None:
    bounds, kind = TYPES[name]
    seen, made = drawn(bounds)
    assert {spoken(value) for value in seen} == {kind}
    assert spoken(made.max["params"]["x"]) == kind


def test_integers_reach_both_bounds_and_nothing_beyond() -> None:
    made = BayesianOptimization(lambda x: 0.0, {"x": (1, 3, int)}, verbose=0, random_state=1)
    assert {point["x"] for point in made.random_sample(50)} == {1, 2, 3}


def test_three_values_are_a_choice_and_no_range() -> None:
    made = BayesianOptimization(lambda x: 0.0, {"x": (16, 32, 64)}, verbose=0, random_state=1)
    assert {point["x"] for point in made.random_sample(50)} == {16, 32, 64}
    quoted = BayesianOptimization(lambda x: 0.0, {"x": (1, 9, "int")}, verbose=0, random_state=1)
    assert {point["x"] for point in quoted.random_sample(50)} == {1, 9, "int"}


def test_what_is_not_drawn_as_a_float_comes_with_a_warning() -> None:
    for bounds in ((1, 9, int), ("a", "b")):
        with pytest.warns(UserWarning, match="Non-float parameters are experimental"):
            BayesianOptimization(lambda x: 0.0, {"x": bounds}, verbose=0)


def test_draws_are_spread_evenly() -> None:
    made = BayesianOptimization(lambda x: 0.0, {"x": (1e-5, 1e-1)}, verbose=0, random_state=1)
    points = [point["x"] for point in made.random_sample(1000)]
    assert sum(point < 1e-4 for point in points) < 10


def test_new_bounds_are_drawn_from_later() -> None:
    made = BayesianOptimization(lambda x: 0.0, {"x": (0, 1)}, verbose=0, random_state=1)
    made.set_bounds({"x": (5, 6)})
    assert 5 <= made.random_sample(1)[0]["x"] <= 6


def test_a_draw_is_no_integer_for_an_estimator() -> None:
    seen, _ = drawn((2, 90))
    with pytest.raises(ValueError, match="max_depth"):
        RandomForestClassifier(max_depth=seen[0]).fit([[0], [1]], [0, 1])
    RandomForestClassifier(max_depth=int(seen[0])).fit([[0], [1]], [0, 1])
