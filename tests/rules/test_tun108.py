"""TUN108: configurations that Keras Tuner trains once each."""

from __future__ import annotations

from tests.rules.programs import check_programs

HEAD = "import keras_tuner as kt\n"
SEARCH = "tuner.search(x, y, validation_split=0.2, epochs=20)\n"

FLAGGED = {
    "unset": HEAD
    + "tuner = kt.RandomSearch(build, objective='val_loss', seed=1)  # TUN108: each configuration is trained only once (no executions_per_trial=): with a different seed it would score differently\n"
    + SEARCH,
    "one": HEAD
    + "tuner = kt.Hyperband(\n    build,\n    objective='val_loss',\n"
    + "    executions_per_trial=1,  # TUN108: each configuration is trained only once (executions_per_trial=1): with a different seed it would score differently\n)\n"
    + SEARCH,
    "a constant": HEAD
    + "RUNS = 1\ntuner = kt.GridSearch(build, 'val_loss', executions_per_trial=RUNS)  # TUN108: each configuration is trained only once (executions_per_trial=1)\n"
    + SEARCH,
    "a grid": "from keras_tuner import GridSearch\ntuner = GridSearch(build, 'val_loss')  # TUN108: each configuration is trained only once\n"
    + SEARCH,
    "a tuner class of the project": HEAD
    + "class Mine(kt.RandomSearch):\n    pass\n"
    + "tuner = Mine(build, objective='val_loss', max_trials=5)  # TUN108: each configuration is trained only once\n"
    + SEARCH,
    "an oracle": HEAD
    + "tuner = kt.Tuner(kt.oracles.RandomSearchOracle(objective='val_loss'), build)  # TUN108: each configuration is trained only once\n"
    + SEARCH,
    "the trial's own fit": HEAD
    + "class Model(kt.HyperModel):\n    def build(self, hp):\n        return make(hp)\n"
    + "    def fit(self, hp, model, *args, **kwargs):\n"
    + "        return model.fit(*args, batch_size=hp.Choice('b', [8, 16]), **kwargs)\n"
    + "tuner = kt.RandomSearch(Model(), objective='val_loss')  # TUN108: each configuration is trained only once\n"
    + SEARCH,
}

SILENT = {
    "three": HEAD
    + "tuner = kt.RandomSearch(build, objective='val_loss', executions_per_trial=3)\n"
    + SEARCH,
    "unknown": HEAD
    + "tuner = kt.RandomSearch(build, objective='val_loss', executions_per_trial=args.runs)\n"
    + SEARCH,
    "perhaps in **": HEAD
    + "tuner = kt.RandomSearch(build, objective='val_loss', **read_options())\n"
    + SEARCH,
    "one or three": HEAD
    + "runs = 1 if quick else 3\n"
    + "tuner = kt.RandomSearch(build, objective='val_loss', executions_per_trial=runs)\n"
    + SEARCH,
    "estimators": HEAD
    + "tuner = kt.SklearnTuner(kt.oracles.RandomSearchOracle(objective='score'), build)\n"
    + "tuner.search(x, y)\n",
    "a trial of the project": HEAD
    + "class Mine(kt.RandomSearch):\n    def run_trial(self, trial, x, y):\n"
    + "        return [score(trial, x, y) for _ in range(5)]\n"
    + "tuner = Mine(build, objective='val_loss')\ntuner.search(x, y)\n",
    "never searched": HEAD + "tuner = kt.RandomSearch(build, objective='val_loss')\n",
    "Hyperopt": "from hyperopt import fmin, hp, tpe\n"
    "fmin(f, hp.uniform('x', 0, 1), tpe.suggest, 9)\n",
}


test_programs = check_programs("TUN108", FLAGGED, SILENT)
