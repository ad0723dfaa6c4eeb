"""What Optuna makes of the values that a program gives it: grids and enqueued points."""

import warnings
from collections.abc import Callable, Mapping
from typing import Any

import optuna
import pytest
from optuna.samplers import GridSampler, PartialFixedSampler, RandomSampler

pytestmark = pytest.mark.libraries
optuna.logging.set_verbosity(optuna.logging.ERROR)

Objective = Callable[[Any], Any]


def of_grid(values: list[Any], objective: Objective) -> tuple[Any, list[str]]:
    """What the grid's trials take of ``x``, sorted, and what is warned of."""
    return _taken(optuna.create_study(sampler=GridSampler({"x": values})), objective)


def of_point(point: Mapping[str, Any], objective: Objective) -> tuple[Any, list[str]]:
    """What the first trial takes of ``x``, and what is warned of."""
    study = optuna.create_study(sampler=RandomSampler(seed=0))
    study.enqueue_trial(dict(point))
    found, warned = _taken(study, objective, 1)
    return found[0], warned


def _taken(study: Any, objective: Objective, trials: int | None = None) -> tuple[Any, list[str]]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        study.optimize(lambda trial: objective(trial) and 0.0, n_trials=trials)
    values = [trial.params["x"] for trial in study.trials]
    return sorted(values), [str(one.message) for one in caught]


def unit(trial: Any) -> Any:
    return trial.suggest_float("x", 0, 1)


def halves(trial: Any) -> Any:
    return trial.suggest_float("x", 0, 1, step=0.5)


def tenths(trial: Any) -> Any:
    return trial.suggest_float("x", 0, 1, step=0.1)


def whole(trial: Any) -> Any:
    return trial.suggest_int("x", 0, 10)


def even(trial: Any) -> Any:
    return trial.suggest_int("x", 0, 10, step=2)


def letter(trial: Any) -> Any:
    return trial.suggest_categorical("x", ["a", "b"])


def number(trial: Any) -> Any:
    return trial.suggest_categorical("x", [1, 2, 0.3])


@pytest.mark.parametrize(
    ("objective", "value", "taken"),
    [(unit, 2.0, 2.0), (halves, 0.25, 0.25), (whole, 11, 11), (even, 3, 3), (whole, 2.5, 2)],
)
def test_a_number_outside_of_the_space_is_tried_with_a_warning(
    objective: Objective, value: float, taken: float
) -> None:
    for found, warned in (of_grid([value], objective), of_point({"x": value}, objective)):
        assert found in (taken, [taken])
        assert any("out of range" in words for words in warned)


@pytest.mark.parametrize(
    ("objective", "value"), [(unit, 1), (tenths, 0.3), (tenths, 0.7), (whole, 2.0), (even, 4)]
)
def test_a_number_inside_is_tried_without_a_warning(objective: Objective, value: float) -> None:
    assert of_grid([value], objective) == ([value], [])


@pytest.mark.parametrize("value", [1.0, True, 0.3])
def test_options_that_are_equal_are_the_same(value: Any) -> None:
    assert of_grid([value], number)[0] == [value]


@pytest.mark.parametrize(
    ("objective", "value"),
    [
        (letter, "c"),
        (number, "1"),
        (number, 0.1 + 0.2),
        (unit, "a"),
        (unit, None),
        (lambda trial: trial.suggest_float("x", 0.1, 1, log=True), 0),
        (lambda trial: trial.suggest_int("x", 1, 9, log=True), 0),
    ],
)
def test_what_is_refused(objective: Objective, value: Any) -> None:
    with pytest.raises(ValueError, match=r"not in|not a valid type|invalid value"):
        of_grid([value], objective)
    with pytest.raises(ValueError, match=r"not in|not a valid type|invalid value"):
        of_point({"x": value}, objective)


def test_a_grid_has_to_name_what_varies() -> None:
    def both(second: Objective) -> Objective:
        return lambda trial: (unit(trial), second(trial))

    with pytest.raises(ValueError, match="is not found in the given grid"):
        of_grid([0.5], both(lambda trial: trial.suggest_int("y", 1, 2)))
    assert of_grid([0.5], both(lambda trial: trial.suggest_int("y", 1, 1))) == ([0.5], [])
    assert of_grid([0.5], both(lambda trial: trial.suggest_categorical("y", [1]))) == ([0.5], [])
    study = optuna.create_study(sampler=PartialFixedSampler({"y": 1}, GridSampler({"x": [0.5]})))
    assert _taken(study, both(lambda trial: trial.suggest_int("y", 1, 2)))[0] == [0.5]


def test_the_grid_is_not_asked_for_a_single_value() -> None:
    assert of_grid([2], lambda trial: trial.suggest_float("x", 0.5, 0.5)) == ([0.5], [])


def test_the_grid_is_what_it_was_when_the_sampler_was_built() -> None:
    space = {"x": [0.5]}
    sampler = GridSampler(space)
    space["x"] = [2.0]

    assert _taken(optuna.create_study(sampler=sampler), unit) == ([0.5], [])


def test_a_name_that_nothing_draws_is_dropped_without_a_word() -> None:
    assert of_point({"x": 0.5, "y": 3}, unit) == (0.5, [])
