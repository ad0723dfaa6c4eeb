"""TUN403: early stopping without patience"""

from __future__ import annotations

from tests.rules import ray_programs
from tests.rules.programs import check_programs, marked

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
    "the default": marked(
        TUNER + SEARCH.format(stop="EarlyStopping('val_loss')"),
        {
            "tuner.": "# TUN403: the default patience=0 stops a trial at the first epoch without improvement: with noisy scores, luck decides which configuration wins"
        },
    ),
    "patience 1": TUNER
    + "stop = EarlyStopping(\n    monitor='val_loss',\n    patience=1,  # TUN403: patience=1 stops a trial at the first epoch without improvement\n)\n"
    + SEARCH.format(stop="stop"),
    "by position": marked(
        TUNER + SEARCH.format(stop="EarlyStopping('val_loss', 0, 1)"),
        {"tuner.": "# TUN403: patience=1 stops a trial at the first epoch without improvement"},
    ),
    "a list that grows": TUNER
    + "callbacks = []\ncallbacks.append(keras.callbacks.TensorBoard('logs'))\n"
    "if True:\n    callbacks.append(EarlyStopping())  # TUN403: the default patience=0 stops a trial at the first epoch\n"
    "tuner.search(x, y, epochs=20, callbacks=callbacks)\n",
    "among callbacks that nobody sees": marked(
        TUNER + SEARCH.format(stop="other, EarlyStopping(patience=1)"),
        {"tuner.": "# TUN403: patience=1 stops a trial at the first epoch without improvement"},
    ),
    "from a function": TUNER
    + "def callbacks(patience=0):\n    return [EarlyStopping(patience=patience)]  # TUN403: patience=0 stops a trial at the first epoch without improvement\n"
    "tuner.search(x, y, epochs=20, callbacks=callbacks())\n",
    "handed on by the caller": TUNER
    + "def stopping(patience):\n    return EarlyStopping(patience=patience)\n"
    "stop = stopping(1)  # TUN403: patience=1 stops a trial at the first epoch without improvement\n"
    + SEARCH.format(stop="stop"),
    "a loop": marked(
        LOOP.format(stop="monitor='val_loss'"),
        {"stop = keras.": "# TUN403: the default patience=0 stops a trial at the first epoch"},
    ),
    "Hyperopt": marked(
        HYPEROPT.format(stop="patience=1"),
        {
            "stop = keras.": "# TUN403: patience=1 stops a trial at the first epoch without improvement"
        },
    ),
    "optuna: patience 0": """
import keras
import optuna
def objective(trial):
    units = trial.suggest_int("units", 4, 64)
    model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    stop = keras.callbacks.EarlyStopping()  # TUN403: the default patience=0 stops a trial at the first epoch
    model.fit(x, y, epochs=9, validation_data=(v, w), callbacks=[stop])
    return model.evaluate(v, w)
study = optuna.create_study()
study.optimize(objective, n_trials=50)
""",
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
    "optuna: patience 4": """
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


test_programs = check_programs("TUN403", FLAGGED, SILENT)


# -- Ray Tune ----------------------------------------------------------------------------------

RAY_PROGRAMS = {
    "none": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse")
    stop = keras.callbacks.EarlyStopping(monitor="val_loss")  # TUN403: the default patience=0 stops a trial at the first epoch
    history = model.fit(x, y, epochs=30, validation_split=0.2, callbacks=[stop])
    tune.report({"loss": history.history["val_loss"][-1]})

tune.run(net, config={"units": tune.randint(2, 9)}, metric="loss", mode="min")
""",
    "one": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse")
    stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=1)  # TUN403: patience=1 stops a trial at the first epoch without improvement
    history = model.fit(x, y, epochs=30, validation_split=0.2, callbacks=[stop])
    tune.report({"loss": history.history["val_loss"][-1]})

tune.run(net, config={"units": tune.randint(2, 9)}, metric="loss", mode="min")
""",
    "silent: five": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse")
    stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=5)
    history = model.fit(x, y, epochs=30, validation_split=0.2, callbacks=[stop])
    tune.report({"loss": history.history["val_loss"][-1]})

tune.run(net, config={"units": tune.randint(2, 9)}, metric="loss", mode="min")
""",
    "silent: from the space": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse")
    stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=config["patience"])
    history = model.fit(x, y, epochs=30, validation_split=0.2, callbacks=[stop])
    tune.report({"loss": history.history["val_loss"][-1]})

tune.run(net, config={"units": tune.randint(2, 9)}, metric="loss", mode="min")
""",
}


test_ray_tune = check_programs("TUN403", RAY_PROGRAMS, head=ray_programs.HEAD)
