"""What the fix of each rule writes, for each tuner, and where a rule offers none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixing import changed_lines, fixed, program

KERAS = """
import keras
import keras_tuner as kt


def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 32)), keras.layers.Dense(1)])
    model.compile(loss="mse", metrics=["mae"])
    return model


"""
SEARCH = "tuner.search(x, y, validation_data=(x_val, y_val), epochs=10)\n"
LAYERS = """
import keras
import keras_tuner as kt


def build(hp):
    model = keras.Sequential()
{}
    model.compile(loss="mse")
    return model


tuner = kt.RandomSearch(build, "val_loss", seed=1)
tuner.search(x, y, validation_split=0.2, epochs=10)
"""
STACK = """    for i in range(3):
        model.add(keras.layers.Dense(hp.Int("units", 8, 32)))"""
HYPEROPT = "import numpy as np\nfrom hyperopt import fmin, hp, space_eval, tpe\n\n"
OPTUNA = """
import optuna


def objective(trial):
    return score(trial.suggest_float('x', 0, 1))


"""
GRID = """
from scipy.stats import uniform
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import RandomizedSearchCV, train_test_split

"""
TRIAL = """
import keras
import optuna


def objective(trial):
    model = keras.Sequential([keras.layers.Dense(trial.suggest_int("units", 8, 32))])
    {}
    return score(model)


optuna.create_study(sampler=optuna.samplers.TPESampler(seed=1)).optimize(objective, n_trials=30)
"""
FOREST = """
import optuna
from sklearn.ensemble import AdaBoostClassifier
from sklearn.metrics import mean_squared_error
from sklearn.svm import SVC


def objective(trial):
    n = trial.suggest_int("n", 8, 32)
    model = {}
    return score(model.fit(x, y))


optuna.create_study(sampler=optuna.samplers.TPESampler(seed=1)).optimize(objective, n_trials=30)
"""
SCALED = """
from scipy.stats import uniform
from sklearn.model_selection import RandomizedSearchCV
from sklearn.svm import SVC

search = RandomizedSearchCV(SVC(), {{'C': {}}}, random_state=1)
search.fit(x, y)
"""
SKOPT = "from skopt import gp_minimize\n\n"
RAY = """
import ray
from ray import tune


def train(config):
    tune.report({'loss': config['x'] ** 2})


"""

FIXED: list[tuple[str, str, list[str]]] = [
    # -- seeds
    (
        "TUN101",
        KERAS + 'tuner = kt.Hyperband(build, "val_mae", max_epochs=9)\n' + SEARCH,
        ['tuner = kt.Hyperband(build, "val_mae", max_epochs=9, seed=42)'],
    ),
    (
        "TUN101",
        KERAS + 'tuner = kt.RandomSearch(build, "val_mae", seed=None)\n' + SEARCH,
        ['tuner = kt.RandomSearch(build, "val_mae", seed=42)'],
    ),
    (
        "TUN101",
        KERAS
        + 'oracle = kt.oracles.RandomSearchOracle(objective="val_mae", max_trials=5)\n'
        + "tuner = kt.Tuner(oracle=oracle, hypermodel=build)\n"
        + SEARCH,
        ['oracle = kt.oracles.RandomSearchOracle(objective="val_mae", max_trials=5, seed=42)'],
    ),
    (
        "TUN101",
        HYPEROPT + "best = fmin(f, hp.uniform('x', 0, 1), tpe.suggest, 9)\n",
        ["best = fmin(f, hp.uniform('x', 0, 1), tpe.suggest, 9, rstate=np.random.default_rng(42))"],
    ),
    (
        "TUN101",
        HYPEROPT + "rng = np.random.default_rng()\n"
        "best = fmin(f, hp.uniform('x', 0, 1), tpe.suggest, 9, rstate=rng)\n",
        ["rng = np.random.default_rng(42)"],
    ),
    (
        "TUN101",
        OPTUNA + "study = optuna.create_study()\nstudy.optimize(objective, n_trials=30)\n",
        ["study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=42))"],
    ),
    (
        "TUN101",
        OPTUNA + "study = optuna.create_study(sampler=optuna.samplers.CmaEsSampler())\n"
        "study.optimize(objective, n_trials=30)\n",
        ["study = optuna.create_study(sampler=optuna.samplers.CmaEsSampler(seed=42))"],
    ),
    (
        "TUN101",
        GRID + "search = RandomizedSearchCV(RandomForestClassifier(random_state=1),"
        " {'max_features': uniform(0, 1)})\nsearch.fit(x, y)\n",
        [
            "search = RandomizedSearchCV(",
            "    RandomForestClassifier(random_state=1), {'max_features': uniform(0, 1)},"
            " random_state=42",
            ")",
        ],
    ),
    (
        "TUN101",
        SKOPT + "result = gp_minimize(f, [(0.0, 1.0)], n_calls=30)\n",
        ["result = gp_minimize(f, [(0.0, 1.0)], n_calls=30, random_state=42)"],
    ),
    (
        "TUN101",
        RAY + "tuner = tune.Tuner(train, param_space={'x': tune.uniform(0, 1)},\n"
        "                  tune_config=tune.TuneConfig(metric='loss', mode='min', num_samples=8))\n"
        "results = tuner.fit()\n",
        ["import numpy as np", "np.random.seed(42)"],
    ),
    (
        "TUN101",
        "import random\nfrom sklearn.svm import SVC\n\nbest = 0\nfor _ in range(20):\n"
        "    C = random.uniform(0.1, 10)\n    score = SVC(C=C).fit(x, y).score(x_val, y_val)\n"
        "    if score > best:\n        best, best_C = score, C\n",
        ["random.seed(42)"],
    ),
    (
        "TUN102",
        KERAS + 'tuner = kt.RandomSearch(build, "val_mae", seed=False)\n' + SEARCH,
        ['tuner = kt.RandomSearch(build, "val_mae", seed=42)'],
    ),
    (
        "TUN103",
        KERAS.replace("\n\n\ndef", "\nimport tensorflow as tf\n\ntf.random.set_seed(7)\n\n\ndef")
        + 'tuner = kt.RandomSearch(build, "val_mae")\n'
        + SEARCH,
        ['tuner = kt.RandomSearch(build, "val_mae", seed=7)'],
    ),
    (
        "TUN104",
        HYPEROPT + "best = fmin(f, hp.uniform('x', 0, 1), tpe.suggest, 9, rstate=42)\n",
        ["best = fmin(f, hp.uniform('x', 0, 1), tpe.suggest, 9, rstate=np.random.default_rng(42))"],
    ),
    (
        "TUN104",
        HYPEROPT + "rs = np.random.RandomState(7)\n"
        "best = fmin(f, hp.uniform('x', 0, 1), tpe.suggest, 9, rstate=rs)\n",
        ["rs = np.random.default_rng(7)"],
    ),
    (
        "TUN104",
        HYPEROPT + "rs = np.random.RandomState(seed=7)\nfor f in functions:\n"
        "    best = fmin(f, hp.uniform('x', 0, 1), tpe.suggest, 9, rstate=rs)\n",
        ["rs = np.random.default_rng(seed=7)"],
    ),
    (
        "TUN104",
        HYPEROPT + "class Study:\n    def __init__(self, seed):\n"
        "        self.generator = np.random.RandomState(seed)\n\n    def run(self):\n"
        "        fmin(f, hp.uniform('x', 0, 1), tpe.suggest, 9, rstate=self.generator)\n\n\n"
        "Study(3).run()\n",
        ["        self.generator = np.random.default_rng(seed)"],
    ),
    (
        "TUN104",
        "from hyperopt import fmin, hp, tpe\nfrom numpy.random import RandomState\n\n"
        "fmin(f, hp.uniform('x', 0, 1), tpe.suggest, 9, rstate=RandomState(7))\n",
        [
            "from numpy.random import default_rng",
            "fmin(f, hp.uniform('x', 0, 1), tpe.suggest, 9, rstate=default_rng(7))",
        ],
    ),
    (
        "TUN104",
        "from hyperopt import fmin, hp, tpe\nfrom numpy.random import RandomState\n\n"
        "x = RandomState(1).rand(9)\n"
        "fmin(f, hp.uniform('x', 0, 1), tpe.suggest, 9, rstate=RandomState(7))\n",
        [
            "from numpy.random import RandomState, default_rng",
            "fmin(f, hp.uniform('x', 0, 1), tpe.suggest, 9, rstate=default_rng(7))",
        ],
    ),
    (
        "TUN104",
        "from hyperopt import fmin, hp, tpe\n\n\ndef search(state):\n"
        "    fmin(f, hp.uniform('x', 0, 1), tpe.suggest, 9, rstate=np.random.RandomState(state))\n",
        ["    fmin(f, hp.uniform('x', 0, 1), tpe.suggest, 9, rstate=np.random.default_rng(state))"],
    ),
    (
        "TUN104",
        HYPEROPT
        + "fmin(f, hp.uniform('x', 0, 1), tpe.suggest, 9, rstate=np.random.RandomState())\n",
        ["fmin(f, hp.uniform('x', 0, 1), tpe.suggest, 9, rstate=np.random.default_rng(42))"],
    ),
    (
        "TUN104",
        HYPEROPT + "fmin(f, hp.uniform('x', 0, 1), tpe.suggest, 9, rstate=3 if quick else 4)\n",
        [
            "fmin(",
            "    f,",
            "    hp.uniform('x', 0, 1),",
            "    tpe.suggest,",
            "    9,",
            "    rstate=np.random.default_rng(3 if quick else 4),",
            ")",
        ],
    ),
    (
        "TUN104",
        HYPEROPT + "SEED = 7\nrs = np.random.RandomState(SEED)\nx = rs.rand(9)\n"
        "best = fmin(f, hp.uniform('x', 0, 1), tpe.suggest, 9, rstate=rs)\n",
        [
            "best = fmin(",
            "    f, hp.uniform('x', 0, 1), tpe.suggest, 9, rstate=np.random.default_rng(SEED)",
            ")",
        ],
    ),
    (
        "TUN105",
        KERAS.replace("import keras\n", "from tensorflow import keras\n")
        + 'tuner = kt.RandomSearch(build, "val_mae", seed=9)\n'
        + SEARCH,
        ["keras.utils.set_random_seed(9)"],
    ),
    (
        "TUN105",
        KERAS.replace("import keras\n", "import tensorflow as tf\n").replace("keras.", "tf.keras.")
        + 'tuner = kt.RandomSearch(build, "val_mae", seed=9)\n'
        + SEARCH,
        ["tf.keras.utils.set_random_seed(9)"],
    ),
    (
        "TUN105",
        "import keras_tuner as kt\nfrom tensorflow.keras.layers import Dense\n"
        "from tensorflow.keras.models import Sequential\n\n\ndef build(hp):\n"
        "    model = Sequential([Dense(hp.Int('units', 8, 32)), Dense(1)])\n"
        "    model.compile(loss='mse')\n    return model\n\n\n"
        'tuner = kt.RandomSearch(build, "val_loss", seed=9)\n' + SEARCH,
        ["from tensorflow.keras.utils import set_random_seed", "set_random_seed(9)"],
    ),
    (
        "TUN105",
        GRID + "search = RandomizedSearchCV(RandomForestClassifier(),"
        " {'max_features': uniform(0, 1)}, random_state=3)\nsearch.fit(x, y)\n",
        [
            "search = RandomizedSearchCV(",
            "    RandomForestClassifier(random_state=3), {'max_features': uniform(0, 1)},"
            " random_state=3",
            ")",
        ],
    ),
    (
        "TUN106",
        GRID + "x_train, x_test, y_train, y_test = train_test_split(x, y)\n"
        "search = RandomizedSearchCV(RandomForestClassifier(random_state=1),"
        " {'max_features': uniform(0, 1)}, random_state=3)\nsearch.fit(x_train, y_train)\n",
        ["x_train, x_test, y_train, y_test = train_test_split(x, y, random_state=42)"],
    ),
    # -- what releases reject
    (
        "TUN509",
        "from sklearn.ensemble import RandomForestRegressor\n"
        "from sklearn.model_selection import GridSearchCV\n\nprint('a', 'b')\n"
        "space = {'max_depth': [3], 'criterion': [\"mse\", \"poisson\"]}\n"
        "GridSearchCV(RandomForestRegressor(random_state=1), space).fit(x, y)\n",
        ["space = {'max_depth': [3], 'criterion': [\"squared_error\", \"poisson\"]}"],
    ),
    (
        "TUN509",
        TRIAL.format("model.fit(x, y, workers=4, epochs=9, use_multiprocessing=True, verbose=0)"),
        ["    model.fit(x, y, epochs=9, verbose=0)"],
    ),
    (
        "TUN509",
        TRIAL.format("model.fit(rows, epochs=9, workers=1)"),
        ["    model.fit(rows, epochs=9)"],
    ),
    (
        "TUN509",
        TRIAL.format("model.add(keras.Input(shape=x.shape[1]))"),
        ["    model.add(keras.Input(shape=(x.shape[1],)))"],
    ),
    (
        "TUN509",
        TRIAL.format("model.add(keras.Input(8))"),
        ["    model.add(keras.Input((8,)))"],
    ),
    (
        "TUN509",
        TRIAL.format("saved = keras.callbacks.ModelCheckpoint('a.keras', period=1)"),
        ["    saved = keras.callbacks.ModelCheckpoint('a.keras', save_freq=\"epoch\")"],
    ),
    (
        "TUN509",
        TRIAL.format("model.add(keras.layers.Dense(8, init='uniform'))"),
        ["    model.add(keras.layers.Dense(8, kernel_initializer='uniform'))"],
    ),
    (
        "TUN509",
        TRIAL.format("model.add(Dropout(0.2))").replace(
            "import keras\n",
            "import keras\nfrom keras.layers.core import Dropout\n"
            "from tensorflow.keras.layers.recurrent import LSTM\n",
        ),
        ["from keras.layers import Dropout", "from tensorflow.keras.layers import LSTM"],
    ),
    (
        "TUN509",
        FOREST.format("AdaBoostClassifier(algorithm='SAMME', n_estimators=n, random_state=1)"),
        ["    model = AdaBoostClassifier(n_estimators=n, random_state=1)"],
    ),
    (
        "TUN509",
        FOREST.format("AdaBoostClassifier(base_estimator=tree, n_estimators=n, random_state=1)"),
        ["    model = AdaBoostClassifier(estimator=tree, n_estimators=n, random_state=1)"],
    ),
    (
        "TUN509",
        FOREST.format("SVC(C=n)").replace(
            "    return score",
            "    error = mean_squared_error(y, z, squared=False)\n    return score",
        ),
        [
            "from sklearn.metrics import mean_squared_error, root_mean_squared_error",
            "    error = root_mean_squared_error(y, z)",
        ],
    ),
    (
        "TUN509",
        FOREST.format("SVC(C=n)").replace(
            "    return score",
            "    error = mean_squared_error(y, z, squared=True)\n    return score",
        ),
        ["    error = mean_squared_error(y, z)"],
    ),
    (
        "TUN509",
        "from sklearn.metrics import make_scorer, roc_auc_score\n"
        "from sklearn.model_selection import GridSearchCV\nfrom sklearn.svm import SVC\n\n"
        "scorer = make_scorer(roc_auc_score, needs_proba=True)\n"
        "GridSearchCV(SVC(), {'C': [1, 9]}, scoring=scorer).fit(x, y)\n",
        ["scorer = make_scorer(roc_auc_score, response_method='predict_proba')"],
    ),
    (
        "TUN509",
        "from sklearn.model_selection import GridSearchCV\n"
        "from sklearn.tree import DecisionTreeRegressor\n\n"
        "options = {'criterion': ['mse', 'mae', 'poisson']}\n"
        "GridSearchCV(DecisionTreeRegressor(random_state=1), options).fit(x, y)\n",
        ["options = {'criterion': ['squared_error', 'absolute_error', 'poisson']}"],
    ),
    (
        "TUN509",
        GRID + "from sklearn.model_selection import GridSearchCV\n\n"
        "search = GridSearchCV(\n    RandomForestClassifier(random_state=1),\n"
        "    {'max_features': ['auto', 'sqrt', 0.5]},\n)\nsearch.fit(x, y)\n",
        ["    {'max_features': ['sqrt', 0.5]},"],
    ),
    # -- data and objectives
    (
        "TUN303",
        KERAS + 'tuner = kt.RandomSearch(build, objective="mae", seed=1)\n' + SEARCH,
        ['tuner = kt.RandomSearch(build, objective="val_mae", seed=1)'],
    ),
    (
        "TUN304",
        KERAS + "tuner = kt.RandomSearch(build, kt.Objective('val_mae', 'max'), seed=1)\n" + SEARCH,
        ["tuner = kt.RandomSearch(build, kt.Objective('val_mae', 'min'), seed=1)"],
    ),
    (
        "TUN304",
        "import optuna\nfrom sklearn.metrics import accuracy_score\n\n\ndef objective(trial):\n"
        "    return accuracy_score(y_val, model.predict(x_val))\n\n\n"
        'study = optuna.create_study(direction="minimize")\n'
        "study.optimize(objective, n_trials=9)\n",
        ['study = optuna.create_study(direction="maximize")'],
    ),
    (
        "TUN304",
        SKOPT + "from sklearn.metrics import roc_auc_score\n\n\ndef f(x):\n"
        "    return roc_auc_score(y_val, model.predict(x_val))\n\n\n"
        "gp_minimize(f, [(0.0, 1.0)], n_calls=30)\n",
        ["    return -roc_auc_score(y_val, model.predict(x_val))"],
    ),
    (
        "TUN304",
        HYPEROPT + "from sklearn.metrics import mean_squared_error\n\n\ndef f(params):\n"
        "    return {'loss': -mean_squared_error(y_val, model.predict(x_val)), 'status': 'ok'}\n\n"
        "best = fmin(f, hp.uniform('x', 0, 1), tpe.suggest, 9)\n",
        ["    return {'loss': mean_squared_error(y_val, model.predict(x_val)), 'status': 'ok'}"],
    ),
    (
        "TUN304",
        SKOPT + "from sklearn.metrics import mean_squared_error\n\n\ndef f(x):\n"
        "    return -(mean_squared_error(y_val, model.predict(x_val)) * 100)\n\n\n"
        "gp_minimize(f, [(0.0, 1.0)], n_calls=30)\n",
        ["    return mean_squared_error(y_val, model.predict(x_val)) * 100"],
    ),
    (
        "TUN304",
        SKOPT + "from sklearn.metrics import roc_auc_score\n\n\ndef f(x):\n"
        "    auc = roc_auc_score(y_val, model.predict(x_val))\n"
        "    return auc * 100 if percent else auc\n\n\n"
        "gp_minimize(f, [(0.0, 1.0)], n_calls=30)\n",
        ["    return -(auc * 100 if percent else auc)"],
    ),
    (
        "TUN305",
        "from keras_tuner import RandomSearch\n\n"
        'tuner = RandomSearch(build, objective="val_rmse", seed=1)\n' + SEARCH,
        [
            "from keras_tuner import Objective, RandomSearch",
            'tuner = RandomSearch(build, objective=Objective("val_rmse", "min"), seed=1)',
        ],
    ),
    # -- stopping and projects
    (
        "TUN403",
        KERAS + 'stop = keras.callbacks.EarlyStopping("val_mae")\n'
        'tuner = kt.RandomSearch(build, "val_mae", seed=1)\n'
        + SEARCH.replace("epochs=10", "epochs=10, callbacks=[stop]"),
        ['stop = keras.callbacks.EarlyStopping("val_mae", patience=5)'],
    ),
    (
        "TUN405",
        KERAS + 'stop = keras.callbacks.EarlyStopping("loss", mode="min", patience=3)\n'
        'tuner = kt.RandomSearch(build, "val_mae", seed=1)\n'
        + SEARCH.replace("epochs=10", "epochs=10, callbacks=[stop]"),
        ['stop = keras.callbacks.EarlyStopping("val_mae", mode="min", patience=3)'],
    ),
    (
        "TUN405",
        "import keras\n\nbest = float('inf')\nfor units in [8, 16, 32]:\n"
        "    model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])\n"
        "    model.compile('adam', 'mse', metrics=['accuracy'])\n"
        "    stop = keras.callbacks.EarlyStopping('val_acc', patience=5)\n"
        "    model.fit(x, y, validation_data=(v, w), epochs=10, callbacks=[stop])\n"
        "    loss = model.evaluate(v, w)[0]\n"
        "    if loss < best:\n        best, winner = loss, units\n",
        ["    stop = keras.callbacks.EarlyStopping('val_loss', patience=5)"],
    ),
    (
        "TUN301",
        """
import keras
import keras_tuner as kt


def build(hp):
    inputs = keras.Input((8,))
    hidden = keras.layers.Dense(hp.Int("units", 8, 32))(inputs)
    kind = keras.layers.Dense(3, name="kind")(hidden)
    size = keras.layers.Dense(1, name="size")(hidden)
    model = keras.Model(inputs, [kind, size])
    model.compile("sgd", ["mse", "mse"], metrics=[["mae"], []])
    return model


tuner = kt.RandomSearch(build, "val_mae", seed=1)
tuner.search(x, [a, b], validation_split=0.2, epochs=10)
""",
        ['tuner = kt.RandomSearch(build, kt.Objective("val_kind_mae", "min"), seed=1)'],
    ),
    (
        "TUN501",
        KERAS + 'one = kt.RandomSearch(build, "val_mae", seed=1)\n'
        'two = kt.Hyperband(build, "val_mae", seed=1)\n'
        'three = kt.Hyperband(build, "val_mae", seed=2)\n'
        + "".join(SEARCH.replace("tuner", name) for name in ("one", "two", "three")),
        [
            'two = kt.Hyperband(build, "val_mae", seed=1, project_name="hyperband")',
            'three = kt.Hyperband(build, "val_mae", seed=2, project_name="hyperband_2")',
        ],
    ),
    (
        "TUN501",
        KERAS
        + "".join(
            f'{name} = kt.RandomSearch(build, "val_mae", seed=1, directory="{folder}")\n'
            + SEARCH.replace("tuner", name)
            for name, folder in (("one", "a"), ("two", "a"), ("three", "b"), ("four", "b"))
        ),
        [
            'two = kt.RandomSearch(build, "val_mae", seed=1, directory="a",'
            ' project_name="random_search")',
            'four = kt.RandomSearch(build, "val_mae", seed=1, directory="b",'
            ' project_name="random_search_2")',
        ],
    ),
    (
        "TUN504",
        "import kerastuner\n\ntuner = kerastuner.RandomSearch(build, 'val_loss', seed=1)\n"
        "print(kerastuner.__version__)\n",
        [
            "import keras_tuner",
            "tuner = keras_tuner.RandomSearch(build, 'val_loss', seed=1)",
            "print(keras_tuner.__version__)",
        ],
    ),
    (
        "TUN504",
        "from kerastuner.tuners import Hyperband\nfrom kerastuner.engine.hyperparameters import (\n"
        "    HyperParameters,\n)\n",
        [
            "from keras_tuner.tuners import Hyperband",
            "from keras_tuner.engine.hyperparameters import (",
        ],
    ),
    (
        "TUN504",
        "from kerastuner import RandomSearch\nfrom kerastuner.engine.trial import Trial\n",
        ["from keras_tuner import RandomSearch", "from keras_tuner.engine.trial import Trial"],
    ),
    (
        "TUN504",
        "from keras_tuner.tuners import Sklearn\n\ntuner = Sklearn(oracle, build)\n",
        ["from keras_tuner import SklearnTuner as Sklearn"],
    ),
    (
        "TUN504",
        "import keras_tuner\nfrom keras_tuner.tuners import Hyperband, Sklearn\n"
        "from keras_tuner.engine.objective import Objective as Aim\nimport numpy\n",
        [
            "from keras_tuner import SklearnTuner as Sklearn",
            "from keras_tuner.tuners import Hyperband",
            "from keras_tuner import Objective as Aim",
        ],
    ),
    (
        "TUN504",
        "import keras_tuner\nimport numpy\nfrom keras_tuner import Hyperband\n"
        "from keras_tuner.engine import oracle\n"
        "from keras_tuner.engine.objective import Objective\n\nprint(numpy)\n",
        ["from keras_tuner import Hyperband, Objective"],
    ),
    (
        "TUN504",
        "from ray.tune.suggest.suggestion import ConcurrencyLimiter\n\n\ndef search():\n"
        "    from ray.tune.suggest.optuna import OptunaSearch as Search\n\n"
        "    return ConcurrencyLimiter(Search(seed=1), 1)\n",
        [
            "from ray.tune.search import ConcurrencyLimiter",
            "    from ray.tune.search.optuna import OptunaSearch as Search",
        ],
    ),
    (
        "TUN504",
        "from ray import tune\n\n\ndef train(config):\n    return str(tune.get_trial_name())\n",
        ["    return str(tune.get_context().get_trial_name())"],
    ),
    (
        "TUN504",
        "import keras_tuner as kt\n\noracle = kt.oracles.BayesianOptimization('val_loss')\n",
        ["oracle = kt.oracles.BayesianOptimizationOracle('val_loss')"],
    ),
    (
        "TUN504",
        "import optuna\n\n\ndef objective(trial):\n    a = trial.suggest_uniform('a', 0, 1)\n"
        "    return a * trial.suggest_discrete_uniform('b', 0, 1, 0.1)\n",
        [
            "    a = trial.suggest_float('a', 0, 1)",
            "    return a * trial.suggest_float('b', 0, 1, step=0.1)",
        ],
    ),
    (
        "TUN504",
        "import optuna\n\n\ndef objective(trial):\n"
        "    a = trial.suggest_discrete_uniform('a', 0, 1, 0.1 if fine else 0.2)\n"
        "    b = trial.suggest_discrete_uniform('b', 0, 1, step or 0.1 + extra)\n"
        "    c = trial.suggest_discrete_uniform('c', 0, 1, (lambda: 0.5)())\n"
        "    d = trial.suggest_discrete_uniform('d', 0, 1, q := 0.5)\n"
        "    e = (first or trial).suggest_loguniform('e', *bounds)\n"
        "    return a + b + c + d + -trial.suggest_uniform('f', **limits) ** 2\n",
        [
            "    a = trial.suggest_float('a', 0, 1, step=0.1 if fine else 0.2)",
            "    b = trial.suggest_float('b', 0, 1, step=step or 0.1 + extra)",
            "    c = trial.suggest_float('c', 0, 1, step=(lambda: 0.5)())",
            "    d = trial.suggest_float('d', 0, 1, step=(q := 0.5))",
            "    e = (first or trial).suggest_float('e', *bounds, log=True)",
            "    return a + b + c + d + -trial.suggest_float('f', **limits) ** 2",
        ],
    ),
    (
        "TUN506",
        HYPEROPT + "from sklearn.svm import SVC\n\nspace = {'C': hp.choice('C', [1, 10])}\n"
        "best = fmin(f, space, tpe.suggest, 9)\nmodel = SVC(C=best['C'])\n",
        ["model = SVC(C=space_eval(space, best)['C'])"],
    ),
    # -- spaces
    (
        "TUN602",
        KERAS.replace(
            '    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 32)), '
            "keras.layers.Dense(1)])",
            "    model = keras.Sequential()\n    for number in range(3):\n"
            "        model.add(keras.layers.Dense(hp.Int('units', 8, 32)))",
        )
        + 'tuner = kt.RandomSearch(build, "val_mae", seed=1)\n'
        + SEARCH,
        ["        model.add(keras.layers.Dense(hp.Int(f'units_{number}', 8, 32)))"],
    ),
    (
        "TUN602",
        KERAS.replace(
            '    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 32)), '
            "keras.layers.Dense(1)])",
            "    model = keras.Sequential()\n    for number in range(3):\n"
            '        model.add(keras.layers.Dense(hp.Int("units of layer ", 8, 32)))',
        )
        + 'tuner = kt.RandomSearch(build, "val_mae", seed=1)\n'
        + SEARCH,
        ['        model.add(keras.layers.Dense(hp.Int(f"units of layer {number}", 8, 32)))'],
    ),
    (
        "TUN602",
        LAYERS.format(
            """    for i in range(3):
        for j, size in enumerate((8, 16)):
            model.add(keras.layers.Dense(hp.Int("units", size, 32)))"""
        ),
        ['            model.add(keras.layers.Dense(hp.Int(f"units_{i}_{j}", size, 32)))'],
    ),
    (
        "TUN602",
        LAYERS.format(
            """    for seed in range(3):
        model = keras.Sequential()
        for i in range(2):
            model.add(keras.layers.Dense(hp.Int("units", 8, 32)))
        model.compile(loss="mse")
        model.fit(x, y)"""
        ),
        ['            model.add(keras.layers.Dense(hp.Int(f"units_{i}", 8, 32)))'],
    ),
    (
        "TUN604",
        KERAS.replace('hp.Int("units", 8, 32)', 'hp.Int("units", 8, 32)')
        .replace(
            'model.compile(loss="mse"', 'model.compile(keras.optimizers.Adam(rate), loss="mse"'
        )
        .replace(
            "    model = ",
            "    rate = hp.Float(\n        'lr',\n        1e-5, 1e-1,\n    )\n    model = ",
        )
        + 'tuner = kt.RandomSearch(build, "val_mae", seed=1)\n'
        + SEARCH,
        ['        1e-5, 1e-1, sampling="log",'],
    ),
    (
        "TUN604",
        "from skopt import gp_minimize\nfrom skopt.space import Real\n\n"
        "gp_minimize(f, [Real(1e-5, 1e-1, name='lr')], n_calls=30)\n",
        ["gp_minimize(f, [Real(1e-5, 1e-1, name='lr', prior='log-uniform')], n_calls=30)"],
    ),
    (
        "TUN604",
        SCALED.format("uniform(0.001, 1000)"),
        [
            "from scipy.stats import loguniform, uniform",
            "search = RandomizedSearchCV(SVC(), {'C': loguniform(0.001, 1000)}, random_state=1)",
        ],
    ),
    (
        "TUN604",
        SCALED.format("uniform(1e-4, scale=1e3)"),
        [
            "from scipy.stats import loguniform, uniform",
            "search = RandomizedSearchCV(SVC(), {'C': loguniform(1e-4, 1e3)}, random_state=1)",
        ],
    ),
    (
        "TUN604",
        SCALED.format("uniform(loc=1, scale=199)"),
        [
            "from scipy.stats import loguniform, uniform",
            "search = RandomizedSearchCV(SVC(), {'C': loguniform(1, 200)}, random_state=1)",
        ],
    ),
    (
        "TUN605",
        "from hyperopt import fmin, hp, tpe\n\nLOW = 1e-5\n"
        "best = fmin(f, hp.qloguniform('lr', LOW, (1e-1), 1), tpe.suggest, 9)\n",
        [
            "import numpy as np",
            "best = fmin(f, hp.qloguniform('lr', np.log(LOW), np.log(1e-1), 1), tpe.suggest, 9)",
        ],
    ),
    (
        "TUN605",
        HYPEROPT + "best = fmin(\n    f,\n    [\n"
        "        {'kernel': 'rbf', 'gamma': hp.loguniform('gamma', 1e-4, 1e-1), 'degree': 3},\n"
        "    ],\n    tpe.suggest,\n    9,\n)\n",
        [
            "        {",
            "            'kernel': 'rbf',",
            "            'gamma': hp.loguniform('gamma', np.log(1e-4), np.log(1e-1)),",
            "            'degree': 3,",
            "        },",
        ],
    ),
    (
        "TUN610",
        KERAS.replace('hp.Int("units", 8, 32)', 'hp.Choice("units", [8, 0.5, 2])')
        + 'tuner = kt.RandomSearch(build, "val_mae", seed=1)\n'
        + SEARCH,
        [
            "    model = keras.Sequential(",
            '        [keras.layers.Dense(hp.Choice("units", [8.0, 0.5, 2.0])),'
            " keras.layers.Dense(1)]",
            "    )",
        ],
    ),
]

LEFT_ALONE: list[tuple[str, str, str]] = [
    (
        "TUN101",
        "a study that may be resumed",
        OPTUNA + "study = optuna.create_study(storage='sqlite:///a.db', study_name='a',"
        " load_if_exists=True)\nstudy.optimize(objective, n_trials=30)\n",
    ),
    (
        "TUN101",
        "several objectives, for which the default sampler may be another one",
        OPTUNA + "study = optuna.create_study(directions=['minimize', 'maximize'])\n"
        "study.optimize(objective, n_trials=30)\n",
    ),
    (
        "TUN101",
        "a wrapper whose callers may give the seed",
        KERAS
        + "def tuned(**settings):\n    return kt.RandomSearch(build, 'val_mae', **settings)\n\n\n"
        "tuner = tuned(max_trials=9)\n" + SEARCH,
    ),
    (
        "TUN104",
        "a generator of old that goes on from search to search, and that others use",
        HYPEROPT + "rs = np.random.RandomState(7)\nfor f in functions:\n    x = rs.rand(9)\n"
        "    best = fmin(f, hp.uniform('x', 0, 1), tpe.suggest, 9, rstate=rs)\n",
    ),
    (
        "TUN104",
        "a generator of old without a seed, in a loop that has none",
        HYPEROPT + "for f in functions:\n"
        "    fmin(f, hp.uniform('x', 0, 1), tpe.suggest, 9, rstate=np.random.RandomState())\n",
    ),
    (
        "TUN104",
        "a number that no generator takes",
        HYPEROPT + "fmin(f, hp.uniform('x', 0, 1), tpe.suggest, 9, rstate=-1)\n",
    ),
    (
        "TUN504",
        "an import of which not all has a new place",
        "from ray.tune.integration.wandb import WandbLoggerCallback, wandb_mixin\n",
    ),
    (
        "TUN504",
        "a function that is a method of an object today",
        "from ray.tune import get_trial_id\n\nprint(get_trial_id())\n",
    ),
    (
        "TUN509",
        "a keyword whose name of today is given, too",
        TRIAL.format("model.add(Dense(8, init='uniform', kernel_initializer='normal'))"),
    ),
    (
        "TUN509",
        "workers that may read batches",
        TRIAL.format("model.fit(rows, epochs=9, workers=4)"),
    ),
    (
        "TUN509",
        "a number of epochs between checkpoints",
        TRIAL.format("saved = keras.callbacks.ModelCheckpoint('a.keras', period=5)"),
    ),
    (
        "TUN509",
        "whether the error is squared is not written there",
        FOREST.format("SVC(C=n)").replace(
            "    return score",
            "    error = mean_squared_error(y, z, squared=flag)\n    return score",
        ),
    ),
    (
        "TUN509",
        "an import of which not all has a new place",
        TRIAL.format("model.add(Dropout(0.2))").replace(
            "import keras\n", "import keras\nfrom keras.layers.core import Dropout, Merge\n"
        ),
    ),
    (
        "TUN305",
        "a name that settles no direction",
        "import keras_tuner as kt\n\ntuner = kt.RandomSearch(build, 'val_thing', seed=1)\n"
        + SEARCH,
    ),
    (
        "TUN406",
        "epochs that another tuner obeys, which the same call may start",
        KERAS + "if thorough:\n    tuner = kt.Hyperband(build, 'val_mae', max_epochs=20, seed=1)\n"
        "else:\n    tuner = kt.RandomSearch(build, 'val_mae', seed=1)\n" + SEARCH,
    ),
    (
        "TUN501",
        "a tuner that a function builds whenever it is called",
        KERAS
        + "def tune(build):\n    tuner = kt.RandomSearch(build, 'val_mae', seed=1)\n    "
        + SEARCH
        + "\n\ntune(build)\ntune(build)\n",
    ),
    (
        "TUN403",
        "a patience that the epochs would not reach",
        KERAS + 'stop = keras.callbacks.EarlyStopping("val_mae")\n'
        'tuner = kt.RandomSearch(build, "val_mae", seed=1)\n'
        + SEARCH.replace("epochs=10", "epochs=5, callbacks=[stop]"),
    ),
    (
        "TUN504",
        "a successor that is another package",
        "from keras.wrappers.scikit_learn import KerasClassifier\n\nKerasClassifier(build)\n",
    ),
    (
        "TUN604",
        "a step, which logarithmic draws do not take",
        OPTUNA.replace("'x', 0, 1", "'lr', 1e-3, 1, step=1e-3")
        + "study = optuna.create_study()\nstudy.optimize(objective, n_trials=30)\n",
    ),
    (
        "TUN602",
        "a name that is read later",
        KERAS.replace(
            '    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 32)), '
            "keras.layers.Dense(1)])",
            "    model = keras.Sequential()\n    for number in range(3):\n"
            "        model.add(keras.layers.Dense(hp.Int('units', 8, 32)))",
        )
        + 'tuner = kt.RandomSearch(build, "val_mae", seed=1)\n'
        + SEARCH
        + "print(tuner.get_best_hyperparameters()[0].get('units'))\n",
    ),
    (
        "TUN602",
        "a name that is set before the search",
        LAYERS.format(STACK) + "study.enqueue_trial({'units': 32})\n",
    ),
    (
        "TUN602",
        "a name that is one of several that are looked up",
        LAYERS.format(STACK) + "print([best[key] for key in ('rate', \"units\")])\n",
    ),
    (
        "TUN602",
        "one of two loops that does not count its passes",
        LAYERS.format(
            """    for part in parts:
        for i in range(3):
            model.add(keras.layers.Dense(hp.Int("units", 8, 32)))"""
        ),
    ),
    (
        "TUN602",
        "an index that another function binds",
        LAYERS.format(
            """    def block(hp, model):
        model.add(keras.layers.Dense(hp.Int("units", 8, 32)))

    for i in range(3):
        block(hp, model)"""
        ),
    ),
]


@pytest.mark.parametrize(
    ("code", "text", "written"), FIXED, ids=[f"{code}-{n}" for n, (code, *_) in enumerate(FIXED)]
)
def test_fixed(code: str, text: str, written: list[str], tmp_path: Path) -> None:
    assert changed_lines(text, tmp_path, "--select", code) == written


@pytest.mark.parametrize(("code", "why", "text"), LEFT_ALONE, ids=[why for _, why, _ in LEFT_ALONE])
def test_left_alone(code: str, why: str, text: str, tmp_path: Path) -> None:
    assert fixed(text, tmp_path, "--select", code) == program(text).decode()
