"""What is read of a bayes_opt search: budget, seed, space, scores, uses and winners."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import programs
from tunelint.model.search import Search

HEAD = (
    "import bayes_opt\nimport keras\nimport numpy as np\nfrom functools import partial\n"
    "from bayes_opt import BayesianOptimization\nfrom sklearn.svm import SVC\n"
    "from sklearn.model_selection import cross_val_score\n"
    "def f(C):\n    return cross_val_score(SVC(C=C), x, y).mean()\n"
    "space = {'C': (1, 9)}\n"
)
BUILT = HEAD + "bo = BayesianOptimization(f, space, random_state=3)\n"


def searches(text: str, root: Path) -> tuple[Search, ...]:
    (program,) = programs({"train.py": text}, root)
    return program.searches


def search(text: str, root: Path) -> Search:
    (found,) = searches(text, root)
    return found


RUNS = {
    "bo.maximize()": (30, 5),
    "bo.maximize(init_points=2, n_iter=8)": (10, 2),
    "bo.maximize(2, 8)": (10, 2),
    "bo.maximize(**dict(n_iter=3))": (8, 5),
    "bo.maximize(init_points=0, n_iter=8)": (9, 1),
    "bo.maximize(n_iter=0)": (5, 5),
    "bo.maximize(init_points=2, n_iter=0)\nbo.maximize(init_points=3, n_iter=4)": (9, 5),
    "bo.maximize(n_iter=given)": (None, 5),
    "bo.maximize(**given)": (None, None),
    "for _ in range(3):\n    bo.maximize(init_points=0, n_iter=4)": (None, None),
    "if given:\n    bo.maximize(1, 2)\nelse:\n    bo.maximize(3, 4)": (None, None),
    "bo.probe({'C': 2})\nbo.maximize(2, 8)": (None, None),
    "bo.register({'C': 2}, 0.5)\nbo.maximize(2, 8)": (None, None),
    "bo.load_state('s.json')\nbo.maximize(2, 8)": (None, None),
    "load_logs(bo, logs=['s.json'])\nbo.maximize(2, 8)": (None, None),
    "for _ in range(12):\n    p = bo.suggest()\n    bo.register(p, f(**p))": (12, 1),
    "for _ in range(n):\n    p = bo.suggest()\n    bo.register(p, f(**p))": (None, 1),
    "while True:\n    p = bo.suggest()\n    bo.register(p, f(**p))": (None, 1),
}


@pytest.mark.parametrize("runs", RUNS)
def test_budget_and_startup(runs: str, tmp_path: Path) -> None:
    found = search(BUILT + runs + "\n", tmp_path)
    assert (found.algorithm, found.direction) == ("bayesian", "max")
    assert (found.budget.value, found.startup.value) == RUNS[runs]


SEEDS = {
    "": (None,),
    ", random_state=0": (0,),
    ", random_state=None": (None,),
    ", random_state=np.random.RandomState(4)": (4,),
    ", random_state=np.random.RandomState()": (None,),
    ", random_state=given": None,
    ", **given": None,
    ", None, None, 7": (7,),
}


@pytest.mark.parametrize("arguments", SEEDS)
def test_what_seeds_the_proposals(arguments: str, tmp_path: Path) -> None:
    text = HEAD + f"BayesianOptimization(f, space{arguments}).maximize()\n"
    randomness = search(text, tmp_path).randomness
    assert (randomness.seed.values, randomness.generators) == (SEEDS[arguments], ())
    assert randomness.draws is True


def test_a_state_that_is_loaded_brings_a_generator(tmp_path: Path) -> None:
    found = search(BUILT + "bo.load_state('s.json')\nbo.maximize()\n", tmp_path)
    assert found.randomness.draws is None
    assert found.continues is None


BOUNDS = {
    "(1e-5, 1e-1)": ("float", 1e-5, 1e-1),
    "(2, 64)": ("float", 2, 64),
    "[2, 64]": ("float", 2, 64),
    "np.array([2, 64])": ("float", 2, 64),
    "(2, 64, float)": ("float", 2, 64),
    "(2, 64, int)": ("int", 2, 64),
    "(2, x.shape[1])": ("float", 2, None),
    "(16, 32, 64)": ("choice", None, None),
    "('relu', 'tanh')": ("choice", None, None),
    "(2, 64, 'int')": ("choice", None, None),
}


@pytest.mark.parametrize("written", BOUNDS)
@pytest.mark.parametrize("container", ["{{'C': {}}}", "dict(C={})"])
def test_bounds(written: str, container: str, tmp_path: Path) -> None:
    text = HEAD + f"BayesianOptimization(f, {container.format(written)}).maximize()\n"
    (found,) = search(text, tmp_path).hyperparameters or ()
    assert (found.kind, found.low.value, found.high.value) == BOUNDS[written]
    assert (found.name.value, found.log) == ("C", False)


UNREAD = ["{'C': given}", "{'C': (low, high)}", "{name: (1, 2)}", "given", "{'C': (1, 2), **given}"]


@pytest.mark.parametrize("written", UNREAD)
def test_bounds_that_cannot_be_read(written: str, tmp_path: Path) -> None:
    text = HEAD + f"BayesianOptimization(f, {written}).maximize()\n"
    assert search(text, tmp_path).hyperparameters is None


def test_bounds_that_are_set_anew_have_no_ends(tmp_path: Path) -> None:
    text = BUILT + "bo.maximize()\nbo.set_bounds({'C': (2, 3)})\nbo.maximize()\n"
    (found,) = search(text, tmp_path).hyperparameters or ()
    assert (found.kind, found.low.values, found.high.values) == ("float", None, None)


# Programs in which a draw reaches Dense as it is drawn.
BUILD = "    return keras.Sequential([keras.layers.Dense({})])\n"
RUN = "bo = BayesianOptimization(f, {'rate': (0, 1), 'units': (4, 64)})\nbo.maximize()\n"
LOOP = (
    "bo = BayesianOptimization(None, {{'rate': (0, 1), 'units': (4, 64)}})\nfor _ in range(9):\n"
    "    p = bo.suggest()\n    bo.register(p, {})\n"
)
REACHING = {
    "a parameter": "def f(rate, units):\n" + BUILD.format("units") + RUN,
    "by keyword": "def f(rate, units):\n" + BUILD.format("units=units") + RUN,
    "with another name": "def f(rate, units):\n    n = units\n" + BUILD.format("n") + RUN,
    "in a dictionary": "def f(**p):\n" + BUILD.format("p['units']") + RUN,
    "got": "def f(**p):\n" + BUILD.format("p.get('units')") + RUN,
    "popped": "def f(**p):\n    u = p.pop('units')\n" + BUILD.format("u") + RUN,
    "a partial function": "def g(data, rate, units):\n"
    + BUILD.format("units")
    + "f = partial(g, 3)\n"
    + RUN,
    "a lambda": "def g(u):\n" + BUILD.format("u") + "f = lambda rate, units: g(units)\n" + RUN,
    "a callable object": "class F:\n    def __call__(self, rate, units):\n    "
    + BUILD.format("units")
    + "f = F()\n"
    + RUN,
    "a method": "class F:\n    def score(self, rate, units):\n    "
    + BUILD.format("units")
    + "f = F().score\n"
    + RUN,
    "a closure": "def made(data):\n    def g(rate, units):\n    "
    + BUILD.format("units")
    + "    return g\nf = made(3)\n"
    + RUN,
    "asked": "def g(u):\n" + BUILD.format("u") + LOOP.format("g(p['units'])"),
    "asked, spread": "def g(rate, units):\n" + BUILD.format("units") + LOOP.format("g(**p)"),
}


@pytest.mark.parametrize("name", REACHING)
def test_where_a_draw_goes(name: str, tmp_path: Path) -> None:
    (use,) = search(HEAD + REACHING[name], tmp_path).uses
    assert (use.taker, use.parameter, use.arrives) == ("Dense", "units", "numpy.float64")
    assert (use.hyperparameter.name.value, use.rejected) == ("units", True)
    assert not use.from_result


UNCHANGED = {
    "cast": "def f(rate, units):\n" + BUILD.format("int(units)") + RUN,
    "rounded": "def f(rate, units):\n" + BUILD.format("int(round(units))") + RUN,
    "cast before": "def f(rate, units):\n    units = int(units)\n" + BUILD.format("units") + RUN,
    "stored anew": "def f(**p):\n    p['units'] = int(p['units'])\n"
    + BUILD.format("p['units']")
    + RUN,
    "drawn as integers": "def f(rate, units):\n"
    + BUILD.format("units")
    + RUN.replace("64)", "64, int)"),
    "of another search": "def f(rate, units):\n" + BUILD.format("other['units']") + RUN,
    "bounds unread": "def f(rate, units):\n"
    + BUILD.format("units")
    + RUN.replace("(4, 64)", "given"),
}


@pytest.mark.parametrize("name", UNCHANGED)
def test_where_no_draw_goes(name: str, tmp_path: Path) -> None:
    assert search(HEAD + UNCHANGED[name], tmp_path).uses == ()


FOUND = {
    "max": "keras.layers.Dense(bo.max['params']['units'])\n",
    "by name": "best = bo.max['params']\nkeras.layers.Dense(best['units'])\n",
    "of all": "keras.layers.Dense(bo.res[0]['params']['units'])\n",
    "spread": "keras.layers.Dense(**bo.max['params'])\n",
}


@pytest.mark.parametrize("name", FOUND)
def test_what_is_read_from_the_result(name: str, tmp_path: Path) -> None:
    text = "def f(rate, units):\n    return g(rate, int(units))\n" + RUN
    (use,) = search(HEAD + text + FOUND[name], tmp_path).uses
    assert (use.parameter, use.arrives, use.from_result) == ("units", "numpy.float64", True)


ASKING = """
for _ in range(12):
    p = bo.suggest()
    error = 1 - f(p['C'])
    bo.register(params=p, target=-error)
SVC(C=bo.max['params']['C']).fit(x, y)
"""


def test_an_optimizer_that_is_asked_and_told(tmp_path: Path) -> None:
    found = search(BUILT.replace("(f,", "(None,") + ASKING, tmp_path)
    assert (found.label, found.asked, found.loop is not None) == (
        "BayesianOptimization",
        True,
        True,
    )
    assert [score.negated for score in found.scores] == [False]
    assert (len(found.evaluations), len(found.winners)) == (1, 1)


def test_the_winner_of_a_run_and_what_returns_none(tmp_path: Path) -> None:
    text = BUILT + "bo.maximize()\nbo.maximize(0, 5)\nSVC(**bo.max['params']).fit(x, y)\n"
    found = search(text, tmp_path)
    assert (len(found.run_events), len(found.gives_none), len(found.winners)) == (2, 2, 1)
    assert not found.asked


NOT_ONE = [
    "from keras_tuner import BayesianOptimization\nBayesianOptimization(build, max_trials=3)\n",
    "BayesianOptimization(f, space)\n",
    "from project import BayesianOptimization\nBayesianOptimization(f, pbounds=space)\n",
]


@pytest.mark.parametrize("text", NOT_ONE)
def test_others_of_that_name(text: str, tmp_path: Path) -> None:
    found = searches(text, tmp_path)
    assert [one for one in found if one.tuner == "bayes_opt"] == []


def test_a_snippet_without_its_imports(tmp_path: Path) -> None:
    text = "optimizer = BayesianOptimization(f=f, pbounds=pbounds)\noptimizer.maximize()\n"
    assert search(text, tmp_path).tuner == "bayes_opt"
