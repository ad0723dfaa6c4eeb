"""TUN309 unlogged-history-key, on small programs."""

from __future__ import annotations

from tests.rules.programs import check_programs, marked

HEAD = """\
import keras
import keras_tuner as kt
import numpy as np
import optuna
import tensorflow as tf
from bayes_opt import BayesianOptimization
from hyperopt import STATUS_OK, fmin, hp, tpe
from keras import layers
from ray import tune
from skopt import gp_minimize


def network(units=4):
    return keras.Sequential([layers.Dense(units), layers.Dense(1)])


"""

HYPEROPT = """\
def objective(params):
    model = network(params["units"])
    model.compile(loss="binary_crossentropy", metrics=["accuracy"], optimizer="adam")
    result = model.fit(x, y, epochs=9, validation_data=(xv, yv))
    score = np.amax(result.history["val_acc"])
    return {"loss": -score, "status": STATUS_OK}

fmin(objective, {"units": hp.randint("units", 4, 9)}, algo=tpe.suggest, max_evals=50)
"""
OPTUNA = """\
def build(trial):
    model = network(trial.suggest_int("units", 4, 9))
    model.compile("adam", "mse", metrics=["mae", keras.metrics.RootMeanSquaredError()])
    return model

def objective(trial):
    model = build(trial)
    history = model.fit(x, y, epochs=9, validation_split=0.2).history
    return min(history["val_rmse"])

optuna.create_study().optimize(objective, n_trials=20)
"""
LOOP = """\
best = 0
for units in [4, 8, 16]:
    model = network(units)
    model.compile(loss="mse", optimizer="sgd")
    model.fit(x, y, epochs=9)
    score = model.history.history["val_loss"][-1]
    if score > best:
        best = score
"""
EVALUATED = """\
def objective(point):
    model = network(int(point[0]))
    model.compile("adam", "mse", metrics=["mean_absolute_error"])
    model.fit(x, y, epochs=9)
    return model.evaluate(xv, yv, return_dict=True)["mae"]

gp_minimize(objective, [(4, 9)], n_calls=20, random_state=1)
"""
KERAS_TUNER = """\
class Net(kt.HyperModel):
    def build(self, hp):
        model = network(hp.Int("units", 4, 9))
        model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
        return model

    def fit(self, hp, model, x, y, **kwargs):
        log = model.fit(x, y, epochs=9, validation_split=0.2)
        return 1 - max(log.history["val_acc"])

kt.RandomSearch(Net(), max_trials=9, seed=1).search(x, y)
"""
RAY = """\
def train(config):
    model = network(config["units"])
    model.compile("sgd", "mse", metrics=["accuracy"])
    history = model.fit(x, y, epochs=9, validation_data=(xv, yv))
    tune.report({"accuracy": history.history["val_acc"][-1]})

config = tune.TuneConfig(metric="accuracy", mode="max", num_samples=9)
tune.Tuner(train, param_space={"units": tune.randint(4, 9)}, tune_config=config).fit()
"""
BAYES_OPT = """\
class Objective:
    def __call__(self, units):
        model = network(int(units))
        model.compile("sgd", "mse", metrics=["accuracy"])
        key = "acc"
        return model.fit(x, y, epochs=9).history[key][-1]

BayesianOptimization(Objective(), {"units": (4, 9)}, random_state=1).maximize()
"""
IN_MODULES = {
    "model.py": """\
import keras

def trained(units):
    model = keras.Sequential([keras.layers.Dense(units)])
    model.compile("adam", "mse", metrics=["mae"])
    return model.fit(x, y, validation_split=0.1, epochs=9)
""",
    "search.py": """\
import optuna
from model import trained

def objective(trial):
    history = trained(trial.suggest_int("units", 4, 9))
    return history.history["val_mse"][-1]  # TUN309: 'val_mse' is not logged: the model logs 'val_mae', so this lookup

optuna.create_study().optimize(objective, n_trials=20)
""",
}

GUARDED = """\
    logs = result.history
    score = max(logs["val_acc"] if "val_acc" in logs else logs["val_accuracy"])
"""
TRIED = """\
    try:
        score = max(result.history["val_acc"])
    except KeyError:
        score = max(result.history["val_accuracy"])
"""
SCORE = '    score = np.amax(result.history["val_acc"])\n'

COLLECTED = """\
    scores = []
    for part in (1, 2):
        try:
            scores.append(result.history["val_acc"][-1])
        except KeyError:
            scores.append(result.history["val_accuracy"][-1])
    score = np.mean(scores)
"""

FLAGGED = {
    "hyperopt": marked(
        HYPEROPT,
        {
            "np.amax": "# TUN309: 'val_acc' is not logged: the model logs 'val_accuracy', so this lookup raises KeyError in every trial"
        },
    ),
    "optuna, through a builder": marked(
        OPTUNA,
        {
            "val_rmse": "# TUN309: 'val_rmse' is not logged: the model logs 'val_mae' and 'val_root_mean_squared_error'"
        },
    ),
    "loop": marked(
        LOOP, {"score = ": "# TUN309: 'val_loss' is not logged: fit gets no validation data"}
    ),
    "scikit-optimize, evaluated": marked(
        EVALUATED,
        {"return_dict": "# TUN309: 'mae' is not logged: the model logs 'mean_absolute_error'"},
    ),
    "keras tuner": marked(
        KERAS_TUNER, {"val_acc": "# TUN309: 'val_acc' is not logged: the model logs 'val_accuracy'"}
    ),
    "ray": marked(RAY, {"val_acc": "# TUN309: 'val_acc' is not logged"}),
    "a list of scores": marked(
        HYPEROPT.replace(
            SCORE,
            COLLECTED.replace("try", "with open(path)").replace(
                "        except KeyError:\n    ", ""
            ),
        ),
        {'history["val_acc"]': "# TUN309: 'val_acc' is not logged"},
    ),
    "bayes_opt, in a class, by a name": marked(
        BAYES_OPT, {"history[key]": "# TUN309: 'acc' is not logged: the model logs 'accuracy'"}
    ),
    "over modules": IN_MODULES,
    "optuna's callback": marked(
        OPTUNA.replace(
            "split=0.2",
            "split=0.2, callbacks=[optuna.integration.TFKerasPruningCallback(trial, 'val_loss')]",
        ),
        {'history["val_rmse"]': "# TUN309: 'val_rmse' is not logged"},
    ),
    "evaluate has no val_ names": marked(
        EVALUATED.replace('"mae"', '"val_loss"'),
        {"return_dict": "# TUN309: 'val_loss' is not logged: evaluate logs no validation names"},
    ),
}

SILENT = {
    "tried, into a list": HYPEROPT.replace(SCORE, COLLECTED),
    "in one branch, into a list": HYPEROPT.replace(SCORE, COLLECTED)
    .replace("try:", "if old:")
    .replace("except KeyError:", "else:"),
    "the logged name": HYPEROPT.replace("val_acc", "val_accuracy"),
    "compiled under that name": HYPEROPT.replace('["accuracy"]', '["acc"]'),
    "asked for": HYPEROPT.replace(SCORE, GUARDED),
    "tried": HYPEROPT.replace(SCORE, TRIED),
    "got": HYPEROPT.replace('history["val_acc"]', 'history.get("val_acc", [0])'),
    "in one branch": HYPEROPT.replace(
        SCORE, f"    score = 0\n    if params['units'] > 5:\n    {SCORE}"
    ),
    "metrics out of sight": HYPEROPT.replace('["accuracy"]', "METRICS"),
    "compiled out of sight": HYPEROPT.replace(
        'network(params["units"])', 'made(params["units"])'
    ).replace(
        '    model.compile(loss="binary_crossentropy", metrics=["accuracy"], optimizer="adam")\n',
        "",
    ),
    "perhaps compiled again": HYPEROPT.replace(
        "    result =",
        "    if again:\n        model.compile('sgd', 'mse', metrics=['acc'])\n    result =",
    ),
    "validation data that cannot be read": LOOP.replace("epochs=9", "epochs=9, **options"),
    "validation data that may be None": LOOP.replace("epochs=9", "epochs=9, validation_data=held"),
    "a name that cannot be read": HYPEROPT.replace('["val_acc"]', "[KEY]"),
    "one of two names": HYPEROPT.replace(
        SCORE,
        '    key = "val_acc" if old else "val_accuracy"\n    score = max(result.history[key])\n',
    ),
    "written into the history": HYPEROPT.replace(
        SCORE, f'    result.history["val_acc"] = result.history["val_accuracy"]\n{SCORE}'
    ),
    "other callbacks": HYPEROPT.replace("epochs=9", "epochs=9, callbacks=[some.Logger()]"),
    "callbacks that cannot be read": HYPEROPT.replace("epochs=9", "epochs=9, callbacks=CALLS"),
    "a callback of the project's own": (
        "class Log(keras.callbacks.Callback):\n"
        "    def on_epoch_end(self, epoch, logs=None):\n"
        '        logs["val_acc"] = logs["val_accuracy"]\n\n'
        + HYPEROPT.replace("epochs=9", "epochs=9, callbacks=[Log()]")
    ),
    "a lambda that may log": HYPEROPT.replace(
        "epochs=9",
        "epochs=9, callbacks=[keras.callbacks.LambdaCallback("
        "on_epoch_end=lambda epoch, logs: logs.update(val_acc=1))]",
    ),
    "a metric's own name": HYPEROPT.replace(
        '["accuracy"]', '[keras.metrics.BinaryAccuracy(name="acc")]'
    ),
    "numbered": HYPEROPT.replace('["accuracy"]', "[keras.metrics.AUC()]").replace(
        "val_acc", "val_auc_1"
    ),
    "a learning rate": HYPEROPT.replace('"val_acc"', '"lr"'),
    "evaluated as a list": EVALUATED.replace("return_dict=True", "return_dict=FLAG"),
    "a dictionary of the program's own": HYPEROPT.replace(
        'result.history["val_acc"]', '{"val_acc": result.history["val_accuracy"]}["val_acc"]'
    ),
    "after the search": HYPEROPT.replace("val_acc", "val_accuracy")
    + 'model = network()\nmodel.compile("sgd", "mse")\nprint(model.fit(x, y).history["val_acc"])\n',
}


test_programs = check_programs("TUN309", FLAGGED, SILENT, head=HEAD)
