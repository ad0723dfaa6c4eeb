"""TUN515: final models that are built otherwise than those of the trials."""

from __future__ import annotations

from tests.rules.programs import check_programs
from tunelint.testing import notebook

HEAD = """
import optuna
from sklearn.ensemble import RandomForestClassifier
from xgboost import XGBClassifier

"""
FOREST = (
    HEAD
    + """
def objective(trial):
    model = RandomForestClassifier(
        n_estimators=300, max_depth=trial.suggest_int("max_depth", 1, 9), random_state=1
    )
    return model.fit(X, y).score(V, w)

study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=50)
"""
)
BOOSTED = (
    HEAD
    + """
def objective(trial):
    params = {
        "learning_rate": trial.suggest_float("alpha", 1e-3, 1.0, log=True),
        "max_depth": trial.suggest_int("max_depth", 1, 9),
    }
    return cross_val_score(XGBClassifier(random_state=0, **params), X, y).mean()

study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=50)
"""
)
SEARCH = """
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline
from sklearn.svm import SVC

"""
MISSING = "# TUN515: the RandomForestClassifier of the trials has n_estimators=300, this one does not: it is not the model that won\n"

FLAGGED = {
    "a constant is missing": FOREST
    + f"final = RandomForestClassifier(**study.best_params)  {MISSING}",
    "of the best trial, by name": FOREST
    + "best = study.best_trial.params\n"
    + f"final = RandomForestClassifier(random_state=1, **best)  {MISSING}",
    "a copy, in a function": FOREST
    + "def final(study):\n    best = dict(study.best_params)\n"
    + f"    return RandomForestClassifier(n_jobs=2, **best)  {MISSING}"
    + "final(study).fit(X, y)\n",
    "a name that the class does not know": FOREST.replace('"max_depth"', '"depth"')
    + "final = RandomForestClassifier(n_estimators=300, **study.best_params)  # TUN515: **study.best_params hands over 'depth', the trials' name for max_depth=: RandomForestClassifier raises TypeError\n",
    "a choice among several classes": FOREST.replace(
        "    model", "    kind = trial.suggest_categorical('kind', ['a', 'b'])\n    model"
    )
    + "final = RandomForestClassifier(n_estimators=300, **study.best_params)  # TUN515: **study.best_params hands over 'kind': RandomForestClassifier raises TypeError\n",
    "a name that is taken for another parameter": BOOSTED
    + "final = XGBClassifier(random_state=0, **study.best_params)  # TUN515: **study.best_params hands over 'alpha', the trials' name for learning_rate=: XGBClassifier does not use it as learning_rate\n",
    "a name that is swallowed, under an alias": BOOSTED.replace('"alpha"', '"lr"')
    .replace("from xgboost import XGBClassifier", "import xgboost as xgb")
    .replace("XGBClassifier", "xgb.XGBClassifier")
    + "xgb.XGBClassifier(**study.best_params).fit(X, y)  # TUN515: **study.best_params hands over 'lr'\n",
    "over modules": {
        "space.py": FOREST,
        "main.py": "from sklearn.ensemble import RandomForestClassifier\nfrom space import study\n"
        f"RandomForestClassifier(**study.best_params).fit(X, y)  {MISSING}",
    },
    "a notebook": {
        "look.ipynb": notebook(
            FOREST, f"RandomForestClassifier(**study.best_params).fit(X, y)  {MISSING}"
        )
    },
    "scikit-learn: a constant": SEARCH
    + "search = GridSearchCV(SVC(class_weight='balanced'), {'C': [1, 2]}).fit(X, y)\n"
    + "final = SVC(**search.best_params_)  # TUN515: the SVC of the trials has class_weight='balanced', this one does not\n",
    "scikit-learn: the step's name": SEARCH
    + "pipeline = Pipeline([('svc', SVC())])\n"
    + "search = GridSearchCV(pipeline, {'svc__C': [1, 2]})\nsearch.fit(X, y)\n"
    + "final = SVC(**search.best_params_)  # TUN515: **search.best_params_ hands over 'svc__C', the trials' name for C=: SVC raises TypeError\n",
    "BayesSearchCV": "from skopt import BayesSearchCV\nfrom sklearn.svm import SVC\n"
    "search = BayesSearchCV(SVC(kernel='poly'), {'C': (0.1, 9.0)}, n_iter=30)\nsearch.fit(X, y)\n"
    "SVC(**search.best_params_).fit(X, y)  # TUN515: the SVC of the trials has kernel='poly'\n",
    "bayes_opt": "from bayes_opt import BayesianOptimization\nfrom sklearn.svm import SVC\n"
    "def score(C):\n    return SVC(C=C, kernel='poly').fit(X, y).score(V, w)\n"
    "optimizer = BayesianOptimization(score, {'C': (0.1, 9.0)})\noptimizer.maximize(n_iter=30)\n"
    "SVC(**optimizer.max['params']).fit(X, y)  # TUN515: the SVC of the trials has kernel='poly'\n",
}

SILENT = {
    "a name that is deleted": """
import optuna
from sklearn.ensemble import RandomForestClassifier
def objective(trial):
    n = trial.suggest_int("n", 10, 100)
    return RandomForestClassifier(n_estimators=n).fit(X, y).score(Xv, yv)
study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=20)
best = dict(study.best_params)
n = best["n"]
del best["n"]
RandomForestClassifier(**best, n_estimators=n).fit(X, y)
""",
    "what unread code may rename": """
import optuna
from sklearn.ensemble import RandomForestClassifier
def objective(trial):
    n = trial.suggest_int("n", 10, 100)
    return RandomForestClassifier(n_estimators=n).fit(X, y).score(Xv, yv)
study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=20)
best = dict(study.best_params)
from helper import fix_names
fix_names(best)
RandomForestClassifier(**best).fit(X, y)
""",
    "as in the trials": FOREST
    + "RandomForestClassifier(n_estimators=300, **study.best_params).fit(X, y)\n",
    "a value of its own": FOREST
    + "RandomForestClassifier(n_estimators=900, **study.best_params).fit(X, y)\n"
    + "RandomForestClassifier(900, **study.best_params).fit(X, y)\n",
    "changed before": FOREST
    + "best = study.best_params\nbest['n_estimators'] = 300\nRandomForestClassifier(**best)\n"
    + "more = study.best_trial.params\nmore.update(FIXED)\nRandomForestClassifier(**more)\n",
    "made anew": FOREST
    + "RandomForestClassifier(**{**study.best_params, **FIXED})\n"
    + "RandomForestClassifier(**dict(study.best_params, n_estimators=300))\n"
    + "RandomForestClassifier(**adapted(study.best_params))\n",
    "set afterwards": FOREST
    + "final = RandomForestClassifier(**study.best_params)\nfinal.set_params(n_estimators=300)\n",
    "another class": FOREST
    + "from sklearn.ensemble import ExtraTreesClassifier\n"
    + "ExtraTreesClassifier(**study.best_params).fit(X, y)\n",
    "through the objective": FOREST
    + "objective(optuna.trial.FixedTrial(study.best_params))\nobjective(study.best_trial)\n",
    "what may differ": FOREST.replace("n_estimators=300", "n_jobs=4, verbose=1, oob_score=True")
    + "RandomForestClassifier(**study.best_params).fit(X, y)\n",
    "the default": FOREST.replace("n_estimators=300", "n_estimators=100, max_features='sqrt'")
    + "RandomForestClassifier(**study.best_params).fit(X, y)\n",
    "one function builds both": HEAD
    + "def build(params):\n    return RandomForestClassifier(n_estimators=300, **params)\n"
    + "def objective(trial):\n"
    + "    return build({'max_depth': trial.suggest_int('max_depth', 1, 9)}).fit(X, y).score(V, w)\n"
    + "study = optuna.create_study()\nstudy.optimize(objective, n_trials=50)\n"
    + "build(study.best_params).fit(X, y)\n",
    "an alias of the parameter": BOOSTED.replace('"alpha"', '"eta"')
    + "XGBClassifier(random_state=0, **study.best_params).fit(X, y)\n",
    "a parameter whose names are not known": BOOSTED.replace("learning_rate", "max_delta_step")
    + "XGBClassifier(random_state=0, **study.best_params).fit(X, y)\n",
    "drawn in one branch": FOREST.replace(
        "    model", "    if A:\n        trial.suggest_int('leaf', 1, 3)\n    model"
    )
    + "RandomForestClassifier(n_estimators=300, **study.best_params).fit(X, y)\n",
    "names that cannot be read": FOREST.replace('"max_depth",', 'f"{name}",')
    + "RandomForestClassifier(**study.best_params).fit(X, y)\n",
    "two models in the trial": FOREST.replace(
        "    return model",
        "    RandomForestClassifier(n_estimators=10).fit(X, y)\n    return model",
    )
    + "RandomForestClassifier(**study.best_params).fit(X, y)\n",
    "tried": FOREST.replace('"max_depth"', '"depth"')
    + "try:\n    RandomForestClassifier(**study.best_params)\nexcept TypeError:\n    pass\n",
    "scikit-learn: changed, or not the winner": SEARCH
    + "search = GridSearchCV(SVC(class_weight='balanced'), {'C': [1, 2]}).fit(X, y)\n"
    + "SVC(class_weight='balanced', **search.best_params_)\nSVC(**search.cv_results_['params'][1])\n"
    + "SVC(**other.best_params_)\n",
}


test_programs = check_programs("TUN515", FLAGGED, SILENT)
