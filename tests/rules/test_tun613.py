"""TUN613: values that are drawn once, before the trials that they are meant to vary by."""

from __future__ import annotations

from tests.checking import rule
from tests.rules.programs import check_programs
from tunelint.testing import Texts, findings, notebook

TUNER = """
import keras
import keras_tuner as kt

def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 4, 64)), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    return model

hp = kt.HyperParameters()
tuner = kt.RandomSearch(build, "val_loss", max_trials=12, seed=1)
"""
STUDY = """
import random
import numpy as np
import optuna
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.model_selection import cross_val_score

{outside}
def objective(trial):
    depth = trial.suggest_int("depth", 2, 9)
    model = GradientBoostingClassifier({given}, max_depth=depth)
    return cross_val_score(model, X, y).mean()

study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=50)
"""
RAY = """
import random
import numpy as np
from ray import tune

tuner = tune.Tuner(
    train,
    param_space={{
        "depth": tune.randint(2, 9),
        {entry}
    }},
    tune_config=tune.TuneConfig(num_samples=20),
)
tuner.fit()
"""
FMIN = """
import random
import numpy as np
from hyperopt import fmin, hp, tpe
from scipy.stats import loguniform

{before}space = {{
    "depth": hp.quniform("depth", 2, 9, 1),
    {entry}
}}
best = fmin(objective, space, algo=tpe.suggest, max_evals=50)
"""


def study(outside: str, given: str = "learning_rate=rate") -> str:
    return STUDY.format(outside=outside, given=given)


FLAGGED: dict[str, Texts] = {
    "an hp of its own": TUNER
    + "tuner.search(x, y, epochs=hp.Int('epochs', 5, 30), validation_split=0.2)"
    "  # TUN613: 'epochs' is drawn once, before the search starts: every trial trains with the same value\n",
    "two of one call": TUNER + "tuner.search(\n    x, y, validation_split=0.2,\n"
    "    epochs=hp.Int('epochs', 5, 30),  # TUN613: 'epochs' and 'batch_size' are drawn once,"
    " before the search starts: every trial trains with the same values\n"
    "    batch_size=hp.Choice('batch_size', [16, 32]),\n)\n",
    "an hp that the tuner has, too": TUNER.replace("seed=1", "seed=1, hyperparameters=hp")
    + "batch = hp.Choice('batch', [16, 32])  # TUN613: 'batch_size' is drawn once\n"
    "tuner.search(x, y, batch_size=batch, validation_split=0.2)\n",
    "inside of a callback": TUNER
    + "tuner.search(\n    x, y, validation_split=0.2,\n    callbacks=[keras.callbacks.EarlyStopping("
    "patience=hp.Int('patience', 2, 9))],  # TUN613: 'callbacks' is drawn once\n)\n",
    "into the builder": {
        "net.py": "import keras\nimport keras_tuner\n"
        "rate = keras_tuner.HyperParameters().Float('rate', 1e-4, 1e-1)"
        "  # TUN613: 'rate' is drawn once, before the search: every trial gets the same value\n"
        "def build(hp):\n    model = keras.Sequential([keras.layers.Dense(hp.Int('n', 1, 9))])\n"
        "    model.compile(keras.optimizers.Adam(rate), 'mse')\n    return model\n",
        "main.py": "import keras_tuner as kt\nfrom net import build\n"
        "tuner = kt.RandomSearch(build, 'val_loss', max_trials=12, seed=1)\n"
        "tuner.search(x, y, epochs=9, validation_split=0.2)\n",
    },
    "a random batch size": "import random\n"
    + TUNER
    + "tuner.search(x, y, validation_split=0.2, batch_size=random.choice([16, 32]))"
    "  # TUN613: 'batch_size' is drawn once\n",
    "an entry of Ray's space": RAY.format(
        entry="'lr': np.random.uniform(1e-4, 1e-1),"
        "  # TUN613: 'lr' is drawn once, when the space is made: every trial gets the same value"
    ),
    "a choice in Ray's space": RAY.format(
        entry="'batch': random.choice([16, 32, 64]),  # TUN613: 'batch' is drawn once"
    ),
    "a sample of a declaration": RAY.format(
        entry="'lr': tune.loguniform(1e-4, 1e-1).sample(),  # TUN613: 'lr' is drawn once"
    ),
    "a choice of one": RAY.format(
        entry="'lr': tune.choice([\n            np.random.uniform(1e-4, 1e-1)  # TUN613: 'lr' is drawn once\n        ]),"
    ),
    "by position, in a function": "from ray import tune as t\nimport numpy as np\n"
    "def main():\n"
    "    rng = np.random.default_rng(0)\n"
    "    rate = 10 ** rng.uniform(-4, -1)  # TUN613: 'rate' is drawn once\n"
    "    config = {'rate': rate, 'depth': t.randint(2, 9)}\n"
    "    t.run(train, config=config, num_samples=9)\nmain()\n",
    "an entry of Hyperopt's space": FMIN.format(
        before="", entry="'rate': np.random.uniform(0.01, 0.3),  # TUN613: 'rate' is drawn once"
    ),
    "in an option of a choice": FMIN.format(
        before="",
        entry="'model': hp.choice('model', [\n"
        "        {'kind': 'svm', 'C': loguniform(1e-2, 1e2).rvs()},  # TUN613: 'C' is drawn once\n"
        "        {'kind': 'tree'},\n    ]),",
    ),
    "trained with in a study": study(
        "rate = random.uniform(0.01, 0.3)"
        "  # TUN613: 'learning_rate' is drawn once, before the study: every trial gets the same value"
    ),
    "computed in the trial": study(
        "exponent = np.random.uniform(-3, -1)  # TUN613: 'learning_rate' is drawn once",
        "learning_rate=float(10 ** exponent)",
    ),
    "in a notebook": notebook(
        "import numpy as np\nfrom ray import tune\n"
        "space = {'n': tune.randint(2, 9), 'lr': np.random.rand()}  # TUN613: 'lr' is drawn once",
        "tune.Tuner(train, param_space=space, tune_config=tune.TuneConfig(num_samples=9)).fit()",
    ),
    "scikit-optimize": "from random import choice as pick\nfrom sklearn.svm import SVC\n"
    "from skopt import gp_minimize\nfrom sklearn.model_selection import cross_val_score\n"
    "kernel = pick(['rbf', 'poly'])  # TUN613: 'kernel' is drawn once, before the search\n"
    "def objective(point):\n"
    "    return -cross_val_score(SVC(C=point[0], kernel=kernel), X, y).mean()\n"
    "gp_minimize(objective, [(0.1, 10.0)], n_calls=30, random_state=0)\n",
    "bayes_opt": "import random\nfrom sklearn.svm import SVC\nfrom bayes_opt import BayesianOptimization\n"
    "from sklearn.model_selection import cross_val_score\n"
    "gamma = random.uniform(0.001, 1)  # TUN613: 'gamma' is drawn once, before the search\n"
    "def f(C):\n    return cross_val_score(SVC(C=C, gamma=gamma), X, y).mean()\n"
    "BayesianOptimization(f, {'C': (0.1, 10)}, random_state=1).maximize(n_iter=20)\n",
    "a loop": "import random\nfrom sklearn.svm import SVC\n"
    "from sklearn.model_selection import cross_val_score\n"
    "gamma = random.uniform(0.001, 1)  # TUN613: 'gamma' is drawn once, before the loop\n"
    "best = None, 0\n"
    "for _ in range(30):\n    C = 10 ** random.uniform(-2, 2)\n"
    "    score = cross_val_score(SVC(C=C, gamma=gamma), X, y).mean()\n"
    "    if score > best[1]:\n        best = C, score\n",
    "XGBoost's parameters": "import random\nimport optuna\nimport xgboost as xgb\n"
    "eta = random.uniform(0.01, 0.3)  # TUN613: 'eta' is drawn once\n"
    "def objective(trial):\n"
    "    params = {'eta': eta, 'max_depth': trial.suggest_int('depth', 2, 9)}\n"
    "    booster = xgb.train(params, data, num_boost_round=50)\n"
    "    return error(booster)\n"
    "optuna.create_study().optimize(objective, n_trials=20)\n",
}

SILENT: dict[str, Texts] = {
    "HyperModel.fit": "import keras_tuner as kt\n"
    "class Net(kt.HyperModel):\n    def build(self, hp):\n        return make(hp.Int('n', 1, 9))\n"
    "    def fit(self, hp, model, *args, **kwargs):\n"
    "        return model.fit(*args, epochs=hp.Int('epochs', 5, 30), **kwargs)\n"
    "kt.RandomSearch(Net(), 'val_loss', max_trials=9).search(x, y, validation_split=0.2)\n",
    "run_trial": "import keras_tuner as kt\n"
    "class Tuner(kt.RandomSearch):\n    def run_trial(self, trial, *args, **kwargs):\n"
    "        kwargs['batch_size'] = trial.hyperparameters.Int('batch', 8, 64)\n"
    "        return super().run_trial(trial, *args, **kwargs)\n"
    "Tuner(build, 'val_loss', max_trials=9).search(x, y, validation_split=0.2)\n",
    "declared for the tuner, not used": TUNER.replace("seed=1", "seed=1, hyperparameters=hp")
    + "hp.Int('units', 16, 32)\nhp.Float('rate', 1e-4, 1e-1)\n"
    "tuner.search(x, y, epochs=9, validation_split=0.2)\n",
    "fixed": TUNER + "tuner.search(x, y, epochs=hp.Fixed('epochs', 9), validation_split=0.2)\n",
    "the builder tried once": TUNER
    + "build(kt.HyperParameters()).summary()\ntuner.search(x, y, epochs=9, validation_split=0.2)\n",
    "an hp from elsewhere": TUNER.replace("kt.HyperParameters()", "load()")
    + "tuner.search(x, y, epochs=hp.Int('epochs', 5, 30), validation_split=0.2)\n",
    "sample_from": RAY.format(
        entry="'lr': tune.sample_from(lambda spec: np.random.uniform(0, 1)),"
    ),
    "a lambda": RAY.format(entry="'lr': lambda spec: 10 ** random.uniform(-4, -1),"),
    "declared": RAY.format(entry="'lr': tune.uniform(1e-4, 1e-1),"),
    "a list of random options": RAY.format(
        entry="'lr': tune.choice([10 ** np.random.uniform(-4, -1) for _ in range(20)]),"
    ),
    "an array": RAY.format(entry="'lr': tune.grid_search(list(np.random.uniform(0, 1, 20))),"),
    "two options": RAY.format(
        entry="'lr': tune.choice([np.random.uniform(0, 0.1), np.random.uniform(0.1, 1)]),"
    ),
    "a seed": RAY.format(entry="'seed': random.randint(0, 1000),"),
    "a port": RAY.format(entry="'port': random.randint(20000, 30000), 'run_id': random.random(),"),
    "a file": RAY.format(entry="'train': random.choice(files),"),
    "a search for each draw": "import numpy as np\nfrom ray import tune\n"
    "for repeat in range(5):\n    tune.Tuner(train, param_space={'lr': np.random.uniform(0, 1),"
    " 'n': tune.randint(1, 9)}).fit()\n",
    "a function for each draw": "import numpy as np\nfrom ray import tune\n"
    "def once():\n    tune.Tuner(train, param_space={'lr': np.random.uniform(0, 1),"
    " 'n': tune.randint(1, 9)}).fit()\nonce()\nonce()\n",
    "drawn in the objective": study("", "learning_rate=random.uniform(0.01, 0.3)"),
    "a seed of the estimator": study("state = random.randint(0, 99)", "random_state=state"),
    "a seed by its name": study("SEED = random.randint(0, 99)", "n_estimators=SEED"),
    "given, or drawn": study("rate = given or random.uniform(0.01, 0.3)"),
    "scaled by the trial": study(
        "noise = random.uniform(0.9, 1.1)",
        "learning_rate=noise * trial.suggest_float('rate', 0.01, 0.3)",
    ),
    "data": study("X = np.random.rand(100, 3)\ny = np.random.randint(0, 2, 100)", "subsample=0.5"),
    "drawn again in each trial": "import random\nimport optuna\nfrom sklearn.svm import SVC\n"
    "def pick():\n    return random.uniform(0.01, 10)\n"
    "def objective(trial):\n    return score(SVC(C=pick(), gamma=trial.suggest_float('g', 0, 1)))\n"
    "optuna.create_study().optimize(objective, n_trials=20)\n",
    "in another process, from a module": {
        "rates.py": "import random\nrate = random.uniform(0.01, 0.3)\n",
        "main.py": "from ray import tune\nfrom rates import rate\n"
        "from sklearn.ensemble import GradientBoostingClassifier\n"
        "def train(config):\n"
        "    model = GradientBoostingClassifier(learning_rate=rate, max_depth=config['depth'])\n"
        "    tune.report({'score': model.fit(X, y).score(V, w)})\n"
        "tune.Tuner(train, param_space={'depth': tune.randint(2, 9)}).fit()\n",
    },
    "a model of its own": "import random\nfrom sklearn.svm import SVC\n"
    "model = SVC(C=random.uniform(0.1, 1)).fit(X, y)\n",
}


test_programs = check_programs("TUN613", FLAGGED, SILENT)


def test_a_value_that_the_search_lists_is_one_finding() -> None:
    text = TUNER.replace("seed=1", "seed=1, hyperparameters=hp").replace(
        "tuner =", "batch = hp.Choice('batch', [16, 32])\ntuner ="
    )
    text += "tuner.search(x, y, batch_size=batch, epochs=9, validation_split=0.2)\n"

    found = findings((rule("TUN601"), rule("TUN613")), text)
    assert len(found) == 1
