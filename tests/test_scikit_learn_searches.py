"""What is read of scikit-learn searches: spaces, budgets, seeds, estimators, scorers and runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import programs
from tunelint.model.facts import AtLeast, Fact
from tunelint.model.search import Search

IMPORTS = """
import numpy as np
from scipy.stats import loguniform, randint, uniform
from sklearn.ensemble import AdaBoostClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import make_scorer, mean_squared_error
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV, cross_val_score
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier
"""


def read(text: str, root: Path) -> list[Search]:
    (program,) = programs({"train.py": IMPORTS + text}, root)
    return [search for search in program.searches if search.tuner == "scikit-learn"]


def size(fact: Fact) -> object:
    return f">={fact.minimum}" if isinstance(fact, AtLeast) else fact.value


@pytest.mark.parametrize(
    ("grid", "expected"),
    [
        ("{'C': [1, 2, 3], 'kernel': ('rbf', 'linear')}", 6),
        ("[{'C': [1, 2]}, {'gamma': [1, 2, 3], 'kernel': ['rbf']}]", 5),
        ("dict(C=np.logspace(-2, 2, 7), degree=range(2, 5))", 21),
        ("{'C': np.linspace(1, 2), 'degree': list(range(3))}", 150),
        ("{'C': [10 ** n for n in range(4)], 'gamma': np.arange(0.1, 0.5, 0.1)}", 16),
        ("{'C': read(), 'degree': [2, 3]}", ">=2"),
        ("read()", None),
    ],
)
def test_size_of_a_grid(grid: str, expected: object, tmp_path: Path) -> None:
    (search,) = read(f"GridSearchCV(SVC(), {grid}).fit(x, y)\n", tmp_path)
    assert size(search.budget) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("for _ in range(40):\n    c.append(draw())", ">=40"),
        ("for i in range(40):\n    c.append(draw())\n    c.insert(0, draw())", ">=80"),
        ("for i in (1, 2, 3):\n    for k in range(4):\n        c.append(draw())", ">=12"),
        ("for i in (1, 2, 3):\n    c.extend([draw(), draw()])", ">=6"),
        (
            "for i in (1, 2, 3):\n    c.append(draw())\n    if i > 1:\n        c.append(draw())",
            ">=3",
        ),
        ("for i in (1, 2, 3):\n    if draw():\n        continue\n    c.append(draw())", ">=1"),
        ("for i in (1, 2, 3):\n    if draw():\n        break\n    c.append(draw())", ">=1"),
        ("for i in (1, 2, 3):\n    c.append(draw())\n    c.pop()", 0),
        ("for i in (1, 2, 3):\n    c.clear()\n    c.append(draw())", 1),
        ("for i in (1, 2, 3):\n    c = []\n    c.append(draw())", 1),
        ("for i in (1, 2, 3):\n    c.append(draw())\n    del c[:2]", 0),
        ("for i in (1, 2, 3):\n    c.append(draw())\n    if draw():\n        c.pop()", ">=1"),
        ("for i in read():\n    c.append(draw())", ">=1"),
        ("for i in (1, 2, 3):\n    c.append(draw())\nc.pop()", ">=2"),
        ("while draw():\n    c.append(draw())", ">=1"),
    ],
)
def test_how_many_values_a_loop_puts_into_a_list(
    body: str, expected: object, tmp_path: Path
) -> None:
    text = f"c = []\n{body}\nGridSearchCV(SVC(), {{'C': c}}).fit(x, y)\n"
    (search,) = read(text, tmp_path)
    assert size(search.budget) == expected


@pytest.mark.parametrize(
    ("arguments", "draws"),
    [
        ("{'C': uniform(0, 1)}", True),
        ("{'C': [1, 2, 3]}", False),
        ("{'C': [1, 2, 3]}, n_iter=2", True),
        ("{'C': [c for c in range(20)]}", True),
        ("{'C': read()}", None),
        ("{'C': read(), 'degree': range(1, 20)}", True),
        ("read()", None),
    ],
)
def test_a_random_search_draws(arguments: str, draws: bool | None, tmp_path: Path) -> None:
    (search,) = read(f"RandomizedSearchCV(SVC(), {arguments}).fit(x, y)\n", tmp_path)
    assert search.randomness.draws is draws


@pytest.mark.parametrize(
    ("kind", "arguments", "draws"),
    [
        ("HalvingGridSearchCV", "", True),
        ("HalvingGridSearchCV", ", resource='n_estimators', max_resources=50", False),
        ("HalvingGridSearchCV", ", resource=chosen", None),
        ("HalvingRandomSearchCV", "", True),
    ],
)
def test_a_halving_search_draws_rows(
    kind: str, arguments: str, draws: bool | None, tmp_path: Path
) -> None:
    text = f"""
from sklearn.experimental import enable_halving_search_cv
from sklearn.model_selection import {kind}
{kind}(RandomForestClassifier(), {{'max_depth': [2, 3]}}{arguments}).fit(x, y)
"""
    (search,) = read(text, tmp_path)
    assert search.algorithm == "halving"
    assert search.randomness.draws is draws


def test_distributions(tmp_path: Path) -> None:
    text = """
space = {'a': uniform(2, 8), 'b': loguniform(1e-4, 1e-1), 'c': randint(1, 9), 'd': [1, None]}
RandomizedSearchCV(SVC(), space).fit(x, y)
"""
    (search,) = read(text, tmp_path)
    declared = {h.name.value: h for h in search.hyperparameters or ()}
    assert [(h.low.value, h.high.value, h.log, h.kind) for h in declared.values()] == [
        (2, 10, False, "float"),
        (1e-4, 1e-1, True, "float"),
        (1, 9, False, "int"),
        (None, None, False, "choice"),
    ]
    assert len(declared["d"].options or ()) == 2


def test_which_parameter_a_name_sets(tmp_path: Path) -> None:
    text = """
ada = AdaBoostClassifier(estimator=DecisionTreeClassifier())
pipe = Pipeline([('scale', StandardScaler()), ('ada', ada)])
names = ['scale__with_mean', 'ada__n_estimators', 'ada__estimator__max_depth']
GridSearchCV(pipe, {'scale__with_mean': [1], 'ada__n_estimators': [1],
                    'ada__estimator__max_depth': [1]}).fit(x, y)
"""
    (search,) = read(text, tmp_path)
    assert [(h.owner, h.parameter) for h in search.hyperparameters or ()] == [
        ("StandardScaler", "with_mean"),
        ("AdaBoostClassifier", "n_estimators"),
        ("DecisionTreeClassifier", "max_depth"),
    ]


@pytest.mark.parametrize(
    ("estimator", "expected"),
    [
        ("SVC()", [("SVC", False, None)]),
        ("SVC(probability=True, random_state=3)", [("SVC", True, 3)]),
        (
            "make_pipeline(StandardScaler(), RandomForestClassifier())",
            [("StandardScaler", False, None), ("RandomForestClassifier", True, None)],
        ),
        (
            "AdaBoostClassifier(DecisionTreeClassifier(), random_state=1)",
            [("AdaBoostClassifier", True, 1)],
        ),
        (
            "RandomForestClassifier().set_params(random_state=4)",
            [("RandomForestClassifier", True, 4)],
        ),
        ("SVC() if small else RandomForestClassifier()", []),
    ],
)
def test_estimators_of_a_trial(estimator: str, expected: list[object], tmp_path: Path) -> None:
    (search,) = read(f"GridSearchCV({estimator}, {{'a': [1]}}).fit(x, y)\n", tmp_path)
    found = [(e.name, e.uses_randomness, e.random_state.value) for e in search.estimators]
    assert found == expected


def test_the_space_configures_the_estimator(tmp_path: Path) -> None:
    text = """
GridSearchCV(make_pipeline(LogisticRegression()),
             {'logisticregression__solver': ['saga'], 'logisticregression__random_state': [5]}
             ).fit(x, y)
GridSearchCV(LogisticRegression(), {'solver': ['saga', 'lbfgs']}).fit(x, y)
"""
    first, second = read(text, tmp_path)
    assert [(e.uses_randomness, e.random_state.value) for e in first.estimators] == [(True, 5)]
    assert [e.uses_randomness for e in second.estimators] == [True]


@pytest.mark.parametrize(
    ("scoring", "name", "direction"),
    [
        ("'roc_auc'", "roc_auc", "max"),
        ("make_scorer(mean_squared_error)", "mean_squared_error", "max"),
        ("make_scorer(mean_squared_error, greater_is_better=False)", "mean_squared_error", "min"),
        ("{'a': 'f1', 'b': 'recall'}, refit='b'", "recall", "max"),
        ("['f1', 'recall'], refit='f1'", "f1", "max"),
        ("chosen", None, None),
    ],
)
def test_objective(scoring: str, name: str | None, direction: str | None, tmp_path: Path) -> None:
    (search,) = read(f"GridSearchCV(SVC(), {{'C': [1]}}, scoring={scoring}).fit(x, y)\n", tmp_path)
    assert search.objective is not None
    assert (search.objective.name.value, search.objective.direction.value) == (name, direction)


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("s = GridSearchCV(SVC(), {'C': [1]})\ns.fit(x, y)\ns.fit(v, w)\n", 2),
        ("s = make_pipeline(StandardScaler(), GridSearchCV(SVC(), {'C': [1]}))\ns.fit(x, y)\n", 1),
        ("cross_val_score(GridSearchCV(SVC(), {'C': [1]}), x, y, cv=5)\n", 1),
        (
            "searches = {}\nfor n in (1, 2):\n    searches[n] = GridSearchCV(SVC(), {'C': [n]})\n"
            "for name, s in searches.items():\n    s.fit(x, y)\n",
            1,
        ),
        (
            "class Tuning:\n    def __init__(self, grid):\n"
            "        self.s = GridSearchCV(SVC(), grid)\n"
            "    def run(self):\n        self.s.fit(x, y)\nTuning({'C': [1]}).run()\n",
            1,
        ),
    ],
)
def test_runs(text: str, runs: int, tmp_path: Path) -> None:
    (search,) = read(text, tmp_path)
    assert len(search.runs) == runs


def test_a_search_that_nobody_runs_is_none(tmp_path: Path) -> None:
    assert read("s = GridSearchCV(SVC(), {'C': [1]})\n", tmp_path) == []


def test_a_loop_over_estimators_and_their_grids_is_a_search_each(tmp_path: Path) -> None:
    text = """
models = {'svm': (SVC(), {'C': [1, 2]}), 'forest': (RandomForestClassifier(), {'max_depth': [3]})}
for name, (model, grid) in models.items():
    search = GridSearchCV(model, grid).fit(x, y)
"""
    found = read(text, tmp_path)
    assert [(s.estimators[0].name, s.budget.value) for s in found] == [
        ("SVC", 2),
        ("RandomForestClassifier", 1),
    ]


def test_the_winner_is_trained_again(tmp_path: Path) -> None:
    text = """
search = GridSearchCV(SVC(), {'C': [1, 2]})
search.fit(x, y)
SVC(**search.best_params_).fit(x, y)
search.best_estimator_.fit(x, y)
SVC(C=3).fit(x, y)
"""
    (search,) = read(text, tmp_path)
    assert len(search.winners) == 2


def test_a_search_belongs_to_the_caller_that_chose_it(tmp_path: Path) -> None:
    text = """
def tune(model, grid):
    search = RandomizedSearchCV(model, grid)
    return search.fit(x, y)
def own():
    return RandomizedSearchCV(SVC(), {'C': [1]}).fit(x, y)
tune(SVC(), {'C': uniform(0, 1)})
tune(RandomForestClassifier(), {'max_depth': randint(1, 9)})
own()
"""
    (program,) = programs({"train.py": IMPORTS + text}, tmp_path)
    start = len(IMPORTS.splitlines())
    lines = [program.project.locate(search.place)[0] - start for search in program.searches]
    assert lines == [6, 7, 5]
