"""TUN402: trials of one or two epochs"""

from __future__ import annotations

from tests.rules import ray_programs
from tests.rules.programs import check_programs
from tunelint.testing import Texts

TUNER = """
import keras_tuner as kt
tuner = kt.RandomSearch(build, objective="val_loss", max_trials=5, seed=7)
"""
HYPEROPT = """
import keras
from hyperopt import fmin, hp, tpe
def objective(units):
    model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    {fit}
    return model.evaluate(v, w)
best = fmin(objective, hp.choice("units", [8, 16]), algo=tpe.suggest, max_evals=30)
"""

LOOP = """
import keras
scores = {{}}
for units in [8, 16, 32]:
    model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    {fit}
    scores[units] = model.evaluate(v, w)
best = min(scores, key=scores.get)
"""

FLAGGED: dict[str, Texts] = {
    "no epochs": TUNER
    + "tuner.search(x, y, validation_split=0.2)  # TUN402: trials train for 1 epoch (the default): the search ranks how fast configurations start, not how good they become\n",
    "neither epochs nor validation": TUNER
    + "tuner.search(x, y)  # TUN402: trials train for 1 epoch (the default)\n",
    "two epochs": TUNER
    + "tuner.search(x, y, epochs=2, validation_split=0.2)  # TUN402: trials train for 2 epochs: the search ranks how fast\n",
    "by position": TUNER
    + "tuner.search(x, y, 32, 1)  # TUN402: trials train for 1 epoch: the search ranks how fast\n",
    "a constant of the command line": TUNER
    + "import sys\nepochs = 2\nif len(sys.argv) > 1:\n    epochs = int(sys.argv[1])\n"
    "tuner.search(x, y, epochs=epochs)  # TUN402: trials train for 2 epochs: the search ranks how fast\n",
    "in a class": "import keras_tuner as kt\nclass Runner:\n    EPOCHS = 1\n    def run(self):\n"
    "        tuner = kt.GridSearch(build, objective='val_loss')\n"
    "        tuner.search(x, y, epochs=self.EPOCHS)  # TUN402: trials train for 1 epoch: the search ranks how fast\nRunner().run()\n",
    "Hyperopt without epochs": HYPEROPT.format(
        fit="model.fit(x, y)  # TUN402: trials train for 1 epoch (the default)"
    ),
    "two under the old name": HYPEROPT.format(
        fit="model.fit(x, y, nb_epoch=2)  # TUN402: trials train for 2 epochs: the search ranks how fast"
    ),
    "Hyperopt with two": HYPEROPT.format(
        fit="model.fit(x, y, epochs=1 + 1)  # TUN402: trials train for 2 epochs: the search ranks how fast"
    ),
    "a loop": LOOP.format(
        fit="model.fit(x, y, epochs=2)  # TUN402: trials train for 2 epochs: the loop ranks how fast"
    ),
    "in another module": {
        "search.py": "from hyperopt import fmin, hp, tpe\nfrom training import score\n"
        "best = fmin(score, hp.choice('n', [8, 9]), algo=tpe.suggest, max_evals=30)\n",
        "training.py": "import keras\ndef score(n):\n    model = keras.Sequential()\n"
        "    model.compile('adam', 'mse')\n    model.fit(x, y, epochs=2)  # TUN402: trials train for 2 epochs: the search ranks how fast\n"
        "    return model.evaluate(v, w)\n",
    },
    "optuna: one epoch": """
import keras
import optuna
def objective(trial):
    units = trial.suggest_int("units", 4, 64)
    model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(x, y)  # TUN402: trials train for 1 epoch (the default)
    return model.evaluate(v, w)
study = optuna.create_study()
study.optimize(objective, n_trials=50)
""",
}

SILENT: dict[str, Texts] = {
    "under the old name": HYPEROPT.format(fit="model.fit(x, y, nb_epoch=30)"),
    "under the old name, unknown": HYPEROPT.format(fit="model.fit(x, y, nb_epoch=units)"),
    "three": TUNER + "tuner.search(x, y, epochs=3)\n",
    "unknown": TUNER + "tuner.search(x, y, epochs=EPOCHS)\n",
    "perhaps in the keywords": TUNER + "tuner.search(x, y, **options)\n",
    "counted steps": TUNER + "tuner.search(x, y, epochs=1, steps_per_epoch=5000)\n",
    "a repeated data set": TUNER + "tuner.search(data.repeat(50).batch(32), epochs=1)\n",
    "Hyperband": "import keras_tuner as kt\n"
    "tuner = kt.Hyperband(build, objective='val_loss')\ntuner.search(x, y, epochs=1)\n",
    "a smoke test": {"tests/test_search.py": TUNER + "tuner.search(x, y, epochs=1)\n"},
    "searched epochs": HYPEROPT.format(fit="model.fit(x, y, epochs=units)"),
    "a loop over epochs": HYPEROPT.format(
        fit="for epoch in range(20):\n        model.fit(x, y, epochs=1)"
    ),
    "a loop over configurations and one over epochs": LOOP.format(
        fit="for epoch in range(9):\n        model.fit(x, y)"
    ),
    "a loop that picks none": LOOP.format(fit="model.fit(x, y, epochs=2)").replace(
        "best = min(scores, key=scores.get)", "print(scores)"
    ),
    "estimators": "import keras_tuner as kt\n"
    "tuner = kt.SklearnTuner(oracle=kt.oracles.RandomSearchOracle(objective=kt.Objective('score',"
    " 'max')), hypermodel=build)\ntuner.search(x, y)\n",
    "no search": "import keras\nmodel = keras.Sequential()\nmodel.fit(x, y)\n",
    "optuna: nine epochs": """
import keras
import optuna
def objective(trial):
    units = trial.suggest_int("units", 4, 64)
    model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(x, y, epochs=9, validation_data=(v, w))
    return model.evaluate(v, w)
study = optuna.create_study()
study.optimize(objective, n_trials=50)
""",
}


test_programs = check_programs("TUN402", FLAGGED, SILENT)


# -- Ray Tune ----------------------------------------------------------------------------------

RAY_PROGRAMS = {
    "one epoch by default": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(x, y)  # TUN402: trials train for 1 epoch (the default)
    tune.report({"loss": model.evaluate(v, w)})

tune.run(net, config={"units": tune.randint(2, 9)}, metric="loss", mode="min")
""",
    "two epochs": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(x, y, epochs=2, batch_size=config["batch"])  # TUN402: trials train for 2 epochs: the search ranks how fast
    tune.report({"loss": model.evaluate(v, w)})

tune.run(net, config={"units": tune.randint(2, 9)}, metric="loss", mode="min")
""",
    "silent: ten epochs": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(x, y, epochs=10)
    tune.report({"loss": model.evaluate(v, w)})

tune.run(net, config={"units": tune.randint(2, 9)}, metric="loss", mode="min")
""",
    "silent: one epoch a report": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse")
    for epoch in range(20):
        model.fit(x, y, epochs=1)
        tune.report({"loss": model.evaluate(v, w)})

tune.run(net, config={"units": tune.randint(2, 9)}, metric="loss", mode="min")
""",
    "silent: epochs from the space": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(x, y, epochs=config["epochs"])
    tune.report({"loss": model.evaluate(v, w)})

tune.run(net, config={"units": tune.randint(2, 9)}, metric="loss", mode="min")
""",
}


test_ray_tune = check_programs("TUN402", RAY_PROGRAMS, head=ray_programs.HEAD)
