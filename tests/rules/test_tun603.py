"""TUN603: floats that a search draws where only an integer is taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import check, lines
from tests.rules.ray_programs import marked

HEAD = "from hyperopt import fmin, hp, space_eval, tpe\nfrom hyperopt.pyll import scope\n"
RUN = "best = fmin(objective, space, algo=tpe.suggest, max_evals=50)\n"
FOREST = "from sklearn.ensemble import RandomForestClassifier\n"
KERAS = "from tensorflow import keras\nfrom tensorflow.keras.layers import Dense\n"
DEPTH = "space = {'max_depth': hp.quniform('max_depth', 2, 12, 1)}\n"


def objective(body: str) -> str:
    return "def objective(params):\n    " + body + "\n"


FLAGGED = {
    "by key": (
        HEAD
        + FOREST
        + DEPTH
        + objective(
            "return -RandomForestClassifier(max_depth=params['max_depth']).fit(x, y).score(a, b)"
        )
        + RUN,
        [4],
    ),
    "spread with **": (
        HEAD + FOREST + DEPTH + objective("return cv(RandomForestClassifier(**params))") + RUN,
        [4],
    ),
    "spread, one key converted, the other not": (
        HEAD
        + FOREST
        + "space = {\n    'max_depth': hp.quniform('max_depth', 2, 12, 1),\n"
        + "    'n_estimators': hp.quniform('n_estimators', 10, 90, 10),\n}\n"
        + "def objective(params):\n"
        + "    params['max_depth'] = int(params['max_depth'])\n"
        + "    return cv(RandomForestClassifier(**params))\n"
        + RUN,
        [6],
    ),
    "through a function and its parameters": (
        HEAD
        + KERAS
        + "space = {'n': hp.quniform('n', 8, 64, 8), 'e': hp.uniform('e', 2, 9)}\n"
        + "def train(n, e):\n"
        + "    model = keras.Sequential([Dense(n), Dense(1)])\n"
        + "    model.compile('adam', 'mse')\n"
        + "    return model.fit(x, y, epochs=e).history['loss'][-1]\n"
        + "fmin(lambda p: train(**p), space, tpe.suggest, 9)\n",
        [5],
    ),
    "positional space, unpacked": (
        HEAD
        + FOREST
        + "space = [\n    hp.quniform('trees', 10, 90, 10),\n    hp.uniform('share', 0.1, 1),\n]\n"
        + "def objective(args):\n    trees, share = args\n"
        + "    return cv(RandomForestClassifier(n_estimators=trees, max_features=share))\n"
        + RUN,
        [5],
    ),
    "by position": (
        HEAD
        + "from sklearn.cluster import KMeans\nspace = {'k': hp.quniform('k', 2, 9, 1)}\n"
        + objective("return KMeans(params['k']).fit(x).inertia_")
        + RUN,
        [4],
    ),
    "imbalanced-learn": (
        HEAD
        + "from imblearn.over_sampling import SMOTE\n"
        + "space = {'k': hp.quniform('k', 2, 9, 1)}\n"
        + objective("return cv(*SMOTE(k_neighbors=params['k']).fit_resample(x, y))")
        + RUN,
        [4],
    ),
    "nested choice": (
        HEAD
        + FOREST
        + "space = hp.choice('model', [\n    {'kind': 'svm'},\n"
        + "    {'kind': 'forest', 'depth': hp.quniform('depth', 2, 9, 1)},\n])\n"
        + objective("return cv(RandomForestClassifier(max_depth=p['depth']))").replace(
            "params", "p"
        )
        + RUN,
        [6],
    ),
    "LightGBM": (
        "import lightgbm as lgb\n" + HEAD + "space = {'num_leaves': hp.uniform('leaves', 9, 99)}\n"
        "def objective(params):\n    return cv(lgb.LGBMClassifier(**params))\n" + RUN,
        [4],
    ),
    "class and method": (
        HEAD + FOREST + "class Study:\n"
        "    space = {'max_depth': hp.quniform('max_depth', 2, 12, 1)}\n"
        "    def objective(self, params):\n"
        "        return cv(RandomForestClassifier(max_depth=params.get('max_depth')))\n"
        "    def run(self):\n"
        "        return fmin(self.objective, self.space, tpe.suggest, 50)\n"
        "Study().run()\n",
        [5],
    ),
    "in another module": (
        {
            "search.py": "from hyperopt import fmin, hp, tpe\nfrom models import forest\n"
            "space = {'depth': hp.quniform('depth', 2, 9, 1)}\n"
            "fmin(lambda p: cv(forest(p['depth'])), space, algo=tpe.suggest, max_evals=50)\n",
            "models.py": FOREST + "def forest(depth):\n"
            "    return RandomForestClassifier(max_depth=depth)\n",
        },
        [3],
    ),
    "cast in the objective, raw from the result": (
        HEAD
        + FOREST
        + DEPTH
        + objective("return cv(RandomForestClassifier(max_depth=int(params['max_depth'])))")
        + RUN
        + "final = RandomForestClassifier(max_depth=best['max_depth'])\n",
        [8],
    ),
    "an integer draw, raw from the result": (
        HEAD
        + KERAS
        + "space = {'units': hp.uniformint('units', 8, 64)}\n"
        + "def objective(params):\n"
        + "    return train(keras.Sequential([Dense(params['units'])]))\n"
        + RUN
        + "model = keras.Sequential([Dense(best['units']), Dense(1)])\n",
        [9],
    ),
    "randint, raw from the result": (
        HEAD
        + KERAS
        + "space = {'units': hp.randint('units', 8, 64)}\n"
        + "def objective(params):\n"
        + "    return train(keras.Sequential([Dense(params['units'])]))\n"
        + RUN
        + "n = best['units']\nmodel = keras.Sequential([Dense(n), Dense(1)])\n",
        [10],
    ),
    "spread from the result": (
        HEAD
        + FOREST
        + "space = {'max_depth': scope.int(hp.quniform('max_depth', 2, 12, 1))}\n"
        + objective("return cv(RandomForestClassifier(**params))")
        + RUN
        + "final = RandomForestClassifier(**best)\n",
        [8],
    ),
    "optuna: a float for max_depth": (
        """
import optuna
from sklearn.ensemble import RandomForestClassifier
def objective(trial):
    params = {"max_depth": trial.suggest_float("max_depth", 2, 9)}
    return RandomForestClassifier(**params).fit(x, y).score(v, w)
study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=50)
""",
        [4],
    ),
    "optuna: steps of one are floats": (
        """
import optuna
from sklearn.ensemble import RandomForestClassifier
def objective(trial):
    params = dict(n_estimators=trial.suggest_discrete_uniform("n", 10, 90, 10))
    return RandomForestClassifier(**params).fit(x, y).score(v, w)
study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=50)
""",
        [4],
    ),
    "optuna: read back uncast": (
        """
import optuna
from sklearn.ensemble import RandomForestClassifier
def objective(trial):
    params = {"max_depth": int(trial.suggest_float("max_depth", 2, 9))}
    return RandomForestClassifier(**params).fit(x, y).score(v, w)
study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=50)
best = RandomForestClassifier(**study.best_params)
""",
        [8],
    ),
}

WHOLE = "WHOLE = ['max_depth', 'n_estimators']\n"
BY_KEY = "return cv(RandomForestClassifier(max_depth=params['max_depth']))"
WHOLLY = "return cv(RandomForestClassifier(**params))"
FLAGGED |= {
    "others cast in a loop": (
        HEAD + FOREST + DEPTH
        + objective("for name in ('n', 'm'):\n        params[name] = int(params[name])\n"
                    "    " + BY_KEY)
        + RUN,
        [4],
    ),
    "cast in a loop after its use": (
        HEAD + FOREST + DEPTH + WHOLE
        + objective("loss = cv(RandomForestClassifier(max_depth=params['max_depth']))\n"
                    "    for name in WHOLE:\n        params[name] = int(params[name])\n"
                    "    return loss")
        + RUN,
        [4],
    ),
    "cast in a copy": (
        HEAD + FOREST + DEPTH + WHOLE
        + objective("own = dict(params)\n    for name in WHOLE:\n"
                    "        own[name] = int(own[name])\n    " + BY_KEY)
        + RUN,
        [4],
    ),
}  # fmt: skip

FLAGGED |= {
    "cast for another key in a copy": (
        HEAD + FOREST + DEPTH
        + objective("params = dict(params, max_leaf_nodes=int(params['max_depth']))\n    " + BY_KEY)
        + RUN,
        [4],
    ),
    "a copy with more keys": (
        HEAD + FOREST + DEPTH
        + objective("params = dict(params, verbose=0)\n    " + WHOLLY)
        + RUN,
        [4],
    ),
}  # fmt: skip

SILENT = {
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


@pytest.mark.parametrize("name", FLAGGED)
def test_flags(name: str, tmp_path: Path) -> None:
    text, expected = FLAGGED[name]
    assert lines(text, "TUN603", tmp_path) == expected


@pytest.mark.parametrize("name", SILENT)
def test_stays_silent(name: str, tmp_path: Path) -> None:
    assert lines(SILENT[name], "TUN603", tmp_path) == []


def test_names_the_draw_and_where_it_goes(tmp_path: Path) -> None:
    (found,) = check(FLAGGED["by key"][0], "TUN603", tmp_path)
    assert "hp.quniform" in found.message
    assert "RandomForestClassifier" in found.message
    assert "'max_depth'" in found.message


# -- Ray Tune ----------------------------------------------------------------------------------

RAY_PROGRAMS = {
    "a quantised draw": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(x, y, epochs=10)
    tune.report({"loss": model.evaluate(v, w)})

tune.run(net, config={"units": tune.quniform(4, 32, 4)})  # here
""",
    "epochs": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(x, y, epochs=config.get("epochs"))
    tune.report({"loss": model.evaluate(v, w)})

space = {"units": tune.randint(4, 9)}
space["epochs"] = tune.uniform(5, 20)  # here
tune.run(net, config=space)
""",
    "a choice of floats": """\
def forest(config):
    model = RandomForestClassifier(n_estimators=config["model"]["trees"])
    tune.report({"acc": model.fit(x, y).score(v, w)})

space = {"model": {"trees": tune.choice([10.0, 20.0])}}  # here
Tuner(forest, param_space=space).fit()
""",
    "spread": """\
def forest(config):
    model = RandomForestClassifier(**config)
    tune.report({"acc": model.fit(x, y).score(v, w)})

Tuner(
    tune.with_resources(forest, {"cpu": 2}),
    param_space={
        "max_depth": tune.loguniform(2, 20),  # here
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

tune.run(Forest, config={"trees": tune.quniform(5, 50, 5)})  # here
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


@pytest.mark.parametrize("name", RAY_PROGRAMS)
def test_ray_tune(name: str, tmp_path: Path) -> None:
    text, expected = marked(RAY_PROGRAMS[name])
    assert bool(expected) != name.startswith("silent")
    assert lines(text, "TUN603", tmp_path) == expected
