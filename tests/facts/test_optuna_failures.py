"""What Optuna refuses: arguments, directions, names; and what it only marks as failed."""

from typing import Any

import optuna
import pytest
from optuna.samplers import TPESampler

from tunelint.libraries.optuna import tables

pytestmark = pytest.mark.libraries
optuna.logging.set_verbosity(optuna.logging.ERROR)


def states(score: Any, **options: Any) -> set[str]:
    study = optuna.create_study(**options)
    study.optimize(lambda trial: score, n_trials=2)
    return {trial.state.name for trial in study.trials}


@pytest.mark.parametrize("score", [None, (1.0, 2.0), {"loss": 1.0}, float("nan"), "text"])
def test_what_is_no_score_fails_without_an_exception(score: Any) -> None:
    assert states(score) == {"FAIL"}


@pytest.mark.parametrize("score", [1, 0.5, True, (1.0,), [1.0]])
def test_what_counts_as_a_score(score: Any) -> None:
    assert states(score) == {"COMPLETE"}


def test_several_objectives_want_as_many_values() -> None:
    directions = ["minimize", "maximize"]
    assert states((1.0, 2.0), directions=directions) == {"COMPLETE"}
    assert states(1.0, directions=directions) == {"FAIL"}
    assert states((1.0, 2.0, 3.0), directions=directions) == {"FAIL"}
    assert states((1.0, None), directions=directions) == {"FAIL"}


def test_a_study_without_a_completed_trial_has_no_best() -> None:
    study = optuna.create_study()
    study.optimize(lambda trial: None, n_trials=2)  # type: ignore[arg-type, return-value]
    with pytest.raises(ValueError, match="No trials are completed"):
        _ = study.best_params


@pytest.mark.parametrize("argument", ["seed", "random_state", "n_trials", "n_jobs", "timeout"])
def test_create_study_does_not_take(argument: str) -> None:
    with pytest.raises(TypeError):
        optuna.create_study(**{argument: 1})


def test_create_study_takes_nothing_by_position() -> None:
    with pytest.raises(TypeError):
        optuna.create_study("sqlite:///x.db")  # type: ignore[misc]


@pytest.mark.parametrize("written", ["max", "min", "maximise", "MAXIMIZE"])
def test_directions_are_spelled_in_one_way(written: Any) -> None:
    with pytest.raises(ValueError, match="must be a list of"):
        optuna.create_study(direction=written)


@pytest.mark.parametrize("argument", ["random_state", "n_startup_jobs"])
def test_tpe_does_not_take(argument: str) -> None:
    with pytest.raises(TypeError):
        TPESampler(**{argument: 1})


@pytest.mark.parametrize("argument", ["max_evals", "n_iter", "direction", "sampler", "seed"])
def test_optimize_does_not_take(argument: str) -> None:
    with pytest.raises(TypeError):
        optuna.create_study().optimize(lambda trial: 0.0, **{argument: 1})


@pytest.mark.parametrize("name", sorted(tables.DEPRECATED))
def test_old_suggestions_answer_with_a_warning(name: str) -> None:
    trial = optuna.create_study().ask()
    bounds = (0.1, 1.0, 0.1) if name == "suggest_discrete_uniform" else (0.1, 1.0)
    with pytest.warns(FutureWarning):
        assert isinstance(getattr(trial, name)("x", *bounds), float)


@pytest.mark.parametrize("name", sorted(tables.FLOAT_SUGGESTIONS))
def test_draws_that_are_floats(name: str) -> None:
    trial = optuna.create_study().ask()
    bounds = (1, 9, 1) if name == "suggest_discrete_uniform" else (1, 9)
    assert isinstance(getattr(trial, name)("x", *bounds), float)


def test_a_float_in_steps_of_one_is_a_float() -> None:
    trial = optuna.create_study().ask()
    assert isinstance(trial.suggest_float("x", 1, 9, step=1), float)
    assert isinstance(trial.suggest_int("n", 1, 9), int)


def test_optimize_gives_back_none() -> None:
    study = optuna.create_study()
    assert study.optimize(lambda trial: 0.0, n_trials=1) is None  # type: ignore[func-returns-value]


@pytest.mark.parametrize("name", ["suggest_float", "suggest_int"])
def test_steps_and_scales_are_given_by_keyword(name: str) -> None:
    suggest = getattr(optuna.create_study().ask(), name)
    with pytest.raises(TypeError):
        suggest("x", 1, 9, 2)
    with pytest.raises(TypeError):
        suggest("x", 1, 9, q=2)
    with pytest.raises(ValueError, match="log"):
        suggest("x", 1, 9, step=2, log=True)


@pytest.mark.filterwarnings("ignore")
def test_the_first_report_of_a_step_is_kept() -> None:
    def objective(trial: optuna.Trial) -> float:
        for fold in range(3):
            for epoch in range(2):
                trial.report(10 * fold + epoch, epoch)
        return 0.0

    study = optuna.create_study()
    study.optimize(objective, n_trials=1)
    assert study.trials[0].intermediate_values == {0: 0.0, 1: 1.0}
