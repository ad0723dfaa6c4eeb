"""What is read of an Optuna search: sampler, budget, direction, space, scores, pruning, storage."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import programs
from tunelint.model.facts import largest, smallest
from tunelint.model.search import Search

HEAD = (
    "import optuna\nfrom functools import partial\n"
    "from optuna.samplers import *\nfrom optuna.samplers import TPESampler, RandomSampler\n"
    "from optuna.samplers import GridSampler, BruteForceSampler, PartialFixedSampler\n"
    "from optuna.samplers import NSGAIISampler, QMCSampler, GPSampler, CmaEsSampler\n"
    "from sklearn.svm import SVC\nfrom sklearn.model_selection import cross_val_score\n"
    "def f(trial):\n"
    "    C = trial.suggest_float('C', 1e-3, 9.0, log=True)\n"
    "    return cross_val_score(SVC(C=C), x, y).mean()\n"
)


def searches(text: str, root: Path) -> list[Search]:
    (program,) = programs({"train.py": HEAD + text}, root)
    return list(program.searches)


def search(text: str, root: Path) -> Search:
    (found,) = searches(text, root)
    return found


# -- how a study is bound to what it optimises ----------------------------------------------------

BOUND = {
    "a name": "s = optuna.create_study()\ns.optimize(f, n_trials=7)\n",
    "a chain": "optuna.create_study().optimize(f, n_trials=7)\n",
    "by position": "s = optuna.create_study()\ns.optimize(f, 7)\n",
    "an alias": "import optuna as op\ns = op.create_study()\ns.optimize(f, n_trials=7)\n",
    "a name of the module": (
        "from optuna.study import create_study as make\nmake().optimize(f, 7)\n"
    ),
    "a function": (
        "def make():\n    return optuna.create_study()\nmake().optimize(func=f, n_trials=7)\n"
    ),
    "an attribute": (
        "class T:\n    def __init__(self):\n        self.s = optuna.create_study()\n"
        "    def run(self):\n        self.s.optimize(f, n_trials=7)\nT().run()\n"
    ),
    "a parameter": (
        "def run(s, n=7):\n    s.optimize(f, n_trials=n)\nrun(optuna.create_study())\n"
    ),
    "a partial": (
        "def g(trial, k):\n    return f(trial)\n"
        "s = optuna.create_study()\ns.optimize(partial(g, k=3), n_trials=7)\n"
    ),
    "a lambda": "s = optuna.create_study()\ns.optimize(lambda trial: f(trial), n_trials=7)\n",
    "a method": (
        "class T:\n    def score(self, trial):\n        return f(trial)\n"
        "s = optuna.create_study()\ns.optimize(T().score, n_trials=7)\n"
    ),
    "an object that is called": (
        "class T:\n    def __call__(self, trial):\n        return f(trial)\n"
        "s = optuna.create_study()\ns.optimize(T(), n_trials=7)\n"
    ),
    "an object that hands itself over": (
        "class T:\n    def __call__(self, trial):\n        return f(trial)\n"
        "    def run(self):\n"
        "        optuna.create_study().optimize(self, n_trials=7)\nT().run()\n"
    ),
    "a list of studies": (
        "all = [optuna.create_study()]\nfor s in all:\n    s.optimize(f, n_trials=7)\n"
    ),
    "a factory of objectives": (
        "def make(k):\n    def inner(trial):\n        return f(trial)\n    return inner\n"
        "s = optuna.create_study()\ns.optimize(make(3), n_trials=7)\n"
    ),
}


@pytest.mark.parametrize("how", BOUND)
def test_a_study_is_followed_to_its_trials(how: str, tmp_path: Path) -> None:
    found = search(BOUND[how], tmp_path)
    assert (found.tuner, found.algorithm, found.direction) == ("Optuna", "tpe", "min")
    declared = found.hyperparameters or ()
    assert [(one.name.value, one.low.value, one.log) for one in declared] == [("C", 1e-3, True)]
    assert [one.metric for one in found.scores] == ["accuracy"]
    assert [one.name for one in found.estimators] == ["SVC"]
    if how != "a list of studies":
        assert found.budget.value == 7


def test_a_study_that_comes_from_elsewhere(tmp_path: Path) -> None:
    found = search("def run(study):\n    study.optimize(f, n_trials=7)\n", tmp_path)
    assert (found.tuner, found.algorithm, found.direction) == ("Optuna", "unknown", None)
    assert found.randomness.draws is None
    assert (smallest(found.budget), largest(found.budget)) == (7, None)


@pytest.mark.parametrize(
    "text",
    [
        "s = optuna.create_study()\n",
        "plan = planner()\nplan.optimize(route, n_trials=7)\n",
        "torch.optim.SGD(p).optimize(f2)\n",
    ],
)
def test_what_is_no_search(text: str, tmp_path: Path) -> None:
    assert searches(text, tmp_path) == []


# -- samplers -------------------------------------------------------------------------------------

SAMPLERS = {
    "": ("tpe", 10, True, (None,)),
    "sampler=None": ("tpe", 10, True, (None,)),
    "sampler=TPESampler(seed=0)": ("tpe", 10, True, (0,)),
    "sampler=TPESampler(n_startup_trials=3, seed=SEED)": ("tpe", 3, True, None),
    "sampler=RandomSampler(4)": ("random", None, True, (4,)),
    "sampler=CmaEsSampler(seed=4)": ("cma-es", 1, True, (4,)),
    "sampler=GPSampler(seed=4)": ("bayesian", 10, True, (4,)),
    "sampler=QMCSampler()": ("quasi-random", None, True, (None,)),
    "sampler=NSGAIISampler(population_size=20)": ("genetic", 20, True, (None,)),
    "sampler=GridSampler({'C': [1, 2]})": ("grid", None, False, (None,)),
    "sampler=PartialFixedSampler({'C': 1}, TPESampler(seed=4))": ("tpe", 10, True, (4,)),
    "sampler=choose()": ("unknown", None, None, None),
    "**options": ("unknown", None, None, None),
    "storage=URL, study_name='s', load_if_exists=True": ("tpe", None, True, (None,)),
}


@pytest.mark.parametrize("given", SAMPLERS)
def test_samplers(given: str, tmp_path: Path) -> None:
    found = search(f"optuna.create_study({given}).optimize(f, n_trials=50)\n", tmp_path)
    algorithm, startup, draws, seed = SAMPLERS[given]
    assert (found.algorithm, found.startup.value) == (algorithm, startup)
    assert (found.randomness.draws, found.randomness.seed.values) == (draws, seed)


def test_several_samplers_without_a_seed_have_none(tmp_path: Path) -> None:
    text = (
        "sampler = TPESampler() if fast else RandomSampler()\n"
        "optuna.create_study(sampler=sampler).optimize(f, n_trials=50)\n"
    )
    found = search(text, tmp_path)
    assert (found.algorithm, found.randomness.draws) == ("unknown", True)
    assert found.randomness.seed.values == (None,)


def test_a_sampler_that_is_set_later(tmp_path: Path) -> None:
    text = (
        "s = optuna.create_study()\ns.sampler = RandomSampler(seed=3)\ns.optimize(f, n_trials=5)\n"
    )
    found = search(text, tmp_path)
    assert (found.algorithm, found.randomness.seed.value) == ("random", 3)


BRUTE_FORCE = {"": False, "n_trials=6": False, "n_trials=4": True, "n_trials=n": None}


@pytest.mark.parametrize("limit", BRUTE_FORCE)
def test_brute_force_draws_where_it_is_cut_short(limit: str, tmp_path: Path) -> None:
    text = (
        "def g(trial):\n"
        "    return trial.suggest_int('a', 1, 3) * trial.suggest_categorical('b', [1, 2])\n"
        "s = optuna.create_study(sampler=BruteForceSampler())\n"
    )
    found = search(text + f"s.optimize(g, {limit})\n", tmp_path)
    assert found.randomness.draws is BRUTE_FORCE[limit]


# -- budget, direction ----------------------------------------------------------------------------


def test_two_runs_add_up_and_branches_do_not(tmp_path: Path) -> None:
    twice = "s = optuna.create_study()\ns.optimize(f, n_trials=6)\ns.optimize(f, n_trials=8)\n"
    assert search(twice, tmp_path).budget.value == 14
    either = (
        "s = optuna.create_study()\n"
        "if fast:\n    s.optimize(f, n_trials=6)\nelse:\n    s.optimize(f, n_trials=8)\n"
    )
    assert search(either, tmp_path).budget.value == 8


def test_a_study_that_goes_on_in_a_loop_has_no_known_budget(tmp_path: Path) -> None:
    text = "s = optuna.create_study()\nfor _ in range(9):\n    s.optimize(f, n_trials=6)\n"
    assert search(text, tmp_path).budget.values is None


DIRECTIONS = {
    "": "min",
    "direction='maximize'": "max",
    "direction=optuna.study.StudyDirection.MAXIMIZE": "max",
    "directions=['maximize']": "max",
    "direction=way": None,
    "direction='minimize' if METRIC == 'loss' else 'maximize'": None,
    "directions=['minimize', 'maximize']": None,
}


@pytest.mark.parametrize("given", DIRECTIONS)
def test_directions(given: str, tmp_path: Path) -> None:
    text = f"METRIC = 'loss'\noptuna.create_study({given}).optimize(f, n_trials=50)\n"
    assert search(text, tmp_path).direction == DIRECTIONS[given]


def test_each_of_several_scores_has_its_direction(tmp_path: Path) -> None:
    text = (
        "def g(trial):\n    return f(trial), trial.suggest_int('size', 1, 9)\n"
        "s = optuna.create_study(directions=['maximize', 'minimize'])\ns.optimize(g, 50)\n"
    )
    found = search(text, tmp_path)
    assert [(one.metric, one.direction) for one in found.scores] == [
        ("accuracy", "max"),
        (None, "min"),
    ]


# -- the trial ------------------------------------------------------------------------------------

SCORELESS = {
    "return f(trial)": [],
    "f(trial)": ["nothing"],
    "return None": ["none"],
    "return": ["none"],
    "return f(trial), 1.0": ["several"],
    "return (f(trial),)": [],
    "return {'loss': f(trial)}": ["mapping"],
    "raise optuna.TrialPruned()": [],
    "if fast:\n        return f(trial)": ["nothing"],
    "if fast:\n        return f(trial)\n    raise ValueError": [],
    "try:\n        return f(trial)\n    except ValueError:\n        print(1)": ["nothing"],
    "try:\n        return f(trial)\n    except ValueError:\n        raise optuna.TrialPruned()": [],
    "with open('x') as out:\n        return f(trial)": [],
    "return train(trial)": [],
    "if kind == 'a':\n        return f(trial)\n    elif kind == 'b':\n        return 1.0": [],
    "while True:\n        if done():\n            return f(trial)": [],
}


@pytest.mark.parametrize("body", SCORELESS)
def test_paths_without_a_score(body: str, tmp_path: Path) -> None:
    text = f"def g(trial):\n    {body}\ns = optuna.create_study()\ns.optimize(g, n_trials=50)\n"
    assert [path.kind for path in search(text, tmp_path).scoreless] == SCORELESS[body]


def test_a_formula_of_drawn_values_is_no_metric(tmp_path: Path) -> None:
    text = (
        "def g(trial):\n    f1 = trial.suggest_float('x', 0, 1) ** 2\n    return f1\n"
        "optuna.create_study().optimize(g, n_trials=50)\n"
    )
    (score,) = search(text, tmp_path).scores
    assert (score.metric, score.grows) == (None, None)


PRUNING = {
    "pass": (0, 0, False),
    "trial.report(1.0, 0)": (1, 0, False),
    "trial.report(1.0, 0)\n    trial.should_prune()": (1, 1, False),
    "train(trial)": (0, 0, True),
    "fit(callbacks=[Pruning(trial, 'val')])": (0, 0, True),
    "print(trial.number)": (0, 0, False),
    "trial.set_user_attr('a', 1)": (0, 0, False),
}


@pytest.mark.parametrize("body", PRUNING)
def test_what_a_pruner_is_told(body: str, tmp_path: Path) -> None:
    text = (
        f"def g(trial):\n    {body}\n    return f(trial)\n"
        "s = optuna.create_study(pruner=optuna.pruners.HyperbandPruner())\ns.optimize(g, 50)\n"
    )
    pruning = search(text, tmp_path).pruning
    assert pruning is not None
    assert pruning.label == "HyperbandPruner"
    assert (len(pruning.reports), len(pruning.asks), pruning.handed) == PRUNING[body]


@pytest.mark.parametrize("pruner", ["None", "optuna.pruners.NopPruner()", "choose()"])
def test_no_pruner_that_is_surely_one(pruner: str, tmp_path: Path) -> None:
    text = f"optuna.create_study(pruner={pruner}).optimize(f, n_trials=50)\n"
    assert search(text, tmp_path).pruning is None


STORAGES = {
    "storage='sqlite:///a.db', study_name='a', load_if_exists=True": ("sqlite:///a.db", True),
    "storage='sqlite:///a.db', study_name='a'": ("sqlite:///a.db", False),
    "storage='sqlite:///a.db', load_if_exists=True": ("sqlite:///a.db", None),
    "storage=url, study_name='a', load_if_exists=True": (None, None),
    ("storage=optuna.storages.RDBStorage('sqlite:///b.db'), study_name='a', load_if_exists=True"): (
        "sqlite:///b.db",
        True,
    ),
}


@pytest.mark.parametrize("given", STORAGES)
def test_storages(given: str, tmp_path: Path) -> None:
    found = search(f"optuna.create_study({given}).optimize(f, n_trials=50)\n", tmp_path)
    assert found.storage is not None
    assert (found.storage.address.value, found.storage.resumes) == STORAGES[given]


@pytest.mark.parametrize(
    "given", ["storage=None, load_if_exists=True", "storage='sqlite:///:memory:'", "study_name='a'"]
)
def test_studies_in_memory(given: str, tmp_path: Path) -> None:
    text = f"optuna.create_study({given}).optimize(f, n_trials=50)\n"
    assert search(text, tmp_path).storage is None


# -- uses and winners -----------------------------------------------------------------------------

FOREST = (
    "from sklearn.ensemble import RandomForestClassifier as Forest\n"
    "def g(trial):\n"
    "    depth = trial.suggest_{draw}\n"
    "    return Forest(max_depth={use}).fit(x, y).score(v, w)\n"
    "s = optuna.create_study()\ns.optimize(g, n_trials=50)\n"
)
USES = {
    ("float('depth', 2, 9)", "depth"): [False],
    ("float('depth', 2, 9, step=1)", "depth + 1"): [False],
    ("uniform('depth', 2, 9)", "depth"): [False],
    ("int('depth', 2, 9)", "depth"): [],
    ("float('depth', 2, 9)", "int(depth)"): [],
}


@pytest.mark.parametrize(("draw", "use"), USES)
def test_floats_that_reach_whole_numbers(draw: str, use: str, tmp_path: Path) -> None:
    found = search(FOREST.replace("{draw}", draw).replace("{use}", use), tmp_path)
    assert [one.from_result for one in found.uses if one.rejected] == USES[draw, use]


def test_floats_that_are_read_back_uncast(tmp_path: Path) -> None:
    text = FOREST.replace("{draw}", "float('max_depth', 2, 9)").replace("{use}", "int(depth)")
    found = search(text + "Forest(**s.best_params)\nForest(max_depth=3)\n", tmp_path)
    assert [one.from_result for one in found.uses if one.rejected] == [True]


WINNERS = [
    "SVC(C=s.best_params['C']).fit(x, y)",
    "SVC(**s.best_params).fit(x, y)",
    "SVC(**s.best_trial.params).fit(x, y)",
    "best = s.best_trial\nSVC(C=best.params['C']).fit(x, y)",
    "SVC().set_params(**s.best_params).fit(x, y)",
]


@pytest.mark.parametrize("text", WINNERS)
def test_the_training_of_the_winner(text: str, tmp_path: Path) -> None:
    head = "s = optuna.create_study()\ns.optimize(f, n_trials=50)\nSVC(C=1.0).fit(x, y)\n"
    assert len(search(head + text + "\n", tmp_path).winners) == 1


# -- OptunaSearchCV -------------------------------------------------------------------------------

SEARCH_CV = (
    "from optuna.integration import OptunaSearchCV\n"
    "from optuna.distributions import FloatDistribution, CategoricalDistribution\n"
    "kernel = CategoricalDistribution(['a', 'b'])\n"
    "space = {'C': FloatDistribution(1e-3, 9.0, log=True), 'kernel': kernel}\n"
)


def test_optuna_search_cv(tmp_path: Path) -> None:
    text = (
        SEARCH_CV + "s = OptunaSearchCV(SVC(), space, n_trials=30, random_state=3)\ns.fit(x, y)\n"
    )
    found = search(text, tmp_path)
    assert (found.label, found.algorithm, found.direction) == ("OptunaSearchCV", "tpe", "max")
    assert (found.budget.value, found.startup.value) == (30, 10)
    assert found.randomness.seed.value == 3
    declared = [(one.name.value, one.kind, one.log) for one in found.hyperparameters or ()]
    assert declared == [("C", "float", True), ("kernel", "choice", False)]
    assert [one.name for one in found.estimators] == ["SVC"]


def test_optuna_search_cv_with_a_study_of_its_own(tmp_path: Path) -> None:
    text = SEARCH_CV + "s = OptunaSearchCV(SVC(), space, study=kept, random_state=3)\ns.fit(x, y)\n"
    found = search(text, tmp_path)
    assert (found.algorithm, found.direction) == ("unknown", None)
    assert found.randomness.draws is None


# -- ask and tell ---------------------------------------------------------------------------------

ASKED = (
    "s = optuna.create_study(direction='maximize', sampler=TPESampler(seed=1))\n"
    "for number in {passes}:\n"
    "    trial = s.ask()\n"
    "    model = SVC(C=trial.suggest_float('C', 1, 9)).fit(x, y)\n"
    "    s.tell(trial, model.score(v, w))\n"
)


def test_a_loop_that_asks_and_tells(tmp_path: Path) -> None:
    found = search(ASKED.format(passes="range(30)"), tmp_path)
    assert (found.tuner, found.algorithm, found.direction) == ("Optuna", "tpe", "max")
    assert (found.budget.value, found.startup.value) == (30, 10)
    assert found.loop is not None
    assert [one.name.value for one in found.hyperparameters or ()] == ["C"]
    assert [one.metric for one in found.scores] == ["accuracy"]
    assert len(found.fits) == 1


def test_passes_that_cannot_be_counted(tmp_path: Path) -> None:
    assert search(ASKED.format(passes="range(n)"), tmp_path).budget.values is None
