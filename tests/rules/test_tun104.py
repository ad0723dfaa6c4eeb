"""TUN104: an `rstate` of a type that Hyperopt cannot draw from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import tunelint, write
from tests.rules.programs import check_programs

HEAD = "import numpy as np\nfrom hyperopt import fmin, hp, tpe\nspace = hp.uniform('x', 0, 1)\n"

FLAGGED = {
    "int": HEAD
    + "best = fmin(f, space, algo=tpe.suggest, max_evals=50, rstate=42)  # TUN104: rstate=42 is an integer, but fmin needs a numpy.random.Generator\n",
    "named int": HEAD + "SEED = 42\nbest = fmin(\n    f,\n    space,\n    algo=tpe.suggest,\n"
    "    max_evals=50,\n    rstate=SEED,  # TUN104: rstate=42 is an integer, but fmin needs a numpy.random.Generator: it raises AttributeError before the first trial\n)\n",
    "RandomState": HEAD
    + "fmin(f, space, tpe.suggest, 50, rstate=np.random.RandomState(7))  # TUN104: rstate= is a numpy.random.RandomState, but fmin needs a numpy.random.Generator: it raises AttributeError before the first trial\n",
    "RandomState by position, imported and bound": "from numpy.random import RandomState as RS\nimport hyperopt\nrng = RS(7)\n"
    "hyperopt.fmin(f, s, hyperopt.tpe.suggest, 50, None, None, None, rng)  # TUN104: rstate= is a numpy.random.RandomState\n",
    "forwarded through keywords": HEAD + "def run(**options):\n"
    "    return fmin(f, space, algo=tpe.suggest, max_evals=50, **options)\n"
    "run(rstate=1)  # TUN104: rstate=1 is an integer, but fmin needs a numpy.random.Generator\n",
    "method": HEAD + "class Study:\n    def run(self):\n"
    "        self.best = fmin(f, space, tpe.suggest, 50, rstate=np.random.RandomState())  # TUN104: rstate= is a numpy.random.RandomState\n",
    "either way wrong": HEAD
    + "state = 7 if quick else 8\nfmin(f, space, tpe.suggest, 50, rstate=state)  # TUN104: rstate= is an integer, but fmin needs a numpy.random.Generator\n",
    "on trials": "from hyperopt import Trials, tpe\ntrials = Trials()\n"
    "trials.fmin(f, s, tpe.suggest, 50, rstate=3)  # TUN104: rstate=3 is an integer, but fmin needs a numpy.random.Generator\n",
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


test_programs = check_programs("TUN104", FLAGGED, SILENT)


CALL = "fmin(f, space, tpe.suggest, 50, rstate="
HELP = {
    "a number": (CALL + "42)\n", "write rstate=np.random.default_rng(42)"),
    "the program's own seed": (
        "SEED = 42\n" + CALL + "SEED + 1)\n",
        "write rstate=np.random.default_rng(SEED + 1)",
    ),
    "an option of the command line": (
        "import argparse\np = argparse.ArgumentParser()\n"
        "p.add_argument('--seed', type=int, default=3)\nargs = p.parse_args()\n"
        + CALL
        + "np.random.RandomState(args.seed))\n",
        "write rstate=np.random.default_rng(args.seed)",
    ),
    "one of two numbers": (
        CALL + "1 if quick else 2)\n",
        "write rstate=np.random.default_rng(1 if quick else 2)",
    ),
    "a generator that only the search uses": (
        "rng = np.random.RandomState(7)\n" + CALL + "rng)\n",
        "write np.random.default_rng(7) instead of np.random.RandomState(7)",
    ),
    "a generator that others use": (
        "rng = np.random.RandomState(7)\nx = rng.rand(9)\n" + CALL + "rng)\n",
        "write rstate=np.random.default_rng(7)",
    ),
    "a number that no generator takes": (
        CALL + "-1)\n",
        "write rstate=np.random.default_rng(42): a seed is 0 or larger",
    ),
    "a search that goes on": (
        "import pickle\ntrials = pickle.load(open('t.p', 'rb'))\n"
        "fmin(f, space, tpe.suggest, len(trials) + 1, trials=trials, rstate=3)\n",
        "write rstate=np.random.default_rng(n), with a different n in every run: a resumed search"
        " would try the same points again",
    ),
}


@pytest.mark.parametrize(("rest", "said"), HELP.values(), ids=HELP)
def test_the_help_is_what_is_right_there(rest: str, said: str, tmp_path: Path) -> None:
    folder = write(tmp_path, {"train.py": (HEAD + rest).encode()})

    run = tunelint(folder, "check", "--select", "TUN104")

    assert [line for line in run.output.splitlines() if line.startswith("help")] == [
        f"help: {said}"
    ]


def test_a_search_that_goes_on_is_not_seeded_safely(tmp_path: Path) -> None:
    folder = write(tmp_path, {"train.py": (HEAD + HELP["a search that goes on"][0]).encode()})

    tunelint(folder, "check", "--select", "TUN104", "--fix")

    assert "rstate=3" in (folder / "train.py").read_text()
