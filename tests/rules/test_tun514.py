"""TUN514: grids and enqueued points with values that the objective does not draw."""

from __future__ import annotations

from tests.rules.programs import check_programs

OBJECTIVE = """
import optuna

def objective(trial):
    depth = trial.suggest_int("depth", 2, 16)
    rate = trial.suggest_float("rate", 0.0, 1.0, step=0.25)
    return train(depth, rate)
"""
KINDS = """
import optuna

def objective(trial):
    kind = trial.suggest_categorical("kind", ["linear", "rbf"])
    return train(kind, trial.suggest_float("C", 1e-3, 100, log=True))
"""

FLAGGED = {
    "a grid beyond the range": OBJECTIVE
    + "grid = {'depth': [8, 32, 64], 'rate': [0.5]}  # TUN514: the grid sets 'depth' to 32 and 64, outside the objective's range (2 to 16): Optuna tries them all the same\n"
    + "study = optuna.create_study(sampler=optuna.samplers.GridSampler(grid))\n"
    + "study.optimize(objective)\n",
    "off the step": OBJECTIVE
    + "from optuna.samplers import GridSampler\n"
    + "space = dict(\n    depth=[4, 8],\n"
    + "    rate=[0.1, 0.5],  # TUN514: the grid sets 'rate' to 0.1, off the objective's steps of 0.25 from 0.0: Optuna tries it\n)\n"
    + "optuna.create_study(sampler=GridSampler(search_space=space)).optimize(objective, 4)\n",
    "no such option": KINDS
    + "study = optuna.create_study(sampler=optuna.samplers.GridSampler({\n"
    + "    'kind': ['linear', 'poly'],  # TUN514: the grid sets 'kind' to 'poly', which is no option of the objective: such a trial raises ValueError\n"
    + "    'C': (1, 10),\n}))\nstudy.optimize(objective)\n",
    "a name that the grid lacks": "import optuna as op\n\n"
    "def tune(data):\n"
    "    def objective(trial):\n"
    "        return train(data, trial.suggest_int('depth', 2, 9), trial.suggest_float('eta', 0, 1))\n"
    "    sampler = op.samplers.GridSampler({'depth': range(2, 10)})  # TUN514: the grid lacks 'eta', which the objective draws: every trial raises ValueError\n"
    "    study = op.create_study(direction='maximize', sampler=sampler)\n"
    "    study.optimize(objective)\n"
    "    return study.best_params\n",
    "a logarithmic scale": KINDS
    + "point = {'kind': 'rbf', 'C': 0}  # TUN514: the enqueued point sets 'C' to 0, but the objective draws it on a logarithmic scale: it raises ValueError\n"
    + "study = optuna.create_study()\nstudy.enqueue_trial(point)\nstudy.optimize(objective, n_trials=20)\n",
    "enqueued in a class": "import optuna\n\nclass Tuner:\n    def __init__(self):\n"
    "        self.study = optuna.create_study()\n        self.study.enqueue_trial(\n"
    "            {'layers': 12, 'rate': 0.1}  # TUN514: the enqueued point sets 'layers' to 12, outside the objective's range (1 to 8): Optuna tries it all the same\n"
    "        )\n"
    "    def objective(self, trial):\n"
    "        return train(trial.suggest_int('layers', 1, 8), trial.suggest_float('rate', 0, 1))\n"
    "    def run(self):\n        self.study.optimize(self.objective, n_trials=50)\n"
    "Tuner().run()\n",
    "no whole number": OBJECTIVE
    + "study = optuna.create_study()\n"
    + "study.enqueue_trial(params={'depth': 7.5, 'rate': 0.5})  # TUN514: the enqueued point sets 'depth' to 7.5, but the objective draws whole numbers: Optuna cuts the fraction off\n"
    + "study.optimize(func=objective, n_trials=50)\n",
    "no number": OBJECTIVE
    + "study = optuna.create_study()\n"
    + "study.enqueue_trial({'depth': None})  # TUN514: the enqueued point sets 'depth' to None, but the objective draws numbers: it raises ValueError\n"
    + "study.optimize(objective, n_trials=50)\n",
    "every point of a loop": OBJECTIVE
    + "study = optuna.create_study()\n"
    + "for depth in (20, 24):\n"
    + "    study.enqueue_trial({'depth': depth})  # TUN514: the enqueued point sets 'depth' to 20 and 24, outside\n"
    + "study.optimize(objective, n_trials=50)\n",
    "over modules": {
        "space.py": "GRID = {'depth': [4, 40]}  # TUN514: the grid sets 'depth' to 40, outside the objective's range (2 to 32)\n",
        "train.py": "import optuna\nfrom space import GRID\n"
        "def objective(trial):\n    return fit(trial.suggest_int('depth', 2, 32))\n"
        "study = optuna.create_study(sampler=optuna.samplers.GridSampler(GRID))\n"
        "study.optimize(objective)\n",
    },
}

SILENT = {
    "all inside": OBJECTIVE
    + "grid = {'depth': [2, 8.0, 16], 'rate': [0, 0.25, 1]}\n"
    + "study = optuna.create_study(sampler=optuna.samplers.GridSampler(grid))\n"
    + "study.optimize(objective)\n",
    "options that are equal": "import optuna\n"
    "def objective(trial):\n    return train(trial.suggest_categorical('size', [1, 2, 0.3]))\n"
    "study = optuna.create_study(sampler=optuna.samplers.GridSampler({'size': [1.0, True, 0.3]}))\n"
    "study.optimize(objective)\n",
    "steps that are not exact": "import optuna\n"
    "def objective(trial):\n    return train(trial.suggest_float('rate', 0, 1, step=0.1))\n"
    "study = optuna.create_study(sampler=optuna.samplers.GridSampler({'rate': [0.3, 0.7]}))\n"
    "study.optimize(objective)\n",
    "unknown bounds": "import optuna\n"
    "def tune(high):\n    def objective(trial):\n"
    "        return train(trial.suggest_int('depth', 2, high))\n"
    "    study = optuna.create_study(sampler=optuna.samplers.GridSampler({'depth': [64]}))\n"
    "    study.optimize(objective)\n",
    "another branch draws it": "import optuna\n"
    "def objective(trial):\n    if big:\n        depth = trial.suggest_int('depth', 2, 64)\n"
    "    else:\n        depth = trial.suggest_int('depth', 2, 8)\n    return train(depth)\n"
    "study = optuna.create_study(sampler=optuna.samplers.GridSampler({'depth': [4, 32]}))\n"
    "study.optimize(objective)\n",
    "a name of one branch": "import optuna\n"
    "def objective(trial):\n    kind = trial.suggest_categorical('kind', ['a', 'b'])\n"
    "    return train(kind, trial.suggest_int('b', 1, 9) if kind == 'b' else 0)\n"
    "study = optuna.create_study(sampler=optuna.samplers.GridSampler({'kind': ['a']}))\n"
    "study.optimize(objective)\n",
    "single values are not asked for": OBJECTIVE.replace("2, 16", "4, 4")
    + "study = optuna.create_study(sampler=optuna.samplers.GridSampler({'rate': [0.5]}))\n"
    + "study.optimize(objective)\n",
    "a sampler that fixes the rest": OBJECTIVE
    + "grid = optuna.samplers.GridSampler({'depth': [4]})\n"
    + "study = optuna.create_study(\n"
    + "    sampler=optuna.samplers.PartialFixedSampler({'rate': 0.5}, grid))\n"
    + "study.optimize(objective)\n",
    "a grid that cannot be read whole": OBJECTIVE
    + "study = optuna.create_study(sampler=optuna.samplers.GridSampler({'depth': [4], **more}))\n"
    + "study.optimize(objective)\n",
    "a point that may be replaced": OBJECTIVE
    + "study = optuna.create_study()\nstudy.enqueue_trial({'depth': 99, **best})\n"
    + "study.optimize(objective, n_trials=9)\n",
    "enqueued after the run": OBJECTIVE
    + "study = optuna.create_study()\nstudy.optimize(objective, n_trials=9)\n"
    + "study.enqueue_trial({'depth': 99})\n",
    "one of several points": OBJECTIVE
    + "study = optuna.create_study()\nfor depth in (8, 24):\n"
    + "    study.enqueue_trial({'depth': depth})\nstudy.optimize(objective, n_trials=9)\n",
    "changed after the sampler was built": OBJECTIVE
    + "grid = {'depth': [4], 'rate': [0]}\nsampler = optuna.samplers.GridSampler(grid)\n"
    + "grid['depth'] = [99]\nstudy = optuna.create_study(sampler=sampler)\nstudy.optimize(objective)\n",
    "names in an f-string": "import optuna\n"
    "def objective(trial):\n    n = trial.suggest_int('n', 1, 3)\n"
    "    return train([trial.suggest_int(f'units{i}', 8, 64) for i in range(n)])\n"
    "study = optuna.create_study()\nstudy.enqueue_trial({'n': 1, 'units0': 128})\n"
    "study.optimize(objective, n_trials=9)\n",
}


test_programs = check_programs("TUN514", FLAGGED, SILENT)
