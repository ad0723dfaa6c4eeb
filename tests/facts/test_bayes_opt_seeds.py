"""What seeds the proposals of bayes_opt, and what does not."""

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bayes_opt import BayesianOptimization, acquisition

pytestmark = [
    pytest.mark.libraries,
    pytest.mark.filterwarnings("ignore"),
]


def optimizer(**arguments: Any) -> BayesianOptimization:
    return BayesianOptimization(lambda x: -(x**2), {"x": (-1, 1)}, verbose=0, **arguments)


def proposals(one: BayesianOptimization) -> list[float]:
    one.maximize(init_points=2, n_iter=2)
    return [found["params"]["x"] for found in one.res]


@pytest.mark.parametrize("seed", [0, 7, False])
def test_random_state_repeats_the_proposals(seed: int) -> None:
    assert proposals(optimizer(random_state=seed)) == proposals(optimizer(random_state=seed))


def test_another_seed_proposes_other_points() -> None:
    assert proposals(optimizer(random_state=7)) != proposals(optimizer(random_state=8))


def test_a_random_state_object_seeds_them() -> None:
    first, second = (optimizer(random_state=np.random.RandomState(7)) for _ in range(2))
    assert proposals(first) == proposals(second)


def test_global_seeds_do_not() -> None:
    found = []
    for _ in range(2):
        np.random.seed(7)
        random.seed(7)
        found.append(proposals(optimizer()))
    assert found[0] != found[1]


def test_one_made_by_position_counts() -> None:
    made = [BayesianOptimization(lambda x: -x, {"x": (0, 1)}, None, None, 7, 0) for _ in range(2)]
    assert proposals(made[0]) == proposals(made[1])


@pytest.mark.parametrize("seed", [np.random.default_rng(7), np.int64(7), "7", 7.0, np.random])
def test_other_seeds_are_refused(seed: Any) -> None:
    with pytest.raises(TypeError, match="random_state should be an instance of"):
        optimizer(random_state=seed)


def test_the_seed_of_an_acquisition_function_is_ignored_with_a_warning() -> None:
    with pytest.warns(DeprecationWarning, match="will be ignored"):
        chosen = acquisition.UpperConfidenceBound(random_state=7)
    first = optimizer(acquisition_function=chosen)
    assert proposals(first) != proposals(optimizer(acquisition_function=chosen))


def test_asking_and_telling_is_seeded_by_random_state_too() -> None:
    found = []
    for _ in range(2):
        one = optimizer(random_state=7)
        asked = []
        for _ in range(3):
            point = one.suggest()
            asked.append(point["x"])
            one.register(point, -(point["x"] ** 2))
        found.append(asked)
    assert found[0] == found[1]


def test_a_loaded_state_brings_its_seed_and_its_points(tmp_path: Path) -> None:
    saved = optimizer()
    saved.maximize(init_points=2, n_iter=0)
    saved.save_state(tmp_path / "state.json")
    found = []
    for _ in range(2):
        one = optimizer()
        one.load_state(tmp_path / "state.json")
        assert len(one.res) == 2
        found.append(proposals(one))
    assert found[0] == found[1]


def test_trials_draw_nothing_from_the_global_generators() -> None:
    random.seed(1)
    np.random.seed(1)
    before = random.getstate(), np.random.get_state()[1].tolist()  # type: ignore[index, union-attr]
    proposals(optimizer())
    assert before[0] == random.getstate()
    assert before[1] == np.random.get_state()[1].tolist()  # type: ignore[index, union-attr]
