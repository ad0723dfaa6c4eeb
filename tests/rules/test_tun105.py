"""TUN105: trials that train at random under a search that is seeded."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import tunelint, write
from tests.rules import ray_programs
from tests.rules.programs import check_programs, marked

KT = "import keras_tuner as kt\n"
SEEDED = "tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=3)\n"
SEARCH = "tuner.search(x, y, epochs=9, validation_split=0.2)\n"
SK = (
    "import numpy as np\n"
    "from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier\n"
    "from sklearn.model_selection import GridSearchCV, RandomizedSearchCV, cross_val_score\n"
    "from sklearn.neighbors import KNeighborsClassifier\n"
    "from sklearn.pipeline import Pipeline\n"
    "from sklearn.svm import SVC\n"
)
HO = (
    "import keras, numpy as np\n"
    "from hyperopt import fmin, hp, tpe\n"
    "def objective(units):\n"
    "    model = keras.Sequential([keras.layers.Dense(int(units))])\n"
    "    model.compile('adam', 'mse')\n"
    "    model.fit(x, y, epochs=5)\n"
    "    return model.evaluate(x_val, y_val)\n"
)
FMIN = (
    "best = fmin(objective, hp.quniform('units', 2, 9, 1), algo=tpe.suggest, max_evals=30,\n"
    "            rstate=np.random.default_rng(1))\n"
)

FLAGGED = {
    "a whole configuration, without a seed in the space": """
import numpy as np
from hyperopt import fmin, hp, tpe
from ray import tune
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import ParameterGrid, cross_val_score
space = {"max_depth": hp.uniformint("d", 1, 9), "max_features": "sqrt"}
def loss(params):
    return -cross_val_score(RandomForestClassifier(**params), X, y).mean()
fmin(loss, space, tpe.suggest, 50, rstate=np.random.default_rng(1))  # TUN105: the search is seeded, but RandomForestClassifier has no random_state
def train(config):
    tune.report({"score": cross_val_score(RandomForestClassifier(**config), X, y).mean()})
tune.Tuner(train, param_space={"max_depth": tune.grid_search([1, 9])},  # TUN105: RandomForestClassifier has no random_state
           tune_config=tune.TuneConfig(metric="score", mode="max")).fit()
best = 0
for params in ParameterGrid({"max_depth": [1, 2, 3]}):  # TUN105: RandomForestClassifier has no random_state
    score = cross_val_score(RandomForestClassifier(n_jobs=2, **params), X, y).mean()
    if score > best:
        best, winner = score, params
""",
    "keras tuner": marked(KT + SEEDED + SEARCH, {'tuner = kt.': '# TUN105: the search is seeded, but the training inside its trials'}),
    "TensorFlow alone is not enough": marked("import tensorflow as tf\n" + KT + "tf.random.set_seed(1)\n" + SEEDED + SEARCH, {'tuner = kt.': "# TUN105: the search is seeded, but the training inside its trials is not: the same configuration scores differently in every run"}),
    "a grid, with NumPy and TensorFlow seeded": "import numpy as np\nimport tensorflow as tf\n" + KT
        + "np.random.seed(1)\ntf.random.set_seed(1)\n"
        + "tuner = kt.GridSearch(build, objective='val_loss')  # TUN105: the training inside the trials is not seeded\n" + SEARCH,
    "hyperopt with a Keras objective": marked(HO + FMIN, {'best = fmin(': '# TUN105: the search is seeded, but the training inside its trials'}),
    "scikit-learn's grid": SK + "grid = GridSearchCV(RandomForestClassifier(), {'max_depth': [2, 4]})  # TUN105: RandomForestClassifier has no random_state\n"
        "grid.fit(x, y)\n",
    "scikit-learn's random search in a function": SK + "def tune(x, y):\n"
        "    model = GradientBoostingClassifier(n_estimators=50)\n"
        "    return RandomizedSearchCV(model, {'max_depth': [2, 3, 4]}, n_iter=2,  # TUN105: the search is seeded, but GradientBoostingClassifier\n"
        "                              random_state=0).fit(x, y)\n",
    "the last step of a pipeline": SK + "steps = Pipeline([('a', KNeighborsClassifier()), ('rf', RandomForestClassifier())])\n"
        "GridSearchCV(steps, {'rf__max_depth': [2, 4]}).fit(x, y)  # TUN105: RandomForestClassifier has no random_state\n",
    "np.random.seed does not reach workers": SK + "np.random.seed(0)\n"
        "GridSearchCV(RandomForestClassifier(), {'max_depth': [2, 4]}, n_jobs=-1).fit(x, y)  # TUN105: RandomForestClassifier has no random_state\n",
    "a probability needs a seed": SK + "machine = SVC(probability=True)\n"
        "GridSearchCV(machine, {'C': [1, 2]}, scoring='neg_log_loss').fit(x, y)  # TUN105: SVC has no random_state: the same configuration scores\n",
    "a probability that an objective scores": SK + "from hyperopt import fmin, hp, tpe\nfrom sklearn.metrics import log_loss\n"
        "def objective(c):\n    model = SVC(C=c, probability=True).fit(x, y)\n"
        "    return log_loss(w, model.predict_proba(v)[:, 1])\n"
        "fmin(objective, hp.uniform('c', 0, 9), algo=tpe.suggest, max_evals=40,  # TUN105: the search is seeded, but SVC has no random_state\n"
        "     rstate=np.random.default_rng(1))\n",
    "hyperopt with an estimator": SK + "from hyperopt import fmin, hp, tpe\n"
        "def objective(depth):\n"
        "    model = RandomForestClassifier(max_depth=int(depth))\n"
        "    return -cross_val_score(model, x, y).mean()\n"
        "fmin(objective, hp.quniform('depth', 2, 9, 1), algo=tpe.suggest, max_evals=30,  # TUN105: the search is seeded, but RandomForestClassifier\n"
        "     rstate=np.random.default_rng(1))\n",
    "an estimator that draws with one of the listed values": SK + "from sklearn.svm import LinearSVC\n"
        "GridSearchCV(LinearSVC(), {'loss': ['hinge', 'squared_hinge']}).fit(x, y)  # TUN105: LinearSVC has no random_state\n",
    "a loop over a grid": SK + "best = 0\n"
        "for depth in [2, 4, 8]:  # TUN105: RandomForestClassifier has no random_state\n"
        "    model = RandomForestClassifier(max_depth=depth)\n"
        "    score = cross_val_score(model, x, y).mean()\n"
        "    if score > best:\n"
        "        best, winner = score, model\n",
    "optuna: forest": """
import optuna
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_score
def objective(trial):
    depth = trial.suggest_int("depth", 2, 9)
    return cross_val_score(RandomForestClassifier(max_depth=depth), x, y).mean()
study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=1))  # TUN105: the study is seeded, but RandomForestClassifier
study.optimize(objective, n_trials=50)
""",
}  # fmt: skip

SILENT = {
    "a whole configuration, with a seed in the space, or set by the trial": """
import numpy as np
from hyperopt import fmin, hp, tpe
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import ParameterGrid, cross_val_score
space = {"max_depth": hp.uniformint("d", 1, 9), "random_state": 3}
def loss(params):
    return -cross_val_score(RandomForestClassifier(**params), X, y).mean()
fmin(loss, space, tpe.suggest, 50, rstate=np.random.default_rng(1))
def other(params):
    params["random_state"] = 3
    return -cross_val_score(RandomForestClassifier(**params), X, y).mean()
fmin(other, {"max_depth": hp.uniformint("d", 1, 9)}, tpe.suggest, 50, rstate=np.random.default_rng(1))
def more(params):
    return -cross_val_score(RandomForestClassifier(**params), X, y).mean()
fmin(more, {"max_depth": hp.uniformint("d", 1, 9), **settings}, tpe.suggest, 50, rstate=np.random.default_rng(1))
best = 0
for params in ParameterGrid({"max_depth": [1, 2, 3], "random_state": [0]}):
    score = cross_val_score(RandomForestClassifier(**params), X, y).mean()
    if score > best:
        best, winner = score, params
""",
    "probabilities that nobody scores": SK
    + "GridSearchCV(SVC(probability=True), {'C': [1, 2]}).fit(x, y)\n",
    "a ranking by the decision function": SK
    + "GridSearchCV(SVC(probability=True), {'C': [1, 2]}, scoring='roc_auc').fit(x, y)\n",
    "probabilities, scored by what cannot be read": SK
    + "GridSearchCV(SVC(probability=True), {'C': [1, 2]}, scoring=scorer).fit(x, y)\n",
    "predictions of a machine with probabilities": SK + "from hyperopt import fmin, hp, tpe\n"
    "def objective(c):\n    model = SVC(C=c, probability=True).fit(x, y)\n"
    "    return -model.score(v, w)\n"
    "fmin(objective, hp.uniform('c', 0, 9), algo=tpe.suggest, max_evals=40,\n"
    "     rstate=np.random.default_rng(1))\n",
    "probabilities of the winner": SK
    + "found = GridSearchCV(SVC(probability=True), {'C': [1, 2]}).fit(x, y)\n"
    "print(found.predict_proba(v))\n",
    "keras seeds all it needs": "import keras\n"
    + KT
    + "keras.utils.set_random_seed(1)\n"
    + SEEDED
    + SEARCH,
    "seeded between building and searching": "import keras\n"
    + KT
    + SEEDED
    + "keras.utils.set_random_seed(1)\n"
    + SEARCH,
    "Python and TensorFlow together": "import random, tensorflow as tf\n"
    + KT
    + "random.seed(1)\ntf.random.set_seed(1)\n"
    + SEEDED
    + SEARCH,
    "seeded when the object is built whose method searches": """
import keras
import keras_tuner as kt
class Tuning:
    def __init__(self, build):
        keras.utils.set_random_seed(3)
        self.tuner = kt.RandomSearch(build, objective='val_loss', max_trials=10, seed=3)
    def on_some(self, x, y):
        self.tuner.search(x[:100], y[:100], validation_split=0.2)
    def on_all(self, x, y):
        self.tuner.search(x, y, validation_split=0.2)
""",
    "seeded by the builder": "import keras\n"
    + KT
    + "def build(hp):\n"
    + "    keras.utils.set_random_seed(1)\n"
    + "    return keras.Sequential([keras.layers.Dense(hp.Int('u', 2, 9))])\n"
    + SEEDED
    + SEARCH,
    "seeded by the objective": HO.replace(
        "    model =", "    keras.utils.set_random_seed(1)\n    model ="
    )
    + FMIN,
    "an unseeded search is TUN101": KT
    + "tuner = kt.RandomSearch(build, objective='val_loss')\n"
    + SEARCH,
    "a seed that cannot be read": "from settings import SEED\n"
    + KT
    + "tuner = kt.RandomSearch(build, objective='val_loss', seed=SEED)\n"
    + SEARCH,
    "a seed handed to unread project code": "from common import fix_everything\n"
    + KT
    + "SEED = 3\nfix_everything(SEED)\n"
    + SEEDED
    + SEARCH,
    "an estimator with a seed": SK
    + "GridSearchCV(RandomForestClassifier(random_state=0), {'max_depth': [2, 4]}).fit(x, y)\n",
    "an estimator that does not draw": SK + "GridSearchCV(SVC(), {'C': [1, 2]}).fit(x, y)\n",
    "np.random.seed with one worker": SK
    + "np.random.seed(0)\nGridSearchCV(RandomForestClassifier(), {'max_depth': [2]}).fit(x, y)\n",
    "the space sets the seed": SK
    + "GridSearchCV(RandomForestClassifier(), {'max_depth': [2], 'random_state': [1]}).fit(x, y)\n",
    "parameters that cannot be read": SK
    + "GridSearchCV(RandomForestClassifier(**options), {'max_depth': [2, 4]}).fit(x, y)\n",
    "optuna: seeded forest": """
import optuna
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_score
def objective(trial):
    depth = trial.suggest_int("depth", 2, 9)
    return cross_val_score(RandomForestClassifier(max_depth=depth, random_state=0), x, y).mean()
study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=1))
study.optimize(objective, n_trials=50)
""",
    "optuna: parallel threads share numpy's generator": """
import numpy as np
import optuna
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_score
def objective(trial):
    depth = trial.suggest_int("depth", 2, 9)
    return cross_val_score(RandomForestClassifier(max_depth=depth), x, y).mean()
np.random.seed(1)
study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=1))
study.optimize(objective, n_trials=50, n_jobs=2)
""",
}


test_programs = check_programs("TUN105", FLAGGED, SILENT)


# -- Ray Tune ----------------------------------------------------------------------------------

RAY_PROGRAMS = {
    "an estimator, and a seed that stays outside": """\
def forest(config):
    model = RandomForestClassifier(max_depth=config["depth"]).fit(x, y)
    tune.report({"acc": model.score(v, w)})

np.random.seed(1)
tune.run(forest, config={"depth": tune.randint(1, 9)})  # TUN105: the search is seeded, but RandomForestClassifier
""",
    "Keras, and a seed that stays outside": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("sgd", "mse")
    model.fit(x, y, epochs=9)
    tune.report({"loss": model.evaluate(v, w)})

keras.utils.set_random_seed(1)
Tuner(net, param_space={"units": tune.randint(1, 9)}).fit()  # TUN105: the search is seeded, but the training inside its trials
""",
    "a seeded searcher": """\
class Forest(tune.Trainable):
    def setup(self, config):
        self.model = RandomForestClassifier(max_depth=config["depth"])

    def step(self):
        self.model.fit(x, y)
        return {"acc": self.model.score(v, w), "done": True}

tune.run(Forest, config={"depth": tune.randint(1, 9)}, search_alg=OptunaSearch(seed=3))  # TUN105: the search is seeded, but RandomForestClassifier
""",
    "a grid": """\
def forest(config):
    forest = RandomForestClassifier(max_depth=config["depth"])
    tune.report({"acc": forest.fit(x, y).score(v, w)})

tune.run(forest, config={"depth": tune.grid_search([1, 2])})  # TUN105: RandomForestClassifier has no random_state
""",
    "the wrong generator in the trial": """\
def forest(config):
    random.seed(1)
    model = RandomForestClassifier(max_depth=config["depth"]).fit(x, y)
    tune.report({"acc": model.score(v, w)})

np.random.seed(1)
tune.run(forest, config={"depth": tune.randint(1, 9)})  # TUN105: the search is seeded, but RandomForestClassifier
""",
    "silent: seeded in the trial": """\
def forest(config):
    np.random.seed(4)
    model = RandomForestClassifier(max_depth=config["depth"]).fit(x, y)
    tune.report({"acc": model.score(v, w)})

tune.run(forest, config={"depth": tune.grid_search([1, 2])}, max_concurrent_trials=2)
""",
    "silent: Keras seeded in the trial": """\
def net(config):
    keras.utils.set_random_seed(4)
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("sgd", "mse")
    model.fit(x, y, epochs=9)
    tune.report({"loss": model.evaluate(v, w)})

tune.run(net, config={"units": tune.grid_search([1, 2])})
""",
    "silent: an estimator's own seed": """\
def forest(config):
    tune.report({"acc": RandomForestClassifier(random_state=3, **config).fit(x, y).score(v, w)})

tune.run(forest, config={"max_depth": tune.grid_search([1, 2])})
""",
    "silent: an estimator that does not draw": """\
tune.run(svm, config={"C": tune.grid_search([1, 2])})
""",
    "silent: a search that is not seeded either": """\
def forest(config):
    tune.report({"acc": RandomForestClassifier(**config).fit(x, y).score(v, w)})

tune.run(forest, config={"max_depth": tune.randint(1, 9)})
""",
}


test_ray_tune = check_programs("TUN105", RAY_PROGRAMS, head=ray_programs.HEAD)


BUILD = (
    "import keras\n" + KT + "def build(hp):\n"
    "    model = keras.Sequential([keras.layers.Dense(hp.Int('units', 8, 32))])\n"
    "    model.compile(loss='mse')\n"
    "    return model\n"
)
OPTION = (
    "import argparse\np = argparse.ArgumentParser()\np.add_argument('--seed', type=int)\n"
    "args = p.parse_args()\n"
)
FOREST = "GridSearchCV(RandomForestClassifier(), {'max_depth': [1, 3]}).fit(x, y)\n"
ALIKE = "a fixed seed would make all repeats the same"
HELP = {
    "the search's own number": (
        BUILD + SEEDED + SEARCH,
        "call keras.utils.set_random_seed(3) before the search",
    ),
    "an option of the command line": (
        BUILD
        + OPTION.replace("int)", "int, default=5)")
        + SEEDED.replace("=3", "=args.seed")
        + SEARCH,
        "call keras.utils.set_random_seed(args.seed) before the search",
    ),
    "what is seeded with other numbers is not seeded again": (
        "import random\nimport numpy as np\n"
        + BUILD
        + "random.seed(1)\nnp.random.seed(2)\n"
        + SEEDED
        + SEARCH,
        "call tf.random.set_seed(3) before the search; random.seed and np.random.seed are not enough",
    ),
    "a loop over seeds": (
        BUILD + "for n in [1, 2]:\n    " + SEEDED.replace("=3", "=n") + "    " + SEARCH,
        "call keras.utils.set_random_seed(42) once, before the repeats of the search: in each"
        f" of them, {ALIKE}",
    ),
    "a method that others call": (
        BUILD + "class Study:\n    def run(self, x, y):\n        " + SEEDED + "        " + SEARCH,
        "call keras.utils.set_random_seed(3) once, at the start of the program",
    ),
    "a function that is called again": (
        BUILD + "def run(x, y):\n    " + SEEDED + "    " + SEARCH + "run(a, b)\nrun(c, d)\n",
        "call keras.utils.set_random_seed(3) once, before the repeats of the search: in each"
        f" of them, {ALIKE}",
    ),
    "an option that is none by default": (
        BUILD + OPTION + SEEDED + SEARCH,
        "call keras.utils.set_random_seed(args.seed) before the search, and make args.seed a"
        " number by default",
    ),
    "an estimator": (SK + FOREST, "add random_state=42 to RandomForestClassifier"),
    "an estimator in numbered repeats": (
        SK + "for repeat in range(5):\n    " + FOREST,
        f"add random_state=42 + repeat to RandomForestClassifier: {ALIKE}",
    ),
    "an estimator for several data sets": (
        SK + "for x, y in data:\n    " + FOREST,
        f"add random_state=n to RandomForestClassifier, with a different n in every pass: {ALIKE}",
    ),
    "an estimator where the own seed is none by default": (
        SK + OPTION + FOREST,
        "add random_state=args.seed to RandomForestClassifier, and make args.seed a number by"
        " default",
    ),
}


@pytest.mark.parametrize(("text", "said"), HELP.values(), ids=HELP)
def test_the_help_is_what_is_right_there(text: str, said: str, tmp_path: Path) -> None:
    folder = write(tmp_path, {"train.py": text.encode()})

    run = tunelint(folder, "check", "--select", "TUN105")

    assert {line for line in run.output.splitlines() if line.startswith("help")} == {
        f"help: {said}"
    }
