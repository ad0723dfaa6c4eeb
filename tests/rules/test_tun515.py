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

HYPEROPT = """
import numpy as np
from hyperopt import Trials, fmin, hp, space_eval, tpe
from sklearn.ensemble import RandomForestClassifier
space = {"max_depth": hp.randint("depth", 1, 9), "max_features": "sqrt"}
def loss(params):
    return -RandomForestClassifier(n_estimators=300, **params).fit(X, y).score(V, w)
trials = Trials()
best = fmin(loss, space, tpe.suggest, 50, trials=trials, rstate=np.random.default_rng(1))
"""
LABELLED = (
    "hands over 'depth', the trials' name for max_depth=: RandomForestClassifier raises TypeError\n"
)
KERAS_TUNER = """
import keras_tuner as kt
from sklearn.ensemble import RandomForestClassifier
def build(hp):
    return RandomForestClassifier(n_estimators=300, max_depth=hp.Int("depth", 1, 9))
oracle = kt.oracles.RandomSearchOracle(kt.Objective("score", "max"), max_trials=30, seed=1)
tuner = kt.SklearnTuner(oracle, build, overwrite=True)
tuner.search(X, y)
"""
RAY = """
from ray import tune
from sklearn.ensemble import RandomForestClassifier
def train(config):
    model = RandomForestClassifier(n_estimators=300, max_depth=config["depth"])
    tune.report({"score": model.fit(X, y).score(V, w)})
space = {"depth": tune.randint(1, 9), "jobs": 2}
best = tune.TuneConfig(metric="score", mode="max", num_samples=30)
"""
LOOP = """
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import ParameterGrid
best_score, best = 0, None
for params in ParameterGrid({"max_depth": [2, 4, 8], "min_samples_leaf": [1, 2]}):
    score = RandomForestClassifier(n_estimators=300, **params).fit(X, y).score(V, w)
    if score > best_score:
        best_score, best = score, params
"""
NESTED = """
from sklearn.ensemble import RandomForestClassifier
def search():
    best_score, best = 0, {}
    for depth in [2, 4, 8]:
        for leaf in [1, 2]:
            model = RandomForestClassifier(300, max_depth=depth, min_samples_leaf=leaf)
            score = model.fit(X, y).score(V, w)
            if score > best_score:
                best_score, best = score, {"depth": depth, "leaf": leaf}
    return best
"""
SKOPT = """
from skopt import gp_minimize
from skopt.space import Integer
from sklearn.ensemble import RandomForestClassifier
def loss(point):
    forest = RandomForestClassifier(n_estimators=300, max_depth=point[0], max_features=point[1])
    return -forest.fit(X, y).score(V, w)
found = gp_minimize(loss, [Integer(1, 9), Integer(1, 9)], n_calls=50, random_state=1)
"""

FLAGGED = {
    "hyperopt: labels that are no names": HYPEROPT
    + f"final = RandomForestClassifier(**best)  # TUN515: **best {LABELLED}"
    + f"other = RandomForestClassifier(n_estimators=300, **trials.argmin)  # TUN515: **trials.argmin {LABELLED}",
    "hyperopt: a configuration": HYPEROPT
    + f"final = RandomForestClassifier(**space_eval(space, best))  {MISSING}"
    + "params = dict(space_eval(space, trials.argmin))\n"
    + f"RandomForestClassifier(random_state=3, **params).fit(X, y)  {MISSING}",
    "hyperopt: a configuration that fmin gives back": HYPEROPT.replace(
        "trials=trials", "return_argmin=False"
    )
    + f"final = RandomForestClassifier(**best)  {MISSING}",
    "keras tuner": KERAS_TUNER
    + "best = tuner.get_best_hyperparameters(1)[0]\n"
    + f"final = RandomForestClassifier(n_estimators=300, **best.values)  # TUN515: **best.values {LABELLED}",
    "keras tuner, one by one": KERAS_TUNER
    + "best = tuner.get_best_hyperparameters()[0]\n"
    + f"final = RandomForestClassifier(max_depth=best.get('depth')).fit(X, y)  {MISSING}"
    + f"other = RandomForestClassifier(max_depth=best['depth']).fit(X, y)  {MISSING}",
    "ray tune": RAY
    + "found = tune.Tuner(train, param_space=space, tune_config=best).fit()\n"
    + f"final = RandomForestClassifier(**found.get_best_result().config)  # TUN515: **found.get_best_result().config {LABELLED}",
    "ray tune, one by one": RAY
    + "analysis = tune.run(train, config=space, num_samples=30, metric='score', mode='max')\n"
    + f"final = RandomForestClassifier(max_depth=analysis.best_config['depth'])  {MISSING}",
    "a loop over a grid": LOOP + f"final = RandomForestClassifier(**best)  {MISSING}",
    "nested loops in a function": NESTED
    + f"final = RandomForestClassifier(n_estimators=300, **search())  # TUN515: **search() {LABELLED}",
    "a loop, one by one": """
from sklearn.svm import SVC
best_score, best = 0, None
for C in [0.1, 1, 10]:
    score = SVC(C=C, kernel="poly").fit(X, y).score(V, w)
    if score > best_score:
        best_score, best = score, C
final = SVC(C=best).fit(X, y)  # TUN515: the SVC of the trials has kernel='poly', this one does not
""",
    "scikit-optimize": SKOPT
    + f"final = RandomForestClassifier(max_depth=found.x[0], max_features=found.x[1])  {MISSING}",
    "optuna, one by one": FOREST
    + "best = study.best_params\n"
    + f"final = RandomForestClassifier(max_depth=best['max_depth'], random_state=1)  {MISSING}",
    "scikit-learn, one by one": SEARCH
    + "search = GridSearchCV(SVC(kernel='poly'), {'C': [1, 2]}).fit(X, y)\n"
    + "final = SVC(C=float(search.best_params_['C']))  # TUN515: the SVC of the trials has kernel='poly', this one does not\n",
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
    "hyperopt: as in the trials": HYPEROPT
    + "RandomForestClassifier(n_estimators=300, **space_eval(space, best)).fit(X, y)\n"
    + "RandomForestClassifier(n_estimators=300, max_depth=best['depth']).fit(X, y)\n",
    "hyperopt: perhaps a configuration": HYPEROPT.replace("trials=trials", "return_argmin=flag")
    + "RandomForestClassifier(**best).fit(X, y)\n",
    "hyperopt: of another space": HYPEROPT
    + "RandomForestClassifier(**space_eval(space, other)).fit(X, y)\n",
    "hyperopt: a constant of the space": HYPEROPT.replace("n_estimators=300, ", "").replace(
        '"max_features"', '"n_estimators": 300, "max_features"'
    )
    + "RandomForestClassifier(**space_eval(space, best)).fit(X, y)\n",
    "hyperopt: a space of several": HYPEROPT.replace(
        "space = {", "space = hp.choice('k', [{"
    ).replace('"sqrt"}', '"sqrt"}])')
    + "RandomForestClassifier(**space_eval(space, best)).fit(X, y)\n",
    "keras tuner: by the builder": KERAS_TUNER
    + "build(tuner.get_best_hyperparameters()[0]).fit(X, y)\ntuner.get_best_models()[0]\n",
    "ray tune: a key of its own": RAY.replace('config["depth"]', 'config["rf"]["depth"]').replace(
        '{"depth": tune.randint(1, 9), "jobs": 2}', '{"rf": {"depth": tune.randint(1, 9)}}'
    )
    + "found = tune.Tuner(train, param_space=space, tune_config=best).fit()\n"
    + "RandomForestClassifier(**found.get_best_result().config['rf'])\n",
    "a loop: as in its passes": LOOP + "RandomForestClassifier(n_estimators=300, **best)\n",
    "a loop: what it builds with cannot be read": LOOP.replace("**params", "**adapted(params)")
    + "RandomForestClassifier(**best)\n",
    "a loop: its last pass": LOOP + "RandomForestClassifier(**params)\n",
    "one by one, but not all": SKOPT + "RandomForestClassifier(max_depth=found.x[0]).fit(X, y)\n",
    "one by one, and set to another value": SKOPT
    + "RandomForestClassifier(900, max_depth=found.x[0], max_features=found.x[1]).fit(X, y)\n",
    "not of the winner": SKOPT
    + "RandomForestClassifier(max_depth=4, max_features=other.x[1]).fit(X, y)\n",
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
