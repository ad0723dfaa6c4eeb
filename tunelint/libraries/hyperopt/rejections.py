"""Arguments that ``fmin`` does not take."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.libraries.common.library_calls import unsupported_arguments
from tunelint.libraries.hyperopt.fmin_call import Fmin
from tunelint.model.library_errors import Rejection

SEED = "rstate=np.random.default_rng(n)"
INSTEAD = {
    "seed": SEED,
    "random_state": SEED,
    "random_seed": SEED,
    "rng": SEED,
    "n_trials": "max_evals=",
    "n_iter": "max_evals=",
    "n_calls": "max_evals=",
    "max_iter": "max_evals=",
    "max_trials": "max_evals=",
    "num_evals": "max_evals=",
    "objective": "fn=",
    "search_space": "space=",
    "algorithm": "algo=",
    "n_jobs": "trials=SparkTrials(parallelism=n)",
}


def rejections(fmin: Fmin) -> Iterator[Rejection]:
    """Every such argument, in order."""
    return unsupported_arguments(fmin, "fmin", INSTEAD)
