"""What the reader of Keras finds in a program."""

from __future__ import annotations

from pathlib import Path

import pytest

from tunelint.files.project import Project
from tunelint.files.source import source_from_bytes
from tunelint.interpreter.program import ProgramInterpreter
from tunelint.libraries.keras import reader
from tunelint.model.program import Program
from tunelint.model.records import Records

HEAD = """
import keras
import tensorflow as tf
from tensorflow.keras.callbacks import EarlyStopping
from tensorflow.keras.layers import Dense, Input
from tensorflow.keras.models import Model, Sequential
"""


def read(text: str, root: Path) -> Records:
    project = Project(root)
    source = source_from_bytes(root / "train.py", (HEAD + text).encode())
    project.add(source)
    execution = ProgramInterpreter(project, source)
    execution.run_module()
    execution.run_entries()
    return reader.read(Program(source, project, execution.trace, Records()))


@pytest.mark.parametrize(
    ("written", "logged"),
    [
        ("['accuracy']", ["accuracy"]),
        ("['acc', 'mse']", ["acc", "mse"]),
        ("('AUC',)", ["AUC"]),
        ("['accuracy', 'accuracy']", ["accuracy", "accuracy_1"]),
        ("[tf.keras.metrics.AUC()]", ["auc"]),
        ("[keras.metrics.AUC(name='roc')]", ["roc"]),
        ("[keras.metrics.AUC(200, 'PR', 'minoring', 'pr')]", ["pr"]),
        ("[keras.metrics.AUC]", ["auc"]),
        ("[keras.metrics.FBetaScore(), keras.metrics.LogCoshError()]", ["fbeta_score", "logcosh"]),
        ("[keras.metrics.mean_squared_error]", ["mean_squared_error"]),
        ("[keras.losses.MeanSquaredError()]", ["mean_squared_error"]),
        ("{'y': ['mae']}", ["mae"]),
        ("[['mae']]", ["mae"]),
        ("['accuracy'] + ['mse']", ["accuracy", "mse"]),
        ("[f'{\"a\"}cc']", ["acc"]),
        ("[rate]", ["rate"]),
        ("[Ratio()]", ["my_ratio"]),
        ("[Plain(), Plain]", ["plain", "plain_1"]),
        ("[unknown]", [None]),
        ("[keras.metrics.AUC(name=unknown)]", [None]),
        ("[f'auc_{unknown}']", [None]),
        ("None", []),
        ("[]", []),
        ("unknown", None),
    ],
)
def test_metrics_are_named_as_keras_logs_them(
    written: str, logged: list[str] | None, tmp_path: Path
) -> None:
    text = f"""
def rate(y_true, y_pred):
    return 1.0

class Ratio(keras.metrics.Metric):
    def __init__(self, name="my_ratio", **kwargs):
        super().__init__(name=name, **kwargs)

class Plain(keras.metrics.Metric):
    pass

model = Sequential([Input((4,)), Dense(1)])
model.compile("adam", "mse", metrics={written})
"""
    (compilation,) = read(text, tmp_path).compilations
    found = compilation.metrics
    assert (None if found is None else [metric.logged for metric in found]) == logged
    assert compilation.outputs == 1
    assert compilation.loss.value == "mse"


@pytest.mark.parametrize(
    ("written", "logged"),
    [
        ("{'price': ['mae'], 'kind': 'accuracy'}", ["price_mae", "kind_accuracy"]),
        ("[['mae'], ['accuracy', 'accuracy']]", ["price_mae", "kind_accuracy", "kind_accuracy_1"]),
        ("['mae']", [None]),
    ],
)
def test_with_several_outputs_the_name_of_the_output_stands_in_front(
    written: str, logged: list[str], tmp_path: Path
) -> None:
    text = f"""
inputs = Input((4,))
hidden = Dense(8)(inputs)
outputs = [Dense(1, name="price")(hidden), Dense(3, name="kind")(hidden)]
model = Model(inputs, outputs)
model.compile(loss="mse", metrics={written})
"""
    (compilation,) = read(text, tmp_path).compilations
    assert compilation.outputs == 2
    assert [metric.logged for metric in compilation.metrics or ()] == logged


def test_metrics_know_whether_they_are_numbered_custom_and_which_way_they_go(
    tmp_path: Path,
) -> None:
    text = """
def rate(y_true, y_pred):
    return 1.0

model = Sequential()
model.compile(metrics=["accuracy", "mse", keras.metrics.AUC(), keras.metrics.F1Score(), rate])
"""
    (compilation,) = read(text, tmp_path).compilations
    metrics = compilation.metrics or ()
    assert [metric.grows for metric in metrics] == [True, False, True, True, None]
    assert [metric.numbered for metric in metrics] == [False, False, True, False, False]
    assert [metric.custom for metric in metrics] == [False, False, False, False, True]


def test_compiling_again_without_metrics_keeps_those_before(tmp_path: Path) -> None:
    text = """
model = Sequential()
model.compile("adam", "mse", metrics=["mae"])
model.compile("sgd", "mse")
"""
    _, again = read(text, tmp_path).compilations
    assert [metric.logged for metric in again.metrics or ()] == ["mae"]


def test_patterns_and_scripts_are_not_models(tmp_path: Path) -> None:
    text = """
import re
import torch
from sklearn.linear_model import Ridge
from scikeras.wrappers import KerasClassifier
pattern = re.compile("a+")
compiled = torch.compile(network)
Ridge().fit(x, y)
KerasClassifier(build).fit(x, y, epochs=3)
"""
    found = read(text, tmp_path)
    assert found.compilations == ()
    assert found.fits == ()


@pytest.mark.parametrize(
    "model",
    [
        "Sequential([Dense(1)])",
        "Model(a, b)",
        "keras.models.load_model('m.keras')",
        "tuner.hypermodel.build(hp)",
        "tuner.get_best_models(1)[0]",
        "keras.applications.ResNet50()",
        "Own()",
    ],
)
def test_fits_of_every_kind_of_model_are_read(model: str, tmp_path: Path) -> None:
    text = f"""
import keras_tuner
tuner = keras_tuner.RandomSearch(build, objective="val_loss")

class Own(keras.Model):
    pass

model = {model}
model.fit(x, y)
"""
    (fit,) = read(text, tmp_path).fits
    assert fit.epochs.value == 1
    assert fit.validation == ()


def test_the_arguments_of_a_fit(tmp_path: Path) -> None:
    text = """
model = Sequential()
stop = EarlyStopping("val_accuracy", 0, 5, restore_best_weights=True)
model.fit(x, y, 32, 50, 0, [stop], 0.0, (v, w), initial_epoch=10, steps_per_epoch=100)
"""
    (fit,) = read(text, tmp_path).fits
    assert (fit.epochs.value, fit.initial_epoch.value, fit.steps_per_epoch.value) == (50, 10, 100)
    assert len(fit.validation or ()) == 2
    assert not fit.callbacks_open
    (stop,) = fit.callbacks or ()
    assert (stop.kind, stop.monitor.value, stop.patience.value) == (
        "EarlyStopping",
        "val_accuracy",
        5,
    )
    assert (stop.mode.value, stop.restores.value) == ("auto", True)


@pytest.mark.parametrize(
    ("written", "kinds", "unseen"),
    [
        ("[EarlyStopping(), keras.callbacks.TensorBoard('logs')]", 2, False),
        ("EarlyStopping()", 1, False),
        ("None", 0, False),
        ("[EarlyStopping(), unknown]", 1, True),
        ("[EarlyStopping()] if quick else []", 1, True),
        ("[EarlyStopping(), *more]", 1, True),
        ("unknown", None, True),
    ],
)
def test_callbacks_in_a_list(written: str, kinds: int | None, unseen: bool, tmp_path: Path) -> None:
    text = f"""
model = Sequential()
model.fit(x, y, callbacks={written})
"""
    (fit,) = read(text, tmp_path).fits
    assert (None if fit.callbacks is None else len(fit.callbacks)) == kinds
    assert fit.callbacks_open is unseen


def test_what_a_fit_is_handed_by_keywords_nobody_sees_is_unknown(tmp_path: Path) -> None:
    text = """
model = Sequential()
model.fit(x, y, **options)
"""
    (fit,) = read(text, tmp_path).fits
    assert fit.epochs.values is None
    assert fit.validation is None
    assert fit.callbacks is None
