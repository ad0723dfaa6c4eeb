"""TUN607: one model fitted in every trial"""

from __future__ import annotations

from tests.rules import ray_programs
from tests.rules.programs import check_programs, marked

HYPEROPT = """
import copy
import keras
from hyperopt import fmin, hp, tpe
from sklearn.ensemble import RandomForestClassifier
from sklearn.neural_network import MLPClassifier
def make():
    return keras.Sequential([keras.layers.Dense(8), keras.layers.Dense(1)])
{outside}
def objective(rate):
    {inside}
    model.fit(x, y, epochs=9)
    return model.evaluate(v, w)
best = fmin(objective, hp.uniform("rate", 0, 1), algo=tpe.suggest, max_evals=30)
"""
TUNER = """
import keras
import keras_tuner as kt
{outside}
def build(hp):
    {inside}
    model.compile(keras.optimizers.Adam(hp.Float("lr", 1e-4, 1e-1, sampling="log")), "mse")
    return model
tuner = kt.RandomSearch(build, objective="val_loss", max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
"""
LOOP = """
import keras
{outside}
best, rate = float("inf"), None
for lr in [0.1, 0.01]:
    {inside}
    model.compile(keras.optimizers.SGD(lr), "mse")
    model.fit(x, y, epochs=9)
    loss = model.evaluate(v, w)
    if loss < best:
        best, rate = loss, lr
"""
MADE = "model = keras.Sequential([keras.layers.Dense(1)])"

FLAGGED = {
    "built outside": marked(
        HYPEROPT.format(outside="model = make()", inside="model.compile('adam', 'mse')"),
        {
            "model.fit(": "# TUN607: every trial trains the same model object: each one continues with the weights of the trial before"
        },
    ),
    "loaded outside": marked(
        HYPEROPT.format(outside="model = keras.models.load_model('m.keras')", inside="pass"),
        {"model.fit(": "# TUN607: every trial trains the same model object"},
    ),
    "an attribute": """
import keras
from hyperopt import fmin, hp, tpe
class Search:
    def __init__(self):
        self.model = keras.Sequential([keras.layers.Dense(1)])
    def objective(self, rate):
        self.model.compile(keras.optimizers.SGD(rate), "mse")
        self.model.fit(x, y, epochs=9)  # TUN607: every trial trains the same model object
        return self.model.evaluate(v, w)
    def run(self):
        return fmin(self.objective, hp.uniform("r", 0, 1), algo=tpe.suggest, max_evals=30)
Search().run()
""",
    "an estimator that starts warm": marked(
        HYPEROPT.format(
            outside="model = MLPClassifier(warm_start=True)", inside="model.set_params(alpha=rate)"
        ),
        {"model.fit(": "# TUN607: every trial trains the same model object"},
    ),
    "a loop": marked(
        LOOP.format(outside=MADE, inside="pass"),
        {"model.fit(": "# TUN607: every trial trains the same model object"},
    ),
    "a loop that binds what a function hands back": marked(
        LOOP.format(outside=MADE + "\ndef same():\n    return model", inside="model = same()"),
        {"model.fit(": "# TUN607: every trial trains the same model object"},
    ),
    "handed out by the builder": marked(
        TUNER.format(outside="model = keras.Sequential([keras.layers.Dense(1)])", inside="pass"),
        {"return": "# TUN607: every trial gets the same model object"},
    ),
    "kept by the hypermodel": """
import keras
import keras_tuner as kt
class Model(kt.HyperModel):
    def __init__(self):
        self.model = keras.Sequential([keras.layers.Dense(1)])
    def build(self, hp):
        self.model.compile(keras.optimizers.Adam(hp.Float("lr", 0.001, 0.1)), "mse")
        return self.model  # TUN607: every trial gets the same model object
tuner = kt.GridSearch(Model(), objective="val_loss", max_trials=5)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "optuna: built outside": """
import keras
import optuna
model = keras.Sequential([keras.layers.Dense(4), keras.layers.Dense(1)])
def objective(trial):
    pass
    model.compile(keras.optimizers.SGD(trial.suggest_float("rate", 1e-3, 1e-1, log=True)), "mse")
    model.fit(x, y, epochs=9)  # TUN607: every trial trains the same model object
    return model.evaluate(v, w)
optuna.create_study().optimize(objective, n_trials=50)
""",
}

UNBOUND = """
import joblib
from lightgbm import LGBMRegressor
scores = {{}}
{outside}
for leaves in [31, 255]:
    {inside}
    trainer.fit({given})
    scores[leaves] = trainer.score
best = min(scores, key=scores.get)
"""

FLAGGED |= {
    "a trainer of Lightning's that nothing binds": marked(
        UNBOUND.format(
            outside="model = Net()",
            inside="trainer = Trainer(max_epochs=leaves, accelerator='gpu')",
            given="model, loader",
        ).replace("trainer.score", "trainer.test(model, other)[0]['loss']"),
        {"trainer.fit(": "# TUN607: every trial trains the same model object"},
    ),
}

FLAGGED |= {
    "one of two that are both built outside": marked(
        HYPEROPT.format(
            outside="first, second = make(), make()",
            inside="model = first if rate > 0.5 else second",
        ),
        {"model.fit(": "# TUN607: every trial trains the same model object"},
    ),
}

SILENT = {
    "built outside, or anew": HYPEROPT.format(
        outside="first = make()", inside="model = first if WARM else make()"
    ),
    "built outside, or anew by what cannot be read": HYPEROPT.format(
        outside="first = make()", inside="model = first if rate > 2 else other(rate)"
    ),
    "built outside, and handed over where a call asks for it": HYPEROPT.format(
        outside="first = make()\n"
        "def pick(warm=False):\n"
        "    if warm:\n        model = first\n    else:\n        model = make()\n"
        "    return model",
        inside="model = pick()",
    ),
    "trained on in a branch that no call is for": HYPEROPT.format(
        outside="first = make()\n"
        "def go_on(model, warm=False):\n    if warm:\n        first.fit(x, y)\n    return model",
        inside="model = go_on(make())",
    ),
    "a trainer that nothing binds": UNBOUND.format(
        outside="",
        inside="trainer = Trainer(estimator=LGBMRegressor(num_leaves=leaves), task='regression')",
        given="X, y",
    ),
    "a trainer that nothing binds, and what it is given": UNBOUND.format(
        outside="model = Net()", inside="trainer = Trainer(model, leaves)", given="model, loader"
    ),
    "a trainer that nothing binds, without arguments": UNBOUND.format(
        outside="model = Net()", inside="trainer = Trainer()", given="model, leaves"
    ),
    "a trainer of another library": UNBOUND.format(
        outside="import other\nmodel = other.Net()",
        inside="trainer = other.Trainer(max_epochs=leaves)",
        given="model, loader",
    ),
    "a model that nothing binds": UNBOUND.format(
        outside="trainer = Model(settings)", inside="pass", given="X, y, num_leaves=leaves"
    ),
    "built inside": HYPEROPT.format(outside="", inside="model = make()"),
    "a loop that builds its own": LOOP.format(outside="", inside=MADE),
    "a loop that starts from the same weights": LOOP.format(
        outside=MADE + "\nstart = model.get_weights()", inside="model.set_weights(start)"
    ),
    "cloned inside": HYPEROPT.format(
        outside="base = make()", inside="model = keras.models.clone_model(base)"
    ),
    "copied inside": HYPEROPT.format(outside="base = make()", inside="model = copy.deepcopy(base)"),
    "weights reset": HYPEROPT.format(
        outside="model = make()\nstart = model.get_weights()", inside="model.set_weights(start)"
    ),
    "weights loaded": HYPEROPT.format(
        outside="model = make()", inside="model.load_weights('start.weights.h5')"
    ),
    "reset by what nobody sees": HYPEROPT.format(
        outside="model = make()", inside="reset_weights(model)"
    ),
    "a forest": HYPEROPT.format(
        outside="model = RandomForestClassifier()", inside="model.set_params(max_features=rate)"
    ),
    "unknown": HYPEROPT.format(outside="", inside="model = MODELS[0]"),
    "a part of the new model": TUNER.format(
        outside="base = keras.applications.VGG16(include_top=False)",
        inside="model = keras.Sequential([base, keras.layers.Dense(1)])",
    ),
    "fitted outside": HYPEROPT.format(
        outside="first = make()\nfirst.fit(x, y)", inside="model = make()"
    ),
    "the winner goes on": TUNER.format(
        outside="", inside="model = keras.Sequential([keras.layers.Dense(1)])"
    )
    + "best = tuner.get_best_models()[0]\nbest.fit(x, y, epochs=9)\n",
    "optuna: built inside": """
import keras
import optuna

def objective(trial):
    model = keras.Sequential([keras.layers.Dense(4), keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(trial.suggest_float("rate", 1e-3, 1e-1, log=True)), "mse")
    model.fit(x, y, epochs=9)
    return model.evaluate(v, w)
optuna.create_study().optimize(objective, n_trials=50)
""",
    "optuna: cloned inside": """
import keras
import optuna
base = keras.Sequential([keras.layers.Dense(4), keras.layers.Dense(1)])
def objective(trial):
    model = keras.models.clone_model(base)
    model.compile(keras.optimizers.SGD(trial.suggest_float("rate", 1e-3, 1e-1, log=True)), "mse")
    model.fit(x, y, epochs=9)
    return model.evaluate(v, w)
optuna.create_study().optimize(objective, n_trials=50)
""",
}


test_programs = check_programs("TUN607", FLAGGED, SILENT)


# -- Ray Tune ----------------------------------------------------------------------------------

RAY_PROGRAMS = {
    "actors that are reused": """\
model = keras.Sequential([layers.Dense(4), layers.Dense(1)])
model.compile("adam", "mse")

def fit(config):
    model.fit(x, y, epochs=10, batch_size=config["batch"])  # TUN607: every trial trains the same model object
    tune.report({"loss": model.evaluate(v, w)})

tune.run(fit, config={"batch": tune.choice([8, 16])}, num_samples=9, reuse_actors=True)
""",
    "in the settings": """\
model = keras.Sequential([layers.Dense(4), layers.Dense(1)])
model.compile("adam", "mse")

def fit(config):
    model.fit(x, y, epochs=10, batch_size=config["batch"])  # TUN607: every trial trains the same model object
    tune.report({"loss": model.evaluate(v, w)})

settings = TuneConfig(num_samples=9, reuse_actors=True)
Tuner(fit, param_space={"batch": tune.choice([8, 16])}, tune_config=settings).fit()
""",
    "silent: a copy in each process": """\
model = keras.Sequential([layers.Dense(4), layers.Dense(1)])
model.compile("adam", "mse")

def fit(config):
    model.fit(x, y, epochs=10, batch_size=config["batch"])
    tune.report({"loss": model.evaluate(v, w)})

tune.run(fit, config={"batch": tune.choice([8, 16])}, num_samples=9)
""",
    "silent: built inside": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(x, y, epochs=10)
    tune.report({"loss": model.evaluate(v, w)})

tune.run(net, config={"units": tune.randint(4, 9)}, reuse_actors=True)
""",
    "silent: built in the set-up": """\
class Net(tune.Trainable):
    def setup(self, config):
        self.model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
        self.model.compile("adam", "mse")

    def step(self):
        self.model.fit(x, y, epochs=1)
        return {"loss": self.model.evaluate(v, w)}

tune.run(Net, config={"units": tune.randint(1, 9)}, reuse_actors=True)
""",
}


test_ray_tune = check_programs("TUN607", RAY_PROGRAMS, head=ray_programs.HEAD)
