"""No safe fix writes a fixed seed where its object, or the code around it, is used repeatedly."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixing import added, below

SVC = """
    import numpy as np
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.model_selection import GridSearchCV, KFold, RandomizedSearchCV, cross_val_score
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import SVC

"""
STUDY = """
    import optuna


    def objective(trial):
        return score(trial.suggest_float("x", 0, 1))


"""
TUNED = "study = optuna.create_study()\n    study.optimize(objective, n_trials=30)"
SEEDED = "study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=42))"


USED_AGAIN = {
    "a splitter, by the searches of a loop": (
        "TUN106",
        """
cv = KFold(5, shuffle=True)
for repeat in range(10):
    GridSearchCV(SVC(), {"C": [1, 9]}, cv=cv).fit(x, y)
""",
    ),
    "a splitter, by a function that is called in a loop": (
        "TUN106",
        """
CV = KFold(5, shuffle=True)


def once():
    return GridSearchCV(SVC(), {"C": [1, 9]}, cv=CV).fit(x, y).best_score_


print(np.std([once() for _ in range(20)]))
""",
    ),
    "a splitter, by the studies of a loop": (
        "TUN106",
        """
import optuna

inner = KFold(3, shuffle=True)


def objective(trial):
    return cross_val_score(SVC(C=trial.suggest_float("C", 1, 9)), x, y, cv=inner).mean()


for seed in range(5):
    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed))
    study.optimize(objective, n_trials=30)
""",
    ),
    "an estimator": (
        "TUN105",
        """
model = RandomForestClassifier()
for repeat in range(10):
    RandomizedSearchCV(model, {"max_depth": range(1, 50)}, random_state=repeat).fit(x, y)
""",
    ),
    "an estimator, in a pipeline": (
        "TUN105",
        """
model = make_pipeline(RandomForestClassifier())
spaces = {"randomforestclassifier__max_depth": range(1, 50)}
for repeat in range(10):
    RandomizedSearchCV(model, spaces, random_state=repeat).fit(x, y)
""",
    ),
    "the search itself": (
        "TUN101",
        """
search = RandomizedSearchCV(SVC(), {"C": range(1, 99)})
for repeat in range(10):
    search.fit(x, y)
""",
    ),
}


@pytest.mark.parametrize(("code", "text"), USED_AGAIN.values(), ids=USED_AGAIN)
def test_what_is_used_repeatedly_gets_no_fixed_seed(code: str, text: str, tmp_path: Path) -> None:
    files = {"train.py": below(SVC, text)}

    assert added(files, tmp_path, "--select", code, "--unsafe-fixes") == []


USED_ONCE = {
    "a splitter of one search": (
        "TUN106",
        """
cv = KFold(5, shuffle=True)
search = GridSearchCV(SVC(), {"C": [1, 9]}, cv=cv).fit(x, y)
for rank in range(3):
    print(rank, search.cv_results_["params"][rank])
""",
        ["cv = KFold(5, shuffle=True, random_state=42)"],
    ),
    "a splitter of all trials": (
        "TUN106",
        """
import optuna

inner = KFold(3, shuffle=True)


def objective(trial):
    return cross_val_score(SVC(C=trial.suggest_float("C", 1, 9)), x, y, cv=inner).mean()


study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=3))
study.optimize(objective, n_trials=30)
""",
        ["inner = KFold(3, shuffle=True, random_state=42)"],
    ),
    "each of several estimators": (
        "TUN105",
        """
models = {
    "few": RandomForestClassifier(max_features=1),
    "many": RandomForestClassifier(max_features=9),
}
for name, model in models.items():
    RandomizedSearchCV(model, {"max_depth": range(1, 50)}, random_state=3).fit(x, y)
""",
        [
            '"few": RandomForestClassifier(max_features=1, random_state=3),',
            '"many": RandomForestClassifier(max_features=9, random_state=3),',
        ],
    ),
    "a search whose winner is asked often": (
        "TUN101",
        """
search = RandomizedSearchCV(SVC(), {"C": range(1, 99)}).fit(x, y)
for rows in parts:
    print(search.predict(rows))
""",
        ['search = RandomizedSearchCV(SVC(), {"C": range(1, 99)}, random_state=42).fit(x, y)'],
    ),
}


@pytest.mark.parametrize(("code", "text", "written"), USED_ONCE.values(), ids=USED_ONCE)
def test_what_is_used_once_gets_a_seed(
    code: str, text: str, written: list[str], tmp_path: Path
) -> None:
    assert added({"train.py": below(SVC, text)}, tmp_path, "--select", code) == written


CALLED_UNSEEN = {
    "by Python's own protocols": f"""
class Runs:
    def __next__(self):
        {TUNED.replace("    ", "        ")}
        return study.best_value
""",
    "by its name": f"""
def tune():
    {TUNED}


for _ in range(10):
    globals()["tune"]()
""",
    "before every test": f"""
import unittest


class TestTuning(unittest.TestCase):
    def setUp(self):
        {TUNED.replace("    ", "        ")}
""",
    "by a test of repeats": f"""
import pytest


@pytest.mark.parametrize("repeat", range(5))
class TestTuning:
    def test_it(self, repeat):
        {TUNED.replace("    ", "        ")}
""",
    "by a queue of tasks": f"""
from celery import shared_task


@shared_task
def tune():
    {TUNED}
""",
    "by a server": f"""
from flask import Flask

app = Flask(__name__)


@app.route("/tune")
def tune():
    {TUNED}
""",
    "once for each run": f"""
import sys


def main(run):
    {TUNED}


main(int(sys.argv[1]))
""",
}


@pytest.mark.parametrize("text", CALLED_UNSEEN.values(), ids=CALLED_UNSEEN)
def test_what_may_be_called_unseen_gets_no_fixed_seed(text: str, tmp_path: Path) -> None:
    assert added({"train.py": below(STUDY, text)}, tmp_path, "--select", "TUN101") == []


CALLED_ONCE = {
    "from the command line": f"""
import click


@click.command()
def main():
    {TUNED}


main()
""",
    "as a test": f"""
import pytest


@pytest.mark.slow
def test_it():
    {TUNED}
""",
    "as the object is made": f"""
class Tuning:
    def __init__(self):
        {TUNED.replace("    ", "        ")}
""",
}


@pytest.mark.parametrize("text", CALLED_ONCE.values(), ids=CALLED_ONCE)
def test_what_is_called_once_gets_a_seed(text: str, tmp_path: Path) -> None:
    assert added({"train.py": below(STUDY, text)}, tmp_path, "--select", "TUN101") == [SEEDED]


HELPER = below(STUDY, f"def tune():\n    {TUNED}\n    return study.best_value\n\n\n")
GUARDED = HELPER + '    if __name__ == "__main__":\n        print(tune())\n'
REPEATING = "from helper import tune\n\nprint([tune() for _ in range(20)])\n"


@pytest.mark.parametrize("helper", [HELPER, GUARDED], ids=["module", "script"])
@pytest.mark.parametrize("paths", [(), ("helper.py",)], ids=["all files", "the one file"])
def test_what_another_file_repeats_gets_no_fixed_seed(
    helper: str, paths: tuple[str, ...], tmp_path: Path
) -> None:
    files = {"helper.py": helper, "repeat.py": REPEATING, "tunelint.toml": ""}

    assert added(files, tmp_path, "--select", "TUN101", paths=paths) == []


@pytest.mark.parametrize(
    "other",
    ["import helpers\n\ntune = 3\n", "from helper import objective\n", "print('tune')\n"],
    ids=["another module", "another name", "no import"],
)
def test_what_no_other_file_calls_gets_a_seed(other: str, tmp_path: Path) -> None:
    files = {"helper.py": GUARDED, "other.py": other, "tunelint.toml": ""}

    assert added(files, tmp_path, "--select", "TUN101") == [SEEDED]


def test_a_notebook_may_call_it_as_well(tmp_path: Path) -> None:
    cell = '{"cell_type": "code", "source": ["from helper import tune\\n", "tune()"]}'
    files = {"helper.py": GUARDED, "repeat.ipynb": f'{{"cells": [{cell}], "nbformat": 4}}'}

    assert added(files, tmp_path, "--select", "TUN101", paths=("helper.py",)) == []


def test_two_searches_that_are_the_same_get_no_fixed_seed(tmp_path: Path) -> None:
    text = below(STUDY, "".join(f"{name} = {TUNED_BY.format(name)}" for name in ("a", "b")))

    assert added({"train.py": text}, tmp_path, "--select", "TUN101", "--unsafe-fixes") == []


def test_searches_that_are_compared_get_a_seed(tmp_path: Path) -> None:
    text = below(
        STUDY,
        "one = optuna.create_study()\none.optimize(objective, n_trials=30)\n"
        "other = optuna.create_study(direction='maximize')\n"
        "other.optimize(objective, n_trials=30)\n",
    )

    sampler = "sampler=optuna.samplers.TPESampler(seed=42)"
    assert added({"train.py": text}, tmp_path, "--select", "TUN101") == [
        f"one = optuna.create_study({sampler})",
        f"other = optuna.create_study(direction='maximize', {sampler})",
    ]


TUNED_BY = 'optuna.create_study(study_name="{0}")\n{0}.optimize(objective, n_trials=30)\n'
