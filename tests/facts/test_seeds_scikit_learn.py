import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy.stats import uniform
from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn.model_selection import (
    GridSearchCV,
    HalvingGridSearchCV,
    HalvingRandomSearchCV,
    ParameterSampler,
    RandomizedSearchCV,
)
from sklearn.tree import DecisionTreeClassifier

from tunelint.libraries.scikit_learn.searches import ROWS_AS_RESOURCE

pytestmark = pytest.mark.libraries

CONTINUOUS = {"ccp_alpha": uniform(0, 0.1)}
LISTED = {"max_depth": [1, 2, 3], "min_samples_leaf": [1, 2]}
RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(120, 6)), np.arange(120) % 2


def tried(search: type, space: Any, **options: Any) -> list[Any]:
    """The configurations tried, in order, with the score of each."""
    model = DecisionTreeClassifier(random_state=0)
    found = search(model, space, cv=2, **options).fit(X, Y).cv_results_
    return list(zip(found["params"], found["mean_test_score"].tolist(), strict=True))


def random_search(**options: Any) -> list[Any]:
    return tried(RandomizedSearchCV, CONTINUOUS, n_iter=4, **options)


def halving_random_search(**options: Any) -> list[Any]:
    return tried(HalvingRandomSearchCV, CONTINUOUS, n_candidates=4, **options)


def halving_grid_search(**options: Any) -> list[Any]:
    return tried(HalvingGridSearchCV, LISTED, **options)


DRAWN = [random_search, halving_random_search, halving_grid_search]


@pytest.mark.parametrize("search", DRAWN)
def test_random_state_repeats_the_search(search: Callable[..., Any]) -> None:
    assert search(random_state=0) == search(random_state=0) != search(random_state=1)


@pytest.mark.parametrize("search", DRAWN)
def test_numpy_before_it_repeats_it(search: Callable[..., Any]) -> None:
    first, second = ((np.random.seed(1), search())[1] for _ in range(2))
    assert first == second


@pytest.mark.parametrize("search", DRAWN)
def test_python_does_not(search: Callable[..., Any]) -> None:
    np.random.seed()
    runs = [(random.seed(1), search())[1] for _ in range(6)]
    assert any(run != runs[0] for run in runs)


def test_grid_search_has_nothing_to_seed() -> None:
    np.random.seed()
    assert tried(GridSearchCV, LISTED) == tried(GridSearchCV, LISTED)


def test_halving_grid_over_a_parameter_has_nothing_to_seed() -> None:
    np.random.seed()
    options = {"resource": "max_leaf_nodes", "min_resources": 2, "max_resources": 20}
    first, second = (halving_grid_search(**options) for _ in range(2))
    assert first == second
    assert options["resource"] != ROWS_AS_RESOURCE


def test_lists_that_the_iterations_exhaust_are_tried_whole() -> None:
    np.random.seed()
    runs = [tried(RandomizedSearchCV, LISTED, n_iter=6) for _ in range(2)]
    assert runs[0] == runs[1]
    assert len(runs[0]) == 6


def test_lists_that_they_do_not_exhaust_are_sampled() -> None:
    np.random.seed()
    runs = [tried(RandomizedSearchCV, LISTED, n_iter=3) for _ in range(8)]
    assert any(run != runs[0] for run in runs)


def test_parameter_sampler_follows_random_state_or_numpy() -> None:
    def sampled(**options: Any) -> list[Any]:
        return list(ParameterSampler(CONTINUOUS, 3, **options))

    assert sampled(random_state=0) == sampled(random_state=0)
    first, second = ((np.random.seed(1), sampled())[1] for _ in range(2))
    assert first == second != sampled()


@pytest.mark.parametrize("search", [random_search, halving_random_search])
def test_a_generator_is_no_random_state(search: Callable[..., Any]) -> None:
    with pytest.raises(ValueError, match="random_state"):
        search(random_state=np.random.default_rng(0))
