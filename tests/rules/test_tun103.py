"""TUN103: searches that are unseeded although the code seeds something."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import check, lines

KT = "import keras_tuner as kt\n"
BUILT = "tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5)\n"
SEARCH = "tuner.search(x, y, epochs=9, validation_split=0.2)\n"
HO = "from hyperopt import fmin, hp, tpe, atpe\nspace = hp.uniform('c', 0, 1)\n"
SK = (
    "from scipy.stats import uniform\n"
    "from sklearn.model_selection import RandomizedSearchCV\n"
    "from sklearn.svm import SVC\n"
)

FLAGGED = {
    "TensorFlow's seed for Keras Tuner": (
        "import tensorflow as tf\n" + KT + "tf.random.set_seed(1)\n" + BUILT + SEARCH,
        [4],
    ),
    "NumPy's seed for Keras Tuner, in a function": (
        "from numpy.random import seed\n" + KT + "def main():\n    seed(1)\n    "
        + BUILT + "    " + SEARCH + "main()\n",
        [5],
    ),
    "two wrong ones": (
        "import numpy as np, tensorflow as tf\n" + KT
        + "np.random.seed(1); tf.set_random_seed(1)\n" + BUILT + SEARCH,
        [4],
    ),
    "NumPy's seed for Hyperopt": (
        "import numpy\n" + HO
        + "numpy.random.seed(3)\nfmin(f, space, algo=tpe.suggest, max_evals=9)\n",
        [5],
    ),
    "rstate for adaptive TPE": (
        "import numpy as np\n" + HO
        + "fmin(f, space, algo=atpe.suggest, max_evals=9, rstate=np.random.default_rng(3))\n",
        [4],
    ),
    "one of the two that adaptive TPE reads": (
        "import random\n" + HO + "random.seed(3)\nfmin(f, space, algo=atpe.suggest, max_evals=9)\n",
        [5],
    ),
    "Python's seed for scikit-learn": (
        "import random\n" + SK
        + "random.seed(0)\nRandomizedSearchCV(SVC(), {'C': uniform(0, 9)}).fit(x, y)\n",
        [6],
    ),
}  # fmt: skip

SILENT = {
    "its own seed as well": "import tensorflow as tf\n"
    + KT
    + "tf.random.set_seed(1)\n"
    + "tuner = kt.RandomSearch(build, objective='val_loss', seed=1)\n"
    + SEARCH,
    "nothing seeded at all is TUN101": KT + BUILT + SEARCH,
    "the right generator too": "import random, numpy as np\n"
    + KT
    + "np.random.seed(1)\nrandom.seed(1)\n"
    + BUILT
    + SEARCH,
    "the wrong one, but only afterwards": "import tensorflow as tf\n"
    + KT
    + BUILT
    + SEARCH
    + "tf.random.set_seed(1)\n",
    "a grid": "import numpy as np\n"
    + KT
    + "np.random.seed(1)\ntuner = kt.GridSearch(build, objective='val_loss')\n"
    + SEARCH,
    "the seed of a split": "from sklearn.model_selection import train_test_split\n"
    + KT
    + "x, x2, y, y2 = train_test_split(x, y, random_state=1)\n"
    + BUILT
    + SEARCH,
    "the right one for scikit-learn": "import numpy as np\n"
    + SK
    + "np.random.seed(0)\nRandomizedSearchCV(SVC(), {'C': uniform(0, 9)}).fit(x, y)\n",
    "an unresolved rstate": "import numpy as np\n"
    + HO
    + "np.random.seed(3)\nfmin(f, space, algo=tpe.suggest, max_evals=9, rstate=generator)\n",
}


@pytest.mark.parametrize(("text", "expected"), FLAGGED.values(), ids=FLAGGED)
def test_flagged_instead_of_tun101(text: str, expected: list[int], tmp_path: Path) -> None:
    assert lines(text, "TUN103", tmp_path) == expected
    assert lines(text, "TUN101", tmp_path) == []


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_silent(text: str, tmp_path: Path) -> None:
    assert lines(text, "TUN103", tmp_path) == []


def test_message_names_both_generators(tmp_path: Path) -> None:
    (finding,) = check(FLAGGED["two wrong ones"][0], "TUN103", tmp_path)
    assert "np.random.seed and tf.set_random_seed" in finding.message
    assert "reads Python's random" in finding.message
