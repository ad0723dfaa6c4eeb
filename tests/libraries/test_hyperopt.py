"""What is read of a Hyperopt search: algorithm, budget, seed, space, scores and winners."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import programs
from tunelint.model.search import Search

HEAD = (
    "import numpy as np\nfrom functools import partial\n"
    "from hyperopt import fmin, hp, tpe, rand, anneal, atpe, Trials, space_eval, STATUS_OK\n"
    "from hyperopt.pyll import scope\nfrom sklearn.svm import SVC\n"
    "from sklearn.model_selection import cross_val_score\n"
    "def f(p):\n    return -cross_val_score(SVC(C=p['C']), x, y).mean()\n"
    "space = {'C': hp.uniform('C', 1, 9)}\n"
)


def search(text: str, root: Path) -> Search:
    (program,) = programs({"train.py": text}, root)
    (found,) = program.searches
    return found


ALGORITHMS = {
    "fmin(f, space, tpe.suggest, 50)": ("tpe", 20),
    "fmin(f, space, max_evals=50)": ("tpe", 20),
    "fmin(fn=f, space=space, algo=rand.suggest, max_evals=50)": ("random", 20),
    "fmin(f, space, algo=anneal.suggest, max_evals=50)": ("anneal", 20),
    "fmin(f, space, algo=atpe.suggest, max_evals=50)": ("adaptive tpe", 20),
    "fmin(f, space, algo=partial(tpe.suggest, n_startup_jobs=5), max_evals=50)": ("tpe", 5),
    "fmin(f, space, algo=choose(), max_evals=50)": ("unknown", 20),
    "fmin(f, space, algo=tpe.suggest, max_evals=50, trials=Trials())": ("tpe", 20),
    "fmin(f, space, algo=tpe.suggest, max_evals=50, trials=stored())": ("tpe", None),
    "fmin(f, space, algo=tpe.suggest, max_evals=50, trials_save_file='t.p')": ("tpe", None),
    "Trials().fmin(f, space, tpe.suggest, 50)": ("tpe", 20),
    "fmin(f, space, **dict(algo=tpe.suggest, max_evals=50))": ("tpe", 20),
}


@pytest.mark.parametrize("call", ALGORITHMS)
def test_algorithm_and_startup(call: str, tmp_path: Path) -> None:
    found = search(HEAD + f"best = {call}\n", tmp_path)
    assert (found.algorithm, found.startup.value) == ALGORITHMS[call]
    assert found.budget.value == 50


SEEDS = {
    "tpe.suggest, 50": ((None,), "", {"hyperopt"}),
    "tpe.suggest, 50, rstate=np.random.default_rng(4)": ((4,), "Generator", {"hyperopt"}),
    "tpe.suggest, 50, rstate=np.random.default_rng()": ((None,), "Generator", {"hyperopt"}),
    "rand.suggest, 50, rstate=3": ((3,), "int", {"hyperopt"}),
    "rand.suggest, 50, rstate=np.random.RandomState(3)": ((3,), "RandomState", {"hyperopt"}),
    "atpe.suggest, 50, rstate=np.random.default_rng(4)": (
        (None,),
        "Generator",
        {"python", "numpy"},
    ),
    "tpe.suggest, 50, rstate=state()": (None, "", {"hyperopt"}),
}


@pytest.mark.parametrize("arguments", SEEDS)
def test_randomness(arguments: str, tmp_path: Path) -> None:
    randomness = search(HEAD + f"fmin(f, space, {arguments})\n", tmp_path).randomness
    generators = {name for group in randomness.generators for name in group}
    assert (randomness.seed.values, randomness.form, generators) == SEEDS[arguments]


def test_space_of_every_shape(tmp_path: Path) -> None:
    found = search(
        HEAD.replace("space = {'C': hp.uniform('C', 1, 9)}\n", "")
        + "space = hp.choice('model', [\n"
        "    {'kind': 'svm', 'C': hp.loguniform('svm_c', np.log(0.1), np.log(9))},\n"
        "    ['tree', scope.int(hp.quniform('depth', 2, 9, 1)), hp.randint('n', 5)],\n"
        "    {'more': {'gamma': 2 ** hp.uniform('gamma', -3, 3)}},\n"
        "])\n"
        "fmin(f, space, tpe.suggest, 50)\n",
        tmp_path,
    )
    declared = {
        each.name.value: (each.function, each.low.value, each.high.value, each.key)
        for each in found.hyperparameters or ()
    }
    assert declared.keys() == {"model", "svm_c", "depth", "n", "gamma"}
    assert declared["svm_c"][0] == "loguniform"
    assert declared["svm_c"][3] == "C"
    assert declared["depth"][:3] == ("quniform", 2, 9)
    assert declared["n"][:3] == ("randint", 0, 5)
    assert declared["gamma"] == ("uniform", -3, 3, "gamma")


OBJECTIVES = {
    "function": ("fmin(f, space, tpe.suggest, 50)", [("accuracy", False)]),
    "lambda": (
        "fmin(lambda p: 1 - cross_val_score(SVC(**p), x, y).mean(), space, tpe.suggest, 50)",
        [("accuracy", False)],
    ),
    "partial": (
        "def g(p, x, y):\n    score = cross_val_score(SVC(**p), x, y).mean()\n"
        "    return {'loss': score, 'status': STATUS_OK}\n"
        "fmin(partial(g, x=x, y=y), space, tpe.suggest, 50)",
        [("accuracy", True)],
    ),
    "method": (
        "class Study:\n    def run(self):\n"
        "        return fmin(self.objective, space, tpe.suggest, 50)\n"
        "    def objective(self, p):\n        loss = -self.score(p)\n"
        "        return {'loss': loss, 'status': STATUS_OK}\n"
        "    def score(self, p):\n        return cross_val_score(SVC(**p), x, y).mean()\n"
        "Study().run()",
        [("accuracy", False)],
    ),
    "callable object": (
        "class Objective:\n    def __init__(self, x):\n        self.x = x\n"
        "    def __call__(self, p):\n"
        "        return -cross_val_score(SVC(**p), self.x, y).mean()\n"
        "fmin(Objective(x), space, tpe.suggest, 50)",
        [("accuracy", False)],
    ),
    "closure": (
        "def make(x):\n    def inner(p):\n"
        "        return -cross_val_score(SVC(**p), x, y).mean()\n    return inner\n"
        "fmin(make(x), space, tpe.suggest, 50)",
        [("accuracy", False)],
    ),
    "gives up on errors": (
        "def g(p):\n    try:\n        return {'loss': -cross_val_score(SVC(**p), x, y).mean()}\n"
        "    except ValueError:\n        return {'loss': None, 'status': 'fail'}\n"
        "fmin(g, space, tpe.suggest, 50)",
        [("accuracy", False)],
    ),
}


@pytest.mark.parametrize("name", OBJECTIVES)
def test_scores_of_the_objective(name: str, tmp_path: Path) -> None:
    text, expected = OBJECTIVES[name]
    found = search(HEAD + text + "\n", tmp_path)
    assert [(each.metric, each.better_when_higher) for each in found.scores] == expected
    assert found.direction == "min"
    assert [each.name for each in found.estimators] == ["SVC"]


WINNERS = {
    "built from the result": "SVC(C=best['C']).fit(x, y)",
    "evaluated": "SVC(**space_eval(space, best)).fit(x, y)",
    "through a function": "def final(p):\n    return SVC(**p)\nfinal(best).fit(x, y)",
    "from the trials": "SVC(C=trials.argmin['C']).fit(x, y)",
}


@pytest.mark.parametrize("name", WINNERS)
def test_winners(name: str, tmp_path: Path) -> None:
    text = (
        "SVC(C=2).fit(x, y)\ntrials = Trials()\n"
        "best = fmin(f, space, tpe.suggest, 50, trials=trials)\n"
        f"{WINNERS[name]}\nSVC(C=3).fit(x, y)\n"
    )
    found = search(HEAD + text, tmp_path)
    assert len(found.winners) == 1


def test_belongs_to_the_caller_that_hands_over_space_and_objective(tmp_path: Path) -> None:
    text = (
        "def search(space, objective, n):\n"
        "    return fmin(objective, space, algo=tpe.suggest, max_evals=n)\n"
        "def main():\n    search(space, f, 30)\nmain()\n"
    )
    (program,) = programs({"train.py": HEAD + text}, tmp_path)
    (found,) = program.searches
    assert program.project.locate(found.place)[0] == 13
    assert found.budget.value == 30


FRAGMENTS = {
    "best = fmin(fn=train, space=space, algo=tpe.suggest, max_evals=100)": 1,
    "best = hyperopt.fmin(train, space, algo=hyperopt.tpe.suggest, max_evals=100)": 1,
    "from hyperopt import *\nbest = fmin(train, space, tpe.suggest, 100)": 1,
    "best = fmin(train, start, maxiter=100)": 0,
    "import numpy as np\nlow = np.fmin(a, b)": 0,
    "from scipy.optimize import fmin\nfmin(f, x0, maxiter=9)": 0,
}


@pytest.mark.parametrize("text", FRAGMENTS)
def test_fragments_and_namesakes(text: str, tmp_path: Path) -> None:
    (program,) = programs({"train.py": text + "\n"}, tmp_path)
    assert len(program.searches) == FRAGMENTS[text]
