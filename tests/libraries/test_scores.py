"""What a returned or compared number measures, and which way it should go."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import programs
from tunelint.interpreter.trace import ReturnEvent
from tunelint.libraries import read as reading
from tunelint.libraries.common.score import read_score
from tunelint.model.objective import Score

HEAD = """
import numpy as np
import keras
from keras.models import Sequential
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, mean_squared_error, log_loss, make_scorer
from sklearn.model_selection import cross_val_score, cross_validate

def objective(params):
    model = Sequential()
    model.compile("adam", "mse", metrics=["accuracy"])
    history = model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=5)
    forest = RandomForestClassifier()
    forest.fit(x_train, y_train)
"""


@pytest.fixture(autouse=True)
def no_tuners(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_TUNERS", ())


def score(body: str, root: Path) -> Score:
    text = HEAD + "".join(f"    {line}\n" for line in body.splitlines()) + "\nobjective({})\n"
    (program,) = programs({"train.py": text}, root)
    (returned,) = program.trace.of(ReturnEvent)
    assert isinstance(returned, ReturnEvent)
    return read_score(returned.value, returned, program)


@pytest.mark.parametrize(
    ("body", "metric", "higher"),
    [
        ("return history.history['val_accuracy'][-1]", "accuracy", True),
        ("return -max(history.history['val_accuracy'])", "accuracy", False),
        ("return 1 - np.max(history.history['val_accuracy'])", "accuracy", False),
        ("return history.history['val_loss'][-1]", "loss", False),
        ("h = history.history\nreturn min(h['loss'])", "loss", False),
        ("best = np.array(history.history['val_loss']).min()\nreturn float(best)", "loss", False),
        ("loss, accuracy = model.evaluate(x_val, y_val)\nreturn accuracy", "accuracy", True),
        ("loss, accuracy = model.evaluate(x_val, y_val)\nreturn loss", "loss", False),
        ("return model.evaluate(x_val, y_val)[1] * -1", "accuracy", False),
        ("return model.evaluate(x_val, y_val, verbose=0)[-1]", "accuracy", True),
        ("return model.evaluate(x_val, y_val, return_dict=True)['loss']", "loss", False),
        ("return accuracy_score(y_val, forest.predict(x_val))", "accuracy", True),
        ("return -accuracy_score(y_val, forest.predict(x_val))", "accuracy", False),
        ("return np.sqrt(mean_squared_error(y_val, forest.predict(x_val)))", None, False),
        ("return mean_squared_error(y_val, forest.predict(x_val)) ** 0.5", None, False),
        ("return -(mean_squared_error(y_val, forest.predict(x_val)) ** (1 / 2))", None, True),
        ("return forest.score(x_val, y_val)", "accuracy", True),
        ("return cross_val_score(forest, x, y, cv=5).mean()", "accuracy", True),
        ("return -np.mean(cross_val_score(forest, x, y, scoring='roc_auc'))", "roc_auc", False),
        (
            "return -cross_val_score(forest, x, y, scoring='neg_mean_squared_error').mean()",
            "neg_mean_squared_error",
            False,
        ),
        (
            "return abs(cross_val_score(forest, x, y, scoring='neg_log_loss').mean())",
            "neg_log_loss",
            False,
        ),
        ("return cross_validate(forest, x, y)['test_score'].mean()", "accuracy", True),
        (
            "scores = []\nfor a, b in folds:\n    scores.append(forest.score(a, b))\n"
            "return sum(scores) / len(scores)",
            "accuracy",
            True,
        ),
        (
            "scores = [forest.score(a, b) for a, b in folds]\nreturn 1 - np.mean(scores)",
            "accuracy",
            False,
        ),
        ("return (forest.predict(x_val) == y_val).mean()", "accuracy", True),
        ("return np.mean((forest.predict(x_val) - y_val) ** 2)", "mean_squared_error", False),
        ("rmse = run(params)\nreturn rmse", "rmse", False),
        ("acc = correct / total\nreturn acc", "acc", True),
        ("return compute_f1(forest)", "compute_f1", True),
        ("return results['test-rmse-mean'].min()", "test-rmse-mean", False),
        ("return run(params)", None, None),
        ("score = run(params)\nreturn -score", None, None),
        ("return 3", None, None),
    ],
)
def test_what_is_measured_and_whether_a_larger_number_is_better(
    body: str, metric: str | None, higher: bool | None, tmp_path: Path
) -> None:
    found = score(body, tmp_path)
    assert found.better_when_higher is higher
    if metric is not None or higher is None:
        assert found.metric == metric


@pytest.mark.parametrize(
    ("body", "on_training_rows"),
    [
        ("return history.history['accuracy'][-1]", True),
        ("return history.history['val_accuracy'][-1]", False),
        ("return model.evaluate(x_train, y_train)[1]", True),
        ("return model.evaluate(x_val, y_val)[1]", False),
        ("return accuracy_score(y_train, forest.predict(x_train))", True),
        ("return accuracy_score(y_train, np.argmax(model.predict(x_train), axis=1))", True),
        ("return forest.score(x_val, y_val)", False),
    ],
)
def test_the_rows_that_are_scored_and_the_training_before(
    body: str, on_training_rows: bool, tmp_path: Path
) -> None:
    found = score(body, tmp_path)
    assert found.fit is not None
    names = [term.name for term in found.data]  # type: ignore[attr-defined]
    assert ("x_train" in names) is on_training_rows
    assert ("x_val" in names) is not on_training_rows


def test_cross_validation_scores_no_rows_that_were_fitted(tmp_path: Path) -> None:
    found = score("return cross_val_score(forest, x_train, y_train).mean()", tmp_path)
    assert found.fit is None
    assert found.data == ()


@pytest.mark.parametrize(("times", "known"), [(12, True), (30, None)])
def test_a_value_that_is_used_again_and_again_is_read_until_it_is_too_heavy(
    times: int, known: bool | None, tmp_path: Path
) -> None:
    body = "total = forest.score(x_val, y_val)\n" + "total = total + total\n" * times
    higher = score(body + "return total", tmp_path).better_when_higher
    assert higher is known
