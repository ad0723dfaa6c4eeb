"""scikit-optimize's searches, asked in processes of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.confirm.questions import rerun, trials

pytestmark = pytest.mark.libraries

TUNER = "scikit_optimize"
MINIMISED = """\
import numpy as np
from skopt import forest_minimize
from skopt.space import Categorical, Integer, Real
space = [Real(0.1, 1, name="rate"), Integer(1, 9), Categorical([4, 8], name="units")]
def objective(point):
    rate, depth, units = point
    if type(depth) is not np.int64:
        raise TypeError(f"depth is {type(depth).__name__}")
    return rate + depth + units
res = forest_minimize(objective, space, n_calls=9, n_initial_points=5, random_state=1)  # search
"""


def test_the_points_are_proposed_by_name_and_by_whom(tmp_path: Path) -> None:
    answer = trials(tmp_path, MINIMISED, TUNER, 20, train=False)
    assert len(answer.trials) == 9
    assert [trial.facts["by"] for trial in answer.trials] == ["random"] * 5 + ["model"] * 4
    assert {tuple(trial.configuration) for trial in answer.trials} == {("rate", "x1", "units")}
    assert answer.facts["seed"] == 1
    assert answer.facts["startup"] == 5


def test_a_point_arrives_with_the_types_of_the_optimizer(tmp_path: Path) -> None:
    given = {"rate": 0.5, "x1": 3, "units": 8}
    (trial,) = trials(tmp_path, MINIMISED, TUNER, 1, configurations=(given,)).trials
    assert not trial.error
    assert trial.score == 11.5


def test_a_run_ends_after_the_cap_without_another_start(tmp_path: Path) -> None:
    proposed = trials(tmp_path, MINIMISED, TUNER, 3, train=False).trials
    ran = rerun(tmp_path, MINIMISED, TUNER, 3).trials
    assert [trial.configuration for trial in ran] == [trial.configuration for trial in proposed]


def test_an_optimizer_is_asked_where_it_is_asked_first(tmp_path: Path) -> None:
    program = """\
from skopt import Optimizer
optimizer = Optimizer([(0.1, 1.0), (1, 5)], n_initial_points=2, random_state=1)
for _ in range(4):
    point = optimizer.ask()  # search
    optimizer.tell(point, point[0])
"""
    answer = trials(tmp_path, program, TUNER, 4, train=False)
    assert [trial.facts["by"] for trial in answer.trials] == ["random"] * 2 + ["model"] * 2


def test_bayes_search_proposes_and_cross_validates(tmp_path: Path) -> None:
    program = """\
from sklearn.datasets import load_iris
from sklearn.svm import SVC
from skopt import BayesSearchCV
X, y = load_iris(return_X_y=True)
start = {"n_initial_points": 3}
search = BayesSearchCV(SVC(), {"C": (0.1, 10.0)}, n_iter=5, cv=2, optimizer_kwargs=start)
search.fit(X, y)  # search
"""
    answer = trials(tmp_path, program, TUNER, 20)
    assert len(answer.trials) == answer.facts["budget"] == 5
    assert all(len(trial.trainings) == 2 and trial.score for trial in answer.trials)
