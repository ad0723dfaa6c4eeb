"""A search by ``BayesianOptimization``, alive: its objective is called with points, or left out.

Observed with bayesian-optimization 3.4.0: ``maximize`` takes the points that wait in the queue,
given ones before random ones, then as many as asked for from ``suggest``; each goes through
``TargetSpace.probe``, which leaves out the objective where the point is known already.
"""

from __future__ import annotations

import functools
import importlib
import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from tunelint.lab.answers import Trial
from tunelint.lab.plain_values import Configuration, Value, made_up_score, number, plain
from tunelint.lab.probe_api import Bench, Call, NotThisSearch, TrialNotes

Objective = Callable[..., Any]

_ASKED = "there is no experiment for trials that the script's own loop runs"


def install(bayes_opt: ModuleType, bench: Bench) -> None:
    """Keep the searches that are met on the way under the caps."""
    optimizer = bayes_opt.BayesianOptimization
    maximize = optimizer.maximize
    signature = inspect.signature(maximize)

    @functools.wraps(maximize)
    def capped(self: Any, *args: Any, **kwargs: Any) -> Any:
        if bench.caps.trials is None:
            return maximize(self, *args, **kwargs)
        try:
            given = signature.bind(self, *args, **kwargs)
        except TypeError:
            return maximize(self, *args, **kwargs)  # it says so in its own words
        given.apply_defaults()
        random, modelled = given.arguments["init_points"], given.arguments["n_iter"]
        random = min(_random(self, random), max(0, bench.caps.trials - len(self._queue)))
        modelled = min(modelled, max(0, bench.caps.trials - len(self._queue) - random))
        return maximize(self, random, modelled)

    optimizer.maximize = capped


def open_search(call: Call, bench: Bench) -> LiveOptimization:
    """The search that ``maximize`` starts, or the first ``suggest``. Raises NotThisSearch."""
    optimizer = importlib.import_module("bayes_opt").BayesianOptimization
    method = getattr(call.function, "__name__", "")
    if not isinstance(call.owner, optimizer) or method not in ("maximize", "suggest"):
        raise NotThisSearch("what is called here starts no search of bayes_opt")
    return LiveOptimization(call, bench, asked=method == "suggest")


class LiveOptimization:
    """One optimizer; `raised` is the exception that ended it, when it was run."""

    def __init__(self, call: Call, bench: Bench, asked: bool) -> None:
        self._optimizer = call.owner
        self._space = call.owner.space
        self._bench = bench
        self._asked = asked
        self._maximize = functools.partial(call.function, *call.arguments, **call.keywords)
        self._objective: Objective | None = None if asked else self._space.target_func
        self._given = len(call.owner._queue)
        self._random = self._modelled = 0
        if not asked:
            given = inspect.signature(call.function).bind(*call.arguments, **call.keywords)
            given.apply_defaults()
            self._random = _random(call.owner, given.arguments["init_points"])
            self._modelled = given.arguments["n_iter"]
        self.returned: Any = None
        self.raised: Exception | None = None

    def facts(self) -> Mapping[str, Value]:
        """Budget, the number of random points, and of those known already; scores are maximised."""
        whole = self._given + self._random + self._modelled
        return {
            "seed": None,
            "budget": None if self._asked else whole,
            "asked": self._asked,
            "startup": 1 if self._asked else self._given + self._random,
            "direction": "max",
            "trials": len(self._space),
        }

    def propose(self, count: int) -> list[Trial]:
        """The points that are tried next, each answered with a made-up score."""
        trials: list[Trial] = []

        def answer(**point: Any) -> float:
            configuration = _configuration(point)
            score = made_up_score(configuration)
            by = "given" if len(trials) < self._given else "model" if suggested else "random"
            trials.append(Trial(configuration, score=score, facts={"by": by}))
            return score

        # The search trains a model of its own, which is none of the trial's.
        with self._bench.own_models(), self._calling(answer), self._noting_model() as suggested:
            if self._asked:
                self._ask(count)
            else:
                with self._bench.at_most(count):
                    self._maximize()
        return trials[:count]

    def draw(self, count: int) -> list[Trial]:
        """Independent draws from the bounds, the same ones each time."""
        drawn = (self._space.random_sample(random_state=position) for position in range(count))
        return [Trial(_configuration(self._space.array_to_params(each))) for each in drawn]

    def attempt(self, configuration: Configuration, seed: int | None) -> Trial:
        """Call the objective with one point, in the types of the optimizer."""
        objective = self._its_objective()
        point = {name: self._typed(name, value) for name, value in configuration.items()}
        with self._bench.trial(configuration, seed) as notes:
            notes.score = number(objective(**point))
        return notes.as_trial()

    def run(self, cap: int | None) -> list[Trial]:
        """Run the search; the points that it tried."""
        objective = self._its_objective()
        trials: list[Trial] = []

        def tried(**point: Any) -> Any:
            evaluate = functools.partial(objective, **point)
            return self._bench.evaluated(trials, _configuration(point), evaluate, _take)

        with self._bench.at_most(cap), self._calling(tried):
            try:
                self.returned = self._maximize()
            except Exception as error:
                if not trials:
                    raise
                self.raised = error
        return trials

    def _ask(self, count: int) -> None:
        """Ask and tell; a point that is known already, which would be refused, is told no more."""
        for _ in range(count):
            self._space.probe(self._optimizer.suggest())

    def _its_objective(self) -> Objective:
        if self._objective is None:
            raise NotThisSearch(_ASKED)
        return self._objective

    @contextmanager
    def _calling(self, objective: Objective) -> Iterator[None]:
        """Let the search call another objective for a while."""
        written, self._space.target_func = self._space.target_func, objective
        try:
            yield
        finally:
            self._space.target_func = written

    @contextmanager
    def _noting_model(self) -> Iterator[list[bool]]:
        """A list that gets an item whenever the model, and not chance, makes a proposal."""
        suggested: list[bool] = []
        suggest = self._optimizer.suggest

        def noted() -> Any:
            if len(self._space):
                suggested.append(True)
            return suggest()

        self._optimizer.suggest = noted
        try:
            yield suggested
        finally:
            del self._optimizer.suggest

    def _typed(self, name: str, value: Value) -> Any:
        """A plain value as the optimizer would hand it over."""
        parameter = self._space.params_config[name]
        categories = getattr(parameter, "categories", None)
        if categories is not None:
            return next((each for each in categories if plain(each) == value), value)
        return parameter.to_param(importlib.import_module("numpy").asarray([value], dtype=float))


def _random(optimizer: Any, init_points: int) -> int:
    """How many random points are tried: one at least where there is nothing to start from."""
    nothing = not optimizer._queue and len(optimizer.space) == 0
    return max(init_points, 1) if nothing else init_points


def _configuration(point: Mapping[str, Any]) -> dict[str, Value]:
    return {name: plain(value) for name, value in point.items()}


def _take(notes: TrialNotes, value: Any) -> None:
    notes.score = number(value)
