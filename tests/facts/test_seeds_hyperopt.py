import random
from typing import Any

import numpy as np
import pytest
from hyperopt import anneal, fmin, hp, mix, partial, rand, tpe

from tunelint.libraries.hyperopt import tables
from tunelint.libraries.random_generators.tables import HYPEROPT_VARIABLE

pytestmark = pytest.mark.libraries

MIXED = partial(mix.suggest, p_suggest=[(0.5, rand.suggest), (0.5, tpe.suggest)])
ALGORITHMS = {
    "tpe": tpe.suggest,
    "rand": rand.suggest,
    "anneal": anneal.suggest,
    "mix": MIXED,
}


def draws(count: int = 4, **arguments: Any) -> list[float]:
    seen: list[float] = []

    def loss(x: float) -> float:
        seen.append(x)
        return x

    arguments.setdefault("algo", rand.suggest)
    fmin(loss, hp.uniform("x", 0, 1), max_evals=count, verbose=False, **arguments)
    return seen


def test_the_table_lists_these_algorithms() -> None:
    assert set(ALGORITHMS) == tables.FOLLOWS_RSTATE


@pytest.mark.parametrize("algo", ALGORITHMS.values(), ids=ALGORITHMS)
def test_rstate_repeats_the_draws(algo: Any) -> None:
    first, second, other = (draws(algo=algo, rstate=np.random.default_rng(n)) for n in (7, 7, 8))
    assert first == second != other


@pytest.mark.parametrize("algo", ALGORITHMS.values(), ids=ALGORITHMS)
def test_python_and_numpy_do_not(algo: Any) -> None:
    runs = []
    for _ in range(2):
        random.seed(1)
        np.random.seed(1)
        runs.append(draws(algo=algo))
    assert runs[0] != runs[1]


@pytest.mark.parametrize("algo", ALGORITHMS.values(), ids=ALGORITHMS)
def test_the_environment_variable_repeats_them(algo: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HYPEROPT_VARIABLE, "5")
    assert draws(algo=algo) == draws(algo=algo)


def test_rstate_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    seeded = draws(rstate=np.random.default_rng(7))
    monkeypatch.setenv(HYPEROPT_VARIABLE, "5")
    assert draws(rstate=np.random.default_rng(7)) == seeded


def test_an_empty_default_rng_is_no_seed() -> None:
    assert draws(rstate=np.random.default_rng()) != draws(rstate=np.random.default_rng())


@pytest.mark.parametrize("rstate", [1, np.random.RandomState(1)], ids=["int", "RandomState"])
def test_an_int_or_a_random_state_fails(rstate: Any) -> None:
    with pytest.raises(AttributeError, match="integers"):
        draws(rstate=rstate)


def test_without_an_algorithm_it_is_tpe() -> None:
    def run(algo: Any) -> list[float]:
        return draws(25, algo=algo, rstate=np.random.default_rng(7))

    assert run(None) == run(tpe.suggest) != run(rand.suggest)
