"""TUN416: searches that run a single trial."""

from __future__ import annotations

from tests.rules import ray_programs
from tests.rules.programs import check_programs
from tunelint.testing import notebook

RAY = ray_programs.HEAD + "space = {'C': tune.loguniform(1e-3, 1e3), 'kernel': 'rbf'}\n"
HYPEROPT = "from hyperopt import Trials, fmin, hp, tpe\nspace = {'x': hp.uniform('x', 0, 1)}\n"
OPTUNA = """
import optuna

def objective(trial):
    return train(trial.suggest_float("rate", 1e-4, 1e-1, log=True))

"""
STUDY = OPTUNA + "study = optuna.create_study()\n"

FLAGGED = {
    "Ray's default": RAY
    + "tuner = tune.Tuner(svm, param_space=space, tune_config=tune.TuneConfig(metric='acc', mode='max'))  # TUN416: the search runs 1 trial (the default): its only draw wins, compared with nothing\n"
    "tuner.fit()\n",
    "no settings at all": RAY
    + "Tuner(svm, param_space=space).fit()  # TUN416: the search runs 1 trial (the default)\n",
    "Ray: written": RAY
    + "tune.run(svm, config=space, num_samples=1)  # TUN416: the search runs 1 trial:\n",
    "Ray: a searcher in a function": RAY + "def search(data):\n"
    "    config = TuneConfig(search_alg=OptunaSearch(seed=3), metric='acc', mode='max')\n"
    "    return Tuner(svm, param_space=space, tune_config=config).fit()  # TUN416: the search runs 1 trial (the default)\n",
    "Hyperopt": HYPEROPT
    + "fmin(f, space, tpe.suggest, max_evals=1)  # TUN416: the search runs 1 trial:\n",
    "Hyperopt: by position": HYPEROPT
    + "best = fmin(f, space, tpe.suggest, 1, trials=Trials())  # TUN416: the search runs 1 trial:\n",
    "Optuna": STUDY.rstrip()
    + "  # TUN416: the study runs 1 trial: its only draw wins\n"
    + "study.optimize(objective, n_trials=1)\n",
    "Optuna: by position, under a different name": "import optuna as op\n"
    "class Tuning:\n"
    "    def loss(self, trial):\n        return train(trial.suggest_int('depth', 1, 9))\n"
    "    def tune(self):\n"
    "        study = op.create_study(sampler=op.samplers.RandomSampler(seed=1))  # TUN416: the study runs 1 trial\n"
    "        study.optimize(self.loss, 1)\n"
    "        return study.best_params\n",
    "the caller says how many": OPTUNA + "def tune(trials):\n"
    "    study = optuna.create_study()\n    study.optimize(objective, n_trials=trials)\n"
    "tune(1)  # TUN416: the study runs 1 trial\ntune(90)\n",
    "over modules": {
        "settings.py": "TRIALS = 1\n",
        "train.py": "from settings import TRIALS\n"
        + STUDY.rstrip()
        + "  # TUN416: the study runs 1 trial\nstudy.optimize(objective, n_trials=TRIALS)\n",
    },
    "a notebook": {
        "search.ipynb": notebook(
            "from hyperopt import fmin, hp, tpe\n",
            "fmin(f, hp.lognormal('x', 0, 1), algo=tpe.suggest, max_evals=1)  # TUN416: the search runs 1 trial\n",
        ),
    },
    "OptunaSearchCV": "from optuna.distributions import IntDistribution\n"
    "from optuna_integration import OptunaSearchCV\n"
    "search = OptunaSearchCV(model, {'n': IntDistribution(1, 9)}, n_trials=1)  # TUN416: the search runs 1 trial\n"
    "search.fit(x, y)\n",
}

SILENT = {
    "several": STUDY + "study.optimize(objective, n_trials=30)\n",
    "two runs": STUDY
    + "study.optimize(objective, n_trials=1)\nstudy.optimize(objective, n_trials=1)\n",
    "a loop of runs": STUDY + "for seed in seeds:\n    study.optimize(objective, n_trials=1)\n",
    "a loop of studies": OPTUNA + "for name in names:\n"
    "    study = optuna.create_study()\n    study.optimize(objective, n_trials=1)\n",
    "a method that may be called again": OPTUNA + "class Tuner:\n"
    "    def __init__(self):\n        self.study = optuna.create_study()\n"
    "    def step(self):\n        self.study.optimize(objective, n_trials=1)\n",
    "a study from elsewhere": OPTUNA
    + "def step(study):\n    study.optimize(objective, n_trials=1)\n",
    "a time limit": STUDY + "study.optimize(objective, n_trials=1, timeout=600)\n",
    "a time limit behind **": STUDY + "study.optimize(objective, n_trials=1, **limits)\n",
    "a storage": OPTUNA
    + "study = optuna.create_study(study_name='s', storage=URL, load_if_exists=True)\n"
    "study.optimize(objective, n_trials=1)\n",
    "perhaps a storage": OPTUNA + "study = optuna.create_study(**settings)\n"
    "study.optimize(objective, n_trials=1)\n",
    "an enqueued point": STUDY
    + "study.enqueue_trial(known())\nstudy.optimize(objective, n_trials=1)\n",
    "added trials": STUDY + "study.add_trials(old.trials)\nstudy.optimize(objective, n_trials=1)\n",
    "given to code that cannot be read": "from shop import warm_up\n"
    + STUDY
    + "warm_up(study)\nfill(study)\nstudy.optimize(objective, n_trials=1)\n",
    "a grid": OPTUNA
    + "study = optuna.create_study(sampler=optuna.samplers.GridSampler({'rate': [0.1]}))\n"
    "study.optimize(objective, n_trials=1)\n",
    "nothing is drawn": "import optuna\nstudy = optuna.create_study()\n"
    "study.optimize(lambda trial: train(trial.suggest_categorical('a', [3])), n_trials=1)\n",
    "asked by a loop": STUDY + "for _ in range(1):\n    trial = study.ask()\n"
    "    study.tell(trial, train(trial.suggest_float('x', 0, 1)))\n",
    "decided at run time": STUDY + "study.optimize(objective, n_trials=1 if smoke else 100)\n",
    "a test": {
        "pyproject.toml": "[project]\nname = 'a'\n",
        "tests/test_a.py": STUDY
        + "def test_search():\n    study.optimize(objective, n_trials=1)\n",
    },
    "Hyperopt: a loop on the same trials": HYPEROPT + "trials = Trials()\nfor step in range(9):\n"
    "    fmin(f, space, tpe.suggest, max_evals=len(trials) + 1, trials=trials)\n",
    "Hyperopt: more with the same trials": HYPEROPT + "trials = Trials()\n"
    "fmin(f, space, tpe.suggest, max_evals=1, trials=trials)\n"
    "fmin(f, space, tpe.suggest, max_evals=90, trials=trials)\n",
    "Hyperopt: trials of an earlier run": HYPEROPT
    + "fmin(f, space, tpe.suggest, max_evals=1, trials=load())\n",
    "Hyperopt: a first point": HYPEROPT
    + "fmin(f, space, tpe.suggest, max_evals=1, points_to_evaluate=[{'x': 0.5}])\n",
    "Hyperopt: a time limit": HYPEROPT + "fmin(f, space, tpe.suggest, max_evals=1, timeout=60)\n",
    "Ray: samples": RAY + "tune.run(svm, config=space, num_samples=20)\n",
    "Ray: a grid beside": RAY
    + "tune.run(svm, config={**space, 'kernel': tune.grid_search(['rbf', 'poly'])})\n",
    "Ray: perhaps a grid": RAY + "tune.run(svm, config={**space, **more()})\n",
    "Ray: perhaps a grid from a caller": RAY
    + "def search(axis):\n    tune.run(svm, config={**space, 'kernel': axis})\n",
    "Ray: a grid alone": RAY + "tune.run(svm, config={'C': tune.grid_search([1, 2, 3])})\n",
    "Ray: nothing is drawn": RAY + "tune.run(svm, config={'C': 3})\n",
    "Ray: as many as time allows": RAY
    + "tune.run(svm, config=space, num_samples=-1, time_budget_s=60)\n",
    "Ray: time": RAY + "tune.run(svm, config=space, time_budget_s=60)\n",
    "Ray: points": RAY
    + "tune.run(svm, config=space, search_alg=HyperOptSearch(points_to_evaluate=[{'C': 1.0}]))\n",
    "Ray: settings that cannot be read": RAY
    + "Tuner(svm, param_space=space, tune_config=config).fit()\n",
    "Ray: a loop": RAY + "for seed in range(4):\n    tune.run(svm, config=space)\n",
    "Ray: fitted again": RAY + "tuner = Tuner(svm, param_space=space)\ntuner.fit()\ntuner.fit()\n",
    "Ray: resumed": RAY + "tune.run(svm, config=space, resume='AUTO')\n",
}

test_programs = check_programs("TUN416", FLAGGED, SILENT)
