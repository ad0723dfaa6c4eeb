"""What searches do that are handed a number in place of a function."""

from typing import Any

import pytest

pytestmark = pytest.mark.libraries


def optuna(objective: Any) -> Any:
    import optuna

    return optuna.create_study().optimize(objective, n_trials=1)


def hyperopt(objective: Any) -> Any:
    from hyperopt import fmin, hp, rand

    space = hp.uniform("x", 0, 1)
    return fmin(objective, space, rand.suggest, 1, show_progressbar=False)


def scikit_optimize(objective: Any) -> Any:
    from skopt import gp_minimize

    return gp_minimize(objective, [(0.0, 1.0)], n_calls=1, n_initial_points=1)


def bayes_opt(objective: Any) -> Any:
    from bayes_opt import BayesianOptimization

    found = BayesianOptimization(objective, {"x": (0, 1)}, verbose=0)
    found.maximize(init_points=1, n_iter=0)


@pytest.mark.parametrize("search", [optuna, hyperopt, scikit_optimize, bayes_opt])
@pytest.mark.parametrize("given", [0.5, {"loss": 0.5, "status": "ok"}])
def test_a_number_is_not_callable(search: Any, given: Any) -> None:
    with pytest.raises(TypeError, match="callable"):
        search(given)
