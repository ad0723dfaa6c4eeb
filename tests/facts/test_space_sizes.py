"""How many distinct configurations the libraries draw, and what they do beyond them."""

from typing import Any

import keras_tuner as kt
import optuna
import pytest
from sklearn.datasets import load_iris
from sklearn.model_selection import RandomizedSearchCV
from sklearn.svm import SVC
from skopt import gp_minimize

from tests.facts.tiny import propose
from tunelint.libraries.ray_tune import tables

pytestmark = [pytest.mark.libraries, pytest.mark.filterwarnings("ignore")]


def oracle(kind: Any, **arguments: Any) -> Any:
    space = kt.HyperParameters()
    space.Int("units", 32, 96, step=32)
    space.Boolean("wide")
    objective = kt.Objective("score", "min")
    return kind(objective=objective, max_trials=9, hyperparameters=space, seed=1, **arguments)


def distinct(proposals: list[dict[str, Any]]) -> int:
    return len({tuple(sorted(each.items())) for each in proposals})


@pytest.mark.parametrize(
    "kind", [kt.oracles.RandomSearchOracle, kt.oracles.GridSearchOracle], ids=["random", "grid"]
)
def test_keras_tuner_stops_when_the_space_is_used_up(kind: Any, tmp_path: Any) -> None:
    found = oracle(kind)
    found._set_project_dir(tmp_path, "project")
    proposals = propose(found, lambda number: number, count=9)
    assert len(proposals) == distinct(proposals)
    assert 4 <= len(proposals) <= 6


def test_its_bayesian_search_repeats_itself(tmp_path: Any) -> None:
    found = oracle(kt.oracles.BayesianOptimizationOracle)
    found._set_project_dir(tmp_path, "project")
    proposals = propose(found, lambda number: number, count=9)
    assert len(proposals) == 9
    assert distinct(proposals) <= 6


def test_steps_of_floats_count_both_ends() -> None:
    values = {
        kt.engine.hyperparameters.Float("x", 0.1, 0.5, step=0.1).random_sample(n)
        for n in range(200)
    }
    assert len(values) <= 5


def test_optuna_repeats_itself() -> None:
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=1))
    study.optimize(lambda trial: trial.suggest_int("n", 1, 4), n_trials=9)
    assert len(study.trials) == 9
    assert {trial.params["n"] for trial in study.trials} <= {1, 2, 3, 4}


def test_scikit_learn_runs_every_configuration_once() -> None:
    x, y = load_iris(return_X_y=True)
    search = RandomizedSearchCV(SVC(), {"C": [1, 2]}, n_iter=5, cv=2).fit(x, y)
    assert len(search.cv_results_["params"]) == 2


def test_scikit_optimize_repeats_itself() -> None:
    result = gp_minimize(lambda point: point[0], [(1, 4)], n_calls=6, n_initial_points=2)
    assert len(result.x_iters) == 6
    assert {point[0] for point in result.x_iters} <= {1, 2, 3, 4}


@pytest.mark.parametrize("name", ["randint", "lograndint", "qrandint"])
def test_which_of_rays_ranges_leave_out_their_upper_bound(name: str) -> None:
    tune = pytest.importorskip("ray.tune", exc_type=ImportError)
    # A step of 1 leaves the bound out like randint; larger steps round up to it.
    arguments = (2, 8, 2) if name == "qrandint" else (2, 4)
    drawn = {int(getattr(tune, name)(*arguments).sample()) for _ in range(300)}
    assert (arguments[1] in drawn) is (name not in tables.HALF_OPEN)
