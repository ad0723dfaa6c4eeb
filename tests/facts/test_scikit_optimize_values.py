"""What scikit-optimize draws: types, scales, and how plain tuples and lists are read."""

from typing import Any

import keras
import numpy as np
import pytest
from sklearn.datasets import load_iris
from sklearn.svm import SVC
from skopt import BayesSearchCV, forest_minimize, gp_minimize
from skopt.space import Categorical, Integer, Real, check_dimension
from skopt.utils import use_named_args

from tunelint.libraries.scikit_optimize import tables

pytestmark = [
    pytest.mark.libraries,
    pytest.mark.filterwarnings("ignore"),
]


def drawn(dimension: Any, count: int = 5) -> tuple[set[str], Any]:
    """The types that an objective receives, and the type in the result."""
    seen: list[Any] = []

    def loss(point: list[Any]) -> float:
        seen.append(point[0])
        return len(seen) / 10

    result = gp_minimize(loss, [dimension], n_calls=count, n_initial_points=2, random_state=0)
    assert len(seen) == count
    return {_spoken(value) for value in seen}, _spoken(result.x[0])


def _spoken(value: Any) -> str:
    kind = type(value)
    return f"numpy.{kind.__name__}" if kind.__module__ == "numpy" else kind.__name__


TYPES = {
    "Integer": (Integer(1, 90), tables.INTEGER_DRAWS),
    "Integer, logarithmic": (Integer(1, 90, prior="log-uniform"), tables.INTEGER_DRAWS),
    "Integer, dtype": (Integer(1, 90, dtype=int), "int"),
    "a tuple of integers": ((1, 90), tables.INTEGER_DRAWS),
    "Real": (Real(1, 90), tables.REAL_DRAWS),
    "a tuple of floats": ((1.0, 90.0), tables.REAL_DRAWS),
    "a tuple with a prior": ((1e-3, 1.0, "log-uniform"), tables.REAL_DRAWS),
}


@pytest.mark.parametrize("name", TYPES)
def test_the_types_of_draws(name: str) -> None:
    dimension, kind = TYPES[name]
    assert drawn(dimension) == ({kind}, kind)


def test_numbers_among_categories_turn_into_numpys_when_the_model_takes_over() -> None:
    kinds, _ = drawn(Categorical([16, 32, 64, 128]), count=8)
    assert "int" in kinds
    assert kinds <= {"int", "numpy.int64"}


@pytest.mark.parametrize("minimise", [gp_minimize, forest_minimize])
def test_beside_a_real_dimension_every_proposal_of_the_model_is_numpys(minimise: Any) -> None:
    seen: list[str] = []

    def loss(point: list[Any]) -> float:
        seen.append(_spoken(point[0]))
        return float(point[0] / 100 + point[1] ** 2)

    space = [Categorical([8, 16, 32]), Real(-1, 1)]
    minimise(loss, space, n_calls=6, n_initial_points=3, random_state=1)
    assert seen == ["int"] * 3 + [tables.INTEGER_DRAWS] * 3


READ_AS: list[tuple[tuple[Any, ...], type]] = [
    ((1, 9), Integer),
    ((1.0, 9.0), Real),
    ((1, 9.5), Real),
    ((1e-3, 1.0, "log-uniform"), Real),
    ((1, 9, "log-uniform"), Integer),
    (("a", "b"), Categorical),
    (("a", "b", "c"), Categorical),
    ((16, 32, 64), Categorical),
]


@pytest.mark.parametrize(("written", "kind"), READ_AS)
def test_how_tuples_and_lists_are_read(written: Any, kind: type) -> None:
    for spelled in (written, list(written)):
        found = check_dimension(spelled)
        assert type(found) is kind
        if "log-uniform" in written:
            assert found.prior == tables.LOG_UNIFORM


def test_bayes_search_hands_over_pythons_numbers() -> None:
    seen: list[Any] = []

    class Watching(SVC):  # type: ignore[misc]
        def fit(self, x: Any, y: Any) -> Any:
            seen.append(self.degree)
            return super().fit(x, y)

    x, y = load_iris(return_X_y=True)
    BayesSearchCV(Watching(), {"degree": Integer(1, 5)}, n_iter=2, cv=2).fit(x, y)
    assert {type(value) for value in seen} == {int}


def test_keras_layers_want_pythons_integers() -> None:
    with pytest.raises(ValueError, match="units"):
        keras.layers.Dense(np.int64(4))
    keras.layers.Conv1D(np.int64(4), 3)


def test_named_arguments_are_the_names_of_the_dimensions() -> None:
    @use_named_args([Real(0, 1, name="rate"), Integer(1, 9, name="units")])
    def loss(units: int, rate: float) -> tuple[int, float]:
        return units, rate

    assert loss([0.5, 3]) == (3, 0.5)
    with pytest.raises(TypeError):
        loss(0.5, 3)


@pytest.mark.parametrize("prior", sorted(tables.PRIORS))
def test_the_share_of_draws_in_the_upper_decade(prior: str) -> None:
    draws = list(Real(1e-5, 1e-1, prior=prior).rvs(2000, random_state=0))
    share = sum(draw > 1e-2 for draw in draws) / len(draws)
    assert (share > 0.85) == (prior != tables.LOG_UNIFORM)


@pytest.mark.parametrize("bounds", [(0, 1), [0, 1], (0, 1, "uniform"), (1, 9, "log-uniform")])
def test_two_whole_bounds_draw_whole_numbers_alone(bounds: Any) -> None:
    dimension = check_dimension(bounds)

    assert isinstance(dimension, Integer)
    assert {float(value).is_integer() for value in dimension.rvs(20, random_state=0)} == {True}
    one_float = check_dimension((float(bounds[0]), *bounds[1:]))
    assert isinstance(one_float, Real)


def test_so_does_a_cross_validated_search() -> None:
    for bounds, kind in (((1, 9), int), ([1, 9], int), ((1.0, 9), float)):
        search = BayesSearchCV(SVC(), {"C": bounds}, n_iter=3, cv=2, random_state=0)
        search.fit(*load_iris(return_X_y=True))
        assert {type(each["C"]) for each in search.cv_results_["params"]} == {kind}
