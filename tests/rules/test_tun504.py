"""TUN504: names of the tuning libraries that are deprecated, moved or gone"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.checking import check, lines
from tests.rules.ray_programs import marked

FLAGGED: dict[str, tuple[str | dict[str, str], list[int]]] = {
    "old package": ("import kerastuner as kt\ntuner = kt.RandomSearch(build)\n", [1]),
    "one for each statement": (
        """
from kerastuner import Objective, HyperModel
from kerastuner.tuners import Hyperband
from kerastuner.engine.hyperparameters import HyperParameters
""",
        [1, 2, 3],
    ),
    "everything of it": ("from kerastuner import *\n", [1]),
    "in a function": ("def tune():\n    import kerastuner\n    return kerastuner\n", [2]),
    "fallback to the old name alone": (
        """
try:
    import kerastuner as kt
except ImportError:
    raise SystemExit("install it first")
""",
        [2],
    ),
    "module that moved": ("from keras_tuner.engine.tuner_utils import TunerCallback\n", [1]),
    "class by its old module": ("from keras_tuner.tuners.randomsearch import RandomSearch\n", [1]),
    "called by attribute": (
        """
import keras_tuner as kt
oracle = kt.oracles.BayesianOptimization('val_loss')
""",
        [2],
    ),
    "import and its calls are one": (
        """
from keras_tuner.oracles import RandomSearch
a = RandomSearch('val_loss')
b = RandomSearch('val_loss')
""",
        [1],
    ),
    "base class": (
        """
import keras_tuner as kt
class MyTuner(kt.MultiExecutionTuner):
    pass
MyTuner(build).search(x, y)
""",
        [2],
    ),
    "wrapper of Keras": (
        """
from tensorflow.keras.wrappers.scikit_learn import KerasClassifier
from keras.wrappers.scikit_learn import KerasRegressor as Regressor
""",
        [1, 2],
    ),
    "wrapper by attribute": (
        """
import tensorflow as tf
from sklearn.model_selection import GridSearchCV
model = tf.keras.wrappers.scikit_learn.KerasClassifier(build)
GridSearchCV(model, {"epochs": [5, 9]}).fit(x, y)
""",
        [3],
    ),
    "in another module": (
        {
            "models.py": "from keras.wrappers.scikit_learn import KerasClassifier\nmodel = 1\n",
            "train.py": "from models import model\n",
        },
        [1],
    ),
    "optuna: suggest_uniform": (
        """
import optuna
def objective(trial):
    return trial.suggest_uniform("x", 0, 1)
optuna.create_study().optimize(objective, n_trials=50)
""",
        [3],
    ),
    "optuna: suggest_loguniform": (
        """
import optuna
def objective(trial):
    return trial.suggest_loguniform("x", 1e-5, 1)
optuna.create_study().optimize(objective, n_trials=50)
""",
        [3],
    ),
    "optuna: suggest_discrete_uniform": (
        """
import optuna
def objective(trial):
    return trial.suggest_discrete_uniform("x", 0, 1, 0.1)
optuna.create_study().optimize(objective, n_trials=50)
""",
        [3],
    ),
}

SILENT = {
    "current package": "import keras_tuner as kt\ntuner = kt.RandomSearch(build)\n",
    "modules that still import": """
from keras_tuner.engine import hyperparameters, hypermodel, tuner, oracle, trial
from keras_tuner.engine.hyperparameters import HyperParameters
""",
    "current oracle": """
import keras_tuner as kt
from keras_tuner.oracles import BayesianOptimizationOracle
oracle = kt.oracles.RandomSearchOracle('val_loss')
""",
    "fallback pair": """
try:
    import keras_tuner as kt
except ImportError:
    import kerastuner as kt
""",
    "fallback pair without alias": """
try:
    from keras_tuner import RandomSearch
except ModuleNotFoundError:
    from kerastuner import RandomSearch
""",
    "fallback pair of wrappers": """
try:
    from scikeras.wrappers import KerasClassifier
except ImportError:
    from keras.wrappers.scikit_learn import KerasClassifier
""",
    "gone, where somebody stands ready for it": """
try:
    from keras_tuner.engine.multi_execution_tuner import MultiExecutionTuner
except ImportError as error:
    print("no tuner of that kind", error)
""",
    "merely mentioned": "NAME = 'kerastuner'\nprint(NAME)\n",
    "removed from Keras but not a tuning library's": "from keras.utils import np_utils\n",
    "optuna: suggest_float": """
import optuna
def objective(trial):
    return trial.suggest_float("x", 1e-5, 1, log=True)
optuna.create_study().optimize(objective, n_trials=50)
""",
    "another library's suggest_uniform": """
def draw(space):
    return space.suggest_uniform("x", 0, 1)
draw(make())
""",
}


@pytest.mark.parametrize(("text", "expected"), FLAGGED.values(), ids=FLAGGED)
def test_flagged(text: str | dict[str, str], expected: list[int], tmp_path: Path) -> None:
    assert lines(text, "TUN504", tmp_path) == expected


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_silent(text: str | dict[str, str], tmp_path: Path) -> None:
    assert lines(text, "TUN504", tmp_path) == []


def test_notebook(tmp_path: Path) -> None:
    cells = [["!pip install keras-tuner\n"], ["import kerastuner as kt\n"]]
    notebook = {
        "cells": [{"cell_type": "code", "source": cell, "metadata": {}} for cell in cells],
        "metadata": {"kernelspec": {"language": "python", "name": "python3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    assert len(check({"search.ipynb": json.dumps(notebook)}, "TUN504", tmp_path)) == 1


def test_message(tmp_path: Path) -> None:
    shim = check("from kerastuner.tuners import Hyperband\n", "TUN504", tmp_path)[0]
    assert "kerastuner is deprecated" in shim.message
    gone = check(FLAGGED["called by attribute"][0], "TUN504", tmp_path)[0]
    assert "keras_tuner.oracles.BayesianOptimization no longer exists" in gone.message
    assert "AttributeError" in gone.message


def test_a_project_that_is_the_old_package_means_itself(tmp_path: Path) -> None:
    files = {"train.py": "import kerastuner as kt\n", "kerastuner/__init__.py": ""}
    assert lines(files, "TUN504", tmp_path) == []


# -- Ray Tune ----------------------------------------------------------------------------------

RAY_PROGRAMS = {
    "a package of old": """\
from ray.tune.suggest.optuna import OptunaSearch as Search  # here

tune.run(svm, config={"C": tune.uniform(1, 9)}, search_alg=Search(seed=1))
""",
    "its first name": """\
from ray.tune.suggest import ConcurrencyLimiter as Limiter  # here
""",
    "a function that is gone": """\
def fit(config, checkpoint_dir=None):
    with tune.checkpoint_dir(step=3) as folder:  # here
        save(folder)

tune.run(fit, config={"C": tune.uniform(1, 9)})
""",
    "a function that moved": """\
def fit(config):
    folder = tune.get_trial_dir()  # here
    tune.report({"acc": run(folder)})

tune.run(fit, config={"C": tune.uniform(1, 9)})
""",
    "silent: names of today": """\
from ray.tune.search.optuna import OptunaSearch as Search
from ray.tune.integration.keras import TuneReportCheckpointCallback
from ray.air import session
from ray.tune.experiment import Trial

folder = tune.get_context().get_trial_dir()
""",
    "silent: either one": """\
try:
    from ray.tune.suggest.optuna import OptunaSearch
except ImportError:
    from ray.tune.search.optuna import OptunaSearch
""",
}


@pytest.mark.parametrize("name", RAY_PROGRAMS)
def test_ray_tune(name: str, tmp_path: Path) -> None:
    text, expected = marked(RAY_PROGRAMS[name])
    assert bool(expected) != name.startswith("silent")
    assert lines(text, "TUN504", tmp_path) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("if kt.__version__ < '1.0':\n    {}", []),
        ("if hasattr(kt, 'oracles'):\n    {}", []),
        ("try:\n    {}\nexcept AttributeError:\n    oracle = None", []),
        ("try:\n    {}\nexcept KeyError:\n    oracle = None", [3]),
        ("if FAST:\n    {}", [3]),
    ],
)
def test_what_is_meant_for_other_releases(text: str, expected: list[int], tmp_path: Path) -> None:
    call = "oracle = kt.oracles.BayesianOptimization('val_loss')"
    assert lines(f"import keras_tuner as kt\n{text.format(call)}\n", "TUN504", tmp_path) == expected
