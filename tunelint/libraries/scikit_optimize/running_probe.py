"""Minimisers and optimizers, alive: their objective is called with points, or left out."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from typing import Any

from tunelint.lab.answers import Trial
from tunelint.lab.plain_values import Configuration, Value, made_up_score, number, plain
from tunelint.lab.probe_api import Bench, Call, NotThisSearch, TrialNotes
from tunelint.libraries.scikit_optimize.points_probe import Points

Objective = Callable[[list[Any]], Any]


class _Enough(BaseException):
    """Ends a search from inside its objective."""


def stopping(cap: int, arguments: Mapping[str, Any]) -> list[Callable[[Any], Any]]:
    """The callbacks of a call of a minimiser, and one that ends it after `cap` points."""
    given = arguments.get("callback")
    before = list(given) if isinstance(given, list | tuple) else [given] if given else []
    known = _known(arguments)
    return [*before, lambda result: len(result.x_iters) - known >= cap]


class _Live:
    """A search whose objective takes a point."""

    def __init__(self, points: Points, objective: Objective | None, bench: Bench) -> None:
        self._points = points
        self._objective = objective
        self._bench = bench
        self._per_second = False
        self.returned: Any = None

    def start(self, objective: Objective, cap: int | None, *, told: bool = False) -> Any:
        """Run the search with another objective, for `cap` points at most.

        Its callbacks are `told` of the points, or left out.
        """
        raise NotImplementedError

    def startup(self) -> int:
        """How many points are random."""
        raise NotImplementedError

    def propose(self, count: int) -> list[Trial]:
        """The points that the search asks for, each answered with a made-up score."""
        trials: list[Trial] = []
        random = self.startup()

        def answer(point: list[Any]) -> Any:
            configuration = self._points.configuration(point)
            score = made_up_score(configuration)
            by = "random" if len(trials) < random else "model"
            trials.append(Trial(configuration, score=score, facts={"by": by}))
            if len(trials) >= count:
                raise _Enough
            return (score, 1.0) if self._per_second else score

        # The search trains a model of its own, which is none of the trial's.
        with self._bench.own_models(), suppress(_Enough):
            self.start(answer, None)
        return trials

    def draw(self, count: int) -> list[Trial]:
        """Independent draws from the space."""
        return [
            Trial(self._points.configuration(self._points.drawn(position)))
            for position in range(count)
        ]

    def attempt(self, configuration: Configuration, seed: int | None) -> Trial:
        """Call the objective with one point."""
        if self._objective is None:
            raise NotThisSearch("there is no experiment for trials that the script's own loop runs")
        point = self._points.point(configuration, self._example)
        with self._bench.trial(configuration, seed) as notes:
            notes.score = self._number(self._objective(point))
        return notes.as_trial()

    def run(self, cap: int | None) -> list[Trial]:
        """Run the search; the points that it tried."""
        if self._objective is None:
            raise NotThisSearch("there is no experiment for trials that the script's own loop runs")
        objective = self._objective
        trials: list[Trial] = []

        def take(notes: TrialNotes, value: Any) -> None:
            notes.score = self._number(value)

        def tried(point: list[Any]) -> Any:
            configuration = self._points.configuration(point)
            return self._bench.evaluated(trials, configuration, partial(objective, point), take)

        self.returned = self.start(tried, cap, told=True)
        return trials

    def _example(self) -> list[Any]:
        """A point as the search hands it over."""
        found: list[list[Any]] = []

        def keep(point: list[Any]) -> Any:
            found.append(point)
            raise _Enough

        with suppress(_Enough):
            self.start(keep, None)
        return found[0]

    def _number(self, value: Any) -> float | None:
        if self._per_second and isinstance(value, tuple | list) and value:
            return number(value[0])
        return number(value)


class MinimisedSearch(_Live):
    """``gp_minimize(func, dimensions, …)`` and its like."""

    def __init__(self, call: Call, bench: Bench) -> None:
        self._call = inspect.signature(call.function).bind(*call.arguments, **call.keywords)
        self._call.apply_defaults()
        self._function = call.function
        arguments = self._arguments = self._call.arguments
        super().__init__(Points(arguments["dimensions"]), arguments["func"], bench)
        self._per_second = str(arguments.get("acq_func")).endswith("ps")

    def facts(self) -> Mapping[str, Value]:
        """Seed, budget, the number of random points; scores are minimised."""
        return {
            "seed": plain(self._arguments.get("random_state")),
            "budget": plain(self._arguments.get("n_calls")),
            "startup": self.startup(),
            "direction": "min",
            "trials": _known(self._arguments),
        }

    def startup(self) -> int:
        older = self._arguments.get("n_random_starts")
        random = self._arguments.get("n_initial_points", 10) if older is None else older
        untold = self._arguments.get("y0") is None
        return int(random or 0) + (_count(self._arguments.get("x0")) if untold else 0)

    def start(self, objective: Objective, cap: int | None, *, told: bool = False) -> Any:
        changed = {**self._arguments, "func": objective}
        if not told:
            changed["callback"] = None
        with _caps(self._bench, cap):
            return self._function(**changed)


class AskedSearch(_Live):
    """``Optimizer.run(func)``, or an optimizer that is asked and told in a loop."""

    def __init__(self, call: Call, bench: Bench) -> None:
        self._optimizer = call.owner
        self._iterations = 1
        objective = None
        if getattr(call.function, "__name__", "") == "run":
            given = inspect.signature(call.function).bind(*call.arguments, **call.keywords)
            objective = given.arguments["func"]
            self._iterations = int(given.arguments.get("n_iter", 1))
        super().__init__(Points(self._optimizer.space), objective, bench)
        self._per_second = str(self._optimizer.acq_func).endswith("ps")

    def facts(self) -> Mapping[str, Value]:
        """The number of random points that are left, and of those told already."""
        return {
            "seed": None,
            "budget": self._iterations if self._objective is not None else None,
            "asked": self._objective is None,
            "startup": self.startup(),
            "direction": "min",
            "trials": len(self._optimizer.Xi),
        }

    def startup(self) -> int:
        return max(0, int(self._optimizer._n_initial_points))

    def start(self, objective: Objective, cap: int | None, *, told: bool = False) -> Any:
        rounds = self._iterations if self._objective is not None else 10**6
        with _caps(self._bench, cap):
            return self._optimizer.run(objective, rounds if cap is None else min(rounds, cap))


@contextmanager
def _caps(bench: Bench, cap: int | None) -> Iterator[None]:
    """Let a search go on for `cap` points, whatever the caps on the way are."""
    standing = bench.caps
    bench.caps = replace(standing, trials=cap)
    try:
        yield
    finally:
        bench.caps = standing


def _known(arguments: Mapping[str, Any]) -> int:
    """How many points the search is told before it asks for any."""
    return _count(arguments.get("x0")) if arguments.get("y0") is not None else 0


def _count(points: Any) -> int:
    if points is None or len(points) == 0:
        return 0
    return len(points) if isinstance(points[0], list | tuple) else 1
