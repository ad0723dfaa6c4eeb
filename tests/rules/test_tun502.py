"""TUN502: a search that is started again when its trials are used up."""

from __future__ import annotations

from tests.rules.programs import check_programs, marked

KT = (
    "import keras_tuner as kt\n"
    "tuner = kt.RandomSearch(build, objective='val_loss', max_trials=10, seed=1)\n"
)
SEARCH = "tuner.search(x, y, epochs=5, validation_split=0.2)\n"
HO = "from hyperopt import fmin, hp, tpe, Trials\ntrials = Trials()\n"
FMIN = "best = fmin(f, space, algo=tpe.suggest, max_evals={}, trials=trials)\n"

FLAGGED = {
    "twice": marked(
        KT + SEARCH + "print(tuner.get_best_models())\n" + SEARCH,
        {
            "tuner.": "# TUN502: the second search() runs nothing: the tuner has used its 10 trials, so it returns the first result again"
        },
    ),
    "by two methods, one after the other": "import keras_tuner as kt\nclass Tuning:\n"
    "    def __init__(self, build):\n"
    "        self.tuner = kt.RandomSearch(build, objective='val_loss', max_trials=10, seed=3)\n"
    "    def on_some(self, x, y):\n"
    "        self.tuner.search(x[:100], y[:100], validation_split=0.2)\n"
    "    def on_all(self, x, y):\n"
    "        self.tuner.search(x, y, validation_split=0.2)  # TUN502: the second search() runs nothing\n"
    "tuning = Tuning(build)\ntuning.on_some(x, y)\ntuning.on_all(x, y)\n",
    "by a method that calls another one": "import keras_tuner as kt\nclass Tuning:\n"
    "    def __init__(self, build):\n"
    "        self.tuner = kt.RandomSearch(build, objective='val_loss', max_trials=10, seed=3)\n"
    "    def first(self, x, y):\n"
    "        self.tuner.search(x, y, validation_split=0.2)\n"
    "    def both(self, x, y):\n        self.first(x, y)\n"
    "        self.tuner.search(x, y, validation_split=0.2)  # TUN502: the second search() runs nothing\n",
    "three times": KT + SEARCH + 2 * SEARCH.replace("\n", "  # TUN502:\n"),
    "in every pass of a loop": KT + "for rows, held in folds.split(x):\n"
    "    tuner.search(x[rows], y[rows], epochs=5, validation_data=(x[held], y[held]))  # TUN502: search() runs nothing after the loop's first pass\n",
    "in a function that is called twice": KT + "def run(epochs):\n"
    "    tuner.search(x, y, epochs=epochs, validation_split=0.2)\n"
    "run(5)\nrun(10)  # TUN502: the second search() runs nothing\n",
    "in a class": "from keras_tuner import Hyperband\n"
    "class Study:\n"
    "    def __init__(self):\n"
    "        self.tuner = Hyperband(build, objective='val_loss', max_epochs=9)\n"
    "    def run(self):\n"
    "        self.tuner.search(x, y, validation_split=0.1)\n"
    "        self.tuner.search(x, y, validation_split=0.2)  # TUN502: the second search() runs nothing: the tuner has used its trials\n"
    "Study().run()\n",
    "again after a loop over tuners": marked(
        KT + "for one in [tuner]:\n    " + SEARCH.replace("tuner", "one") + SEARCH,
        {"tuner.": "# TUN502: the second search() runs nothing"},
    ),
    "a loop inside a loop over tuners": KT
    + "for one in {'a': tuner}.values():\n    for part in parts:\n"
    "        one.search(part, epochs=5, validation_split=0.2)  # TUN502: search() runs nothing after the loop's first pass\n",
    "a loop over what the tuner found": marked(
        KT + "for hp in tuner.get_best_hyperparameters(3):\n    " + SEARCH,
        {"tuner.": "# TUN502: search() runs nothing after the loop's first pass"},
    ),
    "one of a list of tuners": "import keras_tuner as kt\ntuners = []\n"
    "tuners.append(kt.RandomSearch(build, objective='val_loss', max_trials=10, seed=1))\n"
    "tuners[0].search(x, y, epochs=5)\ntuners[0].search(x, y, epochs=5)  # TUN502: the second search() runs nothing\n",
    "fmin, as many": marked(
        HO + FMIN.format(50) + FMIN.format(50),
        {"best = fmin(": "# TUN502: the second fmin() runs nothing"},
    ),
    "fmin, fewer": marked(
        HO + FMIN.format(50) + FMIN.format(20),
        {
            "best = fmin(": "# TUN502: the second fmin() runs nothing: max_evals=20 counts the 50 trials of the first call, so it returns the first result again"
        },
    ),
    "fmin, named": marked(
        HO + "N = 100\n" + FMIN.format("N") + "tried = len(trials)\n" + FMIN.format("N // 2"),
        {"best = fmin(": "# TUN502: the second fmin() runs nothing"},
    ),
    "fmin, positional and in two functions": "import hyperopt as ho\ntrials = ho.Trials()\n"
    "def first():\n    ho.fmin(f, s, ho.tpe.suggest, 40, None, None, trials)\n"
    "def second():\n    ho.fmin(f, s, ho.rand.suggest, 40, None, None, trials)  # TUN502: the second fmin() runs nothing\n"
    "first()\nsecond()\n",
    "fmin, in a loop": marked(
        HO + "for part in [a, b, c]:\n    " + FMIN.format(25),
        {"best = fmin(": "# TUN502: fmin() runs nothing after the loop's first pass"},
    ),
    "trials.fmin": HO
    + "trials.fmin(f, s, tpe.suggest, 30)\ntrials.fmin(f, s, tpe.suggest, 30)  # TUN502: the second fmin() runs nothing\n",
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
    "fmin, others emptied in between": marked(
        HO + "others = Trials()\n" + FMIN.format(50) + "others.delete_all()\n" + FMIN.format(50),
        {"best = fmin(": "# TUN502: the second fmin() runs nothing"},
    ),
    "fmin, emptied before both": marked(
        HO + "trials.delete_all()\n" + FMIN.format(50) + FMIN.format(50),
        {"best = fmin(": "# TUN502: the second fmin() runs nothing"},
    ),
    "fmin, emptied after both": marked(
        HO + FMIN.format(50) + FMIN.format(50) + "trials.delete_all()\n",
        {"best = fmin(": "# TUN502: the second fmin() runs nothing"},
    ),
}


test_programs = check_programs("TUN502", FLAGGED, SILENT)
