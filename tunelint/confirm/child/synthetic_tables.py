"""Data sets that Keras loads over the network: their shapes, types and number of classes.

As Keras 3 documents them: https://keras.io/api/datasets/
"""

from __future__ import annotations

import functools
import importlib
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

_TRAINING, _TESTING = 512, 128


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a `shape` (() for texts, lists of word numbers) with one of `classes` as the label.

    Images hold bytes, other rows floats; None classes are labels that are numbers.
    """

    shape: tuple[int, ...]
    classes: int | None
    label_shape: tuple[int, ...] = ()


TABLES = {
    "keras.src.datasets.mnist": Table((28, 28), 10),
    "keras.src.datasets.fashion_mnist": Table((28, 28), 10),
    "keras.src.datasets.cifar10": Table((32, 32, 3), 10, (1,)),
    "keras.src.datasets.cifar100": Table((32, 32, 3), 100, (1,)),
    "keras.src.datasets.imdb": Table((), 2),
    "keras.src.datasets.reuters": Table((), 46),
    "keras.src.datasets.boston_housing": Table((13,), None),
    "keras.src.datasets.california_housing": Table((8,), None),
}


def keep_table(name: str, note: Callable[[], None], module: ModuleType) -> None:
    """Let ``load_data`` of a module give made-up rows where it fails; `note` is told of it."""
    load = module.load_data

    @functools.wraps(load)
    def loaded(*args: Any, **kwargs: Any) -> Any:
        try:
            return load(*args, **kwargs)
        except Exception as error:
            if not (isinstance(error, OSError) or "URL fetch failure" in str(error)):
                raise
            note()
            return made_up(name, kwargs.get("num_words"))

    module.load_data = loaded  # type: ignore[attr-defined]


def made_up(name: str, words: int | None = None) -> Any:
    """Training and testing rows of a data set, the same ones each time."""
    numpy = importlib.import_module("numpy")
    generator = numpy.random.default_rng(zlib.crc32(name.encode()))
    table = TABLES[name]
    return tuple(
        (_rows(table, generator, rows, words), _labels(table, generator, rows))
        for rows in (_TRAINING, _TESTING)
    )


def _rows(table: Table, generator: Any, rows: int, words: int | None) -> Any:
    if not table.shape:
        return _texts(generator, rows, words or 10_000)
    shape = (rows, *table.shape)
    if len(table.shape) > 1:
        return generator.integers(0, 256, shape).astype("uint8")
    return generator.random(shape)


def _texts(generator: Any, rows: int, words: int) -> Any:
    numpy = importlib.import_module("numpy")
    found = numpy.empty(rows, dtype=object)
    for row in range(rows):
        found[row] = generator.integers(1, words, int(generator.integers(20, 200))).tolist()
    return found


def _labels(table: Table, generator: Any, rows: int) -> Any:
    shape = (rows, *table.label_shape)
    if table.classes is None:
        return generator.random(shape)
    # Each class is there.
    numpy = importlib.import_module("numpy")
    found = numpy.arange(rows) % table.classes
    generator.shuffle(found)
    kind = "int64" if not table.shape else "uint8"
    return found.reshape(shape).astype(kind)
