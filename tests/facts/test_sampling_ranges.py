import math
from typing import Any

import keras_tuner as kt
import numpy as np
import pytest
from hyperopt import fmin, hp, rand
from scipy.stats import loguniform, uniform

from tests.facts.tiny import propose, tuner
from tunelint.libraries.hyperopt import tables

pytestmark = pytest.mark.libraries

DRAWS = 300
LOW, HIGH = 1e-4, 1.0


def hyperopt_draws(space: Any, count: int = DRAWS) -> np.ndarray:
    seen: list[float] = []

    def loss(x: float) -> float:
        seen.append(x)
        return x

    fmin(loss, space, rand.suggest, count, rstate=np.random.default_rng(2), verbose=False)
    return np.array(seen)


def keras_tuner_draws(count: int = DRAWS, **options: Any) -> np.ndarray:
    def build(hp: kt.HyperParameters) -> None:
        hp.Float("x", LOW, HIGH, **options)

    oracle = tuner(build=build, seed=2, max_trials=count).oracle
    return np.array([oracle._random_values()["x"] for _ in range(count)])


def share_of_the_highest_decade(draws: np.ndarray) -> float:
    return float((draws > HIGH / 10).mean())


@pytest.mark.parametrize(
    "draws",
    [
        lambda: keras_tuner_draws(),
        lambda: hyperopt_draws(hp.uniform("x", LOW, HIGH)),
        lambda: uniform(LOW, HIGH - LOW).rvs(DRAWS, random_state=2),
    ],
    ids=["keras_tuner", "hyperopt", "scipy"],
)
def test_linear_draws_lie_in_the_highest_decade(draws: Any) -> None:
    assert share_of_the_highest_decade(draws()) > 0.8


@pytest.mark.parametrize(
    "draws",
    [
        lambda: keras_tuner_draws(sampling="log"),
        lambda: hyperopt_draws(hp.loguniform("x", math.log(LOW), math.log(HIGH))),
        lambda: loguniform(LOW, HIGH).rvs(DRAWS, random_state=2),
    ],
    ids=["keras_tuner", "hyperopt", "scipy"],
)
def test_logarithmic_draws_are_spread_over_the_decades(draws: Any) -> None:
    drawn = draws()
    assert 0.15 < share_of_the_highest_decade(drawn) < 0.35
    assert drawn.min() >= LOW * 0.999
    assert drawn.max() <= HIGH * 1.001


def test_bounds_of_loguniform_are_exponents() -> None:
    drawn = hyperopt_draws(hp.loguniform("x", 1e-5, 1e-1))
    assert drawn.min() >= 1.0
    assert drawn.max() <= math.exp(0.1)


@pytest.mark.parametrize("kind", sorted(tables.LOG_BOUNDS))
def test_every_draw_between_two_exponents_in_zero_and_one_lies_between_one_and_e(
    kind: str,
) -> None:
    steps = (1e-3,) if kind.startswith("q") else ()
    drawn = hyperopt_draws(getattr(hp, kind)("x", 0.01, 0.99, *steps))
    assert drawn.min() >= 0.999
    assert drawn.max() <= math.e


@pytest.mark.parametrize("kind", ["quniform", "randint", "uniform", "uniformint"])
def test_bounds_of_the_linear_draws_are_the_values_themselves(kind: str) -> None:
    steps = (1,) if kind.startswith("q") else ()
    drawn = hyperopt_draws(getattr(hp, kind)("x", 2, 200, *steps))
    assert drawn.min() >= 2
    assert drawn.max() <= 200
    assert (drawn > 20).mean() > 0.8


@pytest.mark.parametrize("kind", sorted(tables.LOG_SAMPLED - tables.LOG_BOUNDS))
def test_lognormal_draws_are_powers(kind: str) -> None:
    steps = (1e-3,) if kind.startswith("q") else ()
    drawn = hyperopt_draws(getattr(hp, kind)("x", math.log(1e-1), 1.0, *steps))
    assert np.median(drawn) == pytest.approx(0.1, rel=0.4)


def test_a_linear_search_proposes_what_it_draws() -> None:
    def build(hp: kt.HyperParameters) -> None:
        hp.Float("x", LOW, HIGH)

    proposed = propose(tuner(build=build, seed=2).oracle, count=10)
    assert sum(values["x"] > HIGH / 10 for values in proposed) >= 7
