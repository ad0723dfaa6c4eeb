import inspect
from typing import Any

import keras
import numpy as np
import pytest
from imblearn.utils.testing import all_estimators as imbalanced_estimators
from sklearn.experimental import (  # noqa: F401
    enable_halving_search_cv,
    enable_iterative_imputer,
)
from sklearn.tree import DecisionTreeClassifier
from sklearn.utils import all_estimators
from sklearn.utils._param_validation import InvalidParameterError

from tests.facts.tiny import network, rows
from tunelint.libraries.common.integer_parameters import ROUNDING
from tunelint.libraries.common.signatures import SHARE, WHOLE, WHOLE_OR_SHARE
from tunelint.libraries.keras import integers as layers
from tunelint.libraries.scikit_learn import tables

pytestmark = pytest.mark.libraries

X, Y = rows()
VECTORS, SEQUENCES = (8,), (8, 4)
IMAGES, VOLUMES = (8, 8, 4), (8, 8, 8, 4)
SHAPES = {"1": SEQUENCES, "2": IMAGES, "3": VOLUMES}
OTHER_SHAPES = {
    "ConvLSTM1D": (3, 8, 4),
    "ConvLSTM2D": (3, 8, 8, 4),
    "ConvLSTM3D": (3, 4, 4, 4, 2),
    "Dense": VECTORS,
    "Embedding": (4,),
    "GRU": SEQUENCES,
    "GroupNormalization": IMAGES,
    "LSTM": SEQUENCES,
    "RepeatVector": VECTORS,
    "SimpleRNN": SEQUENCES,
}
NUMBERS = {"units": 4, "filters": 4, "groups": 2, "input_dim": 8}
PARAMETERS = sorted(
    (layer, parameter) for layer, parameters in layers.LAYERS.items() for parameter in parameters
)


def apply(layer: str, parameter: str, kind: type) -> Any:
    """Puts a layer into a model, one of its arguments turned into `kind`."""
    signature = inspect.signature(getattr(keras.layers, layer)).parameters
    needed = [name for name, each in signature.items() if each.default is each.empty]
    given = {name: NUMBERS.get(name, 2) for name in (*needed, parameter) if name != "kwargs"}
    given[parameter] = kind(given[parameter])
    built = getattr(keras.layers, layer)(**given)
    inputs = keras.Input(OTHER_SHAPES.get(layer) or SHAPES.get(layer[-2], SHAPES.get(layer[4:5])))
    if layer == "MultiHeadAttention":
        return built(inputs, inputs)
    return keras.Model(inputs, built(inputs))


OTHER_SHAPES["MultiHeadAttention"] = SEQUENCES


def accepted(layer: str, parameter: str, kind: type) -> bool:
    try:
        apply(layer, parameter, kind)
    except (TypeError, ValueError):
        return False
    return True


@pytest.mark.parametrize(("layer", "parameter"), PARAMETERS)
def test_layers_take_a_whole_number_and_no_float(layer: str, parameter: str) -> None:
    assert accepted(layer, parameter, int)
    assert not accepted(layer, parameter, float)
    assert not accepted(layer, parameter, np.float64)


@pytest.mark.parametrize(("layer", "parameter"), PARAMETERS)
def test_which_of_them_take_the_integers_of_numpy(layer: str, parameter: str) -> None:
    refuses = parameter in layers.PYTHON_INTEGERS[layer]
    assert accepted(layer, parameter, np.int64) is not refuses


@pytest.mark.parametrize("alias", layers.LAYER_ALIASES)
def test_aliases_are_the_same_layers(alias: str) -> None:
    layer = getattr(keras.layers, layers.LAYER_ALIASES[alias])
    assert getattr(keras.layers, alias) is layer


def test_a_dense_layer_names_the_float_it_got() -> None:
    with pytest.raises(ValueError, match=r"64\.0"):
        keras.layers.Dense(64.0)


FIT_NUMBERS = {"initial_epoch": 1, "epochs": 2}


def run(method: str, parameter: str, kind: type) -> Any:
    options: dict[str, Any] = {"verbose": 0}
    data = (X,) if method == "predict" else (X, Y)
    if method == "fit":
        options |= {"epochs": 2, "validation_data": (X, Y)}
    options[parameter] = kind(FIT_NUMBERS.get(parameter, 2))
    return getattr(network(), method)(*data, **options)


METHOD_PARAMETERS = sorted(
    (method, parameter)
    for method, parameters in (
        ("fit", layers.FIT),
        ("evaluate", layers.EVALUATE),
        ("predict", layers.PREDICT),
    )
    for parameter in parameters
)


@pytest.mark.parametrize(("method", "parameter"), METHOD_PARAMETERS)
def test_fit_evaluate_and_predict_take_a_whole_number_and_no_float(
    method: str, parameter: str
) -> None:
    run(method, parameter, int)
    with pytest.raises((TypeError, ValueError)):
        run(method, parameter, float)


@pytest.mark.parametrize(
    ("method", "parameter"),
    [each for each in METHOD_PARAMETERS if each[1] != "validation_freq"],
)
def test_they_take_the_integers_of_numpy(method: str, parameter: str) -> None:
    run(method, parameter, np.int64)


def test_validation_freq_does_not() -> None:
    with pytest.raises(ValueError, match="validation_freq"):
        run("fit", "validation_freq", np.int64)


def test_epochs_as_a_float_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="float"):
        run("fit", "epochs", float)


def test_a_float_patience_is_taken() -> None:
    stopping = keras.callbacks.EarlyStopping("loss", patience=2.0)
    assert network().fit(X, Y, epochs=2, verbose=0, callbacks=[stopping])


ESTIMATORS = dict(all_estimators()) | dict(imbalanced_estimators())
NEEDED: dict[str, Any] = {
    "categorical_features": [0],
    "dictionary": np.eye(2),
    "estimator": DecisionTreeClassifier(),
    "param_distributions": {"max_depth": [1]},
    "param_grid": {"max_depth": [1]},
}
SIGNATURES = {**tables.ESTIMATORS, **tables.IMBALANCED}
NUMBERS_OF = {
    kind: [(each, name) for each, takes in SIGNATURES.items() for name in takes.of_kind(kind)]
    for kind in (WHOLE, SHARE, WHOLE_OR_SHARE)
}


def refuses(estimator: str, parameter: str, value: Any) -> bool:
    """Whether fitting fails because the value of the parameter is of the wrong type."""
    signature = inspect.signature(ESTIMATORS[estimator]).parameters.values()
    needed = {
        each.name: NEEDED.get(each.name)
        for each in signature
        if each.default is each.empty or each.name in NEEDED
    }
    needed.pop("kwargs", None)
    built = ESTIMATORS[estimator](**{**needed, parameter: value})
    try:
        built._validate_params()
    except InvalidParameterError as error:
        return f"'{parameter}' parameter" in str(error)
    return False


def test_estimators_take_a_whole_number_and_no_float() -> None:
    values = (2, np.int64(2), 2.0, np.float64(2), 0.5)
    expected = [False, False, True, True, True]

    assert [
        one for one in NUMBERS_OF[WHOLE] if [refuses(*one, value) for value in values] != expected
    ] == []


def test_estimators_take_a_share() -> None:
    values = (0.5, 1.5, 4)
    expected = [False, True, True]

    assert [
        one for one in NUMBERS_OF[SHARE] if [refuses(*one, value) for value in values] != expected
    ] == []


def test_estimators_take_a_whole_number_or_a_share() -> None:
    values = (4, np.int64(4), 4.0, 0.5)
    expected = [False, False, True, False]

    assert [
        one
        for one in NUMBERS_OF[WHOLE_OR_SHARE]
        if [refuses(*one, value) for value in values] != expected
    ] == []


@pytest.mark.parametrize(
    ("estimator", "parameter"),
    [("RandomForestClassifier", "n_estimators"), ("DecisionTreeClassifier", "max_depth")],
)
def test_it_is_fit_that_refuses(estimator: str, parameter: str) -> None:
    built = ESTIMATORS[estimator](**{parameter: 4.0})
    with pytest.raises(InvalidParameterError, match=parameter):
        built.fit(X, Y)


@pytest.mark.parametrize("name", ROUNDING)
def test_what_numpy_rounds_is_a_float_still(name: str) -> None:
    rounding = getattr(np, name.rpartition(".")[2])
    assert all(isinstance(rounding(value), float) for value in (2.5, np.float64(2.5)))


@pytest.mark.parametrize("number", [2.5, np.float64(2.5)])
def test_the_builtin_rounds_to_an_integer_without_digits(number: float) -> None:
    assert isinstance(round(number), int)
    assert isinstance(round(number, None), int)
    assert isinstance(round(number, 0), float)


@pytest.mark.parametrize("number", [2.0, np.float64(2.0)])
def test_a_range_takes_no_float(number: float) -> None:
    with pytest.raises(TypeError, match="cannot be interpreted as an integer"):
        range(number)
    assert list(range(np.int64(2))) == [0, 1]
