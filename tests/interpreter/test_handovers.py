"""What parameters are worth in the functions and methods that libraries call."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.interpreter.probing import UNKNOWN, probed

KERAS = "import keras_tuner as kt\n"
TUNER = KERAS + (
    "class Own(kt.{tuner}):\n"
    "    def run_trial(self, trial, {parameters}):\n"
    "        {probe}\n"
    "{override}"
    "tuner = Own(build, objective='val_loss')\n"
    "tuner.search({arguments})\n"
)
MODEL = KERAS + (
    "class Net(kt.HyperModel):\n"
    "    def build(self, hp, width=3):\n"
    "        return width\n"
    "    def fit(self, hp, model, {parameters}):\n"
    "        {probe}\n"
)
STEPS = "from ray import tune\nclass Steps(tune.Trainable):\n"


def tuner(
    parameters: str,
    probe: str,
    arguments: str,
    tuner: str = "RandomSearch",
    override: str = "",
) -> str:
    return TUNER.format(
        parameters=parameters, probe=probe, arguments=arguments, tuner=tuner, override=override
    )


def model(parameters: str, probe: str, after: str) -> str:
    return MODEL.format(parameters=parameters, probe=probe) + after


SEARCHED = "tuner = kt.{kind}(Net(), objective='val_loss')\ntuner.search({arguments})\n"

WORTH: dict[str, tuple[str, list[Any]]] = {
    # Only the first parameter is the library's: the defaults of the others hold.
    "Optuna": (
        "import optuna\ndef f(trial, n=5, *, m=6):\n    probe(trial, n, m)\n"
        "optuna.create_study().optimize(f, n_trials=3)\n",
        [UNKNOWN, 5, 6],
    ),
    "Optuna: a study that is handed in": (
        "def f(trial, n=5):\n    probe(n)\ndef run(study):\n    study.optimize(f)\n",
        [5],
    ),
    "Optuna: a default for the trial": (
        "import optuna\ndef f(trial=None):\n    probe(trial)\noptuna.create_study().optimize(f)\n",
        [UNKNOWN],
    ),
    "Optuna: a callable object": (
        "import optuna\nclass F:\n    def __call__(self, trial, n=5):\n        probe(n)\n"
        "optuna.create_study().optimize(F())\n",
        [5],
    ),
    "Optuna: a lambda that keeps a value": (
        "import optuna\nn = 4\noptuna.create_study().optimize(lambda trial, n=n: probe(n))\n",
        [4],
    ),
    "Hyperopt": ("from hyperopt import fmin\ndef f(p, n=5):\n    probe(n)\nfmin(fn=f)\n", [5]),
    "scikit-optimize": (
        "from skopt import gp_minimize\ndef f(p, n=5):\n    probe(n)\ngp_minimize(f, [])\n",
        [5],
    ),
    "a builder": (
        KERAS + "def build(hp, n=5):\n    probe(n)\nkt.RandomSearch(build, objective='loss')\n",
        [5],
    ),
    "a partial objective": (
        "import optuna\nfrom functools import partial\ndef f(x, trial, n=5):\n    probe(x, n)\n"
        "optuna.create_study().optimize(partial(f, 3, n=7))\n",
        [3, 7],
    ),
    "Ray: a function": (
        "from ray import tune\ndef f(config, n=5):\n    probe(n)\ntune.Tuner(f).fit()\n",
        [5],
    ),
    "Ray: with_parameters": (
        "from ray import tune\ndef f(config, n=5, m=6):\n    probe(n, m)\n"
        "tune.run(tune.with_parameters(f, n=9))\n",
        [9, 6],
    ),
    "Ray: with_parameters of what cannot be read": (
        "from ray import tune\ndef f(config, n=5):\n    probe(n)\n"
        "tune.run(tune.with_parameters(f, **settings))\n",
        [UNKNOWN],
    ),
    # Nobody knows which parameters another library fills.
    "a library that is not known": (
        "import other\ndef f(a, n=5, *, m=6):\n    probe(n, m)\nother.call(f, n=3)\n",
        [UNKNOWN, UNKNOWN],
    ),
    "a callback of Optuna": (
        "import optuna\ndef stop(study, trial, n=5):\n    probe(n)\n"
        "optuna.create_study().optimize(f, callbacks=[stop])\n",
        [UNKNOWN],
    ),
    "a decorated objective": (
        "import optuna\nimport other\n@other.wrapped\ndef f(trial, n=5):\n    probe(n)\n"
        "optuna.create_study().optimize(f)\n",
        [UNKNOWN],
    ),
    "a method of a Keras callback": (
        "import keras\nclass Log(keras.callbacks.Callback):\n"
        "    def on_epoch_end(self, epoch, logs=None):\n        probe(logs)\n"
        "model.fit(x, y, callbacks=Log())\n",
        [UNKNOWN],
    ),
    "an estimator's fit": (
        "from sklearn.base import BaseEstimator\nfrom sklearn.model_selection import GridSearchCV\n"
        "class Net(BaseEstimator):\n    def fit(self, X, y=None, epochs=1):\n        probe(epochs)\n"
        "GridSearchCV(Net(), {}).fit(x, y, epochs=9)\n",
        [UNKNOWN],
    ),
    "a function that nobody visible calls": ("def f(a, n=5):\n    probe(a, n)\n", [UNKNOWN, 5]),
    # search(*args, **kwargs) -> run_trial(trial, *args, **kwargs)
    "run_trial: the default": (tuner("x, y, epochs=1", "probe(epochs)", "a, b"), [1]),
    "run_trial: by keyword": (tuner("x, y, epochs=1", "probe(epochs)", "a, b, epochs=9"), [9]),
    "run_trial: by position": (tuner("x, y, n, epochs=1", "probe(epochs)", "a, b, 32, 9"), [9]),
    "run_trial: **": (tuner("x, y, **k", "probe(k['epochs'])", "a, b, epochs=9"), [9]),
    "run_trial: not in **": (tuner("x, **k", "probe(k.get('epochs', 4))", "a, epochs=9"), [9]),
    "run_trial: * and **": (tuner("*a, **k", "probe(a[1], **k)", "3, 4, epochs=9"), [4, 9]),
    "run_trial: search's own ** cannot be read": (
        tuner("x, epochs=1", "probe(epochs)", "a, **settings"),
        [UNKNOWN],
    ),
    "run_trial: a search of the project": (
        tuner(
            "x, epochs=1",
            "probe(epochs)",
            "a, epochs=9",
            override="    def search(self, *a, **k):\n        super().search(*a, **k)\n",
        ),
        [9],
    ),
    "run_trial: searched twice": (
        tuner("x, epochs=1", "probe(epochs)", "a, epochs=9") + "tuner.search(a, epochs=3)\n",
        [9, 3],
    ),
    "run_trial: what else is called on the tuner does not call it": (
        tuner("x, epochs=1", "probe(epochs)", "a, epochs=9") + "tuner.get_best_models()\n",
        [9],
    ),
    # … -> HyperModel.fit(hp, model, *args, **kwargs)
    "fit: the default": (
        model(
            "x, epochs=1, **k", "probe(epochs)", SEARCHED.format(kind="GridSearch", arguments="a")
        ),
        [1],
    ),
    "fit: by keyword": (
        model(
            "x, epochs=1, **k",
            "probe(epochs)",
            SEARCHED.format(kind="RandomSearch", arguments="a, epochs=9"),
        ),
        [9],
    ),
    "fit: in a tuner of the project": (
        model("x, epochs=1, **k", "probe(epochs)", "")
        + "class Own(kt.RandomSearch):\n    def __init__(self, **k):\n"
        "        super().__init__(Net(), objective='val_loss', **k)\n"
        "Own(max_trials=3).search(a, epochs=9)\n",
        [9],
    ),
    "fit: behind a run_trial that hands on": (
        model("x, epochs=1, batch_size=32, **k", "probe(epochs, batch_size)", "")
        + "class Own(kt.RandomSearch):\n    def run_trial(self, trial, *a, **k):\n"
        "        k['batch_size'] = 64\n        return super().run_trial(trial, *a, **k)\n"
        "Own(Net(), objective='val_loss').search(a, epochs=9)\n",
        [9, 64],
    ),
    "fit: Hyperband sets the epochs": (
        model(
            "x, epochs=1, **k",
            "probe(epochs)",
            SEARCHED.format(kind="Hyperband", arguments="a, epochs=9"),
        ),
        [UNKNOWN],
    ),
    "fit: the library's callbacks": (
        model(
            "x, callbacks=None, **k",
            "probe(callbacks)",
            SEARCHED.format(kind="RandomSearch", arguments="a"),
        ),
        [UNKNOWN],
    ),
    "fit: a tuner that is never searched": (
        model("x, epochs=1, **k", "probe(epochs)", "kt.RandomSearch(Net(), objective='loss')\n"),
        [UNKNOWN],
    ),
    "fit: a run_trial of one's own calls it otherwise": (
        model("x, epochs=1, **k", "probe(epochs)", "")
        + "class Own(kt.RandomSearch):\n    def run_trial(self, trial, *a, **k):\n"
        "        return self.hypermodel.fit(trial, model, *a, epochs=3)\n"
        "Own(Net(), objective='val_loss').search(a, epochs=9)\n",
        [UNKNOWN],
    ),
    "build takes hp alone": (
        KERAS + "class Net(kt.HyperModel):\n    def build(self, hp, n=5):\n        probe(n)\n"
        "kt.RandomSearch(Net(), objective='loss').search(x, n=9)\n",
        [5],
    ),
    # Ray's classes
    "setup": (
        STEPS + "    def setup(self, config, n=5):\n        probe(n)\ntune.Tuner(Steps).fit()\n",
        [5],
    ),
    "setup with parameters": (
        STEPS + "    def setup(self, config, n=5, m=6):\n        probe(n, m)\n"
        "tune.Tuner(tune.with_parameters(Steps, n=9)).fit()\n",
        [9, 6],
    ),
    "step reads what setup stored": (
        STEPS + "    def step(self):\n        probe(self.n)\n"
        "    def setup(self, config, n=5):\n        self.n = n\n"
        "tune.Tuner(tune.with_parameters(Steps, n=9)).fit()\n",
        [9],
    ),
    "another method of a Trainable": (
        STEPS + "    def save_checkpoint(self, folder=None):\n        probe(folder)\n"
        "tune.Tuner(Steps).fit()\n",
        [UNKNOWN],
    ),
    # Partial calls
    "a partial class": (
        "from functools import partial\nclass A:\n    def __init__(self, n=5):\n        probe(n)\n"
        "partial(A, n=9)()\n",
        [9],
    ),
    "a partial call of what cannot be read": (
        "from functools import partial\ndef f(n=5):\n    probe(n)\npartial(f, **given)()\n",
        [UNKNOWN],
    ),
    "a partial call of a partial call": (
        "from functools import partial\ndef f(a, b, c):\n    probe(a, b, c)\n"
        "partial(partial(f, 1), 2)(3)\n",
        [1, 2, 3],
    ),
}


@pytest.mark.parametrize("name", WORTH)
def test_worth_of_parameters(name: str, tmp_path: Path) -> None:
    text, worth = WORTH[name]
    assert probed(text, tmp_path) == worth
