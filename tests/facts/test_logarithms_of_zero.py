"""What the libraries raise where a logarithmic scale begins at zero."""

from collections.abc import Callable
from typing import Any

import keras_tuner as kt
import numpy as np
import optuna
import pytest
from hyperopt import hp
from hyperopt.pyll.stochastic import sample
from ray import tune
from scipy.stats import loguniform
from skopt.space import Real, Space

pytestmark = pytest.mark.libraries
optuna.logging.set_verbosity(optuna.logging.ERROR)


@pytest.mark.parametrize(
    "declare",
    [
        lambda: optuna.create_study().ask().suggest_float("x", 0, 1, log=True),
        lambda: optuna.create_study().ask().suggest_int("x", 0, 9, log=True),
        lambda: optuna.create_study().ask().suggest_float("x", -1, 1, log=True),
        lambda: kt.HyperParameters().Float("x", 0, 1, sampling="log"),
        lambda: kt.HyperParameters().Int("x", 0, 9, sampling="log"),
        lambda: tune.loguniform(0, 1),
        lambda: tune.lograndint(0, 9),
        lambda: Real(0, 1, prior="log-uniform"),
        lambda: Space([(0.0, 1.0, "log-uniform")]),
    ],
)
def test_zero_has_no_logarithm(declare: Callable[[], Any]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        declare()


def test_scipy_raises_when_it_draws() -> None:
    declared = loguniform(0, 1)
    with pytest.raises(ValueError, match="Domain error"):
        declared.rvs(random_state=1)


def test_hyperopt_raises_when_it_draws() -> None:
    with np.errstate(divide="ignore"):
        declared = hp.loguniform("x", np.log(0), 1)
    with pytest.raises(OverflowError):
        sample(declared, rng=np.random.default_rng(1))
