"""Budgets and epochs that only a test suite gives to a search of the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import check
from tunelint.files.project import find_project
from tunelint.files.source import source_from_bytes
from tunelint.libraries.common.test_suites import is_test

STUDY = """\
import optuna
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score


class Tuned:
    def __init__(self, n_trials{default}):
        self.n_trials = n_trials

    def fit(self, x, y):
        def objective(trial):
            c = trial.suggest_float("C", 1e-3, 10, log=True)
            return cross_val_score(LogisticRegression(C=c), x, y).mean()

        study = optuna.create_study(direction="maximize")
        study.optimize(objective, n_trials=self.n_trials)
"""
TUNER = """\
import keras
import keras_tuner as kt


def search(build, x, y, epochs{default}, patience=3):
    stop = keras.callbacks.EarlyStopping(patience=patience)
    tuner = kt.RandomSearch(build, objective="val_loss", max_trials=9, seed=1)
    tuner.search(x, y, epochs=epochs, validation_split=0.1, callbacks=[stop])
    best = tuner.get_best_models()[0]
    best.fit(x, y, epochs=30)
"""
FIT = "from package.study import Tuned\n\ndef {name}():\n    Tuned({n}).fit(x, y)\n"
SEARCH = "from package.tuner import search\n\ndef {name}():\n    search(build, x, y, {n})\n"


def found(files: dict[str, str], code: str) -> list[tuple[str, int]]:
    return [(each.file, each.line) for each in check(files, code)]


@pytest.mark.parametrize("default", ["", "=50"])
def test_a_small_budget_of_a_test_is_its_own(default: str) -> None:
    files = {
        "package/study.py": STUDY.format(default=default),
        "tests/test_study.py": FIT.format(name="test_fit", n=2),
    }
    assert found(files, "TUN407") == []


def test_what_users_run_is_judged_beside_the_tests() -> None:
    files = {
        "package/study.py": STUDY.format(default="=50"),
        "tests/test_study.py": FIT.format(name="test_fit", n=2),
        "run.py": FIT.format(name="main", n=5),
    }
    assert found(files, "TUN407") == [("package/study.py", 15)]


def test_a_small_default_is_judged_though_tests_give_another_budget() -> None:
    files = {
        "package/study.py": STUDY.format(default="=8"),
        "tests/test_study.py": FIT.format(name="test_fit", n=90),
    }
    assert found(files, "TUN407") == [("package/study.py", 15)]


def test_a_search_in_a_test_is_judged() -> None:
    files = {"tests/test_study.py": STUDY.format(default="=8")}
    assert found(files, "TUN407") == [("tests/test_study.py", 15)]


@pytest.mark.parametrize(
    ("path", "text", "inside"),
    [
        ("tests/unit/search.py", "x = 1\n", True),
        ("package/tests/search.py", "x = 1\n", True),
        ("package/search.py", "def test():\n    pass\n", False),
        ("tests.py", "x = 1\n", False),
        ("package/search_test.py", "def test_search():\n    pass\n", True),
        ("test_search.py", "class TestSearch:\n    def test_it(self):\n        pass\n", True),
        ("test_search.py", "study.optimize(objective)\n", False),
    ],
)
@pytest.mark.parametrize("marker", ["pyproject.toml", None])
def test_what_is_a_test(
    path: str, text: str, inside: bool, marker: str | None, tmp_path: Path
) -> None:
    file = tmp_path / path
    file.parent.mkdir(parents=True, exist_ok=True)
    if marker is not None:
        (tmp_path / marker).touch()
    source = source_from_bytes(file, text.encode())
    assert is_test(source, find_project(file)) is inside


def test_a_test_beside_what_it_tests_trains_as_little_as_it_can() -> None:
    files = {
        "package/tuner.py": TUNER.format(default=""),
        "package/tuner_test.py": SEARCH.format(name="test_search", n=1),
        "package/own_test.py": TUNER.format(default="=1")
        + "\n\ndef test_it():\n    search(b, x, y)\n",
    }
    assert found(files, "TUN402") == []


@pytest.mark.parametrize("code", ["TUN401", "TUN402", "TUN404"])
def test_epochs_of_a_test_are_its_own(code: str) -> None:
    files = {
        "package/tuner.py": TUNER.format(default=""),
        "tests/unit/test_tuner.py": SEARCH.format(name="test_search", n=1),
    }
    assert found(files, code) == []


@pytest.mark.parametrize(("code", "line"), [("TUN401", 8), ("TUN402", 8), ("TUN404", 6)])
def test_epochs_that_users_give_are_judged(code: str, line: int) -> None:
    files = {
        "package/tuner.py": TUNER.format(default=""),
        "tests/unit/test_tuner.py": SEARCH.format(name="test_search", n=90),
        "run.py": SEARCH.format(name="main", n=2),
    }
    assert found(files, code) == [("package/tuner.py", line)]
