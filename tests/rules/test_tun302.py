"""TUN302: an objective other than the metric that is looked at"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import check, lines

FLAGGED = {
    "loss and accuracy": (
        """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=['accuracy'])
    return model
tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
        [7],
    ),
    "loss and mae": (
        """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=['mae'])
    return model
tuner = kt.RandomSearch(build, objective=kt.Objective('val_loss', 'min'), max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
        [7],
    ),
    "training loss": (
        """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=['accuracy'])
    return model
tuner = kt.RandomSearch(build, objective='loss', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
        [7],
    ),
    "several metrics": (
        """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=['mse', 'accuracy'])
    return model
tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
        [7],
    ),
    "another is read from the winner": (
        """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=['accuracy', 'mae'])
    return model
tuner = kt.RandomSearch(build, objective='val_accuracy', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)

best = tuner.get_best_models()[0]
history = best.fit(x, y, epochs=9, validation_split=0.2)
print(max(history.history["val_mae"]))
""",
        [7],
    ),
}

SILENT = {
    "no metrics": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=None)
    return model
tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "the metric itself": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=['accuracy'])
    return model
tuner = kt.RandomSearch(build, objective='val_accuracy', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "mse beside mse": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=['mse'])
    return model
tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "rmse beside mse": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=[keras.metrics.RootMeanSquaredError()])
    return model
tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "unknown metrics": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=METRICS)
    return model
tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "the one that is read": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=['accuracy', 'mae'])
    return model
tuner = kt.RandomSearch(build, objective='val_accuracy', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)

best = tuner.get_best_models()[0]
history = best.fit(x, y, epochs=9, validation_split=0.2)
print(max(history.history["val_accuracy"]), max(history.history["val_mae"]))
""",
    "unknown objective": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=['accuracy'])
    return model
tuner = kt.RandomSearch(build, objective=OBJECTIVE, max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
}


@pytest.mark.parametrize(("text", "expected"), FLAGGED.values(), ids=FLAGGED)
def test_flagged(text: str | dict[str, str], expected: list[int], tmp_path: Path) -> None:
    assert lines(text, "TUN302", tmp_path) == expected


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_silent(text: str | dict[str, str], tmp_path: Path) -> None:
    assert lines(text, "TUN302", tmp_path) == []


def test_message(tmp_path: Path) -> None:
    finding = check(FLAGGED["loss and accuracy"][0], "TUN302", tmp_path)[0]
    for part in ["'val_loss'", "metrics=['accuracy']"]:
        assert part in finding.message
