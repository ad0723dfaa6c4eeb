"""What is read of a Ray Tune search: trials, space, seeds, budget, reports and winners."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import programs
from tunelint.model.facts import AtLeast
from tunelint.model.search import Search

HEAD = """\
import functools
import keras
import numpy as np
import optuna
import ray
from ray import air, train, tune
from ray.air import session
from ray.tune import TuneConfig, Tuner
from ray.tune.search import ConcurrencyLimiter
from ray.tune.search.basic_variant import BasicVariantGenerator
from ray.tune.search.bayesopt import BayesOptSearch
from ray.tune.search.hyperopt import HyperOptSearch
from ray.tune.search.optuna import OptunaSearch
from ray.tune.schedulers import ASHAScheduler
from sklearn.metrics import accuracy_score
from sklearn.svm import SVC


def f(config):
    model = SVC(C=config["C"]).fit(x, y)
    tune.report({"acc": accuracy_score(v, model.predict(w))})


space = {"C": tune.uniform(1, 9)}
"""


def search(text: str, root: Path) -> Search:
    (program,) = programs({"train.py": HEAD + text}, root)
    (found,) = program.searches
    return found


TRIALS = {
    "a function": ("tune.Tuner(f, param_space=space).fit()", ["f"]),
    "by run": ("tune.run(f, config=space)", ["f"]),
    "a lambda": ("tune.run(lambda c: f(c), config=space)", ["<lambda>"]),
    "with resources": (
        "tune.Tuner(tune.with_resources(f, {'cpu': 2}), param_space=space).fit()",
        ["f"],
    ),
    "with parameters": (
        "def g(config, data):\n    f(config)\n"
        "Tuner(tune.with_parameters(g, data=x), param_space=space).fit()",
        ["g"],
    ),
    "both": (
        "def g(config, data):\n    f(config)\n"
        "h = tune.with_resources(tune.with_parameters(g, data=x), {'gpu': 1})\n"
        "Tuner(trainable=h, param_space=space).fit()",
        ["g"],
    ),
    "partial": (
        "def g(config, data=None):\n    f(config)\n"
        "tune.run(functools.partial(g, data=x), config=space)",
        ["g"],
    ),
    "by name": ("tune.register_trainable('mine', f)\ntune.run('mine', config=space)", ["f"]),
    "a class": (
        "class T(tune.Trainable):\n    def setup(self, config):\n"
        "        self.model = SVC(C=self.config['C'])\n"
        "    def step(self):\n        self.model.fit(x, y)\n"
        "        return {'acc': accuracy_score(v, self.model.predict(w))}\n"
        "tune.run(T, config=space, metric='acc')",
        ["setup", "step"],
    ),
    "in a function": (
        "def main(n):\n    tuner = tune.Tuner(f, param_space=space)\n    return tuner.fit()\n"
        "main(3)",
        ["f"],
    ),
    "a trainer": (
        "from ray.train.torch import TorchTrainer\n"
        "trainer = TorchTrainer(train_loop_per_worker=f)\n"
        "Tuner(trainer, param_space={'train_loop_config': space}).fit()",
        ["f"],
    ),
}


@pytest.mark.parametrize("name", TRIALS)
def test_what_a_trial_runs(name: str, tmp_path: Path) -> None:
    text, functions = TRIALS[name]
    found = search(text + "\n", tmp_path)
    assert [function.name for function in found.functions] == functions
    assert [estimator.name for estimator in found.estimators] == ["SVC"]
    assert [(score.metric, score.grows) for score in found.scores] == [("accuracy", True)]


def test_data_handed_over_with_parameters_are_the_programs_own(tmp_path: Path) -> None:
    text = (
        "data = np.load('x.npy')\n"
        "def g(config, rows):\n    model = SVC(C=config['C']).fit(rows, y)\n"
        "    tune.report({'acc': model.score(rows, y)})\n"
        "tune.run(tune.with_parameters(g, rows=data), config=space)\n"
    )
    (program,) = programs({"train.py": HEAD + text}, tmp_path)
    (found,) = program.searches
    features = found.fits[0].features
    assert features is not None
    assert "data" in program.trace.names_of(features)


REPORTS = {
    "tune.report({'acc': s, 'n': 3})": "accuracy",
    "tune.report(metrics={'acc': s})": "accuracy",
    "train.report({'acc': s})": "accuracy",
    "session.report({'acc': s})": "accuracy",
    "air.session.report({'acc': s})": "accuracy",
    "return {'acc': s}": "accuracy",
    "tune.report(dict(acc=s))": "accuracy",
    "d = {}\n    d['acc'] = s\n    tune.report(d)": "accuracy",
    "tune.report({'acc': unreadable(s)})": "acc",
    "tune.report({'other': s})": None,
    "tune.report(unreadable(s))": "acc",
}


@pytest.mark.parametrize("report", REPORTS)
def test_the_score_is_what_is_reported_as_the_metric(report: str, tmp_path: Path) -> None:
    text = (
        "def g(config):\n    s = accuracy_score(v, SVC(C=config['C']).fit(x, y).predict(w))\n"
        f"    {report}\n"
        "tune.run(g, config=space, metric='acc', mode='max')\n"
    )
    found = search(text, tmp_path)
    expected = REPORTS[report]
    assert [score.metric for score in found.scores] == ([expected] if expected else [])
    assert found.direction == "max"


def test_a_callback_of_keras_reports_its_log(tmp_path: Path) -> None:
    text = (
        "from ray.tune.integration.keras import TuneReportCheckpointCallback\n"
        "def g(config):\n"
        "    model = keras.Sequential([keras.layers.Dense(config['C'])])\n"
        "    model.compile('sgd', 'mse', metrics=['accuracy'])\n"
        "    report = TuneReportCheckpointCallback(metrics={'mean_accuracy': 'val_accuracy'})\n"
        "    model.fit(x, y, validation_data=(v, w), epochs=9, callbacks=[report])\n"
        "tune.run(g, config=space, metric='mean_accuracy', mode='max')\n"
    )
    (score,) = search(text, tmp_path).scores
    assert (score.metric, score.grows) == ("accuracy", True)
    assert score.fit is not None
    assert score.data == score.fit.validation


DIRECTIONS = {
    "tune.run(f, config=space, metric='acc', mode='min')": ("acc", "min"),
    "Tuner(f, param_space=space, tune_config=TuneConfig('max', 'acc')).fit()": ("acc", "max"),
    "Tuner(f, param_space=space, tune_config=TuneConfig(**how())).fit()": (None, None),
    "Tuner(f, param_space=space, tune_config=settings()).fit()": (None, None),
    "tune.run(f, config=space, scheduler=ASHAScheduler(metric='acc', mode='max'))": (
        "acc",
        "max",
    ),
    "tune.run(f, config=space, search_alg=OptunaSearch(metric='acc', mode='max'))": (
        "acc",
        "max",
    ),
    "r = Tuner(f, param_space=space).fit()\nr.get_best_result('acc', 'max')": ("acc", "max"),
    "a = tune.run(f, config=space)\na.get_best_config(metric='acc', mode='min')": ("acc", "min"),
    "a = tune.run(f, config=space)\nprint(a.dataframe())": (None, None),
}


@pytest.mark.parametrize("text", DIRECTIONS)
def test_metric_and_direction(text: str, tmp_path: Path) -> None:
    found = search(text + "\n", tmp_path)
    assert found.objective is not None
    assert (found.objective.name.value, found.direction) == DIRECTIONS[text]


BUDGETS = {
    "tune.run(f, config=space)": 1,
    "tune.run(f, config=space, num_samples=30)": 30,
    "tune.run(f, config=space, num_samples=-1)": None,
    "tune.run(f, config=space, num_samples=args.n)": None,
    "tune.run(f, config={'C': tune.grid_search([1, 2, 3])}, num_samples=2)": 6,
    "tune.run(f, config={'C': tune.grid_search(values)}, num_samples=2)": None,
    "tune.run(f, config={'C': {'grid_search': [1, 2, 3]}}, num_samples=2)": 6,
    "Tuner(f, param_space=space, tune_config=TuneConfig(num_samples=8)).fit()": 8,
    "Tuner(f, param_space=space).fit()": 1,
    "Tuner(f, param_space=space, tune_config=settings()).fit()": None,
}


@pytest.mark.parametrize("text", BUDGETS)
def test_budget(text: str, tmp_path: Path) -> None:
    assert search(text + "\n", tmp_path).budget.value == BUDGETS[text]


ALGORITHMS = {
    "None": ("random", None, (None,)),
    "BasicVariantGenerator(random_state=3)": ("random", None, (3,)),
    "BasicVariantGenerator(random_state=np.random.RandomState(3))": ("random", None, (3,)),
    "OptunaSearch()": ("tpe", 10, (None,)),
    "OptunaSearch(seed=0)": ("tpe", 10, (0,)),
    "OptunaSearch(sampler=optuna.samplers.TPESampler(seed=4), seed=1)": ("tpe", 10, (4,)),
    "OptunaSearch(sampler=optuna.samplers.TPESampler(n_startup_trials=3))": ("tpe", 3, (None,)),
    "OptunaSearch(sampler=optuna.samplers.RandomSampler())": ("random", None, (None,)),
    "OptunaSearch(sampler=optuna.samplers.NSGAIISampler(seed=1))": ("genetic", 50, (1,)),
    "OptunaSearch(sampler=chosen())": ("unknown", None, None),
    "OptunaSearch(seed=2, storage=kept)": ("tpe", None, (2,)),
    "HyperOptSearch(random_state_seed=5)": ("tpe", 20, (5,)),
    "HyperOptSearch(n_initial_points=4)": ("tpe", 4, (None,)),
    "BayesOptSearch()": ("bayesian", 10, (42,)),
    "ConcurrencyLimiter(HyperOptSearch(random_state_seed=5), max_concurrent=4)": ("tpe", 20, (5,)),
    "'optuna'": ("tpe", 10, (None,)),
    "tune.create_searcher('hyperopt', random_state_seed=6)": ("tpe", 20, (6,)),
    "made()": ("unknown", None, None),
}


@pytest.mark.parametrize("written", ALGORITHMS)
def test_search_algorithms(written: str, tmp_path: Path) -> None:
    found = search(f"tune.run(f, config=space, search_alg={written})\n", tmp_path)
    seed = found.randomness.seed.values
    assert (found.algorithm, found.startup.value, seed) == ALGORITHMS[written]


DRAWS = {
    "{'C': tune.uniform(1, 9)}": True,
    "{'model': {'C': tune.choice([1, 2])}}": True,
    "{'C': tune.grid_search([1, 2])}": False,
    "{'C': 3}": False,
    "{'C': tune.sample_from(lambda spec: 3)}": None,
    "{'C': tune.grid_search([tune.uniform(1, 2), 3])}": True,
    "{'C': np.random.uniform(1, 9)}": None,
    "{'C': lambda spec: 3}": None,
    "{'C': {'grid_search': [1, 2]}}": False,
    "chosen()": None,
}


def test_population_based_training_draws_on_its_own(tmp_path: Path) -> None:
    text = (
        "from ray.tune.schedulers import PopulationBasedTraining\n"
        "pbt = PopulationBasedTraining(hyperparam_mutations={'C': tune.uniform(1, 9)})\n"
        "tune.run(f, config={'C': SPACE}, scheduler=pbt)\n"
    )
    constant = search(text.replace("SPACE", "3"), tmp_path).randomness
    drawn = search(text.replace("SPACE", "tune.uniform(1, 9)"), tmp_path).randomness
    assert constant.draws is None
    assert drawn.draws is True
    assert drawn.generators == (frozenset({"numpy", "python"}),)


@pytest.mark.parametrize("space", DRAWS)
def test_whether_the_space_is_drawn_from(space: str, tmp_path: Path) -> None:
    assert search(f"tune.run(f, config={space})\n", tmp_path).randomness.draws is DRAWS[space]


PARALLEL = {
    "tune.run(f, config=space, max_concurrent_trials=1)": 1,
    "tune.run(f, config=space, max_concurrent_trials=4)": 4,
    "tune.run(f, config=space, search_alg=ConcurrencyLimiter(HyperOptSearch(), 3))": 3,
    "ray.init(num_cpus=1)\ntune.run(f, config=space)": 1,
    "ray.init(num_cpus=8)\ntune.run(f, config=space, resources_per_trial={'cpu': 4})": 2,
    "tune.run(f, config=space, resources_per_trial={'cpu': 4})": None,
    "tune.run(f, config=space, resources_per_trial={'gpu': 1})": None,
    "ray.init(num_cpus=n)\ntune.run(f, config=space)": None,
    "ray.init(num_cpus=2)\ntune.run(tune.with_resources(f, {'cpu': 2}), config=space)": 1,
}


@pytest.mark.parametrize("text", PARALLEL)
def test_trials_at_once(text: str, tmp_path: Path) -> None:
    assert search(text + "\n", tmp_path).parallel.value == PARALLEL[text]


def test_without_a_limit_there_are_as_many_as_the_machine_has_processors(tmp_path: Path) -> None:
    found = search("tune.run(f, config=space)\n", tmp_path).parallel
    assert isinstance(found, AtLeast)
    assert found.minimum == 2


def test_the_space(tmp_path: Path) -> None:
    text = (
        "space = {'lr': tune.loguniform(1e-5, 1e-1), 'depth': tune.randint(2, 9),\n"
        "    'model': {'units': tune.quniform(8, 64, 8), 'kind': tune.choice(['a', 'b'])}}\n"
        "space['rate'] = tune.uniform(0, 1)\n"
        "tune.run(f, config=space)\n"
    )
    declared = {
        each.name.value: (each.function, each.kind, each.low.value, each.high.value, each.log)
        for each in search(text, tmp_path).hyperparameters or ()
    }
    assert declared == {
        "lr": ("loguniform", "float", 1e-5, 1e-1, True),
        "depth": ("randint", "int", 2, 9, False),
        "units": ("quniform", "float", 8, 64, False),
        "kind": ("choice", "choice", None, None, False),
        "rate": ("uniform", "float", 0, 1, False),
    }


WINNERS = {
    "the best result": (
        "r = Tuner(f, param_space=space).fit()\nb = r.get_best_result('acc', 'max')\n"
        "SVC(C=b.config['C']).fit(x, y)"
    ),
    "the best configuration": (
        "a = tune.run(f, config=space)\nSVC(**a.get_best_config('acc', 'max')).fit(x, y)"
    ),
    "an attribute": "a = tune.run(f, config=space)\nSVC(C=a.best_config['C']).fit(x, y)",
    "the best trial": (
        "a = tune.run(f, config=space)\nt = a.get_best_trial('acc', 'max')\n"
        "SVC(C=t.config['C']).fit(x, y)"
    ),
}


@pytest.mark.parametrize("name", WINNERS)
def test_winners(name: str, tmp_path: Path) -> None:
    found = search("SVC(C=1).fit(x, y)\n" + WINNERS[name] + "\nSVC(C=2).fit(x, y)\n", tmp_path)
    assert len(found.winners) == 1


def test_belongs_to_the_caller_that_hands_over_trainable_and_space(tmp_path: Path) -> None:
    text = (
        "def go(trainable, space, n):\n"
        "    return tune.Tuner(trainable, param_space=space,\n"
        "        tune_config=tune.TuneConfig(num_samples=n)).fit()\n"
        "def main():\n    go(f, {'C': tune.uniform(1, 9)}, 30)\nmain()\n"
    )
    (program,) = programs({"train.py": HEAD + text}, tmp_path)
    (found,) = program.searches
    assert program.project.locate(found.place)[0] == HEAD.count("\n") + 5
    assert found.budget.value == 30


NAMESAKES = {
    "from lightning.pytorch.tuner import Tuner\nTuner(trainer)": 0,
    "import keras_tuner as kt\nt = kt.Tuner(oracle=o, hypermodel=h)": 0,
    "tune.run(train, config={'C': 1})": 1,
    "tune.run(train)": 0,
    "from mine import tune\ntune.run(train, config={})": 0,
    "from ray.tune import run\nrun(train, config={'C': 1})": 1,
    "import ray\nray.tune.Tuner(train, param_space={}).fit()": 1,
}


@pytest.mark.parametrize("text", NAMESAKES)
def test_fragments_and_namesakes(text: str, tmp_path: Path) -> None:
    (program,) = programs({"train.py": text + "\n"}, tmp_path)
    found = [each for each in program.searches if each.tuner == "Ray Tune"]
    assert len(found) == NAMESAKES[text]
