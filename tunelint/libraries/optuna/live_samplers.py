"""Optuna's samplers, alive: one that suggests what it is told, and who made a proposal.

Observed with Optuna 5.0.0: a sampler is asked once a trial for all parameters it has a joint model
of (`sample_relative`) and for each of the others alone (`sample_independent`). TPE draws the
latter from its own `_random_sampler` during the start-up and with `_sample` after it; the genetic
samplers give nothing in `sample_relative` to the first generation.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from tunelint.lab.plain_values import Configuration, Value, plain

MODELLING = frozenset(
    {"TPESampler", "CmaEsSampler", "GPSampler", "NSGAIISampler", "NSGAIIISampler", "BoTorchSampler"}
)


class Given:
    """Suggests the values of a configuration; what it does not name is drawn, the same each time.

    It has the methods that Optuna calls, and needs no base class.
    """

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        samplers: Any = importlib.import_module("optuna.samplers")
        self._others = samplers.RandomSampler(seed=0)

    def infer_relative_search_space(self, study: Any, trial: Any) -> dict[str, Any]:
        """Nothing is suggested together."""
        return {}

    def sample_relative(self, study: Any, trial: Any, search_space: Any) -> dict[str, Any]:
        """Nothing is suggested together."""
        return {}

    def sample_independent(self, study: Any, trial: Any, param_name: str, distribution: Any) -> Any:
        """The configuration's value. Raises ValueError where the declaration has no such value."""
        if param_name not in self._configuration:
            return self._others.sample_independent(study, trial, param_name, distribution)
        return _as_declared(param_name, self._configuration[param_name], distribution)

    def before_trial(self, study: Any, trial: Any) -> None:
        """Nothing to prepare."""

    def after_trial(self, study: Any, trial: Any, state: Any, values: Any) -> None:
        """Nothing to learn."""

    def reseed_rng(self) -> None:
        """Nothing that threads would share."""


def _as_declared(name: str, value: Value, distribution: Any) -> Any:
    choices = getattr(distribution, "choices", None)
    if choices is None:
        return value
    for choice in choices:
        told = plain(choice)
        if type(told) is type(value) and told == value:
            return choice
    raise ValueError(f"{name} has no option {value!r}")


def is_modelling(sampler: Any) -> bool:
    """Whether the sampler proposes from a model once it has seen enough trials."""
    return type(_innermost(sampler)).__name__ in MODELLING


def startup_of(sampler: Any) -> int | None:
    """How many trials, or how large a first generation, are random before a model is used."""
    inner = _innermost(sampler)
    if not is_modelling(inner):
        return None
    found = getattr(inner, "_n_startup_trials", getattr(inner, "_population_size", None))
    return found if isinstance(found, int) else None


@contextmanager
def noting_model(sampler: Any) -> Iterator[set[int]]:
    """The ids of the trials for which the sampler asked its model, inside."""
    modelled: set[int] = set()
    inner = _innermost(sampler)
    written: dict[str, Any] = {}
    if is_modelling(inner):
        names = [name for name in ("sample_relative", "_sample") if hasattr(inner, name)]
        written = {name: getattr(inner, name) for name in names}

        def noted(ask: Any) -> Any:
            def asked(study: Any, trial: Any, *args: Any, **kwargs: Any) -> Any:
                found = ask(study, trial, *args, **kwargs)
                if found:
                    modelled.add(trial._trial_id)
                return found

            return asked

        for name, ask in written.items():
            setattr(inner, name, noted(ask))
    try:
        yield modelled
    finally:
        for name in written:
            delattr(inner, name)


def _innermost(sampler: Any) -> Any:
    """The sampler that proposes, inside one that holds some parameters fixed."""
    while hasattr(sampler, "_base_sampler"):
        sampler = sampler._base_sampler
    return sampler


def drawn(distributions: Mapping[str, Any], count: int) -> Iterator[dict[str, Any]]:
    """Independent random values of every declaration, the same ones each time."""
    samplers: Any = importlib.import_module("optuna.samplers")
    sampler = samplers.RandomSampler(seed=0)
    for _ in range(count):
        yield {
            name: sampler.sample_independent(None, None, name, distribution)
            for name, distribution in distributions.items()
        }


@contextmanager
def stoppable(study: Any) -> Iterator[None]:
    """Let the sampler stop the study, as a grid's does that is used up, although none runs it."""
    state = study._thread_local
    before, state.in_optimize_loop, study._stop_flag = state.in_optimize_loop, True, False
    try:
        yield
    finally:
        state.in_optimize_loop = before


def preset_facts(trial: Any, sampler: Any) -> dict[str, Value]:
    """What becomes of the values that a finished trial was given by name.

    ``outside`` are the names whose declarations do not draw them, ``dropped`` those that an
    enqueued point names in vain, one a line.
    """
    point = trial.system_attrs.get("fixed_params", {})
    given = {**_grid_values(trial, sampler), **point}
    outside = [
        name
        for name, distribution in trial.distributions.items()
        if name in given and not distribution.single() and not _draws(distribution, given[name])
    ]
    dropped = [str(name) for name in point if name not in trial.params]
    found = {"outside": "\n".join(outside), "dropped": "\n".join(dropped)}
    return {fact: names for fact, names in found.items() if names}


def _grid_values(trial: Any, sampler: Any) -> dict[str, Any]:
    grid = trial.system_attrs.get("grid_id")
    if grid is None or not hasattr(sampler, "_all_grids"):
        return {}
    return dict(zip(sampler._param_names, sampler._all_grids[grid], strict=False))


def _draws(distribution: Any, value: Any) -> bool:
    try:
        return bool(distribution._contains(distribution.to_internal_repr(value)))
    except ValueError:
        return False
