"""TUN401: trials far shorter than the final training"""

from __future__ import annotations

from tests.rules import ray_programs
from tests.rules.programs import check_programs, marked

TUNER = """
import keras
import keras_tuner as kt
from keras.callbacks import EarlyStopping
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    return model
tuner = kt.RandomSearch(build, objective="val_loss", max_trials=5, seed=7)
"""
LOOP = """
import keras
def build(units):
    model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    return model
best_loss, best_units = float("inf"), None
for units in [8, 16, 32]:
    model = build(units)
    history = model.fit(x, y, validation_data=(v, w), epochs={epochs})
    loss = min(history.history["val_loss"])
    if loss < best_loss:
        best_loss, best_units = loss, units
final = build(best_units)
final.fit(x, y, epochs=60)
"""
WINNER = "model = tuner.hypermodel.build(tuner.get_best_hyperparameters()[0])\n"

FLAGGED = {
    "a hypermodel built again": TUNER
    + "tuner.search(x, y, epochs=5, validation_split=0.2)  # TUN401: trials train for 5 epochs, the winner for 50: the search ranks how fast configurations start, not how good they become\n"
    + WINNER
    + "model.fit(x, y, epochs=50)\n",
    "the builder called again": TUNER
    + "tuner.search(x, y, epochs=5, validation_split=0.2)  # TUN401: trials train for 5 epochs, the winner for 15\n"
    "model = build(tuner.get_best_hyperparameters(1)[0])\nmodel.fit(x, y, 32, 15)\n",
    "no epochs at all": TUNER
    + "tuner.search(x, y, validation_split=0.2)  # TUN401: trials train for 1 epoch, the winner for 3\n"
    + WINNER
    + "model.fit(x, y, epochs=3)\n",
    "the best model goes on": TUNER
    + "tuner.search(x, y, epochs=3, validation_split=0.2)  # TUN401: trials train for 3 epochs, the winner for 10\n"
    "best = tuner.get_best_models(num_models=1)[0]\n"
    "best.fit(x, y, epochs=10, initial_epoch=3)\n",
    "constants of the module, in a function": TUNER + "SHORT, LONG = 4, 40\n"
    "def main():\n"
    "    tuner.search(x, y, epochs=SHORT, validation_split=0.2)  # TUN401: trials train for 4 epochs, the winner for 40\n"
    "    model = build(tuner.get_best_hyperparameters()[0])\n"
    "    model.fit(x, y, epochs=LONG)\n"
    "main()\n",
    "the early stopping is the search's": TUNER + "stop = EarlyStopping(patience=3)\n"
    "tuner.search(x, y, epochs=5, validation_split=0.2, callbacks=[stop])  # TUN401: trials train for 5 epochs, the winner for 50\n"
    + WINNER
    + "model.fit(x, y, epochs=50)\n",
    "Hyperband's max_epochs": TUNER.replace("RandomSearch(", "Hyperband(").replace(
        "max_trials=5", "max_epochs=10"
    )
    + "tuner.search(x, y, epochs=100, validation_split=0.2)  # TUN401: trials train for at most 10 epochs, the winner for 30\n"
    + WINNER
    + "model.fit(x, y, epochs=30)\n",
    "a loop": marked(
        LOOP.format(epochs=5),
        {"history = model.": "# TUN401: trials train for 5 epochs, the winner for 60"},
    ),
    "Hyperopt": """
import keras
from hyperopt import fmin, hp, tpe, space_eval
def build(units):
    model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    return model
def objective(units):
    model = build(units)
    history = model.fit(x, y, validation_data=(v, w), epochs=4)  # TUN401: trials train for 4 epochs, the winner for 60
    return min(history.history["val_loss"])
space = hp.choice("units", [8, 16])
best = fmin(objective, space, algo=tpe.suggest, max_evals=30)
final = build(space_eval(space, best))
final.fit(x, y, epochs=60)
""",
    "optuna: winner trained far longer": """
import keras
import optuna
def objective(trial):
    units = trial.suggest_int("units", 4, 64)
    model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(x, y, epochs=9, validation_data=(v, w))  # TUN401: trials train for 9 epochs, the winner for 90
    return model.evaluate(v, w)
study = optuna.create_study()
study.optimize(objective, n_trials=50)
def build(units):
    model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    return model
model = build(**study.best_params)
model.fit(x, y, epochs=90)
""",
}

SILENT = {
    "about as long": TUNER
    + "tuner.search(x, y, epochs=20, validation_split=0.2)\n"
    + WINNER
    + "model.fit(x, y, epochs=50)\n",
    "the final fit stops early": TUNER
    + "tuner.search(x, y, epochs=5, validation_split=0.2)\n"
    + WINNER
    + "model.fit(x, y, epochs=50, callbacks=[EarlyStopping(patience=5)])\n",
    "the final fit has callbacks that nobody sees": TUNER
    + "tuner.search(x, y, epochs=5, validation_split=0.2)\n"
    + WINNER
    + "model.fit(x, y, epochs=50, callbacks=callbacks)\n",
    "the project's own callback can stop": TUNER + "class Stop(keras.callbacks.Callback):\n"
    "    pass\n"
    "tuner.search(x, y, epochs=5, validation_split=0.2)\n"
    + WINNER
    + "model.fit(x, y, epochs=50, callbacks=[Stop()])\n",
    "a fit to find the best epoch": TUNER
    + "tuner.search(x, y, epochs=5, validation_split=0.2)\n"
    + WINNER
    + "history = model.fit(x, y, epochs=50, validation_split=0.2)\n"
    "losses = history.history['val_loss']\n"
    "best_epoch = losses.index(min(losses)) + 1\n"
    + WINNER
    + "model.fit(x, y, epochs=best_epoch)\n",
    "epochs are searched": TUNER.replace("return model", "epochs = hp.Int('epochs', 2, 9)")
    + "tuner.search(x, y, epochs=epochs, validation_split=0.2)\n"
    + WINNER
    + "model.fit(x, y, epochs=50)\n",
    "another model": TUNER + "tuner.search(x, y, epochs=5, validation_split=0.2)\n"
    "model = build(kt.HyperParameters())\nmodel.fit(x, y, epochs=50)\n",
    "before the search": TUNER + "model = build(kt.HyperParameters())\n"
    "model.fit(x, y, epochs=50)\ntuner.search(x, y, epochs=5, validation_split=0.2)\n",
    "Hyperband reaches far enough": TUNER.replace("RandomSearch(", "Hyperband(").replace(
        "max_trials=5", "max_epochs=40"
    )
    + "tuner.search(x, y, epochs=2, validation_split=0.2)\n"
    + WINNER
    + "model.fit(x, y, epochs=50)\n",
    "a loop that trains as long": LOOP.format(epochs=40),
    "counted steps": TUNER
    + "tuner.search(x, y, epochs=5, steps_per_epoch=1000)\n"
    + WINNER
    + "model.fit(x, y, epochs=50)\n",
    "optuna: winner trained as long": """
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
def build(units):
    model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    return model
model = build(**study.best_params)
model.fit(x, y, epochs=12)
""",
}


test_programs = check_programs("TUN401", FLAGGED, SILENT)


# -- Ray Tune ----------------------------------------------------------------------------------

RAY_PROGRAMS = {
    "from the best result": """\
def build(units):
    model = keras.Sequential([layers.Dense(units), layers.Dense(1)])
    model.compile("adam", "mse")
    return model

def net(config):
    model = build(config["units"])
    model.fit(x, y, epochs=5, verbose=0)  # TUN401: trials train for 5 epochs, the winner for 100
    tune.report({"loss": model.evaluate(v, w)})

results = Tuner(net, param_space={"units": tune.randint(2, 9)}).fit()
best = results.get_best_result("loss", "min").config
build(best["units"]).fit(x, y, epochs=100)
""",
    "from the best configuration": """\
def build(units):
    model = keras.Sequential([layers.Dense(units), layers.Dense(1)])
    model.compile("adam", "mse")
    return model

def net(config):
    model = build(config["units"])
    model.fit(x, y, epochs=5, verbose=0)  # TUN401: trials train for 5 epochs, the winner for 15
    tune.report({"loss": model.evaluate(v, w)})

best = tune.run(net, config={"units": tune.randint(2, 9)}).get_best_config("loss", "min")
final = build(**best)
final.fit(x, y, epochs=15)
""",
    "silent: as many epochs": """\
def build(units):
    model = keras.Sequential([layers.Dense(units), layers.Dense(1)])
    model.compile("adam", "mse")
    return model

def net(config):
    model = build(config["units"])
    model.fit(x, y, epochs=5, verbose=0)
    tune.report({"loss": model.evaluate(v, w)})

results = Tuner(net, param_space={"units": tune.randint(2, 9)}).fit()
best = results.get_best_result("loss", "min").config
build(best["units"]).fit(x, y, epochs=5)
""",
    "silent: another model": """\
def build(units):
    model = keras.Sequential([layers.Dense(units), layers.Dense(1)])
    model.compile("adam", "mse")
    return model

def net(config):
    model = build(config["units"])
    model.fit(x, y, epochs=5, verbose=0)
    tune.report({"loss": model.evaluate(v, w)})

results = Tuner(net, param_space={"units": tune.randint(2, 9)}).fit()
best = results.get_best_result("loss", "min").config
build(4).fit(x, y, epochs=100)
""",
    "silent: stopped early": """\
def build(units):
    model = keras.Sequential([layers.Dense(units), layers.Dense(1)])
    model.compile("adam", "mse")
    return model

def net(config):
    model = build(config["units"])
    model.fit(x, y, epochs=5, verbose=0)
    tune.report({"loss": model.evaluate(v, w)})

results = Tuner(net, param_space={"units": tune.randint(2, 9)}).fit()
best = results.get_best_result("loss", "min").config
stop = keras.callbacks.EarlyStopping("loss", patience=5)
build(best["units"]).fit(x, y, epochs=100, callbacks=[stop])
""",
    "silent: epochs from the space": """\
def build(units):
    model = keras.Sequential([layers.Dense(units), layers.Dense(1)])
    model.compile("adam", "mse")
    return model

def net(config):
    model = build(config["units"])
    model.fit(x, y, epochs=config["epochs"], verbose=0)
    tune.report({"loss": model.evaluate(v, w)})

results = Tuner(net, param_space={"units": tune.randint(2, 9)}).fit()
best = results.get_best_result("loss", "min").config
build(best["units"]).fit(x, y, epochs=100)
""",
}


test_ray_tune = check_programs("TUN401", RAY_PROGRAMS, head=ray_programs.HEAD)
