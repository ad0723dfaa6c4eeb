"""TUN408: more trials than the space holds distinct configurations."""

from __future__ import annotations

from tests.rules import ray_programs
from tests.rules.programs import check_programs, marked

KERAS = "import keras_tuner as kt\ndef build(hp):\n"
TUNE = "kt.BayesianOptimization(build, objective='val_loss', {}).search(x, y, epochs=9)\n"
OPTUNA = "import optuna\ndef objective(trial):\n"
STUDY = "study = optuna.create_study()\nstudy.optimize(objective, n_trials={})\n"
SCIKIT = (
    "from sklearn.model_selection import RandomizedSearchCV, GridSearchCV\n"
    "from sklearn.svm import SVC\nfrom scipy.stats import randint, uniform\n"
)
SKOPT = (
    "from skopt import gp_minimize, BayesSearchCV\nfrom sklearn.svm import SVC\n"
    "from skopt.space import Categorical, Integer, Real\n"
)
RAY = "from ray import tune\n"

FLAGGED = {
    "choices and steps": marked(
        KERAS
        + "    units = hp.Int('units', 32, 96, step=32)\n"
        + "    act = hp.Choice('act', ['relu', 'elu'])\n"
        + "    return make(units, act)\n"
        + TUNE.format("max_trials=7"),
        {
            "kt.BayesianOptimization(": "# TUN408: the search may run 7 trials, but its space holds only 6 configurations: it repeats some or ends early"
        },
    ),
    "the default budget": marked(
        KERAS + "    return make(hp.Boolean('wide'))\n" + TUNE.format("seed=1"),
        {"kt.BayesianOptimization(": "# TUN408: the search may run 10 trials (the default)"},
    ),
    "floats in steps": marked(
        KERAS + "    return make(hp.Float('rate', 0.1, 0.5, 0.1))\n" + TUNE.format("max_trials=6"),
        {
            "kt.BayesianOptimization(": "# TUN408: the search may run 6 trials, but its space holds only 5"
        },
    ),
    "one that only some trials have": marked(
        KERAS
        + "    kind = hp.Choice('kind', ['a', 'b'])\n    n = 1\n"
        + "    if kind == 'a':\n        n = hp.Int('n', 1, 3)\n    return make(kind, n)\n"
        + TUNE.format("max_trials=7"),
        {
            "kt.BayesianOptimization(": "# TUN408: the search may run 7 trials, but its space holds only 6"
        },
    ),
    "a study": marked(
        OPTUNA
        + "    depth = trial.suggest_int('depth', 1, 4)\n"
        + "    kind = trial.suggest_categorical('kind', ['a', 'b'])\n"
        + "    return score(depth, kind)\n"
        + STUDY.format(9),
        {"study = optuna.": "# TUN408: the study may run 9 trials, but its space holds only 8"},
    ),
    "lists": SCIKIT
    + "RandomizedSearchCV(SVC(), {'C': [1, 2], 'kernel': ['rbf']}, n_iter=3).fit(x, y)  # TUN408: the search may run 3 trials, but its space holds only 2\n",
    "a range of integers": SCIKIT
    + "RandomizedSearchCV(SVC(), {'degree': randint(1, 5)}).fit(x, y)  # TUN408: the search may run 10 trials (the default)\n",
    "dimensions": SKOPT
    + "gp_minimize(f, [Integer(1, 4), Categorical(['a', 'b'])], n_calls=30)  # TUN408: the search may run 30 trials\n",
    "plain dimensions": SKOPT
    + "gp_minimize(f, [(1, 4), ['a', 'b', 'c']], n_calls=30)  # TUN408: the search may run 30 trials\n",
    "a bayesian search": SKOPT
    + "BayesSearchCV(SVC(), {'degree': (1, 9), 'kernel': ['rbf']}).fit(x, y)  # TUN408: the search may run 50 trials (the default)\n",
    "choices of a run": RAY
    + "def train(config):\n    tune.report({'loss': score(config)})\n"
    + "tuner = tune.Tuner(train, param_space={'a': tune.choice([1, 2]), 'b': "
    + "tune.randint(0, 3)},  # TUN408: the search may run 7 trials, but its space holds only 6\n"
    + "    tune_config=tune.TuneConfig(metric='loss', mode='min', num_samples=7))\n"
    + "tuner.fit()\n",
}


SILENT = {
    "as many as there are": KERAS
    + "    return make(hp.Int('units', 32, 96, step=32))\n"
    + TUNE.format("max_trials=3"),
    "a continuous one": KERAS
    + "    return make(hp.Float('rate', 0.1, 0.5), hp.Boolean('wide'))\n"
    + TUNE.format("max_trials=90"),
    "names made in a loop": KERAS
    + "    for i in range(hp.Int('layers', 1, 3)):\n        use(hp.Boolean(f'wide_{i}'))\n"
    + "    return make()\n"
    + TUNE.format("max_trials=90"),
    "handed to code that cannot be read": KERAS
    + "    return library.build(hp, hp.Boolean('wide'))\n"
    + TUNE.format("max_trials=90"),
    "a budget that cannot be read": KERAS
    + "    return make(hp.Boolean('wide'))\n"
    + TUNE.format("max_trials=allowed()"),
    "options that cannot be read": OPTUNA
    + "    return score(trial.suggest_categorical('kind', kinds()))\n"
    + STUDY.format(90),
    "a study of floats": OPTUNA
    + "    return score(trial.suggest_float('rate', 0.0, 1.0))\n"
    + STUDY.format(90),
    "a study without trials": OPTUNA
    + "    return score(trial.suggest_int('n', 1, 2))\n"
    + "optuna.create_study().optimize(objective, timeout=600)\n",
    "a distribution": SCIKIT
    + "RandomizedSearchCV(SVC(), {'C': uniform(0, 4), 'kernel': ['rbf']}, n_iter=90).fit(x, y)\n",
    "a grid": SCIKIT + "GridSearchCV(SVC(), {'C': [1, 2, 3]}).fit(x, y)\n",
    "parts of a space": SCIKIT
    + "RandomizedSearchCV(SVC(), [{'C': [1, 2]}, {'kernel': ['rbf', 'poly']}], n_iter=4)"
    + ".fit(x, y)\n",
    "a real dimension": SKOPT + "gp_minimize(f, [Integer(1, 4), Real(0, 1)], n_calls=30)\n",
    "a large dimension": SKOPT + "gp_minimize(f, [Integer(1, 40)], n_calls=30)\n",
    "an endless run": RAY
    + "tuner = tune.Tuner(train, param_space={'a': tune.uniform(0, 1)},\n"
    + "    tune_config=tune.TuneConfig(num_samples=7))\ntuner.fit()\n",
    "a function of its own": RAY
    + "tuner = tune.Tuner(train, param_space={'a': tune.sample_from(draw)},\n"
    + "    tune_config=tune.TuneConfig(num_samples=7))\ntuner.fit()\n",
}


test_programs = check_programs("TUN408", FLAGGED, SILENT)


# -- Ray Tune ----------------------------------------------------------------------------------

RAY_PROGRAMS = {
    "a choice of three": """\
space = {"C": tune.choice([1, 2, 3])}
tune.run(svm, config=space, num_samples=10)  # TUN408: the search may run 10 trials
""",
    "whole numbers": """\
settings = TuneConfig(num_samples=50)
Tuner(svm, param_space={"C": tune.randint(1, 9), "k": "rbf"}, tune_config=settings).fit()  # TUN408: the search may run 50 trials
""",
    "silent: continuous": """\
tune.run(svm, config={"C": tune.uniform(1, 3)}, num_samples=10)
""",
    "silent: fewer trials": """\
tune.run(svm, config={"C": tune.choice([1, 2, 3])}, num_samples=3)
""",
    "silent: a grid": """\
tune.run(svm, config={"C": tune.grid_search([1, 2, 3])})
""",
    "silent: more than can be read": """\
space = {"C": tune.choice([1, 2, 3]), **more()}
tune.run(svm, config=space, num_samples=10)
""",
}


test_ray_tune = check_programs("TUN408", RAY_PROGRAMS, head=ray_programs.HEAD)
