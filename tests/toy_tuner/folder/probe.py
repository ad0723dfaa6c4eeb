"""Toytune's search, alive."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from types import ModuleType
from typing import Any

from tunelint.lab.answers import Trial
from tunelint.lab.plain_values import Configuration, Value, plain
from tunelint.lab.probe_api import Bench, Call, LiveSearch, NotThisSearch


def install(toytune: ModuleType, bench: Bench) -> None:
    """Nothing on the way to a search has to be changed."""


def open_search(call: Call, bench: Bench) -> LiveSearch:
    """The search that a call of ``toytune.search`` starts. Raises NotThisSearch."""
    if getattr(call.function, "__module__", "") != "toytune":
        raise NotThisSearch("none of Toytune's searches")
    return _Live(call, bench)


class _Live:
    def __init__(self, call: Call, bench: Bench) -> None:
        bound = inspect.signature(call.function).bind(*call.arguments, **call.keywords)
        bound.apply_defaults()
        self._search, self._arguments, self._bench = call.function, bound.arguments, bench

    def facts(self) -> Mapping[str, Value]:
        given = self._arguments
        return {"seed": plain(given["seed"]), "budget": given["trials"], "direction": "min"}

    def propose(self, count: int) -> list[Trial]:
        trials: list[Trial] = []

        def objective(point: dict[str, Any]) -> float:
            trials.append(Trial(dict(point), score=0.0, facts={"by": "random"}))
            return 0.0

        count = min(count, self._arguments["trials"])
        self._search(**{**self._arguments, "objective": objective, "trials": count})
        return trials

    def attempt(self, configuration: Configuration, seed: int | None) -> Trial:
        with self._bench.trial(configuration, seed) as notes:
            notes.score = self._arguments["objective"](dict(configuration))
        return notes.as_trial()

    def run(self, cap: int | None) -> list[Trial]:
        return [self.attempt(one.configuration, None) for one in self.propose(cap or 10**6)]
