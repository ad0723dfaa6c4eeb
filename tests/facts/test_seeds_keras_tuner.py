import random
from collections.abc import Callable

import keras
import keras_tuner as kt
import numpy as np
import pytest
import tensorflow as tf

from tests.facts.tiny import propose, tuner

pytestmark = pytest.mark.libraries

RANDOM_TUNERS = (kt.RandomSearch, kt.BayesianOptimization, kt.Hyperband)
RANDOM_ORACLES = (
    kt.oracles.RandomSearchOracle,
    kt.oracles.BayesianOptimizationOracle,
    kt.oracles.HyperbandOracle,
)
# Two draws from 1 to 10000 may be equal by accident; so many are not.
BUILDS = 5


@pytest.fixture(autouse=True)
def fresh_generators() -> None:
    random.seed()


def seeds(build: Callable[[], kt.Tuner]) -> set[int]:
    return {build().oracle.seed for _ in range(BUILDS)}


@pytest.mark.parametrize("kind", RANDOM_TUNERS)
def test_a_seed_repeats_the_proposals(kind: type) -> None:
    first, second, other = (propose(tuner(kind, seed=seed).oracle) for seed in (7, 7, 8))
    assert first == second != other


@pytest.mark.parametrize("kind", RANDOM_TUNERS)
@pytest.mark.parametrize("seed", [None, 0, False])
def test_none_zero_and_false_are_no_seed(kind: type, seed: int | None) -> None:
    assert len(seeds(lambda: tuner(kind, seed=seed))) > 1


@pytest.mark.parametrize("kind", RANDOM_TUNERS)
def test_without_a_seed_the_proposals_differ(kind: type) -> None:
    proposals = [tuple(p["x"] for p in propose(tuner(kind).oracle)) for _ in range(BUILDS)]
    assert len(set(proposals)) > 1


@pytest.mark.parametrize("oracle", RANDOM_ORACLES)
@pytest.mark.parametrize("seed", [None, 0, False])
def test_an_oracle_of_its_own_draws_its_seed_the_same_way(oracle: type, seed: int | None) -> None:
    drawn = {oracle(seed=seed).seed for _ in range(BUILDS)}
    assert len(drawn) > 1
    assert all(1 <= number <= 10000 for number in drawn)


@pytest.mark.parametrize("seed", [None, 0])
@pytest.mark.parametrize("seeding", [random.seed, keras.utils.set_random_seed])
def test_python_generator_before_the_tuner_repeats_its_seed(
    seeding: Callable[[int], None], seed: int | None
) -> None:
    def build() -> kt.Tuner:
        seeding(3)
        return tuner(seed=seed)

    assert len(seeds(build)) == 1


@pytest.mark.parametrize("seeding", [np.random.seed, tf.random.set_seed])
def test_other_generators_do_not(seeding: Callable[[int], None]) -> None:
    def build() -> kt.Tuner:
        random.seed()
        seeding(3)
        return tuner()

    assert len(seeds(build)) > 1


def test_the_seed_is_drawn_when_the_oracle_is_built() -> None:
    def build() -> kt.Tuner:
        random.seed()
        oracle = kt.oracles.RandomSearchOracle(objective=kt.Objective("score", "min"))
        random.seed(3)
        return kt.Tuner(oracle, lambda hp: hp.Float("x", 0.0, 1.0), project_name=str(oracle.seed))

    assert len(seeds(build)) > 1


def test_python_generator_after_the_tuner_does_not_reach_it() -> None:
    def build() -> kt.Tuner:
        random.seed()
        built = tuner()
        random.seed(3)
        keras.utils.set_random_seed(3)
        return built

    assert len({tuple(p["x"] for p in propose(build().oracle)) for _ in range(BUILDS)}) > 1


def test_two_tuners_after_one_seeding_differ() -> None:
    random.seed(3)
    assert len(seeds(tuner)) > 1


def test_a_reloaded_project_keeps_its_stored_seed() -> None:
    first = tuner(seed=11, project_name="kept")
    first.save()
    again = tuner(seed=12, project_name="kept")
    assert again.oracle.seed == 11


def test_grid_search_has_nothing_to_seed() -> None:
    def build(hp: kt.HyperParameters) -> None:
        hp.Choice("a", [1, 2, 3])
        hp.Boolean("b")

    proposals = [
        propose(tuner(kt.GridSearch, build, seed=seed).oracle, count=6) for seed in (None, 1, 2)
    ]
    assert proposals[0] == proposals[1] == proposals[2]


@pytest.mark.parametrize(
    ("kind", "drifts"), [(kt.RandomSearch, False), (kt.BayesianOptimization, True)]
)
def test_other_scores_change_a_seeded_search_only_where_a_model_proposes(
    kind: type, drifts: bool
) -> None:
    rising, falling = (
        propose(tuner(kind, seed=7).oracle, score, count=6)
        for score in (lambda number: number, lambda number: -number)
    )
    assert rising[:3] == falling[:3]
    assert (rising != falling) is drifts


def test_executions_draw_no_new_proposals() -> None:
    one, three = (propose(tuner(seed=7, executions_per_trial=n).oracle) for n in (1, 3))
    assert one == three
