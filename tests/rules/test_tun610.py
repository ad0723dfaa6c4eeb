"""TUN610: choices of several types, which Keras Tuner does not take."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import check, lines

HEAD = "import keras_tuner as kt\n"
RUN = (
    "tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=1)\n"
    "tuner.search(x, y, validation_split=0.2, epochs=9)\n"
)


def built(*declarations: str, head: str = HEAD) -> str:
    body = "".join(f"    {line}\n" for line in declarations)
    return f"{head}def build(hp):\n{body}    return make(hp)\n{RUN}"


FLAGGED = {
    "int and float": (built("hp.Choice('lr', [1, 0.1, 0.01])"), [3]),
    "zero among fractions": (built("hp.Choice('dropout', values=[0, 0.25, 0.5])"), [3]),
    "None": (built("hp.Choice('depth', [None, 5, 10])"), [3]),
    "text and number": (built("hp.Choice('batch', ['all', 32])"), [3]),
    "a truth value": (built("hp.Choice(", "    'shuffle',", "    (True, 1),", ")"), [3]),
    "a constant of the module": (
        built("hp.Choice('rate', RATES)", head=HEAD + "RATES = [1, 1e-1, 1e-2]\n"),
        [4],
    ),
    "some unknown": (built("hp.Choice('units', [8, widest(), 'auto'])"), [3]),
    "tuples beside a number": (built("hp.Choice('kernel', [3, (3, 3)])"), [3]),
    "in a HyperModel": (
        HEAD
        + "class Net(kt.HyperModel):\n    def build(self, hp):\n"
        + "        rate = hp.Choice('rate', [1, 0.5])\n        return make(rate)\n"
        + "tuner = kt.GridSearch(Net(), 'val_loss')\ntuner.search(x, y)\n",
        [4],
    ),
    "for an estimator": (
        HEAD
        + "from sklearn.ensemble import RandomForestClassifier\n"
        + "def build(hp):\n"
        + "    return RandomForestClassifier(max_features=hp.Choice('m', ['sqrt', 0.5]))\n"
        + "oracle = kt.oracles.RandomSearchOracle(objective=kt.Objective('score', 'max'))\n"
        + "tuner = kt.SklearnTuner(oracle, build)\ntuner.search(x, y)\n",
        [4],
    ),
}

SILENT = {
    "floats": built("hp.Choice('lr', [1.0, 0.1, 1e-2])"),
    "whole numbers": built("hp.Choice('units', [8, 16, 2 ** 5])"),
    "texts": built("hp.Choice('activation', ['relu', 'tanh'])"),
    "truth values": built("hp.Choice('bias', [True, False])"),
    "unknown values": built("hp.Choice('lr', rates())"),
    "one known": built("hp.Choice('lr', [1, rate()])"),
    "one type that it does not take": built("hp.Choice('kernel', [(3, 3), (5, 5)])"),
    "computed": built("hp.Choice('units', [2 ** i for i in range(5)])"),
    "Hyperopt takes them": (
        "from hyperopt import fmin, hp, tpe\n"
        "fmin(f, hp.choice('depth', [None, 5, 0.5]), tpe.suggest, 9)\n"
    ),
    "no search": HEAD + "def build(hp):\n    return hp.Choice('lr', [1, 0.1])\n",
}


@pytest.mark.parametrize("name", FLAGGED)
def test_flags(name: str, tmp_path: Path) -> None:
    text, expected = FLAGGED[name]
    assert lines(text, "TUN610", tmp_path) == expected


@pytest.mark.parametrize("name", SILENT)
def test_stays_silent(name: str, tmp_path: Path) -> None:
    assert lines(SILENT[name], "TUN610", tmp_path) == []


def test_it_names_the_types(tmp_path: Path) -> None:
    (found,) = check(FLAGGED["int and float"][0], "TUN610", tmp_path)
    assert "the values of 'lr' are of the types int and float" in found.message
    (found,) = check(FLAGGED["None"][0], "TUN610", tmp_path)
    assert "of the types None and int" in found.message
