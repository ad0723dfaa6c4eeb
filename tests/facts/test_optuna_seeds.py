"""What seeds an Optuna study, and what does not."""

import random
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import optuna
import pytest
from optuna.samplers import (
    BaseSampler,
    BruteForceSampler,
    GPSampler,
    GridSampler,
    NSGAIIISampler,
    NSGAIISampler,
    QMCSampler,
    RandomSampler,
    TPESampler,
)
from optuna_integration import OptunaSearchCV
from sklearn.linear_model import Ridge

from tunelint.libraries.optuna import tables

pytestmark = pytest.mark.libraries
optuna.logging.set_verbosity(optuna.logging.ERROR)

SEEDED = (TPESampler, RandomSampler, NSGAIISampler, NSGAIIISampler, QMCSampler, GPSampler)


def value(trial: optuna.Trial) -> float:
    return trial.suggest_float("x", 0, 1) + trial.suggest_int("n", 1, 9)


def proposals(
    sampler: BaseSampler | None = None,
    objective: Callable[[optuna.Trial], float] = value,
    trials: int = 4,
    **options: Any,
) -> list[dict[str, Any]]:
    study = optuna.create_study(sampler=sampler)
    study.optimize(objective, n_trials=trials, **options)
    return [trial.params for trial in study.trials]


@pytest.mark.parametrize("kind", SEEDED)
def test_the_samplers_seed_decides_the_proposals(kind: type[BaseSampler]) -> None:
    assert proposals(kind(seed=3)) == proposals(kind(seed=3))


@pytest.mark.parametrize("kind", [TPESampler, RandomSampler, NSGAIISampler, QMCSampler])
def test_without_a_seed_they_differ(kind: type[BaseSampler]) -> None:
    assert proposals(kind()) != proposals(kind())
    assert proposals(kind(seed=None)) != proposals(kind(seed=None))


def test_zero_is_a_seed() -> None:
    assert proposals(TPESampler(seed=0)) == proposals(TPESampler(seed=0))


def test_global_generators_do_not_reach_a_study() -> None:
    def seeded() -> list[dict[str, Any]]:
        random.seed(1)
        np.random.seed(1)
        return proposals()

    assert seeded() != seeded()


def test_a_study_without_a_sampler_is_given_tpe_whatever_its_objectives() -> None:
    assert isinstance(optuna.create_study().sampler, TPESampler)
    study = optuna.create_study(directions=["minimize", "maximize"])
    assert type(study.sampler).__name__ == tables.DEFAULT_SAMPLER


def test_a_loaded_study_has_a_sampler_of_its_own_without_a_seed() -> None:
    def loaded(name: str) -> list[dict[str, Any]]:
        storage = f"sqlite:///{name}.db"
        optuna.create_study(study_name=name, storage=storage, sampler=TPESampler(seed=3))
        study = optuna.load_study(study_name=name, storage=storage)
        study.optimize(value, n_trials=3)
        return [trial.params for trial in study.trials]

    assert loaded("one") != loaded("other")


def grid() -> GridSampler:
    return GridSampler({"x": [0.1, 0.2, 0.3, 0.4], "n": [1, 2, 3, 4]}, seed=3)


def slow(trial: optuna.Trial) -> float:
    time.sleep(0.002 * (trial.number * 7 % 5))
    return value(trial)


@pytest.mark.parametrize("kind", [TPESampler, RandomSampler, NSGAIISampler])
@pytest.mark.parametrize("jobs", [2, -1])
def test_parallel_trials_break_the_seed(kind: type[BaseSampler], jobs: int) -> None:
    runs = [proposals(kind(seed=3), slow, 24, n_jobs=jobs) for _ in range(4)]
    assert any(run != runs[0] for run in runs)


def test_parallel_trials_keep_the_order_of_a_grid() -> None:
    assert proposals(grid(), slow, 16, n_jobs=2) == proposals(grid(), slow, 16, n_jobs=2)


def test_an_exhausted_brute_force_search_tries_the_same_without_a_seed() -> None:
    def small(trial: optuna.Trial) -> float:
        return trial.suggest_int("n", 1, 6)

    runs = [proposals(BruteForceSampler(), small, 20) for _ in range(2)]
    assert [sorted(trial["n"] for trial in run) for run in runs] == [[1, 2, 3, 4, 5, 6]] * 2


def searched(**options: Any) -> list[dict[str, Any]]:
    space = {"alpha": optuna.distributions.FloatDistribution(0.1, 1)}
    rows = np.arange(24.0).reshape(12, 2)
    search = OptunaSearchCV(Ridge(), space, n_trials=3, cv=2, **options)
    search.fit(rows, rows[:, 0])
    return [trial.params for trial in search.trials_]


def test_optuna_search_cv_is_seeded_by_random_state_or_by_numpy() -> None:
    assert searched(random_state=3) == searched(random_state=3)
    assert searched() != searched()
    np.random.seed(3)
    first = searched()
    np.random.seed(3)
    assert searched() == first


def test_optuna_search_cv_with_a_study_ignores_random_state() -> None:
    def with_study() -> list[dict[str, Any]]:
        study = optuna.create_study(direction="maximize")
        return searched(random_state=3, study=study)

    assert with_study() != with_study()


def test_optuna_search_cv_maximises_and_runs_ten_trials() -> None:
    space = {"alpha": optuna.distributions.FloatDistribution(0.1, 1)}
    rows = np.arange(24.0).reshape(12, 2)
    search = OptunaSearchCV(Ridge(), space, cv=2).fit(rows, rows[:, 0])
    assert search.study_.direction.name == "MAXIMIZE"
    assert len(search.trials_) == tables.SEARCHES[tables.SEARCH_CV].defaults["n_trials"]
