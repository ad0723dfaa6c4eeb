"""The user's results survive what tuning libraries do to them, before and in a search."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.command import write
from tests.confirm.running import answered, digest, job, overlay_holds, values
from tunelint.confirm.executors import LocalProcesses
from tunelint.confirm.guard.raising import GUARDS, OVERLAY
from tunelint.confirm.processes import Holds

pytestmark = pytest.mark.libraries

PROGRAM = """\
import pathlib
import shutil

import h5py
import keras
import keras_tuner
import matplotlib.pyplot as plt
import numpy as np
import optuna
import tensorflow as tf
import torch
import xgboost

seen = {}
tf.io.gfile.rmtree("results")
seen["removed"] = tf.io.gfile.exists("results"), pathlib.Path("results").exists()
tf.io.gfile.makedirs("results/deep")
with tf.io.gfile.GFile("results/deep/notes.txt", "w") as file:
    file.write("new")
tf.io.gfile.rename("results/deep/notes.txt", "results/deep/moved.txt")
tf.io.gfile.copy("results/deep/moved.txt", "out.csv", overwrite=True)
tf.io.gfile.remove("old.txt")
seen["files"] = tf.io.gfile.listdir("results/deep"), open("out.csv").read()
with h5py.File("weights.h5", "a") as file:
    seen["kept"] = list(file)
    file["new"] = np.ones(3)
with h5py.File("weights.h5", "r") as file:
    seen["changed"] = sorted(file)
    del file
checkpoint = tf.train.Checkpoint(step=tf.Variable(1))
path = checkpoint.save("checkpoints/run")
checkpoint.restore(path).assert_consumed()
seen["checkpoint"] = pathlib.Path("checkpoints/run-1.index").exists()
with tf.summary.create_file_writer("logs").as_default():
    tf.summary.scalar("loss", 0.5, step=1)
torch.save({"a": 1}, "model.pt")
seen["torch"] = torch.load("model.pt")
booster = xgboost.train({}, xgboost.DMatrix(np.eye(4), label=np.arange(4)), 1)
booster.save_model("model.json")
seen["xgboost"] = len(open("model.json").read()) > 100
plt.plot([1, 2])
plt.savefig("plot.png")
plt.show()
optuna.visualization.plot_optimization_history(optuna.create_study()).show()

x, y = np.random.rand(16, 3), np.random.rand(16)


def build(hp):
    shutil.rmtree("logs", ignore_errors=True)
    open("out.csv", "w").write("from a trial")
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 1, 8)), keras.layers.Dense(1)])
    model.compile(loss="mse")
    return model


def objective(trial):
    with h5py.File("weights.h5", "w") as file:
        file["x"] = trial.suggest_float("x", 0, 1)
    return trial.params["x"]


tuner = keras_tuner.RandomSearch(
    build, "val_loss", max_trials=2, overwrite=True, directory="tuning", project_name="real"
)
tuner.search(x, y, epochs=1, validation_data=(x, y), verbose=0)
tuner.get_best_models()[0].save("best.keras")
study = optuna.create_study(storage="sqlite:///study.db", study_name="s", load_if_exists=True)
seen["before"] = len(study.trials)
study.optimize(objective, n_trials=2)
optuna.delete_study(study_name="s", storage="sqlite:///study.db")
seen["studies"] = optuna.get_all_study_names("sqlite:///study.db")
for one in seen.items():
    one  # here
"""

WANTED = {
    "removed": (False, False),
    "files": (["moved.txt"], "new"),
    "kept": ["old"],
    "changed": ["new", "old"],
    "checkpoint": True,
    "torch": {"a": 1},
    "xgboost": True,
    "before": 1,
    "studies": [],
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a study, weights and a tuner's folder that took days."""
    import h5py
    import optuna

    folder = tmp_path_factory.mktemp("project")
    names = ("results/a/b.json", "logs/events", "tuning/real/trial_0/trial.json", "out.csv")
    more = ("old.txt", "model.pt", "model.json", "best.keras", "checkpoints/run-1.index")
    write(folder, dict.fromkeys((*names, *more), "took days"))
    with h5py.File(folder / "weights.h5", "w") as file:
        file["old"] = [1.0, 2.0]
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(storage=f"sqlite:///{folder}/study.db", study_name="s")
    study.optimize(lambda trial: trial.suggest_float("x", 0, 1), n_trials=1)
    return folder


@pytest.mark.parametrize("guard", GUARDS)
def test_results_survive(results: Path, guard: str) -> None:
    if guard == OVERLAY and not overlay_holds():
        pytest.skip("this kernel gives no overlay")
    asked = job(results, PROGRAM)
    before = digest(results)

    found = answered(LocalProcesses(holds=Holds((guard,))), asked, 120)

    assert digest(results) == before
    assert found.guard == guard
    assert values(found) == [repr(item) for item in WANTED.items()]
    with sqlite3.connect(results / "study.db") as study:
        assert study.execute("select count(*) from trials").fetchone() == (1,)
    study.close()
