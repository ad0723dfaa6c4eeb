from typing import Any

import keras
import numpy as np
import pandas as pd
import pytest
import tensorflow as tf

from tests.facts.tiny import network, rows
from tunelint.libraries.keras import feeds

pytestmark = pytest.mark.libraries

X, Y = rows()


class Batches(keras.utils.PyDataset):
    def __len__(self) -> int:
        return 2

    def __getitem__(self, index: int) -> tuple[np.ndarray, np.ndarray]:
        return X[:8], Y[:8]


def dataset() -> Any:
    return tf.data.Dataset.from_tensor_slices((X, Y)).batch(8)


def generator() -> Any:
    return ((X[:8], Y[:8]) for _ in range(4))


FEEDS = {"dataset": dataset, "generator": generator, "sequence": Batches}


@pytest.mark.parametrize("feed", FEEDS)
def test_validation_rows_cannot_be_split_off(feed: str) -> None:
    with pytest.raises(ValueError, match="`validation_split` is only supported"):
        network().fit(FEEDS[feed](), steps_per_epoch=2, validation_split=0.25, verbose=0)


@pytest.mark.parametrize("feed", FEEDS)
def test_a_split_of_nothing_is_none(feed: str) -> None:
    assert network().fit(FEEDS[feed](), steps_per_epoch=2, validation_split=0.0, verbose=0)


@pytest.mark.parametrize("feed", FEEDS)
def test_with_validation_data_the_split_is_ignored(feed: str) -> None:
    history = network().fit(
        FEEDS[feed](),
        steps_per_epoch=2,
        validation_split=0.25,
        validation_data=(X, Y),
        verbose=0,
    )
    assert "val_loss" in history.history


@pytest.mark.parametrize(
    "data",
    [
        (X, Y),
        (tf.constant(X), tf.constant(Y)),
        (pd.DataFrame(X), pd.Series(Y)),
    ],
    ids=["NumPy", "tensors", "pandas"],
)
def test_arrays_are_split(data: tuple[Any, Any]) -> None:
    history = network().fit(*data, validation_split=0.25, verbose=0)
    assert "val_loss" in history.history


def test_what_keeps_a_data_set_is_a_method_of_it() -> None:
    for name in feeds.KEEPING - {"ignore_errors", "snapshot"}:
        assert callable(getattr(tf.data.Dataset, name)), name


@pytest.mark.parametrize("name", sorted(feeds.DATASET_MAKERS))
def test_what_makes_a_data_set_is_a_function_of_it(name: str) -> None:
    assert callable(getattr(tf.data.Dataset, name))


@pytest.mark.parametrize("name", sorted(feeds.DIRECTORY_READERS))
def test_directories_are_read_by_functions_of_keras(name: str) -> None:
    assert callable(getattr(keras.utils, name))


def test_the_two_halves_of_a_split_data_set_are_data_sets() -> None:
    for half in keras.utils.split_dataset((X, Y), left_size=0.5):
        assert isinstance(half, tf.data.Dataset)


def test_augmented_images_are_a_sequence() -> None:
    images = keras.src.legacy.preprocessing.image.ImageDataGenerator()
    pictures = np.zeros((8, 8, 8, 1), "float32")
    assert isinstance(images.flow(pictures, np.zeros(8)), keras.utils.PyDataset)
