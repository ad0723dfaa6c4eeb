"""TUN502: a search that is started again when its trials are used up."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import check, lines

KT = (
    "import keras_tuner as kt\n"
    "tuner = kt.RandomSearch(build, objective='val_loss', max_trials=10, seed=1)\n"
)
SEARCH = "tuner.search(x, y, epochs=5, validation_split=0.2)\n"
HO = "from hyperopt import fmin, hp, tpe, Trials\ntrials = Trials()\n"
FMIN = "best = fmin(f, space, algo=tpe.suggest, max_evals={}, trials=trials)\n"

FLAGGED = {
    "twice": (KT + SEARCH + "print(tuner.get_best_models())\n" + SEARCH, [5]),
    "by two methods, one after the other": (
        "import keras_tuner as kt\nclass Tuning:\n"
        "    def __init__(self, build):\n"
        "        self.tuner = kt.RandomSearch(build, objective='val_loss', max_trials=10, seed=3)\n"
        "    def on_some(self, x, y):\n"
        "        self.tuner.search(x[:100], y[:100], validation_split=0.2)\n"
        "    def on_all(self, x, y):\n"
        "        self.tuner.search(x, y, validation_split=0.2)\n"
        "tuning = Tuning(build)\ntuning.on_some(x, y)\ntuning.on_all(x, y)\n",
        [8],
    ),
    "by a method that calls another one": (
        "import keras_tuner as kt\nclass Tuning:\n"
        "    def __init__(self, build):\n"
        "        self.tuner = kt.RandomSearch(build, objective='val_loss', max_trials=10, seed=3)\n"
        "    def first(self, x, y):\n"
        "        self.tuner.search(x, y, validation_split=0.2)\n"
        "    def both(self, x, y):\n        self.first(x, y)\n"
        "        self.tuner.search(x, y, validation_split=0.2)\n",
        [9],
    ),
    "three times": (KT + SEARCH + SEARCH + SEARCH, [4, 5]),
    "in every pass of a loop": (
        KT + "for rows, held in folds.split(x):\n"
        "    tuner.search(x[rows], y[rows], epochs=5, validation_data=(x[held], y[held]))\n",
        [4],
    ),
    "in a function that is called twice": (
        KT + "def run(epochs):\n"
        "    tuner.search(x, y, epochs=epochs, validation_split=0.2)\n"
        "run(5)\nrun(10)\n",
        [6],
    ),
    "in a class": (
        "from keras_tuner import Hyperband\n"
        "class Study:\n"
        "    def __init__(self):\n"
        "        self.tuner = Hyperband(build, objective='val_loss', max_epochs=9)\n"
        "    def run(self):\n"
        "        self.tuner.search(x, y, validation_split=0.1)\n"
        "        self.tuner.search(x, y, validation_split=0.2)\n"
        "Study().run()\n",
        [7],
    ),
    "again after a loop over tuners": (
        KT + "for one in [tuner]:\n    " + SEARCH.replace("tuner", "one") + SEARCH,
        [5],
    ),
    "a loop inside a loop over tuners": (
        KT + "for one in {'a': tuner}.values():\n    for part in parts:\n"
        "        one.search(part, epochs=5, validation_split=0.2)\n",
        [5],
    ),
    "a loop over what the tuner found": (
        KT + "for hp in tuner.get_best_hyperparameters(3):\n    " + SEARCH,
        [4],
    ),
    "one of a list of tuners": (
        "import keras_tuner as kt\ntuners = []\n"
        "tuners.append(kt.RandomSearch(build, objective='val_loss', max_trials=10, seed=1))\n"
        "tuners[0].search(x, y, epochs=5)\ntuners[0].search(x, y, epochs=5)\n",
        [5],
    ),
    "fmin, as many": (HO + FMIN.format(50) + FMIN.format(50), [4]),
    "fmin, fewer": (HO + FMIN.format(50) + FMIN.format(20), [4]),
    "fmin, named": (
        HO + "N = 100\n" + FMIN.format("N") + "tried = len(trials)\n" + FMIN.format("N // 2"),
        [6],
    ),
    "fmin, positional and in two functions": (
        "import hyperopt as ho\ntrials = ho.Trials()\n"
        "def first():\n    ho.fmin(f, s, ho.tpe.suggest, 40, None, None, trials)\n"
        "def second():\n    ho.fmin(f, s, ho.rand.suggest, 40, None, None, trials)\n"
        "first()\nsecond()\n",
        [6],
    ),
    "fmin, in a loop": (HO + "for part in [a, b, c]:\n    " + FMIN.format(25), [4]),
    "trials.fmin": (
        HO + "trials.fmin(f, s, tpe.suggest, 30)\ntrials.fmin(f, s, tpe.suggest, 30)\n",
        [4],
    ),
}

SILENT = {
    "once": KT + SEARCH,
    "rebuilt in between": KT + SEARCH + KT + SEARCH,
    "max_trials raised": KT + SEARCH + "tuner.oracle.max_trials = 20\n" + SEARCH,
    "either or": KT + "if quick:\n    " + SEARCH + "else:\n    " + SEARCH,
    "two tests of one case, each with trials of its own": (
        "import unittest\nfrom hyperopt import Trials, fmin, hp, rand, tpe\n"
        "class Case(unittest.TestCase):\n"
        "    def setUp(self):\n        self.trials = Trials()\n"
        "    def test_random(self):\n"
        "        fmin(loss, hp.uniform('x', 0, 1), rand.suggest, 50, trials=self.trials)\n"
        "    def test_tpe(self):\n"
        "        fmin(loss, hp.uniform('x', 0, 1), tpe.suggest, 50, trials=self.trials)\n"
    ),
    "two methods that nobody visible calls": (
        "import keras_tuner as kt\nclass Tuning:\n"
        "    def __init__(self, build):\n"
        "        self.tuner = kt.RandomSearch(build, objective='val_loss', max_trials=10, seed=3)\n"
        "    def on_some(self, x, y):\n"
        "        self.tuner.search(x[:100], y[:100], validation_split=0.2)\n"
        "    def on_all(self, x, y):\n"
        "        self.tuner.search(x, y, validation_split=0.2)\n"
    ),
    "built in the loop": (
        "import keras_tuner as kt\nfor seed in [1, 2, 3]:\n"
        "    tuner = kt.RandomSearch(build, objective='val_loss', max_trials=10, seed=seed)\n"
        "    " + SEARCH
    ),
    "a loop over tuners": KT + "other = kt.GridSearch(build, 'val_loss')\n"
    "for tuner in [tuner, other]:\n    " + SEARCH,
    "a loop over a list of one": KT + "for one in [tuner]:\n    " + SEARCH.replace("tuner", "one"),
    "a loop over a list that was filled": (
        "import keras_tuner as kt\nclass All:\n    def __init__(self, **options):\n"
        "        self.tuners = list()\n"
        "        self.tuners.append(kt.RandomSearch(build, **options))\n"
        "    def search(self, *rows):\n        for tuner in self.tuners:\n"
        "            tuner.search(*rows)\n"
        "All(objective='val_loss', max_trials=9).search(x, y)\n"
    ),
    "a loop over a dictionary": KT
    + "for name, one in {'first': tuner}.items():\n    "
    + SEARCH.replace("tuner", "one"),
    "a loop over a dictionary's keys": KT
    + "tuners = {'first': tuner}\nfor name in tuners:\n    "
    + SEARCH.replace("tuner", "tuners[name]"),
    "numbered": KT
    + "for number, one in enumerate([tuner]):\n    "
    + SEARCH.replace("tuner", "one"),
    "a loop of one pass": KT + "for part in range(1):\n    " + SEARCH,
    "a comprehension of tuners": (
        "import keras_tuner as kt\n"
        "tuners = [kt.GridSearch(build, 'val_loss', project_name=str(n)) for n in range(3)]\n"
        "for tuner in tuners:\n    " + SEARCH
    ),
    "a dictionary of tuners by a comprehension": (
        "import keras_tuner as kt\n"
        "tuners = {n: kt.GridSearch(build, 'val_loss', project_name=n) for n in names}\n"
        "for tuner in tuners.values():\n    " + SEARCH
    ),
    "two of a comprehension of tuners": (
        "import keras_tuner as kt\n"
        "tuners = [kt.GridSearch(build, 'val_loss', project_name=str(n)) for n in range(3)]\n"
        "tuners[0].search(x, y)\ntuners[1].search(x, y)\n"
    ),
    "a generator of tuners": (
        "import keras_tuner as kt\ndef tuners():\n    for n in range(3):\n"
        "        yield kt.GridSearch(build, 'val_loss', project_name=str(n))\n"
        "for tuner in tuners():\n    " + SEARCH
    ),
    "fmin, a loop over trials": (
        "from hyperopt import fmin, hp, tpe, Trials\n"
        "for trials in [Trials() for part in range(3)]:\n    " + FMIN.format(25)
    ),
    "tried again after an exception": KT
    + "try:\n    "
    + SEARCH
    + "except RuntimeError:\n    "
    + SEARCH,
    "tried again until it works": KT
    + "for attempt in range(3):\n    try:\n        "
    + SEARCH
    + "        break\n    except OSError:\n        pass\n",
    "fmin, more": HO + FMIN.format(50) + FMIN.format(100),
    "fmin, other trials": HO + FMIN.format(50) + "trials = Trials()\n" + FMIN.format(50),
    "fmin, without trials": HO + 2 * "best = fmin(f, space, algo=tpe.suggest, max_evals=50)\n",
    "fmin, unknown": HO + FMIN.format(50) + "def run(n):\n    " + FMIN.format("n"),
    "fmin, one more in each pass": HO
    + "for step in range(9):\n    "
    + FMIN.format("len(trials.trials) + 1"),
    "fmin, growing in a loop": HO + "for n in [25, 50, 75]:\n    " + FMIN.format("n"),
    "fmin, trials made in the loop": (
        "from hyperopt import fmin, tpe, Trials\nfor part in parts:\n"
        "    fmin(f, s, algo=tpe.suggest, max_evals=25, trials=Trials())\n"
    ),
}


SILENT |= {
    "fmin, emptied in between": HO + FMIN.format(50) + "trials.delete_all()\n" + FMIN.format(50),
    "fmin, emptied in each pass": (
        HO + "for part in [a, b, c]:\n    " + FMIN.format(25) + "    trials.delete_all()\n"
    ),
}
FLAGGED |= {
    "fmin, others emptied in between": (
        HO + "others = Trials()\n" + FMIN.format(50) + "others.delete_all()\n" + FMIN.format(50),
        [6],
    ),
    "fmin, emptied before both": (
        HO + "trials.delete_all()\n" + FMIN.format(50) + FMIN.format(50),
        [5],
    ),
    "fmin, emptied after both": (
        HO + FMIN.format(50) + FMIN.format(50) + "trials.delete_all()\n",
        [4],
    ),
}


@pytest.mark.parametrize("name", FLAGGED)
def test_flags(name: str, tmp_path: Path) -> None:
    text, expected = FLAGGED[name]
    assert lines(text, "TUN502", tmp_path) == expected


@pytest.mark.parametrize("name", SILENT)
def test_stays_silent(name: str, tmp_path: Path) -> None:
    assert lines(SILENT[name], "TUN502", tmp_path) == []


def test_says_how_many_trials_there_were(tmp_path: Path) -> None:
    (found,) = check(FLAGGED["twice"][0], "TUN502", tmp_path)
    assert "10 trials" in found.message
    (found,) = check(FLAGGED["fmin, fewer"][0], "TUN502", tmp_path)
    assert "20" in found.message
    assert "50" in found.message
