"""TUN602: one hyperparameter name for different things"""

from __future__ import annotations

import textwrap

import pytest

from tests.checking import check
from tests.rules.programs import check_programs, marked
from tunelint.testing import Texts


def builder(body: str) -> str:
    """A search whose builder has `body` from line 5 on."""
    return (
        "import keras\nimport keras_tuner as kt\nfrom keras import layers\ndef build(hp):\n"
        "    model = keras.Sequential()\n"
        + textwrap.indent(textwrap.dedent(body).strip(), "    ")
        + "\n    model.compile('adam', 'mse')\n    return model\n"
        "tuner = kt.RandomSearch(build, 'val_loss', 5, seed=1)\n"
        "tuner.search(x, y, epochs=5, validation_split=0.2)\n"
    )


FLAGGED: dict[str, Texts] = {
    "two layers": builder("""
            model.add(layers.Dense(hp.Int('units', 32, 512)))
            model.add(layers.Dense(hp.Int('units', 32, 512)))  # TUN602: 'units' is declared twice: the first declaration wins, so both get the same value
            """),
    "two arguments": builder("""
            rate = hp.Float('rate', 0.0, 0.5)
            model.add(layers.Dropout(rate))
            model.compile(keras.optimizers.Adam(hp.Float('rate', 1e-4, 1e-2)), 'mse')  # TUN602: this range of 'rate' is ignored: the name was declared before
            """),
    "constant in a loop": builder("""
            for i in range(hp.Int('layers', 1, 3)):
                model.add(layers.Dense(units=hp.Int('units', 32, 512)))  # TUN602: 'units' is the same hyperparameter in every pass of this loop: all its layers get the same value
                model.add(layers.Dropout(hp.Float(f'rate_{i}', 0, 0.5)))
            """),
    "constant in a function called in a loop": {
        "blocks.py": """
from keras import layers
NAME = 'filters'
def block(hp, x):
    return layers.Conv2D(hp.Choice(NAME, [16, 32]), 3)(x)  # TUN602: 'filters' is the same hyperparameter in every pass of this loop: all its layers get the same value
""",
        "train.py": """
import keras
from keras_tuner import Hyperband
from blocks import block
class Model:
    def build(self, hp):
        x = inputs = keras.Input((8, 8, 3))
        for _ in range(3):
            x = block(hp, x)
        return keras.Model(inputs, x)
model = Model()
tuner = Hyperband(model.build, 'val_loss', 5, seed=1)
tuner.search(x, y)
""",
    },
    "regularisation and normalisation in a loop": builder("""
            for i in range(3):
                penalty = keras.regularizers.L2(hp.Float('penalty', 1e-5, 1e-1, sampling='log'))  # TUN602: 'penalty' is the same hyperparameter in every pass of this loop
                model.add(layers.Dense(8, kernel_regularizer=penalty))
                if hp.Boolean('normalise'):  # TUN602: 'normalise' is the same hyperparameter in every pass
                    model.add(layers.BatchNormalization())
            """),
    "in a comprehension": builder("""
            stack = [layers.Dense(hp.Int('units', 8, 64)) for _ in range(4)]  # TUN602: 'units' is the same hyperparameter in every pass of this loop
            for layer in stack:
                model.add(layer)
            """),
    "branches with different ranges": builder("""
            if hp.Choice('kind', ['a', 'b']) == 'a':
                model.add(layers.Dense(hp.Int('units', 8, 64)))
            else:
                model.add(layers.Dense(hp.Int('units', 128, 512)))  # TUN602: this range of 'units' is ignored: the name was declared before, and the first range holds
            """),
    "two conditional scopes": builder("""
            kind = hp.Choice('kind', ['a', 'b'])
            with hp.conditional_scope('kind', ['a']):
                if kind == 'a':
                    model.add(layers.Dense(hp.Int('units', 8, 64)))
            with hp.conditional_scope('kind', ['b']):
                if kind == 'b':
                    model.add(layers.Dense(hp.Int('units', 8, 64)))  # TUN602: 'units' is declared in two conditional scopes: trials where the earlier one is active raise KeyError
            """),
    "other kind": builder("""
            model.add(layers.Dense(hp.Int('units', 8, 64)))
            model.add(layers.Dense(hp.Choice('units', [8, 16])))  # TUN602: this range of 'units' is ignored: the name was declared before
            """),
    "one activation for all layers": builder("""
            for i in range(3):
                model.add(layers.Dense(8, hp.Choice('activation', ['relu', 'tanh'])))  # TUN602: 'activation' is the same hyperparameter in every pass of this loop: all its layers get the same value
            model.add(layers.Dense(8, hp.Choice('activation', ['relu', 'tanh'])))  # TUN602: 'activation' is declared twice: the first declaration wins
            """),
    "optuna: one name for all layers": """
import optuna
import torch.nn as nn
def objective(trial):
    layers = []
    for i in range(trial.suggest_int("n_layers", 1, 3)):
        layers.append(nn.Linear(9, trial.suggest_int("units", 4, 64)))  # TUN602: 'units' is the same hyperparameter in every pass of this loop
    return train(nn.Sequential(*layers))
optuna.create_study().optimize(objective, n_trials=50)
""",
    "optuna: another range": """
import optuna
def objective(trial):
    one = trial.suggest_int("units", 4, 64)
    other = trial.suggest_int("units", 65, 128)  # TUN602: this range of 'units' is ignored: the name was declared before
    return train(one, other)
optuna.create_study().optimize(objective, n_trials=50)
""",
    "optuna: another kind": """
import optuna
def objective(trial):
    one = trial.suggest_float("rate", 0.1, 0.5)
    other = trial.suggest_float("rate", 0.1, 0.5, log=True)  # TUN602: 'rate' is declared twice, as different things
    return train(one, other)
optuna.create_study().optimize(objective, n_trials=50)
""",
    "optuna: two dropouts": """
import optuna
from keras.layers import Dropout
def objective(trial):
    one = Dropout(trial.suggest_float("dropout", 0.1, 0.5))
    other = Dropout(trial.suggest_float("dropout", 0.1, 0.5))  # TUN602: 'dropout' is declared twice: the first declaration wins
    return train(one, other)
optuna.create_study().optimize(objective, n_trials=50)
""",
}

# Draws C for one model in line 7, for another in line 9.
KINDS = """
import optuna
from sklearn.linear_model import LogisticRegression
from sklearn.svm import SVC
def make(kind, deep, config):
    def objective(trial):
        {first}
            one = SVC(C=trial.suggest_float('C', 0.1, 10)).fit(x, y).score(v, w)
        {second}
            one = LogisticRegression(C=trial.suggest_float('C', 1, 5)).fit(x, y).score(v, w)
        return one
    return objective
study = optuna.create_study(direction="maximize")
study.optimize(make({given}), n_trials=50)
"""
UNREAD = "read('kind'), read('deep'), read('config')"


def kinds(first: str, second: str, given: str = UNREAD) -> str:
    return KINDS.format(first=f"if {first}:", second=f"if {second}:", given=given)


FLAGGED |= {
    "optuna: the same decision twice": marked(
        kinds("deep", "deep"),
        {
            "one = LogisticRegression(": "# TUN602: this range of 'C' is ignored: the name was declared before"
        },
    ),
    "optuna: two draws": marked(
        kinds(
            "trial.suggest_categorical('a', [True, False])",
            "trial.suggest_categorical('b', [True, False])",
        ),
        {
            "one = LogisticRegression(": "# TUN602: this range of 'C' is ignored: the name was declared before"
        },
    ),
    "optuna: two sizes of one number": marked(
        kinds("len(x) > 1", "len(x) > 2")
        .replace("len(x)", "size")
        .replace("def objective(trial):", "def objective(trial, size=trial_size()):"),
        {
            "one = LogisticRegression(": "# TUN602: this range of 'C' is ignored: the name was declared before"
        },
    ),
    "optuna: whatever the decision": marked(
        kinds("True", "deep"),
        {
            "one = LogisticRegression(": "# TUN602: this range of 'C' is ignored: the name was declared before"
        },
    ),
    "optuna: what the caller hands in decides for both": marked(
        kinds("deep", "kind == 'svm'", "'svm', True, None"),
        {
            "one = LogisticRegression(": "# TUN602: this range of 'C' is ignored: the name was declared before"
        },
    ),
    "two sizes of a drawn number": builder("""
            count = hp.Int('count', 1, 3)
            if count > 1:
                model.add(layers.Dense(hp.Int('units', 32, 512)))
            if count > 2:
                model.add(layers.Dense(hp.Int('units', 32, 512)))  # TUN602: 'units' is declared twice: the first declaration wins
            """),
}

FLAGGED |= {
    "one name scope in every pass": builder("""
            for i in range(3):
                with hp.name_scope('body'):
                    model.add(layers.Dense(hp.Int('units', 32, 512)))  # TUN602: 'body/units' is the same hyperparameter in every pass
            """),
    "twice in one name scope": builder("""
            with hp.name_scope('body'):
                model.add(layers.Dense(hp.Int('units', 32, 512)))
                model.add(layers.Dense(hp.Int('units', 32, 512)))  # TUN602: 'body/units' is declared twice: the first declaration wins
            """),
    "in a name scope, by its whole name": builder("""
            with hp.name_scope('body'):
                model.add(layers.Dense(hp.Int('units', 32, 512)))
            model.add(layers.Dense(hp.Int('body/units', 32, 512)))  # TUN602: 'body/units' is declared twice: the first declaration wins
            """),
}

SILENT = {
    "optuna: an attribute that decides": kinds("config.kind == 'a'", "config.kind == 'b'"),
    "optuna: an entry that decides": kinds("config['kind'] in ['a', 'b']", "config['kind'] == 'c'"),
    "optuna: a flag of a configuration": kinds("config.deep", "not config.deep"),
    "optuna: a spelling that decides": kinds("kind.lower() == 'a'", "kind.lower() == 'b'"),
    "optuna: a beginning that decides": kinds("kind.startswith('a')", "kind.startswith('b')"),
    "optuna: a type that decides": kinds("isinstance(kind, int)", "isinstance(kind, str)"),
    "optuna: a size that decides": kinds("kind < 5", "kind >= 5"),
    "optuna: draws, and an attribute that decides": kinds(
        "config.deep and trial.suggest_categorical('a', [True, False])",
        "config.wide and trial.suggest_categorical('b', [True, False])",
    ),
    "optuna: a draw in other words": kinds("deep", "not deep").replace(
        "def objective(trial):",
        "def objective(trial):\n"
        "        deep = trial.suggest_categorical('kind', ['a', 'b']) == 'a'",
    ),
    "optuna: the caller hands in the first": kinds("kind == 'a'", "kind == 'b'", "'a', True, None"),
    "optuna: the caller hands in the second": kinds(
        "kind in ('a', 'c')", "kind in ('b', 'd')", "'b', True, None"
    ),
    "optuna: the caller hands in a flag": kinds("deep", "not deep", "'a', True, None"),
    "a flag of a configuration": builder("""
        if config.deep:
            model.add(layers.Dense(hp.Int('units', 32, 512)))
        if not config.deep:
            model.add(layers.Dense(hp.Int('units', 32, 512)))
        """),
    "a name scope for each pass": builder("""
        for i in range(3):
            with hp.name_scope(f'layer_{i}'):
                model.add(layers.Dense(hp.Int('units', 32, 512)))
        """),
    "a name scope that cannot be read": builder("""
        for part in parts:
            with hp.name_scope(part):
                model.add(layers.Dense(hp.Int('units', 32, 512)))
        """),
    "two name scopes": builder("""
        with hp.name_scope('body'):
            model.add(layers.Dense(hp.Int('units', 32, 512)))
        with hp.name_scope('head'):
            model.add(layers.Dense(hp.Int('units', 32, 512)))
        """),
    "a name scope in another": builder("""
        with hp.name_scope('body'):
            model.add(layers.Dense(hp.Int('units', 32, 512)))
            with hp.name_scope('first'):
                model.add(layers.Dense(hp.Int('units', 32, 512)))
        """),
    "a name scope around a function": builder("""
        def block(size):
            model.add(layers.Dense(hp.Int('units', 1, size)))
        with hp.name_scope('body'):
            block(512)
        with hp.name_scope('head'):
            block(256)
        """),
    "each its own name": builder("""
        model.add(layers.Dense(hp.Int('units_1', 32, 512)))
        model.add(layers.Dense(hp.Int('units_2', 32, 512)))
        """),
    "read once outside": builder("""
        units = hp.Int('units', 32, 512)
        for _ in range(3):
            model.add(layers.Dense(units))
        """),
    "the index in the name": builder("""
        for i in range(hp.Int('layers', 1, 3)):
            model.add(layers.Dense(hp.Int('units_' + str(i), 32, 512)))
            model.add(layers.Dropout(hp.Float('rate_{}'.format(i), 0, 0.5)))
            model.add(layers.Dense(hp.Int(f'more_{i}', 32, 512)))
        """),
    "branches that declare the same": builder("""
        if hp.Choice('optimizer', ['adam', 'sgd']) == 'adam':
            model.compile(keras.optimizers.Adam(hp.Float('lr', 1e-4, 1e-2)), 'mse')
        else:
            model.compile(keras.optimizers.SGD(hp.Float('lr', 1e-4, 1e-2)), 'mse')
        """),
    "two ifs that ask for different values": builder("""
        optimizer = hp.Choice('optimizer', ['adam', 'sgd'])
        if optimizer == 'adam':
            model.compile(keras.optimizers.Adam(hp.Float('lr', 1e-4, 1e-2)), 'mse')
        if optimizer == 'sgd':
            model.compile(keras.optimizers.SGD(hp.Float('lr', 1e-4, 1e-2)), 'mse')
        """),
    "declared first and read where it is used": builder("""
        hp.Int('units', 32, 512)
        model.add(layers.Dense(hp.Int('units', 32, 512)))
        """),
    "names of a function's caller": """
import keras
import keras_tuner as kt
def dense(hp, name):
    return keras.layers.Dense(hp.Int(name, 8, 64))
def build(hp):
    return keras.Sequential([dense(hp, 'first'), dense(hp, 'second')])
kt.RandomSearch(build, 'val_loss', 5, seed=1).search(x, y)
""",
    "for the optimizer, in a loop": builder("""
        for i in range(3):
            model.add(layers.Dense(hp.Int(f'units_{i}', 8, 64)))
            model.compile(keras.optimizers.Adam(hp.Float('lr', 1e-4, 1e-2)), 'mse')
        """),
    "in the first pass alone": builder("""
        for i in range(3):
            if i == 0:
                model.add(layers.Dense(hp.Int('first', 8, 64)))
            else:
                model.add(layers.Dense(hp.Int(f'units_{i}', 8, 64)))
        """),
    "in the first pass alone, by a counter": builder("""
            depth = 0
            for i in range(hp.Int('layers', 1, 4)):
                if depth == 0:
                    model.add(layers.Dense(hp.Int('units', 8, 64)))
                else:
                    model.add(layers.Dense(hp.Int(f'units_{i}', 8, 64)))
                depth += 1
    """),
    "a loop that is left in its first pass": builder("""
        for i in range(3):
            model.add(layers.Dense(hp.Int('units', 8, 64)))
            return model
        """),
    "a loop outside of the trials": """
import keras
import keras_tuner as kt
def build(hp):
    return keras.Sequential([keras.layers.Dense(hp.Int('units', 8, 64))])
for fold in range(3):
    tuner = kt.RandomSearch(build, 'val_loss', 5, seed=1, project_name=f'fold_{fold}')
    tuner.search(x, y)
""",
    "two searches": """
import keras
import keras_tuner as kt
def first(hp):
    return keras.Sequential([keras.layers.Dense(hp.Int('units', 8, 64))])
def second(hp):
    return keras.Sequential([keras.layers.Dense(hp.Int('units', 32, 512))])
kt.RandomSearch(first, 'val_loss', 5, seed=1).search(x, y)
kt.RandomSearch(second, 'val_loss', 5, seed=1, project_name='b').search(x, y)
""",
    "read again in the model's own fit": """
import keras
import keras_tuner as kt
class Model(kt.HyperModel):
    def build(self, hp):
        size = hp.Int('batch', 8, 64)
        return keras.Sequential([keras.layers.Dense(size)])
    def fit(self, hp, model, *args, **kwargs):
        return model.fit(*args, batch_size=hp.Int('batch', 8, 64), **kwargs)
kt.RandomSearch(Model(), 'val_loss', 5, seed=1).search(x, y)
""",
    "optuna: a name for each layer": """
import optuna
import torch.nn as nn
def objective(trial):
    layers = []
    for i in range(trial.suggest_int("n_layers", 1, 3)):
        layers.append(nn.Linear(9, trial.suggest_int(f"units_{i}", 4, 64)))
    return train(nn.Sequential(*layers))
optuna.create_study().optimize(objective, n_trials=50)
""",
    "optuna: read once": """
import optuna
import torch.nn as nn
def objective(trial):
    layers = []
    units = trial.suggest_int("units", 4, 64)
    for i in range(trial.suggest_int("n_layers", 1, 3)):
        layers.append(nn.Linear(9, units))
    return train(nn.Sequential(*layers))
optuna.create_study().optimize(objective, n_trials=50)
""",
    "optuna: branches": """
import optuna
def objective(trial):
    if trial.suggest_categorical("kind", ["a", "b"]) == "a":
        rate = trial.suggest_float("rate", 0.1, 0.2)
    else:
        rate = trial.suggest_float("rate", 0.3, 0.9)
    return train(rate)
optuna.create_study().optimize(objective, n_trials=50)
""",
    "optuna: a function that reads the configuration twice": """
import optuna
def read(trial):
    return {"rate": trial.suggest_float("rate", 0.1, 0.2)}
def objective(trial):
    model = build(**read(trial))
    return train(model, **read(trial))
optuna.create_study().optimize(objective, n_trials=50)
""",
}


def trial(body: str, before: str = "") -> str:
    """An Optuna objective with `body` from line 7 on, or as many lines later as stand before it."""
    return (
        "import keras, math, numpy as np, optuna, torch\nfrom keras import layers\n"
        "from sklearn.model_selection import KFold\nfrom torch import nn\n"
        + before
        + "study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=1))\n"
        "def objective(trial):\n"
        + textwrap.indent(textwrap.dedent(body).strip(), "    ")
        + "\nstudy.optimize(objective, n_trials=15)\n"
    )


BUILDS = """\
def create(trial):
    model = keras.Sequential([layers.Dense(trial.suggest_int('units', 8, 64)), layers.Dense(1)])
    model.compile('adam', 'mse')
    return model
"""
NET = """\
class Net(nn.Module):
    def __init__(self, trial):
        super().__init__()
        self.inner = nn.Linear(4, trial.suggest_int('units', 8, 64))
    def forward(self, x):
        return self.inner(x)
"""

# A model for each pass of the loop: the name means the same in all of them.
SILENT |= {
    "a model for each fold": trial(
        """
        losses = []
        for train, test in KFold(3).split(x):
            model = create(trial)
            model.fit(x[train], y[train], epochs=3)
            losses.append(model.evaluate(x[test], y[test]))
        return np.mean(losses)
        """,
        BUILDS,
    ),
    "a model for each seed": trial("""
        losses = []
        for seed in range(3):
            keras.utils.set_random_seed(seed)
            model = keras.Sequential()
            model.add(layers.Dense(trial.suggest_int('units', 8, 64)))
            model.add(layers.Dense(1))
            model.compile('adam', 'mse')
            losses.append(model.fit(x, y, validation_split=0.2).history['val_loss'][-1])
        return np.mean(losses)
        """),
    "a functional model for each member": trial("""
        members = []
        for seed in range(3):
            inputs = keras.Input((4,))
            inner = layers.Dense(trial.suggest_int('units', 8, 64))(inputs)
            model = keras.Model(inputs, layers.Dense(1)(inner))
            model.compile('adam', 'mse')
            model.fit(x, y)
            members.append(model.predict(v))
        return score(np.mean(members, axis=0))
        """),
    "models that are trained and averaged": trial(
        """
        members = []
        for seed in range(3):
            model = create(trial)
            model.fit(x, y)
            members.append(model)
        inputs = keras.Input((4,))
        return score(keras.Model(inputs, layers.average([one(inputs) for one in members])))
        """,
        BUILDS,
    ),
    "models in a comprehension": trial(
        "return np.mean([create(trial).fit(x, y).history['loss'][-1] for _ in range(3)])", BUILDS
    ),
    "a network for each fold": trial("""
        total = 0.0
        for train, test in KFold(3).split(x):
            net = nn.Sequential(nn.Linear(4, trial.suggest_int('units', 4, 64)), nn.LazyLinear(1))
            optimizer = torch.optim.Adam(net.parameters())
            for _ in range(20):
                optimizer.zero_grad()
                nn.MSELoss()(net(x[train]), y[train]).backward()
                optimizer.step()
            total += nn.MSELoss()(net(x[test]), y[test]).item()
        return total
        """),
    "a network of a class for each fold": trial(
        """
        scores = []
        for train, test in KFold(3).split(x):
            net = Net(trial)
            scores.append(learn(net, train, test))
        return np.mean(scores)
        """,
        NET,
    ),
    "predictions of networks": trial(
        """
        outputs = []
        for seed in range(3):
            torch.manual_seed(seed)
            net = Net(trial)
            learn(net)
            outputs.append(net(x))
        return score(torch.stack(outputs))
        """,
        NET,
    ),
    "a second try": trial("""
        for attempt in range(3):
            model = keras.Sequential([layers.Dense(trial.suggest_int('units', 8, 64))])
            model.compile('adam', 'mse')
            loss = model.fit(x, y, validation_split=0.2).history['val_loss'][-1]
            if math.isfinite(loss):
                return loss
        raise optuna.TrialPruned
        """),
    "tries until it is finite": trial("""
        loss = float('nan')
        while not math.isfinite(loss):
            model = keras.Sequential([layers.Dense(trial.suggest_int('units', 8, 64))])
            model.compile('adam', 'mse')
            loss = model.fit(x, y, validation_split=0.2).history['val_loss'][-1]
        return loss
        """),
    "a model for each fold of a tuner's own trial": """
import keras, keras_tuner as kt, numpy as np
from sklearn.model_selection import KFold
class Folds(kt.RandomSearch):
    def run_trial(self, trial, x, y):
        hp, losses = trial.hyperparameters, []
        for train, test in KFold(3).split(x):
            self.model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64))])
            self.model.compile("adam", "mse")
            self.model.fit(x[train], y[train], epochs=10)
            losses.append(self.model.evaluate(x[test], y[test]))
        return float(np.mean(losses))
Folds(max_trials=20, seed=1, project_name="x").search(x, y)
""",
}

FLAGGED |= {
    "a layer that each pass puts upon the last": trial("""
            hidden = inputs = keras.Input((4,))
            for _ in range(3):
                hidden = layers.Dense(trial.suggest_int('units', 8, 64))(hidden)  # TUN602: 'units' is the same hyperparameter in every pass of this loop
                hidden = layers.Dropout(trial.suggest_float('rate', 0, 0.5))(hidden)  # TUN602: 'rate' is the same hyperparameter in every pass of this loop
            return score(keras.Model(inputs, hidden))
            """),
    "layers inside of each fold": trial("""
            losses = []
            for train, test in KFold(3).split(x):
                model = keras.Sequential()
                for _ in range(2):
                    model.add(layers.Dense(trial.suggest_int('units', 8, 64)))  # TUN602: 'units' is the same hyperparameter in every pass of this loop
                model.compile('adam', 'mse')
                model.fit(x[train], y[train])
                losses.append(model.evaluate(x[test], y[test]))
            return np.mean(losses)
            """),
    "layers inside of each fold's function": trial(
        "return np.mean([create(trial).fit(x, y).history['loss'][-1] for _ in range(3)])",
        "def create(trial):\n    model = keras.Sequential()\n    for _ in range(2):\n"
        "        model.add(layers.Dense(trial.suggest_int('units', 8, 64)))  # TUN602: 'units' is the same hyperparameter in every pass of this loop\n"
        "    model.compile('adam', 'mse')\n    return model\n",
    ),
    "a model that grows and is trained in between": trial("""
            model = keras.Sequential()
            for _ in range(3):
                model.add(layers.Dense(trial.suggest_int('units', 8, 64)))  # TUN602: 'units' is the same hyperparameter in every pass of this loop
                model.compile('adam', 'mse')
                model.fit(x, y)
            return model.evaluate(v, w)
            """),
    "branches that are joined": trial("""
            inputs, branches = keras.Input((4,)), []
            for _ in range(3):
                branches.append(layers.Dense(trial.suggest_int('units', 8, 64))(inputs))  # TUN602: 'units' is the same hyperparameter in every pass of this loop
            return score(keras.Model(inputs, layers.concatenate(branches)))
            """),
    "layers added with a plus": trial("""
            stack = []
            for _ in range(3):
                stack += [nn.Linear(4, trial.suggest_int('units', 8, 64)), nn.ReLU()]  # TUN602: 'units' is the same hyperparameter in every pass of this loop
            return score(nn.Sequential(*stack))
            """),
    "blocks of a module": trial("""
            blocks = []
            for _ in range(3):
                blocks.append(nn.Sequential(nn.Linear(4, trial.suggest_int('units', 8, 64))))  # TUN602: 'units' is the same hyperparameter in every pass of this loop
            return score(nn.Sequential(*blocks))
            """),
    "blocks of a class": marked(
        trial(
            """
            blocks = nn.ModuleList()
            for _ in range(3):
                blocks.append(Net(trial))
            return score(nn.Sequential(*blocks))
            """,
            NET,
        ),
        {
            "self.inner = nn.": "# TUN602: 'units' is the same hyperparameter in every pass of this loop"
        },
    ),
    "layers by their number": trial("""
            net = nn.Sequential()
            for i in range(3):
                net.add_module(f'layer_{i}', nn.Linear(4, trial.suggest_int('units', 8, 64)))  # TUN602: 'units' is the same hyperparameter in every pass of this loop
            return score(net)
            """),
    "layers of a module's own": trial(
        "return score(Deep(trial))",
        "class Deep(nn.Module):\n    def __init__(self, trial):\n"
        "        super().__init__()\n        self.inner = nn.ModuleList()\n"
        "        for _ in range(3):\n"
        "            self.inner.append(nn.Linear(4, trial.suggest_int('units', 8, 64)))  # TUN602: 'units' is the same hyperparameter in every pass of this loop\n",
    ),
}

# One name in two branches of an objective, of which a study refuses the second.
REFUSED = "# TUN602: 'c' is declared differently in two branches: once trials got to both, Optuna"


def branches(first: str, second: str, decision: str = "kind == 'a'", options: str = "") -> str:
    """An objective that draws in one of two branches."""
    return (
        "import optuna\n"
        "def objective(trial):\n"
        f"    kind = trial.suggest_categorical('kind', {options or ['a', 'b']})\n"
        f"    if {decision}:\n"
        f"        return train(trial.{first})\n"
        "    else:\n"
        f"        return train(trial.{second})\n"
        "optuna.create_study().optimize(objective, n_trials=50)\n"
    )


def refused(first: str, second: str, decision: str = "kind == 'a'", options: str = "") -> Texts:
    return marked(branches(first, second, decision, options), {second: REFUSED})


FLAGGED |= {
    "optuna: different options by branch": refused(
        "suggest_categorical('c', ['gini', 'entropy'])",
        "suggest_categorical('c', ['mse', 'mae'])",
    ),
    "optuna: a different order of the options": refused(
        "suggest_categorical(name='c', choices=[1, 2])",
        "suggest_categorical(name='c', choices=[2, 1])",
    ),
    "optuna: more options": refused(
        "suggest_categorical('c', [(1,), (2,)])",
        "suggest_categorical('c', [(1,), (2,), (3,)])",
    ),
    "optuna: a different kind by branch": refused(
        "suggest_int('c', 1, 9)",
        "suggest_float('c', 1, 9)",
        "kind in ('a', 'b')",
        "('a', 'b', 'c')",
    ),
    "optuna: log in one branch": refused(
        "suggest_float('c', 1e-5, 1, log=True)",
        "suggest_float('c', 0.1, 1)",
        "kind",
        "[True, False]",
    ),
    "optuna: functions for each kind": f"""
import optuna
def svm(trial):
    return fit_svm(trial.suggest_loguniform("c", 1e-3, 1e3))
def logistic(trial):
    return fit_logistic(trial.suggest_float("c", 0.1, 10))  {REFUSED}
class Objective:
    def __call__(self, trial):
        match trial.suggest_categorical("model", ["svm", "logistic"]):
            case "svm":
                return svm(trial)
            case "logistic":
                return logistic(trial)
optuna.create_study().optimize(Objective(), n_trials=50)
""",
}

SILENT |= {
    "optuna: choices of two objectives, of which one is optimized": """
        import optuna
        def forest(trial):
            return fitted(trial.suggest_categorical("criterion", ["gini", "entropy"]))
        def machine(trial):
            return fitted(trial.suggest_categorical("kernel", ["linear", "rbf"]))
        study = optuna.create_study()
        study.optimize(forest if args.forest else machine, n_trials=30)
    """,
    "optuna: bounds and step by branch": branches(
        "suggest_int('c', 1, 9)", "suggest_int('c', 10, 90, step=10)"
    ),
    "optuna: the same options by branch": branches(
        "suggest_categorical('c', [1, 2])", "suggest_categorical('c', (1.0, 2.0))"
    ),
    "optuna: the caller decides between kinds": branches(
        "suggest_int('c', 1, 9)", "suggest_float('c', 1, 9)", "args.kind == 'a'"
    ),
    "optuna: a draw and the caller decide": branches(
        "suggest_int('c', 1, 9)", "suggest_float('c', 1, 9)", "kind == 'a' and args.deep"
    ),
    "optuna: a branch that no option leads to": branches(
        "suggest_int('c', 1, 9)", "suggest_float('c', 1, 9)", options="['a']"
    ),
    "optuna: options that cannot be read": branches(
        "suggest_categorical('c', FIRST)", "suggest_categorical('c', SECOND)"
    ),
    "optuna: a scale that cannot be read": branches(
        "suggest_float('c', 1, 9, log=LOG)", "suggest_float('c', 1, 9)"
    ),
    "optuna: a study for each kind": """
import optuna
def make(kind):
    def objective(trial):
        if kind == "a":
            return train(trial.suggest_int("c", 1, 9))
        return train(trial.suggest_float("c", 1, 9))
    return objective
for kind in ("a", "b"):
    optuna.create_study().optimize(make(kind), n_trials=50)
""",
}


test_programs = check_programs("TUN602", FLAGGED, SILENT)


@pytest.mark.parametrize(
    ("name", "level"), [("two layers", "error"), ("one activation for all layers", "advice")]
)
def test_level(name: str, level: str) -> None:
    assert {found.level for found in check(FLAGGED[name], "TUN602")} == {level}
