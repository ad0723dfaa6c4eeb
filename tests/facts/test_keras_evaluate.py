import keras
import numpy as np
import pytest

from tests.facts.tiny import network, rows
from tunelint.libraries.keras import tables

pytestmark = pytest.mark.libraries

X, Y = rows()


def two_outputs() -> keras.Model:
    inputs = keras.Input((3,))
    outputs = [keras.layers.Dense(1, name=name)(inputs) for name in ("left", "right")]
    model = keras.Model(inputs, outputs)
    model.compile("sgd", ["mse", "mse"], run_eagerly=True)
    return model


def test_without_metrics_one_float_comes_back() -> None:
    assert isinstance(network().evaluate(X, Y, verbose=0), float)


def test_an_empty_list_of_metrics_is_none() -> None:
    assert isinstance(network([]).evaluate(X, Y, verbose=0), float)


def test_unpacking_it_fails() -> None:
    with pytest.raises(TypeError, match="cannot unpack"):
        _loss, _metric = network().evaluate(X, Y, verbose=0)


def test_indexing_it_fails() -> None:
    with pytest.raises(TypeError, match="not subscriptable"):
        network().evaluate(X, Y, verbose=0)[1]


@pytest.mark.parametrize("argument", ["metrics", "weighted_metrics"])
def test_with_metrics_a_list_comes_back(argument: str) -> None:
    scores = network(**{argument: ["mae"]}).evaluate(X, Y, verbose=0)
    assert isinstance(scores, list)
    assert len(scores) == 2


def test_return_dict_names_the_scores() -> None:
    assert set(network().evaluate(X, Y, verbose=0, return_dict=True)) == {"loss"}
    assert set(network(["mae"]).evaluate(X, Y, verbose=0, return_dict=True)) == {"loss", "mae"}


def test_two_outputs_without_metrics_return_three_numbers() -> None:
    assert len(two_outputs().evaluate(X, [Y, Y], verbose=0)) == 3


def test_compiling_again_without_metrics_keeps_the_old_ones() -> None:
    model = network(["mae"])
    model.fit(X, Y, verbose=0)
    model.compile("sgd", "mse", run_eagerly=True)
    assert len(np.atleast_1d(model.evaluate(X, Y, verbose=0))) == 2


def test_metrics_names_do_not_name_the_metrics() -> None:
    model = network(["accuracy"])
    model.fit(X, Y, verbose=0)
    assert tuple(model.metrics_names) == tables.METRICS_NAMES
    with pytest.raises(ValueError, match="accuracy"):
        model.metrics_names.index("accuracy")
    assert "accuracy" not in dict(zip(model.metrics_names, model.evaluate(X, Y), strict=True))


def test_metrics_names_without_metrics() -> None:
    model = network()
    model.fit(X, Y, verbose=0)
    assert model.metrics_names == ["loss"]


def test_metrics_names_of_two_outputs_hold_their_losses() -> None:
    model = two_outputs()
    model.fit(X, [Y, Y], verbose=0)
    assert model.metrics_names == ["loss", "left_loss", "right_loss"]
