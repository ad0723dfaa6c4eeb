"""TUN308 metric-name-drifts, on small programs."""

from __future__ import annotations

from tests.rules.programs import check_programs, marked

HEAD = """\
import keras
import optuna
import tensorflow as tf
from bayes_opt import BayesianOptimization
from hyperopt import fmin, hp, tpe
from keras import layers
from keras.callbacks import EarlyStopping, ModelCheckpoint, ReduceLROnPlateau
from keras.metrics import AUC, Precision
from optuna_integration import KerasPruningCallback
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

WATCHED = """\
def objective(trial):
    model = network(trial.suggest_int("units", 4, 9))
    model.compile("sgd", "mse", metrics=[AUC()])
    watch = {watch}
    model.fit(x, y, epochs=9, validation_data=(xv, yv), callbacks=[watch])
    return model.evaluate(xv, yv)[0]

optuna.create_study().optimize(objective, n_trials=20)
"""


def watched(watch: str, says: str = "") -> str:
    """A trial with a callback, and what is found at it."""
    program = WATCHED.format(watch=watch)
    mark = f"# TUN308: 'val_auc' is logged only in the first trial: Keras calls the second AUC() 'auc_1', so {says}"
    return marked(program, {"watch =": mark}) if says else program


FLAGGED = {
    "watched": watched(
        "EarlyStopping(monitor='val_auc', patience=3)", "EarlyStopping raises ValueError"
    ),
    "watched, by position": watched(
        "EarlyStopping('val_auc', 0, 3)", "EarlyStopping raises ValueError"
    ),
    "watched by a checkpoint": watched(
        "ModelCheckpoint('best.keras', 'val_auc')", "ModelCheckpoint raises ValueError"
    ),
    "watched by a plateau": watched(
        "ReduceLROnPlateau('val_auc')", "ReduceLROnPlateau raises ValueError"
    ),
    "watched, with a mode": watched(
        "EarlyStopping('val_auc', mode='max', patience=3)",
        "EarlyStopping does nothing from then on",
    ),
    "watched by one object for all trials": marked(
        "stop = EarlyStopping('val_auc', patience=3)\n" + WATCHED.format(watch="stop"),
        {
            "stop = ": "# TUN308: 'val_auc' is logged only in the first trial: Keras calls the second AUC() 'auc_1', so EarlyStopping does nothing from then on"
        },
    ),
    "watched by a pruner": watched(
        "KerasPruningCallback(trial, 'val_auc')", "KerasPruningCallback does nothing from then on"
    ),
    "watched in the folds of a trial": """\
def train(config):
    for fit, held in KFold(3).split(x):
        model = network(config["units"])
        model.compile("sgd", "mse", metrics=[Precision()])
        stop = EarlyStopping("val_precision")  # TUN308: 'val_precision' is logged only in the first fold
        model.fit(x[fit], y[fit], validation_data=(x[held], y[held]), callbacks=[stop])
    tune.report({"loss": model.evaluate(xv, yv)[0]})

tune.run(train, config={"units": tune.randint(4, 9)}, metric="loss", mode="min", num_samples=9)
""",
    "watched and looked up": """\
def train(units):
    model = network(int(units))
    model.compile("sgd", "mse", metrics=[AUC()])
    stop = EarlyStopping("val_auc")  # TUN308: 'val_auc' is logged only in the first trial
    log = model.fit(x, y, validation_data=(xv, yv), callbacks=[stop])
    return max(log.history["val_auc"])  # TUN308: 'val_auc' is logged only in the first trial

BayesianOptimization(train, {"units": (4, 9)}).maximize()
""",
    "evaluated into a dictionary": """\
def objective(trial):
    model = network(trial.suggest_int("units", 4, 9))
    model.compile("sgd", "mse", metrics=[AUC()])
    model.fit(x, y, epochs=9)
    scores = model.evaluate(xv, yv, return_dict=True)
    return scores["auc"]  # TUN308: 'auc' is logged only in the first trial

optuna.create_study(direction="maximize").optimize(objective, n_trials=20)
""",
    "only printed": marked(
        HYPEROPT.replace(
            "    return -max(history.history",
            "    print(history.history['val_auc'])\n    return -max(history.history",
        ).replace('history["val_auc"]', 'history["val_loss"]'),
        {"print": "# TUN308: 'val_auc' is logged only in the first trial"},
    ),
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
    "watched under its name": watched("EarlyStopping('val_auc')").replace(
        "AUC()", "AUC(name='auc')"
    ),
    "another name is watched": watched("EarlyStopping('val_loss')"),
    "a direction that is not known": watched("EarlyStopping('val_auc', mode=way)"),
    "a watched session is cleared": watched("EarlyStopping('val_auc')").replace(
        "    model = network(", "    keras.utils.clear_session()\n    model = network("
    ),
    "watched without validation data": watched("EarlyStopping('val_auc')").replace(
        "validation_data=(xv, yv), ", ""
    ),
    "one watched metric for all trials": "auc = AUC()\n"
    + watched("EarlyStopping('val_auc')").replace("[AUC()]", "[auc]"),
    "a test whether it is there": HYPEROPT.replace(
        "return -max(history.history[", "log = history.history\n    return -max(log["
    ).replace('["val_auc"])', '["val_auc"] if "val_auc" in log else log["val_loss"])'),
    "a caught KeyError": HYPEROPT.replace(
        "    return -max(history.history",
        "    try:\n        score = history.history['val_auc']\n"
        "    except KeyError:\n        score = history.history['val_loss']\n"
        "    return -max(score) #",
    ),
    "asked for with get": HYPEROPT.replace('["val_auc"]', '.get("val_auc", [0])'),
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
