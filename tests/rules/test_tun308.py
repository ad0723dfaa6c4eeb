"""TUN308 metric-name-drifts, on small programs."""

from __future__ import annotations

from tests.rules.programs import check_programs, marked

HEAD = """\
import keras
import optuna
import tensorflow as tf
from hyperopt import fmin, hp, tpe
from keras import layers
from keras.metrics import AUC, Precision
from ray import tune
from sklearn.model_selection import KFold
from skopt import gp_minimize


def network(units=4):
    return keras.Sequential([layers.Dense(units), layers.Dense(1)])


"""

HYPEROPT = """\
def objective(units):
    model = network(units)
    model.compile(loss="mse", metrics=[keras.metrics.AUC()])
    history = model.fit(x, y, epochs=9, validation_data=(xv, yv))
    return -max(history.history["val_auc"])

fmin(objective, hp.randint("units", 4, 9), algo=tpe.suggest, max_evals=50)
"""
LOOP = """\
best = 0
for units in [4, 8, 16]:
    model = network(units)
    model.compile(loss="mse", optimizer="sgd", metrics=["accuracy", tf.keras.metrics.AUC()])
    log = model.fit(x, y, epochs=9, validation_split=0.2).history
    score = log["val_auc"][-1]
    if score > best:
        best = score
"""
FOLDS = """\
def train(config):
    scores = []
    for fit, held in KFold(3).split(x):
        model = network(config["units"])
        model.compile("sgd", "mse", metrics=[Precision()])
        history = model.fit(x[fit], y[fit], epochs=9, validation_data=(x[held], y[held]))
        scores.append(history.history["val_precision"][-1])  # TUN308: 'val_precision' is logged only in the first fold
    tune.report({"precision": sum(scores) / len(scores)})

space = {"units": tune.randint(4, 9)}
config = tune.TuneConfig(metric="precision", mode="max", num_samples=9)
tune.Tuner(train, param_space=space, tune_config=config).fit()
"""

FLAGGED = {
    "hyperopt": marked(
        HYPEROPT,
        {
            "return": "# TUN308: 'val_auc' is logged only in the first trial: Keras calls the second AUC() 'auc_1', so this lookup raises KeyError"
        },
    ),
    "optuna, through a builder": """\
def build(trial):
    model = network(trial.suggest_int("units", 4, 9))
    model.compile(optimizer="sgd", loss="mse", metrics=[AUC()])
    return model

def objective(trial):
    model = build(trial)
    history = model.fit(x, y, epochs=9, validation_data=(xv, yv))
    return history.history["val_auc"][-1]  # TUN308: 'val_auc' is logged only in the first trial

optuna.create_study(direction="maximize").optimize(objective, n_trials=20)
""",
    "loop": marked(LOOP, {"score = log[": "# TUN308: 'val_auc' is logged only in the first trial"}),
    "scikit-optimize": """\
def objective(point):
    model = network(int(point[0]))
    model.compile("adam", "mse", metrics=[Precision()])
    fitted = model.fit(x, y, validation_split=0.2, epochs=9)
    return 1 - fitted.history["val_precision"][-1]  # TUN308: 'val_precision' is logged only in the first trial

gp_minimize(objective, [(4, 9)], n_calls=20, random_state=1)
""",
    "ray, in the folds of a trial": FOLDS,
}


SILENT = {
    "named": HYPEROPT.replace("AUC()", 'AUC(name="auc")'),
    "by string": HYPEROPT.replace("keras.metrics.AUC()", '"accuracy"').replace("auc", "accuracy"),
    "a session cleared": HYPEROPT.replace(
        "    model = network(units)\n",
        "    keras.backend.clear_session()\n    model = network(units)\n",
    ),
    "a session cleared by TensorFlow": LOOP.replace(
        "    model = network(units)\n",
        "    tf.keras.backend.clear_session()\n    model = network(units)\n",
    ),
    "one object for all trials": "auc = AUC()\n" + HYPEROPT.replace("keras.metrics.AUC()", "auc"),
    "another name": HYPEROPT.replace("val_auc", "val_loss"),
    "found without its name": HYPEROPT.replace(
        'history.history["val_auc"]', "list(history.history.values())[-1]"
    ),
    "ray, whose trials start the numbers again": """\
def train(config):
    model = network(config["units"])
    model.compile("sgd", "mse", metrics=[AUC()])
    history = model.fit(x, y, epochs=9, validation_data=(xv, yv))
    tune.report({"auc": history.history["val_auc"][-1]})

tune.run(train, config={"units": tune.randint(4, 9)}, metric="auc", mode="max", num_samples=9)
""",
    "one trial": HYPEROPT.replace("max_evals=50", "max_evals=1"),
}


test_programs = check_programs("TUN308", FLAGGED, SILENT, head=HEAD)
