"""TUN107: parallel trials that a seed does not fix"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import check, lines
from tests.rules.ray_programs import marked

HEAD = (
    "import optuna\n"
    "from optuna.samplers import GridSampler, NSGAIISampler, RandomSampler, TPESampler\n"
    "def f(trial):\n    return trial.suggest_float('x', 0, 1)\n"
)

FLAGGED = {
    "two jobs": (
        "study = optuna.create_study(sampler=TPESampler(seed=1))\n"
        "study.optimize(f, n_trials=50, n_jobs=2)\n",
        [5],
    ),
    "every core": (
        "study = optuna.create_study(direction='maximize', sampler=RandomSampler(4))\n"
        "study.optimize(f, 50, None, -1)\n",
        [5],
    ),
    "a constant": (
        "JOBS = 8\nsampler = NSGAIISampler(seed=1)\nstudy = optuna.create_study(sampler=sampler)\n"
        "study.optimize(f, n_trials=200, n_jobs=JOBS)\n",
        [7],
    ),
    "one of two runs": (
        "study = optuna.create_study(sampler=TPESampler(seed=0))\n"
        "study.optimize(f, n_trials=5)\nstudy.optimize(f, n_trials=50, n_jobs=4)\n",
        [5],
    ),
    "handed on": (
        "def tune(jobs):\n"
        "    study = optuna.create_study(sampler=TPESampler(seed=1))\n"
        "    study.optimize(f, n_trials=50, n_jobs=jobs)\n"
        "tune(4)\n",
        [6],
    ),
    "OptunaSearchCV": (
        "from optuna_integration import OptunaSearchCV\nfrom sklearn.svm import SVC\n"
        "space = {'C': optuna.distributions.FloatDistribution(1, 9)}\n"
        "search = OptunaSearchCV(SVC(), space, random_state=1, n_jobs=-1)\nsearch.fit(x, y)\n",
        [8],
    ),
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


@pytest.mark.parametrize(("text", "expected"), FLAGGED.values(), ids=FLAGGED)
def test_flagged(text: str, expected: list[int], tmp_path: Path) -> None:
    assert lines(HEAD + text, "TUN107", tmp_path) == expected


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_silent(text: str, tmp_path: Path) -> None:
    assert lines(HEAD + text, "TUN107", tmp_path) == []


def test_the_message_says_how_many(tmp_path: Path) -> None:
    (found,) = check(HEAD + FLAGGED["a constant"][0], "TUN107", tmp_path)
    assert found.message.startswith("create_study is seeded, but 8 trials run at once")


# -- Ray Tune ----------------------------------------------------------------------------------

RAY_PROGRAMS = {
    "as many trials as there are processors": """\
search = OptunaSearch(seed=1)
tune.run(svm, config={"C": tune.uniform(1, 9)}, search_alg=search, num_samples=50)  # here
""",
    "a limit of four": """\
settings = TuneConfig(
    search_alg=ConcurrencyLimiter(HyperOptSearch(random_state_seed=1), max_concurrent=4),
    num_samples=50,
)
Tuner(svm, param_space={"C": tune.uniform(1, 9)}, tune_config=settings).fit()  # here
""",
    "room for two": """\
ray.init(num_cpus=4)
tune.run(  # here
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


@pytest.mark.parametrize("name", RAY_PROGRAMS)
def test_ray_tune(name: str, tmp_path: Path) -> None:
    text, expected = marked(RAY_PROGRAMS[name])
    assert bool(expected) != name.startswith("silent")
    assert lines(text, "TUN107", tmp_path) == expected
