"""scikit-optimize's searches, alive: minimisers, optimizers that are asked, and BayesSearchCV.

Observed with scikit-optimize 0.10.2: every minimiser ends in `base_minimize`, which asks, calls the
objective and tells, one point after the other; a callback that returns True ends it.
"""

from __future__ import annotations

import functools
import importlib
import inspect
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

from tunelint.lab.answers import Trial
from tunelint.lab.plain_values import Value
from tunelint.lab.probe_api import Bench, Call, LiveSearch
from tunelint.libraries.scikit_learn.cross_validated.probe import CrossValidatedSearch
from tunelint.libraries.scikit_optimize.points_probe import Points
from tunelint.libraries.scikit_optimize.running_probe import AskedSearch, MinimisedSearch, stopping

_MINIMISERS = ("base", "gp", "forest", "gbrt", "dummy")


def install(skopt: ModuleType, bench: Bench) -> None:
    """Keep the searches that are met on the way under the caps."""
    minimise = _capped_minimiser(_module("skopt.optimizer.base").base_minimize, bench)
    for name in _MINIMISERS:
        module = _module(f"skopt.optimizer.{name}")
        if hasattr(module, "base_minimize"):
            module.base_minimize = minimise
    optimizer = _module("skopt.optimizer.optimizer").Optimizer
    optimizer.run = _capped_run(optimizer.run, bench)


def open_search(call: Call, bench: Bench) -> LiveSearch:
    """The search that a minimiser, an optimizer's method or ``search.fit`` starts.

    Raises NotThisSearch.
    """
    optimizer = _module("skopt.optimizer.optimizer").Optimizer
    if isinstance(call.owner, optimizer):
        return AskedSearch(call, bench)
    if call.owner is None and _takes_objective(call.function):
        return MinimisedSearch(call, bench)
    base = _module("sklearn.model_selection._search").BaseSearchCV
    return BayesSearch(base, call, bench)


class BayesSearch(CrossValidatedSearch):
    """One `BayesSearchCV`; of several subspaces each has a budget and a start of its own."""

    def facts(self) -> Mapping[str, Value]:
        return {**super().facts(), "startup": self._startup()}

    def budget(self) -> int | None:
        return sum(rounds for _, rounds in self._subspaces())

    def said_of(self, parameters: Mapping[str, Any], position: int) -> dict[str, Value]:
        for _, rounds in self._subspaces():
            if position < rounds:
                break
            position -= rounds
        return {"by": "random" if position < self._startup() else "model"}

    def draw(self, count: int) -> list[Trial]:
        """Draws from the dimensions, subspace by subspace in turn."""
        subspaces = [space for space, _ in self._subspaces()]
        trials = []
        for position in range(count):
            space = subspaces[position % len(subspaces)]
            names = sorted(space)
            point = Points([space[name] for name in names], names).drawn(position)
            trials.append(Trial(self.remembered(dict(zip(names, point, strict=True)))))
        return trials

    def _startup(self) -> int:
        given = dict(self.search.optimizer_kwargs or {})
        return int(given.get("n_initial_points", 10))

    def _subspaces(self) -> list[tuple[Mapping[str, Any], int]]:
        spaces = self.search.search_spaces
        listed = spaces if isinstance(spaces, list) else [spaces]
        return [
            (each[0], int(each[1])) if isinstance(each, tuple) else (each, int(self.search.n_iter))
            for each in listed
        ]


def _capped_minimiser(minimise: Callable[..., Any], bench: Bench) -> Callable[..., Any]:
    signature = inspect.signature(minimise)

    @functools.wraps(minimise)
    def capped(*args: Any, **kwargs: Any) -> Any:
        if bench.caps.trials is None:
            return minimise(*args, **kwargs)
        given = signature.bind(*args, **kwargs)
        given.arguments["callback"] = stopping(bench.caps.trials, given.arguments)
        return minimise(*given.args, **given.kwargs)

    return capped


def _capped_run(run: Callable[..., Any], bench: Bench) -> Callable[..., Any]:
    @functools.wraps(run)
    def capped(self: Any, func: Any, n_iter: int = 1) -> Any:
        cap = bench.caps.trials
        return run(self, func, n_iter if cap is None else min(n_iter, cap))

    return capped


def _takes_objective(function: Callable[..., Any]) -> bool:
    try:
        parameters = inspect.signature(function).parameters
    except (TypeError, ValueError):
        return False
    return {"func", "dimensions"} <= set(parameters)


def _module(name: str) -> Any:
    return importlib.import_module(name)
