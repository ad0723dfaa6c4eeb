"""TUN403: early stopping without patience"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import check, lines

TUNER = """
import keras
import keras_tuner as kt
from tensorflow.keras.callbacks import EarlyStopping
tuner = kt.RandomSearch(build, objective="val_loss", max_trials=5, seed=7)
"""
HYPEROPT = """
import keras
from hyperopt import fmin, hp, tpe
def objective(units):
    model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    stop = keras.callbacks.EarlyStopping({stop})
    model.fit(x, y, validation_data=(v, w), epochs=50, callbacks=[stop])
    return model.evaluate(v, w)
best = fmin(objective, hp.choice("units", [8, 16]), algo=tpe.suggest, max_evals=30)
"""
LOOP = """
import keras
best_loss, best_units = float("inf"), None
for units in [8, 16, 32]:
    model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
    model.compile("adam", "mse", metrics=["accuracy"])
    stop = keras.callbacks.EarlyStopping({stop})
    model.fit(x, y, validation_data=(v, w), epochs=10, callbacks=[stop])
    loss = model.evaluate(v, w)[0]
    if loss < best_loss:
        best_loss, best_units = loss, units
"""
SEARCH = "tuner.search(x, y, epochs=20, validation_split=0.2, callbacks=[{stop}])\n"

FLAGGED = {
    "the default": (TUNER + SEARCH.format(stop="EarlyStopping('val_loss')"), [5]),
    "patience 1": (
        TUNER
        + "stop = EarlyStopping(\n    monitor='val_loss',\n    patience=1,\n)\n"
        + SEARCH.format(stop="stop"),
        [7],
    ),
    "by position": (TUNER + SEARCH.format(stop="EarlyStopping('val_loss', 0, 1)"), [5]),
    "a list that grows": (
        TUNER + "callbacks = []\ncallbacks.append(keras.callbacks.TensorBoard('logs'))\n"
        "if True:\n    callbacks.append(EarlyStopping())\n"
        "tuner.search(x, y, epochs=20, callbacks=callbacks)\n",
        [8],
    ),
    "among callbacks that nobody sees": (
        TUNER + SEARCH.format(stop="other, EarlyStopping(patience=1)"),
        [5],
    ),
    "from a function": (
        TUNER + "def callbacks(patience=0):\n    return [EarlyStopping(patience=patience)]\n"
        "tuner.search(x, y, epochs=20, callbacks=callbacks())\n",
        [6],
    ),
    "handed on by the caller": (
        TUNER + "def stopping(patience):\n    return EarlyStopping(patience=patience)\n"
        "stop = stopping(1)\n" + SEARCH.format(stop="stop"),
        [7],
    ),
    "a loop": (LOOP.format(stop="monitor='val_loss'"), [6]),
    "Hyperopt": (HYPEROPT.format(stop="patience=1"), [6]),
}

SILENT = {
    "a loop with patience": LOOP.format(stop="patience=3"),
    "patience 2": TUNER + SEARCH.format(stop="EarlyStopping(patience=2)"),
    "unknown": TUNER + SEARCH.format(stop="EarlyStopping(patience=PATIENCE)"),
    "perhaps more": TUNER + SEARCH.format(stop="EarlyStopping(patience=1 if quick else 5)"),
    "starts late": TUNER + SEARCH.format(stop="EarlyStopping(patience=1, start_from_epoch=10)"),
    "the final fit's only": TUNER
    + SEARCH.format(stop="EarlyStopping(patience=5)")
    + "model = tuner.get_best_models()[0]\nmodel.fit(x, y, callbacks=[EarlyStopping()])\n",
    "another callback": TUNER + SEARCH.format(stop="keras.callbacks.ReduceLROnPlateau(patience=1)"),
    "a loop that searches nothing": "import keras\nmodel = keras.Sequential()\n"
    "model.fit(x, y, callbacks=[keras.callbacks.EarlyStopping()])\n",
    "Hyperopt with patience": HYPEROPT.format(stop="'val_loss', patience=8"),
}


@pytest.mark.parametrize(("text", "expected"), FLAGGED.values(), ids=FLAGGED)
def test_flagged(text: str, expected: list[int], tmp_path: Path) -> None:
    assert lines(text, "TUN403", tmp_path) == expected


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_silent(text: str, tmp_path: Path) -> None:
    assert lines(text, "TUN403", tmp_path) == []


def test_the_message_names_the_patience(tmp_path: Path) -> None:
    (found,) = check(FLAGGED["the default"][0], "TUN403", tmp_path)
    assert "the default patience 0" in found.message
