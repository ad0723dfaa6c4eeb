import importlib
import random
from collections.abc import Callable
from typing import Any

import keras
import keras_tuner as kt
import numpy as np
import pytest
import tensorflow as tf
import torch
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV

from tests.facts.tiny import rows
from tunelint.libraries.random_generators.tables import (
    NUMPY,
    PYTHON,
    SEEDING_CALLS,
    TENSORFLOW,
    TORCH,
)

pytestmark = pytest.mark.libraries


@pytest.fixture(autouse=True)
def fresh_generators() -> None:
    keras.utils.set_random_seed(random.SystemRandom().randrange(2**31))
    random.seed()
    np.random.seed()


def trained_weights(seeding: Callable[[], Any]) -> list[float]:
    """The weights after an epoch of a network with dropout, on shuffled batches."""
    seeding()
    keras.backend.clear_session()
    model = keras.Sequential(
        [keras.Input((3,)), keras.layers.Dropout(0.5), keras.layers.Dense(1, use_bias=False)]
    )
    model.compile("sgd", "mse")
    model.fit(*rows(), batch_size=2, verbose=0)
    return model.get_weights()[0].ravel().tolist()


def repeats(seeding: Callable[[], Any]) -> bool:
    return trained_weights(seeding) == trained_weights(seeding)


def fresh() -> None:
    random.seed()
    np.random.seed()
    tf.random.set_seed(random.randrange(2**31))
    torch.seed()


def test_set_random_seed_repeats_the_training() -> None:
    assert repeats(lambda: keras.utils.set_random_seed(1))


def test_python_and_tensorflow_together_repeat_it() -> None:
    assert repeats(lambda: (fresh(), random.seed(1), tf.random.set_seed(1)))


@pytest.mark.parametrize(
    "seeding",
    [
        lambda: tf.random.set_seed(1),
        lambda: (tf.random.set_seed(1), np.random.seed(1)),
        lambda: random.seed(1),
        lambda: (random.seed(1), np.random.seed(1)),
        lambda: np.random.seed(1),
    ],
    ids=["tensorflow", "tensorflow+numpy", "python", "python+numpy", "numpy"],
)
def test_anything_less_does_not(seeding: Callable[[], Any]) -> None:
    assert not repeats(lambda: (fresh(), seeding()))


def test_first_weights_follow_python_alone() -> None:
    def weights(seeding: Callable[[], Any]) -> list[float]:
        fresh()
        seeding()
        return keras.layers.Dense(1)(np.eye(3)).numpy().ravel().tolist()

    assert weights(lambda: random.seed(1)) == weights(lambda: random.seed(1))
    assert weights(lambda: tf.random.set_seed(1)) != weights(lambda: tf.random.set_seed(1))


def test_split_dataset_shuffles_by_python() -> None:
    def left(seeding: Callable[[], Any]) -> list[int]:
        fresh()
        seeding()
        part, _ = keras.utils.split_dataset(np.arange(100), left_size=0.5, shuffle=True)
        return [int(row) for row in part]

    assert left(lambda: random.seed(1)) == left(lambda: random.seed(1))
    assert left(lambda: np.random.seed(1)) != left(lambda: np.random.seed(1))


@pytest.mark.parametrize(
    "shuffled",
    [
        lambda: tf.random.shuffle(tf.range(100)).numpy().tolist(),
        lambda: [int(row) for row in tf.data.Dataset.range(100).shuffle(100)],
    ],
    ids=["tf.random.shuffle", "Dataset.shuffle"],
)
def test_tensorflow_shuffles_by_its_own_generator(shuffled: Callable[[], list[int]]) -> None:
    def after(seeding: Callable[[], Any]) -> list[int]:
        fresh()
        seeding()
        return shuffled()

    assert after(lambda: tf.random.set_seed(1)) == after(lambda: tf.random.set_seed(1))
    assert after(lambda: random.seed(1)) != after(lambda: random.seed(1))


DRAWN_FROM: dict[str, Callable[[], Any]] = {
    PYTHON: random.random,
    NUMPY: np.random.rand,
    TENSORFLOW: lambda: float(tf.random.uniform(())),
    TORCH: lambda: float(torch.rand(())),
}


def installed_seeding(name: str) -> Callable[[int], Any] | None:
    """The function of that name, None where the installed releases do not have it."""
    home, _, last = name.rpartition(".")
    try:
        return getattr(importlib.import_module(home), last, None)
    except ModuleNotFoundError:
        return None


SEEDINGS = sorted(
    name
    for name in SEEDING_CALLS
    if installed_seeding(name) and not name.endswith(("setstate", "set_state"))
)


def test_the_seedings_that_can_be_tried() -> None:
    asked = {"random.seed", "numpy.random.seed", "tensorflow.random.set_seed"}
    assert asked | {"keras.utils.set_random_seed"} <= set(SEEDINGS)


@pytest.mark.parametrize("name", SEEDINGS)
def test_which_generators_a_call_seeds(name: str) -> None:
    repeated = set()
    for generator, draw in DRAWN_FROM.items():
        draws = []
        for _ in range(2):
            fresh()
            installed_seeding(name)(5)
            draws.append(draw())
        if draws[0] == draws[1]:
            repeated.add(generator)
    assert repeated == SEEDING_CALLS[name]


def forest_scores(n_jobs: int | None, search: type, **options: Any) -> list[float]:
    x, y = noisy_rows()
    # So many that two runs without a seed cannot score alike in all of them.
    space = {"max_depth": list(range(1, 9))}
    forest = RandomForestClassifier(n_estimators=3, random_state=options.pop("forest", None))
    found = search(forest, space, cv=3, n_jobs=n_jobs, **options).fit(x, y)
    return found.cv_results_["mean_test_score"].tolist()


def noisy_rows() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    return rng.normal(size=(90, 8)), np.arange(90) % 3


def test_estimators_in_one_process_follow_numpy() -> None:
    scores = [(np.random.seed(1), forest_scores(None, GridSearchCV))[1] for _ in range(2)]
    assert scores[0] == scores[1]
    np.random.seed()
    assert forest_scores(None, GridSearchCV) != scores[0]


def test_estimators_in_workers_do_not() -> None:
    scores = [(np.random.seed(1), forest_scores(2, GridSearchCV))[1] for _ in range(2)]
    assert scores[0] != scores[1]


def test_the_seed_of_a_search_does_not_reach_its_estimator() -> None:
    scores = [forest_scores(None, RandomizedSearchCV, n_iter=8, random_state=1) for _ in range(2)]
    assert scores[0] != scores[1]


@pytest.mark.parametrize("n_jobs", [None, 2])
def test_random_state_of_the_estimator_repeats_it(n_jobs: int | None) -> None:
    first, second = (forest_scores(n_jobs, GridSearchCV, forest=0) for _ in range(2))
    assert first == second


def sklearn_score(forest_seed: int | None, project: str) -> float:
    def build(hp: kt.HyperParameters) -> RandomForestClassifier:
        hp.Int("depth", 1, 3)
        return RandomForestClassifier(n_estimators=3, random_state=forest_seed)

    oracle = kt.oracles.RandomSearchOracle(kt.Objective("score", "max"), max_trials=1, seed=1)
    tuner = kt.SklearnTuner(oracle, build, project_name=project)
    tuner.search(*noisy_rows())
    trial = tuner.oracle.get_best_trials()[0]
    assert list(trial.metrics.metrics) == ["score"]
    return trial.score


def test_sklearn_tuner_trains_by_the_estimators_seed_or_numpy() -> None:
    assert sklearn_score(0, "a") == sklearn_score(0, "b")
    assert len({sklearn_score(None, f"c{n}") for n in range(8)}) > 1
    numpy_seeded = [(np.random.seed(1), sklearn_score(None, f"d{n}"))[1] for n in range(2)]
    assert numpy_seeded[0] == numpy_seeded[1]
