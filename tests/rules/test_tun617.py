"""TUN617: seeds among the hyperparameters."""

from __future__ import annotations

from tests.rules.programs import check_programs
from tunelint.testing import Texts, notebook

GRID = """
import numpy as np
import pandas as pd
import scipy.stats as st
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV
from sklearn.pipeline import Pipeline

{space}
search = {search}
search.fit(X, y)
"""
STUDY = """
import optuna
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_score

def objective(trial):
    depth = trial.suggest_int("depth", 2, 9)
    {drawn}
    model = RandomForestClassifier(max_depth=depth, random_state=value)
    return cross_val_score(model, X, y).mean()

study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=50)
"""
LOOP = """
import random
import numpy as np
from itertools import product
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import ParameterGrid

best = 0, None
{loops}
    model = RandomForestClassifier({given})
    model.fit(X_train, y_train)
    score = model.score(X_val, y_val)
    {kept}
"""
KEPT = "if score > best[0]:\n        best = score, model"
RAY = """
from ray import tune
results = tune.Tuner(
    train,
    param_space={{
        "depth": tune.{depth},
        "seed": tune.grid_search([1, 2, 3]),{mark}
    }},
    tune_config=tune.TuneConfig({config}),
).fit()
"""


def grid(space: str, search: str = "GridSearchCV(RandomForestClassifier(), space)") -> str:
    return GRID.format(space=space, search=search)


FLAGGED: dict[str, Texts] = {
    "a grid": grid(
        "space = {'max_depth': [2, 4], 'random_state': [0, 1, 42]}"
        "  # TUN617: 'random_state' is a seed with several values: the grid picks the luckiest one,"
        " and its best score is too good"
    ),
    "a range": grid(
        "space = dict(max_depth=[2, 4], random_state=range(10))"
        "  # TUN617: 'random_state' is a seed with several values"
    ),
    "a step of a pipeline": grid(
        "space = {'forest__random_state': [1, 2]}  # TUN617: 'random_state' is a seed",
        "GridSearchCV(Pipeline([('forest', RandomForestClassifier())]), space)",
    ),
    "a distribution": grid(
        "space = {'max_depth': [2, 4], 'random_state': st.randint(0, 100)}  # TUN617: 'random_state'",
        "RandomizedSearchCV(RandomForestClassifier(), space, n_iter=20)",
    ),
    "Optuna": STUDY.format(
        drawn="value = trial.suggest_int('random_state', 0, 1000)  # TUN617: 'random_state' is a seed"
        " with several values: the study picks the luckiest one"
    ),
    "under a different name": STUDY.format(
        drawn="value = trial.suggest_categorical('state', [1, 2, 3])  # TUN617: 'state' is a seed"
    ),
    "Keras Tuner": "import keras\nimport keras_tuner as kt\n"
    "def build(hp):\n"
    "    keras.utils.set_random_seed(hp.Int('seed', 0, 99))  # TUN617: 'seed' is a seed\n"
    "    return make(hp.Int('units', 4, 64))\n"
    "kt.RandomSearch(build, 'val_loss', max_trials=20, seed=1).search(x, y, epochs=9)\n",
    "Hyperopt": "from hyperopt import fmin as minimise, hp, tpe\n"
    "space = {'depth': hp.randint('depth', 2, 9),\n"
    "         'seed': hp.randint('model_seed', 1000)}  # TUN617: 'model_seed' is a seed\n"
    "minimise(objective, space, algo=tpe.suggest, max_evals=50)\n",
    "scikit-optimize": "from skopt import gp_minimize\nfrom skopt.space import Integer, Real\n"
    "def main():\n    space = [Real(0.1, 9, name='C'),\n"
    "             Integer(0, 99, name='random_state')]  # TUN617: 'random_state' is a seed\n"
    "    return gp_minimize(objective, space, n_calls=30)\n",
    "bayes_opt": "from bayes_opt import BayesianOptimization\n"
    "bounds = {'C': (0.1, 9), 'seed': (0, 100)}  # TUN617: 'seed' is a seed\n"
    "BayesianOptimization(f, bounds, random_state=1).maximize(n_iter=20)\n",
    "Ray Tune": RAY.format(
        depth="randint(2, 9)",
        config="metric='accuracy', mode='max', num_samples=9",
        mark="  # TUN617: 'seed' is a seed",
    ),
    "a product": LOOP.format(
        loops="for depth, seed in product([2, 4], range(5)):  # TUN617: 'seed' is a seed with several"
        " values: the loop picks the luckiest one",
        given="max_depth=depth, random_state=seed",
        kept=KEPT,
    ),
    "a loop inside": "from sklearn.svm import SVC\nbest = 0, None\n"
    "for C in [1, 2, 3]:\n  for seed in [1, 2, 3]:  # TUN617: 'seed' is a seed\n"
    "    model = SVC(C=C, random_state=seed).fit(X, y)\n    score = model.score(V, w)\n"
    "    if score > best[0]:\n        best = score, model\n",
    "a grid gone through": LOOP.format(
        loops="for point in ParameterGrid({'max_depth': [2, 4], 'random_state': [1, 2]}):"
        "  # TUN617: 'random_state' is a seed",
        given="**point",
        kept=KEPT,
    ),
    "drawn in a loop": LOOP.format(
        loops="for _ in range(20):\n    depth = random.randint(2, 9)\n"
        "    number = random.randint(0, 99)  # TUN617: 'number' is a seed",
        given="max_depth=depth, random_state=number",
        kept=KEPT,
    ),
    "over modules, in a notebook": {
        "space.py": "SPACE = {'max_depth': [2, 4],"
        " 'random_state': [0, 1]}  # TUN617: 'random_state' is a seed\n",
        "search.ipynb": notebook(
            "from sklearn.ensemble import RandomForestClassifier as Forest\n"
            "from sklearn.model_selection import GridSearchCV",
            "from space import SPACE\nGridSearchCV(Forest(), param_grid=SPACE).fit(X, y)",
        ),
    },
}

SILENT: dict[str, Texts] = {
    "a seed of a part of LightGBM": """
import optuna
from lightgbm import LGBMClassifier
def objective(trial):
    seed, leaves = trial.suggest_int("bagging_seed", 0, 9), trial.suggest_int("num_leaves", 4, 40)
    model = LGBMClassifier(bagging_seed=seed, num_leaves=leaves, random_state=1)
    return model.fit(X, y).score(V, w)
study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=20)
""",
    "repeats of one configuration, averaged": """
import numpy as np
import optuna
from sklearn.ensemble import RandomForestClassifier
def objective(trial):
    seed = trial.suggest_int("seed", 0, 99)
    return RandomForestClassifier(random_state=seed).fit(X, y).score(V, w)
study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=20)
print(np.mean([trial.value for trial in study.trials]))
""",
    "a grid of seeds alone, averaged": """
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV
search = GridSearchCV(RandomForestClassifier(), {"random_state": [0, 1, 2]}, cv=5).fit(X, y)
print(search.cv_results_["mean_test_score"].mean(), search.cv_results_["mean_test_score"].std())
""",
    "one value": grid("space = {'max_depth': [2, 4], 'random_state': [42]}"),
    "one value twice": grid("space = {'max_depth': [2, 4], 'random_state': [42, 42]}"),
    "a range of one": STUDY.format(drawn="value = trial.suggest_int('random_state', 7, 7)"),
    "a half-open range of one": grid(
        "space = {'max_depth': [2, 4], 'random_state': st.randint(7, 8)}",
        "RandomizedSearchCV(RandomForestClassifier(), space, n_iter=20)",
    ),
    "values from elsewhere": grid("space = {'max_depth': [2, 4], 'random_state': seeds}"),
    "a seed of the search": grid(
        "space = {'max_depth': [2, 4]}",
        "RandomizedSearchCV(RandomForestClassifier(random_state=1), space, random_state=7)",
    ),
    "different names": grid("space = {'n_seeds': [1, 2], 'seeding': [1, 2], 'use_seed': [0, 1]}"),
    "grouped afterwards": grid("space = {'max_depth': [2, 4], 'random_state': [0, 1, 2]}")
    + "pd.DataFrame(search.cv_results_).groupby('param_max_depth').mean_test_score.mean()\n",
    "repeats in Ray": RAY.format(
        depth="choice([4])", config="metric='accuracy', mode='max'", mark=""
    ),
    "a sweep in Ray": RAY.format(depth="randint(2, 9)", config="num_samples=9", mark=""),
    "averaged over the seeds": "import numpy as np\nfrom sklearn.svm import SVC\nbest = 0, None\n"
    "for C in [1, 2, 3]:\n    scores = []\n    for seed in range(5):\n"
    "        model = SVC(C=C, random_state=seed).fit(X, y)\n"
    "        scores.append(model.score(V, w))\n"
    "    if np.mean(scores) > best[0]:\n        best = np.mean(scores), C\n",
    "averaged after the loop": LOOP.format(
        loops="table = {}\nfor depth, seed in product([2, 4], range(5)):",
        given="max_depth=depth, random_state=seed",
        kept="table.setdefault(depth, []).append(score)",
    )
    + "print(max(table, key=lambda depth: np.mean(table[depth])))\n",
    "repeats around the loop": "from sklearn.svm import SVC\n"
    "for seed in range(5):\n  best = 0, None\n  for C in [1, 2, 3]:\n"
    "    model = SVC(C=C, random_state=seed).fit(X, y)\n    score = model.score(V, w)\n"
    "    if score > best[0]:\n        best = score, C\n  print(best)\n",
    "one seed for all": LOOP.format(
        loops="seed = 7\nfor depth in [2, 4]:",
        given="max_depth=depth, random_state=seed",
        kept=KEPT,
    ),
    "a loop of one seed": LOOP.format(
        loops="for depth, seed in product([2, 4], [7]):",
        given="max_depth=depth, random_state=seed",
        kept=KEPT,
    ),
}


test_programs = check_programs("TUN617", FLAGGED, SILENT)
