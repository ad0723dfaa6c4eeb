"""TUN306: one float taken apart"""

from __future__ import annotations

from tests.rules import ray_programs
from tests.rules.programs import check_programs, marked

TUNER = """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile({compiled})
    return model
tuner = kt.RandomSearch(build, objective="val_loss", max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
{after}
"""
HYPEROPT = """
import keras
from keras import layers
from hyperopt import fmin, hp, tpe
def build(units):
    inputs = keras.Input((4,))
    model = keras.Model(inputs, {outputs})
    model.compile("adam", "mse")
    return model
def objective(units):
    model = build(units)
    model.fit(x, y, epochs=9)
    {score}
best = fmin(objective, hp.choice("units", [8, 16]), algo=tpe.suggest, max_evals=30)
"""
ONE, TWO = "layers.Dense(1)(inputs)", "[layers.Dense(1)(inputs), layers.Dense(2)(inputs)]"
BARE = "'adam', 'mse'"

SEARCHED = """
import keras
import sys
from skopt import gp_minimize
gp_minimize(lambda point: point[0] ** 2, [(-2.0, 2.0)], n_calls=15, random_state=1)
def network(units):
    return keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
model = network(3)
"""
PLAIN = "model.compile('adam', 'mae')\n"
METRIC = "model.compile('adam', 'mse', metrics=['mae'])\n"
APART = "loss, mae = model.evaluate(x, y)\n"


def _in(head: str, *body: str) -> str:
    return head + "\n" + "".join("    " + line for line in body)


IN_BRANCH = _in(
    "def score(model, apart=False):",
    "if apart:\n",
    "    " + APART,
    "    return mae\n",
    "return model.evaluate(x, y)\n",
)

FLAGGED = {
    "built anew, and neither has metrics": marked(
        SEARCHED + PLAIN + _in("if len(x):", "model = network(4)\n", PLAIN) + APART,
        {"loss, mae": "# TUN306: evaluate() returns a single float here"},
    ),
    "compiled in either branch, never with metrics": marked(
        SEARCHED + _in("if len(x):", PLAIN) + _in("else:", PLAIN) + APART,
        {"loss, mae": "# TUN306: evaluate() returns a single float here"},
    ),
    "compiled again without metrics": marked(
        SEARCHED + PLAIN + PLAIN + APART,
        {"loss, mae": "# TUN306: evaluate() returns a single float here"},
    ),
    "a helper that is handed a model without metrics": SEARCHED
    + PLAIN
    + _in(
        "def score(model):",
        "return model.evaluate(x, y)[1]  # TUN306: evaluate() returns a single float here\n",
    )
    + "print(score(model))\nmodel = network(4)\n"
    + METRIC
    + "print(score(model))\n",
    "in a loop": marked(
        SEARCHED + _in("for part in parts:", "model = network(part)\n", PLAIN, APART),
        {"loss, mae": "# TUN306: evaluate() returns a single float here"},
    ),
    "the winner unpacked": TUNER.format(
        compiled=BARE,
        after="loss, mae = tuner.get_best_models()[0].evaluate(v, w)  # TUN306: evaluate() returns a single float here",
    ),
    "the winner built again": TUNER.format(
        compiled=BARE,
        after="model = tuner.hypermodel.build(tuner.get_best_hyperparameters()[0])\n"
        "model.fit(x, y, epochs=9)\nresults = model.evaluate(v, w)  # TUN306: evaluate() returns a single float here\nprint(results[1])",
    ),
    "the builder called again": TUNER.format(
        compiled="loss='mse', optimizer='adam', metrics=[]",
        after="model = build(kt.HyperParameters())\n_, mae = model.evaluate(v, w, verbose=0)  # TUN306: evaluate() returns a single float here",
    ),
    "indexed in an objective": HYPEROPT.format(
        outputs=ONE,
        score="return model.evaluate(v, w)[1]  # TUN306: evaluate() returns a single float here, since the model is compiled without metrics: unpacking or indexing it raises TypeError",
    ),
    "unpacked in an objective": HYPEROPT.format(
        outputs=ONE,
        score="loss, mae = model.evaluate(v, w)  # TUN306: evaluate() returns a single float here\n    return mae",
    ),
    "one output in a list": HYPEROPT.format(
        outputs=f"[{ONE}]",
        score="score = model.evaluate(v, w)  # TUN306: evaluate() returns a single float here\n    return score[0]",
    ),
    "optuna: unpacked in the objective": """
import keras
import optuna
def objective(trial):
    units = trial.suggest_int("units", 4, 64)
    model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(x, y, epochs=9, validation_data=(v, w))
    loss, mae = model.evaluate(v, w)  # TUN306: evaluate() returns a single float here
    return mae
study = optuna.create_study()
study.optimize(objective, n_trials=50)
""",
}

FLAGGED |= {
    "in a branch that one of two calls is for": marked(
        SEARCHED + PLAIN + IN_BRANCH + "print(score(model), score(model, True))\n",
        {"loss, mae": "# TUN306: evaluate() returns a single float here"},
    ),
    "in a branch that something unknown decides for": marked(
        SEARCHED + PLAIN + IN_BRANCH + "print(score(model, len(x) > 9))\n",
        {"loss, mae": "# TUN306: evaluate() returns a single float here"},
    ),
}

SILENT = {
    "in a branch that no call is for": SEARCHED + PLAIN + IN_BRANCH + "print(score(model))\n",
    "in a branch that the call is against": SEARCHED
    + PLAIN
    + IN_BRANCH
    + "print(score(model, apart=False))\n",
    "built anew under a condition": SEARCHED
    + PLAIN
    + _in("if len(x):", "model = network(4)\n", METRIC)
    + APART,
    "built anew under a condition that holds": SEARCHED
    + PLAIN
    + _in("if True:", "model = network(4)\n", METRIC)
    + APART,
    "built anew in a loop": SEARCHED
    + PLAIN
    + _in("for part in parts:", "model = network(part)\n", METRIC)
    + APART,
    "built anew where the first try fails": SEARCHED
    + PLAIN
    + _in("try:", "model = network(4)\n", METRIC)
    + "except ValueError:\n    pass\n"
    + APART,
    "compiled with metrics in one branch": SEARCHED
    + _in("if len(x):", METRIC)
    + _in("else:", PLAIN)
    + APART,
    "compiled again with metrics under a condition": SEARCHED
    + PLAIN
    + _in("if '--metrics' in sys.argv:", METRIC)
    + APART,
    "one of two models": SEARCHED
    + PLAIN
    + "other = network(4)\nother.compile('adam', 'mse', metrics=['mae'])\n"
    + "loss, mae = (model if small else other).evaluate(x, y)\n",
    "one of a list of models": SEARCHED
    + PLAIN
    + "other = network(4)\nother.compile('adam', 'mse', metrics=['mae'])\n"
    + "for each in [model, other]:\n    score = each.evaluate(x, y)\n    print(score[1])\n",
    "used as the loss": TUNER.format(
        compiled=BARE, after="loss = tuner.get_best_models()[0].evaluate(v, w)\nprint(loss)"
    ),
    "compiled with metrics": TUNER.format(
        compiled="'adam', 'mse', metrics=['mae']",
        after="loss, mae = tuner.get_best_models()[0].evaluate(v, w)",
    ),
    "with weighted metrics": TUNER.format(
        compiled="'adam', 'mse', weighted_metrics=['mae']",
        after="loss, mae = tuner.get_best_models()[0].evaluate(v, w)",
    ),
    "compiled with what nobody sees": TUNER.format(
        compiled="**settings", after="loss, mae = tuner.get_best_models()[0].evaluate(v, w)"
    ),
    "a dictionary": TUNER.format(
        compiled=BARE,
        after="print(tuner.get_best_models()[0].evaluate(v, w, return_dict=True)['loss'])",
    ),
    "compiled again": TUNER.format(
        compiled=BARE,
        after="model = tuner.get_best_models()[0]\nmodel.compile('sgd', 'mse', metrics=['mae'])\n"
        "loss, mae = model.evaluate(v, w)",
    ),
    "another model": TUNER.format(
        compiled=BARE, after="loss, mae = keras.models.load_model('m.keras').evaluate(v, w)"
    ),
    "two outputs": HYPEROPT.format(outputs=TWO, score="return model.evaluate(v, w)[0]"),
    "no search": "import keras\nmodel = keras.Sequential()\nmodel.compile('adam', 'mse')\n"
    "loss, mae = model.evaluate(v, w)\n",
    "optuna: with metrics": """
import keras
import optuna
def objective(trial):
    units = trial.suggest_int("units", 4, 64)
    model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
    model.compile("adam", "mse", metrics=["mae"])
    model.fit(x, y, epochs=9, validation_data=(v, w))
    loss, mae = model.evaluate(v, w)
    return mae
study = optuna.create_study()
study.optimize(objective, n_trials=50)
""",
}


OUT = SEARCHED + PLAIN + "out = model.evaluate(x, y)\n"
SILENT |= {
    "asked whether it is a list": OUT
    + "out = out if isinstance(out, list) else [out]\nprint(out[0])\n",
    "asked whether it has a length": OUT + _in("if hasattr(out, '__len__'):", "out = out[0]\n"),
    "asked how many dimensions it has": OUT
    + _in("if np.ndim(out):", "out = out[0]\n")
    + "import numpy as np\n",
    "tried": OUT + _in("try:", "out = out[0]\n") + _in("except TypeError:", "pass\n"),
    "with what goes wrong suppressed": "from contextlib import suppress\n"
    + OUT
    + _in("with suppress(TypeError):", "out = out[0]\n"),
    "tried, whatever goes wrong": OUT
    + _in("try:", "loss, score = out\n")
    + _in("except Exception:", "loss = out\n"),
}
FLAGGED |= {
    "asked something else": marked(
        OUT + _in("if isinstance(x, list):", "out = out[0]\n"),
        {"out = model.": "# TUN306: evaluate() returns a single float here"},
    ),
    "tried for another reason": marked(
        OUT + _in("try:", "out = out[0]\n") + _in("except OSError:", "pass\n"),
        {"out = model.": "# TUN306: evaluate() returns a single float here"},
    ),
    "something else suppressed": marked(
        "from contextlib import suppress\n"
        + OUT
        + _in("with suppress(OSError):", "out = out[0]\n"),
        {"out = model.": "# TUN306: evaluate() returns a single float here"},
    ),
    "after something else that was tried": SEARCHED
    + PLAIN
    + "def score():\n"
    + _in("    try:", "    if len(x):\n", "        return 0\n")
    + _in("    except TypeError:", "    pass\n")
    + "    loss, score = model.evaluate(x, y)  # TUN306: evaluate() returns a single float here\nscore()\n",
    "tried, and raised again in one line": marked(
        OUT + _in("try:", "out = out[0]\n") + "except TypeError: raise\n",
        {"out = model.": "# TUN306: evaluate() returns a single float here"},
    ),
    "tried, and raised again": marked(
        OUT + _in("try:", "out = out[0]\n") + _in("except TypeError:", "raise\n"),
        {"out = model.": "# TUN306: evaluate() returns a single float here"},
    ),
    "tried with all that a trial does": SEARCHED
    + _in(
        "try:",
        PLAIN,
        "model.fit(x, y)\n",
        "print(model.evaluate(x, y)[1])  # TUN306: evaluate() returns a single float here\n",
    )
    + _in("except Exception:", "pass\n"),
    "tried once, and once not": marked(
        OUT
        + _in("try:", "print(out[0])\n")
        + _in("except TypeError:", "pass\n")
        + "loss, score = out\n",
        {"out = model.": "# TUN306: evaluate() returns a single float here"},
    ),
}


test_programs = check_programs("TUN306", FLAGGED, SILENT)


# -- Ray Tune ----------------------------------------------------------------------------------

RAY_PROGRAMS = {
    "in a function": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(x, y, epochs=9)
    loss, mae = model.evaluate(v, w)  # TUN306: evaluate() returns a single float here
    tune.report({"loss": mae})

tune.run(net, config={"units": tune.randint(2, 9)}, metric="loss", mode="min")
""",
    "in a class": """\
class Net(tune.Trainable):
    def setup(self, config):
        self.model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
        self.model.compile(optimizer="adam", loss="mse")

    def step(self):
        self.model.fit(x, y, epochs=9)
        return {"mae": self.model.evaluate(v, w)[1]}  # TUN306: evaluate() returns a single float here

tune.run(Net, config={"units": tune.randint(1, 9)}, metric="mae", mode="min")
""",
    "silent: compiled with a metric": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse", metrics=["mae"])
    model.fit(x, y, epochs=9)
    loss, mae = model.evaluate(v, w)
    tune.report({"loss": mae})

tune.run(net, config={"units": tune.randint(2, 9)}, metric="loss", mode="min")
""",
    "silent: one number": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(x, y, epochs=9)
    tune.report({"loss": model.evaluate(v, w)})

tune.run(net, config={"units": tune.randint(2, 9)}, metric="loss", mode="min")
""",
}


test_ray_tune = check_programs("TUN306", RAY_PROGRAMS, head=ray_programs.HEAD)
