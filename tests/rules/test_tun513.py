"""TUN513: enqueued points with names that the objective never draws."""

from __future__ import annotations

from tests.rules.programs import check_programs

OBJECTIVE = """
import optuna

def objective(trial):
    depth = trial.suggest_int("depth", 2, 16)
    if depth > 4:
        return train(depth, trial.suggest_int("min_leaf", 1, 9))
    return train(depth, 1)

study = optuna.create_study()
"""
RUN = "study.optimize(objective, n_trials=50)\n"

FLAGGED = {
    "a name of the model": OBJECTIVE
    + "study.enqueue_trial({'depth': 8, 'min_samples_leaf': 2})  # TUN513: the enqueued 'min_samples_leaf' is ignored: the objective never draws a hyperparameter of that name\n"
    + RUN,
    "a keyword": OBJECTIVE
    + "study.enqueue_trial(params=dict(depth=8, minleaf=2))  # TUN513: the enqueued 'minleaf' is ignored\n"
    + RUN,
    "each of several": OBJECTIVE
    + "start = {\n    'max_depth': 8,  # TUN513: the enqueued 'max_depth' is ignored\n"
    + "    'leaf': 2,  # TUN513: the enqueued 'leaf' is ignored\n}\n"
    + "study.enqueue_trial(start, skip_if_exists=True)\n"
    + RUN,
    "every point of a loop": OBJECTIVE
    + "for point in [{'n': 1, 'depth': 2}, {'n': 5}]:  # TUN513: the enqueued 'n' is ignored\n"
    + "    study.enqueue_trial(point)\n"
    + RUN,
    "a callback beside it": "import optuna\nfrom optuna.integration import XGBoostPruningCallback\n"
    "def tune(X, y):\n    def objective(trial):\n"
    "        callback = XGBoostPruningCallback(trial, 'validation_0-logloss')\n"
    "        return fit(X, y, trial.suggest_float('eta', 0, 1), callback)\n"
    "    study = optuna.create_study()\n"
    "    study.enqueue_trial({'learning_rate': 0.3})  # TUN513: the enqueued 'learning_rate' is ignored\n"
    "    study.optimize(objective, n_trials=50)\n",
    "helpers draw": {
        "space.py": "def params(trial):\n    return {'C': trial.suggest_float('svc_C', 1e-3, 1e3, log=True)}\n",
        "train.py": "import optuna as op\nfrom space import params\n"
        "def objective(trial):\n    return fit(**params(trial))\n"
        "study = op.create_study()\n"
        "study.enqueue_trial({'C': 1.0})  # TUN513: the enqueued 'C' is ignored\n"
        "study.optimize(objective, n_trials=50)\n",
    },
}

SILENT = {
    "drawn in one branch": OBJECTIVE + "study.enqueue_trial({'depth': 2, 'min_leaf': 3})\n" + RUN,
    "an f-string": "import optuna\n"
    "def objective(trial):\n    n = trial.suggest_int('n', 1, 3)\n"
    "    return train([trial.suggest_int(f'units{i}', 8, 64) for i in range(n)])\n"
    "study = optuna.create_study()\nstudy.enqueue_trial({'n': 1, 'units0': 16})\n" + RUN,
    "handed to code that cannot be read": "import optuna\nfrom shop import suggest_all\n"
    "def objective(trial):\n    return train(suggest_all(trial), trial.suggest_int('n', 1, 3))\n"
    "study = optuna.create_study()\nstudy.enqueue_trial({'m': 1})\n" + RUN,
    "a method by its name": "import optuna\n"
    "def objective(trial):\n    draw = getattr(trial, 'suggest_' + kind)\n"
    "    return train(draw('m', 0, 1), trial.suggest_int('n', 1, 3))\n"
    "study = optuna.create_study()\nstudy.enqueue_trial({'m': 1})\n" + RUN,
    "an objective from elsewhere": "import optuna\nfrom shop import objective\n"
    "study = optuna.create_study()\nstudy.enqueue_trial({'m': 1})\n" + RUN,
    "one of two objectives": "import optuna\nfrom shop import other\n"
    "def objective(trial):\n    return train(trial.suggest_int('n', 1, 3))\n"
    "study = optuna.create_study()\nstudy.enqueue_trial({'m': 1})\n"
    "study.optimize(other, n_trials=5)\n" + RUN,
    "names from a table": "import optuna\n"
    "def objective(trial):\n    return train(**{n: trial.suggest_float(n, *r) for n, r in load()})\n"
    "study = optuna.create_study()\nstudy.enqueue_trial({'m': 1})\n" + RUN,
    "a point that cannot be read": OBJECTIVE + "study.enqueue_trial(best())\n" + RUN,
    "enqueued after the run": OBJECTIVE + RUN + "study.enqueue_trial({'other': 1})\n",
    "another study": OBJECTIVE
    + "later = optuna.create_study()\nlater.enqueue_trial({'x': 1})\n"
    + "later.optimize(lambda trial: trial.suggest_float('x', 0, 2), n_trials=9)\n"
    + RUN,
    "a grid": OBJECTIVE
    + "study.sampler = optuna.samplers.GridSampler({'depth': [2], 'min_leaf': [1], 'x': [1]})\n"
    + RUN,
}


test_programs = check_programs("TUN513", FLAGGED, SILENT)
