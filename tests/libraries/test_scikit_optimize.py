"""What is read of a scikit-optimize search: algorithm, budget, seed, space, scores and winners."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import programs
from tunelint.model.facts import AtLeast, smallest
from tunelint.model.search import Search

HEAD = (
    "import numpy as np\nimport skopt\nfrom functools import partial\n"
    "from skopt import gp_minimize, forest_minimize, gbrt_minimize, dummy_minimize\n"
    "from skopt import BayesSearchCV, Optimizer, Space\n"
    "from skopt.space import Real, Integer, Categorical\n"
    "from skopt.utils import use_named_args\nfrom sklearn.svm import SVC\n"
    "from sklearn.model_selection import cross_val_score\n"
    "def f(p):\n    return -cross_val_score(SVC(C=p[0]), x, y).mean()\n"
    "space = [Real(1, 9, name='C')]\n"
)


def search(text: str, root: Path) -> Search:
    (program,) = programs({"train.py": text}, root)
    (found,) = program.searches
    return found


MINIMISERS = {
    "gp_minimize(f, space)": ("bayesian", 100, 10),
    "gp_minimize(f, space, n_calls=30, n_initial_points=5)": ("bayesian", 30, 5),
    "gp_minimize(f, space, n_calls=30, n_random_starts=7)": ("bayesian", 30, 7),
    "gp_minimize(f, space, None, 30, None, 5)": ("bayesian", 30, 5),
    "gp_minimize(f, space, base_estimator='RF', n_calls=30)": ("forest", 30, 10),
    "gp_minimize(f, space, base_estimator=mine(), n_calls=30)": ("unknown", 30, 10),
    "skopt.forest_minimize(f, space, n_calls=30)": ("forest", 30, 10),
    "gbrt_minimize(f, space, n_calls=30)": ("boosted trees", 30, 10),
    "dummy_minimize(f, space, 30)": ("random", 30, None),
    "gp_minimize(f, space, **dict(n_calls=30))": ("bayesian", 30, 10),
    "gp_minimize(f, space, n_calls=30, x0=[[1.0], [2.0]])": ("bayesian", 30, 12),
    "gp_minimize(f, space, n_calls=30, x0=[1.0])": ("bayesian", 30, 11),
    "gp_minimize(f, space, n_calls=30, x0=[1.0], y0=0.5)": ("bayesian", 30, 10),
    "gp_minimize(f, space, n_calls=30, n_random_starts=unseen())": ("bayesian", 30, None),
}


@pytest.mark.parametrize("call", MINIMISERS)
def test_algorithm_budget_and_startup(call: str, tmp_path: Path) -> None:
    found = search(HEAD + f"result = {call}\n", tmp_path)
    assert (found.algorithm, found.budget.value, found.startup.value) == MINIMISERS[call]
    assert found.refused_below_startup == "ValueError"
    assert found.direction == "min"


def test_given_points_that_cannot_be_counted_leave_a_lower_bound(tmp_path: Path) -> None:
    found = search(HEAD + "gp_minimize(f, space, n_calls=30, x0=stored())\n", tmp_path)
    assert isinstance(found.startup, AtLeast)
    assert smallest(found.startup) == 10


SEEDS = {
    "": ((None,), True, {"numpy"}),
    ", random_state=4": ((4,), True, {"numpy"}),
    ", random_state=None": ((None,), True, {"numpy"}),
    ", random_state=np.random.RandomState(4)": ((4,), True, None),
    ", random_state=np.random.RandomState()": ((None,), True, None),
    ", random_state=given": (None, True, {"numpy"}),
    ", initial_point_generator='lhs'": ((None,), True, {"numpy"}),
    ", initial_point_generator='halton'": ((None,), True, {"numpy"}),
    ", initial_point_generator='halton', n_initial_points=20": ((None,), False, {"numpy"}),
}


@pytest.mark.parametrize("arguments", SEEDS)
def test_what_seeds_the_proposals(arguments: str, tmp_path: Path) -> None:
    randomness = search(
        HEAD + f"gp_minimize(f, space, n_calls=20{arguments})\n", tmp_path
    ).randomness
    values, draws, generators = SEEDS[arguments]
    assert (randomness.seed.values, randomness.draws) == (values, draws)
    assert randomness.generators == ((frozenset(generators),) if generators else ())


DIMENSIONS = {
    "Real(1e-5, 1e-1, name='lr')": ("lr", "float", 1e-5, 1e-1, False),
    "Real(1e-5, 1e-1, 'log-uniform', name='lr')": ("lr", "float", 1e-5, 1e-1, True),
    "Real(low=1e-5, high=1e-1, prior='log-uniform')": (None, "float", 1e-5, 1e-1, True),
    "Real(1e-5, 1e-1, prior=chosen)": (None, "float", 1e-5, 1e-1, None),
    "Integer(2, 64, name='units')": ("units", "int", 2, 64, False),
    "skopt.space.Integer(2, 64)": (None, "int", 2, 64, False),
    "(2, 64)": (None, "int", 2, 64, False),
    "(1e-5, 1e-1)": (None, "float", 1e-5, 1e-1, False),
    "(1e-5, 1e-1, 'log-uniform')": (None, "float", 1e-5, 1e-1, True),
    "Categorical(['a', 'b'], name='kind')": ("kind", "choice", None, None, False),
    "['a', 'b', 'c']": (None, "choice", None, None, False),
    "[16, 32, 64]": (None, "choice", None, None, False),
}


@pytest.mark.parametrize("written", DIMENSIONS)
@pytest.mark.parametrize("container", ["[{}]", "Space([{}])", "({},)"])
def test_dimensions(written: str, container: str, tmp_path: Path) -> None:
    text = HEAD + f"gp_minimize(f, {container.format(written)}, n_calls=30)\n"
    (found,) = search(text, tmp_path).hyperparameters or ()
    assert (
        found.name.value,
        found.kind,
        found.low.value,
        found.high.value,
        found.log,
    ) == DIMENSIONS[written]


def test_a_dimension_without_a_name_is_called_what_the_objective_calls_it(tmp_path: Path) -> None:
    text = (
        "from skopt import gp_minimize\n"
        "def f(params):\n    lr, units = params\n    return train(lr, units)\n"
        "gp_minimize(f, [(1e-5, 1e-1), (8, 64)])\n"
    )
    assert [each.key for each in search(text, tmp_path).hyperparameters or ()] == ["lr", "units"]


# Programs in which an Integer's draw reaches Dense as it is drawn.
BUILD = "    return keras.Sequential([keras.layers.Dense({})])\n"
REACHING = {
    "by position": "def f(p):\n" + BUILD.format("p[1]"),
    "from the end": "def f(p):\n" + BUILD.format("units=p[-1]"),
    "unpacked": "def f(p):\n    rate, units = p\n" + BUILD.format("units"),
    "into another function": "def g(u):\n" + BUILD.format("u") + "def f(p):\n    return g(p[1])\n",
    "by name": "@use_named_args(space)\ndef f(rate, units):\n" + BUILD.format("units"),
    "by name, in a dictionary": "@use_named_args(dimensions=space)\ndef f(**p):\n"
    + BUILD.format("p['units']"),
    "by name, got": "@use_named_args(space)\ndef f(**p):\n" + BUILD.format("p.get('units')"),
    "paired with names": "def f(p):\n    c = dict(zip(['rate', 'units'], p))\n"
    + BUILD.format("c['units']"),
    "paired with the dimensions": "def f(p):\n    c = {d.name: v for d, v in zip(space, p)}\n"
    + BUILD.format("c['units']"),
    "a partial function": "def g(data, p):\n" + BUILD.format("p[1]") + "f = partial(g, 3)\n",
    "a lambda": "def g(a, b):\n" + BUILD.format("b") + "f = lambda p: g(p[0], p[1])\n",
    "a lambda that spreads it": "def g(a, b):\n" + BUILD.format("b") + "f = lambda p: g(*p)\n",
    "a callable object": "class F:\n    def __call__(self, p):\n    "
    + BUILD.format("p[1]")
    + "f = F()\n",
    "a method": "class F:\n    def score(self, p):\n    "
    + BUILD.format("p[1]")
    + "f = F().score\n",
    "wrapped later": "def g(rate, units):\n"
    + BUILD.format("units")
    + "f = use_named_args(space)(g)\n",
}


@pytest.mark.parametrize("name", REACHING)
def test_where_a_draw_goes(name: str, tmp_path: Path) -> None:
    head = HEAD + "import keras\nspace = [Real(0, 1, name='rate'), Integer(4, 64, name='units')]\n"
    found = search(head + REACHING[name] + "gp_minimize(f, space)\n", tmp_path)
    (use,) = found.uses
    assert (use.taker, use.parameter, use.arrives) == ("Dense", "units", "numpy.int64")
    assert use.hyperparameter.name.value == "units"


UNCHANGED = {
    "cast": "def f(p):\n" + BUILD.format("int(p[1])"),
    "another coordinate": "def f(p):\n" + BUILD.format("round(p[0])"),
    "not of this search": "def f(p):\n" + BUILD.format("other[1]"),
}


@pytest.mark.parametrize("name", UNCHANGED)
def test_where_no_draw_goes(name: str, tmp_path: Path) -> None:
    head = HEAD + "import keras\nspace = [Real(0, 1, name='rate'), Integer(4, 64, name='units')]\n"
    assert search(head + UNCHANGED[name] + "gp_minimize(f, space)\n", tmp_path).uses == ()


ASKING = """
opt = Optimizer([Real(1, 9)], random_state=3, n_initial_points=4)
for _ in range(12):
    p = opt.ask()
    score = f(p)
    result = opt.tell(p, score)
SVC(C=result.x[0]).fit(x, y)
"""


def test_an_optimizer_that_is_asked_and_told(tmp_path: Path) -> None:
    found = search(HEAD + ASKING, tmp_path)
    assert (found.label, found.algorithm, found.budget.value) == ("Optimizer", "bayesian", 12)
    assert (found.startup.value, found.randomness.seed.value) == (4, 3)
    assert [score.negated for score in found.scores] == [True]
    assert len(found.evaluations) == 1
    assert len(found.winners) == 1
    assert found.refused_below_startup == ""


def test_an_optimizer_that_is_asked_for_several_points(tmp_path: Path) -> None:
    text = (
        "opt = Optimizer([(1.0, 9.0)])\nfor _ in range(5):\n    points = opt.ask(n_points=4)\n"
        "    opt.tell(points, [f(p) for p in points])\n"
    )
    assert search(HEAD + text, tmp_path).budget.value == 20


def test_an_optimizer_that_runs(tmp_path: Path) -> None:
    found = search(HEAD + "Optimizer(space, 'ET').run(f, n_iter=15)\n", tmp_path)
    assert (found.algorithm, found.budget.value, len(found.scores)) == ("forest", 15, 1)


def test_an_optimizer_that_is_never_asked_is_no_search(tmp_path: Path) -> None:
    (program,) = programs({"train.py": HEAD + "opt = Optimizer(space)\n"}, tmp_path)
    assert program.searches == ()


BAYES = {
    "{'C': (1e-3, 1e3, 'log-uniform')}, n_iter=20": (20, 10),
    "{'C': (1e-3, 1e3, 'log-uniform')}": (50, 10),
    "{'C': [1, 2, 3]}, n_iter=8, optimizer_kwargs={'n_initial_points': 3}": (8, 3),
    "[({'C': (1.0, 9.0)}, 6), ({'kernel': ['rbf']}, 4)]": (10, 20),
    "[({'C': (1.0, 9.0)}, 16), ({'kernel': ['rbf']}, 4)]": (20, None),
    "[{'C': (1.0, 9.0)}, {'kernel': ['rbf']}], n_iter=5": (10, 20),
}


@pytest.mark.parametrize("arguments", BAYES)
def test_bayes_search(arguments: str, tmp_path: Path) -> None:
    text = HEAD + f"s = BayesSearchCV(SVC(), {arguments}, random_state=0)\ns.fit(x, y)\n"
    found = search(text, tmp_path)
    assert (found.budget.value, found.startup.value) == BAYES[arguments]
    assert (found.direction, found.parallel.value) == ("max", 1)
    assert [estimator.name for estimator in found.estimators] == ["SVC"]
    assert found.hyperparameters
    assert found.hyperparameters[0].owner == "SVC"


def test_the_optimizers_own_seed_is_not_read(tmp_path: Path) -> None:
    text = "BayesSearchCV(SVC(), {'C': (1.0, 9.0)}, optimizer_kwargs={'random_state': 3}).fit(x, y)"
    randomness = search(HEAD + text + "\n", tmp_path).randomness
    assert randomness.seed.values == (None,)
    assert randomness.vain


def test_winners_are_what_the_result_is_trained_into(tmp_path: Path) -> None:
    text = (
        "result = gp_minimize(f, space)\nbest = result.x\nmodel = SVC(C=best[0])\n"
        "model.fit(x, y)\nother = SVC()\nother.fit(x, y)\n"
    )
    assert len(search(HEAD + text, tmp_path).winners) == 1
