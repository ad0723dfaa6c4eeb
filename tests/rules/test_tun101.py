"""TUN101: searches whose proposals nothing seeds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import check, lines

KT = "import keras_tuner as kt\n"
SEARCH = "tuner.search(x, y, epochs=9, validation_split=0.2)\n"
HO = (
    "import numpy as np\n"
    "from hyperopt import fmin, hp, tpe, rand, atpe\n"
    "space = hp.uniform('c', 0, 1)\n"
)
SK = (
    "from scipy.stats import uniform\n"
    "from sklearn.model_selection import GridSearchCV, RandomizedSearchCV\n"
    "from sklearn.svm import SVC\n"
)

FLAGGED = {
    "keras tuner": (
        KT + "tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5)\n" + SEARCH,
        [2],
    ),
    "keras tuner, seed=None by position": (
        "from kerastuner import BayesianOptimization as Tuner\n"
        "tuner = Tuner(build, 'val_loss', 5, seed=None)\n" + SEARCH,
        [2],
    ),
    "keras tuner, seeded after it is built": (
        "import random\n" + KT + "tuner = kt.Hyperband(build, objective='val_loss')\n"
        "random.seed(4)\n" + SEARCH,
        [3],
    ),
    "keras tuner in a function of a class": (
        KT + "class Study:\n"
        "    def run(self, x, y):\n"
        "        tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5)\n"
        "        " + SEARCH,
        [4],
    ),
    "hyperopt": (HO + "best = fmin(f, space, algo=tpe.suggest, max_evals=30)\n", [4]),
    "hyperopt with an empty generator": (
        HO + "best = fmin(f, space, tpe.suggest, 30, rstate=np.random.default_rng())\n",
        [4],
    ),
    "scikit-learn": (
        SK
        + "search = RandomizedSearchCV(SVC(), {'C': uniform(0, 9)}, n_iter=5)\nsearch.fit(x, y)\n",
        [4],
    ),
    "the other of two searches is seeded": (
        KT + "a = kt.RandomSearch(build, objective='val_loss', seed=3, project_name='a')\n"
        "b = kt.RandomSearch(build, objective='val_loss', project_name='b')\n"
        "a.search(x, y)\nb.search(x, y)\n",
        [3],
    ),
    "np.random.seed() without a seed is none": (
        "import numpy as np\n" + SK + "np.random.seed()\n"
        "RandomizedSearchCV(SVC(), {'C': uniform(0, 9)}).fit(x, y)\n",
        [6],
    ),
}

SILENT = {
    "seeded": KT + "tuner = kt.RandomSearch(build, objective='val_loss', seed=7)\n" + SEARCH,
    "zero is TUN102": KT
    + "tuner = kt.RandomSearch(build, objective='val_loss', seed=0)\n"
    + SEARCH,
    "unresolved seed": KT
    + "def tune(seed):\n"
    + "    tuner = kt.RandomSearch(build, objective='val_loss', seed=seed)\n    "
    + SEARCH,
    "a sweep over seeds": KT
    + "for seed in (1, 2, 3):\n"
    + "    tuner = kt.RandomSearch(build, objective='val_loss', seed=seed)\n    "
    + SEARCH,
    "Python's random before the tuner": "import random\n"
    + KT
    + "random.seed(3)\ntuner = kt.RandomSearch(build, objective='val_loss')\n"
    + SEARCH,
    "keras seeds it in a function, perhaps": "import keras\n"
    + KT
    + "def fix(seed=None):\n    if seed is not None:\n        keras.utils.set_random_seed(seed)\n"
    + "fix(3)\ntuner = kt.RandomSearch(build, objective='val_loss')\n"
    + SEARCH,
    "a seed handed to unread project code": "from common.setup import prepare\n"
    + KT
    + "prepare(seed=3)\ntuner = kt.RandomSearch(build, objective='val_loss')\n"
    + SEARCH,
    "keras tuner's grid": KT + "tuner = kt.GridSearch(build, objective='val_loss')\n" + SEARCH,
    "hyperopt's generator": HO
    + "fmin(f, space, tpe.suggest, 30, rstate=np.random.default_rng(3))\n",
    "hyperopt's environment variable": "import os\nos.environ['HYPEROPT_FMIN_SEED'] = '3'\n"
    + HO
    + "fmin(f, space, rand.suggest, 30)\n",
    "adaptive tpe, both generators seeded": "import random\n"
    + HO
    + "random.seed(1)\nnp.random.seed(1)\nfmin(f, space, algo=atpe.suggest, max_evals=30)\n",
    "scikit-learn after np.random.seed": "import numpy as np\n"
    + SK
    + "np.random.seed(2)\nRandomizedSearchCV(SVC(), {'C': uniform(0, 9)}).fit(x, y)\n",
    "scikit-learn's grid": SK + "GridSearchCV(SVC(), {'C': [1, 2]}).fit(x, y)\n",
    "lists that n_iter exhausts": SK
    + "RandomizedSearchCV(SVC(), {'C': [1, 2], 'gamma': [1, 2]}, n_iter=10).fit(x, y)\n",
    "no search": "import random\nx = random.choice([1, 2])\n",
}


@pytest.mark.parametrize(("text", "expected"), FLAGGED.values(), ids=FLAGGED)
def test_flagged(text: str, expected: list[int], tmp_path: Path) -> None:
    assert lines(text, "TUN101", tmp_path) == expected


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_silent(text: str, tmp_path: Path) -> None:
    assert lines(text, "TUN101", tmp_path) == []


def test_seeded_by_a_module_of_the_project(tmp_path: Path) -> None:
    tuner = KT + "tuner = kt.RandomSearch(build, objective='val_loss')\n" + SEARCH
    seeding = "import random\ndef fix():\n    random.seed(5)\n"
    files = {"seeds.py": seeding, "train.py": "from seeds import fix\nfix()\n" + tuner}
    assert lines(files, "TUN101", tmp_path) == []


def test_message_says_what_the_search_reads(tmp_path: Path) -> None:
    (finding,) = check(FLAGGED["keras tuner"][0], "TUN101", tmp_path)
    assert "no seed=" in finding.message
    assert "Python's random is not seeded" in finding.message
