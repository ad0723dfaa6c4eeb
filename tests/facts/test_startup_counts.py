from collections.abc import Callable
from typing import Any

import keras_tuner as kt
import numpy as np
import pytest
from hyperopt import STATUS_FAIL, STATUS_OK, fmin, hp, partial, tpe

from tests.facts.tiny import propose, tuner
from tunelint.libraries.hyperopt import tables as hyperopt_tables
from tunelint.libraries.keras_tuner import tables
from tunelint.libraries.keras_tuner.signatures import signature

pytestmark = pytest.mark.libraries


def first_difference(left: list[Any], right: list[Any]) -> int:
    """At which proposal two searches part that differ in nothing but their scores."""
    return next(n for n, pair in enumerate(zip(left, right, strict=True)) if pair[0] != pair[1])


class ModelAsked(Exception):
    pass


def random_points(build: Callable[[kt.HyperParameters], Any], **options: Any) -> int:
    """How many trials Keras Tuner's Bayesian search proposes before it fits its model."""
    oracle = tuner(kt.BayesianOptimization, build, seed=3, **options).oracle

    def ask(*_: Any) -> None:
        raise ModelAsked

    oracle.gpr.fit = ask
    for proposed in range(30):
        try:
            propose(oracle, float, count=1)
        except ModelAsked:
            return proposed
    raise AssertionError("the model was never asked")


def space(count: int, fixed: int = 0) -> Callable[[kt.HyperParameters], None]:
    def build(hp: kt.HyperParameters) -> None:
        for number in range(count):
            hp.Float(f"x{number}", 0.0, 1.0)
        for number in range(fixed):
            hp.Fixed(f"f{number}", number)

    return build


@pytest.mark.parametrize(("count", "fixed"), [(1, 0), (2, 0), (3, 0), (2, 1)])
def test_bayesian_starts_with_three_random_trials_a_hyperparameter(count: int, fixed: int) -> None:
    expected = max(
        tables.FEWEST_RANDOM_POINTS, tables.RANDOM_POINTS_PER_HYPERPARAMETER * (count + fixed)
    )
    assert random_points(space(count, fixed)) == expected


@pytest.mark.parametrize(("given", "random"), [(2, 2), (5, 5), (None, 6), (0, 6)])
def test_num_initial_points_sets_the_number_unless_it_is_zero(
    given: int | None, random: int
) -> None:
    assert random_points(space(2), num_initial_points=given) == random


def test_the_default_budget_of_a_bayesian_search_is_ten_trials() -> None:
    assert tuner(kt.BayesianOptimization).oracle.max_trials == 10
    assert signature("BayesianOptimization").defaults["max_trials"] == 10


def test_unfinished_trials_do_not_count() -> None:
    oracle = tuner(kt.BayesianOptimization, space(1), seed=3).oracle
    oracle.gpr.fit = lambda *_: pytest.fail("the model was asked")
    for number in range(6):
        assert oracle.create_trial(f"worker{number}").status == "RUNNING"


def draws(loss: Callable[[float], Any], algo: Any = tpe.suggest, count: int = 30) -> list[float]:
    seen: list[float] = []

    def objective(x: float) -> Any:
        seen.append(x)
        return loss(x)

    rstate = np.random.default_rng(3)
    fmin(objective, hp.uniform("x", 0, 1), algo, count, rstate=rstate, verbose=False)
    return seen


def test_tpe_starts_with_twenty_random_trials() -> None:
    assert first_difference(draws(lambda x: x), draws(lambda x: -x)) == (
        hyperopt_tables.STARTUP_TRIALS
    )


def test_tpe_takes_its_own_number() -> None:
    algo = partial(tpe.suggest, **{hyperopt_tables.STARTUP_PARAMETER: 5})
    assert first_difference(draws(lambda x: x, algo), draws(lambda x: -x, algo)) == 5


def test_failed_trials_count_as_started() -> None:
    def failing(sign: int) -> Callable[[float], Any]:
        calls = iter(range(100))

        def loss(x: float) -> Any:
            failed = next(calls) < 15
            return {"status": STATUS_FAIL} if failed else {"status": STATUS_OK, "loss": sign * x}

        return loss

    assert first_difference(draws(failing(1)), draws(failing(-1))) == hyperopt_tables.STARTUP_TRIALS
