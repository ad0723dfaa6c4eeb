"""With which arguments the tuners call the functions and methods of a project."""

import inspect
from pathlib import Path
from typing import Any

import hyperopt
import keras_tuner as kt
import optuna
import pytest
import skopt
from ray import tune

from tests.facts.tiny import network, rows, tuner
from tunelint.interpreter.tuner_trials import OWN_CALLBACKS
from tunelint.libraries.ray_tune import tables

pytestmark = pytest.mark.libraries


class Spy:
    """An objective with a default: remembers what it is called with."""

    def __init__(self) -> None:
        self.seen: list[tuple[Any, ...]] = []

    def __call__(self, given: Any, number: int = 5) -> float:
        self.seen.append((given, number))
        return 0.0


def tuned(hp: kt.HyperParameters) -> Any:
    hp.Float("x", 0, 1)
    return network()


def test_optuna_fills_the_first_parameter_alone() -> None:
    spy = Spy()
    optuna.create_study().optimize(spy, n_trials=1)
    ((trial, number),) = spy.seen
    assert isinstance(trial, optuna.Trial)
    assert number == 5


def test_hyperopt_fills_the_first_parameter_alone() -> None:
    spy = Spy()
    space = hyperopt.hp.uniform("x", 0, 1)
    hyperopt.fmin(spy, space, algo=hyperopt.rand.suggest, max_evals=1, show_progressbar=False)
    assert [number for _, number in spy.seen] == [5]


def test_scikit_optimize_fills_the_first_parameter_alone() -> None:
    spy = Spy()
    skopt.gp_minimize(spy, [(0.0, 1.0)], n_calls=1, n_initial_points=1)
    assert [number for _, number in spy.seen] == [5]


def test_keras_tuner_fills_the_builder_s_first_parameter_alone() -> None:
    spy = Spy()
    tuner(build=spy)
    assert isinstance(spy.seen[0][0], kt.HyperParameters)
    assert spy.seen[0][1] == 5


@pytest.mark.parametrize("kind", [kt.RandomSearch, kt.GridSearch, kt.Hyperband])
def test_search_hands_its_arguments_to_run_trial(kind: Any) -> None:
    seen: dict[str, Any] = {}

    class Own(kind):
        def run_trial(
            self, trial: Any, x: Any, y: Any, batch_size: int = 1, epochs: int = 1, **rest: Any
        ) -> float:
            seen.update(batch_size=batch_size, epochs=epochs, rest=rest)
            return 0.0

    options = {"max_epochs": 2} if kind is kt.Hyperband else {"max_trials": 1}
    own = tuner(Own, tuned, objective=kt.Objective("s", "min"), **options)
    own.search(*rows(), 4, epochs=7, verbose=0)
    assert seen == {"batch_size": 4, "epochs": 7, "rest": {"verbose": 0}}


def fitted(kind: Any = kt.RandomSearch, **options: Any) -> dict[str, Any]:
    """What `HyperModel.fit` is given where `search` is given seven epochs and a callback."""
    seen: dict[str, Any] = {}

    class Net(kt.HyperModel):
        def build(self, hp: Any) -> Any:
            return tuned(hp)

        def fit(self, hp: Any, model: Any, x: Any, y: Any, epochs: int = 1, **rest: Any) -> Any:
            seen.update(rest, epochs=epochs)
            return 0.0

    own = tuner(kind, Net(), objective=kt.Objective("s", "min"), **options)
    own.search(*rows(), epochs=7, verbose=0)
    return seen


def test_search_hands_its_arguments_to_the_fit_of_a_hypermodel() -> None:
    seen = fitted(max_trials=1)
    assert seen["epochs"] == 7
    assert [type(each).__name__ for each in seen["callbacks"]] == list(OWN_CALLBACKS)
    assert seen.keys() == {"epochs", "verbose", "callbacks"}


def test_hyperband_sets_the_epochs_itself() -> None:
    seen = fitted(kt.Hyperband, max_epochs=2)
    assert seen["epochs"] <= 2
    assert "initial_epoch" in seen


class Steps(tune.Trainable):
    """Counts its steps; `setup` has a default."""

    def setup(self, config: dict[str, Any], number: int = 1) -> None:
        self.number = number
        self.steps = 0

    def step(self) -> dict[str, int]:
        self.steps += 1
        return {"number": self.number, "steps": self.steps}


def stepped(folder: Path, scheduler: Any = None, trainable: Any = Steps, **stop: Any) -> Any:
    """The last report of one trial."""
    (result,) = tune.Tuner(
        trainable,
        tune_config=tune.TuneConfig(metric="steps", mode="max", scheduler=scheduler),
        run_config=tune.RunConfig(storage_path=str(folder), verbose=0, **stop),
    ).fit()
    return result.metrics


@pytest.mark.usefixtures("ray_session")
def test_ray_calls_step_until_a_criterion_stops_it(tmp_path: Path) -> None:
    stops = {tables.ITERATIONS: 3}
    assert stepped(tmp_path, stop=stops)["steps"] == 3
    parameters = inspect.signature(getattr(tune.stopper, tables.STOPPER)).parameters
    assert next(iter(parameters)) == tables.STOPPERS[tables.STOPPER].order[0]


@pytest.mark.usefixtures("ray_session")
def test_ray_hands_the_parameters_of_a_class_to_setup(tmp_path: Path) -> None:
    given = tune.with_parameters(Steps, number=7)
    assert stepped(tmp_path, trainable=given, stop={tables.ITERATIONS: 1})["number"] == 7


@pytest.mark.usefixtures("ray_session")
@pytest.mark.parametrize("kind", ["ASHAScheduler", "HyperBandScheduler"])
def test_a_scheduler_ends_a_trial_at_max_t(kind: str, tmp_path: Path) -> None:
    assert stepped(tmp_path, getattr(tune.schedulers, kind)(max_t=3))["steps"] == 3
