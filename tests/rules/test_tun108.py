"""TUN108: configurations that Keras Tuner trains once each."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import check, lines

HEAD = "import keras_tuner as kt\n"
SEARCH = "tuner.search(x, y, validation_split=0.2, epochs=20)\n"

FLAGGED = {
    "unset": (
        HEAD + "tuner = kt.RandomSearch(build, objective='val_loss', seed=1)\n" + SEARCH,
        [2],
    ),
    "one": (
        HEAD
        + "tuner = kt.Hyperband(\n    build,\n    objective='val_loss',\n"
        + "    executions_per_trial=1,\n)\n"
        + SEARCH,
        [5],
    ),
    "a constant": (
        HEAD
        + "RUNS = 1\ntuner = kt.GridSearch(build, 'val_loss', executions_per_trial=RUNS)\n"
        + SEARCH,
        [3],
    ),
    "a grid": (
        "from keras_tuner import GridSearch\ntuner = GridSearch(build, 'val_loss')\n" + SEARCH,
        [2],
    ),
    "a tuner class of the project": (
        HEAD
        + "class Mine(kt.RandomSearch):\n    pass\n"
        + "tuner = Mine(build, objective='val_loss', max_trials=5)\n"
        + SEARCH,
        [4],
    ),
    "an oracle": (
        HEAD
        + "tuner = kt.Tuner(kt.oracles.RandomSearchOracle(objective='val_loss'), build)\n"
        + SEARCH,
        [2],
    ),
    "the trial's own fit": (
        HEAD
        + "class Model(kt.HyperModel):\n    def build(self, hp):\n        return make(hp)\n"
        + "    def fit(self, hp, model, *args, **kwargs):\n"
        + "        return model.fit(*args, batch_size=hp.Choice('b', [8, 16]), **kwargs)\n"
        + "tuner = kt.RandomSearch(Model(), objective='val_loss')\n"
        + SEARCH,
        [7],
    ),
}

SILENT = {
    "three": HEAD
    + "tuner = kt.RandomSearch(build, objective='val_loss', executions_per_trial=3)\n"
    + SEARCH,
    "unknown": HEAD
    + "tuner = kt.RandomSearch(build, objective='val_loss', executions_per_trial=args.runs)\n"
    + SEARCH,
    "perhaps in **": HEAD
    + "tuner = kt.RandomSearch(build, objective='val_loss', **read_options())\n"
    + SEARCH,
    "one or three": HEAD
    + "runs = 1 if quick else 3\n"
    + "tuner = kt.RandomSearch(build, objective='val_loss', executions_per_trial=runs)\n"
    + SEARCH,
    "estimators": HEAD
    + "tuner = kt.SklearnTuner(kt.oracles.RandomSearchOracle(objective='score'), build)\n"
    + "tuner.search(x, y)\n",
    "a trial of the project": HEAD
    + "class Mine(kt.RandomSearch):\n    def run_trial(self, trial, x, y):\n"
    + "        return [score(trial, x, y) for _ in range(5)]\n"
    + "tuner = Mine(build, objective='val_loss')\ntuner.search(x, y)\n",
    "never searched": HEAD + "tuner = kt.RandomSearch(build, objective='val_loss')\n",
    "Hyperopt": "from hyperopt import fmin, hp, tpe\n"
    "fmin(f, hp.uniform('x', 0, 1), tpe.suggest, 9)\n",
}


@pytest.mark.parametrize("name", FLAGGED)
def test_flags(name: str, tmp_path: Path) -> None:
    text, expected = FLAGGED[name]
    assert lines(text, "TUN108", tmp_path) == expected


@pytest.mark.parametrize("name", SILENT)
def test_stays_silent(name: str, tmp_path: Path) -> None:
    assert lines(SILENT[name], "TUN108", tmp_path) == []


def test_it_says_whether_the_number_is_written(tmp_path: Path) -> None:
    (unset,) = check(FLAGGED["unset"][0], "TUN108", tmp_path)
    (written,) = check(FLAGGED["one"][0], "TUN108", tmp_path)
    assert "(executions_per_trial is not given)" in unset.message
    assert "Hyperband trains every configuration once (executions_per_trial=1)" in written.message
