import math
from typing import Any

import keras_tuner as kt
import numpy as np
import pytest
from hyperopt import Trials, fmin, hp, rand
from hyperopt.fmin import generate_trials_to_calculate

from tests.facts.tiny import tuner

pytestmark = pytest.mark.libraries


def drawn(kind: str, *bounds: float, **options: Any) -> list[float]:
    """All values that two hundred draws of a declaration give, in order."""
    space = kt.HyperParameters()
    getattr(space, kind)("x", *bounds, **options)
    (declared,) = space.space
    return sorted({declared.random_sample(seed) for seed in range(200)})


def test_a_step_that_does_not_land_on_the_maximum_leaves_it_out() -> None:
    assert drawn("Int", 32, 100, 32) == [32, 64, 96]


def test_one_that_does_draws_it() -> None:
    assert drawn("Int", 32, 128, 32) == [32, 64, 96, 128]


def test_a_step_wider_than_the_range_draws_the_minimum_alone() -> None:
    assert drawn("Int", 16, 20, 32) == [16]


def test_fractions_are_counted_in_binary() -> None:
    assert drawn("Float", 0.0, 0.3, 0.1) == [0.0, 0.1, 0.2]
    assert drawn("Float", 0.0, 0.5, 0.1)[-1] == 0.4
    assert drawn("Float", 0.1, 0.5, 0.1)[-1] == 0.5
    assert drawn("Float", 0.0, 1.0, 0.1)[-1] == 0.9


def test_without_a_step_the_maximum_of_an_int_is_drawn() -> None:
    assert drawn("Int", 1, 5) == [1, 2, 3, 4, 5]


def test_a_grid_leaves_the_same_values_out() -> None:
    def build(space: kt.HyperParameters) -> None:
        space.Int("x", 32, 100, 32)

    oracle = tuner(kt.GridSearch, build, max_trials=9).oracle
    proposals = []
    while (trial := oracle.create_trial("tuner0")).status == "RUNNING":
        proposals.append(trial.hyperparameters.values["x"])
        oracle.update_trial(trial.trial_id, {"score": 0})
        trial.status = "COMPLETED"
        oracle.end_trial(trial)
    assert sorted(proposals) == [32, 64, 96]


def test_on_a_logarithmic_scale_the_step_multiplies() -> None:
    assert drawn("Int", 1, 100, 10, sampling="log") == [1, 10, 100]
    assert math.isclose(drawn("Float", 1e-4, 1e-1, 10, sampling="log")[-1], 1e-1)


@pytest.mark.parametrize(
    "values",
    [
        [1, 0.1],
        [None, 5],
        ["auto", 16],
        [True, 1],
        ["a", None],
        [3, (3, 3)],
        [1, np.float64(0.3)],
    ],
    ids=repr,
)
def test_a_choice_takes_no_values_of_several_types(values: list[Any]) -> None:
    with pytest.raises(TypeError, match="only one type of value"):
        kt.HyperParameters().Choice("x", values)


@pytest.mark.parametrize("values", [[1, 2], [1.0, 0.1], ["a", "b"], [True, False]], ids=repr)
def test_it_takes_values_of_one_type(values: list[Any]) -> None:
    assert kt.HyperParameters().Choice("x", values) == values[0]


@pytest.mark.parametrize("values", [[None], [(3, 3), (5, 5)], [[1], [2]]], ids=repr)
def test_of_some_types_it_takes_none(values: list[Any]) -> None:
    with pytest.raises(TypeError, match="can contain only `int`"):
        kt.HyperParameters().Choice("x", values)


def test_a_mixed_choice_fails_when_the_tuner_is_built() -> None:
    def build(space: kt.HyperParameters) -> None:
        space.Choice("x", [1, 0.1])

    with pytest.raises(TypeError, match="only one type of value"):
        tuner(kt.RandomSearch, build)


POINTS = [{"x": 0.123}, {"x": 0.456}]


def evaluated(**options: Any) -> list[float]:
    """The values that a search over one number evaluates, in order."""
    seen: list[float] = []

    def objective(config: dict[str, float]) -> float:
        seen.append(config["x"])
        return config["x"]

    fmin(
        objective,
        {"x": hp.uniform("x", 0, 1)},
        algo=rand.suggest,
        max_evals=4,
        rstate=np.random.default_rng(1),
        show_progressbar=False,
        **options,
    )
    return seen


def test_hyperopt_evaluates_the_points_first() -> None:
    assert evaluated(points_to_evaluate=POINTS)[:2] == [0.123, 0.456]
    assert evaluated(points_to_evaluate=POINTS, trials=None)[:2] == [0.123, 0.456]


@pytest.mark.parametrize("options", [{}, {"allow_trials_fmin": False}], ids=str)
def test_it_ignores_them_where_it_is_given_trials(options: dict[str, Any]) -> None:
    plain = evaluated(trials=Trials(), **options)
    assert evaluated(points_to_evaluate=POINTS, trials=Trials(), **options) == plain
    assert not {0.123, 0.456} & set(plain)


def test_trials_made_of_the_points_are_evaluated_first() -> None:
    assert evaluated(trials=generate_trials_to_calculate(POINTS))[:2] == [0.123, 0.456]


def test_an_existing_file_of_trials_counts_before_the_points(tmp_path: Any) -> None:
    saved = str(tmp_path / "trials")
    evaluated(trials=Trials(), trials_save_file=saved)
    assert evaluated(points_to_evaluate=POINTS, trials_save_file=saved) == []
