"""TUN104: an `rstate` of a type that Hyperopt cannot draw from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import check, lines

HEAD = "import numpy as np\nfrom hyperopt import fmin, hp, tpe\nspace = hp.uniform('x', 0, 1)\n"

FLAGGED = {
    "int": (HEAD + "best = fmin(f, space, algo=tpe.suggest, max_evals=50, rstate=42)\n", [4]),
    "named int": (
        HEAD + "SEED = 42\nbest = fmin(\n    f,\n    space,\n    algo=tpe.suggest,\n"
        "    max_evals=50,\n    rstate=SEED,\n)\n",
        [10],
    ),
    "RandomState": (
        HEAD + "fmin(f, space, tpe.suggest, 50, rstate=np.random.RandomState(7))\n",
        [4],
    ),
    "RandomState by position, imported and bound": (
        "from numpy.random import RandomState as RS\nimport hyperopt\nrng = RS(7)\n"
        "hyperopt.fmin(f, s, hyperopt.tpe.suggest, 50, None, None, None, rng)\n",
        [4],
    ),
    "forwarded through keywords": (
        HEAD + "def run(**options):\n"
        "    return fmin(f, space, algo=tpe.suggest, max_evals=50, **options)\n"
        "run(rstate=1)\n",
        [6],
    ),
    "method": (
        HEAD + "class Study:\n    def run(self):\n"
        "        self.best = fmin(f, space, tpe.suggest, 50, rstate=np.random.RandomState())\n",
        [6],
    ),
    "either way wrong": (
        HEAD + "state = 7 if quick else 8\nfmin(f, space, tpe.suggest, 50, rstate=state)\n",
        [5],
    ),
    "on trials": (
        "from hyperopt import Trials, tpe\ntrials = Trials()\n"
        "trials.fmin(f, s, tpe.suggest, 50, rstate=3)\n",
        [3],
    ),
}

SILENT = {
    "default_rng": HEAD + "fmin(f, space, tpe.suggest, 50, rstate=np.random.default_rng(7))\n",
    "none": HEAD + "fmin(f, space, tpe.suggest, 50, rstate=None)\n",
    "not given": HEAD + "fmin(f, space, tpe.suggest, 50)\n",
    "a parameter": HEAD + "def run(rng):\n    fmin(f, space, tpe.suggest, 50, rstate=rng)\n",
    "one of two is right": (
        HEAD + "state = 7\nif modern:\n    state = np.random.default_rng(7)\n"
        "fmin(f, space, tpe.suggest, 50, rstate=state)\n"
    ),
    "scikit-learn's random_state": (
        "import numpy as np\nfrom sklearn.model_selection import RandomizedSearchCV\n"
        "RandomizedSearchCV(m, s, random_state=np.random.RandomState(7)).fit(x, y)\n"
    ),
    "scipy's fmin": "from scipy.optimize import fmin\nfmin(f, x0, rstate=42)\n",
}


@pytest.mark.parametrize("name", FLAGGED)
def test_flags(name: str, tmp_path: Path) -> None:
    text, expected = FLAGGED[name]
    assert lines(text, "TUN104", tmp_path) == expected


@pytest.mark.parametrize("name", SILENT)
def test_stays_silent(name: str, tmp_path: Path) -> None:
    assert lines(SILENT[name], "TUN104", tmp_path) == []


def test_says_what_fails(tmp_path: Path) -> None:
    (found,) = check(FLAGGED["RandomState"][0], "TUN104", tmp_path)
    assert "RandomState" in found.message
    assert "AttributeError" in found.message
    (found,) = check(FLAGGED["named int"][0], "TUN104", tmp_path)
    assert "42" in found.message
