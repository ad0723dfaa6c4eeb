"""TUN608 optimizer-shared-across-trials, on small programs."""

from __future__ import annotations

from tests.rules.programs import check_programs, marked

HEAD = """\
import keras
import optuna
import tensorflow as tf
from hyperopt import fmin, hp, tpe
from keras import layers
from keras.optimizers import Adam
from ray import tune
from skopt import gp_minimize


def network(units=4):
    return keras.Sequential([layers.Dense(units), layers.Dense(1)])


"""

HYPEROPT = """\
optimizer = keras.optimizers.Adam(1e-3)

def objective(units):
    model = network(units)
    model.compile(optimizer=optimizer, loss="mse")
    model.fit(x, y, epochs=9)
    return model.evaluate(xv, yv)

fmin(objective, hp.randint("units", 4, 9), algo=tpe.suggest, max_evals=50)
"""
LOOP = """\
opt = Adam()
best = None
for units in [4, 8, 16]:
    model = network(units)
    model.compile(loss="mse", optimizer=opt)
    model.fit(x, y, epochs=9)
    score = model.evaluate(xv, yv)
    if best is None or score < best:
        best = score
"""
RAY = """\
optimizer = Adam(0.01)

def train(config):
    model = network(config["units"])
    model.compile(optimizer=optimizer, loss="mse")
    model.fit(x, y, epochs=9)
    tune.report({"loss": model.evaluate(xv, yv)})

tune.run(train, config={"units": tune.randint(4, 9)}, num_samples=9, reuse_actors=True)
"""
FLAGGED = {
    "hyperopt": marked(
        HYPEROPT, {"model.compile(": "# TUN608: all trials share one optimizer object"}
    ),
    "optuna, in a class": """\
class Objective:
    def __init__(self):
        self.optimizer = tf.keras.optimizers.SGD(learning_rate=0.1)

    def __call__(self, trial):
        model = network(trial.suggest_int("units", 4, 9))
        model.compile(self.optimizer, "mse")  # TUN608: all trials share one optimizer object
        model.fit(x, y, epochs=9)
        return model.evaluate(xv, yv)

optuna.create_study().optimize(Objective(), n_trials=20)
""",
    "loop": marked(
        LOOP,
        {
            "model.compile(": "# TUN608: all trials share one optimizer object: the second trial's fit raises ValueError (on JAX, it continues with the first trial's moments)"
        },
    ),
    "scikit-optimize, built by a function": """\
def build(units, optimizer):
    model = network(units)
    model.compile(optimizer=optimizer, loss="mse")
    return model

shared = Adam(0.01)

def objective(point):
    model = build(point[0], shared)  # TUN608: all trials share one optimizer object
    model.fit(x, y, epochs=9)
    return model.evaluate(xv, yv)

gp_minimize(objective, [(4, 9)], n_calls=20, random_state=1)
""",
    "ray, whose trials take turns in one process": marked(
        RAY, {"model.compile(": "# TUN608: all trials share one optimizer object"}
    ),
}


SILENT = {
    "built inside": HYPEROPT.replace("optimizer = keras.optimizers.Adam(1e-3)\n", "").replace(
        "optimizer=optimizer", "optimizer=keras.optimizers.Adam(1e-3)"
    ),
    "named": HYPEROPT.replace("keras.optimizers.Adam(1e-3)", '"adam"'),
    "a class": HYPEROPT.replace("Adam(1e-3)", "Adam").replace(
        "optimizer=optimizer", "optimizer=optimizer(1e-3)"
    ),
    "one model for all trials": LOOP.replace("    model = network(units)\n", "").replace(
        "opt = Adam()", "opt = Adam()\nmodel = network()"
    ),
    "ray, whose trials have a process each": RAY.replace(", reuse_actors=True", ""),
    "one trial": HYPEROPT.replace("max_evals=50", "max_evals=1"),
    "a copy in each trial": LOOP.replace(
        "optimizer=opt", "optimizer=Adam.from_config(opt.get_config())"
    ),
    "never trained": HYPEROPT.replace("    model.fit(x, y, epochs=9)\n", ""),
}


test_programs = check_programs("TUN608", FLAGGED, SILENT, head=HEAD)
