import ast
import importlib
import inspect
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest
import sklearn.calibration
import sklearn.ensemble
import sklearn.linear_model
import sklearn.metrics
import sklearn.multioutput
import sklearn.semi_supervised
import sklearn.tree
import tensorflow as tf
from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn.utils import all_estimators
from sklearn.utils._param_validation import InvalidParameterError

from tests.facts.tiny import network, rows
from tunelint.analyses.respelling_fix import GONE_VALUES, MODULES, READING, ROOTS, SCORED_BY
from tunelint.libraries.keras import removed
from tunelint.libraries.scikit_learn import removed as scikit_learn_removed

pytestmark = pytest.mark.libraries

X, Y = rows()
ESTIMATORS = dict(all_estimators())
TREE = sklearn.tree.DecisionTreeClassifier()
NEEDED: dict[str, dict[str, Any]] = {
    "CalibratedClassifierCV": {"cv": 2},
    "ClassifierChain": {},
    "SelfTrainingClassifier": {},
}
LAYER_ARGUMENTS: dict[str, dict[str, Any]] = {
    "Conv2D": {"filters": 2, "kernel_size": 2},
    "Dense": {"units": 2},
    "GRU": {"units": 2},
    "LSTM": {"units": 2},
    "MaxPooling2D": {},
    "ModelCheckpoint": {"filepath": "best.keras"},
    "SimpleRNN": {"units": 2},
    "TensorBoard": {},
}
OLD_VALUES: dict[str, Any] = {
    "W_regularizer": "l2",
    "batch_input_shape": (2, 5, 3),
    "border_mode": "same",
    "init": "uniform",
    "lr": 0.01,
    "period": 1,
    "write_grads": True,
}


def keras_class(name: str) -> Callable[..., Any]:
    homes = (keras.optimizers, keras.layers, keras.callbacks)
    return next(getattr(home, name) for home in homes if hasattr(home, name))


@pytest.mark.parametrize(("name", "argument"), sorted(removed.ARGUMENTS))
def test_keras_refuses_the_old_argument(name: str, argument: str) -> None:
    build = keras_class(name)
    needed = LAYER_ARGUMENTS.get(name, {})
    build(**needed)
    with pytest.raises((TypeError, ValueError), match=argument):
        build(**needed, **{argument: OLD_VALUES[argument]})


@pytest.mark.parametrize(
    ("name", "argument"),
    sorted(key for key, now in removed.ARGUMENTS.items() if now.endswith("=")),
)
def test_keras_accepts_the_current_argument(name: str, argument: str) -> None:
    current = removed.ARGUMENTS[name, argument].removesuffix("=")
    keras_class(name)(**LAYER_ARGUMENTS.get(name, {}), **{current: OLD_VALUES[argument]})


def test_a_checkpoint_may_come_after_every_epoch_but_no_longer_after_some() -> None:
    """A number as `save_freq` counts batches, where `period` counted epochs."""
    assert keras.callbacks.ModelCheckpoint("best.keras", save_freq="epoch").save_freq == "epoch"
    saved = keras.callbacks.ModelCheckpoint("best.keras", save_freq=2)
    network().fit(X, Y, batch_size=len(X), epochs=3, verbose=0, callbacks=[saved])
    assert saved._batches_seen_since_last_saving == 1


@pytest.mark.parametrize("padding", sorted(GONE_VALUES["border_mode"]))
def test_paddings_that_are_gone(padding: str) -> None:
    with pytest.raises(ValueError, match="padding"):
        keras.layers.Conv2D(2, 2, padding=padding)


@pytest.mark.parametrize("initializer", ["uniform", "normal", "glorot_uniform", "he_normal"])
def test_initializers_have_their_old_names(initializer: str) -> None:
    assert keras.layers.Dense(2, kernel_initializer=initializer)


def test_recurrent_layers_take_their_batch_shape_from_an_input() -> None:
    model = keras.Sequential([keras.Input(batch_shape=(2, 5, 3)), keras.layers.LSTM(2)])
    assert model.output_shape == (2, 2)


def call(method: str, **options: Any) -> Any:
    data = {"predict": (X,), "compile": ()}.get(method, (X, Y))
    return getattr(network(), method)(*data, **options)


@pytest.mark.parametrize(("method", "argument"), sorted(removed.METHOD_ARGUMENTS))
def test_models_refuse_the_old_argument(method: str, argument: str) -> None:
    with pytest.raises((TypeError, ValueError), match=argument):
        call(method, **{argument: 1})


def test_workers_belong_to_the_data() -> None:
    class Batches(keras.utils.PyDataset):
        def __len__(self) -> int:
            return 1

        def __getitem__(self, index: int) -> Any:
            return X, Y

    network().fit(Batches(workers=2, use_multiprocessing=False, max_queue_size=2), verbose=0)
    assert len(network().fit(X, Y, epochs=2, verbose=0).epoch) == 2


@pytest.mark.parametrize("method", sorted(removed.METHODS))
def test_models_have_lost_the_old_method(method: str) -> None:
    model = network()
    assert not hasattr(model, method)
    assert hasattr(model, removed.METHODS[method].split(",")[0])


@pytest.mark.parametrize("root", ["keras", "tensorflow.keras"])
@pytest.mark.parametrize("name", sorted(removed.NAMES))
def test_keras_has_lost_the_old_name(name: str, root: str) -> None:
    inside = name.removeprefix("keras.")
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module(f"{root}.{inside}")
    home: Any = keras if root == "keras" else tf.keras
    *path, last = inside.split(".")
    for part in path:
        home = getattr(home, part)
    assert not hasattr(home, last)


@pytest.mark.parametrize("name", sorted({name for name in removed.NAMES.values() if name}))
def test_the_current_name_exists(name: str) -> None:
    home: Any = keras
    for part in name.split(".")[1:]:
        home = getattr(home, part)
    assert home is not None


def test_what_lived_in_np_utils() -> None:
    assert keras.utils.to_categorical([0, 1]).tolist() == [[1.0, 0.0], [0.0, 1.0]]


@pytest.mark.parametrize("string", sorted(removed.LOSS_STRINGS))
def test_losses_under_the_old_string_fail(string: str) -> None:
    with pytest.raises(ValueError, match="Could not interpret loss"):
        network(loss=string).fit(X, Y, verbose=0)
    network(loss=removed.LOSS_STRINGS[string]).fit(X, Y, verbose=0)


@pytest.mark.parametrize("string", sorted(removed.METRIC_STRINGS))
def test_metrics_under_the_old_string_fail(string: str) -> None:
    with pytest.raises(ValueError, match="Could not interpret metric"):
        network([string]).fit(X, Y, verbose=0)
    network([removed.METRIC_STRINGS[string]]).fit(X, Y, verbose=0)


@pytest.mark.parametrize(("module", "names"), MODULES.items())
def test_what_modules_of_today_hold(module: str, names: frozenset[str]) -> None:
    for root in (keras, tf.keras):
        home = getattr(root, module.rpartition(".")[2])
        assert names <= set(dir(home))


def test_arrays_are_not_read_in_parallel_and_the_defaults_change_nothing() -> None:
    defaults = inspect.signature(keras.utils.PyDataset.__init__).parameters
    assert {name: defaults[name].default for name in READING} == READING


def test_the_shape_of_an_input_is_no_number() -> None:
    with pytest.raises(ValueError, match="Cannot convert '8' to a shape"):
        keras.Input(shape=8)
    assert keras.Input(shape=(8,)).shape == keras.Input((8,)).shape == (None, 8)
    assert removed.SHAPE_OF == "Input"


@pytest.mark.parametrize(
    "accepted",
    [
        lambda: keras.optimizers.Adam(decay=0.1),
        lambda: keras.layers.Dense(2, input_dim=3),
        lambda: keras.layers.Dense(2, input_shape=(3,)),
        lambda: keras.layers.LeakyReLU(alpha=0.1),
        lambda: keras.layers.Embedding(4, 2, input_length=5),
        lambda: keras.callbacks.ReduceLROnPlateau(epsilon=0.1),
        lambda: keras.layers.LSTM(2, implementation=2),
    ],
)
def test_what_is_old_but_still_accepted(accepted: Callable[[], Any]) -> None:
    assert accepted()


def refused(name: str, parameter: str, value: Any) -> bool:
    """Whether the estimator refuses the value when it is fitted."""
    try:
        ESTIMATORS[name](**{parameter: value}).fit(X, Y.astype(int))
    except InvalidParameterError as error:
        return f"'{parameter}' parameter" in str(error)
    return False


@pytest.mark.parametrize(("name", "parameter", "value"), sorted(scikit_learn_removed.VALUES))
def test_scikit_learn_refuses_the_old_value(name: str, parameter: str, value: str) -> None:
    assert refused(name, parameter, value)
    assert not refused(name, parameter, scikit_learn_removed.VALUES[name, parameter, value])


def scikit_learn_function(name: str) -> Callable[..., Any]:
    return getattr(sklearn.metrics, name, None) or ESTIMATORS[name]


@pytest.mark.parametrize(("name", "argument"), sorted(scikit_learn_removed.ARGUMENTS))
def test_scikit_learn_refuses_the_old_argument(name: str, argument: str) -> None:
    taker = scikit_learn_function(name)
    if (name, argument) in scikit_learn_removed.FAILS_WHEN_SCORING:
        scorer = taker(sklearn.metrics.roc_auc_score, **{argument: True})
        with pytest.raises(TypeError, match=argument):
            scorer(TREE.fit(X, Y), X, Y)
    else:
        data = () if name in ESTIMATORS else (Y, Y)
        with pytest.raises(TypeError, match=argument):
            taker(*data, **{argument: True})


@pytest.mark.parametrize(
    "name",
    sorted(name for (name, argument) in scikit_learn_removed.ARGUMENTS if "base" in argument),
)
def test_scikit_learn_takes_the_estimator_under_its_current_name(name: str) -> None:
    assert ESTIMATORS[name](estimator=TREE).estimator is TREE


def test_scores_by_their_current_spelling() -> None:
    truth, guess = np.array([0.0, 1.0, 2.0]), np.array([0.0, 1.0, 4.0])
    assert sklearn.metrics.root_mean_squared_error(truth, guess) == pytest.approx(2 / 3**0.5)
    assert sklearn.metrics.root_mean_squared_log_error(truth, guess) > 0
    for written in SCORED_BY.values():
        method = ast.literal_eval(written)
        scorer = sklearn.metrics.make_scorer(sklearn.metrics.roc_auc_score, response_method=method)
        assert 0 <= scorer(TREE.fit(X, Y), X, Y) <= 1


@pytest.mark.parametrize(("squared", "root"), ROOTS.items())
def test_the_root_of_an_error_is_a_function_of_its_own(squared: str, root: str) -> None:
    truth, guess = [1.0, 2.0], [1.0, 4.0]
    error = getattr(sklearn.metrics, squared)(truth, guess)
    assert getattr(sklearn.metrics, root.rpartition(".")[2])(truth, guess) == error**0.5


def test_without_the_old_arguments_a_scorer_predicts_and_boosting_is_the_only_one_left() -> None:
    scorer = sklearn.metrics.make_scorer(sklearn.metrics.accuracy_score)
    assert scorer._response_method == "predict"
    assert "algorithm" not in sklearn.ensemble.AdaBoostClassifier().get_params()


def test_a_search_over_a_refused_value_scores_nan_and_fails_only_if_all_do() -> None:
    forest = sklearn.ensemble.RandomForestClassifier(n_estimators=2)

    def search(values: list[Any]) -> Any:
        space = {"max_features": values}
        return sklearn.model_selection.GridSearchCV(forest, space, cv=2).fit(X, Y)

    with pytest.warns(match="fits failed"):
        scores = search(["auto", "sqrt"]).cv_results_["mean_test_score"]
    assert np.isnan(scores).tolist() == [True, False]
    with pytest.raises(ValueError, match="All the"):
        search(["auto"])
