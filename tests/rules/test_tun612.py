"""TUN612: values that an estimator accepts one by one, and never together."""

from __future__ import annotations

from tests.rules.programs import check_programs
from tunelint.testing import Texts, notebook

OPTUNA = """
import optuna
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.svm import LinearSVC, SVC
def objective(trial):
    {}
    return cross_val_score(model, x, y).mean()
optuna.create_study(direction="maximize").optimize(objective, n_trials=30)
"""
SOLVER = 'solver = trial.suggest_categorical("solver", ["lbfgs", "saga"])\n    '
PENALTY = 'penalty = trial.suggest_categorical("penalty", ["l1", "l2"])'
MARK = "  # TUN612: LogisticRegression rejects penalty='l1' with solver='lbfgs': trials that"
MODEL = "\n    model = LogisticRegression(penalty=penalty, solver=solver)"

LOOP = """
from itertools import product
from sklearn.linear_model import LogisticRegression
best = 0
{}
    score = LogisticRegression(solver=solver, penalty=penalty).fit(x, y).score(v, w)
    if score > best:
        best, winner = score, (solver, penalty)
"""
GRID = """
from scipy.stats import uniform
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.svm import SVC
{}
search.fit(x, y)
"""
FOREST = """
import numpy as np
from hyperopt import fmin, hp, tpe
from sklearn.ensemble import RandomForestClassifier as Forest
from sklearn.model_selection import cross_val_score
def objective(params):
    return -cross_val_score({}, x, y).mean()
space = {}
fmin(objective, space, algo=tpe.suggest, max_evals=30, rstate=np.random.default_rng(1))
"""

HANDED_ON = """
from bayes_opt import BayesianOptimization
from sklearn.linear_model import LogisticRegression
def f(**params):
    {changed}
    return LogisticRegression(max_iter=200, **params).fit(x, y).score(v, w)
bounds = dict(
    C=(0.1, 10),
    solver=("lbfgs", "saga"),
    penalty=("l1", "l2"),{marked}
)
BayesianOptimization(f, bounds, random_state=1).maximize()
"""

FLAGGED: dict[str, Texts] = {
    "the default solver": GRID.format(
        'grid = {"penalty": ["l1", "l2"], "C": [0.1, 1]}'
        "  # TUN612: LogisticRegression rejects penalty='l1' with solver='lbfgs' (the default)\n"
        "search = GridSearchCV(LogisticRegression(), grid)"
    ),
    "two lists of a step": GRID.format(
        "pipe = make_pipeline(KNeighborsClassifier())\n"
        "search = GridSearchCV(pipe, param_grid={\n"
        '    "kneighborsclassifier__metric": ["cosine", "euclidean"],\n'
        '    "kneighborsclassifier__algorithm": ["brute", "kd_tree"],'
        "  # TUN612: KNeighborsClassifier rejects metric='cosine' with algorithm='kd_tree'\n"
        "})"
    ),
    "a step that the space replaces": GRID.format(
        'pipe = Pipeline([("model", SVC())])\n'
        "search = GridSearchCV(pipe, [\n"
        '    {"model": [SVC()], "model__C": [1, 2]},\n'
        '    {"model": [LogisticRegression()],\n'
        '     "model__penalty": ["elasticnet"]},'
        "  # TUN612: LogisticRegression rejects penalty='elasticnet' with solver='lbfgs' (the\n"
        "])"
    ),
    "a range": GRID.format(
        'space = {"l1_ratio": uniform(0, 1)}'
        "  # TUN612: LogisticRegression rejects l1_ratio=0.5 with solver='liblinear'\n"
        'search = RandomizedSearchCV(LogisticRegression(solver="liblinear"), space)'
    ),
    "what every trial has": GRID.format(
        'search = GridSearchCV(LinearDiscriminantAnalysis(shrinkage="auto"),'
        "  # TUN612: LinearDiscriminantAnalysis rejects shrinkage='auto' with solver='svd' (the default): every trial\n"
        '                      {"tol": [1e-4, 1e-3]})'
    ),
    "optuna: two suggestions": OPTUNA.format(SOLVER + PENALTY + MARK + MODEL),
    "optuna: three parts, in a dictionary": OPTUNA.format(
        'params = {"penalty": "l1", "loss": "squared_hinge",\n'
        '              "dual": trial.suggest_categorical("dual", [True, False])}'
        "  # TUN612: LinearSVC rejects penalty='l1' with loss='squared_hinge' and dual=True: trials\n"
        "    model = LinearSVC(**params)"
    ),
    "optuna: in a function and a class": {
        "models.py": """
from sklearn.linear_model import LogisticRegression
class Models:
    def linear(self, trial):
        penalty = trial.suggest_categorical("penalty", ("l1", None))
        solver = trial.suggest_categorical("solver", ("lbfgs", "sag"))  # TUN612: LogisticRegression rejects penalty='l1' with solver='lbfgs'
        return LogisticRegression(penalty, solver=solver)
""",
        "train.py": """
import optuna
from models import Models
def objective(trial):
    return Models().linear(trial).fit(x, y).score(v, w)
optuna.create_study(direction="maximize").optimize(objective, n_trials=30)
""",
    },
    "optuna: bagging in goss": """
import lightgbm as lgb
import optuna
def objective(trial):
    model = lgb.LGBMClassifier(
        boosting_type=trial.suggest_categorical("boosting", ["gbdt", "goss"]),
        subsample=trial.suggest_float("subsample", 0.5, 1.0),  # TUN612: LGBMClassifier rejects boosting_type='goss' with subsample_freq=1 and subsample=0.75
        subsample_freq=1,
    )
    return model.fit(x, y).score(v, w)
optuna.create_study(direction="maximize").optimize(objective, n_trials=30)
""",
    "hyperopt: the whole configuration": FOREST.format(
        "Forest(**params)",
        '{"bootstrap": hp.choice("bootstrap", [True, False]),\n'
        '         "oob_score": hp.choice("oob_score", [True, False])}'
        "  # TUN612: RandomForestClassifier rejects oob_score=True with bootstrap=False",
    ),
    "hyperopt: by key": FOREST.format(
        'Forest(bootstrap=params["a"], max_samples=params["b"])',
        '{"a": hp.choice("a", [True, False]),\n'
        '         "b": hp.choice("b", [None, 0.5])}'
        "  # TUN612: RandomForestClassifier rejects max_samples=0.5 with bootstrap=False",
    ),
    "scikit-optimize: by name": """
from skopt import gp_minimize
from skopt.space import Categorical
from skopt.utils import use_named_args
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
space = [Categorical(["l1", "l2"], name="penalty"),
         Categorical(["lbfgs", "saga"], name="solver")]  # TUN612: LogisticRegression rejects penalty='l1' with solver='lbfgs'
@use_named_args(space)
def objective(**params):
    return -cross_val_score(LogisticRegression(**params), x, y).mean()
gp_minimize(objective, space, n_calls=30)
""",
    "scikit-optimize: BayesSearchCV": """
from skopt import BayesSearchCV
from skopt.space import Categorical, Real
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
search = BayesSearchCV(LinearDiscriminantAnalysis(), {
    "solver": Categorical(["svd", "lsqr"]),
    "shrinkage": Real(0.01, 0.99),  # TUN612: LinearDiscriminantAnalysis rejects shrinkage=0.5 with solver='svd'
}, n_iter=20)
search.fit(x, y)
""",
    "Ray Tune": """
from ray import tune
from sklearn.neighbors import KNeighborsClassifier
def trainable(config):
    model = KNeighborsClassifier(metric=config["metric"], algorithm=config["algorithm"])
    tune.report({"score": model.fit(x, y).score(v, w)})
tune.Tuner(trainable, param_space={
    "metric": tune.choice(["cosine", "euclidean"]),
    "algorithm": tune.choice(["brute", "kd_tree"]),  # TUN612: KNeighborsClassifier rejects metric='cosine' with algorithm='kd_tree'
}, tune_config=tune.TuneConfig(metric="score", mode="max", num_samples=9)).fit()
""",
    "Keras Tuner": """
import keras_tuner as kt
from sklearn.linear_model import Ridge
def build(hp):
    return Ridge(
        solver=hp.Choice("solver", ["svd", "lbfgs"]),
        positive=hp.Boolean("positive"),  # TUN612: Ridge rejects positive=True with solver='svd'
    )
oracle = kt.oracles.RandomSearchOracle(kt.Objective("score", "max"), max_trials=5, seed=1)
kt.SklearnTuner(oracle, build, overwrite=True).search(x, y)
""",
    "bayes_opt": """
from bayes_opt import BayesianOptimization
from sklearn.linear_model import LogisticRegression
def f(C, solver, penalty):
    return LogisticRegression(C=C, solver=solver, penalty=penalty).fit(x, y).score(v, w)
BayesianOptimization(f, {
    "C": (0.1, 10),
    "solver": ("lbfgs", "saga"),
    "penalty": ("l1", "l2"),  # TUN612: LogisticRegression rejects penalty='l1' with solver='lbfgs'
}, random_state=1).maximize()
""",
    "bayes_opt: all that is drawn at once": HANDED_ON.format(
        changed="", marked="  # TUN612: LogisticRegression rejects penalty='l1' with solver='lbfgs'"
    ),
    "loops": LOOP.format(
        'for solver in ["lbfgs", "saga"]:\n'
        '  for penalty in ["l1", "l2"]:'
        "  # TUN612: LogisticRegression rejects penalty='l1' with solver='lbfgs'"
    ),
    "a loop over a product": LOOP.format(
        'for solver, penalty in product(["lbfgs", "saga"], ["l1", "l2"]):'
        "  # TUN612: LogisticRegression rejects penalty='l1' with solver='lbfgs'"
    ),
    "in a notebook": notebook(
        "from sklearn.linear_model import LogisticRegression\n"
        "from sklearn.model_selection import GridSearchCV\n"
        'grid = {"penalty": ["l1", "l2"]}  # TUN612: LogisticRegression rejects penalty=\'l1\'',
        "GridSearchCV(LogisticRegression(), grid).fit(x, y)",
    ),
}

SILENT: dict[str, Texts] = {
    "an entry that the trial deletes": """
from hyperopt import fmin, hp, tpe
from sklearn.linear_model import LogisticRegression
space = {"solver": hp.choice("solver", ["lbfgs", "saga"]), "penalty": "l1", "C": hp.uniform("C", 1, 9)}
def objective(params):
    del params["penalty"]
    return -LogisticRegression(**params).fit(X, y).score(Xv, yv)
fmin(objective, space, algo=tpe.suggest, max_evals=50)
""",
    "an entry that the trial takes out": """
from hyperopt import fmin, hp, tpe
from sklearn.linear_model import LogisticRegression
space = {"solver": hp.choice("solver", ["lbfgs", "saga"]), "penalty": "l1", "C": hp.uniform("C", 1, 9)}
def objective(params):
    params.pop("penalty")
    return -LogisticRegression(**params).fit(X, y).score(Xv, yv)
fmin(objective, space, algo=tpe.suggest, max_evals=50)
""",
    "a point that is cleared": """
from hyperopt import fmin, hp, tpe
from sklearn.linear_model import LogisticRegression
space = {"solver": hp.choice("solver", ["lbfgs", "saga"]), "penalty": "l1", "C": hp.uniform("C", 1, 9)}
def objective(params):
    params.clear()
    return -LogisticRegression(**params).fit(X, y).score(Xv, yv)
fmin(objective, space, algo=tpe.suggest, max_evals=50)
""",
    "a point that unread code is handed": """
from helper import clean
from hyperopt import fmin, hp, tpe
from sklearn.linear_model import LogisticRegression
space = {"solver": hp.choice("solver", ["lbfgs", "saga"]), "penalty": "l1", "C": hp.uniform("C", 1, 9)}
def objective(params):
    clean(params)
    return -LogisticRegression(**params).fit(X, y).score(Xv, yv)
fmin(objective, space, algo=tpe.suggest, max_evals=50)
""",
    "an entry that is perhaps in the space": """
import sys
from hyperopt import fmin, hp, tpe
from sklearn.linear_model import LogisticRegression
space = {"solver": hp.choice("solver", ["lbfgs", "saga"]), "C": hp.uniform("C", 1, 9)}
if len(sys.argv) > 1:
    space["penalty"] = "l1"
def objective(params):
    return -LogisticRegression(**params).fit(X, y).score(Xv, yv)
fmin(objective, space, algo=tpe.suggest, max_evals=50)
""",
    "a solver for both": GRID.format(
        'search = GridSearchCV(LogisticRegression(solver="saga"), {"penalty": ["l1", "l2"]})'
    ),
    "dictionaries that avoid it": GRID.format(
        "search = GridSearchCV(LogisticRegression(), [\n"
        '    {"solver": ["lbfgs"], "penalty": ["l2"]}, {"solver": ["saga"], "penalty": ["l1"]}])'
    ),
    "a space that may hold more": GRID.format(
        'search = GridSearchCV(LogisticRegression(), {"penalty": ["l1", "l2"], **others})'
    ),
    "a solver that is set later": GRID.format(
        "model = LogisticRegression()\n"
        'model.set_params(solver="saga")\n'
        'search = GridSearchCV(model, {"penalty": ["l1", "l2"]})'
    ),
    "arguments that cannot be read": GRID.format(
        'search = GridSearchCV(LogisticRegression(**given), {"penalty": ["l1", "l2"]})'
    ),
    "a penalty is given beside the ratio": GRID.format(
        'search = GridSearchCV(LogisticRegression(penalty="l2"), {"l1_ratio": [0.1, 0.5]})'
    ),
    "a step that the space replaces by another": GRID.format(
        'pipe = Pipeline([("model", LogisticRegression())])\n'
        'search = GridSearchCV(pipe, {"model": [LogisticRegression(solver="saga")],\n'
        '                             "model__penalty": ["l1", "l2"]})'
    ),
    "drawn together": OPTUNA.format(
        'pair = trial.suggest_categorical("pair", ["l1-saga", "l2-lbfgs"])\n'
        '    penalty, solver = pair.split("-")' + MODEL
    ),
    "drawn in a branch": OPTUNA.format(
        SOLVER + 'penalty = "l2"\n    if solver == "saga":\n        ' + PENALTY + MODEL
    ),
    "a guard": OPTUNA.format(
        SOLVER
        + PENALTY
        + '\n    if solver == "lbfgs" and penalty == "l1":\n        raise optuna.TrialPruned()'
        + MODEL
    ),
    "a guard in a function": OPTUNA.replace(
        "def objective",
        "def fits(a, b):\n    return not (a == 'lbfgs' and b == 'l1')\ndef objective",
    ).format(SOLVER + PENALTY + "\n    if not fits(solver, penalty):\n        return 0.0" + MODEL),
    "the exception is caught": OPTUNA.format(
        SOLVER
        + PENALTY
        + "\n    try:"
        + "\n        return LogisticRegression(penalty, solver=solver).fit(x, y).score(v, w)"
        + "\n    except ValueError:\n        return 0.0"
    ),
    "options that depend on the solver": OPTUNA.format(
        SOLVER
        + 'penalties = {"lbfgs": ["l2"], "saga": ["l1", "l2"]}[solver]\n'
        + '    penalty = trial.suggest_categorical("penalty", penalties)'
        + MODEL
    ),
    "a search inside of a trial": OPTUNA.format(
        "from sklearn.model_selection import GridSearchCV\n"
        '    model = GridSearchCV(LogisticRegression(penalty="l1"), {"solver": ["saga"]})'
    ),
    "hyperopt: branches of the space": """
from hyperopt import fmin, hp, tpe
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
def objective(params):
    model = LogisticRegression(solver=params["solver"], penalty=params["penalty"])
    return -cross_val_score(model, x, y).mean()
space = hp.choice("pair", [
    {"solver": hp.choice("smooth", ["lbfgs", "saga"]), "penalty": "l2"},
    {"solver": "liblinear", "penalty": hp.choice("penalty", ["l1", "l2"])},
])
fmin(objective, space, algo=tpe.suggest, max_evals=30)
""",
    "bayes_opt: all that is drawn, with another solver": HANDED_ON.format(
        changed='params["solver"] = "saga"', marked=""
    ),
    "scikit-optimize: all that is drawn, with another solver": """
from skopt import gp_minimize
from skopt.space import Categorical
from skopt.utils import use_named_args
from sklearn.linear_model import LogisticRegression
space = [
    Categorical(["l1", "l2"], name="penalty"),
    Categorical(["lbfgs", "saga"], name="solver"),
]
@use_named_args(space)
def objective(**params):
    params["solver"] = "saga"
    return -LogisticRegression(**params).fit(x, y).score(v, w)
gp_minimize(objective, space, n_calls=30)
""",
    "a loop over pairs": LOOP.format('for solver, penalty in [("lbfgs", "l2"), ("saga", "l1")]:'),
    "a loop over two lists at once": LOOP.format(
        'for solver, penalty in zip(["lbfgs", "saga"], ["l2", "l1"]):'
    ),
    "a loop over what fits": LOOP.format(
        'penalties = {"lbfgs": ["l2"], "saga": ["l1", "l2"]}\n'
        'for solver in ["lbfgs", "saga"]:\n'
        "  for penalty in penalties[solver]:"
    ),
    "a loop that skips": LOOP.format(
        'for solver, penalty in product(["lbfgs", "saga"], ["l1", "l2"]):\n'
        '    if (solver, penalty) == ("lbfgs", "l1"):\n'
        "        continue"
    ),
    "multi_class that reads no penalty": OPTUNA.format(
        'penalty = trial.suggest_categorical("penalty", ["l1", "l2"])\n'
        '    model = LinearSVC(penalty=penalty, loss="hinge", multi_class="crammer_singer")'
    ),
    "no search": "from sklearn.linear_model import LogisticRegression\n"
    'LogisticRegression(penalty="l1").fit(x, y)\n',
}

test_programs = check_programs("TUN612", FLAGGED, SILENT)
