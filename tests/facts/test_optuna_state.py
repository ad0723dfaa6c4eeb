"""What an Optuna study keeps: stored trials, repeated names, reports to its pruner."""

from contextlib import nullcontext
from typing import Any

import optuna
import pytest
from optuna.distributions import (
    BaseDistribution,
    CategoricalDistribution,
    FloatDistribution,
    IntDistribution,
)
from optuna.samplers import (
    BaseSampler,
    BruteForceSampler,
    GridSampler,
    NSGAIISampler,
    QMCSampler,
    RandomSampler,
    TPESampler,
)

from tunelint.libraries.optuna import tables

pytestmark = pytest.mark.libraries
optuna.logging.set_verbosity(optuna.logging.ERROR)

STORAGE = "sqlite:///study.db"


def resumed(sampler: BaseSampler, direction: Any = "minimize") -> tuple[str, list[float]]:
    """The direction of the stored study, and what it proposes this time."""
    study = optuna.create_study(
        storage=STORAGE,
        study_name="s",
        load_if_exists=True,
        sampler=sampler,
        direction=direction,
    )
    before = len(study.trials)
    study.optimize(lambda trial: trial.suggest_float("x", 0, 7, step=1), n_trials=3)
    return study.direction.name, [trial.params["x"] for trial in study.trials[before:]]


@pytest.mark.parametrize("kind", [TPESampler, RandomSampler, NSGAIISampler])
def test_a_resumed_study_with_a_fixed_seed_proposes_the_same_again(
    kind: type[BaseSampler],
) -> None:
    assert kind.__name__ not in tables.REMEMBERING
    assert resumed(kind(seed=3)) == resumed(kind(seed=3))


def test_samplers_that_look_up_what_was_tried() -> None:
    options = [float(number) for number in range(8)]
    for build in (
        lambda: GridSampler({"x": options}, seed=3),
        lambda: BruteForceSampler(seed=3),
        lambda: QMCSampler(seed=3),
    ):
        assert type(build()).__name__ in tables.REMEMBERING
        optuna.create_study(storage=STORAGE, study_name="s", load_if_exists=True)
        first, second = resumed(build()), resumed(build())
        optuna.delete_study(study_name="s", storage=STORAGE)
        assert first != second


def test_a_resumed_study_keeps_its_direction() -> None:
    assert resumed(RandomSampler(seed=3), "maximize")[0] == "MAXIMIZE"
    assert resumed(RandomSampler(seed=3), "minimize")[0] == "MAXIMIZE"


def test_a_study_in_memory_has_nothing_to_resume() -> None:
    made = [optuna.create_study(study_name="s", load_if_exists=True) for _ in range(2)]
    assert [len(study.trials) for study in made] == [0, 0]


def trial() -> optuna.Trial:
    return optuna.create_study(sampler=RandomSampler(seed=3)).ask()


def test_a_second_declaration_of_a_number_keeps_the_first_range() -> None:
    one = trial()
    assert one.suggest_float("x", 0, 1) == one.suggest_float("x", 5, 6)
    assert one.suggest_int("n", 0, 1) == one.suggest_int("n", 5, 6)


def test_a_second_declaration_of_another_sort_raises() -> None:
    one = trial()
    one.suggest_float("x", 1, 2)
    one.suggest_categorical("kind", ["a", "b"])
    with pytest.raises(ValueError, match="different distribution kind"):
        one.suggest_int("x", 1, 2)
    with pytest.raises(ValueError, match="different log configuration"):
        one.suggest_float("x", 1, 2, log=True)
    with pytest.raises(ValueError, match="dynamic value space"):
        one.suggest_categorical("kind", ["a", "c"])


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        (FloatDistribution(1, 2), IntDistribution(1, 2), "different distribution kind"),
        (FloatDistribution(1, 2), FloatDistribution(1, 2, log=True), "different log configuration"),
        (CategoricalDistribution("ab"), CategoricalDistribution("ba"), "dynamic value space"),
        (CategoricalDistribution("ab"), CategoricalDistribution("abc"), "dynamic value space"),
        (FloatDistribution(1, 2), FloatDistribution(5, 9, step=1), ""),
        (CategoricalDistribution([1, 2]), CategoricalDistribution([1.0, 2.0]), ""),
    ],
)
def test_what_one_trial_declared_holds_for_the_next_of_the_study(
    first: BaseDistribution, second: BaseDistribution, why: str
) -> None:
    study = optuna.create_study(sampler=RandomSampler(seed=3))
    study.ask({"x": first})
    with pytest.raises(ValueError, match=why) if why else nullcontext():
        study.ask({"x": second})


def pruned(objective: Any) -> bool:
    study = optuna.create_study(
        pruner=optuna.pruners.MedianPruner(n_startup_trials=2), sampler=RandomSampler(seed=3)
    )
    study.optimize(objective, n_trials=12)
    return any(trial.state.name == "PRUNED" for trial in study.trials)


def reports(trial: optuna.Trial) -> float:
    for step in range(4):
        trial.report(trial.number + step, step)
    return 0.0


def breaks(trial: optuna.Trial) -> float:
    for step in range(4):
        trial.report(trial.number + step, step)
        if trial.should_prune():
            break
    return 0.0


def raises(trial: optuna.Trial) -> float:
    for step in range(4):
        trial.report(trial.number + step, step)
        if trial.should_prune():
            raise optuna.TrialPruned
    return 0.0


def test_a_pruner_needs_reports_questions_and_an_exception() -> None:
    assert pruned(raises)
    assert not pruned(breaks)
    assert not pruned(reports)
    assert not pruned(lambda trial: 0.0)


def test_reports_of_several_objectives_raise() -> None:
    study = optuna.create_study(directions=["minimize", "minimize"])
    with pytest.raises(NotImplementedError):
        study.ask().report(1.0, 0)
