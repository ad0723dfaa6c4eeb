"""TUN509: what a trial runs and the current Keras or scikit-learn rejects"""

from __future__ import annotations

from tests.rules import ray_programs
from tests.rules.programs import check_programs, marked
from tunelint.testing import Texts

BUILDER = """
import keras
import keras_tuner as kt
from keras import layers, Input

def build(hp):
    model = keras.Sequential()
    {}
    model.compile('adam', 'mse')
    return model

kt.RandomSearch(build, 'val_loss', 5, seed=1).search(x, y, validation_split=0.2, epochs=5)
"""
GRID = """
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.ensemble import *
from sklearn.linear_model import LogisticRegression, SGDClassifier
{}
search.fit(x, y)
"""
OBJECTIVE = """
import numpy as np
from hyperopt import fmin, hp, tpe
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_squared_error

def objective(params):
    {}

space = {{'criterion': hp.choice('criterion', ['mse', 'poisson']),
         'max_depth': hp.choice('max_depth', [2, 3])}}
fmin(objective, space, tpe.suggest, 50, rstate=np.random.default_rng(3))
"""

# An objective whose model is made by a function, with one kind of it in a branch of its own.
MAKER = """
import argparse
import optuna
from sklearn.ensemble import RandomForestClassifier
from sklearn.svm import SVC
def make(trial, forest=False, warm=True):
    if not forest:
        return SVC(C=trial.suggest_float("C", 0.1, 10))
    return RandomForestClassifier(max_features="auto", warm_start=warm)
def objective(trial):
    {}
    return model.fit(x, y).score(v, w)
optuna.create_study(direction="maximize").optimize(objective, n_trials=50)
"""

FLAGGED: dict[str, Texts] = {
    "an import in the file of the search": """
import keras
from keras.utils import np_utils  # TUN509: keras.utils.np_utils no longer exists: this line raises ImportError
from tensorflow.keras.layers.normalization import BatchNormalization  # TUN509: keras.layers.normalization no longer exists
from hyperopt import fmin, tpe, hp
y = np_utils.to_categorical(y)
best = fmin(objective, hp.uniform('x', 0, 1), tpe.suggest, 50)
""",
    "the classes of a logistic regression": """
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
model = LogisticRegression(multi_class="ovr", max_iter=900)  # TUN509: LogisticRegression no longer accepts multi_class=: trials that use it raise TypeError
GridSearchCV(model, {"C": [1, 10]}).fit(x, y)
""",
    "the trees of a boosted model": """
import optuna
import xgboost as xgb
def objective(trial):
    model = xgb.train({"max_depth": trial.suggest_int("depth", 2, 9)}, data, 50)
    first = model.predict(data, ntree_limit=model.best_ntree_limit)  # TUN509: predict of XGBoost no longer accepts ntree_limit=
    trees = model.best_ntree_limit  # TUN509: best_ntree_limit of XGBoost no longer exists: trials that use it raise AttributeError
    return score(model.predict(data, iteration_range=(0, trees)))
optuna.create_study().optimize(objective, n_trials=30)
""",
    "learning rate in the builder": """
import tensorflow as tf
import keras_tuner as kt
def build(hp):
    model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    model.compile(optimizer=tf.keras.optimizers.Adam(lr=hp.Float('lr', 0.1, 1)), loss='mse')  # TUN509: Adam no longer accepts lr=: trials that use it raise
    return model
kt.RandomSearch(build, 'val_loss', 5, seed=1).search(x, y, validation_split=0.2, epochs=5)
""",
    "in a module of its own": {
        "models.py": """
from keras.optimizers import SGD as Optimizer
from keras import Sequential
class Model:
    def __call__(self, hp):
        model = Sequential()
        model.compile(Optimizer(lr=0.1), 'mse')  # TUN509: SGD no longer accepts lr=: trials that use it raise ValueError
        return model
""",
        "train.py": """
from keras_tuner import RandomSearch
from models import Model
tuner = RandomSearch(Model(), 'val_loss', 5, seed=1)
tuner.search(x, y, epochs=5, validation_split=0.2)
""",
    },
    "workers of the search": """
import keras_tuner as kt
tuner = kt.RandomSearch(build, 'val_loss', 5, seed=1)
tuner.search(x, y, epochs=5, validation_split=0.2, workers=4, use_multiprocessing=True)  # TUN509: fit no longer accepts workers= # TUN509: fit no longer accepts use_multiprocessing=
""",
    "workers of the fit": OBJECTIVE.format(
        "import keras; m = keras.Sequential(); m.compile('adam', 'mse')\n"
        "    return m.fit(x, y, epochs=5, max_queue_size=20).history['loss'][-1]  # TUN509: fit no longer accepts max_queue_size="
    ),
    "a shape that is a number": BUILDER.format(
        "model.add(Input(shape=8))  # TUN509: Input no longer accepts a number as shape"
    ),
    "a shape that is a count": BUILDER.format(
        "model.add(Input(x.shape[1]))  # TUN509: Input no longer accepts a number as shape"
    ),
    "a name that is gone": """
import keras_tuner as kt
from keras.utils import np_utils
class Tuner(kt.RandomSearch):
    def run_trial(self, trial, x, y):
        labels = np_utils.to_categorical(y)  # TUN509: keras.utils.np_utils no longer exists: trials that use it raise ImportError or AttributeError
        again = np_utils.to_categorical(y)
        return super().run_trial(trial, x, labels)
Tuner(build, 'val_loss', 5, seed=1).search(x, y)
""",
    "a loss that is gone": BUILDER.format(
        "model.compile('adam', 'mse', metrics=['mae', 'logcosh'])  # TUN509: compile no longer accepts metrics='logcosh'"
    ),
    "value in a grid": GRID.format(
        "grid = {\n"
        "    'loss': ['deviance', 'exponential'],  # TUN509: GradientBoostingClassifier no longer accepts loss='deviance': trials that use it raise InvalidParameterError in fit\n"
        "    'max_features': ['auto', 'sqrt'],  # TUN509: GradientBoostingClassifier no longer accepts max_features='auto': trials that use it raise InvalidParameterError in fit\n"
        "}\n"
        "search = GridSearchCV(GradientBoostingClassifier(), grid)"
    ),
    "value in a list with a name": GRID.format(
        "features = ['auto', 'sqrt']  # TUN509: RandomForestClassifier no longer accepts max_features='auto'\n"
        "grid = {'max_features': features}\n"
        "search = GridSearchCV(RandomForestClassifier(), grid)"
    ),
    "value for a step of a pipeline": GRID.format(
        "pipe = make_pipeline(SGDClassifier())\n"
        "search = GridSearchCV(pipe, [\n"
        "    {'sgdclassifier__loss': ['hinge', 'log']},  # TUN509: SGDClassifier no longer accepts loss='log'\n"
        "])"
    ),
    "value of the estimator": GRID.format(
        "search = GridSearchCV(LogisticRegression(penalty='none'), {'max_iter': [100, 200]})  # TUN509: LogisticRegression no longer accepts penalty='none'"
    ),
    "argument of the estimator": GRID.format(
        "from sklearn.tree import DecisionTreeClassifier\n"
        "search = GridSearchCV(AdaBoostClassifier(base_estimator=DecisionTreeClassifier()),  # TUN509: AdaBoostClassifier no longer accepts base_estimator=\n"
        "                      {'base_estimator__max_depth': [1, 2]})"
    ),
    "scorer": GRID.format(
        "from sklearn.metrics import make_scorer, roc_auc_score\n"
        "auc = make_scorer(roc_auc_score, needs_proba=True)  # TUN509: make_scorer no longer accepts needs_proba=\n"
        "search = GridSearchCV(LogisticRegression(), {'C': [1, 2]}, scoring=auc)"
    ),
    "metric in the objective": OBJECTIVE.format(
        "m = RandomForestRegressor(random_state=1).fit(x, y)\n"
        "    return mean_squared_error(v, m.predict(w), squared=False)  # TUN509: mean_squared_error no longer accepts squared="
    ),
    "an argument that a caller fills": """
from keras.optimizers import Adam
from hyperopt import fmin, tpe, hp
def optimizer(rate):
    return Adam(lr=rate)  # TUN509: Adam no longer accepts lr=: trials that use it raise
def objective(params):
    return train(optimizer(params['lr']))
fmin(objective, {'lr': hp.uniform('lr', 0, 1)}, tpe.suggest, 50)
""",
    "value of a choice": marked(
        OBJECTIVE.format(
            "m = RandomForestRegressor(criterion=params['criterion'], random_state=1)\n"
            "    return -m.fit(x, y).score(v, w)"
        ),
        {
            "space = {'criterion'": "# TUN509: RandomForestRegressor no longer accepts criterion='mse'"
        },
    ),
    "values handed over as they are": marked(
        OBJECTIVE.format("return -RandomForestRegressor(**params).fit(x, y).score(v, w)"),
        {
            "space = {'criterion'": "# TUN509: RandomForestRegressor no longer accepts criterion='mse'"
        },
    ),
    "optuna: an old criterion among the choices": """
import optuna
from sklearn.ensemble import RandomForestRegressor
def objective(trial):
    criterion = trial.suggest_categorical("criterion", ["mse", "absolute_error"])  # TUN509: RandomForestRegressor no longer accepts criterion='mse'
    return RandomForestRegressor(criterion=criterion).fit(x, y).score(v, w)
optuna.create_study(direction="maximize").optimize(objective, n_trials=50)
""",
    "optuna: lr of an optimizer": """
import keras
import optuna
def objective(trial):
    model = keras.Sequential([keras.layers.Dense(1)])
    model.compile(keras.optimizers.Adam(lr=trial.suggest_float("rate", 1e-4, 1e-1)), "mse")  # TUN509: Adam no longer accepts lr=: trials that use it raise
    model.fit(x, y, epochs=9)
    return model.evaluate(v, w)
optuna.create_study().optimize(objective, n_trials=50)
""",
}

FLAGGED |= {
    "a branch that one of two calls is for": marked(
        MAKER.format("model = make(trial).fit(x, y) and make(trial, forest=True)"),
        {
            "return RandomForestClassifier(": "# TUN509: RandomForestClassifier no longer accepts max_features='auto'"
        },
    ),
    "a branch that a draw decides for": marked(
        MAKER.format("model = make(trial, trial.suggest_categorical('forest', [True, False]))"),
        {
            "return RandomForestClassifier(": "# TUN509: RandomForestClassifier no longer accepts max_features='auto'"
        },
    ),
    "a branch that the command line decides for": marked(
        MAKER.format(
            "parser = argparse.ArgumentParser()\n"
            "    parser.add_argument('--forest', type=int, default=0)\n"
            "    model = make(trial, parser.parse_args().forest)"
        ),
        {
            "return RandomForestClassifier(": "# TUN509: RandomForestClassifier no longer accepts max_features='auto'"
        },
    ),
    "a branch that something unknown decides for": marked(
        MAKER.format("model = make(trial, len(x) > 9)"),
        {
            "return RandomForestClassifier(": "# TUN509: RandomForestClassifier no longer accepts max_features='auto'"
        },
    ),
    "a branch that a constant of the module is against": marked(
        MAKER.replace("import argparse", "FOREST = False")
        .replace("if not forest", "if not FOREST")
        .format("model = make(trial)"),
        {
            "return RandomForestClassifier(": "# TUN509: RandomForestClassifier no longer accepts max_features='auto'"
        },
    ),
    "a branch in which the whole search stands": """
import optuna
from sklearn.ensemble import RandomForestClassifier
def objective(trial):
    return RandomForestClassifier(max_features="auto").fit(x, y).score(v, w)  # TUN509: RandomForestClassifier no longer accepts max_features='auto'
def tune(kind):
    if kind == "forest":
        optuna.create_study(direction="maximize").optimize(objective, n_trials=50)
tune("svm")
""",
}

SILENT = {
    "an attribute with a default": """
import optuna
import xgboost as xgb
def objective(trial):
    model = xgb.train({"max_depth": trial.suggest_int("depth", 2, 9)}, rows, 100)
    trees = getattr(model, "best_ntree_limit", None) or 100
    return score(model, trees)
optuna.create_study().optimize(objective, n_trials=20)
""",
    "an attribute that is asked for first": """
import optuna
import xgboost as xgb
def objective(trial):
    model = xgb.train({"max_depth": trial.suggest_int("depth", 2, 9)}, rows, 100)
    trees = model.best_ntree_limit if hasattr(model, "best_ntree_limit") else 100
    return score(model, trees)
optuna.create_study().optimize(objective, n_trials=20)
""",
    "an attribute of one release": """
import optuna
import xgboost as xgb
def objective(trial):
    model = xgb.train({"max_depth": trial.suggest_int("depth", 2, 9)}, rows, 100)
    trees = 100 if xgb.__version__ >= "2" else model.best_ntree_limit
    return score(model, trees)
optuna.create_study().optimize(objective, n_trials=20)
""",
    "a branch that no call is for": MAKER.format("model = make(trial)"),
    "a branch that the call is against": MAKER.format("model = make(trial, forest=False)"),
    "a branch that both calls are against": MAKER.format(
        "model = make(trial, False, True) if trial.number else make(trial, warm=False)"
    ),
    "a branch of a function behind another": MAKER.format(
        "def choose(forest):\n        return make(trial, forest)\n    model = choose(False)"
    ),
    "a branch of the objective that the search is not for": """
import optuna
from sklearn.ensemble import RandomForestClassifier
from sklearn.svm import SVC
def objective(trial, kind):
    if kind == "forest":
        model = RandomForestClassifier(max_features="auto")
    else:
        model = SVC(C=trial.suggest_float("C", 0.1, 10))
    return model.fit(x, y).score(v, w)
study = optuna.create_study(direction="maximize")
study.optimize(lambda trial: objective(trial, "svm"), n_trials=50)
""",
    "current spelling": BUILDER.format(
        "model.add(Input(shape=(8,))); model.compile(keras.optimizers.Adam(learning_rate=0.1))"
    ),
    "outside the trials": """
import keras
from hyperopt import fmin, tpe, hp
y = keras.utils.np_utils.to_categorical(y)
best = fmin(objective, hp.uniform('x', 0, 1), tpe.suggest, 50)
model = keras.Sequential([keras.Input(shape=8)])
model.compile(keras.optimizers.Adam(lr=0.1), 'mse')
model.fit(x, y, workers=4)
""",
    "an import that the file is prepared for": """
from hyperopt import fmin, tpe, hp
try:
    from keras.utils import np_utils
except ImportError:
    from keras import utils as np_utils
best = fmin(objective, hp.uniform('x', 0, 1), tpe.suggest, 50)
""",
    "an import in a function of its own": """
from hyperopt import fmin, tpe, hp
def labels(y):
    from keras.utils import np_utils
    return np_utils.to_categorical(y)
best = fmin(objective, hp.uniform('x', 0, 1), tpe.suggest, 50)
""",
    "a failing import of a different file": {
        "main.py": "from hyperopt import fmin, tpe, hp\nimport labels\n"
        "best = fmin(objective, hp.uniform('x', 0, 1), tpe.suggest, 50)\n",
        "labels.py": "from keras.utils import np_utils\ny = np_utils.to_categorical(y)\n",
    },
    "attributes that boosted models have": """
import optuna
import xgboost as xgb
def objective(trial):
    model = xgb.train({"max_depth": trial.suggest_int("depth", 2, 9)}, data, 50)
    return model.best_iteration + other.best_ntree_limit
optuna.create_study().optimize(objective, n_trials=30)
print(xgb.train({}, data, 50).best_ntree_limit)
""",
    "an optimizer of PyTorch": """
from hyperopt import fmin, tpe, hp
from torch.optim import Adam
import torch
def objective(lr):
    first = Adam(model.parameters(), lr=lr)
    second = torch.optim.SGD(model.parameters(), lr=lr)
    return train(first)
fmin(objective, hp.uniform('lr', 0, 1), tpe.suggest, 50)
""",
    "deprecated but accepted": BUILDER.format(
        "model.add(layers.Dense(8, input_dim=4)); keras.optimizers.Adam(decay=1e-6)"
    ),
    "a shape that is read elsewhere": BUILDER.format("model.add(Input(shape=x.shape[1:]))"),
    "a shape that cannot be read": BUILDER.format("model.add(Input(shape=shape_of(x)))"),
    "accepted values": GRID.format(
        "search = GridSearchCV(RandomForestClassifier(), {'max_features': ['sqrt', None],\n"
        "    'criterion': ['gini', 'log_loss']})"
    ),
    "a value that another estimator takes": GRID.format(
        "from sklearn.svm import SVC\nsearch = GridSearchCV(SVC(), {'gamma': ['auto', 'scale']})"
    ),
    "one of two branches": GRID.format(
        "search = GridSearchCV(LogisticRegression(penalty='none' if old else None), {'C': [1]})"
    ),
    "never fitted": """
from sklearn.model_selection import GridSearchCV
from sklearn.linear_model import LogisticRegression
search = GridSearchCV(LogisticRegression(penalty='none'), {'C': [1]})
""",
    "unresolved space": """
from sklearn.model_selection import GridSearchCV
from sklearn.linear_model import LogisticRegression
GridSearchCV(LogisticRegression(), load('grid.json')).fit(x, y)
""",
    "a method of the project": OBJECTIVE.format(
        "class Net:\n"
        "        def fit_generator(self, rows):\n"
        "            return 1\n"
        "    return Net().fit_generator(x)"
    ),
    "optuna: current names": """
import optuna
from sklearn.ensemble import RandomForestRegressor
def objective(trial):
    criterion = trial.suggest_categorical("criterion", ["squared_error", "absolute_error"])
    return RandomForestRegressor(criterion=criterion).fit(x, y).score(v, w)
optuna.create_study(direction="maximize").optimize(objective, n_trials=50)
""",
}


BOOSTING = """
import lightgbm as lgb
import optuna
import xgboost as xgb
from lightning.pytorch import Trainer
from xgboost import XGBRegressor
def objective(trial):
    {}
    return score()
optuna.create_study().optimize(objective, n_trials=50)
"""
GONE = "  # TUN509: {} no longer accepts {}: trials that use it raise {}"


def boosted(line: str, taker: str = "", written: str = "", error: str = "TypeError") -> str:
    """A trial with one line, and what is said of it."""
    return BOOSTING.format(line + (GONE.format(taker, written, error) if taker else ""))


FLAGGED |= {
    "lightgbm: fit": boosted(
        "lgb.LGBMClassifier().fit(x, y, early_stopping_rounds=20)",
        "fit of LightGBM",
        "early_stopping_rounds=",
    ),
    "lightgbm: verbose": boosted(
        "model = lgb.LGBMRegressor()\n    model.fit(x, y, verbose=False)",
        "fit of LightGBM",
        "verbose=",
    ),
    "lightgbm: train": boosted(
        "lgb.train({}, data, verbose_eval=False)", "lightgbm.train", "verbose_eval="
    ),
    "lightgbm: cv": boosted(
        "lgb.cv({}, data, early_stopping_rounds=9)", "lightgbm.cv", "early_stopping_rounds="
    ),
    "xgboost: fit": boosted(
        "XGBRegressor(max_depth=3).fit(x, y, eval_metric='rmse')", "fit of XGBoost", "eval_metric="
    ),
    "xgboost: train": boosted("xgb.train({}, data, feval=score)", "xgboost.train", "feval="),
    "xgboost: predict": boosted(
        "XGBRegressor().fit(x, y).predict(v, ntree_limit=3)", "predict of XGBoost", "ntree_limit="
    ),
    "xgboost: a tree method": boosted(
        "XGBRegressor(tree_method='gpu_hist').fit(x, y)",
        "XGBRegressor",
        "tree_method='gpu_hist'",
        "XGBoostError",
    ),
    "xgboost: a parameter": boosted(
        "xgb.train({'eta': 0.1, 'gpu_id': 0}, data)", "xgboost", "gpu_id=", "XGBoostError"
    ),
    "lightning: the trainer": boosted("trainer = Trainer(gpus=1)", "Trainer", "gpus="),
}

SILENT |= {
    "lightgbm: callbacks": boosted("lgb.LGBMClassifier().fit(x, y, callbacks=[])"),
    "lightgbm: an evaluated metric": boosted("lgb.LGBMModel().fit(x, y, eval_metric='auc')"),
    "lightgbm: any model": boosted("model().fit(x, y, early_stopping_rounds=20, verbose=False)"),
    "xgboost: verbose": boosted("XGBRegressor().fit(x, y, eval_set=[(v, w)], verbose=False)"),
    "xgboost: rounds": boosted("xgb.train({}, data, early_stopping_rounds=9, verbose_eval=False)"),
    "xgboost: in the constructor": boosted(
        "XGBRegressor(early_stopping_rounds=9, eval_metric='rmse', device='cuda').fit(x, y)"
    ),
    "xgboost: one of two tree methods": boosted(
        "XGBRegressor(tree_method='gpu_hist' if cuda else 'hist').fit(x, y)"
    ),
    "one of two libraries": boosted(
        "model = XGBRegressor() if flag else lgb.LGBMRegressor()\n    model.fit(x, y, verbose=False)"
    ),
    "lightning: today's": boosted("Trainer(accelerator='gpu', devices=1, max_epochs=9)"),
    "outside of the trials": boosted("pass").replace(
        "\ndef objective", "\nXGBRegressor().fit(x, y, eval_metric='rmse')\ndef objective"
    ),
}


test_programs = check_programs("TUN509", FLAGGED, SILENT)


# -- Ray Tune ----------------------------------------------------------------------------------

RAY_PROGRAMS = {
    "Keras' old spelling": """\
def net(config):
    model = keras.Sequential([layers.Dense(4), layers.Dense(1)])
    model.compile(keras.optimizers.Adam(lr=config["rate"]), "mse")  # TUN509: Adam no longer accepts lr=: trials that use it raise
    model.fit(x, y, epochs=9)
    tune.report({"loss": model.evaluate(v, w)})

tune.run(net, config={"rate": tune.loguniform(1e-4, 1e-1)})
""",
    "an option of the space": """\
def forest(config):
    model = RandomForestClassifier(criterion=config["criterion"], max_features=config["features"])
    tune.report({"acc": model.fit(x, y).score(v, w)})

space = {
    "criterion": tune.choice(["gini", "entropy"]),
    "features": tune.choice(["auto", "sqrt"]),  # TUN509: RandomForestClassifier no longer accepts max_features='auto'
}
tune.run(forest, config=space)
""",
    "in a class": """\
class Net(tune.Trainable):
    def setup(self, config):
        self.model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
        self.model.compile("adam", "mse")

    def step(self):
        self.model.fit(x, y, epochs=9, workers=4)  # TUN509: fit no longer accepts workers=
        return {"loss": self.model.evaluate(v, w)}

tune.run(Net, config={"units": tune.randint(1, 9)})
""",
    "silent: of today": """\
def net(config):
    model = keras.Sequential([layers.Dense(4), layers.Dense(1)])
    model.compile(keras.optimizers.Adam(learning_rate=config["rate"]), "mse")
    model.fit(x, y, epochs=9)
    tune.report({"loss": model.evaluate(v, w)})

tune.run(net, config={"rate": tune.loguniform(1e-4, 1e-1)})
""",
    "silent: outside of the trials": """\
tune.run(svm, config={"C": tune.uniform(1, 9)})
model = keras.Sequential([layers.Dense(4)])
model.compile(keras.optimizers.Adam(lr=0.1), "mse")
""",
}


test_ray_tune = check_programs("TUN509", RAY_PROGRAMS, head=ray_programs.HEAD)


# An objective that is written for several releases; what today's rejects stands in its line.
RELEASES = """
import inspect
import keras
import optuna
import sklearn
from packaging import version
from sklearn.linear_model import Ridge
OLD = version.parse(sklearn.__version__) < version.parse("1.2")
def objective(trial):
    alpha = trial.suggest_float("alpha", 1e-3, 10, log=True)
{}
    return model.fit(x, y).score(v, w)
optuna.create_study(direction="maximize").optimize(objective, n_trials=50)
"""
GUARDED = {
    "asks the signature": (
        "if 'normalize' in inspect.signature(Ridge).parameters:\n"
        "    model = Ridge(alpha, normalize=True)\nelse:\n    model = Ridge(alpha)"
    ),
    "asks the signature for what is handed on": (
        "options = {}\nif 'normalize' in inspect.signature(Ridge).parameters:\n"
        "    options['normalize'] = True\nmodel = Ridge(alpha, **options)"
    ),
    "asks the object": (
        "if hasattr(Ridge(), 'normalize'):\n    model = Ridge(alpha, normalize=True)\n"
        "else:\n    model = Ridge(alpha)"
    ),
    "asks for the release": (
        "if sklearn.__version__.startswith('0.'):\n    model = Ridge(alpha, normalize=True)\n"
        "else:\n    model = Ridge(alpha)"
    ),
    "a flag": "if OLD:\n    model = Ridge(alpha, normalize=True)\nelse:\n    model = Ridge(alpha)",
    "the old way is tried": (
        "try:\n    model = Ridge(alpha, normalize=True)\n"
        "except TypeError:\n    model = Ridge(alpha)"
    ),
    "the old way is tried, whatever happens": (
        "try:\n    model = Ridge(alpha, normalize=True)\nexcept:\n    raise optuna.TrialPruned()"
    ),
    "the old way is tried, a new one whatever goes wrong": (
        "try:\n    model = Ridge(alpha, normalize=True)\nexcept Exception:\n    return other(alpha)"
    ),
    "the old way where the new one fails": (
        "try:\n    model = keras.optimizers.Adam(learning_rate=alpha)\n"
        "except (TypeError, ValueError):\n    model = keras.optimizers.Adam(lr=alpha)"
    ),
}
UNGUARDED = {
    "gives up, whatever goes wrong": (
        "try:\n    model = Ridge(alpha, normalize=True)  # TUN509: Ridge no longer accepts normalize=\n"
        "    rows = X[:9]\nexcept Exception as error:\n    print(error)\n    return float('inf')"
    ),
    "asks for something else": (
        "if alpha > 1:\n    model = Ridge(alpha, normalize=True)  # TUN509: Ridge no longer accepts normalize=\nelse:\n    model = Ridge(alpha)"
    ),
    "catches something else": (
        "try:\n    model = Ridge(alpha, normalize=True)  # TUN509: Ridge no longer accepts normalize=\nexcept KeyError:\n    model = Ridge(alpha)"
    ),
    "raises again": (
        "try:\n    model = Ridge(alpha, normalize=True)  # TUN509: Ridge no longer accepts normalize=\nexcept TypeError as error:\n"
        "    raise RuntimeError(alpha) from error"
    ),
    "after a try": (
        "try:\n    print(alpha)\nexcept TypeError:\n    pass\nmodel = Ridge(alpha, normalize=True)  # TUN509: Ridge no longer accepts normalize="
    ),
    "in what another function tries": (
        "def make():\n    return Ridge(alpha, normalize=True)  # TUN509: Ridge no longer accepts normalize=\n"
        "try:\n    model = make()\nexcept ImportError:\n    model = None"
    ),
}


def _written(body: str) -> str:
    return RELEASES.format("\n".join("    " + line for line in body.splitlines()))


test_what_is_meant_for_other_releases = check_programs(
    "TUN509", {name: _written(body) for name, body in (GUARDED | UNGUARDED).items()}
)
