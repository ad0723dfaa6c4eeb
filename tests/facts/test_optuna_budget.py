"""How many trials of an Optuna study are random before its sampler's own method proposes."""

import optuna
import pytest
from optuna.samplers import GPSampler, NSGAIISampler, TPESampler

from tunelint.libraries.optuna import tables

pytestmark = pytest.mark.libraries
optuna.logging.set_verbosity(optuna.logging.ERROR)


def up(trial: optuna.Trial) -> float:
    return sum(trial.suggest_float(name, 0, 1) for name in "xy")


def down(trial: optuna.Trial) -> float:
    return -up(trial)


def random_trials(sampler: type[optuna.samplers.BaseSampler], trials: int) -> int:
    """At which trial two studies part whose scores alone differ."""
    runs = []
    for objective in (up, down):
        study = optuna.create_study(sampler=sampler(seed=1))
        study.optimize(objective, n_trials=trials)
        runs.append([trial.params for trial in study.trials])
    return next((n for n, (a, b) in enumerate(zip(*runs, strict=True)) if a != b), trials)


@pytest.mark.parametrize(
    ("sampler", "trials"), [(TPESampler, 14), (GPSampler, 12), (NSGAIISampler, 60)]
)
def test_random_start_up(sampler: type[optuna.samplers.BaseSampler], trials: int) -> None:
    name = sampler.__name__
    expected = tables.SAMPLERS[name].defaults[tables.STARTUP[name]]
    # The first proposals that follow the scores can still be the same by chance.
    assert 0 <= random_trials(sampler, trials) - expected <= 2


def test_two_runs_of_one_study_add_up() -> None:
    runs = []
    for objective in (up, down):
        study = optuna.create_study(sampler=TPESampler(seed=1))
        study.optimize(objective, n_trials=6)
        study.optimize(objective, n_trials=8)
        runs.append([trial.params for trial in study.trials])
    assert runs[0][:10] == runs[1][:10]
    assert runs[0] != runs[1]


def test_a_pruner_ends_the_best_trials_where_a_loss_is_reported_and_a_score_maximised() -> None:
    def objective(trial: optuna.Trial) -> float:
        score = trial.suggest_float("score", 0, 1)
        for epoch in range(3):
            trial.report(1 - score, epoch)
            if trial.should_prune():
                raise optuna.TrialPruned()
        return score

    sampler = optuna.samplers.RandomSampler(seed=1)
    study = optuna.create_study(direction="maximize", sampler=sampler)
    study.optimize(objective, n_trials=40)
    ranked = sorted(study.trials, key=lambda trial: trial.params["score"])
    states = [trial.state.name for trial in ranked]
    assert states[-5:] == ["PRUNED"] * 5
    assert states[:5] == ["COMPLETE"] * 5


def test_a_single_trial_is_the_best_one() -> None:
    study = optuna.create_study()
    study.optimize(up, n_trials=1)
    assert study.best_params == study.trials[0].params
    assert len(study.trials) == 1


def test_a_run_without_limits_ends_when_brute_force_has_tried_everything() -> None:
    study = optuna.create_study(sampler=optuna.samplers.BruteForceSampler())
    study.optimize(lambda trial: trial.suggest_int("n", 1, 4))
    assert len(study.trials) == 4
