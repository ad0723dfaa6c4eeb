"""TUN608 optimizer-shared-across-trials, on small programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import check, lines

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
START = HEAD.count("\n")

FLAGGED = {
    "hyperopt": (
        """\
optimizer = keras.optimizers.Adam(1e-3)

def objective(units):
    model = network(units)
    model.compile(optimizer=optimizer, loss="mse")
    model.fit(x, y, epochs=9)
    return model.evaluate(xv, yv)

fmin(objective, hp.randint("units", 4, 9), algo=tpe.suggest, max_evals=50)
""",
        5,
    ),
    "optuna, in a class": (
        """\
class Objective:
    def __init__(self):
        self.optimizer = tf.keras.optimizers.SGD(learning_rate=0.1)

    def __call__(self, trial):
        model = network(trial.suggest_int("units", 4, 9))
        model.compile(self.optimizer, "mse")
        model.fit(x, y, epochs=9)
        return model.evaluate(xv, yv)

optuna.create_study().optimize(Objective(), n_trials=20)
""",
        7,
    ),
    "loop": (
        """\
opt = Adam()
best = None
for units in [4, 8, 16]:
    model = network(units)
    model.compile(loss="mse", optimizer=opt)
    model.fit(x, y, epochs=9)
    score = model.evaluate(xv, yv)
    if best is None or score < best:
        best = score
""",
        5,
    ),
    "scikit-optimize, built by a function": (
        """\
def build(units, optimizer):
    model = network(units)
    model.compile(optimizer=optimizer, loss="mse")
    return model

shared = Adam(0.01)

def objective(point):
    model = build(point[0], shared)
    model.fit(x, y, epochs=9)
    return model.evaluate(xv, yv)

gp_minimize(objective, [(4, 9)], n_calls=20, random_state=1)
""",
        9,
    ),
    "ray, whose trials take turns in one process": (
        """\
optimizer = Adam(0.01)

def train(config):
    model = network(config["units"])
    model.compile(optimizer=optimizer, loss="mse")
    model.fit(x, y, epochs=9)
    tune.report({"loss": model.evaluate(xv, yv)})

tune.run(train, config={"units": tune.randint(4, 9)}, num_samples=9, reuse_actors=True)
""",
        5,
    ),
}


@pytest.mark.parametrize("name", FLAGGED)
def test_flagged(name: str, tmp_path: Path) -> None:
    text, line = FLAGGED[name]
    assert lines(HEAD + text, "TUN608", tmp_path) == [START + line]


def test_the_message_says_what_happens(tmp_path: Path) -> None:
    (found,) = check(HEAD + FLAGGED["loop"][0], "TUN608", tmp_path)
    assert "ValueError" in found.message
    assert found.level == "error"


SILENT = {
    "built inside": FLAGGED["hyperopt"][0]
    .replace("optimizer = keras.optimizers.Adam(1e-3)\n", "")
    .replace("optimizer=optimizer", "optimizer=keras.optimizers.Adam(1e-3)"),
    "named": FLAGGED["hyperopt"][0].replace("keras.optimizers.Adam(1e-3)", '"adam"'),
    "a class": FLAGGED["hyperopt"][0]
    .replace("Adam(1e-3)", "Adam")
    .replace("optimizer=optimizer", "optimizer=optimizer(1e-3)"),
    "one model for all trials": FLAGGED["loop"][0]
    .replace("    model = network(units)\n", "")
    .replace("opt = Adam()", "opt = Adam()\nmodel = network()"),
    "ray, whose trials have a process each": FLAGGED["ray, whose trials take turns in one process"][
        0
    ].replace(", reuse_actors=True", ""),
    "one trial": FLAGGED["hyperopt"][0].replace("max_evals=50", "max_evals=1"),
    "a copy in each trial": FLAGGED["loop"][0].replace(
        "optimizer=opt", "optimizer=Adam.from_config(opt.get_config())"
    ),
    "never trained": FLAGGED["hyperopt"][0].replace("    model.fit(x, y, epochs=9)\n", ""),
}


@pytest.mark.parametrize("name", SILENT)
def test_silent(name: str, tmp_path: Path) -> None:
    assert lines(HEAD + SILENT[name], "TUN608", tmp_path) == []
