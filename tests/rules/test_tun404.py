"""TUN404: early stopping that never stops"""

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
    "more than the epochs": tuned(
        "EarlyStopping(patience=10)  # TUN404: patience=10 never stops a trial early: EarlyStopping acts after epoch 11 at the earliest, and trials train for 5 epochs",
        "epochs=5",
    ),
    "one epoch short": tuned(
        "EarlyStopping(patience=4)  # TUN404: patience=4 never stops a trial early",
        "epochs=5",
    ),
    "by position": tuned(
        "EarlyStopping('val_loss', 0, 20)  # TUN404: patience=20 never stops a trial early",
        "epochs=20",
    ),
    "no epochs": tuned(
        "EarlyStopping(patience=3)  # TUN404: patience=3 never stops a trial early",
        "batch_size=32",
    ),
    "on another line": tuned(
        "EarlyStopping(\n    patience=20  # TUN404: patience=20 never stops a trial early\n)",
        "epochs=5",
    ),
    "restoring turned off": tuned(
        "EarlyStopping(patience=9, restore_best_weights=False)  # TUN404: patience=9 never stops a trial early",
        "epochs=9",
    ),
    "a loop": marked(
        LOOP.format(stop="patience=10"),
        {"stop = keras.": "# TUN404: patience=10 never stops a trial early"},
    ),
    "Hyperopt": marked(
        HYPEROPT.format(stop="patience=10"),
        {"stop = keras.": "# TUN404: patience=10 never stops a trial early"},
    ),
    "optuna: patience as long as the training": """
import keras
import optuna
def objective(trial):
    units = trial.suggest_int("units", 4, 64)
    model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    stop = keras.callbacks.EarlyStopping(patience=9)  # TUN404: patience=9 never stops a trial early
    model.fit(x, y, epochs=9, validation_data=(v, w), callbacks=[stop])
    return model.evaluate(v, w)
study = optuna.create_study()
study.optimize(objective, n_trials=50)
""",
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


test_programs = check_programs("TUN404", FLAGGED, SILENT)


# -- Ray Tune ----------------------------------------------------------------------------------

RAY_PROGRAMS = {
    "longer than the trial": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse")
    stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=40)  # TUN404: patience=40 never stops a trial early
    history = model.fit(x, y, epochs=30, validation_split=0.2, callbacks=[stop])
    tune.report({"loss": history.history["val_loss"][-1]})

tune.run(net, config={"units": tune.randint(2, 9)}, metric="loss", mode="min")
""",
    "as long as the trial": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse")
    stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=29)  # TUN404: patience=29 never stops a trial early
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


test_ray_tune = check_programs("TUN404", RAY_PROGRAMS, head=ray_programs.HEAD)
