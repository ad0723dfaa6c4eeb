"""TUN414 last-epoch-score, on small programs."""

from __future__ import annotations

from tests.rules.programs import check_programs, marked

HEAD = """\
import keras
import keras_tuner as kt
import numpy as np
import optuna
from bayes_opt import BayesianOptimization
from hyperopt import STATUS_OK, fmin, hp, tpe
from keras import layers
from keras.callbacks import EarlyStopping, ModelCheckpoint
from ray import tune
from sklearn.model_selection import KFold
from skopt import gp_minimize


def network(units=4):
    model = keras.Sequential([layers.Dense(units), layers.Dense(1)])
    model.compile("adam", "mse", metrics=["mae"])
    return model


"""

OPTUNA = """\
def objective(trial):
    model = network(trial.suggest_int("units", 4, 9))
    stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=5, restore_best_weights=True)
    history = model.fit(x, y, validation_data=(xv, yv), epochs=60, callbacks=[stop])
    return history.history["val_loss"][-1]

optuna.create_study().optimize(objective, n_trials=25)
"""
HYPEROPT = """\
class Objective:
    def __call__(self, units):
        keep = [EarlyStopping("val_mae", 0, 5, 0, "auto", None, True)]
        log = network(units).fit(x, y, epochs=30, validation_split=0.2, callbacks=keep).history
        return {"loss": float(log["val_mae"][-1]), "status": STATUS_OK}

fmin(Objective(), hp.randint("units", 4, 9), algo=tpe.suggest, max_evals=50)
"""
LOOP = """\
lowest = 1e9
for units in [4, 8, 16]:
    model = network(units)
    saved = ModelCheckpoint(f"{units}.keras", save_best_only=True)
    log = model.fit(x, y, epochs=9, validation_split=0.1, callbacks=[saved])
    score = log.history["val_loss"][-1]
    if score < lowest:
        lowest = score
"""
RAY = """\
def train(config):
    scores = []
    for fit, held in KFold(3).split(x):
        stop = EarlyStopping(patience=5, restore_best_weights=True)
        history = network(config["units"]).fit(
            x[fit], y[fit], epochs=40, validation_data=(x[held], y[held]), callbacks=[stop]
        )
        scores.append(history.history["val_loss"][-1])
    tune.report({"loss": np.mean(scores)})

config = tune.TuneConfig(metric="loss", mode="min", num_samples=9)
tune.Tuner(train, param_space={"units": tune.randint(4, 9)}, tune_config=config).fit()
"""
KERAS_TUNER = """\
class Net(kt.HyperModel):
    def build(self, hp):
        return network(hp.Int("units", 4, 9))

    def fit(self, hp, model, x, y, **kwargs):
        stop = EarlyStopping(patience=5, restore_best_weights=True)
        log = model.fit(x, y, epochs=40, validation_split=0.2, callbacks=[stop])
        return log.history["val_loss"][-1]

kt.RandomSearch(Net(), max_trials=9, seed=1).search(x, y)
"""
IN_MODULES = {
    "model.py": """\
import keras

STOP = {"patience": 4, "restore_best_weights": True}

def trained(units):
    model = keras.Sequential([keras.layers.Dense(units)])
    model.compile("adam", "mse")
    stop = keras.callbacks.EarlyStopping(**STOP)
    return model.fit(x, y, validation_split=0.1, epochs=20, callbacks=[stop])
""",
    "search.py": """\
from model import trained
from skopt import gp_minimize

def objective(point):
    return trained(int(point[0])).history["val_loss"][-1]  # TUN414: trials are scored by 'val_loss' of the last epoch

gp_minimize(objective, [(4, 9)], n_calls=20, random_state=1)
""",
}
BAYES_OPT = """\
def objective(units):
    stop = EarlyStopping(patience=5, restore_best_weights=True)
    log = network(int(units)).fit(x, y, epochs=40, validation_split=0.2, callbacks=[stop])
    return -log.history["val_loss"][-1]

BayesianOptimization(objective, {"units": (4, 9)}, random_state=1).maximize()
"""

FLAGGED = {
    "optuna": marked(
        OPTUNA,
        {
            "return": "# TUN414: trials are scored by 'val_loss' of the last epoch, but EarlyStopping restores the best one: the search ranks models that are not kept"
        },
    ),
    "hyperopt, by position": marked(
        HYPEROPT, {"return": "# TUN414: trials are scored by 'val_mae' of the last epoch"}
    ),
    "loop, a checkpoint": marked(
        LOOP,
        {
            "score = ": "# TUN414: trials are scored by 'val_loss' of the last epoch, but ModelCheckpoint saves the best one"
        },
    ),
    "ray, folds": marked(RAY, {"scores.append": "# TUN414: trials are scored by 'val_loss'"}),
    "keras tuner, its own fit": marked(
        KERAS_TUNER, {'"val_loss"': "# TUN414: trials are scored by 'val_loss'"}
    ),
    "scikit-optimize, over modules": IN_MODULES,
    "bayes_opt, negated": marked(BAYES_OPT, {"return": "# TUN414: trials are scored by"}),
}

LAST = 'history.history["val_loss"][-1]'
SILENT = {
    "the best epoch": OPTUNA.replace(LAST, 'min(history.history["val_loss"])'),
    "sorted first": OPTUNA.replace(LAST, 'sorted(history.history["val_loss"], reverse=True)[-1]'),
    "a part of the curve": OPTUNA.replace(LAST, 'history.history["val_loss"][:9][-1]'),
    "the mean of the last epochs": OPTUNA.replace(
        LAST, 'np.mean(history.history["val_loss"][-5:])'
    ),
    "evaluated after it": OPTUNA.replace(LAST, "model.evaluate(xv, yv)[0]"),
    "of two numbers": OPTUNA.replace(LAST, f'min({LAST}, min(history.history["val_loss"]))'),
    "nothing is restored": OPTUNA.replace(", restore_best_weights=True", ""),
    "perhaps restored": OPTUNA.replace("weights=True", "weights=FLAG"),
    "every epoch is saved": LOOP.replace(", save_best_only=True", ""),
    "no validation data to watch": LOOP.replace(", validation_split=0.1", "").replace(
        '"val_loss"', '"loss"'
    ),
    "one epoch": OPTUNA.replace("epochs=60", "epochs=1"),
    "epochs that cannot be read": OPTUNA.replace("epochs=60", "epochs=EPOCHS"),
    "callbacks that cannot be read": OPTUNA.replace("[stop]", "[stop, *MORE]"),
    "an epoch of its own": OPTUNA.replace("[-1]", "[9]"),
    "keras tuner, as it is": KERAS_TUNER.replace('.history["val_loss"][-1]', ""),
    "a different training": OPTUNA.replace(
        "    return",
        "    again = network(3).fit(x, y, epochs=5, validation_split=0.2)\n    history = again\n    return",
    ),
}


test_programs = check_programs("TUN414", FLAGGED, SILENT, head=HEAD)
