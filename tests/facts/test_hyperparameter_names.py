from typing import Any

import keras_tuner as kt
import numpy as np
import pytest

from tests.facts.tiny import propose, tuner

pytestmark = pytest.mark.libraries


def drawn(build: Any, count: int = 12) -> tuple[list[dict[str, Any]], list[Any]]:
    """The proposals of a random search, and what the builder got for each."""
    oracle = tuner(build=build, seed=1, max_trials=count).oracle
    got = []
    for values in propose(oracle, count=count):
        hp = kt.HyperParameters()
        hp.values = dict(values)
        got.append(build(hp))
    return list(oracle.get_space().space), got


def test_the_first_declaration_of_a_name_wins() -> None:
    def build(hp: kt.HyperParameters) -> Any:
        return hp.Int("units", 32, 512, step=32), hp.Int("units", 8, 16)

    space, got = drawn(build)
    assert [(each.name, each.min_value, each.max_value) for each in space] == [("units", 32, 512)]
    assert all(first == second >= 32 for first, second in got)


def test_a_constant_name_in_a_loop_is_one_hyperparameter() -> None:
    def build(hp: kt.HyperParameters) -> Any:
        return [hp.Int("units", 8, 64) for _ in range(3)]

    space, got = drawn(build)
    assert len(space) == 1
    assert all(len(set(units)) == 1 for units in got)


def test_a_name_with_the_index_is_one_for_each_pass() -> None:
    def build(hp: kt.HyperParameters) -> Any:
        return [hp.Int(f"units_{index}", 8, 64) for index in range(3)]

    space, got = drawn(build)
    assert len(space) == 3
    assert any(len(set(units)) > 1 for units in got)


def test_another_kind_under_the_same_name_gets_the_first_ones_value() -> None:
    def build(hp: kt.HyperParameters) -> Any:
        return hp.Int("depth", 1, 3), hp.Choice("depth", ["a", "b"])

    _, got = drawn(build)
    assert all(first == second for first, second in got)


@pytest.mark.parametrize("bounds", [(8, 16), (1, 4)])
def test_in_two_branches_the_first_ones_range_holds(bounds: tuple[int, int]) -> None:
    def build(hp: kt.HyperParameters) -> Any:
        kind = hp.Choice("kind", ["a", "b"])
        if kind == "a":
            return kind, hp.Int("units", 32, 64)
        return kind, hp.Int("units", *bounds)

    space, got = drawn(build)
    assert [each.name for each in space] == ["kind", "units"]
    assert {kind for kind, _ in got} == {"a", "b"}
    assert all(units >= 32 for _, units in got)


class Building(kt.RandomSearch):
    """Builds each trial's model and trains none."""

    def run_trial(self, trial: Any, *args: Any, **kwargs: Any) -> float:
        self.hypermodel.build(trial.hyperparameters)
        return 0.0


def search(build: Any) -> list[tuple[Any, Any]]:
    """The choice of each trial, and its exception or None."""
    built = tuner(Building, build, seed=1, max_trials=4, max_consecutive_failed_trials=99)
    built.search()
    trials = built.oracle.trials.values()
    return [(trial.hyperparameters.values["kind"], trial.message) for trial in trials]


def scoped(first: str, second: str) -> Any:
    def build(hp: kt.HyperParameters) -> Any:
        kind = hp.Choice("kind", ["a", "b"])
        with hp.conditional_scope("kind", ["a"]):
            if kind == "a":
                hp.Int(first, 1, 4)
        with hp.conditional_scope("kind", ["b"]):
            if kind == "b":
                hp.Int(second, 1, 4)

    return build


def test_one_name_in_two_conditional_scopes_fails_where_the_earlier_one_is_active() -> None:
    outcomes = search(scoped("units", "units"))
    assert {kind for kind, _ in outcomes} == {"a", "b"}
    assert all(("KeyError" in (message or "")) is (kind == "a") for kind, message in outcomes)


def test_two_names_in_two_conditional_scopes_do_not() -> None:
    assert all(message is None for _, message in search(scoped("units_a", "units_b")))


def test_a_name_scope_makes_two_of_one() -> None:
    def build(hp: kt.HyperParameters) -> Any:
        with hp.name_scope("left"):
            left = hp.Int("units", 1, 64)
        with hp.name_scope("right"):
            right = hp.Int("units", 1, 64)
        return left, right

    space, got = drawn(build)
    assert len(space) == 2
    assert any(left != right for left, right in got)


@pytest.mark.parametrize("values", [[1, 0.1], [None, 5], [1, "a"], [True, 2]])
def test_a_choice_of_several_types_fails_when_the_tuner_is_built(values: list[Any]) -> None:
    with pytest.raises(TypeError):
        tuner(build=lambda hp: hp.Choice("x", values))


@pytest.mark.parametrize(
    "values",
    [[(3, 3), (5, 5)], [[8], [16]], [None], [len, abs]],
)
def test_a_choice_takes_no_type_but_four(values: list[Any]) -> None:
    with pytest.raises(TypeError):
        kt.HyperParameters().Choice("x", values)


def test_a_choice_takes_numpy_floats_and_no_array() -> None:
    assert kt.HyperParameters().Choice("x", [np.float64(0.1), np.float64(1)]) == 0.1
    with pytest.raises(ValueError, match="ambiguous"):
        kt.HyperParameters().Choice("x", np.arange(8, 64, 8))
