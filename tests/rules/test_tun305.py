"""TUN305: a direction that Keras Tuner cannot infer"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import check, lines

FLAGGED = {
    "f1": (
        """
import keras_tuner as kt
tuner = kt.RandomSearch(build, objective='val_f1', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
        [2],
    ),
    "rmse": (
        """
import keras_tuner as kt
tuner = kt.BayesianOptimization(build, objective='val_rmse', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
        [2],
    ),
    "numbered": (
        """
import keras_tuner as kt
tuner = kt.GridSearch(build, objective='val_auc_1', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
        [2],
    ),
    "needs arguments": (
        """
import keras_tuner as kt
tuner = kt.RandomSearch(build, objective='val_mean_io_u', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
        [2],
    ),
    "by position": (
        """
import keras_tuner as kt
from keras_tuner import RandomSearch
tuner = RandomSearch(build, 'val_head_accuracy', 5, 7)
tuner.search(x, y, epochs=9)
""",
        [3],
    ),
    "in an oracle": (
        """
import keras_tuner as kt
oracle = kt.oracles.RandomSearchOracle('val_f1', max_trials=9, seed=2)
tuner = kt.Tuner(oracle, build)
tuner.search(x, y)
""",
        [2],
    ),
}

SILENT = {
    "with a direction": """
import keras_tuner as kt
tuner = kt.RandomSearch(build, objective=kt.Objective('val_f1', 'max'), max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "accuracy": """
import keras_tuner as kt
tuner = kt.RandomSearch(build, objective='val_accuracy', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "alias": """
import keras_tuner as kt
tuner = kt.RandomSearch(build, objective='val_acc', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "mse": """
import keras_tuner as kt
tuner = kt.RandomSearch(build, objective='val_mean_squared_error', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "unknown": """
import keras_tuner as kt
tuner = kt.RandomSearch(build, objective=OBJECTIVE, max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "inferred wrongly is another rule": """
import keras_tuner as kt
tuner = kt.RandomSearch(build, objective='val_f1_score', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
}


@pytest.mark.parametrize(("text", "expected"), FLAGGED.values(), ids=FLAGGED)
def test_flagged(text: str | dict[str, str], expected: list[int], tmp_path: Path) -> None:
    assert lines(text, "TUN305", tmp_path) == expected


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_silent(text: str | dict[str, str], tmp_path: Path) -> None:
    assert lines(text, "TUN305", tmp_path) == []


def test_message(tmp_path: Path) -> None:
    finding = check(FLAGGED["f1"][0], "TUN305", tmp_path)[0]
    for part in ["'val_f1'", "ValueError", "RandomSearch"]:
        assert part in finding.message
