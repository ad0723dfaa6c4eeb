"""Keras Tuner's `SklearnTuner`: an oracle's proposals, scikit-learn's folds and scores."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import check, lines

HEAD = """\
import keras_tuner as kt
import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import accuracy_score, make_scorer, mean_squared_error
from sklearn.model_selection import KFold, train_test_split

x_train, x_test, y_train, y_test = train_test_split(x, y, random_state=20)

"""
FIRST = HEAD.count("\n") + 3
SEEDED = "RandomForestClassifier(hp.Int('trees', 10, 30, step=10), random_state=1)"


def program(
    estimator: str = SEEDED,
    oracle: str = "kt.oracles.RandomSearchOracle",
    objective: str = "kt.Objective('score', 'max')",
    rest: str = "max_trials=4, seed=20",
    more: str = "cv=KFold(3)",
    search: str = "x_train, y_train",
) -> str:
    """A program whose tuner is built from the line `FIRST` on, its search six lines below."""
    return (
        f"{HEAD}def build(hp):\n    return {estimator}\n"
        f"tuner = kt.SklearnTuner(\n    {oracle}({rest},\n        objective={objective}),\n"
        f"    build,\n    {more},\n    overwrite=True)\ntuner.search({search})\n"
        "print(tuner.get_best_models()[0].score(x_test, y_test))\n"
    )


BUILT, ORACLE, OBJECTIVE, MORE, SEARCH = FIRST, FIRST + 1, FIRST + 2, FIRST + 4, FIRST + 6
BUILDER = FIRST - 1
BAYESIAN = "kt.oracles.BayesianOptimizationOracle"
DRAWING = "RandomForestClassifier(hp.Int('trees', 10, 30))"

FLAGGED = {
    "an unseeded oracle": ("TUN101", program(rest="max_trials=4"), BUILT),
    "a zero seed": ("TUN102", program(rest="max_trials=4, seed=0"), ORACLE),
    "NumPy's generator for the oracle": (
        "TUN103",
        program(rest="max_trials=4").replace("def build", "np.random.seed(1)\ndef build"),
        BUILT + 1,
    ),
    "an estimator that draws": ("TUN105", program(DRAWING), BUILT),
    "unseeded folds": ("TUN106", program(more="cv=KFold(3, shuffle=True)"), MORE),
    "all rows": ("TUN202", program(search="x, y"), SEARCH),
    "the test set": ("TUN202", program(search="X=x_test, y=y_test"), SEARCH),
    "a name of Keras": ("TUN301", program(objective="'val_accuracy'"), OBJECTIVE),
    "a name without validation": (
        "TUN301",
        program(objective="kt.Objective('accuracy', 'max')"),
        OBJECTIVE,
    ),
    "the estimators' score minimised": (
        "TUN304",
        program(objective="kt.Objective('score', 'min')"),
        OBJECTIVE,
    ),
    "an error maximised": (
        "TUN304",
        program("Ridge(hp.Float('a', 1, 9))", more="scoring=make_scorer(mean_squared_error)"),
        OBJECTIVE,
    ),
    "a turned error minimised": (
        "TUN304",
        program(
            "Ridge(hp.Float('a', 1, 9))",
            objective="kt.Objective('score', 'min')",
            more="scoring=make_scorer(mean_squared_error, greater_is_better=False)",
        ),
        OBJECTIVE,
    ),
    "the score as a string": ("TUN305", program(objective="'score'"), OBJECTIVE),
    "a start-up only": ("TUN407", program(oracle=BAYESIAN, rest="max_trials=3, seed=1"), BUILT),
    "epochs": ("TUN410", program(search="x_train, y_train, epochs=9"), SEARCH),
    "executions": ("TUN410", program(more="executions_per_trial=3"), MORE),
    "a number of folds": ("TUN410", program(more="cv=5"), MORE),
    "a scorer's name": ("TUN410", program(more="scoring='accuracy'"), MORE),
    "searched twice": (
        "TUN502",
        program() + "tuner.search(x_train, y_train)\n",
        SEARCH + 2,
    ),
    "an old name": (
        "TUN504",
        program().replace("kt.SklearnTuner", "kt.tuners.Sklearn"),
        BUILT,
    ),
    "a project left behind": ("TUN505", program().replace(",\n    overwrite=True", ""), BUILT),
    "a removed option": (
        "TUN509",
        program("RandomForestClassifier(max_features='auto', random_state=1)"),
        BUILDER,
    ),
    "an inverse regularisation drawn linearly": (
        "TUN604",
        program("LogisticRegression(C=hp.Float('C', 1e-4, 1e2))"),
        BUILDER,
    ),
    "a step past the maximum": (
        "TUN606",
        program("RandomForestClassifier(hp.Int('trees', 10, 35, step=10), random_state=1)"),
        BUILDER,
    ),
    "a mixed choice": (
        "TUN610",
        program("RandomForestClassifier(max_features=hp.Choice('f', ['sqrt', 0.5]))"),
        BUILDER,
    ),
}

SILENT = {
    "NumPy's generator for the estimator": (
        "TUN105",
        program(DRAWING).replace("def build", "np.random.seed(1)\ndef build"),
    ),
    "its own folds are seeded": ("TUN106", program(more="cv=None")),
    "the training part": ("TUN202", program()),
    "an objective of scikit-learn": ("TUN303", program()),
    "a metric beside the score": (
        "TUN301",
        program(objective="kt.Objective('accuracy_score', 'max')", more="metrics=[accuracy_score]"),
    ),
    "a metric beside the score is no training metric": (
        "TUN303",
        program(objective="kt.Objective('accuracy_score', 'max')", more="metrics=accuracy_score"),
    ),
    "metrics that cannot be read": (
        "TUN301",
        program(objective="kt.Objective('f1', 'max')", more="metrics=read_metrics()"),
    ),
    "an error with its sign turned": (
        "TUN304",
        program(
            "Ridge(hp.Float('a', 1, 9))",
            more="scoring=make_scorer(mean_squared_error, greater_is_better=False)",
        ),
    ),
    "an error minimised": (
        "TUN304",
        program(
            "Ridge(hp.Float('a', 1, 9))",
            objective="kt.Objective('score', 'min')",
            more="scoring=make_scorer(mean_squared_error)",
        ),
    ),
    "an estimator of the project's own": (
        "TUN304",
        program("make(hp)", objective="kt.Objective('score', 'min')"),
    ),
    "no epochs to compare": ("TUN402", program()),
    "one training for each fold": ("TUN108", program()),
    "a splitter that cannot be read": ("TUN410", program(more="cv=splitter()")),
    "folds by hand": ("TUN410", program(more="cv=None")),
}


@pytest.mark.parametrize("name", FLAGGED)
def test_flags(name: str, tmp_path: Path) -> None:
    code, text, line = FLAGGED[name]
    assert lines(text, code, tmp_path) == [line]


@pytest.mark.parametrize("name", SILENT)
def test_stays_silent(name: str, tmp_path: Path) -> None:
    code, text = SILENT[name]
    assert lines(text, code, tmp_path) == []


def test_it_says_what_is_logged(tmp_path: Path) -> None:
    (found,) = check(FLAGGED["a name of Keras"][1], "TUN301", tmp_path)
    assert "(SklearnTuner logs 'score'): the first trial ends the search" in found.message
