"""TUN516: results that the search does not have."""

from __future__ import annotations

from tests.rules.programs import check_programs
from tunelint.testing import notebook

STUDY = """
import optuna

def objective(trial):
    x = trial.suggest_float("x", 0, 1)
    return x, 1 - x

study = optuna.create_study(directions=["minimize", "maximize"])
study.optimize(objective, n_trials=50)
"""
SEARCH = """
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV
from sklearn.svm import SVC

GRID = {"C": [0.1, 1, 10]}
"""
RAY = """
from ray import tune

tuner = tune.Tuner(
    train, param_space={"x": tune.uniform(0, 1)}, tune_config=tune.TuneConfig(num_samples=8)
)
results = tuner.fit()
"""

FLAGGED = {
    "optuna: parameters": STUDY
    + "print(study.best_params)  # TUN516: the study has 2 directions, and so no single best trial: best_params raises RuntimeError after the search\n",
    "optuna: the first of several": STUDY
    + "best = study.best_trial  # TUN516: the study has 2 directions\n"
    + "print(best.params, study.best_value)\n",
    "optuna: by position, under another name": "import optuna as op\n"
    "from optuna.study import StudyDirection as D\n"
    "def tune(objective):\n"
    "    found = op.create_study(directions=(D.MAXIMIZE, D.MINIMIZE, 'maximize'))\n"
    "    found.optimize(objective, 30)\n"
    "    return found.best_value  # TUN516: the study has 3 directions\n"
    "tune(lambda trial: trial.suggest_float('x', 0, 1))\n",
    "optuna: in a class": "import optuna\n"
    "class Tuning:\n"
    "    def __init__(self):\n"
    "        self.study = optuna.create_study(directions=['minimize', 'minimize'])\n"
    "    def run(self):\n"
    "        self.study.optimize(lambda trial: (trial.suggest_float('x', 0, 1), 1), n_trials=30)\n"
    "        return self.study.best_trial.params  # TUN516: the study has 2 directions\n"
    "Tuning().run()\n",
    "optuna: of what a function gives back": "import optuna\n"
    "def main(trials=20):\n"
    "    study = optuna.create_study(directions=['minimize', 'minimize'])\n"
    "    study.optimize(objective, n_trials=trials)\n    return study\n"
    "if __name__ == '__main__':\n"
    "    print(main().best_value)  # TUN516: the study has 2 directions\n",
    "optuna: over modules": {
        "report.py": "def show(study):\n"
        "    print('best:', study.best_value)  # TUN516: the study has 2 directions\n",
        "main.py": STUDY + "from report import show\nshow(study)\n",
    },
    "optuna: under a condition of another kind": STUDY
    + "if args.verbose:\n    print(study.best_params)  # TUN516: the study has 2 directions\n",
    "optuna: a notebook": {
        "look.ipynb": notebook(STUDY, "study.best_trial  # TUN516: the study has 2 directions")
    },
    "sklearn: no model": SEARCH
    + "search = GridSearchCV(SVC(), GRID, refit=False)\nsearch.fit(X, y)\n"
    + "print(search.best_params_)\n"
    + "search.predict(Z)  # TUN516: refit=False leaves no model: predict raises AttributeError after the search\n",
    "sklearn: the model itself, of what fit gives back": SEARCH
    + "search = RandomizedSearchCV(SVC(), GRID, n_iter=3, refit=False).fit(X, y)\n"
    + "final = search.best_estimator_  # TUN516: refit=False leaves no model: best_estimator_\n",
    "sklearn: in one expression": SEARCH
    + "score = GridSearchCV(SVC(), GRID, refit=False).fit(X, y).score(V, w)  # TUN516: refit=False leaves no model: score\n",
    "sklearn: several metrics, none of which decides": SEARCH
    + "search = GridSearchCV(SVC(), GRID, scoring=['accuracy', 'f1'], refit=False)\n"
    + "search.fit(X, y)\n"
    + "print(search.best_params_)  # TUN516: with several metrics and refit=False no configuration is the best: best_params_\n",
    "sklearn: several metrics and refit at True": SEARCH
    + "scores = {'auc': 'roc_auc', 'f1': 'f1'}\n"
    + "search = GridSearchCV(SVC(), GRID, scoring=scores)  # TUN516: scoring= lists its metrics, and refit= names none of them: fit raises ValueError\n"
    + "search.fit(X, y)\n",
    "sklearn: a list of one": SEARCH
    + "GridSearchCV(SVC(), GRID, scoring=['accuracy'], refit=True).fit(X, y)  # TUN516: scoring= lists its metrics\n",
    "sklearn: a function chooses": SEARCH
    + "def simplest(results):\n    return 0\n"
    + "search = GridSearchCV(SVC(), GRID, refit=simplest).fit(X, y)\n"
    + "print(search.best_index_)\n"
    + "print(search.best_score_)  # TUN516: a function as refit= chooses without a best score\n",
    "ray: no metric": RAY
    + "best = results.get_best_result()  # TUN516: neither TuneConfig nor this call is given metric=: get_best_result raises ValueError after the search\n",
    "ray: no mode": RAY
    + "best = results.get_best_result('loss')  # TUN516: neither TuneConfig nor this call is given mode=\n",
    "ray: no settings, a grid": "from ray.tune import Tuner, grid_search\n"
    "tuner = Tuner(train, param_space={'x': grid_search([1, 2, 3])})\n"
    "print(tuner.fit().get_best_result().config)  # TUN516: neither TuneConfig nor this call is given metric=\n",
    "ray: the scheduler's do not count": "from ray import tune\n"
    "from ray.tune.schedulers import ASHAScheduler\n"
    "tuner = tune.Tuner(train, tune_config=tune.TuneConfig(\n"
    "    num_samples=9, scheduler=ASHAScheduler(metric='loss', mode='min'), mode='min'))\n"
    "found = tuner.fit()\n"
    "found.get_best_result()  # TUN516: neither TuneConfig nor this call is given metric=: get_best_result\n",
}

SILENT = {
    "optuna: the list of the best": STUDY + "print(study.best_trials, study.trials)\n",
    "optuna: one direction in a list": STUDY.replace(', "maximize"]', "]")
    + "print(study.best_params)\n",
    "optuna: directions that cannot be read": STUDY.replace('["minimize", "maximize"]', "ways()")
    + "print(study.best_params)\n",
    "optuna: a study that is loaded": STUDY.replace("create_study(", "load_study(storage=S, ")
    + "print(study.best_params)\n",
    "optuna: one of two studies": STUDY
    + "other = optuna.create_study()\nother.optimize(lambda t: t.suggest_float('x', 0, 1))\n"
    + "chosen = other if single else study\nprint(chosen.best_params)\n",
    "optuna: tried": STUDY
    + "try:\n    print(study.best_params)\nexcept RuntimeError:\n    print(study.best_trials)\n",
    "optuna: asked before": STUDY
    + "if len(study.directions) == 1:\n    print(study.best_params)\n"
    + "value = study.best_value if hasattr(study, 'best_value') else None\n"
    + "print(hasattr(study, 'best_trial') and study.best_trial)\n",
    "optuna: left before": STUDY
    + "def report(study):\n    if len(study.directions) > 1:\n        return study.best_trials\n"
    + "    return study.best_params\nreport(study)\n",
    "optuna: the caller says": STUDY
    + "def report(study, multi=False):\n    if not multi:\n        print(study.best_params)\n"
    + "report(study, multi=True)\n",
    "optuna: a setting says": STUDY
    + "if config['n_objectives'] == 1:\n    print(study.best_params)\n",
    "optuna: a constant says": STUDY
    + "MODE = 'pareto'\nif MODE == 'plain':\n    print(study.best_params)\n",
    "sklearn: what is there all the same": SEARCH
    + "search = GridSearchCV(SVC(), GRID, refit=False).fit(X, y)\n"
    + "model = SVC(**search.best_params_).fit(X, y)\n"
    + "print(search.best_score_, search.best_index_, search.cv_results_, model.predict(Z))\n",
    "sklearn: refit as it is": SEARCH
    + "search = GridSearchCV(SVC(), GRID, scoring='f1').fit(X, y)\n"
    + "print(search.best_estimator_, search.predict(Z), search.best_score_)\n",
    "sklearn: one metric decides": SEARCH
    + "search = GridSearchCV(SVC(), GRID, scoring=['f1', 'recall'], refit='f1').fit(X, y)\n"
    + "print(search.best_estimator_, search.best_score_)\n",
    "sklearn: settings that cannot be read": SEARCH
    + "search = GridSearchCV(SVC(), GRID, scoring=metrics(), refit=wanted()).fit(X, y)\n"
    + "print(search.best_estimator_)\n"
    + "GridSearchCV(SVC(), GRID, refit=False, **more).fit(X, y).best_score_\n"
    + "GridSearchCV(SVC(), GRID, scoring=['f1'], **more).fit(X, y)\n",
    "sklearn: set anew": SEARCH
    + "search = GridSearchCV(SVC(), GRID, refit=False)\nsearch.refit = True\nsearch.fit(X, y)\n"
    + "search.predict(Z)\n"
    + "other = GridSearchCV(SVC(), GRID, scoring=['f1'])\nother.set_params(refit='f1')\n"
    + "other.fit(X, y)\n",
    "sklearn: set by hand": SEARCH
    + "search = GridSearchCV(SVC(), GRID, refit=False).fit(X, y)\n"
    + "search.best_estimator_ = SVC(**search.best_params_).fit(X, y)\n"
    + "search.best_estimator_.predict(Z)\n",
    "sklearn: asked before": SEARCH
    + "search = GridSearchCV(SVC(), GRID, refit=False).fit(X, y)\n"
    + "if search.refit:\n    search.predict(Z)\n",
    "sklearn: several metrics, expected to fail": SEARCH
    + "search = GridSearchCV(SVC(), GRID, scoring=['f1', 'recall'])\n"
    + "with pytest.raises(ValueError):\n    search.fit(X, y)\n",
    "ray: said in the settings": RAY.replace(
        "num_samples=8", "num_samples=8, metric='a', mode='min'"
    )
    + "results.get_best_result()\n",
    "ray: said in the call": RAY
    + "results.get_best_result('loss', 'min')\nresults.get_best_result(metric='loss', mode='min')\n"
    + "results.get_best_result(**wanted)\n",
    "ray: one each": RAY.replace("num_samples=8", "num_samples=8, mode='min'")
    + "results.get_best_result('loss')\n",
    "ray: one trial": RAY.replace("num_samples=8", "num_samples=1") + "results.get_best_result()\n",
    "ray: settings that cannot be read": RAY.replace("num_samples=8", "num_samples=8, **more")
    + "results.get_best_result()\n",
    "ray: as many trials as time allows": RAY.replace("num_samples=8", "num_samples=COUNT")
    + "results.get_best_result()\n",
}


test_programs = check_programs("TUN516", FLAGGED, SILENT)
