"""scikit-learn's searches and estimators, asked in processes of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.confirm.questions import rerun, trials

pytestmark = pytest.mark.libraries

TUNER = "scikit_learn"
DATA = """\
from sklearn.datasets import load_iris
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
X, y = load_iris(return_X_y=True)
"""
GRID = (
    DATA
    + """\
grid = GridSearchCV(SVC(), {"C": [1, 2, -1], "kernel": ["rbf", "linear"]}, cv=3, n_jobs=2)
grid.fit(X, y)  # search
"""
)


def test_a_grid_proposes_its_candidates_in_order_and_trains_nothing(tmp_path: Path) -> None:
    answer = trials(tmp_path, GRID, TUNER, 4, train=False)
    assert [dict(trial.configuration) for trial in answer.trials] == [
        {"C": 1, "kernel": "rbf"},
        {"C": 1, "kernel": "linear"},
        {"C": 2, "kernel": "rbf"},
        {"C": 2, "kernel": "linear"},
    ]
    assert not any(trial.trainings for trial in answer.trials)
    assert answer.facts["budget"] == 6
    assert answer.facts["direction"] == "max"


def test_a_trial_is_cross_validated_and_its_trainings_are_seen(tmp_path: Path) -> None:
    (trial,) = trials(tmp_path, GRID, TUNER, 1, rows=True).trials
    folds = [trial.facts[f"split{fold}"] for fold in range(3)]
    assert trial.state == "complete"
    assert trial.score == pytest.approx(sum(map(float, map(str, folds))) / 3)
    assert [training.rows for training in trial.trainings] == [100, 100, 100]
    assert [measured.result["score"] for measured in trial.evaluations] == folds
    for training, measured in zip(trial.trainings, trial.evaluations, strict=True):
        # One flower stands in these data twice.
        assert len(set(training.row_marks["x"]) & set(measured.row_marks["x"])) <= 1


def test_a_trial_that_raises_says_so(tmp_path: Path) -> None:
    given = ({"C": -1, "kernel": "rbf"},)
    (trial,) = trials(tmp_path, GRID, TUNER, 1, configurations=given).trials
    assert trial.state == "failed"
    assert trial.error.startswith("InvalidParameterError")


def test_a_search_in_a_pipeline_and_one_in_a_cross_validation_are_found(tmp_path: Path) -> None:
    search = 'GridSearchCV(SVC(), {"C": [1, 2]}, cv=3)'
    for call in (
        f"make_pipeline(StandardScaler(), {search}).fit(X, y)",
        f"cross_val_score({search}, X, y, cv=4, n_jobs=2)",
    ):
        (trial,) = trials(tmp_path, f"{DATA}found = {call}  # search\n", TUNER, 1).trials
        assert dict(trial.configuration) == {"C": 1}
        assert len(trial.trainings) == 3


def test_a_run_is_capped_and_gives_its_scores(tmp_path: Path) -> None:
    answer = rerun(tmp_path, GRID, TUNER, 2)
    assert [trial.configuration["kernel"] for trial in answer.trials] == ["rbf", "linear"]
    assert all(trial.score for trial in answer.trials)


def test_a_halving_search_proposes_its_first_round(tmp_path: Path) -> None:
    program = (
        DATA
        + """\
from sklearn.experimental import enable_halving_search_cv
from sklearn.model_selection import HalvingRandomSearchCV
from scipy.stats import loguniform
space = {"C": loguniform(1, 100)}
HalvingRandomSearchCV(SVC(), space, n_candidates=9, random_state=1).fit(X, y)  # search
"""
    )
    answer = trials(tmp_path, program, TUNER, 20, train=False)
    found = [trial.configuration["C"] for trial in answer.trials]
    assert len(found) == len(set(found)) == 9


def test_halves_of_the_rows_are_scored_on_the_same_model(tmp_path: Path) -> None:
    (trial,) = trials(tmp_path, GRID, TUNER, 1, halves=4).trials
    for measured in trial.evaluations:
        assert len(measured.halves["score"]) == 4
        one, other = measured.halves["score"][0]
        lowest, highest = sorted((one, other))
        assert lowest <= measured.result["score"] <= highest
