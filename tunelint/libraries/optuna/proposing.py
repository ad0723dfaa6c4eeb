"""Proposing: whether a study's proposals are random."""

from __future__ import annotations

from math import prod

from tunelint.libraries.common.space_size import steps_between
from tunelint.libraries.optuna.samplers import Sampler
from tunelint.libraries.optuna.trials import Run
from tunelint.model.facts import Fact, Known
from tunelint.model.space import Hyperparameter


def draws(
    samplers: tuple[Sampler, ...],
    runs: tuple[Run, ...],
    budget: Fact,
    hyperparameters: tuple[Hyperparameter, ...],
) -> bool | None:
    """Whether the samplers draw at random, as the runs use them; None where not known."""
    answers = {_draws(sampler, runs, budget, hyperparameters) for sampler in samplers}
    return answers.pop() if len(answers) == 1 else None


def _draws(
    sampler: Sampler,
    runs: tuple[Run, ...],
    budget: Fact,
    hyperparameters: tuple[Hyperparameter, ...],
) -> bool | None:
    if sampler.own is not None:
        return True
    match sampler.name:
        case "":
            return None
        case "GridSampler":
            return False
        case "BruteForceSampler":
            return _cut_short(runs, budget, hyperparameters)
    return True


def _cut_short(
    runs: tuple[Run, ...], budget: Fact, hyperparameters: tuple[Hyperparameter, ...]
) -> bool | None:
    """Whether a search that tries everything in random order ends before it has."""
    unlimited = [
        run.fact(name).always(lambda limit: limit is None)
        for run in runs
        for name in ("n_trials", "timeout")
    ]
    if unlimited and all(unlimited):
        return False
    sizes = [_size(each) for each in hyperparameters]
    if not sizes or None in sizes or not isinstance(budget, Known):
        return None
    whole = prod(size for size in sizes if size is not None)
    return bool(budget.always(lambda trials: trials < whole))


def _size(hyperparameter: Hyperparameter) -> int | None:
    """How many values a hyperparameter can have."""
    if hyperparameter.kind == "choice":
        return len(hyperparameter.options) if hyperparameter.options is not None else None
    low, high = hyperparameter.low.value, hyperparameter.high.value
    step = hyperparameter.step.value or (1 if hyperparameter.kind == "int" else None)
    if not isinstance(step, int | float) or not all(
        isinstance(n, int | float) for n in (low, high)
    ):
        return None
    span = steps_between(low, high, step)
    return int(span) + 1 if span is not None else None
