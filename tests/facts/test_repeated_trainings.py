import random
from collections.abc import Callable
from typing import Any

import keras
import keras_tuner as kt
import numpy as np
import pytest
import tensorflow as tf
from sklearn.ensemble import RandomForestRegressor

from tests.facts.tiny import rows

pytestmark = pytest.mark.libraries

X, Y = rows(24)
EXECUTIONS = 3


class Recording(kt.RandomSearch):
    """A random search that keeps the score of every execution."""

    def _build_and_fit_model(self, trial: Any, *args: Any, **kwargs: Any) -> Any:
        history = super()._build_and_fit_model(trial, *args, **kwargs)
        self.scores = [*getattr(self, "scores", []), history.history["val_loss"][-1]]
        return history


def compiled() -> Any:
    model = keras.Sequential(
        [
            keras.Input((3,)),
            keras.layers.Dense(4, activation="relu"),
            keras.layers.Dropout(0.3),
            keras.layers.Dense(1),
        ]
    )
    model.compile("sgd", "mse", run_eagerly=True)
    return model


def builder(seed: Callable[[], object]) -> Callable[[kt.HyperParameters], Any]:
    def build(hp: kt.HyperParameters) -> Any:
        hp.Float("unused", 0, 1)
        seed()
        return compiled()

    return build


def scores_of(model: Any, trials: int = 1, **options: Any) -> list[float]:
    """The scores of all executions, one trial after the other."""
    options.setdefault("executions_per_trial", EXECUTIONS)
    tuner = Recording(model, objective="val_loss", max_trials=trials, seed=1, **options)
    tuner.search(X, Y, validation_data=(X, Y), epochs=1, batch_size=4, verbose=0)
    return list(tuner.scores)


def both() -> None:
    random.seed(5)
    tf.random.set_seed(5)


def test_a_configuration_is_trained_as_often_as_it_has_executions() -> None:
    assert len(scores_of(builder(int))) == EXECUTIONS


def test_it_is_trained_once_by_default() -> None:
    assert kt.RandomSearch(builder(int), objective="val_loss").executions_per_trial == 1


class ScoringItself(kt.HyperModel):
    """A model whose own `fit` gives back its score, as the library allows."""

    def __init__(self) -> None:
        super().__init__()
        self.scores: list[float] = []

    def build(self, hp: kt.HyperParameters) -> Any:
        hp.Float("unused", 0, 1)
        keras.utils.set_random_seed(5)
        return compiled()

    def fit(self, hp: kt.HyperParameters, model: Any, *args: Any, **kwargs: Any) -> float:
        model.fit(*args, **kwargs)
        self.scores.append(model.evaluate(X, Y, verbose=0))
        return self.scores[-1]


def test_a_fit_of_ones_own_is_called_for_each_execution_and_repeats_itself() -> None:
    model = ScoringItself()
    tuner = kt.RandomSearch(
        model, objective="val_loss", max_trials=1, seed=1, executions_per_trial=EXECUTIONS
    )
    tuner.search(X, Y, epochs=1, batch_size=4, verbose=0)
    assert len(model.scores) == EXECUTIONS
    assert len(set(model.scores)) == 1


def test_unseeded_executions_score_differently() -> None:
    assert len(set(scores_of(builder(int)))) == EXECUTIONS


def test_executions_after_a_seed_before_the_search_still_differ() -> None:
    keras.utils.set_random_seed(5)
    assert len(set(scores_of(builder(int)))) == EXECUTIONS


@pytest.mark.parametrize("seed", [lambda: keras.utils.set_random_seed(5), both])
def test_a_fixed_seed_in_the_builder_makes_every_execution_the_same(
    seed: Callable[[], None],
) -> None:
    assert len(set(scores_of(builder(seed), trials=2))) == 1


def test_it_need_not_stand_before_the_model() -> None:
    def build(hp: kt.HyperParameters) -> Any:
        hp.Float("unused", 0, 1)
        model = compiled()
        keras.utils.set_random_seed(5)
        return model

    assert len(set(scores_of(build))) == 1


@pytest.mark.parametrize("seed", [lambda: tf.random.set_seed(5), lambda: np.random.seed(5)])
def test_without_pythons_generator_it_does_not(seed: Callable[[], None]) -> None:
    assert len(set(scores_of(builder(seed)))) == EXECUTIONS


def test_a_fixed_seed_in_hypermodel_fit_makes_all_but_the_first_execution_the_same() -> None:
    class Seeded(kt.HyperModel):
        def build(self, hp: kt.HyperParameters) -> Any:
            return builder(int)(hp)

        def fit(self, hp: kt.HyperParameters, model: Any, *args: Any, **kwargs: Any) -> Any:
            keras.utils.set_random_seed(5)
            return model.fit(*args, **kwargs)

    first, *others = scores_of(Seeded(), trials=2)
    assert len(others) == 2 * EXECUTIONS - 1
    assert set(others) == {others[0]}
    assert first != others[0]


def test_the_average_of_the_executions_is_the_score() -> None:
    tuner = Recording(builder(int), objective="val_loss", max_trials=1, executions_per_trial=2)
    tuner.search(X, Y, validation_data=(X, Y), epochs=1, verbose=0)
    (trial,) = tuner.oracle.get_best_trials()
    assert trial.score == pytest.approx(np.mean(tuner.scores))


def repeated(seed: Callable[[int], None]) -> set[float]:
    """The scores of a loop that trains one network four times."""
    scores = set()
    for number in range(4):
        seed(number)
        model = compiled()
        model.fit(X, Y, epochs=1, batch_size=4, verbose=0)
        scores.add(model.evaluate(X, Y, verbose=0))
    return scores


def test_a_fixed_seed_in_a_loop_makes_every_pass_the_same() -> None:
    assert len(repeated(lambda number: keras.utils.set_random_seed(3))) == 1


def test_the_number_of_the_pass_as_the_seed_does_not() -> None:
    assert len(repeated(keras.utils.set_random_seed)) == 4


def forest(**options: Any) -> float:
    return float(RandomForestRegressor(3, **options).fit(X, Y).score(X, Y))


def test_an_estimators_fixed_seed_makes_every_pass_the_same() -> None:
    assert len({forest(random_state=0) for _ in range(4)}) == 1
    assert len({forest() for _ in range(4)}) > 1


def test_so_does_numpys_generator_seeded_in_the_pass() -> None:
    scores = set()
    for _ in range(4):
        np.random.seed(0)
        scores.add(forest())
    assert len(scores) == 1
