"""TUN102: a zero seed that Keras Tuner throws away."""

from __future__ import annotations

from tests.rules.programs import check_programs

SEARCH = "tuner.search(x, y, epochs=9, validation_split=0.2)\n"

FLAGGED = {
    "keyword": "import keras_tuner as kt\n"
    "tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=0)  # TUN102: seed=0 is ignored: Keras Tuner treats 0 as \"no seed\" and draws a random one, so every run tries different configurations\n"
    + SEARCH,
    "false": "from keras_tuner.tuners import BayesianOptimization\n"
    "tuner = BayesianOptimization(build, 'val_loss', 5, seed=False)  # TUN102: seed=False is ignored: Keras Tuner treats False as \"no\n"
    + SEARCH,
    "by position": "import keras_tuner\ntuner = keras_tuner.RandomSearch(build, 'val_loss', 5, 0)  # TUN102: seed=0 is ignored: Keras Tuner treats 0 as \"no seed\"\n"
    + SEARCH,
    "named constant": "import kerastuner as kt\nSEED = 0\n"
    "tuner = kt.Hyperband(build, objective='val_loss', seed=SEED)  # TUN102: seed=0 is ignored: Keras Tuner treats 0 as \"no seed\"\n"
    + SEARCH,
    "oracle": "import keras_tuner as kt\n"
    "oracle = kt.oracles.RandomSearchOracle(objective='val_loss', max_trials=4, seed=0)  # TUN102: seed=0 is ignored: Keras Tuner treats 0 as \"no seed\"\n"
    "tuner = kt.Tuner(oracle=oracle, hypermodel=build)\n" + SEARCH,
    "handed on by a function": "import keras_tuner as kt\n"
    "def make(seed):\n"
    "    return kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=seed)\n"
    'tuner = make(0)  # TUN102: seed=0 is ignored: Keras Tuner treats 0 as "no seed"\n' + SEARCH,
    "spread from a dictionary": "import keras_tuner as kt\n"
    "options = dict(objective='val_loss', max_trials=5, seed=0)\n"
    'tuner = kt.RandomSearch(build, **options)  # TUN102: seed=0 is ignored: Keras Tuner treats 0 as "no seed"\n'
    + SEARCH,
    "subclass": "import keras_tuner as kt\n"
    "class Mine(kt.RandomSearch):\n"
    "    pass\n"
    "tuner = Mine(build, objective='val_loss', max_trials=5, seed=0)  # TUN102: seed=0 is ignored: Keras Tuner treats 0 as \"no seed\"\n"
    + SEARCH,
}

SILENT = {
    "a real seed": "import keras_tuner as kt\n"
    "tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=7)\n" + SEARCH,
    "no seed": "import keras_tuner as kt\n"
    "tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5)\n" + SEARCH,
    "none": "import keras_tuner as kt\n"
    "tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=None)\n" + SEARCH,
    "perhaps zero": "import keras_tuner as kt\nimport os\nseed = 0 if os.getpid() else 3\n"
    "tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=seed)\n" + SEARCH,
    "unknown": "import keras_tuner as kt\nfrom settings import seed\n"
    "tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=seed)\n" + SEARCH,
    "another library": "from sklearn.model_selection import RandomizedSearchCV\n"
    "RandomizedSearchCV(model, space, random_state=0).fit(x, y)\n",
    "grid": "import keras_tuner as kt\n"
    "tuner = kt.GridSearch(build, objective='val_loss', max_trials=5, seed=0)\n" + SEARCH,
    "a sweep over seeds": "import keras_tuner as kt\nfor seed in range(3):\n"
    "    tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=seed)\n"
    "    " + SEARCH,
}


test_programs = check_programs("TUN102", FLAGGED, SILENT)
