"""TUN603: floats that a search draws where only an integer is taken."""

from __future__ import annotations

from tests.rules import ray_programs
from tests.rules.programs import check_programs, marked

HEAD = "from hyperopt import fmin, hp, space_eval, tpe\nfrom hyperopt.pyll import scope\n"
RUN = "best = fmin(objective, space, algo=tpe.suggest, max_evals=50)\n"
FOREST = "from sklearn.ensemble import RandomForestClassifier\n"
KERAS = "from tensorflow import keras\nfrom tensorflow.keras.layers import Dense\n"
DEPTH = "space = {'max_depth': hp.quniform('max_depth', 2, 12, 1)}\n"


def objective(body: str) -> str:
    return "def objective(params):\n    " + body + "\n"


FLAGGED = {
    "by key": marked(
        HEAD
        + FOREST
        + DEPTH
        + objective(
            "return -RandomForestClassifier(max_depth=params['max_depth']).fit(x, y).score(a, b)"
        )
        + RUN,
        {
            "space = {'max_depth'": "# TUN603: hp.quniform draws max_depth as a float, which RandomForestClassifier rejects: every trial fails"
        },
    ),
    "spread with **": marked(
        HEAD + FOREST + DEPTH + objective("return cv(RandomForestClassifier(**params))") + RUN,
        {"space = {'max_depth'": "# TUN603: hp.quniform draws max_depth as a float"},
    ),
    "spread, one key converted, the other not": HEAD
    + FOREST
    + "space = {\n    'max_depth': hp.quniform('max_depth', 2, 12, 1),\n"
    + "    'n_estimators': hp.quniform('n_estimators', 10, 90, 10),  # TUN603: hp.quniform draws n_estimators as a float\n}\n"
    + "def objective(params):\n"
    + "    params['max_depth'] = int(params['max_depth'])\n"
    + "    return cv(RandomForestClassifier(**params))\n"
    + RUN,
    "through a function and its parameters": HEAD
    + KERAS
    + "space = {'n': hp.quniform('n', 8, 64, 8), 'e': hp.uniform('e', 2, 9)}  # TUN603: hp.quniform draws 'n' as a float # TUN603: hp.uniform draws 'e' as a float\n"
    + "def train(n, e):\n"
    + "    model = keras.Sequential([Dense(n), Dense(1)])\n"
    + "    model.compile('adam', 'mse')\n"
    + "    return model.fit(x, y, epochs=e).history['loss'][-1]\n"
    + "fmin(lambda p: train(**p), space, tpe.suggest, 9)\n",
    "positional space, unpacked": HEAD
    + FOREST
    + "space = [\n    hp.quniform('trees', 10, 90, 10),  # TUN603: hp.quniform draws 'trees' as a float\n    hp.uniform('share', 0.1, 1),\n]\n"
    + "def objective(args):\n    trees, share = args\n"
    + "    return cv(RandomForestClassifier(n_estimators=trees, max_features=share))\n"
    + RUN,
    "by position": (
        HEAD
        + "from sklearn.cluster import KMeans\n"
        + "space = {'k': hp.quniform('k', 2, 9, 1)}  # TUN603: hp.quniform draws 'k' as a float\n"
        + objective("return KMeans(params['k']).fit(x).inertia_")
        + RUN
    ),
    "imbalanced-learn": (
        HEAD
        + "from imblearn.over_sampling import SMOTE\n"
        + "space = {'k': hp.quniform('k', 2, 9, 1)}  # TUN603: hp.quniform draws 'k' as a float\n"
        + objective("return cv(*SMOTE(k_neighbors=params['k']).fit_resample(x, y))")
        + RUN
    ),
    "nested choice": HEAD
    + FOREST
    + "space = hp.choice('model', [\n    {'kind': 'svm'},\n"
    + "    {'kind': 'forest', 'depth': hp.quniform('depth', 2, 9, 1)},  # TUN603: hp.quniform draws 'depth' as a float\n])\n"
    + objective("return cv(RandomForestClassifier(max_depth=p['depth']))").replace("params", "p")
    + RUN,
    "LightGBM": "import lightgbm as lgb\n"
    + HEAD
    + "space = {'num_leaves': hp.uniform('leaves', 9, 99)}  # TUN603: hp.uniform draws 'leaves' as a float\n"
    "def objective(params):\n    return cv(lgb.LGBMClassifier(**params))\n" + RUN,
    "class and method": HEAD + FOREST + "class Study:\n"
    "    space = {'max_depth': hp.quniform('max_depth', 2, 12, 1)}  # TUN603: hp.quniform draws max_depth as a float\n"
    "    def objective(self, params):\n"
    "        return cv(RandomForestClassifier(max_depth=params.get('max_depth')))\n"
    "    def run(self):\n"
    "        return fmin(self.objective, self.space, tpe.suggest, 50)\n"
    "Study().run()\n",
    "in another module": {
        "search.py": "from hyperopt import fmin, hp, tpe\nfrom models import forest\n"
        "space = {'depth': hp.quniform('depth', 2, 9, 1)}  # TUN603: hp.quniform draws 'depth' as a float\n"
        "fmin(lambda p: cv(forest(p['depth'])), space, algo=tpe.suggest, max_evals=50)\n",
        "models.py": FOREST + "def forest(depth):\n"
        "    return RandomForestClassifier(max_depth=depth)\n",
    },
    "cast in the objective, raw from the result": HEAD
    + FOREST
    + DEPTH
    + objective("return cv(RandomForestClassifier(max_depth=int(params['max_depth'])))")
    + RUN
    + "final = RandomForestClassifier(max_depth=best['max_depth'])  # TUN603: the search returns max_depth as numpy.float64\n",
    "an integer draw, raw from the result": HEAD
    + KERAS
    + "space = {'units': hp.uniformint('units', 8, 64)}\n"
    + "def objective(params):\n"
    + "    return train(keras.Sequential([Dense(params['units'])]))\n"
    + RUN
    + "model = keras.Sequential([Dense(best['units']), Dense(1)])  # TUN603: the search returns units as numpy.float64, which Dense rejects\n",
    "randint, raw from the result": HEAD
    + KERAS
    + "space = {'units': hp.randint('units', 8, 64)}\n"
    + "def objective(params):\n"
    + "    return train(keras.Sequential([Dense(params['units'])]))\n"
    + RUN
    + "n = best['units']\nmodel = keras.Sequential([Dense(n), Dense(1)])  # TUN603: the search returns units as numpy.int64, which Dense rejects\n",
    "spread from the result": HEAD
    + FOREST
    + "space = {'max_depth': scope.int(hp.quniform('max_depth', 2, 12, 1))}\n"
    + objective("return cv(RandomForestClassifier(**params))")
    + RUN
    + "final = RandomForestClassifier(**best)  # TUN603: the search returns max_depth as numpy.float64\n",
    "optuna: a float for max_depth": """
import optuna
from sklearn.ensemble import RandomForestClassifier
def objective(trial):
    params = {"max_depth": trial.suggest_float("max_depth", 2, 9)}  # TUN603: trial.suggest_float draws max_depth as a float
    return RandomForestClassifier(**params).fit(x, y).score(v, w)
study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=50)
""",
    "optuna: steps of one are floats": """
import optuna
from sklearn.ensemble import RandomForestClassifier
def objective(trial):
    params = dict(n_estimators=trial.suggest_discrete_uniform("n", 10, 90, 10))  # TUN603: trial.suggest_discrete_uniform draws 'n' as a float
    return RandomForestClassifier(**params).fit(x, y).score(v, w)
study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=50)
""",
    "optuna: read back uncast": """
import optuna
from sklearn.ensemble import RandomForestClassifier
def objective(trial):
    params = {"max_depth": int(trial.suggest_float("max_depth", 2, 9))}
    return RandomForestClassifier(**params).fit(x, y).score(v, w)
study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=50)
best = RandomForestClassifier(**study.best_params)  # TUN603: the study returns max_depth as a float
""",
}

WHOLE = "WHOLE = ['max_depth', 'n_estimators']\n"
BY_KEY = "return cv(RandomForestClassifier(max_depth=params['max_depth']))"
WHOLLY = "return cv(RandomForestClassifier(**params))"
FLAGGED |= {
    "as a range": HEAD + "def objective(p):\n    return sum(cv(layer) for layer in range(p['n']))\n"
    "space = {'n': hp.quniform('n', 1, 4, 1)}  # TUN603: hp.quniform draws 'n' as a float, which range rejects: every trial fails\n"
    + RUN,
    "as the second argument of a range": """
import optuna
def objective(trial):
    layers = trial.suggest_float("layers", 1, 5, step=1)  # TUN603: trial.suggest_float draws 'layers' as a float, which range rejects
    for number in range(1, layers):
        build(number)
    return score()
optuna.create_study().optimize(objective, n_trials=30)
""",
    "rounded to a float": """
import numpy as np
from bayes_opt import BayesianOptimization
from sklearn.svm import SVC
from sklearn.ensemble import RandomForestClassifier
def score(depth, trees, features, leaf):
    return cv(RandomForestClassifier(
        max_depth=np.round(depth),
        n_estimators=np.floor(trees),
        min_samples_leaf=round(leaf, 0),
    ))
bounds = {
    "depth": (2, 9),  # TUN603: this tuple draws 'depth' as numpy.float64, which RandomForestClassifier rejects
    "trees": (5, 90),  # TUN603: this tuple draws 'trees' as numpy.float64, which RandomForestClassifier rejects
    "leaf": (2, 9),  # TUN603: this tuple draws 'leaf' as numpy.float64, which RandomForestClassifier rejects
}
BayesianOptimization(score, bounds, random_state=1).maximize()
""",
}
FLAGGED |= {
    "others cast in a loop": marked(HEAD + FOREST + DEPTH
        + objective("for name in ('n', 'm'):\n        params[name] = int(params[name])\n"
                    "    " + BY_KEY)
        + RUN, {"space = {'max_depth'": "# TUN603: hp.quniform draws max_depth as a float"}),
    "cast in a loop after its use": marked(HEAD + FOREST + DEPTH + WHOLE
        + objective("loss = cv(RandomForestClassifier(max_depth=params['max_depth']))\n"
                    "    for name in WHOLE:\n        params[name] = int(params[name])\n"
                    "    return loss")
        + RUN, {"space = {'max_depth'": "# TUN603: hp.quniform draws max_depth as a float"}),
    "cast in a copy": marked(HEAD + FOREST + DEPTH + WHOLE
        + objective("own = dict(params)\n    for name in WHOLE:\n"
                    "        own[name] = int(own[name])\n    " + BY_KEY)
        + RUN, {"space = {'max_depth'": "# TUN603: hp.quniform draws max_depth as a float"}),
}  # fmt: skip

FLAGGED |= {
    "cast for another key in a copy": marked(HEAD + FOREST + DEPTH
        + objective("params = dict(params, max_leaf_nodes=int(params['max_depth']))\n    " + BY_KEY)
        + RUN, {"space = {'max_depth'": "# TUN603: hp.quniform draws max_depth as a float"}),
    "a copy with more keys": marked(HEAD + FOREST + DEPTH
        + objective("params = dict(params, verbose=0)\n    " + WHOLLY)
        + RUN, {"space = {'max_depth'": "# TUN603: hp.quniform draws max_depth as a float"}),
}  # fmt: skip

SILENT = {
    "digits that are not known": """
import optuna
from sklearn.ensemble import RandomForestClassifier
from mine import digits
def objective(trial):
    depth = round(trial.suggest_float("depth", 2, 9), digits)
    return RandomForestClassifier(max_depth=depth).fit(X, y).score(Xv, yv)
optuna.create_study(direction="maximize").optimize(objective, n_trials=20)
""",
    "a range of an integer": HEAD
    + "def objective(p):\n    return sum(cv(layer) for layer in range(int(p['n'])))\n"
    "space = {'n': hp.quniform('n', 1, 4, 1)}\n" + RUN,
    "a range of NumPy's integers": """
from skopt import gp_minimize
from skopt.space import Integer
def objective(point):
    return sum(cv(layer) for layer in range(point[0]))
gp_minimize(objective, [Integer(1, 4)], n_calls=30)
""",
    "a range of the program's own": HEAD + "def range(n):\n    return [n]\n"
    "def objective(p):\n    return sum(cv(layer) for layer in range(p['n']))\n"
    "space = {'n': hp.quniform('n', 1, 4, 1)}\n" + RUN,
    "rounded to an integer": """
import numpy as np
from math import floor
from bayes_opt import BayesianOptimization
from sklearn.ensemble import RandomForestClassifier
def score(depth, trees, leaf, nodes):
    return cv(RandomForestClassifier(
        max_depth=round(depth),
        n_estimators=floor(trees),
        min_samples_leaf=int(np.round(leaf)),
        max_leaf_nodes=round(nodes, None),
    ))
bounds = {"depth": (2, 9), "trees": (5, 90), "leaf": (2, 9), "nodes": (9, 99)}
BayesianOptimization(score, bounds, random_state=1).maximize()
""",
    "cast as a copy is made": HEAD
    + FOREST
    + DEPTH
    + objective("params = dict(params, max_depth=int(params['max_depth']))\n    " + BY_KEY)
    + RUN,
    "cast as a copy is handed over": HEAD
    + FOREST
    + DEPTH
    + objective(WHOLLY.replace("**params", "**dict(params, max_depth=int(params['max_depth']))"))
    + RUN,
    "a copy with keys that are not known": HEAD
    + FOREST
    + DEPTH
    + objective("params = dict(params, **whole(params))\n    " + WHOLLY)
    + RUN,
    "in a branch that no trial takes": HEAD
    + FOREST
    + DEPTH
    + objective(
        "def make(forest=False):\n"
        "        if forest:\n            " + BY_KEY + "\n"
        "        return score(int(params['max_depth']))\n"
        "    return make()"
    )
    + RUN,
    "cast in a loop over names": HEAD
    + FOREST
    + DEPTH
    + WHOLE
    + objective("for name in WHOLE:\n        params[name] = int(params[name])\n    " + BY_KEY)
    + RUN,
    "cast in a loop over all": HEAD
    + FOREST
    + DEPTH
    + WHOLE
    + objective(
        "for name in params:\n        if name in WHOLE:\n"
        "            params[name] = int(params[name])\n    " + BY_KEY
    )
    + RUN,
    "cast by a function that changes what it is handed": HEAD
    + FOREST
    + DEPTH
    + WHOLE
    + "def whole(found):\n    for name in WHOLE:\n        found[name] = int(found[name])\n"
    "    return found\n" + objective("params = whole(params)\n    " + BY_KEY) + RUN,
    "cast by an update": HEAD
    + FOREST
    + DEPTH
    + WHOLE
    + objective("params.update({name: int(params[name]) for name in WHOLE})\n    " + BY_KEY)
    + RUN,
    "cast in a loop over a copy": HEAD
    + FOREST
    + DEPTH
    + WHOLE
    + objective(
        "own = dict(params)\n    for name in WHOLE:\n        own[name] = int(own[name])\n"
        "    return cv(RandomForestClassifier(max_depth=own['max_depth']))"
    )
    + RUN,
    "read by get after a loop": HEAD
    + FOREST
    + DEPTH
    + WHOLE
    + objective(
        "for name in WHOLE:\n        params[name] = int(params[name])\n"
        "    return cv(RandomForestClassifier(max_depth=params.get('max_depth')))"
    )
    + RUN,
    "a point whose coordinates are cast in a loop": (
        "from skopt import gp_minimize\nfrom skopt.space import Integer, Real\n"
        + KERAS
        + "def objective(point):\n    for i in range(2):\n        point[i] = int(point[i])\n"
        "    return train(keras.Sequential([Dense(point[0]), Dense(point[1])]))\n"
        "gp_minimize(objective, [Integer(2, 9), Integer(3, 30)], n_calls=40)\n"
    ),
    "cast": HEAD
    + FOREST
    + DEPTH
    + objective("return cv(RandomForestClassifier(max_depth=int(params['max_depth'])))")
    + RUN,
    "scope.int": HEAD
    + FOREST
    + "space = {'max_depth': scope.int(hp.quniform('max_depth', 2, 12, 1))}\n"
    + objective("return cv(RandomForestClassifier(**params))")
    + RUN,
    "integer draws": HEAD
    + KERAS
    + "space = [hp.uniformint('units', 8, 64), hp.randint('more', 1, 9)]\n"
    + objective("return train([Dense(params[0]), Dense(params[1])])")
    + RUN,
    "choice of integers": HEAD
    + FOREST
    + "space = {'max_depth': hp.choice('max_depth', [2, 4, 8])}\n"
    + objective("return cv(RandomForestClassifier(**params))")
    + RUN,
    "converted in place before **": HEAD
    + FOREST
    + DEPTH
    + "def objective(params):\n    params['max_depth'] = int(params['max_depth'])\n"
    + "    return cv(RandomForestClassifier(**params))\n"
    + RUN,
    "converted in a loop": HEAD
    + FOREST
    + DEPTH
    + "def objective(params):\n    for name in ['max_depth', 'n']:\n"
    + "        params[name] = int(params[name])\n"
    + "    return cv(RandomForestClassifier(**params))\n"
    + RUN,
    "all converted": HEAD
    + FOREST
    + DEPTH
    + "def objective(params):\n    params = {k: int(v) for k, v in params.items()}\n"
    + "    return cv(RandomForestClassifier(**params))\n"
    + RUN,
    "takes a float": HEAD
    + "from sklearn.linear_model import Ridge\nspace = {'alpha': hp.quniform('alpha', 1, 9, 1)}\n"
    + objective("return cv(Ridge(**params))")
    + RUN,
    "takes a share": HEAD
    + FOREST
    + "space = {'max_features': hp.uniform('max_features', 0.1, 1.0)}\n"
    + objective("return cv(RandomForestClassifier(**params))")
    + RUN,
    "evaluated result": HEAD
    + FOREST
    + "space = {'max_depth': scope.int(hp.quniform('max_depth', 2, 12, 1))}\n"
    + objective("return cv(RandomForestClassifier(**params))")
    + RUN
    + "final = RandomForestClassifier(**space_eval(space, best))\n",
    "cast result": HEAD
    + FOREST
    + DEPTH
    + objective("return cv(RandomForestClassifier(max_depth=int(params['max_depth'])))")
    + RUN
    + "final = RandomForestClassifier(max_depth=int(best['max_depth']))\n",
    "NumPy's integers where they are taken": HEAD
    + KERAS
    + "space = {'epochs': hp.randint('epochs', 8, 64)}\n"
    + "def objective(params):\n    return train(params['epochs'])\n"
    + RUN
    + "model = keras.Sequential([Dense(1)])\nmodel.fit(x, y, epochs=best['epochs'])\n",
    "optuna: an integer": """
import optuna
from sklearn.ensemble import RandomForestClassifier
def objective(trial):
    params = {"max_depth": trial.suggest_int("max_depth", 2, 9)}
    return RandomForestClassifier(**params).fit(x, y).score(v, w)
study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=50)
best = RandomForestClassifier(**study.best_params)
""",
    "optuna: a share": """
import optuna
from sklearn.ensemble import RandomForestClassifier
def objective(trial):
    params = {"max_features": trial.suggest_float("max_features", 0.1, 0.9)}
    return RandomForestClassifier(**params).fit(x, y).score(v, w)
study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=50)
""",
    "optuna: cast": """
import optuna
from sklearn.ensemble import RandomForestClassifier
def objective(trial):
    params = {"max_depth": int(trial.suggest_float("depth", 2, 9))}
    return RandomForestClassifier(**params).fit(x, y).score(v, w)
study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=50)
""",
}


test_programs = check_programs("TUN603", FLAGGED, SILENT)


# -- Ray Tune ----------------------------------------------------------------------------------

RAY_PROGRAMS = {
    "a quantised draw": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(x, y, epochs=10)
    tune.report({"loss": model.evaluate(v, w)})

tune.run(net, config={"units": tune.quniform(4, 32, 4)})  # TUN603: tune.quniform draws units as a float, which Dense rejects
""",
    "epochs": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(x, y, epochs=config.get("epochs"))
    tune.report({"loss": model.evaluate(v, w)})

space = {"units": tune.randint(4, 9)}
space["epochs"] = tune.uniform(5, 20)  # TUN603: tune.uniform draws epochs as a float, which fit rejects
tune.run(net, config=space)
""",
    "a choice of floats": """\
def forest(config):
    model = RandomForestClassifier(n_estimators=config["model"]["trees"])
    tune.report({"acc": model.fit(x, y).score(v, w)})

space = {"model": {"trees": tune.choice([10.0, 20.0])}}  # TUN603: tune.choice draws 'trees' as a float
Tuner(forest, param_space=space).fit()
""",
    "spread": """\
def forest(config):
    model = RandomForestClassifier(**config)
    tune.report({"acc": model.fit(x, y).score(v, w)})

Tuner(
    tune.with_resources(forest, {"cpu": 2}),
    param_space={
        "max_depth": tune.loguniform(2, 20),  # TUN603: tune.loguniform draws max_depth as a float
        "min_samples_leaf": tune.randint(2, 9),
    },
).fit()
""",
    "a class's configuration": """\
class Forest(tune.Trainable):
    def setup(self, config):
        self.model = RandomForestClassifier(n_estimators=self.config["trees"])

    def step(self):
        return {"acc": self.model.fit(x, y).score(v, w)}

tune.run(Forest, config={"trees": tune.quniform(5, 50, 5)})  # TUN603: tune.quniform draws 'trees' as a float
""",
    "silent: whole numbers": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(x, y, epochs=10)
    tune.report({"loss": model.evaluate(v, w)})

tune.run(net, config={"units": tune.qrandint(4, 32, 4)})
""",
    "silent: cast": """\
def forest(config):
    model = RandomForestClassifier(n_estimators=int(config["trees"]))
    tune.report({"acc": model.fit(x, y).score(v, w)})

tune.run(forest, config={"trees": tune.quniform(5, 50, 5)})
""",
    "silent: a float that is taken": """\
tune.run(svm, config={"C": tune.quniform(1, 9, 1)})
""",
    "silent: a share": """\
def forest(config):
    model = RandomForestClassifier(min_samples_split=config["split"])
    tune.report({"acc": model.fit(x, y).score(v, w)})

tune.run(forest, config={"split": tune.uniform(0.01, 0.2)})
""",
    "silent: replaced before": """\
def forest(config):
    config["n_estimators"] = int(config["n_estimators"])
    model = RandomForestClassifier(**config)
    tune.report({"acc": model.fit(x, y).score(v, w)})

tune.run(forest, config={"n_estimators": tune.quniform(5, 50, 5)})
""",
}


test_ray_tune = check_programs("TUN603", RAY_PROGRAMS, head=ray_programs.HEAD)
