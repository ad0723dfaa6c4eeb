"""What seeds the proposals of scikit-optimize, and what does not."""

import random
from typing import Any

import numpy as np
import pytest
from sklearn.datasets import load_iris
from sklearn.naive_bayes import GaussianNB
from skopt import BayesSearchCV, Optimizer, forest_minimize, gp_minimize

from tunelint.libraries.scikit_optimize import tables

pytestmark = [
    pytest.mark.libraries,
    pytest.mark.filterwarnings("ignore::UserWarning", "ignore::FutureWarning"),
]

SMOOTHING = {"var_smoothing": (1e-9, 1e-1, "log-uniform")}


def minimised(minimise: Any, count: int, **arguments: Any) -> list[float]:
    seen: list[float] = []

    def loss(point: list[float]) -> float:
        seen.append(point[0])
        return point[0] ** 2

    minimise(loss, [(-1.0, 1.0)], n_calls=count, n_initial_points=3, **arguments)
    return seen


def asked(count: int, **arguments: Any) -> list[float]:
    optimizer = Optimizer([(-1.0, 1.0)], n_initial_points=3, **arguments)
    seen = []
    for _ in range(count):
        point = optimizer.ask()
        seen.append(point[0])
        optimizer.tell(point, point[0] ** 2)
    return seen


def searched(count: int = 3, **arguments: Any) -> list[float]:
    x, y = load_iris(return_X_y=True)
    search = BayesSearchCV(GaussianNB(), SMOOTHING, n_iter=count, cv=2, **arguments)
    return [found["var_smoothing"] for found in search.fit(x, y).cv_results_["params"]]


SEARCHES = {
    "gp_minimize": lambda **arguments: minimised(gp_minimize, 4, **arguments),
    "forest_minimize": lambda **arguments: minimised(forest_minimize, 4, **arguments),
    "Optimizer": lambda **arguments: asked(4, **arguments),
    "BayesSearchCV": searched,
}


@pytest.mark.parametrize("run", SEARCHES.values(), ids=SEARCHES)
def test_random_state_repeats_the_proposals(run: Any) -> None:
    first, second, other = (run(random_state=seed) for seed in (7, 7, 8))
    assert first == second != other


@pytest.mark.parametrize("run", SEARCHES.values(), ids=SEARCHES)
def test_zero_is_a_seed(run: Any) -> None:
    assert run(random_state=0) == run(random_state=0)


@pytest.mark.parametrize("run", SEARCHES.values(), ids=SEARCHES)
def test_numpys_global_seed_repeats_them(run: Any) -> None:
    runs = []
    for _ in range(2):
        np.random.seed(3)
        runs.append(run())
    assert runs[0] == runs[1]


@pytest.mark.parametrize("run", SEARCHES.values(), ids=SEARCHES)
def test_pythons_seed_does_not(run: Any) -> None:
    runs = []
    for _ in range(2):
        random.seed(3)
        runs.append(run())
    assert runs[0] != runs[1]


@pytest.mark.parametrize("run", SEARCHES.values(), ids=SEARCHES)
def test_a_generator_is_no_random_state(run: Any) -> None:
    with pytest.raises(ValueError, match="cannot be used to seed"):
        run(random_state=np.random.default_rng(3))


def test_the_seed_in_optimizer_kwargs_is_ignored() -> None:
    runs = [searched(optimizer_kwargs={"random_state": 3}) for _ in range(2)]
    assert runs[0] != runs[1]


@pytest.mark.parametrize("generator", ["random", "lhs", "halton", "hammersly"])
def test_which_starts_are_the_same_in_every_run(generator: str) -> None:
    runs = [minimised(gp_minimize, 3, initial_point_generator=generator) for _ in range(2)]
    assert (runs[0] == runs[1]) == (generator in tables.DETERMINISTIC_STARTS)
