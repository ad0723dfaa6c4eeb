"""TUN507: the best score of a search stated as the final result."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import check, lines
from tests.rules.ray_programs import marked

SK = (
    "from sklearn.model_selection import GridSearchCV, KFold, cross_val_score, train_test_split\n"
    "from sklearn.svm import SVC\ngrid = GridSearchCV(SVC(), {'C': [1, 2]})\n"
)
FIT = "grid.fit(X, y)\n"
KT = (
    "import keras_tuner as kt\ntuner = kt.RandomSearch(build, objective='val_accuracy')\n"
    "tuner.search(x_train, y_train, validation_split=0.2)\n"
)
OBJECTIVE = (
    "from sklearn.svm import SVC\n"
    "def objective(trial):\n    return SVC().fit(X, y).score(X_val, y_val)\n"
)
OP = (
    OBJECTIVE
    + "import optuna\nstudy = optuna.create_study()\nstudy.optimize(objective, n_trials=20)\n"
)
HO = OBJECTIVE + (
    "from hyperopt import Trials, fmin, hp, tpe\ntrials = Trials()\n"
    "best = fmin(objective, hp.uniform('c', 0, 1), algo=tpe.suggest, max_evals=50, trials=trials)\n"
)

FLAGGED = {
    "best_score_ is printed": (SK + FIT + "print(grid.best_score_)\n", [5]),
    "in a formatted string": (SK + FIT + "print(f'accuracy: {grid.best_score_:.3f}')\n", [5]),
    "under a name": (SK + FIT + "score = grid.best_score_ * 100\nprint('score', score)\n", [6]),
    "formatted": (SK + FIT + "print('score {}'.format(grid.best_score_))\n", [5]),
    "returned": (
        SK + "def tune(X, y):\n    grid.fit(X, y)\n    return grid.best_score_\n", [6]),
    "logged": (SK + FIT + "import logging\nlogging.info('best %s', grid.best_score_)\n", [6]),
    "best_value": (OP + "print('best', study.best_value)\n", [7]),
    "the best trial's value": (OP + "trial = study.best_trial\nprint(trial.value)\n", [8]),
    "the best trial's score": (
        KT + "print(tuner.oracle.get_best_trials(1)[0].score)\n", [4]),
    "the smallest loss": (HO + "print(min(trials.losses()))\n", [7]),
    "the best trial's loss": (HO + "print(trials.best_trial['result']['loss'])\n", [7]),
    "fun": (
        OBJECTIVE + "from skopt import gp_minimize\n"
        "res = gp_minimize(objective, [(0.0, 1.0)], n_calls=20)\n"
        "print(res.fun)\n", [6]),
}  # fmt: skip

SILENT = {
    "a test evaluation follows": SK
    + FIT
    + "print(grid.best_score_)\nprint(grid.score(X_test, y_test))\n",
    "predictions follow": SK + FIT + "print(grid.best_score_)\npredicted = grid.predict(X_test)\n",
    "the winner is evaluated": KT
    + "print(tuner.oracle.get_best_trials(1)[0].score)\n"
    + "print(tuner.get_best_models()[0].evaluate(x_test, y_test))\n",
    "handed to a function with the test data": SK
    + FIT
    + "print(grid.best_score_)\nreport(grid, X_test, y_test)\n",
    "nested cross-validation": SK + FIT + "print(grid.best_score_, cross_val_score(grid, X, y))\n",
    "outer folds": SK
    + "for train, test in KFold(5).split(X):\n    grid.fit(X[train], y[train])\n"
    + "    print(grid.best_score_)\n",
    "only the parameters": SK + FIT + "print(grid.best_params_)\n",
    "the parameters of fmin": HO + "print(best)\n",
    "inside another search's objective": OP.replace(
        "study = ",
        SK + "def objective(trial):\n    grid.fit(X, y)\n    return grid.best_score_\nstudy = ",
    ),
    "a formula": "import optuna\nstudy = optuna.create_study()\n"
    "study.optimize(lambda trial: trial.suggest_float('x', 0, 1) ** 2, n_trials=9)\n"
    "print(study.best_value)\n",
    "before the search": SK + "print(grid)\n" + FIT,
}


@pytest.mark.parametrize(("text", "expected"), FLAGGED.values(), ids=FLAGGED)
def test_flagged(text: str, expected: list[int], tmp_path: Path) -> None:
    assert lines(text, "TUN507", tmp_path) == expected


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_silent(text: str, tmp_path: Path) -> None:
    assert lines(text, "TUN507", tmp_path) == []


def test_it_is_advice(tmp_path: Path) -> None:
    (finding,) = check(FLAGGED["best_score_ is printed"][0], "TUN507", tmp_path)
    assert finding.level == "advice"


# -- Ray Tune ----------------------------------------------------------------------------------

RAY_PROGRAMS = {
    "printed": """\
results = Tuner(svm, param_space={"C": tune.grid_search([1, 2])}).fit()
print(results.get_best_result("acc", "max").metrics["acc"])  # here
""",
    "by run": """\
analysis = tune.run(svm, config={"C": tune.grid_search([1, 2])}, metric="acc", mode="max")
print(analysis.best_result)  # here
""",
    "silent: the winner is tested": """\
results = Tuner(svm, param_space={"C": tune.grid_search([1, 2])}).fit()
best = results.get_best_result("acc", "max")
print(best.metrics["acc"])
print(SVC(C=best.config["C"]).fit(x_train, y_train).score(x_test, y_test))
""",
    "silent: only the configuration": """\
results = Tuner(svm, param_space={"C": tune.grid_search([1, 2])}).fit()
print(results.get_best_result("acc", "max").config)
""",
}


@pytest.mark.parametrize("name", RAY_PROGRAMS)
def test_ray_tune(name: str, tmp_path: Path) -> None:
    text, expected = marked(RAY_PROGRAMS[name])
    assert bool(expected) != name.startswith("silent")
    assert lines(text, "TUN507", tmp_path) == expected
