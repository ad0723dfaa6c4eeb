"""Which library's name a call is, whatever it was imported as."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.interpreter.probing import traced
from tunelint.interpreter.library_names import descends_from, dotted, named
from tunelint.interpreter.objects import Class

CALLED = {
    "module alias": ("import keras_tuner as kt\nkt.RandomSearch()", "keras_tuner.RandomSearch"),
    "old name": ("import kerastuner as kt\nkt.Hyperband()", "keras_tuner.Hyperband"),
    "from import": (
        "from keras_tuner.tuners import Hyperband as H\nH()",
        "keras_tuner.tuners.Hyperband",
    ),
    "submodule": (
        "import sklearn.model_selection\nsklearn.model_selection.KFold()",
        "sklearn.model_selection.KFold",
    ),
    "keras of tensorflow": ("import tensorflow as tf\ntf.keras.Model()", "keras.Model"),
    "keras imported from tensorflow": (
        "from tensorflow import keras\nkeras.Model()",
        "keras.Model",
    ),
    "assigned alias": ("import keras\nM = keras.Model\nM()", "keras.Model"),
    "star": ("from hyperopt import *\nfmin()", "hyperopt.fmin"),
    "unbound with a usual alias": ("kt.RandomSearch()", "keras_tuner.RandomSearch"),
    "unbound": ("fmin()", ".fmin"),
    "inside a function": (
        "def f():\n    import numpy as np\n    np.shuffle()\nf()",
        "numpy.shuffle",
    ),
    "either of two modules": (
        "try:\n    import keras_tuner as kt\nexcept ImportError:\n    import kerastuner as kt\nkt.RandomSearch()",
        "keras_tuner.RandomSearch",
    ),
}


@pytest.mark.parametrize(("text", "expected"), CALLED.values(), ids=CALLED)
def test_called(text: str, expected: str, tmp_path: Path) -> None:
    names = [name for event in traced(text, tmp_path).calls() for name in dotted(event.callee)]
    assert set(names) == {expected}


def test_named_ignores_where_in_the_package_it_lives(tmp_path: Path) -> None:
    (event,) = traced(
        "from keras.src.callbacks.x import EarlyStopping\nEarlyStopping()", tmp_path
    ).calls()
    assert named(event.callee, "keras", {"EarlyStopping"}) == "EarlyStopping"
    assert named(event.callee, "torch", {"EarlyStopping"}) is None


def test_a_class_descends_through_the_project(tmp_path: Path) -> None:
    files = {
        "train.py": "from base import Base\nclass Mine(Base): pass\nMine()",
        "base.py": "import keras_tuner\nclass Base(keras_tuner.HyperModel): pass",
    }
    (event,) = traced(files, tmp_path).calls()
    assert isinstance(event.callee, Class)
    assert descends_from(event.callee, "keras_tuner", {"HyperModel"}) == "HyperModel"
