"""TUN301: an objective that no trial logs"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import check, lines

FLAGGED = {
    "an alias of a metric": (
        """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=['accuracy'])
    return model
tuner = kt.RandomSearch(build, objective='val_acc', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
        [7],
    ),
    "mse for mean_squared_error": (
        """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=['mean_squared_error'])
    return model
tuner = kt.RandomSearch(build, objective='val_mse', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
        [7],
    ),
    "auc for AUC": (
        """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=['AUC'])
    return model
tuner = kt.RandomSearch(build, objective='val_auc', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
        [7],
    ),
    "not compiled": (
        """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=['mae'])
    return model
tuner = kt.RandomSearch(build, objective=kt.Objective('val_accuracy', 'max'), max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
        [7],
    ),
    "no metrics at all": (
        """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=None)
    return model
tuner = kt.RandomSearch(build, objective='val_accuracy', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
        [7],
    ),
    "no validation data": (
        """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=['accuracy'])
    return model
tuner = kt.RandomSearch(build, objective='val_accuracy', max_trials=5, seed=7)
tuner.search(x, y, epochs=9)
""",
        [7],
    ),
    "positional, HyperModel": (
        """
from tensorflow import keras
from keras_tuner import HyperModel
from keras_tuner.tuners import Hyperband
class Mine(HyperModel):
    def build(self, hp):
        model = keras.Sequential()
        model.add(keras.layers.Dense(hp.Int("u", 1, 9)))
        model.compile("adam", "mse", [keras.metrics.MeanAbsoluteError()])
        return model
tuner = Hyperband(Mine(), "val_mae", max_epochs=9, seed=3)
tuner.search(x, y, validation_data=(xv, yv))
""",
        [10],
    ),
    "model in another module": (
        {
            "train.py": """
import keras_tuner as kt
from models import build
OBJECTIVE = "val_acc"
def main():
    tuner = kt.RandomSearch(build, objective=OBJECTIVE, max_trials=5, seed=7)
    tuner.search(x, y, epochs=9, validation_split=0.2)
main()
""",
            "models.py": """
import keras
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64))])
    model.compile(optimizer="adam", loss="mse", metrics=["accuracy"])
    return model
""",
        },
        [5],
    ),
}

SILENT = {
    "metrics of the tuner itself": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64))])
    model.compile(optimizer="adam", loss="mse", metrics=["mae"])
    return model
tuner = kt.RandomSearch(build, objective="val_mse", max_trials=5, seed=7, metrics=["mse"])
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "the logged name": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=['accuracy'])
    return model
tuner = kt.RandomSearch(build, objective='val_accuracy', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "a named instance": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=[keras.metrics.AUC(name='val')])
    return model
tuner = kt.RandomSearch(build, objective=kt.Objective('val_val', 'max'), max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "an unnamed instance": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=[keras.metrics.AUC()])
    return model
tuner = kt.RandomSearch(build, objective='val_auc', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "loss": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=None)
    return model
tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "metrics from elsewhere": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=METRICS)
    return model
tuner = kt.RandomSearch(build, objective='val_acc', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "validation data unknown": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=['accuracy'])
    return model
tuner = kt.RandomSearch(build, objective='val_accuracy', max_trials=5, seed=7)
tuner.search(x, y, **options)
""",
    "built elsewhere": """
import keras_tuner as kt
from somewhere import build
tuner = kt.RandomSearch(build, objective='val_acc', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "own fit that returns its score": """
import keras
import keras_tuner as kt
class Mine(kt.HyperModel):
    def build(self, hp):
        model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64))])
        model.compile(optimizer="adam", loss="mse", metrics=["accuracy"])
        return model
    def fit(self, hp, model, *args, **kwargs):
        history = model.fit(*args, **kwargs)
        return {"val_acc": max(history.history["val_accuracy"])}
tuner = kt.RandomSearch(Mine(), objective=kt.Objective("val_acc", "max"), max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "training metric without validation data": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=['accuracy'])
    return model
tuner = kt.RandomSearch(build, objective='accuracy', max_trials=5, seed=7)
tuner.search(x, y, epochs=9)
""",
}


@pytest.mark.parametrize(("text", "expected"), FLAGGED.values(), ids=FLAGGED)
def test_flagged(text: str | dict[str, str], expected: list[int], tmp_path: Path) -> None:
    assert lines(text, "TUN301", tmp_path) == expected


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_silent(text: str | dict[str, str], tmp_path: Path) -> None:
    assert lines(text, "TUN301", tmp_path) == []


def test_message(tmp_path: Path) -> None:
    finding = check(FLAGGED["an alias of a metric"][0], "TUN301", tmp_path)[0]
    for part in ["'val_acc'", "metrics=['accuracy']", "'val_accuracy'", "KeyError"]:
        assert part in finding.message
