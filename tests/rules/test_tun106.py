"""TUN106: splits without a seed whose rows reach a search."""

from __future__ import annotations

from tests.rules import ray_programs
from tests.rules.programs import check_programs

KT = "import keras_tuner as kt\ntuner = kt.RandomSearch(build, objective='val_loss', seed=3)\n"
SPLIT = "from sklearn.model_selection import train_test_split\n"
SEARCH = "tuner.search(x_train, y_train, validation_data=(x_val, y_val))\n"
SK = (
    "import numpy as np, pandas as pd\n"
    "from sklearn import model_selection\n"
    "from sklearn.model_selection import GridSearchCV, KFold, ShuffleSplit, cross_val_score\n"
    "from sklearn.svm import SVC\n"
)
FOUR = "x_train, x_val, y_train, y_val = "

FLAGGED = {
    "train_test_split": KT + SPLIT + FOUR + "train_test_split(x, y)  # TUN106: this split is not seeded: every run compares its configurations on different rows\n" + SEARCH,
    "random_state=None, by an alias and a constant": KT + "from sklearn import model_selection as ms\nSEED = None\n"
        + FOUR + "ms.train_test_split(x, y, random_state=SEED)  # TUN106: this split is not seeded: every run compares\n" + SEARCH,
    "an empty RandomState, although NumPy is seeded": KT + SPLIT + "import numpy as np\nnp.random.seed(1)\n"
        + FOUR + "train_test_split(x, y, random_state=np.random.RandomState())  # TUN106: this split draws from an unseeded generator\n" + SEARCH,
    "in a function, scaled afterwards": KT + SPLIT + "def load(x, y):\n"
        "    a, b, c, d = train_test_split(x, y)  # TUN106: this split is not seeded: every run compares\n"
        "    return (a / 255.0, c), (b / 255.0, d)\n"
        "(x_train, y_train), (x_val, y_val) = load(x, y)\n" + SEARCH,
    "a permutation of indices": KT + "import numpy as np\norder = np.random.permutation(len(x))  # TUN106: this permutation is not seeded\n"
        "x, y = x[order], y[order]\n"
        "tuner.search(x[:80], y[:80], validation_data=(x[80:], y[80:]))\n",
    "indices shuffled in place": KT + "import numpy as np, random\nindices = list(range(len(x)))\n"
        "random.shuffle(indices)  # TUN106: this permutation is not seeded\n"
        "tuner.search(x[indices], y[indices], validation_split=0.2)\n",
    "shuffled alike, by a state set back": KT + "import numpy as np\nstate = np.random.get_state()\nnp.random.shuffle(x)  # TUN106: this permutation is not seeded\n"
        "np.random.set_state(state)\nnp.random.shuffle(y)\n"
        "tuner.search(x, y, validation_split=0.2)\n",
    "a random mask": KT + "import numpy as np\nmask = np.random.rand(len(df)) < 0.8  # TUN106: this choice of rows is not seeded\n"
        "train, val = df[mask], df[~mask]\n"
        "tuner.search(train.values, validation_data=(val.values,))\n",
    "a generator without a seed": KT + "import numpy as np\nrng = np.random.default_rng()\n"
        "order = rng.permutation(len(x))  # TUN106: this permutation draws from an unseeded generator\ntuner.search(x[order], y[order])\n",
    "rows sampled from a data frame": SK + "df = pd.read_csv('rows.csv')\ndf = df.sample(frac=1)  # TUN106: this permutation is not seeded\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(df.drop(columns='y'), df['y'])\n",
    "the splitter of a search": SK + "GridSearchCV(SVC(), {'C': [1, 2]}, cv=KFold(5, shuffle=True)).fit(x, y)  # TUN106: this KFold is not seeded: every run compares\n",
    "the folds that an objective scores on": SK + "from hyperopt import fmin, hp, tpe\nfolds = ShuffleSplit(n_splits=3)  # TUN106: this ShuffleSplit is not seeded\n"
        "def objective(c):\n"
        "    return -cross_val_score(SVC(C=c), x, y, cv=folds).mean()\n"
        "fmin(objective, hp.uniform('c', 0, 1), algo=tpe.suggest, max_evals=9)\n",
    "a split inside the objective": SK + "from hyperopt import fmin, hp, tpe\n"
        "def objective(c):\n"
        "    a, b, c2, d = model_selection.train_test_split(x, y)  # TUN106: this split is not seeded: every run compares\n"
        "    return 1 - SVC(C=c).fit(a, c2).score(b, d)\n"
        "fmin(objective, hp.uniform('c', 0, 1), algo=tpe.suggest, max_evals=9)\n",
    "optuna: split in the objective": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import train_test_split
def objective(trial):
    x_train, x_val, y_train, y_val = train_test_split(x, y)  # TUN106: this split is not seeded: every run compares
    return SVC(C=trial.suggest_float("C", 1, 9)).fit(x_train, y_train).score(x_val, y_val)
study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=50)
""",
}  # fmt: skip

SILENT = {
    "random_state": KT + SPLIT + FOUR + "train_test_split(x, y, random_state=0)\n" + SEARCH,
    "NumPy seeded before": KT
    + SPLIT
    + "import numpy as np\nnp.random.seed(2)\n"
    + FOUR
    + "train_test_split(x, y)\n"
    + SEARCH,
    "not shuffled": KT + SPLIT + FOUR + "train_test_split(x, y, shuffle=False)\n" + SEARCH,
    "an unresolved seed": KT
    + SPLIT
    + "from settings import SEED\n"
    + FOUR
    + "train_test_split(x, y, random_state=SEED)\n"
    + SEARCH,
    "arguments that cannot be read": KT + SPLIT + FOUR + "train_test_split(x, y, **how)\n" + SEARCH,
    "a generator with a seed": KT
    + "import numpy as np\nrng = np.random.default_rng(4)\n"
    + "order = rng.permutation(len(x))\ntuner.search(x[order], y[order])\n",
    "a split that reaches no search": KT
    + SPLIT
    + "a, b = train_test_split(other)\nplot(a, b)\n"
    + "tuner.search(x, y, validation_split=0.2)\n",
    "folds in order": SK + "GridSearchCV(SVC(), {'C': [1]}, cv=KFold(5)).fit(x, y)\n",
    "the search's own rows, split only afterwards": KT
    + SPLIT
    + "tuner.search(x, y, validation_split=0.2)\nx, x2, y, y2 = train_test_split(x, y)\n",
    "made-up rows": KT
    + "import numpy as np\nx = np.random.rand(90, 4)\ntuner.search(x, y, validation_split=0.2)\n",
    "configurations, not rows": "import random\n"
    + SK
    + "best = 0\nfor c in random.sample([1, 2, 3, 4], 2):\n"
    + "    score = cross_val_score(SVC(C=c), x, y).mean()\n"
    + "    if score > best:\n        best, winner = score, c\n",
    "optuna: seeded split in the objective": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import train_test_split
def objective(trial):
    x_train, x_val, y_train, y_val = train_test_split(x, y, random_state=1)
    return SVC(C=trial.suggest_float("C", 1, 9)).fit(x_train, y_train).score(x_val, y_val)
study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=50)
""",
}

FLAGGED |= {
    "split in another module": {
        "data.py": SPLIT
        + "def load(x, y):\n    return train_test_split(x, y)  # TUN106: this split is not seeded: every run compares\n",
        "train.py": KT + "from data import load\n" + FOUR + "load(x, y)\n" + SEARCH,
    },
}

test_programs = check_programs("TUN106", FLAGGED, SILENT)


# -- Ray Tune ----------------------------------------------------------------------------------

RAY_PROGRAMS = {
    "before the search": """\
a, b, c, d = train_test_split(x, y)  # TUN106: this split is not seeded: every run compares

def fit(config):
    tune.report({"acc": SVC(**config).fit(a, c).score(b, d)})

tune.run(fit, config={"C": tune.grid_search([1, 2])})
""",
    "in the trial": """\
def fit(config):
    a, b, c, d = train_test_split(x, y, test_size=0.2)  # TUN106: this split is not seeded: every run compares
    tune.report({"acc": SVC(**config).fit(a, c).score(b, d)})

tune.run(fit, config={"C": tune.grid_search([1, 2])})
""",
    "handed over with parameters": """\
a, b, c, d = train_test_split(x, y)  # TUN106: this split is not seeded: every run compares

def fit(config, data):
    a, b, c, d = data
    tune.report({"acc": SVC(**config).fit(a, c).score(b, d)})

Tuner(tune.with_parameters(fit, data=(a, b, c, d)), param_space={"C": tune.uniform(1, 2)}).fit()
""",
    "in a class": """\
class Machine(tune.Trainable):
    def setup(self, config, seed=None):
        self.parts = train_test_split(x, y)  # TUN106: this split is not seeded: every run compares
        self.model = SVC(C=config["C"])

    def step(self):
        a, b, c, d = self.parts
        self.model.fit(a, c)
        return {"acc": self.model.score(b, d)}

tune.run(Machine, config={"C": tune.uniform(1, 2)})
""",
    "a permutation": """\
order = np.random.permutation(len(x))  # TUN106: this permutation is not seeded
x, y = x[order], y[order]

def fit(config):
    tune.report({"acc": SVC(**config).fit(x[:80], y[:80]).score(x[80:], y[80:])})

tune.run(fit, config={"C": tune.grid_search([1, 2])})
""",
    "silent: seeded": """\
a, b, c, d = train_test_split(x, y, random_state=1)

def fit(config):
    tune.report({"acc": SVC(**config).fit(a, c).score(b, d)})

tune.run(fit, config={"C": tune.grid_search([1, 2])})
""",
    "silent: NumPy seeded before it": """\
np.random.seed(1)
a, b, c, d = train_test_split(x, y)

def fit(config):
    tune.report({"acc": SVC(**config).fit(a, c).score(b, d)})

tune.run(fit, config={"C": tune.grid_search([1, 2])})
""",
    "silent: rows that no trial sees": """\
a, b, c, d = train_test_split(x, y)
tune.run(svm, config={"C": tune.grid_search([1, 2])})
""",
    "silent: in order": """\
a, b, c, d = train_test_split(x, y, shuffle=False)

def fit(config):
    tune.report({"acc": SVC(**config).fit(a, c).score(b, d)})

tune.run(fit, config={"C": tune.grid_search([1, 2])})
""",
    "silent: seeded with a seed that is drawn from the space": """\
def fit(config):
    a, b, c, d = train_test_split(x, y, random_state=config["seed"])
    tune.report({"acc": SVC(C=config["C"]).fit(a, c).score(b, d)})

tune.run(fit, config={"C": 1, "seed": tune.grid_search([1, 2])})
""",
}


test_ray_tune = check_programs("TUN106", RAY_PROGRAMS, head=ray_programs.HEAD)
