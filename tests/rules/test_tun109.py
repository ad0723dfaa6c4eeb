"""TUN109: fixed seeds that make all repeats of a trial the same run."""

from __future__ import annotations

from tests.rules import ray_programs
from tests.rules.programs import check_programs

TUNER_HEAD = "import random\nimport keras\nimport keras_tuner as kt\nimport tensorflow as tf\n"
TUNER = (
    "tuner = kt.RandomSearch(build, objective='val_loss', executions_per_trial=3, seed=1)\n"
    "tuner.search(x, y, validation_split=0.2, epochs=9)\n"
)
NET = (
    "    model = keras.Sequential([keras.layers.Dense(hp.Int('units', 4, 9)),\n"
    "                              keras.layers.Dense(1)])\n"
    "    model.compile(optimizer='adam', loss='mse')\n    return model\n"
)
BUILD = "def build(hp):\n"

FMIN_HEAD = "import keras\nimport numpy as np\nfrom hyperopt import fmin, hp, tpe\n"
FMIN = "fmin(objective, {'units': hp.choice('units', [4, 8])}, algo=tpe.suggest, max_evals=30)\n"


def objective(head: str, *body: str) -> str:
    """An objective that averages five networks; `head` is its loop, `body` what seeds a pass."""
    inner = "".join(f"        {line}\n" for line in body)
    return (
        f"{FMIN_HEAD}def objective(config):\n    losses = []\n    {head}:\n{inner}"
        "        model = keras.Sequential([keras.layers.Dense(config['units'])])\n"
        "        model.compile('adam', 'mse')\n"
        "        model.fit(x_train, y_train, epochs=9, verbose=0)\n"
        "        losses.append(model.evaluate(x_val, y_val, verbose=0))\n"
        f"    return np.mean(losses)\n{FMIN}"
    )


FOREST = (
    "import numpy as np\nfrom sklearn.ensemble import RandomForestRegressor\n"
    "best = None\nfor depth in (2, 4, 8):\n    scores = []\n    for _ in range(5):\n{body}"
    "        model.fit(x_train, y_train)\n        scores.append(model.score(x_val, y_val))\n"
    "    score = np.mean(scores)\n    if best is None or score > best[0]:\n"
    "        best = score, depth\n"
)

FLAGGED = {
    "in the builder": TUNER_HEAD
    + BUILD
    + "    keras.utils.set_random_seed(7)  # TUN109: keras.utils.set_random_seed(7) makes the 3 executions of each trial the same run: averaging them gains nothing\n"
    + NET
    + TUNER,
    "two generators": TUNER_HEAD
    + BUILD
    + "    random.seed(7)\n    tf.random.set_seed(7)  # TUN109: tf.random.set_seed(7) makes the 3 executions of each\n"
    + NET
    + TUNER,
    "in HyperModel.fit": TUNER_HEAD
    + "class Net(kt.HyperModel):\n    def build(self, hp):\n"
    + NET.replace("    model", "        model").replace("    return", "        return")
    + "    def fit(self, hp, model, *args, **kwargs):\n"
    + "        tf.keras.utils.set_random_seed(1)  # TUN109: keras.utils.set_random_seed(1)\n"
    + "        return model.fit(*args, **kwargs)\n"
    + "tuner = kt.Hyperband(Net(), 'val_loss', executions_per_trial=2)\ntuner.search(x, y)\n",
    "in HyperModel.fit that scores itself": TUNER_HEAD
    + "class Net(kt.HyperModel):\n    def build(self, hp):\n"
    + NET.replace("    model", "        model").replace("    return", "        return")
    + "    def fit(self, hp, model, x, y, **kwargs):\n"
    + "        tf.keras.utils.set_random_seed(1)  # TUN109: keras.utils.set_random_seed(1)\n"
    + "        model.fit(x, y, **kwargs)\n        return model.evaluate(x_val, y_val)\n"
    + "tuner = kt.Hyperband(Net(), executions_per_trial=2)\ntuner.search(x, y)\n",
    "by a function of the project": TUNER_HEAD
    + "SEED = 3\ndef seed_all(seed):\n    random.seed(seed)\n    tf.random.set_seed(seed)\n"
    + BUILD
    + "    seed_all(SEED)  # TUN109: tf.random.set_seed(3) makes the 3 executions of each\n"
    + NET
    + TUNER,
    "in another module": {
        "search.py": "import keras_tuner as kt\nfrom network import build\n" + TUNER,
        "network.py": "import keras\n"
        + BUILD
        + "    keras.utils.set_random_seed(0)  # TUN109: keras.utils.set_random_seed(0)\n"
        + NET,
    },
    "in an objective's loop": objective(
        "for _ in range(5)",
        "keras.utils.set_random_seed(42)  # TUN109: keras.utils.set_random_seed(42)",
    ),
    "seeds that nothing uses": objective(
        "for seed in [1, 2, 3]",
        "keras.utils.set_random_seed(1)  # TUN109: keras.utils.set_random_seed(1)",
    ),
    "an Optuna objective": "import keras\nimport numpy as np\nimport optuna\n"
    "def objective(trial):\n    losses = []\n    for _ in range(3):\n"
    "        keras.utils.set_random_seed(7)  # TUN109: keras.utils.set_random_seed(7)\n"
    "        model = keras.Sequential([keras.layers.Dense(trial.suggest_int('units', 4, 8))])\n"
    "        model.compile('adam', 'mse')\n        model.fit(x_train, y_train, epochs=9)\n"
    "        losses.append(model.evaluate(x_val, y_val))\n    return np.mean(losses)\n"
    "study = optuna.create_study()\nstudy.optimize(objective, n_trials=30)\n",
    "a sum in a scikit-optimize objective": "from sklearn.ensemble import RandomForestRegressor\nfrom skopt import gp_minimize\n"
    "def objective(point):\n    total = 0.0\n    for repeat in range(4):\n"
    "        model = RandomForestRegressor(max_depth=int(point[0]), random_state=3)  # TUN109: random_state=3 makes all passes of this loop the same run\n"
    "        model.fit(x_train, y_train)\n        total += 1 - model.score(x_val, y_val)\n"
    "    return total / 4\n"
    "gp_minimize(objective, [(2, 20)], n_calls=20)\n",
    "a report to Ray Tune": "import keras\nimport numpy as np\nfrom ray import tune\n"
    "def train(config):\n    scores = []\n    for repeat in range(3):\n"
    "        keras.utils.set_random_seed(1)  # TUN109: keras.utils.set_random_seed(1)\n"
    "        model = keras.Sequential([keras.layers.Dense(config['units'])])\n"
    "        model.compile('adam', 'mse')\n        model.fit(x_train, y_train, epochs=9)\n"
    "        scores.append(model.evaluate(x_val, y_val))\n"
    "    tune.report({'mse': np.mean(scores)})\n"
    "tuner = tune.Tuner(train, param_space={'units': tune.choice([4, 8])})\ntuner.fit()\n",
    "estimators in a loop by hand": FOREST.format(
        body="        model = RandomForestRegressor(20, max_depth=depth, random_state=0)  # TUN109: random_state=0 makes all passes of this loop the same run: averaging their scores gains nothing\n"
    ),
    "a seed that is only printed": FOREST.format(
        body="        print('pass', _)\n"
        "        model = RandomForestRegressor(max_depth=depth, random_state=0)  # TUN109: random_state=0 makes all passes of this loop the same run\n"
    ),
    "NumPy's generator": FOREST.format(
        body="        np.random.seed(0)  # TUN109: np.random.seed(0) makes all passes of this loop the same run\n"
        "        model = RandomForestRegressor(max_depth=depth)\n"
    ),
}

SILENT = {
    "one execution": TUNER_HEAD
    + BUILD
    + "    keras.utils.set_random_seed(7)\n"
    + NET
    + TUNER.replace("_trial=3", "_trial=1"),
    "a run_trial of the project": TUNER_HEAD
    + BUILD
    + "    keras.utils.set_random_seed(7)\n"
    + NET
    + "class Once(kt.RandomSearch):\n    def run_trial(self, trial, *args, **kwargs):\n"
    + "        model = self.hypermodel.build(trial.hyperparameters)\n"
    + "        model.fit(*args, **kwargs)\n        return model.evaluate(x_val, y_val)\n"
    + TUNER.replace("kt.RandomSearch", "Once"),
    "before the search": TUNER_HEAD + "keras.utils.set_random_seed(7)\n" + BUILD + NET + TUNER,
    "TensorFlow's generator alone": TUNER_HEAD
    + BUILD
    + "    tf.random.set_seed(7)\n"
    + NET
    + TUNER,
    "a seed that changes": TUNER_HEAD
    + BUILD
    + "    keras.utils.set_random_seed(random.randint(0, 999))\n"
    + NET
    + TUNER,
    "executions unknown": TUNER_HEAD
    + BUILD
    + "    keras.utils.set_random_seed(7)\n"
    + NET
    + TUNER.replace("_trial=3", "_trial=args.runs"),
    "only sometimes": TUNER_HEAD
    + BUILD
    + "    if fixed:\n        keras.utils.set_random_seed(7)\n"
    + NET
    + TUNER,
    "the seed of the pass": objective("for seed in range(5)", "keras.utils.set_random_seed(seed)"),
    "a seed computed from the pass": objective(
        "for i in range(5)", "keras.utils.set_random_seed(42 + i)"
    ),
    "seeded before the loop": objective("for _ in range(5)", "pass").replace(
        "    losses = []\n", "    losses = []\n    keras.utils.set_random_seed(1)\n"
    ),
    "folds": objective(
        "for train, val in KFold(5).split(x)",
        "keras.utils.set_random_seed(42)",
        "x_train, y_train, x_val, y_val = x[train], y[train], x[val], y[val]",
    ).replace("import keras\n", "import keras\nfrom sklearn.model_selection import KFold\n"),
    "other rows in each pass": objective(
        "for i in range(5)",
        "keras.utils.set_random_seed(42)",
        "x_train, x_val, y_train, y_val = train_test_split(x, y, random_state=i)",
    ).replace(
        "import keras\n", "import keras\nfrom sklearn.model_selection import train_test_split\n"
    ),
    "only recorded": objective("for _ in range(5)", "keras.utils.set_random_seed(42)").replace(
        "np.mean(losses)", "read_score()"
    ),
    "one after the other": objective(
        "for units in [4, 8]", "keras.utils.set_random_seed(42)"
    ).replace("config['units']", "units"),
    "a depth that is set afterwards": FOREST.format(
        body="        model = RandomForestRegressor(random_state=0)\n"
        "        model.set_params(max_depth=_)\n"
    ),
    "an attribute that is set afterwards": FOREST.format(
        body="        model = RandomForestRegressor(random_state=0)\n        model.max_depth = _\n"
    ),
    "an entry of the configuration": FOREST.format(
        body="        params['max_depth'] = _\n"
        "        model = RandomForestRegressor(**params, random_state=0)\n"
    ),
    "another search's loop inside": FOREST.format(body="        model = make_model(_)\n").replace(
        "best = None\n",
        "def make_model(n):\n"
        "    return RandomForestRegressor(n_estimators=n + 1, random_state=0)\nbest = None\n",
    ),
    "an estimator's changing seed": FOREST.format(
        body="        model = RandomForestRegressor(max_depth=depth)\n"
    ),
    "a deterministic estimator": FOREST.format(
        body="        np.random.seed(0)\n        model = Ridge(alpha=depth)\n"
    ).replace(
        "import numpy as np\n", "import numpy as np\nfrom sklearn.linear_model import Ridge\n"
    ),
}


test_programs = check_programs("TUN109", FLAGGED, SILENT)


# -- Ray Tune ----------------------------------------------------------------------------------

RAY_PROGRAMS = {
    "in every repeat": """\
def forest(config):
    scores = []
    for repeat in range(3):
        np.random.seed(1)  # TUN109: np.random.seed(1) makes all passes of this loop the same run
        model = RandomForestClassifier(max_depth=config["depth"]).fit(x, y)
        scores.append(model.score(v, w))
    tune.report({"acc": np.mean(scores)})

tune.run(forest, config={"depth": tune.randint(1, 9)})
""",
    "silent: another seed each time": """\
def forest(config):
    scores = []
    for repeat in range(3):
        np.random.seed(repeat)
        model = RandomForestClassifier(max_depth=config["depth"]).fit(x, y)
        scores.append(model.score(v, w))
    tune.report({"acc": np.mean(scores)})

tune.run(forest, config={"depth": tune.randint(1, 9)})
""",
    "silent: one execution": """\
def forest(config):
    np.random.seed(1)
    model = RandomForestClassifier(max_depth=config["depth"]).fit(x, y)
    tune.report({"acc": model.score(v, w)})

tune.run(forest, config={"depth": tune.randint(1, 9)})
""",
}


test_ray_tune = check_programs("TUN109", RAY_PROGRAMS, head=ray_programs.HEAD)
