from typing import Any

import keras
import numpy as np
import pytest
from sklearn.linear_model import SGDClassifier
from sklearn.tree import DecisionTreeClassifier

from tests.facts.tiny import network, rows

pytestmark = pytest.mark.libraries

X, Y = rows()


def starting_weights(model: keras.Model, trials: int = 2) -> tuple[list[Any], list[Any]]:
    """The weights at the start and at the end of each of several trainings of one model."""
    starts, ends = [], []
    for _ in range(trials):
        starts.append(model.get_weights()[0].ravel().tolist())
        model.fit(X, Y, verbose=0)
        ends.append(model.get_weights()[0].ravel().tolist())
    return starts, ends


def test_a_keras_model_goes_on_where_the_last_fit_ended() -> None:
    starts, ends = starting_weights(network())
    assert starts[1] == ends[0] != starts[0]


def test_compiling_again_keeps_the_weights() -> None:
    model = network()
    model.fit(X, Y, verbose=0)
    before = model.get_weights()[0].ravel().tolist()
    model.compile("adam", "mse")
    assert model.get_weights()[0].ravel().tolist() == before


def test_a_clone_starts_afresh() -> None:
    model = network()
    model.fit(X, Y, verbose=0)
    fresh = keras.models.clone_model(model)
    assert fresh.get_weights()[0].tolist() != model.get_weights()[0].tolist()


def test_clear_session_does_not_reset_a_model() -> None:
    model = network()
    model.fit(X, Y, verbose=0)
    before = model.get_weights()[0].ravel().tolist()
    keras.backend.clear_session()
    assert model.get_weights()[0].ravel().tolist() == before


def test_set_weights_resets_it() -> None:
    model = network()
    first = model.get_weights()
    model.fit(X, Y, verbose=0)
    model.set_weights(first)
    assert model.get_weights()[0].tolist() == first[0].tolist()


def test_scikit_learn_starts_from_scratch() -> None:
    tree = DecisionTreeClassifier(random_state=0)
    first = tree.fit(X, Y).predict(X).tolist()
    tree.fit(X[::-1], 1 - Y)
    assert tree.fit(X, Y).predict(X).tolist() == first


@pytest.mark.parametrize(("warm", "carries"), [(True, True), (False, False)])
def test_unless_it_is_told_to_start_warm(warm: bool, carries: bool) -> None:
    model = SGDClassifier(random_state=0, max_iter=1, tol=None, warm_start=warm)
    first = model.fit(X, Y).coef_.copy()
    assert (not np.array_equal(model.fit(X, Y).coef_, first)) is carries


def test_one_optimizer_in_two_models_fails_at_the_second_fit() -> None:
    optimizer = keras.optimizers.SGD()
    network(optimizer=optimizer).fit(X, Y, verbose=0)
    with pytest.raises((KeyError, ValueError)):
        network(optimizer=optimizer).fit(X, Y, verbose=0)
