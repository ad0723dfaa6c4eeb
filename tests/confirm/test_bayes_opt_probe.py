"""bayes_opt's searches, asked in processes of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.confirm.questions import rerun, trials

pytestmark = [pytest.mark.libraries]

TUNER = "bayes_opt"
MAXIMISED = """\
import numpy as np
from bayes_opt import BayesianOptimization
def objective(rate, depth, kind):
    if type(rate) is not np.float64 or type(depth) is not int:
        raise TypeError(f"{type(rate).__name__}, {type(depth).__name__}")
    return rate + depth + len(kind)
bounds = {"rate": (0.1, 1), "depth": (1, 9, int), "kind": ("a", "bb")}
optimizer = BayesianOptimization(objective, bounds, random_state=1, verbose=0)
optimizer.maximize(init_points=3, n_iter=2)  # search
print(optimizer.max["params"])
"""


def test_the_points_are_proposed_by_name_and_by_whom(tmp_path: Path) -> None:
    answer = trials(tmp_path, MAXIMISED, TUNER, 20, train=False)
    assert [trial.facts["by"] for trial in answer.trials] == ["random"] * 3 + ["model"] * 2
    assert {tuple(trial.configuration) for trial in answer.trials} == {("rate", "depth", "kind")}
    assert {name: answer.facts[name] for name in ("budget", "startup", "direction", "trials")} == {
        "budget": 5,
        "startup": 3,
        "direction": "max",
        "trials": 0,
    }


def test_a_point_arrives_with_the_types_of_the_optimizer(tmp_path: Path) -> None:
    given = {"rate": 0.5, "depth": 3, "kind": "bb"}
    (trial,) = trials(tmp_path, MAXIMISED, TUNER, 1, configurations=(given,)).trials
    assert not trial.error
    assert trial.score == 5.5


def test_draws_are_independent_of_the_budget(tmp_path: Path) -> None:
    answer = trials(tmp_path, MAXIMISED, TUNER, 12, train=False, draws=12)
    assert len(answer.trials) == 12
    assert {trial.configuration["kind"] for trial in answer.trials} == {"a", "bb"}


def test_a_run_ends_after_the_cap_with_the_same_points(tmp_path: Path) -> None:
    proposed = trials(tmp_path, MAXIMISED, TUNER, 2, train=False).trials
    ran = rerun(tmp_path, MAXIMISED, TUNER, 2).trials
    assert [trial.configuration for trial in ran] == [trial.configuration for trial in proposed]
    assert all(trial.state == "complete" for trial in ran)


def test_an_earlier_search_on_the_way_is_kept_under_the_cap(tmp_path: Path) -> None:
    earlier = MAXIMISED.replace("# search", "").replace(
        "print(", "assert len(optimizer.res) == 3, ("
    )
    program = earlier + "optimizer.maximize(init_points=0, n_iter=2)  # search\n"
    answer = trials(tmp_path, program, TUNER, 9, train=False)
    assert [trial.facts["by"] for trial in answer.trials] == ["model"] * 2
    assert answer.facts["trials"] == 3


def test_points_to_probe_come_first(tmp_path: Path) -> None:
    waiting = 'optimizer.probe({"rate": 0.5, "depth": 2, "kind": "a"})\noptimizer.maximize'
    program = MAXIMISED.replace("optimizer.maximize", waiting)
    answer = trials(tmp_path, program, TUNER, 3, train=False)
    assert [trial.facts["by"] for trial in answer.trials] == ["given", "random", "random"]
    assert answer.facts["budget"] == 6


def test_a_failing_trial_is_given_back_with_its_reason(tmp_path: Path) -> None:
    program = MAXIMISED.replace("    return", "    raise ValueError('no')\n    return")
    (trial,) = rerun(tmp_path, program, TUNER, 3).trials
    assert trial.state == "failed"
    assert "ValueError: no" in trial.error


def test_an_optimizer_is_asked_where_it_is_asked_first(tmp_path: Path) -> None:
    program = """\
from bayes_opt import BayesianOptimization
optimizer = BayesianOptimization(None, {"x": (0.1, 1.0)}, random_state=1, verbose=0)
for _ in range(4):
    point = optimizer.suggest()  # search
    optimizer.register(point, point["x"])
"""
    answer = trials(tmp_path, program, TUNER, 4, train=False)
    assert [trial.facts["by"] for trial in answer.trials] == ["random"] + ["model"] * 3
    assert answer.facts["asked"]
