import inspect
import threading

import keras
import numpy as np
import pytest

from tests.facts.tiny import METRIC_ARGUMENTS, logs_of, metric, network, rows
from tunelint.libraries.common.metric_direction import grows
from tunelint.libraries.keras import removed, tables
from tunelint.libraries.keras.metric_names import is_numbered, logged_name

pytestmark = pytest.mark.libraries

AGGREGATES = ("Mean", "Sum")
LOGGED_NAMES = {name: logged_name(name) for name in tables.METRICS}
WITHOUT_ARGUMENTS = sorted(set(LOGGED_NAMES) - METRIC_ARGUMENTS.keys() - set(AGGREGATES))
ALIASES = ("bce", "BCE", "mae", "MAE", "mape", "MAPE", "mse", "MSE", "msle", "MSLE")
SNAKE_CASE_EXCEPTIONS = {"FBetaScore": "f_beta_score", "LogCoshError": "log_cosh_error"}


def spellings(name: str) -> set[str]:
    """The two strings that stand for a metric class, aliases apart."""
    return {name, SNAKE_CASE_EXCEPTIONS.get(name, LOGGED_NAMES[name])}


def two_columns(metrics: list[object], loss: str = "mse") -> set[str]:
    """What a network with two outputs in one tensor logs."""
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    model.compile("sgd", loss, metrics=metrics, run_eagerly=True)
    x, _ = rows()
    return set(model.fit(x, np.eye(2)[np.arange(len(x)) % 2], verbose=0).history)


def sparse_columns(metrics: list[object]) -> set[str]:
    """What a network of two classes logs whose labels are their numbers."""
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, activation="softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=metrics, run_eagerly=True)
    return set(logs_of(model))


@pytest.fixture
def fresh_numbers() -> None:
    keras.backend.clear_session()


@pytest.mark.usefixtures("fresh_numbers")
def test_every_metric_class_has_its_logged_name() -> None:
    classes = {
        name
        for name, member in vars(keras.metrics).items()
        if isinstance(member, type) and name not in ("Metric", "MeanMetricWrapper")
    }
    assert classes == set(LOGGED_NAMES)
    assert {name: metric(name).name for name in classes} == LOGGED_NAMES


def test_the_classes_that_need_arguments() -> None:
    needing = {
        name
        for name in LOGGED_NAMES
        if any(
            parameter.default is parameter.empty
            for parameter in inspect.signature(getattr(keras.metrics, name)).parameters.values()
        )
    }
    assert needing == set(METRIC_ARGUMENTS)


def test_instances_are_logged_under_their_name() -> None:
    metrics = [metric("MeanSquaredError"), metric("RootMeanSquaredError", name="distance")]
    assert set(logs_of(network(metrics))) == {"loss", "mean_squared_error", "distance"}


def test_strings_are_logged_as_written() -> None:
    strings = {string for name in WITHOUT_ARGUMENTS for string in spellings(name)}
    strings |= {*ALIASES, "accuracy", "acc"}
    sparse = {string for string in strings if string.lower().startswith("sparse")}
    assert two_columns(sorted(strings - sparse)) == strings - sparse | {"loss"}
    assert sparse_columns(sorted(sparse)) == sparse | {"loss"}


@pytest.mark.parametrize(
    "string", sorted(string for name in AGGREGATES for string in (name, name.lower()))
)
def test_strings_of_plain_aggregates_fail(string: str) -> None:
    with pytest.raises(TypeError, match="sample_weight"):
        logs_of(network([string]))


def test_accuracy_is_understood_in_any_case() -> None:
    strings = ["acc", "ACC", "Acc", "accuracy", "ACCURACY"]
    assert set(logs_of(network(strings))) == {"loss", *strings}


@pytest.mark.parametrize("name", sorted(METRIC_ARGUMENTS))
def test_strings_of_metrics_with_arguments_fail(name: str) -> None:
    for string in spellings(name):
        with pytest.raises(TypeError, match=r"missing \d required"):
            logs_of(network([string]))


@pytest.mark.parametrize("string", ["f1", "rmse", "r2", "huber", "kld", *removed.METRIC_STRINGS])
def test_other_strings_fail(string: str) -> None:
    with pytest.raises(ValueError, match="Could not interpret metric"):
        logs_of(network([string]))


def test_the_successors_of_removed_strings_are_understood() -> None:
    successors = sorted(removed.METRIC_STRINGS.values())
    assert set(logs_of(network(successors))) == {"loss", *successors}


def test_classes_are_logged_as_instances() -> None:
    metrics = [keras.metrics.MeanSquaredError, keras.metrics.FBetaScore]
    assert two_columns(metrics) == {"loss", "mean_squared_error", "fbeta_score"}


def test_functions_are_logged_under_their_own_name() -> None:
    def closeness(y_true: object, y_pred: object) -> object:
        return keras.ops.mean(keras.ops.abs(y_true - y_pred))

    names = {name for name in tables.METRIC_FUNCTIONS if not name.startswith("sparse_")}
    functions = [
        next(getattr(home, name) for home in (keras.metrics, keras.losses) if hasattr(home, name))
        for name in sorted(names)
    ]
    assert two_columns([closeness, *functions]) == {"loss", "closeness"} | names


def test_sparse_functions_are_logged_under_their_own_name() -> None:
    names = sorted(name for name in tables.METRIC_FUNCTIONS if name.startswith("sparse_"))
    assert sparse_columns([getattr(keras.metrics, name) for name in names]) == {"loss", *names}


def test_a_repeated_name_gets_a_number() -> None:
    assert set(logs_of(network(["mae", "mae", "mse"]))) == {"loss", "mae", "mae_1", "mse"}


def test_weighted_metrics_are_logged_like_the_others() -> None:
    assert set(logs_of(network(["mae"], weighted_metrics=["mse"]))) == {"loss", "mae", "mse"}
    assert set(logs_of(network(["mae"], weighted_metrics=["mae"]))) == {
        "loss",
        "mae",
        "weighted_mae",
    }


def test_validation_names_need_validation_data() -> None:
    assert set(logs_of(network(["mae"]))) == {"loss", "mae"}
    with_data = {"loss", "mae", "val_loss", "val_mae"}
    assert set(logs_of(network(["mae"]), validation=True)) == with_data
    assert set(logs_of(network(["mae"]), validation_split=0.25)) == with_data


def test_validation_frequency_leaves_epochs_without_validation() -> None:
    history = logs_of(network(["mae"]), validation=True, epochs=4, validation_freq=2)
    assert len(history["loss"]) == 4
    assert len(history["val_loss"]) == 2


@pytest.mark.usefixtures("fresh_numbers")
def test_which_unnamed_instances_are_numbered_in_one_process() -> None:
    first = {name: metric(name).name for name in LOGGED_NAMES}
    again = {name: metric(name).name for name in LOGGED_NAMES}
    numbered = {name for name in first if again[name] == f"{first[name]}_1"}
    assert numbered == {name for name in LOGGED_NAMES if is_numbered(name)}
    assert all(again[name] == first[name] for name in set(first) - numbered)


@pytest.mark.usefixtures("fresh_numbers")
def test_a_second_model_logs_the_numbered_name() -> None:
    assert "auc" in logs_of(network([keras.metrics.AUC()]))
    assert "auc_1" in logs_of(network([keras.metrics.AUC()]))
    keras.backend.clear_session()
    assert "auc" in logs_of(network([keras.metrics.AUC()]))


def test_strings_are_never_numbered() -> None:
    for _ in range(2):
        assert "AUC" in logs_of(network(["AUC"]))


def test_metrics_as_one_string_fail() -> None:
    with pytest.raises(ValueError, match="Expected `metrics` argument"):
        keras.Sequential([keras.layers.Dense(1)]).compile("sgd", "mse", metrics="accuracy")


def two_outputs(keyed: bool) -> keras.Model:
    inputs = keras.Input((3,))
    left = keras.layers.Dense(1, name="left")(inputs)
    right = keras.layers.Dense(1, name="right")(inputs)
    model = keras.Model(inputs, {"a": left, "b": right} if keyed else [left, right])
    names = ("a", "b") if keyed else ("left", "right")
    metrics = {name: ["mae"] for name in names}
    losses = dict.fromkeys(names, "mse")
    model.compile("sgd", losses, metrics=metrics, run_eagerly=True)
    return model


@pytest.mark.parametrize(("keyed", "names"), [(False, ("left", "right")), (True, ("a", "b"))])
def test_two_outputs_put_their_names_in_front(keyed: bool, names: tuple[str, str]) -> None:
    x, y = rows()
    targets = dict(zip(names, (y, y), strict=True)) if keyed else [y, y]
    history = two_outputs(keyed).fit(x, targets, verbose=0).history
    expected = {f"{name}_{what}" for name in names for what in ("mae", "loss")}
    assert set(history) == {"loss"} | expected


BINARY = {
    "good": (np.array([[0.0], [1.0], [0.0], [1.0]]), np.array([[0.1], [0.9], [0.2], [0.8]])),
    "bad": (np.array([[0.0], [1.0], [0.0], [1.0]]), np.array([[0.9], [0.1], [0.6], [0.4]])),
}
ONE_HOT = {
    "good": (np.eye(3), np.eye(3) * 0.8 + 0.1),
    "bad": (np.eye(3), np.roll(np.eye(3), 1, axis=0) * 0.8 + 0.1),
}
SPARSE = {
    "good": (np.arange(3), np.eye(3) * 0.8 + 0.1),
    "bad": (np.arange(3), np.roll(np.eye(3), 1, axis=0) * 0.8 + 0.1),
}
COLUMN = {
    "good": (np.arange(4.0)[:, None], np.arange(4.0)[:, None] + 0.1),
    "bad": (np.arange(4.0)[:, None], 3 - np.arange(4.0)[:, None]),
}
SHAPES = {
    "Accuracy": {
        "good": (np.arange(4.0), np.arange(4.0)),
        "bad": (np.arange(4.0), np.arange(4.0)[::-1]),
    },
    "IoU": {"good": ([0, 1, 0, 1], [0, 1, 0, 1]), "bad": ([0, 1, 0, 1], [1, 0, 1, 0])},
    "MeanIoU": {"good": ([0, 1, 0, 1], [0, 1, 0, 1]), "bad": ([0, 1, 0, 1], [1, 0, 1, 0])},
    "OneHotIoU": {
        "good": (np.eye(2), np.eye(2)),
        "bad": (np.eye(2), np.eye(2)[::-1]),
    },
    "OneHotMeanIoU": {
        "good": (np.eye(2), np.eye(2)),
        "bad": (np.eye(2), np.eye(2)[::-1]),
    },
    "R2Score": COLUMN,
    "PearsonCorrelation": {
        "good": (np.arange(4.0)[None], np.arange(4.0)[None]),
        "bad": (np.arange(4.0)[None], -np.arange(4.0)[None]),
    },
    "ConcordanceCorrelation": {
        "good": (np.arange(4.0)[None], np.arange(4.0)[None]),
        "bad": (np.arange(4.0)[None], -np.arange(4.0)[None]),
    },
    "CosineSimilarity": ONE_HOT,
    "CategoricalAccuracy": ONE_HOT,
    "CategoricalCrossentropy": ONE_HOT,
    "CategoricalHinge": ONE_HOT,
    "F1Score": ONE_HOT,
    "FBetaScore": ONE_HOT,
    "KLDivergence": ONE_HOT,
    "SparseCategoricalAccuracy": SPARSE,
    "SparseCategoricalCrossentropy": SPARSE,
    "TopKCategoricalAccuracy": ONE_HOT,
    "SparseTopKCategoricalAccuracy": SPARSE,
}


@pytest.mark.parametrize("name", sorted(set(LOGGED_NAMES) - set(AGGREGATES)))
def test_a_better_prediction_moves_the_metric_in_the_direction_of_its_name(name: str) -> None:
    def value(which: str) -> float:
        measured = metric(name, **({"k": 1} if "TopK" in name else {}))
        truth, predicted = SHAPES.get(name, BINARY)[which]
        measured.update_state(np.asarray(truth), np.asarray(predicted, "float32"))
        return float(np.mean(measured.result()))

    grew = value("good") > value("bad")
    assert grows(name) is grows(LOGGED_NAMES[name]) is grew
    assert grows(f"val_{LOGGED_NAMES[name]}") is grew


def test_the_numbers_start_again_in_another_thread_and_with_a_new_session() -> None:
    keras.backend.clear_session()
    names = [keras.metrics.AUC().name, keras.metrics.AUC().name]
    thread = threading.Thread(target=lambda: names.append(keras.metrics.AUC().name))
    thread.start()
    thread.join()
    keras.backend.clear_session()
    names.append(keras.metrics.AUC().name)
    assert names == ["auc", "auc_1", "auc", "auc"]
