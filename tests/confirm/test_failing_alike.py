"""Two runs that fail alike agree in nothing: programs of several libraries, run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.confirm.asking import confirmations
from tunelint.confirm.options import Options
from tunelint.lab.lab import Budget
from tunelint.lab.verdicts import Outcome

pytestmark = pytest.mark.libraries

BEFORE_ANY_DRAW = """\
import optuna


def objective(trial):
    rows = open("rows.csv").read()
    return trial.suggest_float("rate", 0, 1) * len(rows)


study = optuna.create_study()
study.optimize(objective, n_trials=6, catch=(OSError,))
"""
AFTER_A_DRAW = """\
import optuna


def objective(trial):
    rate = trial.suggest_float("rate", 0, 1)
    rows = open("rows.csv").read()
    return rate * len(rows)


study = optuna.create_study(direction="minimize", sampler=optuna.samplers.TPESampler(seed=1))
study.optimize(objective, n_trials=6, catch=(OSError,))
"""
MINIMISED = AFTER_A_DRAW.replace(
    "    return rate * len(rows)",
    "    return accuracy_score(rows > rate, rows)",
).replace("import optuna", "import optuna\nfrom sklearn.metrics import accuracy_score")
UNREPORTED = AFTER_A_DRAW.replace(
    "TPESampler(seed=1))", "TPESampler(seed=1), pruner=optuna.pruners.MedianPruner())"
)
ALWAYS_NAN = """\
import numpy as np
from sklearn.datasets import make_regression
from sklearn.model_selection import GridSearchCV
from sklearn.tree import DecisionTreeRegressor

x, y = make_regression(60, random_state=1)
search = GridSearchCV(
    DecisionTreeRegressor(splitter="random"), {"max_depth": [1, 2]}, scoring=lambda *_: np.nan
)
search.fit(x, y)
"""
EMPTY_SPACE = """\
import optuna


def objective(trial):
    return 1.0


optuna.create_study().optimize(objective, n_trials=6)
"""
DIVERGING = """\
import keras
import keras_tuner as kt
import numpy as np

x, y = np.full((40, 3), 1e30, "float32"), np.zeros((40, 1), "float32")


def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 2, 9)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(1e30), "mse")
    return model


stop = keras.callbacks.EarlyStopping(patience=1)
tuner = kt.RandomSearch(build, objective="val_loss", max_trials=4, seed=7)
tuner.search(x, y, epochs=2, validation_split=0.25, callbacks=[stop], verbose=0)
"""


@pytest.mark.parametrize(
    ("program", "code", "words"),
    [
        (BEFORE_ANY_DRAW, "TUN101", "FileNotFoundError"),
        (BEFORE_ANY_DRAW, "TUN407", "FileNotFoundError"),
        (MINIMISED, "TUN304", "FileNotFoundError"),
        (AFTER_A_DRAW, "TUN105", "FileNotFoundError"),
        (UNREPORTED, "TUN409", "FileNotFoundError"),
        (EMPTY_SPACE, "TUN101", "no hyperparameters"),
        (DIVERGING, "TUN403", ""),
    ],
)
def test_what_fails_or_holds_nothing_settles_nothing(
    program: str, code: str, words: str, tmp_path: Path
) -> None:
    found = confirmations(tmp_path, program, code, options=Options(Budget(seconds=30)))
    assert found
    assert [one.verdict.outcome for one in found] == [Outcome.INCONCLUSIVE] * len(found)
    assert all(words in one.verdict.line for one in found)


@pytest.mark.parametrize("seed", ["", "np.random.seed(1)\n"])
def test_scores_that_are_no_numbers_are_not_compared(seed: str, tmp_path: Path) -> None:
    program = ALWAYS_NAN.replace("x, y", f"{seed}x, y", 1)
    (found,) = confirmations(tmp_path, program, "TUN105")
    assert found.verdict.outcome is Outcome.INCONCLUSIVE


def test_a_script_that_removes_its_own_folder_harms_nothing(tmp_path: Path) -> None:
    program = f"import os, shutil\nshutil.rmtree(os.path.dirname(__file__))\n{BEFORE_ANY_DRAW}"
    (found,) = confirmations(tmp_path, program, "TUN101")
    assert found.verdict.outcome is Outcome.INCONCLUSIVE
    assert (tmp_path / "train.py").read_text() == program
