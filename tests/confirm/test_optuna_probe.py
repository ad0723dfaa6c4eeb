"""Optuna's studies, asked in processes of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.confirm.questions import rerun, trials

pytestmark = pytest.mark.libraries

TUNER = "optuna"
STUDY = """\
import optuna
study = optuna.create_study(direction="maximize", sampler=optuna.samplers.{sampler})
def objective(trial):
    kind = trial.suggest_categorical("kind", [None, "linear", 2])
    rate = trial.suggest_float("rate", 1e-3, 1.0, log=True)
    if kind == "linear":
        trial.suggest_int("depth", 1, 9)
    {end}
study.optimize(objective, n_trials={count}{more})  # search
"""


def study(
    end: str = "return rate",
    *,
    sampler: str = "TPESampler(seed=1, n_startup_trials=4)",
    count: int = 12,
    more: str = "",
) -> str:
    return STUDY.format(end=end, sampler=sampler, count=count, more=more)


def test_a_study_proposes_within_its_budget_and_tells_who_did(tmp_path: Path) -> None:
    answer = trials(tmp_path, study(), TUNER, 50, train=False)

    assert [trial.facts["by"] for trial in answer.trials] == ["random"] * 4 + ["model"] * 8
    assert all(
        ("depth" in one.configuration) is (one.configuration["kind"] == "linear")
        for one in answer.trials
    )
    assert answer.facts["startup"] == 4
    assert answer.facts["direction"] == "max"


def test_an_enqueued_trial_is_told_as_given(tmp_path: Path) -> None:
    program = study().replace("def objective", "study.enqueue_trial({'rate': 0.5})\ndef objective")
    answer = trials(tmp_path, program, TUNER, 2, train=False)

    assert [trial.facts["by"] for trial in answer.trials] == ["given", "random"]
    assert answer.trials[0].configuration["rate"] == 0.5


def test_exactly_the_given_configuration_is_tried(tmp_path: Path) -> None:
    given = ({"kind": None, "rate": 0.25}, {"kind": "linear", "rate": 0.5, "depth": 7})
    tried = trials(tmp_path, study(), TUNER, 2, configurations=given).trials

    assert [dict(trial.configuration) for trial in tried] == list(given)
    assert [trial.score for trial in tried] == [0.25, 0.5]


def test_an_option_that_is_not_declared_fails(tmp_path: Path) -> None:
    given = ({"kind": "cubic", "rate": 0.25},)
    (trial,) = trials(tmp_path, study(), TUNER, 1, configurations=given).trials

    assert trial.state == "failed"
    assert "'cubic'" in trial.error


@pytest.mark.parametrize(
    ("end", "state", "told"),
    [
        ("return None", "failed", "it returned None"),
        ("return rate, 1", "failed", "1), which is no score"),
        ("raise optuna.TrialPruned", "pruned", ""),
        ("return 1 / (trial.number - trial.number)", "failed", "ZeroDivisionError"),
    ],
)
def test_a_run_tells_how_trials_end(tmp_path: Path, end: str, state: str, told: str) -> None:
    first, *_ = rerun(tmp_path, study(end), TUNER, 2).trials

    assert first.state == state
    assert told in first.error


def test_a_run_counts_what_trials_report_and_ask(tmp_path: Path) -> None:
    end = "[(trial.report(rate, step), trial.should_prune()) for step in range(3)]; return rate"
    ran = rerun(tmp_path, study(end), TUNER, 2).trials

    assert [(one.facts["reports"], one.facts["asks"]) for one in ran] == [(3, 3), (3, 3)]


def test_threads_propose_side_by_side(tmp_path: Path) -> None:
    answer = trials(tmp_path, study(more=", n_jobs=2"), TUNER, 6, train=False)

    assert sorted(int(trial.facts["number"]) for trial in answer.trials) == list(range(6))


def test_every_declaration_is_drawn_from(tmp_path: Path) -> None:
    drawn = trials(tmp_path, study(count=2), TUNER, 1, draws=200, train=False).trials

    assert len(drawn) == 200
    assert {one.configuration["kind"] for one in drawn} == {None, "linear", 2}
    assert {one.configuration["depth"] for one in drawn} == set(range(1, 10))


def test_a_study_is_told_of_earlier_trials(tmp_path: Path) -> None:
    known = tuple(({"kind": 2, "rate": 0.1 * number}, 0.5) for number in range(1, 5))
    answer = trials(tmp_path, study(), TUNER, 1, train=False, known=known)

    assert answer.trials[0].facts["by"] == "model"


def test_the_search_of_a_cross_validated_study_is_found(tmp_path: Path) -> None:
    program = """\
from optuna.distributions import FloatDistribution
from optuna_integration.sklearn import OptunaSearchCV
from sklearn.datasets import load_iris
from sklearn.svm import SVC
X, y = load_iris(return_X_y=True)
search = OptunaSearchCV(SVC(), {"C": FloatDistribution(0.1, 10.0)}, random_state=3)
search.fit(X, y)  # search
"""
    proposed = trials(tmp_path, program, TUNER, 50, train=False)
    ran = rerun(tmp_path, program, TUNER, 2)

    assert len(proposed.trials) == proposed.facts["budget"] == 10
    assert [trial.configuration for trial in ran.trials] == [
        trial.configuration for trial in proposed.trials[:2]
    ]
    assert all(trial.trainings and trial.score for trial in ran.trials)
