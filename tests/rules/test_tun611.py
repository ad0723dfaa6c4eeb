"""TUN611: drawn values that the library ignores as they are given."""

from __future__ import annotations

from tests.rules.programs import check_programs
from tunelint.testing import Texts, notebook

OPTUNA = """
import lightgbm as lgb
import optuna
import xgboost as xgb
from sklearn.model_selection import cross_val_score
from sklearn.neural_network import MLPClassifier
def objective(trial):
    {}
optuna.create_study(direction="maximize").optimize(objective, n_trials=30)
"""
ROUNDS = 'n = trial.suggest_int("n", 50, 500)'
SHARE = 'share = trial.suggest_float("share", 0.5, 1.0)'
SCORE = "\n    return cross_val_score(model, x, y).mean()"
BAGGING = "  # TUN611: LGBMClassifier ignores subsample while subsample_freq is 0 (the default): the values"
BOOSTED = "\n    return xgb.train(params, d).eval(v)"

HYPEROPT = """
import numpy as np
import xgboost as xgb
from hyperopt import STATUS_OK, fmin, hp, tpe
from lightgbm import LGBMRegressor
from sklearn.model_selection import cross_val_score
space = {}
def objective(params):
    {}
fmin(objective, space, algo=tpe.suggest, max_evals=30, rstate=np.random.default_rng(1))
"""
SPACE = (
    '{"num_leaves": hp.randint("num_leaves", 8, 64), "verbose": -1,\n'
    '         "subsample": hp.uniform("subsample", 0.5, 1)}'
)
REGRESSOR = "  # TUN611: LGBMRegressor ignores subsample while subsample_freq is 0 (the default)"
MODEL = (
    "return {'loss': -cross_val_score(LGBMRegressor(**params), x, y).mean(), 'params': params,\n"
    "            'status': STATUS_OK}"
)

GRID = """
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV
from sklearn.neural_network import MLPRegressor
from sklearn.pipeline import make_pipeline
from lightgbm import LGBMClassifier
from xgboost import XGBClassifier, XGBRegressor
{}
search.fit(x, y)
"""

RAY = """
import xgboost as xgb
from ray import tune
def trainable(config):
    {}
tune.Tuner(trainable, param_space={{
    "objective": "binary:logistic",
    "max_depth": tune.randint(1, 9),
    "num_boost_round": tune.randint(10, 300),{}
}}, tune_config=tune.TuneConfig(metric="error", mode="min", num_samples=9)).fit()
"""
LOOP = """
from itertools import product
from sklearn.neural_network import MLPClassifier
best = 0
for {}:{}
    model = MLPClassifier((8,), solver=solver, momentum=momentum)
    score = model.fit(x, y).score(v, w)
    if score > best:
        best, winner = score, (solver, momentum)
"""

FLAGGED: dict[str, Texts] = {
    "optuna: rounds among the parameters": OPTUNA.format(
        'params = {"eta": 0.1,\n'
        '              "n_estimators": trial.suggest_int("n", 50, 500)}'
        "  # TUN611: xgboost.train ignores n_estimators in its params: num_boost_round sets the rounds"
        + BOOSTED
    ),
    "optuna: rounds by another name, cast, in cv": OPTUNA.format(
        'n = trial.suggest_float("n", 50, 500)  # TUN611: xgboost.cv ignores num_boost_round in\n'
        '    params = {"eta": 0.1}\n'
        '    params["num_boost_round"] = int(n)\n'
        "    return xgb.cv(params=params, dtrain=d)[NAME].min()"
    ),
    "optuna: a misspelt name": OPTUNA.format(
        'depth = trial.suggest_int("depth", 2, 9)  # TUN611: XGBClassifier ignores max_dept, which'
        " it does not know: the values\n"
        "    model = xgb.XGBClassifier(max_dept=depth, n_estimators=n)" + SCORE
    ),
    "optuna: two names for one": OPTUNA.format(
        'rate = trial.suggest_float("rate", 0.01, 0.3)  # TUN611: XGBRegressor ignores eta beside'
        " learning_rate, another name for it\n"
        "    model = xgb.XGBRegressor(learning_rate=0.1, eta=rate)" + SCORE
    ),
    "optuna: its own name wins": OPTUNA.format(
        'n = trial.suggest_int("n", 4, 99)  # TUN611: LGBMClassifier ignores max_leaves: it always'
        " passes its own num_leaves, another name for it, so\n"
        "    model = lgb.LGBMClassifier(max_leaves=n)" + SCORE
    ),
    "optuna: no bagging": OPTUNA.format(
        SHARE + BAGGING + "\n    model = lgb.LGBMClassifier(subsample=share)" + SCORE
    ),
    "optuna: no bagging in goss": OPTUNA.format(
        'kind = trial.suggest_categorical("kind", ["gbdt", "goss"])\n    '
        + SHARE
        + "  # TUN611: lightgbm.train ignores bagging_fraction while bagging_freq is 0: the\n"
        + '    params = {"boosting": kind, "bagging_freq": 0, "bagging_fraction": share}\n'
        + "    return lgb.train(params, d).best_score"
    ),
    "optuna: momentum with adam": OPTUNA.format(
        'm = trial.suggest_float("m", 0.1, 0.9)  # TUN611: MLPClassifier ignores momentum with'
        " solver='adam' (the default)\n"
        "    model = MLPClassifier(momentum=m)" + SCORE
    ),
    "optuna: logged and stored": OPTUNA.format(
        SHARE
        + BAGGING
        + '\n    params = {"subsample": share}\n    print(params)\n'
        + '    trial.set_user_attr("share", share)\n'
        + "    model = lgb.LGBMClassifier(**params)"
        + SCORE
    ),
    "optuna: in a class, over modules": {
        "models.py": """
from lightgbm import LGBMRegressor as Model
class Boosted:
    def make(self, trial):
        return Model(bagging_fraction=trial.suggest_float("f", 0.1, 1))  # TUN611: LGBMRegressor ignores bagging_fraction while subsample_freq is 0
""",
        "train.py": """
import optuna
from models import Boosted
def objective(trial):
    return Boosted().make(trial).fit(x, y).score(v, w)
optuna.create_study(direction="maximize").optimize(objective, n_trials=30)
""",
    },
    "optuna: one name in two branches": OPTUNA.format(
        'if trial.suggest_categorical("kind", [True, False]):\n'
        '        n = trial.suggest_int("n", 4, 9)  # TUN611: XGBClassifier ignores num_leaves\n'
        "        model = xgb.XGBClassifier(num_leaves=n)\n    else:\n"
        '        model = lgb.LGBMClassifier(num_leaves=trial.suggest_int("n", 4, 9))' + SCORE
    ),
    "hyperopt: the whole configuration": HYPEROPT.format(
        SPACE.replace(', "verb', ',\n    "verb').replace("1)}", "1)," + REGRESSOR + "\n}"), MODEL
    ),
    "hyperopt: changed under another name": HYPEROPT.format(
        SPACE.replace("1)}", "1)," + REGRESSOR + "\n}"),
        'params["num_leaves"] = int(params["num_leaves"])\n    ' + MODEL,
    ),
    "hyperopt: by key, cast": HYPEROPT.format(
        '{"n": hp.quniform("n", 50, 500, 10)}  # TUN611: xgboost.train ignores n_estimators in',
        'given = {"n_estimators": int(params["n"])}\n'
        "    return float(xgb.train(given, d).eval(v)[1])",
    ),
    "a grid": GRID.format(
        'search = GridSearchCV(XGBClassifier(), {"num_leaves": [15, 31],'
        "  # TUN611: XGBClassifier ignores num_leaves, which it does not know\n"
        '                                        "max_depth": [2, 4]})'
    ),
    "a name with a space": GRID.format(
        'search = GridSearchCV(XGBClassifier(), {" max_depth": [2, 4],'
        "  # TUN611: XGBClassifier ignores ' max_depth', which it does not know\n"
        '                                        "eta": [0.1, 0.2]})'
    ),
    "a grid over a step": GRID.format(
        'search = GridSearchCV(make_pipeline(LGBMClassifier()), {"lgbmclassifier__eta": [0.1, 0.2],'
        "  # TUN611: LGBMClassifier ignores eta: it always passes its own learning_rate\n"
        '                      "lgbmclassifier__max_depth": [2, 4]})'
    ),
    "a grid of labels": GRID.format(
        'space = {"use_label_encoder": [True, False],'
        "  # TUN611: XGBClassifier ignores use_label_encoder, which\n"
        '         "eta": [0.1, 0.2]}\n'
        "search = RandomizedSearchCV(XGBClassifier(), space, n_iter=3)"
    ),
    "a grid of two networks": GRID.format(
        'space = [{"solver": ["lbfgs", "adam"], "momentum": [0.5, 0.9]},'
        "  # TUN611: MLPRegressor ignores momentum with solver='lbfgs': the\n"
        '         {"solver": ["sgd"], "momentum": [0.5, 0.9]}]\n'
        "search = GridSearchCV(MLPRegressor(), space)"
    ),
    "scikit-optimize": """
from lightgbm import LGBMClassifier
from skopt import gp_minimize
from skopt.space import Integer, Real
from skopt.utils import use_named_args
space = [Real(0.3, 1.0, name="subsample"),  # TUN611: LGBMClassifier ignores subsample while
         Integer(2, 9, name="max_depth")]
@use_named_args(space)
def objective(**params):
    return -LGBMClassifier(**params).fit(x, y).score(v, w)
gp_minimize(objective, space, n_calls=30)
""",
    "scikit-optimize: BayesSearchCV": """
from skopt import BayesSearchCV
from skopt.space import Real
from xgboost import XGBRegressor
search = BayesSearchCV(XGBRegressor(), {
    "eta": Real(0.01, 0.3),
    "feature_fraction": Real(0.3, 1.0),  # TUN611: XGBRegressor ignores feature_fraction, which
}, n_iter=20)
search.fit(x, y)
""",
    "Ray Tune": RAY.format(
        'tune.report({"error": xgb.train(config, d).eval(v)})',
        "  # TUN611: xgboost.train ignores num_boost_round in its params",
    ),
    "Keras Tuner": """
import keras_tuner as kt
from xgboost import XGBClassifier
def build(hp):
    return XGBClassifier(
        max_depth=hp.Int("depth", 2, 9),
        predictor=hp.Choice("predictor", ["cpu_predictor", "auto"]),  # TUN611: XGBClassifier ignores predictor
    )
oracle = kt.oracles.RandomSearchOracle(kt.Objective("score", "max"), max_trials=5, seed=1)
kt.SklearnTuner(oracle, build, overwrite=True).search(x, y)
""",
    "bayes_opt": """
import xgboost as xgb
from bayes_opt import BayesianOptimization
def f(eta, n_estimators):
    params = {"eta": eta, "n_estimators": int(round(n_estimators))}
    return -xgb.cv(params, d, nfold=3)[NAME].min()
BayesianOptimization(f, {
    "eta": (0.01, 0.3),
    "n_estimators": (50, 500),  # TUN611: xgboost.cv ignores n_estimators in its params
}, random_state=1).maximize()
""",
    "bayes_opt: all at once": """
from bayes_opt import BayesianOptimization
from lightgbm import LGBMRegressor
def f(**params):
    return LGBMRegressor(n_estimators=50, **params).fit(x, y).score(v, w)
bounds = {
    "learning_rate": (0.01, 0.3),
    "subsample": (0.5, 1.0),  # TUN611: LGBMRegressor ignores subsample while subsample_freq
}
BayesianOptimization(f, bounds, random_state=1).maximize()
""",
    "loops": LOOP.format(
        'solver in ["adam", "lbfgs"]',
        "\n  for momentum in [0.5, 0.9]:"
        "  # TUN611: MLPClassifier ignores momentum with solver='adam': the",
    ),
    "a loop over a product": LOOP.format(
        'solver, momentum in product(["adam", "lbfgs"], [0.5, 0.9])',
        "  # TUN611: MLPClassifier ignores momentum with solver='adam': the",
    ),
    "in a notebook": notebook(
        "from xgboost import XGBClassifier\nfrom sklearn.model_selection import GridSearchCV\n"
        'grid = {"num_boost_round": [50, 90]}  # TUN611: XGBClassifier ignores num_boost_round',
        "GridSearchCV(XGBClassifier(), grid).fit(x, y)",
    ),
}

SILENT: dict[str, Texts] = {
    "a value by which another one is looked up": """
import optuna
from sklearn.neural_network import MLPClassifier
def objective(trial):
    m = trial.suggest_categorical("momentum", [0.1, 0.9])
    alpha = {0.1: 1e-4, 0.9: 1e-2}.get(m)
    return MLPClassifier(momentum=m, alpha=alpha).fit(X, y).score(Xv, yv)
optuna.create_study().optimize(objective, n_trials=20)
""",
    "a value that an unread list is given": """
import optuna
from sklearn.neural_network import MLPClassifier
def objective(trial):
    m = trial.suggest_categorical("momentum", [0.1, 0.9])
    options = load()
    options.append(m)
    return score(MLPClassifier(momentum=m).fit(X, y), options)
optuna.create_study().optimize(objective, n_trials=20)
""",
    "rounds are the argument, too": OPTUNA.format(
        ROUNDS
        + '\n    params = {"n_estimators": n}\n'
        + "    return xgb.train(params, d, num_boost_round=n).eval(v)"
    ),
    "rounds are taken out": OPTUNA.format(
        'params = {"n_estimators": trial.suggest_int("n", 50, 500)}\n'
        '    n = params.pop("n_estimators")\n'
        "    return xgb.train(params, d, n).eval(v)"
    ),
    "rounds are read from the parameters": OPTUNA.format(
        'params = {"n_estimators": trial.suggest_int("n", 50, 500)}\n'
        '    return xgb.train(params, d, params["n_estimators"]).eval(v)'
    ),
    "rounds in lightgbm": OPTUNA.format(
        'params = {"n_estimators": trial.suggest_int("n", 50, 500)}\n'
        "    return lgb.train(params, d).best_score"
    ),
    "another model takes it": OPTUNA.format(
        ROUNDS
        + "\n    a = xgb.XGBClassifier(num_leaves=n).fit(x, y)\n"
        + "    b = lgb.LGBMClassifier(num_leaves=n).fit(x, y)\n"
        + "    return a.score(v, w) + b.score(v, w)"
    ),
    "another model takes what has its name": OPTUNA.format(
        'a = xgb.XGBClassifier(num_leaves=trial.suggest_int("n", 4, 9)).fit(x, y)\n'
        '    b = lgb.LGBMClassifier(num_leaves=trial.suggest_int("n", 4, 9)).fit(x, y)\n'
        "    return a.score(v, w) + b.score(v, w)"
    ),
    "it decides": OPTUNA.format(
        ROUNDS
        + "\n    model = xgb.XGBClassifier(num_leaves=n)\n    if n > 99:\n"
        + "        model = xgb.XGBClassifier(max_depth=3)"
        + SCORE
    ),
    "names that work": OPTUNA.format(
        'model = xgb.XGBClassifier(eta=trial.suggest_float("a", 0, 1),\n'
        '        alpha=trial.suggest_float("b", 0, 1), min_split_loss=trial.suggest_float("c", 0, 1),\n'
        '        **{"lambda": trial.suggest_float("d", 0, 1)})' + SCORE
    ),
    "the name that wins": OPTUNA.format(
        'model = xgb.XGBClassifier(eta=0.1, learning_rate=trial.suggest_float("a", 0, 1))' + SCORE
    ),
    "the other one is None": OPTUNA.format(
        'model = xgb.XGBClassifier(learning_rate=None, eta=trial.suggest_float("a", 0, 1))' + SCORE
    ),
    "any name in lightgbm.train": OPTUNA.format(
        'params = {"eta": trial.suggest_float("a", 0, 1), "max_leaf": trial.suggest_int("b", 2, 9)}\n'
        "    return lgb.train(params, d).best_score"
    ),
    "the main names in LightGBM's estimators": OPTUNA.format(
        SHARE + "\n    model = lgb.LGBMClassifier(feature_fraction=share, lambda_l1=share)" + SCORE
    ),
    "bagging": OPTUNA.format(
        SHARE + "\n    model = lgb.LGBMClassifier(subsample=share, bagging_freq=1)" + SCORE
    ),
    "bagging in some trials": OPTUNA.format(
        SHARE
        + '\n    model = lgb.LGBMClassifier(subsample=share, subsample_freq=trial.suggest_int("f", 0, 5))'
        + SCORE
    ),
    "a random forest": OPTUNA.format(
        SHARE + '\n    model = lgb.LGBMClassifier(boosting_type="rf", subsample=share)' + SCORE
    ),
    "a kind that is drawn": OPTUNA.format(
        SHARE
        + '\n    kind = trial.suggest_categorical("kind", ["rf", "gbdt"])'
        + "\n    model = lgb.LGBMClassifier(boosting_type=kind, subsample=share)"
        + SCORE
    ),
    "parameters that cannot be read": OPTUNA.format(
        SHARE + "\n    model = lgb.LGBMClassifier(subsample=share, **FIXED)" + SCORE
    ),
    "parameters that cannot be read, of train": OPTUNA.format(
        SHARE + '\n    params = {**FIXED, "bagging_fraction": share}'
        "\n    return lgb.train(params, d).best_score"
    ),
    "bagging that is set later": OPTUNA.format(
        SHARE
        + "\n    model = lgb.LGBMClassifier(subsample=share)\n    model.set_params(subsample_freq=1)"
        + SCORE
    ),
    "bagging in one branch": OPTUNA.format(
        SHARE
        + '\n    params = {"bagging_fraction": share}\n    if trial.number % 2:\n'
        + '        params["bagging_freq"] = 1\n'
        + "    return lgb.train(params, d).best_score"
    ),
    "momentum with sgd": OPTUNA.format(
        'model = MLPClassifier(solver="sgd", momentum=trial.suggest_float("m", 0.1, 0.9))' + SCORE
    ),
    "momentum with a solver that is drawn": OPTUNA.format(
        'solver = trial.suggest_categorical("solver", ["sgd", "adam"])\n'
        '    model = MLPClassifier(solver=solver, momentum=trial.suggest_float("m", 0.1, 0.9))'
        + SCORE
    ),
    "hyperopt: a constant of the space": HYPEROPT.format(
        SPACE.replace('"verbose": -1', '"bagging_freq": 1'), MODEL
    ),
    "hyperopt: a kind of the space": HYPEROPT.format(
        SPACE.replace('"verbose": -1', '"boosting_type": hp.choice("b", ["gbdt", "rf"])'), MODEL
    ),
    "hyperopt: a space that may hold more": HYPEROPT.format(
        SPACE.replace('"verbose": -1', "**MORE"), MODEL
    ),
    "hyperopt: stored in the configuration": HYPEROPT.format(
        SPACE, 'params["subsample_freq"] = 1\n    ' + MODEL
    ),
    "hyperopt: stored in a loop": HYPEROPT.format(
        SPACE, "for name in FIXED:\n        params[name] = 1\n    " + MODEL
    ),
    "hyperopt: rounds by key": HYPEROPT.format(
        '{"n_estimators": hp.quniform("n", 50, 500, 10), "eta": hp.uniform("eta", 0, 1)}',
        'n = int(params["n_estimators"])\n'
        "    return float(xgb.train(params, d, num_boost_round=n).eval(v)[1])",
    ),
    "hyperopt: more than one taker": HYPEROPT.format(SPACE, "other(**params)\n    " + MODEL),
    "Ray Tune: rounds by key": RAY.format(
        'tune.report({"error": xgb.train(config, d, config["num_boost_round"]).eval(v)})', ""
    ),
    "one value is no draw": GRID.format(
        'search = GridSearchCV(XGBClassifier(), {"num_leaves": [31], "max_depth": [2, 4]})'
    ),
    "names of older releases": GRID.format(
        'search = GridSearchCV(XGBClassifier(), {"silent": [0, 1], "sketch_eps": [0.1, 0.2]})'
    ),
    "a grid with bagging": GRID.format(
        'space = {"subsample": [0.5, 1], "subsample_freq": [0, 1]}\n'
        "search = GridSearchCV(LGBMClassifier(), space)"
    ),
    "a grid with an estimator that bags": GRID.format(
        'search = GridSearchCV(LGBMClassifier(subsample_freq=1), {"subsample": [0.5, 1]})'
    ),
    "a grid that may hold more": GRID.format(
        'search = GridSearchCV(LGBMClassifier(), {"subsample": [0.5, 1], **MORE})'
    ),
    "one of two models": OPTUNA.format(
        ROUNDS
        + '\n    kind = trial.suggest_categorical("kind", ["a", "b"])'
        + '\n    Model = xgb.XGBClassifier if kind == "a" else lgb.LGBMClassifier'
        + "\n    model = Model(num_leaves=n)"
        + SCORE
    ),
    "loops with sgd": LOOP.format('solver in ["adam", "sgd"]', "\n  for momentum in [0.5, 0.9]:"),
    "loops that choose": LOOP.format(
        'solver, momentum in [("adam", 0.5), ("sgd", 0.5), ("sgd", 0.9)]', ""
    ),
    "no search": "from xgboost import XGBClassifier\nXGBClassifier(num_leaves=31).fit(x, y)\n",
}

test_programs = check_programs("TUN611", FLAGGED, SILENT)
