"""TUN510: resumed studies that propose their first trials again, or ignore their direction"""

from __future__ import annotations

from tests.rules.programs import check_programs

HEAD = (
    "import optuna\nfrom optuna.samplers import GridSampler, RandomSampler, TPESampler\n"
    "def f(trial):\n    return trial.suggest_float('x', 0, 1)\n"
)
WHERE = "study_name='s', storage='sqlite:///s.db'"

FLAGGED = {
    "random": f"study = optuna.create_study({WHERE}, load_if_exists=True, sampler=RandomSampler(1))  # TUN510: every run resumes the study 's' with the same seed: it repeats the trials that are already stored\n"
    "study.optimize(f, n_trials=50)\n",
    "tpe": "study = optuna.create_study(\n"
    f"    {WHERE},\n"
    "    load_if_exists=True,\n"
    "    sampler=TPESampler(seed=42),  # TUN510: every run resumes the study 's' with the same seed\n"
    ")\n"
    "study.optimize(f, n_trials=50)\n",
    "loaded": f"study = optuna.load_study({WHERE}, sampler=TPESampler(seed=42))  # TUN510: every run resumes the study 's' with the same seed\n"
    "study.optimize(f, n_trials=50)\n",
    "a storage of its own": "storage = optuna.storages.RDBStorage(url='sqlite:///s.db')\n"
    "sampler = RandomSampler(seed=7)  # TUN510: every run resumes the study 's' with the same seed\n"
    "study = optuna.create_study(\n"
    "    storage=storage, study_name='s', load_if_exists=True, sampler=sampler\n"
    ")\n"
    "study.optimize(f, n_trials=50)\n",
    "a constant name": "NAME = 'forest'\nSEED = 3\n"
    "study = optuna.create_study(study_name=NAME, storage=f'sqlite:///{NAME}.db',\n"
    "    sampler=TPESampler(seed=SEED), load_if_exists=True)  # TUN510: every run resumes the study 'forest' with the same seed\n"
    "study.optimize(f, n_trials=50)\n",
    "the other direction": f"one = optuna.create_study({WHERE}, direction='minimize')\n"
    "one.optimize(f, n_trials=50)\n"
    f"other = optuna.create_study({WHERE}, load_if_exists=True, direction='maximize')  # TUN510: direction=\"maximize\" is ignored: the study 's' is stored already and continues to minimise\n"
    "other.optimize(f, n_trials=50)\n",
}

SILENT = {
    "no seed": (
        f"study = optuna.create_study({WHERE}, load_if_exists=True, sampler=TPESampler())\n"
        "study.optimize(f, n_trials=50)\n"
    ),
    "a seed that changes": (
        "import time\n"
        f"study = optuna.create_study({WHERE}, load_if_exists=True,\n"
        "    sampler=TPESampler(seed=int(time.time())))\n"
        "study.optimize(f, n_trials=50)\n"
    ),
    "a seed from outside": (
        "def run(seed):\n"
        f"    study = optuna.create_study({WHERE}, load_if_exists=True,\n"
        "        sampler=TPESampler(seed=seed))\n"
        "    study.optimize(f, n_trials=50)\n"
    ),
    "not resumed": (
        f"study = optuna.create_study({WHERE}, sampler=RandomSampler(seed=1))\n"
        "study.optimize(f, n_trials=50)\n"
    ),
    "in memory": (
        "study = optuna.create_study(study_name='s', load_if_exists=True,\n"
        "    sampler=RandomSampler(seed=1))\nstudy.optimize(f, n_trials=50)\n"
    ),
    "a name that changes": (
        "import datetime\nname = datetime.datetime.now().isoformat()\n"
        "study = optuna.create_study(study_name=name, storage='sqlite:///s.db',\n"
        "    load_if_exists=True, sampler=RandomSampler(seed=1))\nstudy.optimize(f, n_trials=50)\n"
    ),
    "a grid": (
        f"study = optuna.create_study({WHERE}, load_if_exists=True,\n"
        "    sampler=GridSampler({'x': [0, 1]}, seed=1))\nstudy.optimize(f, n_trials=50)\n"
    ),
    "deleted before": (
        "optuna.delete_study(study_name='s', storage='sqlite:///s.db')\n"
        f"study = optuna.create_study({WHERE}, load_if_exists=True,\n"
        "    sampler=RandomSampler(seed=1))\nstudy.optimize(f, n_trials=50)\n"
    ),
    "made anew just before": (
        f"optuna.create_study({WHERE})\n"
        f"study = optuna.load_study({WHERE}, sampler=RandomSampler(seed=1))\n"
        "study.optimize(f, n_trials=50)\n"
    ),
    "the same direction": (
        f"one = optuna.create_study({WHERE}, direction='maximize')\n"
        "one.optimize(f, n_trials=50)\n"
        f"other = optuna.create_study({WHERE}, load_if_exists=True, direction='maximize')\n"
        "other.optimize(f, n_trials=50)\n"
    ),
}


test_programs = check_programs("TUN510", FLAGGED, SILENT, head=HEAD)
