"""TUN507: the best score of a search stated as the final result."""

from __future__ import annotations

from tests.rules import ray_programs
from tests.rules.programs import check_programs

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
    "best_score_ is printed": SK + FIT + "print(grid.best_score_)  # TUN507: the best score of the grid is given as the result, and no held-out rows are evaluated: the best of many scores is too good\n",
    "in a formatted string": SK + FIT + "print(f'accuracy: {grid.best_score_:.3f}')  # TUN507: the best score of the grid is given as the result\n",
    "under a name": SK + FIT + "score = grid.best_score_ * 100\nprint('score', score)  # TUN507: the best score of the grid is given as the result\n",
    "formatted": SK + FIT + "print('score {}'.format(grid.best_score_))  # TUN507: the best score of the grid is given as the result\n",
    "returned": SK + "def tune(X, y):\n    grid.fit(X, y)\n    return grid.best_score_  # TUN507: the best score of the grid is given as the result\n",
    "logged": SK + FIT + "import logging\nlogging.info('best %s', grid.best_score_)  # TUN507: the best score of the grid is given as the result\n",
    "best_value": OP + "print('best', study.best_value)  # TUN507: the best score of the study is given as the result\n",
    "the best trial's value": OP + "trial = study.best_trial\nprint(trial.value)  # TUN507: the best score of the study is given as the result\n",
    "the best trial's score": KT + "print(tuner.oracle.get_best_trials(1)[0].score)  # TUN507: the best score of the search is given as the result\n",
    "the smallest loss": HO + "print(min(trials.losses()))  # TUN507: the best score of the search is given as the result\n",
    "the best trial's loss": HO + "print(trials.best_trial['result']['loss'])  # TUN507: the best score of the search is given as the result\n",
    "fun": OBJECTIVE + "from skopt import gp_minimize\n"
        "res = gp_minimize(objective, [(0.0, 1.0)], n_calls=20)\n"
        "print(res.fun)  # TUN507: the best score of the search is given as the result\n",
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


test_programs = check_programs("TUN507", FLAGGED, SILENT)


# -- Ray Tune ----------------------------------------------------------------------------------

RAY_PROGRAMS = {
    "printed": """\
results = Tuner(svm, param_space={"C": tune.grid_search([1, 2])}).fit()
print(results.get_best_result("acc", "max").metrics["acc"])  # TUN507: the best score of the search is given as the result
""",
    "by run": """\
analysis = tune.run(svm, config={"C": tune.grid_search([1, 2])}, metric="acc", mode="max")
print(analysis.best_result)  # TUN507: the best score of the search is given as the result
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


test_ray_tune = check_programs("TUN507", RAY_PROGRAMS, head=ray_programs.HEAD)
