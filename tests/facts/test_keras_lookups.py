"""Lookups of scores by name in what Keras logs, as TUN309 judges them."""

import keras
import pytest

from tests.facts.tiny import network, rows

pytestmark = pytest.mark.libraries

X, Y = rows()


@pytest.mark.parametrize(("metrics", "name"), [(["accuracy"], "acc"), (["mae"], "val_mae")])
def test_a_name_that_is_not_logged_is_a_key_error(metrics: list[str], name: str) -> None:
    history = network(metrics).fit(X, Y, verbose=0)
    with pytest.raises(KeyError, match=name):
        history.history[name]


def test_evaluate_logs_no_validation_names() -> None:
    scores = network(["mae"]).evaluate(X, Y, verbose=0, return_dict=True)
    with pytest.raises(KeyError, match="val_mae"):
        scores["val_mae"]


def test_a_short_name_is_logged_as_it_is_written() -> None:
    assert set(network(["acc"]).fit(X, Y, verbose=0).history) == {"loss", "acc"}


def test_what_changes_the_rate_logs_it() -> None:
    rates = keras.callbacks.ReduceLROnPlateau(monitor="loss")
    history = network().fit(X, Y, verbose=0, callbacks=[rates]).history
    assert set(history) == {"loss", "learning_rate"}
