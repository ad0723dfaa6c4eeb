"""Keras Tuner's `SklearnTuner`: an oracle's proposals, scikit-learn's folds and scores."""

from __future__ import annotations

from tests.rules.programs import check_coded_programs, marked

HEAD = """\
import keras_tuner as kt
import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import accuracy_score, make_scorer, mean_squared_error
from sklearn.model_selection import KFold, train_test_split

x_train, x_test, y_train, y_test = train_test_split(x, y, random_state=20)

"""
SEEDED = "RandomForestClassifier(hp.Int('trees', 10, 30, step=10), random_state=1)"


def program(
    estimator: str = SEEDED,
    oracle: str = "kt.oracles.RandomSearchOracle",
    objective: str = "kt.Objective('score', 'max')",
    rest: str = "max_trials=4, seed=20",
    more: str = "cv=KFold(3)",
    search: str = "x_train, y_train",
) -> str:
    """A tuner of an estimator, and its search."""
    return (
        f"{HEAD}def build(hp):\n    return {estimator}\n"
        f"tuner = kt.SklearnTuner(\n    {oracle}({rest},\n        objective={objective}),\n"
        f"    build,\n    {more},\n    overwrite=True)\ntuner.search({search})\n"
        "print(tuner.get_best_models()[0].score(x_test, y_test))\n"
    )


BAYESIAN = "kt.oracles.BayesianOptimizationOracle"
DRAWING = "RandomForestClassifier(hp.Int('trees', 10, 30))"

FLAGGED = {
    "TUN101: an unseeded oracle": marked(
        program(rest="max_trials=4"),
        {"tuner = kt.": "# TUN101: SklearnTuner is not seeded (RandomSearchOracle has no seed="},
    ),
    "TUN102: a zero seed": marked(
        program(rest="max_trials=4, seed=0"),
        {"kt.oracles.": '# TUN102: seed=0 is ignored: Keras Tuner treats 0 as "no seed"'},
    ),
    "TUN103: NumPy's generator for the oracle": marked(
        program(rest="max_trials=4").replace("def build", "np.random.seed(1)\ndef build"),
        {"tuner = kt.": "# TUN103: np.random.seed does not seed this search"},
    ),
    "TUN105: an estimator that draws": marked(
        program(DRAWING),
        {"tuner = kt.": "# TUN105: the search is seeded, but RandomForestClassifier"},
    ),
    "TUN106: unseeded folds": marked(
        program(more="cv=KFold(3, shuffle=True)"),
        {"cv=KFold(": "# TUN106: this KFold is not seeded: every run compares"},
    ),
    "TUN202: all rows": marked(
        program(search="x, y"),
        {"tuner.search(": "# TUN202: the search cross-validates on the test set too (x_test)"},
    ),
    "TUN202: the test set": marked(
        program(search="X=x_test, y=y_test"),
        {"tuner.search(": "# TUN202: the search is fitted on the test set (x_test)"},
    ),
    "TUN301: a name of Keras": marked(
        program(objective="'val_accuracy'"),
        {
            "objective=": "# TUN301: objective 'val_accuracy' is never logged (SklearnTuner logs 'score'): the first trial ends the search with ValueError"
        },
    ),
    "TUN301: a name without validation": marked(
        program(objective="kt.Objective('accuracy', 'max')"),
        {
            "objective=": "# TUN301: objective 'accuracy' is never logged (SklearnTuner logs 'score')"
        },
    ),
    "TUN304: the estimators' score minimised": marked(
        program(objective="kt.Objective('score', 'min')"),
        {"objective=": "# TUN304: the search minimises the estimators' own score"},
    ),
    "TUN304: an error maximised": marked(
        program("Ridge(hp.Float('a', 1, 9))", more="scoring=make_scorer(mean_squared_error)"),
        {"objective=": "# TUN304: the search maximises mean_squared_error"},
    ),
    "TUN304: a turned error minimised": marked(
        program(
            "Ridge(hp.Float('a', 1, 9))",
            objective="kt.Objective('score', 'min')",
            more="scoring=make_scorer(mean_squared_error, greater_is_better=False)",
        ),
        {"objective=": "# TUN304: the search minimises mean_squared_error with its sign turned"},
    ),
    "TUN305: the score as a string": marked(
        program(objective="'score'"),
        {"objective=": "# TUN305: Keras Tuner cannot tell whether to maximise or minimise 'score'"},
    ),
    "TUN407: a start-up only": marked(
        program(oracle=BAYESIAN, rest="max_trials=3, seed=1"),
        {"tuner = kt.": "# TUN407: the search runs 3 trials, but at least the first 3 are random"},
    ),
    "TUN410: epochs": marked(
        program(search="x_train, y_train, epochs=9"),
        {"tuner.search(": "# TUN410: SklearnTuner.search does not accept epochs="},
    ),
    "TUN410: executions": marked(
        program(more="executions_per_trial=3"),
        {"executions_per_trial=": "# TUN410: SklearnTuner does not accept executions_per_trial="},
    ),
    "TUN410: a number of folds": marked(
        program(more="cv=5"), {"cv=5,": "# TUN410: SklearnTuner does not accept cv=5"}
    ),
    "TUN410: a scorer's name": marked(
        program(more="scoring='accuracy'"),
        {"scoring=": "# TUN410: SklearnTuner does not accept scoring='accuracy'"},
    ),
    "TUN502: searched twice": marked(
        program() + "tuner.search(x_train, y_train)\n",
        {"tuner.": "# TUN502: the second search() runs nothing"},
    ),
    "TUN504: an old name": marked(
        program().replace("kt.SklearnTuner", "kt.tuners.Sklearn"),
        {"tuner = kt.": "# TUN504: keras_tuner.tuners.Sklearn no longer exists"},
    ),
    "TUN505: a project left behind": marked(
        program().replace(",\n    overwrite=True", ""),
        {"tuner = kt.": "# TUN505: SklearnTuner stores its trials in ./untitled_project"},
    ),
    "TUN509: a removed option": marked(
        program("RandomForestClassifier(max_features='auto', random_state=1)"),
        {"return": "# TUN509: RandomForestClassifier no longer accepts max_features='auto'"},
    ),
    "TUN604: an inverse regularisation drawn linearly": marked(
        program("LogisticRegression(C=hp.Float('C', 1e-4, 1e2))"),
        {"return": "# TUN604: 'C' is drawn on a linear scale from 0.0001 to 100"},
    ),
    "TUN606: a step past the maximum": marked(
        program("RandomForestClassifier(hp.Int('trees', 10, 35, step=10), random_state=1)"),
        {"return": "# TUN606: 'trees' never reaches its maximum of 35: hp.Int draws 10, 20"},
    ),
    "TUN610: a mixed choice": marked(
        program("RandomForestClassifier(max_features=hp.Choice('f', ['sqrt', 0.5]))"),
        {"return": "# TUN610: 'f' mixes str and float: hp.Choice takes one type"},
    ),
}

SILENT = {
    "TUN105: NumPy's generator for the estimator": program(DRAWING).replace(
        "def build", "np.random.seed(1)\ndef build"
    ),
    "TUN106: its own folds are seeded": program(more="cv=None"),
    "TUN202: the training part": program(),
    "TUN303: an objective of scikit-learn": program(),
    "TUN301: a metric beside the score": program(
        objective="kt.Objective('accuracy_score', 'max')", more="metrics=[accuracy_score]"
    ),
    "TUN303: a metric beside the score is no training metric": program(
        objective="kt.Objective('accuracy_score', 'max')", more="metrics=accuracy_score"
    ),
    "TUN301: metrics that cannot be read": program(
        objective="kt.Objective('f1', 'max')", more="metrics=read_metrics()"
    ),
    "TUN304: an error with its sign turned": program(
        "Ridge(hp.Float('a', 1, 9))",
        more="scoring=make_scorer(mean_squared_error, greater_is_better=False)",
    ),
    "TUN304: an error minimised": program(
        "Ridge(hp.Float('a', 1, 9))",
        objective="kt.Objective('score', 'min')",
        more="scoring=make_scorer(mean_squared_error)",
    ),
    "TUN304: an estimator of the project's own": program(
        "make(hp)", objective="kt.Objective('score', 'min')"
    ),
    "TUN402: no epochs to compare": program(),
    "TUN108: one training for each fold": program(),
    "TUN410: a splitter that cannot be read": program(more="cv=splitter()"),
    "TUN410: folds by hand": program(more="cv=None"),
}


test_programs = check_coded_programs(FLAGGED, SILENT)
