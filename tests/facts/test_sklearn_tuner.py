from typing import Any

import keras_tuner as kt
import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score, get_scorer, make_scorer
from sklearn.model_selection import KFold

from tests.facts.tiny import rows

pytestmark = pytest.mark.libraries

X, Y = rows(30)
SCORE = kt.Objective("score", "max")


def tuner(objective: Any = SCORE, **options: Any) -> Any:
    def build(hp: kt.HyperParameters) -> Any:
        return LogisticRegression(C=hp.Float("C", 0.1, 10.0))

    oracle = kt.oracles.RandomSearchOracle(objective=objective, max_trials=2, seed=1)
    return kt.SklearnTuner(oracle, build, overwrite=True, **options)


def statuses(searched: Any) -> set[str]:
    """How the trials of a search on `rows()` end."""
    searched.search(X, Y)
    return {trial.status for trial in searched.oracle.trials.values()}


def test_it_logs_the_score() -> None:
    searched = tuner()
    assert statuses(searched) == {"COMPLETED"}
    (trial, _) = searched.oracle.trials.values()
    assert set(trial.metrics.metrics) == {"score"}


def test_it_logs_its_metrics_under_their_functions_names() -> None:
    searched = tuner(metrics=[accuracy_score, f1_score])
    statuses(searched)
    (trial, _) = searched.oracle.trials.values()
    assert set(trial.metrics.metrics) == {"score", "accuracy_score", "f1_score"}


def test_such_a_metric_can_be_the_objective() -> None:
    objective = kt.Objective("accuracy_score", "max")
    assert statuses(tuner(objective, metrics=accuracy_score)) == {"COMPLETED"}


@pytest.mark.parametrize("objective", ["accuracy", "val_accuracy"])
def test_any_other_objective_ends_the_search_in_its_first_trial(objective: str) -> None:
    with pytest.raises(ValueError, match=f"the specified objective, {objective}"):
        tuner(objective).search(X, Y)


def test_the_direction_of_its_score_is_not_inferred() -> None:
    with pytest.raises(ValueError, match="Could not infer optimization direction"):
        tuner("score")


@pytest.mark.parametrize(
    "options",
    [
        {"cv": KFold(3)},
        {"scoring": get_scorer("accuracy")},
        {"scoring": make_scorer(accuracy_score)},
    ],
    ids=str,
)
def test_it_takes_a_splitter_and_a_scorer(options: dict[str, Any]) -> None:
    assert statuses(tuner(**options)) == {"COMPLETED"}


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"cv": 5}, "AttributeError"),
        ({"scoring": "accuracy"}, "TypeError"),
        ({"metrics": ["accuracy"]}, "TypeError"),
    ],
    ids=str,
)
def test_their_numbers_and_names_fail_in_every_trial(options: dict[str, Any], error: str) -> None:
    searched = tuner(**options)
    assert statuses(searched) == {"FAILED"}
    assert all(error in trial.message for trial in searched.oracle.trials.values())


def test_it_has_no_executions() -> None:
    with pytest.raises(ValueError, match="executions_per_trial"):
        tuner(executions_per_trial=2)


def test_its_own_folds_are_seeded() -> None:
    folds = [[test for _, test in tuner().cv.split(X)] for _ in range(2)]
    assert all(np.array_equal(one, other) for one, other in zip(*folds, strict=True))
