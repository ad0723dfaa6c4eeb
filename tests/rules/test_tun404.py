"""TUN404: early stopping that never stops"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import check, lines
from tests.rules.ray_programs import marked

TUNER = """
import keras
import keras_tuner as kt
from tensorflow.keras.callbacks import EarlyStopping
tuner = kt.RandomSearch(build, objective="val_loss", max_trials=5, seed=7)
"""
HYPEROPT = """
import keras
from hyperopt import fmin, hp, tpe
EPOCHS = 10
def objective(units):
    model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    stop = keras.callbacks.EarlyStopping({stop})
    model.fit(x, y, validation_data=(v, w), epochs=EPOCHS, callbacks=[stop])
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


def tuned(stop: str, epochs: str) -> str:
    return TUNER + f"stop = {stop}\ntuner.search(x, y, {epochs}, callbacks=[stop])\n"


FLAGGED = {
    "more than the epochs": (tuned("EarlyStopping(patience=10)", "epochs=5"), [5]),
    "one epoch short": (tuned("EarlyStopping(patience=4)", "epochs=5"), [5]),
    "by position": (tuned("EarlyStopping('val_loss', 0, 20)", "epochs=20"), [5]),
    "no epochs": (tuned("EarlyStopping(patience=3)", "batch_size=32"), [5]),
    "on another line": (
        tuned("EarlyStopping(\n    patience=20\n)", "epochs=5"),
        [6],
    ),
    "restoring turned off": (
        tuned("EarlyStopping(patience=9, restore_best_weights=False)", "epochs=9"),
        [5],
    ),
    "a loop": (LOOP.format(stop="patience=10"), [6]),
    "Hyperopt": (HYPEROPT.format(stop="patience=10"), [7]),
    "optuna: patience as long as the training": (
        """
import keras
import optuna
def objective(trial):
    units = trial.suggest_int("units", 4, 64)
    model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    stop = keras.callbacks.EarlyStopping(patience=9)
    model.fit(x, y, epochs=9, validation_data=(v, w), callbacks=[stop])
    return model.evaluate(v, w)
study = optuna.create_study()
study.optimize(objective, n_trials=50)
""",
        [7],
    ),
}

SILENT = {
    "a loop with patience": LOOP.format(stop="patience=3"),
    "reached": tuned("EarlyStopping(patience=3)", "epochs=5"),
    "restores": tuned("EarlyStopping(patience=10, restore_best_weights=True)", "epochs=5"),
    "perhaps restores": tuned("EarlyStopping(patience=10, restore_best_weights=r)", "epochs=5"),
    "unknown patience": tuned("EarlyStopping(patience=PATIENCE)", "epochs=5"),
    "unknown epochs": tuned("EarlyStopping(patience=10)", "epochs=EPOCHS"),
    "Hyperband": tuned("EarlyStopping(patience=10)", "epochs=5").replace(
        'kt.RandomSearch(build, objective="val_loss", max_trials=5',
        "kt.Hyperband(build, 'val_loss'",
    ),
    "the final fit's": tuned("EarlyStopping(patience=3)", "epochs=20")
    + "model = tuner.get_best_models()[0]\n"
    "model.fit(x, y, epochs=5, callbacks=[EarlyStopping(patience=10)])\n",
    "a learning rate that never drops": tuned(
        "keras.callbacks.ReduceLROnPlateau(patience=10)", "epochs=5"
    ),
    "Hyperopt, reached": HYPEROPT.format(stop="patience=3"),
    "optuna: patience in time": """
import keras
import optuna
def objective(trial):
    units = trial.suggest_int("units", 4, 64)
    model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    stop = keras.callbacks.EarlyStopping(patience=4)
    model.fit(x, y, epochs=9, validation_data=(v, w), callbacks=[stop])
    return model.evaluate(v, w)
study = optuna.create_study()
study.optimize(objective, n_trials=50)
""",
}


@pytest.mark.parametrize(("text", "expected"), FLAGGED.values(), ids=FLAGGED)
def test_flagged(text: str, expected: list[int], tmp_path: Path) -> None:
    assert lines(text, "TUN404", tmp_path) == expected


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_silent(text: str, tmp_path: Path) -> None:
    assert lines(text, "TUN404", tmp_path) == []


def test_the_message_has_both_numbers(tmp_path: Path) -> None:
    (found,) = check(FLAGGED["more than the epochs"][0], "TUN404", tmp_path)
    assert "patience=10" in found.message
    assert "trains for 5 epochs" in found.message


# -- Ray Tune ----------------------------------------------------------------------------------

RAY_PROGRAMS = {
    "longer than the trial": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse")
    stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=40)  # here
    history = model.fit(x, y, epochs=30, validation_split=0.2, callbacks=[stop])
    tune.report({"loss": history.history["val_loss"][-1]})

tune.run(net, config={"units": tune.randint(2, 9)}, metric="loss", mode="min")
""",
    "as long as the trial": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse")
    stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=29)  # here
    history = model.fit(x, y, epochs=30, validation_split=0.2, callbacks=[stop])
    tune.report({"loss": history.history["val_loss"][-1]})

tune.run(net, config={"units": tune.randint(2, 9)}, metric="loss", mode="min")
""",
    "silent: shorter": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse")
    stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=5)
    history = model.fit(x, y, epochs=30, validation_split=0.2, callbacks=[stop])
    tune.report({"loss": history.history["val_loss"][-1]})

tune.run(net, config={"units": tune.randint(2, 9)}, metric="loss", mode="min")
""",
    "silent: restores": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse")
    stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=40, restore_best_weights=True)
    history = model.fit(x, y, epochs=30, validation_split=0.2, callbacks=[stop])
    tune.report({"loss": history.history["val_loss"][-1]})

tune.run(net, config={"units": tune.randint(2, 9)}, metric="loss", mode="min")
""",
}


@pytest.mark.parametrize("name", RAY_PROGRAMS)
def test_ray_tune(name: str, tmp_path: Path) -> None:
    text, expected = marked(RAY_PROGRAMS[name])
    assert bool(expected) != name.startswith("silent")
    assert lines(text, "TUN404", tmp_path) == expected
