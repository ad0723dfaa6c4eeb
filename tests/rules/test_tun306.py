"""TUN306: one float taken apart"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import check, lines

TUNER = """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile({compiled})
    return model
tuner = kt.RandomSearch(build, objective="val_loss", max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
{after}
"""
HYPEROPT = """
import keras
from keras import layers
from hyperopt import fmin, hp, tpe
def build(units):
    inputs = keras.Input((4,))
    model = keras.Model(inputs, {outputs})
    model.compile("adam", "mse")
    return model
def objective(units):
    model = build(units)
    model.fit(x, y, epochs=9)
    {score}
best = fmin(objective, hp.choice("units", [8, 16]), algo=tpe.suggest, max_evals=30)
"""
ONE, TWO = "layers.Dense(1)(inputs)", "[layers.Dense(1)(inputs), layers.Dense(2)(inputs)]"
BARE = "'adam', 'mse'"

FLAGGED = {
    "the winner unpacked": (
        TUNER.format(compiled=BARE, after="loss, mae = tuner.get_best_models()[0].evaluate(v, w)"),
        [9],
    ),
    "the winner built again": (
        TUNER.format(
            compiled=BARE,
            after="model = tuner.hypermodel.build(tuner.get_best_hyperparameters()[0])\n"
            "model.fit(x, y, epochs=9)\nresults = model.evaluate(v, w)\nprint(results[1])",
        ),
        [11],
    ),
    "the builder called again": (
        TUNER.format(
            compiled="loss='mse', optimizer='adam', metrics=[]",
            after="model = build(kt.HyperParameters())\n_, mae = model.evaluate(v, w, verbose=0)",
        ),
        [10],
    ),
    "indexed in an objective": (
        HYPEROPT.format(outputs=ONE, score="return model.evaluate(v, w)[1]"),
        [12],
    ),
    "unpacked in an objective": (
        HYPEROPT.format(outputs=ONE, score="loss, mae = model.evaluate(v, w)\n    return mae"),
        [12],
    ),
    "one output in a list": (
        HYPEROPT.format(
            outputs=f"[{ONE}]", score="score = model.evaluate(v, w)\n    return score[0]"
        ),
        [12],
    ),
}

SILENT = {
    "used as the loss": TUNER.format(
        compiled=BARE, after="loss = tuner.get_best_models()[0].evaluate(v, w)\nprint(loss)"
    ),
    "compiled with metrics": TUNER.format(
        compiled="'adam', 'mse', metrics=['mae']",
        after="loss, mae = tuner.get_best_models()[0].evaluate(v, w)",
    ),
    "with weighted metrics": TUNER.format(
        compiled="'adam', 'mse', weighted_metrics=['mae']",
        after="loss, mae = tuner.get_best_models()[0].evaluate(v, w)",
    ),
    "compiled with what nobody sees": TUNER.format(
        compiled="**settings", after="loss, mae = tuner.get_best_models()[0].evaluate(v, w)"
    ),
    "a dictionary": TUNER.format(
        compiled=BARE,
        after="print(tuner.get_best_models()[0].evaluate(v, w, return_dict=True)['loss'])",
    ),
    "compiled again": TUNER.format(
        compiled=BARE,
        after="model = tuner.get_best_models()[0]\nmodel.compile('sgd', 'mse', metrics=['mae'])\n"
        "loss, mae = model.evaluate(v, w)",
    ),
    "another model": TUNER.format(
        compiled=BARE, after="loss, mae = keras.models.load_model('m.keras').evaluate(v, w)"
    ),
    "two outputs": HYPEROPT.format(outputs=TWO, score="return model.evaluate(v, w)[0]"),
    "no search": "import keras\nmodel = keras.Sequential()\nmodel.compile('adam', 'mse')\n"
    "loss, mae = model.evaluate(v, w)\n",
}


@pytest.mark.parametrize(("text", "expected"), FLAGGED.values(), ids=FLAGGED)
def test_flagged(text: str, expected: list[int], tmp_path: Path) -> None:
    assert lines(text, "TUN306", tmp_path) == expected


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_silent(text: str, tmp_path: Path) -> None:
    assert lines(text, "TUN306", tmp_path) == []


def test_the_message_says_what_fails(tmp_path: Path) -> None:
    (found,) = check(FLAGGED["indexed in an objective"][0], "TUN306", tmp_path)
    assert "one float" in found.message
    assert "TypeError" in found.message
