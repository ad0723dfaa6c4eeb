"""TUN201: features and labels that two draws have permuted apart."""

from __future__ import annotations

from tests.rules import ray_programs
from tests.rules.programs import check_programs

KT = (
    "import random\nimport numpy as np\nimport tensorflow as tf\nimport keras_tuner as kt\n"
    "from sklearn.utils import shuffle\nfrom sklearn.model_selection import train_test_split\n"
    "tuner = kt.RandomSearch(build, objective='val_loss', seed=3)\n"
)
SEARCH = "tuner.search(x, y, epochs=9, validation_split=0.2)\n"
RNG = "rng = np.random.default_rng(1)\n"

FLAGGED = {
    "np.random.permutation": KT + "x = np.random.permutation(x)\ny = np.random.permutation(y)  # TUN201: x and y are permuted separately\n" + SEARCH,
    "shuffled in place": KT + "np.random.shuffle(x)\nnp.random.shuffle(y)  # TUN201: x and y are permuted separately: the labels no longer belong to their rows, so every configuration learns noise\n" + SEARCH,
    "lists, one after the other": KT + "random.shuffle(y)\nrandom.shuffle(x)  # TUN201: x and y are permuted separately\n" + SEARCH,
    "one generator, drawn from twice": KT + RNG + "x, y = rng.permutation(x), rng.permutation(y)  # TUN201: x and y are permuted separately\n" + SEARCH,
    "two indices": KT + RNG + "x = x[rng.permutation(len(x))]\nfirst = 3\ny = y[rng.permutation(len(y))]  # TUN201: x and y are permuted separately\n"
        + SEARCH,
    "sklearn's shuffle, one by one": KT + "x = shuffle(x, random_state=1)\ny = shuffle(y, random_state=2)  # TUN201: x and y are permuted separately\n" + SEARCH,
    "tensors": KT + "x = tf.random.shuffle(x)\ny = tf.random.shuffle(y)  # TUN201: x and y are permuted separately\n" + SEARCH,
    "data frames": KT + "x = a.sample(frac=1).values\ny = b.sample(frac=1).values  # TUN201: x and y are permuted separately\n" + SEARCH,
    "before the split": KT + "x = np.random.permutation(x)\ny = np.random.permutation(y)  # TUN201: a and c are permuted separately\n"
        "a, b, c, d = train_test_split(x, y, random_state=0)\n"
        "tuner.search(a, c, validation_data=(b, d))\n",
    "two splits": KT + "a, b = train_test_split(x)\nc, d = train_test_split(y)  # TUN201: a and c are permuted separately\n"
        "tuner.search(a, c, validation_data=(b, d))\n",
    "in a function, for scikit-learn": "import numpy as np\nfrom sklearn.model_selection import GridSearchCV\n"
        "from sklearn.svm import SVC\n"
        "def mix(x, y):\n"
        "    return np.random.permutation(x), np.random.permutation(y)  # TUN201: x and y are permuted separately\n"
        "x, y = mix(x, y)\nGridSearchCV(SVC(), {'C': [1, 2]}).fit(x, y)\n",
    "a seed before each, but another": KT + "np.random.seed(1)\nx = np.random.permutation(x)\n"
        "y = np.random.permutation(y)  # TUN201: x and y are permuted separately\n" + SEARCH,
    "optuna: two permutations": """
import numpy as np
import optuna
from sklearn.svm import SVC
x = np.random.permutation(features)
y = np.random.permutation(labels)  # TUN201: x and y are permuted separately
def objective(trial):
    return SVC(C=trial.suggest_float("C", 1, 9)).fit(x[:99], y[:99]).score(x[99:], y[99:])
optuna.create_study(direction="maximize").optimize(objective, n_trials=50)
""",
}  # fmt: skip

SILENT = {
    "one index for both": KT + RNG + "o = rng.permutation(len(x))\nx, y = x[o], y[o]\n" + SEARCH,
    "shuffled together": KT + "x, y = shuffle(x, y)\n" + SEARCH,
    "split together": KT
    + "a, b, c, d = train_test_split(x, y)\ntuner.search(a, c, validation_data=(b, d))\n",
    "the same seed before each": KT
    + "np.random.seed(1)\nnp.random.shuffle(x)\nnp.random.seed(1)\nnp.random.shuffle(y)\n"
    + SEARCH,
    "the state set back": KT
    + "state = np.random.get_state()\nnp.random.shuffle(x)\n"
    + "np.random.set_state(state)\nnp.random.shuffle(y)\n"
    + SEARCH,
    "the same random_state": KT
    + "x = shuffle(x, random_state=1)\ny = shuffle(y, random_state=1)\n"
    + SEARCH,
    "two generators of one seed": KT
    + "x = np.random.default_rng(1).permutation(x)\n"
    + "y = np.random.default_rng(1).permutation(y)\n"
    + SEARCH,
    "seeds that cannot be read": KT
    + "x = shuffle(x, random_state=SEED)\ny = shuffle(y, random_state=SEED)\n"
    + SEARCH,
    "pairs shuffled as a list": KT
    + "rows = list(zip(x, y))\nrandom.shuffle(rows)\nx, y = zip(*rows)\n"
    + SEARCH,
    "arrays that never meet again": KT
    + "a = np.random.permutation(x)\nb = np.random.permutation(y)\nplot(a, b)\n"
    + SEARCH,
    "two functions that shuffle each their own pair": KT
    + "x, y = shuffle(x, y)\nx2, y2 = shuffle(x2, y2)\n"
    + "tuner.search(x, y, validation_data=(x2, y2))\n",
}


test_programs = check_programs("TUN201", FLAGGED, SILENT)


# -- Ray Tune ----------------------------------------------------------------------------------

RAY_PROGRAMS = {
    "before the search": """\
x = np.random.permutation(x)
y = np.random.permutation(y)  # TUN201: x and y are permuted separately

def fit(config):
    tune.report({"acc": SVC(**config).fit(x[:9], y[:9]).score(x[9:], y[9:])})

tune.run(fit, config={"C": tune.grid_search([1, 2])})
""",
    "in the trial": """\
def fit(config):
    rows, labels = load()
    rng = np.random.default_rng(1)
    rows = rng.permutation(rows)
    labels = rng.permutation(labels)  # TUN201: rows and labels are permuted separately
    tune.report({"acc": SVC(**config).fit(rows[:9], labels[:9]).score(rows[9:], labels[9:])})

tune.run(fit, config={"C": tune.grid_search([1, 2])})
""",
    "silent: one order for both": """\
order = np.random.permutation(len(x))
x, y = x[order], y[order]

def fit(config):
    tune.report({"acc": SVC(**config).fit(x[:9], y[:9]).score(x[9:], y[9:])})

tune.run(fit, config={"C": tune.grid_search([1, 2])})
""",
    "silent: the same seed before each": """\
np.random.seed(1)
x = np.random.permutation(x)
np.random.seed(1)
y = np.random.permutation(y)

def fit(config):
    tune.report({"acc": SVC(**config).fit(x[:9], y[:9]).score(x[9:], y[9:])})

tune.run(fit, config={"C": tune.grid_search([1, 2])})
""",
}


test_ray_tune = check_programs("TUN201", RAY_PROGRAMS, head=ray_programs.HEAD)
