"""Data, networks and searches that are as small as they can be."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import keras
import keras_tuner as kt
import numpy as np

FEATURES = 3

# What the metrics of Keras that need arguments are built with.
METRIC_ARGUMENTS: Mapping[str, Mapping[str, Any]] = {
    "IoU": {"num_classes": 2, "target_class_ids": [1]},
    "MeanIoU": {"num_classes": 2},
    "OneHotIoU": {"num_classes": 2, "target_class_ids": [1]},
    "OneHotMeanIoU": {"num_classes": 2},
    "PrecisionAtRecall": {"recall": 0.5},
    "RecallAtPrecision": {"precision": 0.75},
    "SensitivityAtSpecificity": {"specificity": 0.5},
    "SpecificityAtSensitivity": {"sensitivity": 0.5},
}


def rows(count: int = 16, labels: int = 2) -> tuple[np.ndarray, np.ndarray]:
    """Features of shape (count, 3) and labels of shape (count,), the same every time."""
    rng = np.random.default_rng(5)
    x = rng.normal(size=(count, FEATURES)).astype("float32")
    y = (np.arange(count) % labels).astype("float32")
    return x, y


def network(metrics: Iterable[Any] | None = None, loss: Any = "mse", **options: Any) -> Any:
    """A compiled network of one neuron that takes `rows()`."""
    model = keras.Sequential([keras.Input((FEATURES,)), keras.layers.Dense(1)])
    options.setdefault("optimizer", "sgd")
    options.setdefault("run_eagerly", True)
    model.compile(loss=loss, metrics=None if metrics is None else list(metrics), **options)
    return model


def one_number(hp: kt.HyperParameters) -> None:
    """A search space of one real number, for oracles that are only asked for proposals."""
    hp.Float("x", 0.0, 1.0)


def propose(oracle: kt.Oracle, score: Callable[[int], float] | None = None, count: int = 3) -> list:
    """The oracle's first `count` proposals; each is finished with `score(number)`."""
    proposals = []
    for number in range(count):
        trial = oracle.create_trial("tuner0")
        if trial.status != "RUNNING":
            break
        proposals.append(dict(trial.hyperparameters.values))
        oracle.update_trial(trial.trial_id, {oracle.objective.name: score(number) if score else 0})
        trial.status = "COMPLETED"
        oracle.end_trial(trial)
    return proposals


def tuner(
    kind: type = kt.RandomSearch,
    build: Callable[[kt.HyperParameters], Any] = one_number,
    **arguments: Any,
) -> Any:
    """A tuner in a project of its own, unless `project_name` is given."""
    tuner.number += 1
    arguments.setdefault("project_name", f"project{tuner.number}")
    arguments.setdefault("objective", kt.Objective("score", "min"))
    return kind(build, **arguments)


tuner.number = 0


def metric(kind: str, **options: Any) -> keras.metrics.Metric:
    """An instance of a metric class."""
    return getattr(keras.metrics, kind)(**METRIC_ARGUMENTS.get(kind, {}), **options)


def logs_of(model: Any, validation: bool = False, **options: Any) -> Mapping[str, list[float]]:
    """What one epoch on `rows()` logs."""
    x, y = rows()
    options.setdefault("epochs", 1)
    data = {"validation_data": (x, y)} if validation else {}
    return model.fit(x, y, verbose=0, **data, **options).history
