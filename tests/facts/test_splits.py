import random
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pandas as pd
import pytest
import sklearn.model_selection
import sklearn.utils
import tensorflow as tf

from tunelint.libraries.arrays import tables
from tunelint.libraries.random_generators.tables import NUMPY, PYTHON, TENSORFLOW

pytestmark = pytest.mark.libraries

ROWS = np.arange(60)
LABELS = np.arange(60) % 2
GROUPS = np.arange(60) % 12
SEEDING: dict[str, Callable[[int], Any]] = {
    PYTHON: random.seed,
    NUMPY: np.random.seed,
    TENSORFLOW: tf.random.set_seed,
}


def in_place(shuffle: Callable[[list[int]], Any]) -> list[int]:
    kept = list(range(60))
    shuffle(kept)
    return kept


def splitter(name: str) -> Callable[..., Any]:
    def split(**options: Any) -> Any:
        folds = getattr(sklearn.model_selection, name)(**options)
        return [test.tolist() for _, test in folds.split(ROWS, LABELS, GROUPS)]

    return split


def part(dataset: tuple[Any, Any]) -> list[int]:
    return [int(row) for row in dataset[0]]


DRAWS: dict[str, Callable[..., Any]] = {
    **{
        name: splitter(name)
        for name, drawing in tables.SKLEARN_DRAWINGS.items()
        if drawing.kind == "splitter"
    },
    "train_test_split": lambda **options: sklearn.model_selection.train_test_split(ROWS, **options)[
        1
    ].tolist(),
    "shuffle": lambda **options: sklearn.utils.shuffle(ROWS, **options).tolist(),
    "resample": lambda **options: sklearn.utils.resample(ROWS, **options).tolist(),
    "numpy.random.permutation": lambda: np.random.permutation(60).tolist(),
    "numpy.random.shuffle": lambda: in_place(np.random.shuffle),
    "numpy.random.choice": lambda: np.random.choice(60, 30).tolist(),
    "random.shuffle": lambda: in_place(random.shuffle),
    "random.sample": lambda: random.sample(range(60), 30),
    "random.choices": lambda: random.choices(range(60), k=30),
    "tensorflow.random.shuffle": lambda **options: (
        tf.random.shuffle(ROWS, **options).numpy().tolist()
    ),
    "keras.utils.split_dataset": lambda **options: part(
        keras.utils.split_dataset(ROWS, left_size=0.5, **options)
    ),
    "DataFrame.sample": lambda **options: pd.Series(ROWS).sample(30, **options).tolist(),
}
GENERATORS = {name: drawing.generator for name, drawing in tables.SKLEARN_DRAWINGS.items()}
GENERATORS |= {name: tables.DRAWINGS[name].generator for name in DRAWS if name in tables.DRAWINGS}
GENERATORS["DataFrame.sample"] = NUMPY
OFF_BY_DEFAULT = {
    name
    for name, drawing in {**tables.SKLEARN_DRAWINGS, **tables.DRAWINGS}.items()
    if drawing.shuffle is False
}
OLD_NAMES = {"tensorflow.random_shuffle"}


def drawn(name: str, **options: Any) -> Any:
    if name in OFF_BY_DEFAULT:
        options.setdefault("shuffle", True)
    return DRAWS[name](**options)


def reseed() -> None:
    random.seed()
    np.random.seed()
    tf.random.set_seed(random.randrange(2**31))


def test_every_draw_of_the_tables_is_tried() -> None:
    known = {name for name in tables.DRAWINGS if not name.startswith("torch.")} - OLD_NAMES
    assert set(DRAWS) == set(tables.SKLEARN_DRAWINGS) | known | {"DataFrame.sample"}


@pytest.mark.parametrize("name", sorted(DRAWS))
def test_without_a_seed_two_draws_differ(name: str) -> None:
    reseed()
    assert drawn(name) != drawn(name)


@pytest.mark.parametrize("name", sorted(DRAWS))
@pytest.mark.parametrize("generator", sorted(SEEDING))
def test_only_its_own_generator_repeats_a_draw(name: str, generator: str) -> None:
    draws = []
    for _ in range(2):
        reseed()
        SEEDING[generator](1)
        draws.append(drawn(name))
    assert (draws[0] == draws[1]) is (GENERATORS[name] == generator)


@pytest.mark.parametrize("name", [*sorted(tables.SKLEARN_DRAWINGS), "DataFrame.sample"])
@pytest.mark.parametrize("seed", [0, 7])
def test_a_random_state_repeats_it(name: str, seed: int) -> None:
    assert drawn(name, random_state=seed) == drawn(name, random_state=seed)


def test_the_seed_of_split_dataset_repeats_it() -> None:
    name = "keras.utils.split_dataset"
    assert drawn(name, seed=3) == drawn(name, seed=3) != drawn(name, seed=4)


def test_the_seed_of_one_operation_of_tensorflow_repeats_after_the_global_one() -> None:
    name = "tensorflow.random.shuffle"
    draws = []
    for _ in range(2):
        tf.random.set_seed(1)
        draws.append(drawn(name, seed=3))
    assert draws[0] == draws[1]


@pytest.mark.parametrize("name", sorted(OFF_BY_DEFAULT))
def test_what_does_not_shuffle_by_default(name: str) -> None:
    assert DRAWS[name]() == DRAWS[name]() == DRAWS[name](shuffle=False)


def test_train_test_split_without_shuffling_draws_nothing() -> None:
    assert drawn("train_test_split", shuffle=False) == list(range(45, 60))


@pytest.mark.parametrize("empty", [np.random.RandomState, np.random.default_rng])
def test_an_empty_generator_is_no_seed(empty: Callable[[], Any]) -> None:
    assert empty().permutation(60).tolist() != empty().permutation(60).tolist()


@pytest.mark.parametrize("seeded", [np.random.RandomState, np.random.default_rng])
def test_a_generator_of_one_seed_repeats_itself(seeded: Callable[[int], Any]) -> None:
    assert seeded(0).permutation(60).tolist() == seeded(0).permutation(60).tolist()


def test_a_new_generator_of_numpy_ignores_its_global_seed() -> None:
    draws = [(np.random.seed(1), np.random.default_rng().permutation(60).tolist())[1] for _ in "ab"]
    assert draws[0] != draws[1]


def test_two_draws_after_one_seed_differ_and_after_the_same_seed_each_do_not() -> None:
    np.random.seed(1)
    first, second = np.random.permutation(60), np.random.permutation(60)
    np.random.seed(1)
    again = np.random.permutation(60)
    assert (first != second).any()
    assert (first == again).all()


def test_shuffling_two_arrays_in_one_call_keeps_them_together() -> None:
    x, y = sklearn.utils.shuffle(ROWS, ROWS * 2)
    assert (y == x * 2).all()


def test_folds_that_do_not_shuffle_refuse_a_seed() -> None:
    for name in ("KFold", "StratifiedKFold"):
        with pytest.raises(ValueError, match="shuffle is False"):
            getattr(sklearn.model_selection, name)(random_state=1)


def test_what_the_searches_split_by_default_is_not_shuffled() -> None:
    folds = sklearn.model_selection.check_cv(5, LABELS, classifier=True)
    assert not folds.shuffle
