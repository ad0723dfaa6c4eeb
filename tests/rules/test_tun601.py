"""TUN601: hyperparameters that trials draw and never use."""

from __future__ import annotations

from tests.rules import ray_programs
from tests.rules.programs import check_programs

KERAS = "import keras\nimport keras_tuner as kt\n"
TUNER = (
    "tuner = kt.RandomSearch(build, objective='val_loss', seed=3)\n"
    "tuner.search(x_train, y_train, validation_split=0.2)\n"
)
DENSE = "    model = keras.Sequential([keras.layers.Dense(hp.Int('units', 8, 64))])\n"
COMPILE = "    model.compile('adam', 'mse')\n    return model\n"
HO = "from hyperopt import fmin, hp, tpe\nfrom sklearn.svm import SVC\n"
FMIN = "best = fmin(objective, space, algo=tpe.suggest, max_evals=50)\n"
OP = "import optuna\nfrom sklearn.svm import SVC\n"
OPTIMIZE = "study = optuna.create_study()\nstudy.optimize(objective, n_trials=20)\n"
LOOP = (
    "from itertools import product\nfrom sklearn.model_selection import ParameterGrid\n"
    "from sklearn.svm import SVC\nbest = 0\n"
)
PICK = (
    "    score = model.score(x_val, y_val)\n"
    "    if score > best:\n        best, winner = score, model\n"
)

FLAGGED = {
    "dropped": KERAS
    + "def build(hp):\n    hp.Float('rate', 0, 1)  # TUN601: every trial draws 'rate' and none uses\n" + DENSE + COMPILE + TUNER,
    "in the branch that the caller is for": OP
    + "def objective(trial, kind):\n"
    "    if kind == 'svm':\n"
    "        degree = trial.suggest_int('degree', 2, 5)  # TUN601: every trial draws 'degree' and none uses\n"
    "        return score(SVC(C=trial.suggest_float('C', 0.1, 10)))\n"
    "    return score(SVC(gamma=trial.suggest_float('gamma', 0.1, 10)))\n"
    "study = optuna.create_study()\n"
    "study.optimize(lambda trial: objective(trial, 'svm'), n_trials=20)\n",
    "a name that is never read": KERAS
    + "def build(hp):\n    rate = hp.Float('rate', 0, 1)  # TUN601: every trial draws 'rate' and none uses\n"
    + DENSE + COMPILE + TUNER,
    "an optimizer that nothing takes": KERAS
    + "def build(hp):\n" + DENSE
    + "    lr = hp.Choice('lr', [1e-2, 1e-3])  # TUN601: every trial draws 'lr' for an optimizer that is never used: the value changes nothing\n"
    + "    opt = keras.optimizers.Adam(learning_rate=lr)\n" + COMPILE + TUNER,
    "an optimizer built in one line": KERAS
    + "def build(hp):\n" + DENSE
    + "    opt = keras.optimizers.Adam(hp.Choice('lr', [1e-2, 1e-3]))  # TUN601: every trial draws 'lr' for an optimizer that is never used\n" + COMPILE + TUNER,
    "a schedule for an optimizer that nothing takes": KERAS
    + "def build(hp):\n" + DENSE
    + "    lr = hp.Choice('lr', [1e-2, 1e-3])  # TUN601: every trial draws 'lr' for an optimizer that is never used\n"
    + "    decay = keras.optimizers.schedules.ExponentialDecay(lr, 100, 0.9)\n"
    + "    opt = keras.optimizers.Adam(decay)\n" + COMPILE + TUNER,
    "in a hypermodel": KERAS
    + "class Net(kt.HyperModel):\n    def build(self, hp):\n"
    + "        size = hp.Int('size', 1, 9)  # TUN601: every trial draws 'size' and none uses\n"
    + "        model = keras.Sequential([keras.layers.Dense(4)])\n"
    + "        model.compile('adam', 'mse')\n        return model\n"
    + "tuner = kt.RandomSearch(Net(), objective='val_loss')\ntuner.search(x_train, y_train)\n",
    "read from the winner only": KERAS
    + "def build(hp):\n    hp.Int('batch', 8, 64)  # TUN601: every trial draws 'batch' and none uses\n" + DENSE + COMPILE + TUNER
    + "print(tuner.get_best_hyperparameters()[0].get('batch'))\n",
    "a key of the space": HO
    + "space = {'C': hp.uniform('C', 0, 9),\n         'gamma': hp.uniform('gamma', 0, 1)}  # TUN601: every trial draws 'gamma' and none uses\n"
    + "def objective(params):\n"
    + "    return -SVC(C=params['C']).fit(x, y).score(x_val, y_val)\n" + FMIN,
    "a key that is bound and never read": HO
    + "space = {'C': hp.uniform('C', 0, 9),\n         'gamma': hp.uniform('gamma', 0, 1)}  # TUN601: every trial draws 'gamma' and none uses\n"
    + "def objective(params):\n    gamma = params['gamma']\n    print(params)\n"
    + "    return -SVC(C=params['C']).fit(x, y).score(x_val, y_val)\n" + FMIN,
    "a key that a helper does not read": HO
    + "space = {'C': hp.uniform('C', 0, 9),\n         'gamma': hp.uniform('gamma', 0, 1)}  # TUN601: every trial draws 'gamma' and none uses\n"
    + "def make(p):\n    return SVC(C=p['C'])\n"
    + "def objective(params):\n"
    + "    return -make(params).fit(x, y).score(x_val, y_val)\n" + FMIN,
    "read from the winner of fmin only": HO
    + "space = {'C': hp.uniform('C', 0, 9),\n         'gamma': hp.uniform('gamma', 0, 1)}  # TUN601: every trial draws 'gamma' and none uses\n"
    + "def objective(params):\n"
    + "    return -SVC(C=params['C']).fit(x, y).score(x_val, y_val)\n" + FMIN
    + "print(best['gamma'])\n",
    "a position of the space": HO
    + "space = [hp.uniform('C', 0, 9),\n         hp.uniform('gamma', 0, 1)]  # TUN601: every trial draws 'gamma' and none uses\n"
    + "def objective(p):\n    C, gamma = p\n"
    + "    return -SVC(C=C).fit(x, y).score(x_val, y_val)\n" + FMIN,
    "a suggestion": OP
    + "def objective(trial):\n    c = trial.suggest_float('c', 0, 9)\n"
    + "    gamma = trial.suggest_float('gamma', 0, 1)  # TUN601: every trial draws 'gamma' and none uses\n"
    + "    return SVC(C=c).fit(x, y).score(x_val, y_val)\n" + OPTIMIZE,
    "a suggestion in a dictionary": OP
    + "def objective(trial):\n    params = {'c': trial.suggest_float('c', 0, 9),\n"
    + "              'gamma': trial.suggest_float('gamma', 0, 1)}  # TUN601: every trial draws 'gamma' and none uses\n"
    + "    return SVC(C=params['c']).fit(x, y).score(x_val, y_val)\n" + OPTIMIZE,
    "a product's variable": LOOP
    + "for c, gamma in product([1, 2], [3, 4]):  # TUN601: every trial draws 'gamma' and none uses\n    model = SVC(C=c).fit(x, y)\n" + PICK,
    "an inner loop's variable": LOOP
    + "for c in [1, 2]:\n    for gamma in [3, 4]:  # TUN601: every trial draws 'gamma' and none uses\n"
    + "        model = SVC(C=c).fit(x, y)\n"
    + "        score = model.score(x_val, y_val)\n"
    + "        if score > best:\n            best, winner = score, model\n",
    "a key of a grid": LOOP
    + "grid = {'C': [1, 2],\n        'gamma': [3, 4]}  # TUN601: every trial draws 'gamma' and none uses\n"
    + "for params in ParameterGrid(grid):\n    model = SVC(C=params['C']).fit(x, y)\n" + PICK,
    "a key of listed configurations": LOOP
    + "for params in [{'C': 1, 'gamma': 3}, {'C': 2, 'gamma': 4}]:  # TUN601: every trial draws 'gamma' and none uses\n"
    + "    model = SVC(C=params['C']).fit(x, y)\n" + PICK,
}  # fmt: skip

BY_KIND = (
    "from sklearn.tree import DecisionTreeClassifier\n"
    "def make(kind, params):\n"
    "    if kind == 'svm':\n        return SVC(**params)\n"
    "    return DecisionTreeClassifier(**params)\n"
    "def objective(trial, kind, params=None):\n"
    "    if kind == 'svm' and params is None:\n"
    "        params = {'C': trial.suggest_float('C', 0.1, 10)}\n"
    "        degree = trial.suggest_int('degree', 2, 5)\n"
    "    elif params is None:\n"
    "        params = {'max_depth': trial.suggest_int('max_depth', 1, 9)}\n"
    "    return score(make(kind, params))\n"
    "def run(kind):\n"
    "    study = optuna.create_study()\n"
    "    study.optimize(lambda trial: objective(trial, kind, None), n_trials=20)\n"
)

FLAGGED |= {
    "in a name scope": KERAS + "def build(hp):\n    with hp.name_scope('body'):\n"
    "        rate = hp.Float('rate', 0, 1)  # TUN601: every trial draws 'body/rate' and none uses\n"
    + DENSE
    + COMPILE
    + TUNER,
}

SILENT = {
    "read in its name scope": KERAS
    + "def build(hp):\n    with hp.name_scope('body'):\n        hp.Float('rate', 0, 1)\n" + DENSE
    + "    with hp.name_scope('body'):\n"
    "        model.add(keras.layers.Dropout(hp.get('rate')))\n" + COMPILE + TUNER,
    "in a branch that the caller is not for": OP + BY_KIND + "run('tree')\n",
    "in a branch that no value of a loop is for": OP
    + BY_KIND.replace("== 'svm'", "== 'forest'") + "for kind in ('svm', 'tree'):\n    run(kind)\n",
    "in a branch that the command line may be for": OP
    + BY_KIND.replace("        degree = trial.suggest_int('degree', 2, 5)\n", "")
    + "import argparse\nparser = argparse.ArgumentParser()\n"
    "parser.add_argument('--kind', default='tree')\nrun(parser.parse_args().kind)\n",
    "all used": KERAS
    + "def build(hp):\n    rate = hp.Float('rate', 0, 1)\n" + DENSE
    + "    model.add(keras.layers.Dropout(rate))\n" + COMPILE + TUNER,
    "as a condition": KERAS
    + "def build(hp):\n" + DENSE
    + "    if hp.Boolean('drop'):\n        model.add(keras.layers.Dropout(0.2))\n"
    + COMPILE + TUNER,
    "the number of layers": KERAS
    + "def build(hp):\n" + DENSE
    + "    for i in range(hp.Int('layers', 1, 3)):\n        model.add(keras.layers.Dense(4))\n"
    + COMPILE + TUNER,
    "read by its name": KERAS
    + "def build(hp):\n    hp.Float('rate', 0, 1)\n" + DENSE
    + "    model.add(keras.layers.Dropout(hp.get('rate')))\n" + COMPILE + TUNER,
    "read by a name of its own making": KERAS
    + "def build(hp):\n    for i in range(2):\n        hp.Float(f'rate_{i}', 0, 1)\n" + DENSE
    + "    for i in range(2):\n        model.add(keras.layers.Dropout(hp.get(f'rate_{i}')))\n"
    + COMPILE + TUNER,
    "read in the hypermodel's fit": KERAS
    + "class Net(kt.HyperModel):\n    def build(self, hp):\n"
    + "        hp.Int('batch', 8, 64)\n"
    + "        model = keras.Sequential([keras.layers.Dense(4)])\n"
    + "        model.compile('adam', 'mse')\n        return model\n"
    + "    def fit(self, hp, model, *args, **kwargs):\n"
    + "        return model.fit(*args, batch_size=hp.get('batch'), **kwargs)\n"
    + "tuner = kt.RandomSearch(Net(), objective='val_loss')\ntuner.search(x_train, y_train)\n",
    "kept as an attribute": KERAS
    + "class Net(kt.HyperModel):\n    def build(self, hp):\n"
    + "        self.batch = hp.Int('batch', 8, 64)\n"
    + "        model = keras.Sequential([keras.layers.Dense(4)])\n"
    + "        model.compile('adam', 'mse')\n        return model\n"
    + "tuner = kt.RandomSearch(Net(), objective='val_loss')\ntuner.search(x_train, y_train)\n",
    "the optimizer is compiled": KERAS
    + "def build(hp):\n" + DENSE
    + "    opt = keras.optimizers.Adam(hp.Choice('lr', [1e-2, 1e-3]))\n"
    + "    model.compile(opt, 'mse')\n    return model\n" + TUNER,
    "in a conditional scope": KERAS
    + "def build(hp):\n    hp.Choice('kind', ['a', 'b'])\n" + DENSE
    + "    with hp.conditional_scope('kind', ['a']):\n"
    + "        model.add(keras.layers.Dense(hp.Int('a_units', 1, 9)))\n" + COMPILE + TUNER,
    "handed to code that cannot be read": KERAS + "from tools import finish\n"
    + "def build(hp):\n    hp.Float('rate', 0, 1)\n" + DENSE + "    finish(model, hp)\n"
    + COMPILE + TUNER,
    "declared twice, used once": KERAS
    + "def build(hp):\n    hp.Int('units', 8, 64)\n" + DENSE + COMPILE + TUNER,
    "fixed": KERAS + "def build(hp):\n    hp.Fixed('rate', 0.1)\n" + DENSE + COMPILE + TUNER,
    "passed on whole": HO
    + "space = {'C': hp.uniform('C', 0, 9), 'gamma': hp.uniform('gamma', 0, 1)}\n"
    + "def objective(params):\n    print(params['C'])\n"
    + "    return -SVC(**params).fit(x, y).score(x_val, y_val)\n" + FMIN,
    "given back": HO
    + "space = {'C': hp.uniform('C', 0, 9), 'gamma': hp.uniform('gamma', 0, 1)}\n"
    + "def objective(params):\n"
    + "    score = SVC(C=params['C']).fit(x, y).score(x_val, y_val)\n"
    + "    return {'loss': -score, 'params': params, 'status': 'ok'}\n" + FMIN,
    "read by get": HO
    + "space = {'C': hp.uniform('C', 0, 9), 'gamma': hp.uniform('gamma', 0, 1)}\n"
    + "def objective(params):\n    model = SVC(C=params['C'], gamma=params.get('gamma'))\n"
    + "    return -model.fit(x, y).score(x_val, y_val)\n" + FMIN,
    "read in a loop": HO
    + "space = {'C': hp.uniform('C', 0, 9), 'gamma': hp.uniform('gamma', 0, 1)}\n"
    + "def objective(params):\n    model = SVC(C=params['C'])\n"
    + "    for name in ['gamma']:\n        model.set_params(**{name: params[name]})\n"
    + "    return -model.fit(x, y).score(x_val, y_val)\n" + FMIN,
    "a nested space": HO
    + "space = {'C': hp.uniform('C', 0, 9), 'kind': hp.choice('kind', [{'name': 'svm',\n"
    + "    'gamma': hp.uniform('gamma', 0, 1)}])}\n"
    + "def objective(params):\n    model = SVC(C=params['C'], **params['kind'])\n"
    + "    return -model.fit(x, y).score(x_val, y_val)\n" + FMIN,
    "the objective is elsewhere": HO + "from tools import objective\n"
    + "space = {'C': hp.uniform('C', 0, 9), 'gamma': hp.uniform('gamma', 0, 1)}\n" + FMIN,
    "all suggestions used": OP
    + "def objective(trial):\n    params = {'C': trial.suggest_float('c', 0, 9),\n"
    + "              'gamma': trial.suggest_float('gamma', 0, 1)}\n"
    + "    return SVC(**params).fit(x, y).score(x_val, y_val)\n" + OPTIMIZE,
    "suggestions from a helper": OP
    + "def draw(trial):\n    return {'C': trial.suggest_float('c', 0, 9),\n"
    + "            'gamma': trial.suggest_float('gamma', 0, 1)}\n"
    + "def objective(trial):\n    return SVC(**draw(trial)).fit(x, y).score(x_val, y_val)\n"
    + OPTIMIZE,
    "read from the trial's parameters": OP
    + "def objective(trial):\n    trial.suggest_float('C', 0, 9)\n"
    + "    return SVC(**trial.params).fit(x, y).score(x_val, y_val)\n" + OPTIMIZE,
    "read by a function that is given back": OP
    + "def make(trial):\n    if trial.suggest_categorical('big', [True, False]):\n"
    + "        c = trial.suggest_float('c', 5, 9)\n        return lambda: SVC(C=c)\n"
    + "    else:\n        return lambda: SVC()\n"
    + "def objective(trial):\n    return make(trial)().fit(x, y).score(x_val, y_val)\n" + OPTIMIZE,
    "updated later": OP
    + "def objective(trial):\n    params = {'C': trial.suggest_float('c', 0, 9)}\n"
    + "    params.update({'gamma': trial.suggest_float('gamma', 0, 1)})\n"
    + "    params['degree'] = trial.suggest_int('degree', 1, 3)\n"
    + "    return SVC(**params).fit(x, y).score(x_val, y_val)\n" + OPTIMIZE,
    "a loop that repeats": LOOP
    + "for c in [1, 2]:\n    for seed in [3, 4]:\n        model = SVC(C=c).fit(x, y)\n"
    + "        score = model.score(x_val, y_val)\n"
    + "        if score > best:\n            best, winner = score, model\n",
    "a grid passed on whole": LOOP
    + "for params in ParameterGrid({'C': [1, 2], 'gamma': [3, 4]}):\n"
    + "    model = SVC(**params).fit(x, y)\n" + PICK,
    "a product used": LOOP
    + "for c, gamma in product([1, 2], [3, 4]):\n    model = SVC(C=c, gamma=gamma).fit(x, y)\n"
    + PICK,
}  # fmt: skip


LIGHTNING = """import lightning as L
import optuna
import torch
class Net(L.LightningModule):
    def __init__(self, lr=1e-3, *, layer=None):
        super().__init__()
        self.save_hyperparameters({saved})
        self.layer = layer
    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), {read})
def objective(trial):
    net = Net({drawn})
    trainer = L.Trainer(max_epochs=20)
    trainer.fit(net, train, val)
    return trainer.callback_metrics["val_loss"].item()
"""
DRAWN = 'trial.suggest_float("lr", 1e-4, 1e-1, log=True)'
HERE = f"\n        {DRAWN}  # TUN601: every trial draws 'lr' and none uses\n    "


def saved(read: str, saved: str = "", drawn: str = DRAWN) -> str:
    """A module of Lightning that reads what it saved, which a trial drew as `lr`."""
    return LIGHTNING.format(read=read, saved=saved, drawn=drawn) + OPTIMIZE


SILENT |= {
    "saved, and read as an attribute": saved("lr=self.hparams.lr"),
    "saved, and read by its key": saved("lr=self.hparams['lr']"),
    "saved, and looked up": saved("lr=self.hparams.get('lr', 1)"),
    "saved, and handed on with all": saved("**self.hparams"),
    "saved, and gone through": saved("lr=dict(self.hparams.items())['lr']"),
    "saved without the logger": saved("lr=self.hparams.lr", "logger=False"),
    "saved by its name": saved("lr=self.hparams.lr", "'lr'"),
}
FLAGGED |= {
    "saved, and never read": saved("lr=0.1", drawn=HERE),
    "saved, and another one read": saved("lr=self.hparams.rate", drawn=HERE),
    "not saved": saved("lr=self.hparams.lr", drawn=HERE).replace("save_hyper", "freeze_hyper"),
}


test_programs = check_programs("TUN601", FLAGGED, SILENT)


# -- Ray Tune ----------------------------------------------------------------------------------

RAY_PROGRAMS = {
    "never read": """\
tune.run(
    svm,
    config={
        "C": tune.uniform(1, 9),
        "gamma": tune.loguniform(1e-3, 1),  # TUN601: every trial draws 'gamma' and none uses
    },
)
""",
    "only into an optimizer that nothing takes": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    optimizer = keras.optimizers.Adam(config["rate"])
    model.compile("adam", "mse")
    model.fit(x, y, epochs=9)
    tune.report({"loss": model.evaluate(v, w)})

space = {
    "units": tune.randint(4, 9),
    "rate": tune.loguniform(1e-4, 1e-1),  # TUN601: every trial draws 'rate' for an optimizer that is never used
}
Tuner(net, param_space=space).fit()
""",
    "in a class": """\
class Machine(tune.Trainable):
    def setup(self, config):
        self.model = SVC(C=config["C"])

    def step(self):
        self.model.fit(x, y)
        return {"acc": self.model.score(v, w)}

space = {"C": tune.uniform(1, 2)}
space["epochs"] = tune.randint(1, 9)  # TUN601: every trial draws 'epochs' and none uses
tune.run(Machine, config=space)
""",
    "silent: read under another name": """\
def fit(config):
    c, gamma = config["C"], config.get("gamma")
    tune.report({"acc": SVC(C=c, gamma=gamma).fit(x, y).score(v, w)})

tune.run(fit, config={"C": tune.uniform(1, 9), "gamma": tune.loguniform(1e-3, 1)})
""",
    "silent: passed on whole": """\
def fit(config):
    tune.report({"acc": SVC(**config).fit(x, y).score(v, w)})

tune.run(fit, config={"C": tune.uniform(1, 9), "gamma": tune.loguniform(1e-3, 1)})
""",
    "silent: read in the step of a class": """\
class Machine(tune.Trainable):
    def setup(self, config):
        self.model = SVC(C=config["C"])

    def step(self):
        self.model.set_params(gamma=self.config["gamma"])
        self.model.fit(x, y)
        return {"acc": self.model.score(v, w)}

tune.run(Machine, config={"C": tune.uniform(1, 2), "gamma": tune.uniform(1, 2)})
""",
    "silent: of a function that cannot be read": """\
tune.run(trainable, config={"C": tune.uniform(1, 9)})
""",
    "silent: an optimizer that the library asks for": """\
import lightning as pl
import torch

class Net(pl.LightningModule):
    def __init__(self, config):
        super().__init__()
        self.rate = config["rate"]
        self.layer = torch.nn.Linear(4, config["width"])

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), lr=self.rate)

def fit(config):
    pl.Trainer(max_epochs=9).fit(Net(config), data)

tune.run(fit, config={"width": tune.randint(4, 9), "rate": tune.loguniform(1e-4, 1e-1)})
""",
}


test_ray_tune = check_programs("TUN601", RAY_PROGRAMS, head=ray_programs.HEAD)
