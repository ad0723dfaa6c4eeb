"""TUN107: parallel trials that a seed does not fix"""

from __future__ import annotations

from tests.rules import ray_programs
from tests.rules.programs import check_programs

HEAD = (
    "import optuna\n"
    "from optuna.samplers import GridSampler, NSGAIISampler, RandomSampler, TPESampler\n"
    "def f(trial):\n    return trial.suggest_float('x', 0, 1)\n"
)

FLAGGED = {
    "two jobs": "study = optuna.create_study(sampler=TPESampler(seed=1))  # TUN107: the sampler's seed does not help with n_jobs=2\n"
    "study.optimize(f, n_trials=50, n_jobs=2)\n",
    "every core": "study = optuna.create_study(direction='maximize', sampler=RandomSampler(4))  # TUN107: the sampler's seed does not help with n_jobs=-1\n"
    "study.optimize(f, 50, None, -1)\n",
    "a constant": "JOBS = 8\nsampler = NSGAIISampler(seed=1)\nstudy = optuna.create_study(sampler=sampler)  # TUN107: the sampler's seed does not help with n_jobs=8: parallel trials draw from it in a different order in every run\n"
    "study.optimize(f, n_trials=200, n_jobs=JOBS)\n",
    "one of two runs": "study = optuna.create_study(sampler=TPESampler(seed=0))  # TUN107: the sampler's seed does not help with n_jobs=4\n"
    "study.optimize(f, n_trials=5)\nstudy.optimize(f, n_trials=50, n_jobs=4)\n",
    "handed on": "def tune(jobs):\n"
    "    study = optuna.create_study(sampler=TPESampler(seed=1))  # TUN107: the sampler's seed does not help with n_jobs=4\n"
    "    study.optimize(f, n_trials=50, n_jobs=jobs)\n"
    "tune(4)\n",
    "OptunaSearchCV": "from optuna_integration import OptunaSearchCV\nfrom sklearn.svm import SVC\n"
    "space = {'C': optuna.distributions.FloatDistribution(1, 9)}\n"
    "search = OptunaSearchCV(SVC(), space, random_state=1, n_jobs=-1)  # TUN107: the search's seed does not help with n_jobs=-1\nsearch.fit(x, y)\n",
}

SILENT = {
    "one job": (
        "study = optuna.create_study(sampler=TPESampler(seed=1))\n"
        "study.optimize(f, n_trials=50, n_jobs=1)\n"
    ),
    "one job by default": (
        "study = optuna.create_study(sampler=TPESampler(seed=1))\nstudy.optimize(f, n_trials=50)\n"
    ),
    "no seed": "study = optuna.create_study()\nstudy.optimize(f, n_trials=50, n_jobs=2)\n",
    "a grid": (
        "study = optuna.create_study(sampler=GridSampler({'x': [0, 1]}, seed=1))\n"
        "study.optimize(f, n_jobs=2)\n"
    ),
    "jobs that cannot be read": (
        "import os\nstudy = optuna.create_study(sampler=TPESampler(seed=1))\n"
        "study.optimize(f, n_trials=50, n_jobs=os.cpu_count())\n"
    ),
    "a sampler that cannot be read": (
        "study = optuna.create_study(sampler=make(seed=1))\nstudy.optimize(f, 50, n_jobs=2)\n"
    ),
    "parallel training in one trial at a time": (
        "from sklearn.ensemble import RandomForestClassifier as Forest\n"
        "def g(trial):\n"
        "    forest = Forest(max_depth=trial.suggest_int('d', 1, 9), n_jobs=-1, random_state=1)\n"
        "    return forest.fit(x, y).score(v, w)\n"
        "study = optuna.create_study(sampler=TPESampler(seed=1))\nstudy.optimize(g, n_trials=50)\n"
    ),
}


test_programs = check_programs("TUN107", FLAGGED, SILENT, head=HEAD)


# -- Ray Tune ----------------------------------------------------------------------------------

RAY_PROGRAMS = {
    "as many trials as there are processors": """\
search = OptunaSearch(seed=1)
tune.run(svm, config={"C": tune.uniform(1, 9)}, search_alg=search, num_samples=50)  # TUN107: the search's seed does not help with several trials at once
""",
    "a limit of four": """\
settings = TuneConfig(
    search_alg=ConcurrencyLimiter(HyperOptSearch(random_state_seed=1), max_concurrent=4),
    num_samples=50,
)
Tuner(svm, param_space={"C": tune.uniform(1, 9)}, tune_config=settings).fit()  # TUN107: the search's seed does not help with 4 trials at once
""",
    "room for two": """\
ray.init(num_cpus=4)
tune.run(  # TUN107: the search's seed does not help with 2 trials at once
    svm,
    config={"C": tune.uniform(1, 9)},
    search_alg=OptunaSearch(sampler=optuna.samplers.TPESampler(seed=3)),
    num_samples=50,
    resources_per_trial={"cpu": 2},
)
""",
    "silent: one at a time": """\
settings = TuneConfig(
    search_alg=OptunaSearch(seed=1), num_samples=50, max_concurrent_trials=1
)
Tuner(svm, param_space={"C": tune.uniform(1, 9)}, tune_config=settings).fit()
""",
    "silent: room for one": """\
ray.init(num_cpus=1)
search = OptunaSearch(seed=1)
tune.run(svm, config={"C": tune.uniform(1, 9)}, search_alg=search, num_samples=50)
""",
    "silent: over before the model is asked": """\
search = OptunaSearch(seed=1)
tune.run(svm, config={"C": tune.uniform(1, 9)}, search_alg=search, num_samples=10)
""",
    "silent: not seeded at all": """\
tune.run(svm, config={"C": tune.uniform(1, 9)}, search_alg=OptunaSearch(), num_samples=50)
""",
    "silent: random search": """\
search = BasicVariantGenerator(random_state=3)
tune.run(svm, config={"C": tune.uniform(1, 9)}, search_alg=search, num_samples=50)
""",
    "silent: resources that cannot be read": """\
tune.run(
    tune.with_resources(svm, {"gpu": 0.5}),
    config={"C": tune.uniform(1, 9)},
    search_alg=OptunaSearch(seed=1),
    num_samples=50,
)
""",
}


test_ray_tune = check_programs("TUN107", RAY_PROGRAMS, head=ray_programs.HEAD)
