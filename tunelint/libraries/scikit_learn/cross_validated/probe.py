"""A cross-validated search, alive: ``…SearchCV.fit`` is taken over where it evaluates candidates.

The search itself does everything else: it splits, scores and proposes as it stands. Observed with
scikit-learn 1.9.1 and scikit-optimize 0.10.2: `fit` hands `_run_search` a function that evaluates
candidates and returns what `cv_results_` will hold. A trial runs in this process, whatever `n_jobs`
says, and raises where `error_score` would put a number in its place.
"""

from __future__ import annotations

import functools
import importlib
import inspect
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from tunelint.lab.answers import Trial
from tunelint.lab.plain_values import (
    Configuration,
    Value,
    made_up_score,
    number,
    plain,
    plain_configuration,
)
from tunelint.lab.probe_api import Bench, Call, NotThisSearch

Evaluate = Callable[..., Any]
Instead = Callable[[Any, Callable[..., Any], Evaluate], Any]

_UNCAPPED = "__without_caps_of_tunelint__"


class _Enough(BaseException):
    """Ends a search from inside, past every handler of exceptions around it."""


def cap_searches(base: Any, bench: Bench) -> None:
    """Keep the searches that are met on the way under the caps; `base` is `BaseSearchCV`."""
    fit = base.fit

    @functools.wraps(fit)
    def capped(self: Any, *args: Any, **kwargs: Any) -> Any:
        with _capped(self, bench):
            return fit(self, *args, **kwargs)

    setattr(capped, _UNCAPPED, fit)
    base.fit = capped


class CrossValidatedSearch:
    """The search that a call starts: its own `fit`, that of a pipeline, or a nested one's."""

    def __init__(self, base: Any, call: Call, bench: Bench) -> None:
        found = _search_in(base, call)
        if found is None:
            raise NotThisSearch("this call starts no cross-validated search")
        self.search = found
        self._base = base
        self._call = call
        self._bench = bench
        self._raw: dict[tuple[tuple[str, Value], ...], dict[str, Any]] = {}
        self.returned: Any = None

    def facts(self) -> Mapping[str, Value]:
        """Seed, budget, scoring; scores are maximised."""
        search = self.search
        return {
            "seed": plain(getattr(search, "random_state", None)),
            "budget": self.budget(),
            "direction": "max",
            "scoring": plain(search.scoring),
            "refit": plain(search.refit),
            "n_jobs": plain(search.n_jobs),
            "trials": 0,
        }

    def budget(self) -> int | None:
        """The number of configurations that the search tries."""
        grid = getattr(self.search, "param_grid", None)
        if grid is not None:
            dictionaries = [grid] if isinstance(grid, Mapping) else list(grid)
            return sum(_size(each) for each in dictionaries)
        for name in ("n_iter", "n_candidates"):
            if isinstance(getattr(self.search, name, None), int):
                return int(getattr(self.search, name))
        return None

    def propose(self, count: int) -> list[Trial]:
        """The candidates in their order; of successive halving those of the first round."""
        trials: list[Trial] = []
        asked: list[tuple[dict[str, Any], float, dict[str, Any]]] = []

        def made_up(
            candidates: Iterable[Any],
            cv: Any = None,
            more_results: Mapping[str, Any] | None = None,
            callback_ctx: Any = None,
        ) -> dict[str, Any]:
            listed = [dict(one) for one in candidates]
            for position, parameters in enumerate(listed):
                more = {name: values[position] for name, values in (more_results or {}).items()}
                configuration = self.remembered(parameters)
                score = made_up_score(configuration)
                asked.append((parameters, score, more))
                if not more.get("iter"):
                    facts = self.said_of(parameters, len(trials))
                    trials.append(Trial(configuration, score=score, facts=facts))
                if len(trials) >= count:
                    raise _Enough
            return self._results(asked)

        # Nothing is trained; a training around the search is no reason to stop.
        with self._bench.own_models():
            self._inside(lambda search, run, evaluate: run(made_up))
        return trials

    def draw(self, count: int) -> list[Trial]:
        """Independent draws: of a random search all its candidates are, of a grid none."""
        space = getattr(self.search, "param_distributions", None)
        if space is None:
            return self.propose(count)
        import numpy

        random = numpy.random.RandomState(0)
        dictionaries = [space] if isinstance(space, Mapping) else list(space)
        return [
            Trial(self.remembered(_drawn(dictionaries[position % len(dictionaries)], random)))
            for position in range(count)
        ]

    def attempt(self, configuration: Configuration, seed: int | None) -> Trial:
        """Cross-validate one configuration, as the search would."""
        parameters = self.raw(configuration)
        found: list[dict[str, Any]] = []

        def one(search: Any, run: Callable[..., Any], evaluate: Evaluate) -> None:
            found.append(evaluate([parameters]))
            raise _Enough

        with self._bench.trial(configuration, seed) as notes:
            self._inside(one, raising=True)
            if found:
                notes.score = number(found[0][self._score_name(found[0])][-1])
                notes.facts = self._by_fold(found[0])
        return notes.as_trial()

    def run(self, cap: int | None) -> list[Trial]:
        """Let the search run; the candidates that it evaluated, in their order."""
        ran: list[Any] = []

        def as_it_stands(search: Any, run: Callable[..., Any], evaluate: Evaluate) -> Any:
            ran.append(search)
            return _run_capped(search, run, evaluate, cap)

        self.returned = self._inside(as_it_stands, once=False)
        return [trial for search in ran[:1] for trial in self._ran(search)]

    def remembered(self, parameters: Mapping[str, Any]) -> dict[str, Value]:
        """A candidate as plain values; the candidate itself is found again by them."""
        configuration = plain_configuration(parameters)
        self._raw[_key(configuration)] = dict(parameters)
        return configuration

    def raw(self, configuration: Configuration) -> dict[str, Any]:
        """The candidate that a configuration means: with the values of the space themselves."""
        known = self._raw.get(_key(configuration))
        if known is not None:
            return known
        return {name: self._value(name, value) for name, value in configuration.items()}

    def said_of(self, parameters: Mapping[str, Any], position: int) -> dict[str, Value]:
        """What the search says of a proposal."""
        return {}

    def _value(self, name: str, value: Value) -> Any:
        """The listed value of the space that is worth the same."""
        for listed in _listed(self.search, name):
            if plain(listed) == value and type(plain(listed)) is type(value):
                return listed
        return value

    def _inside(self, instead: Instead, *, once: bool = True, raising: bool = False) -> Any:
        """Start the call; where the search would run its candidates, `instead` is called.

        It is given the search, what the search would do (told how to evaluate), and how it would
        evaluate. With `once` the call ends when `instead` has returned.
        """
        standing = self._base.fit
        fit = getattr(standing, _UNCAPPED, standing)

        def taken(search: Any, *args: Any, **kwargs: Any) -> Any:
            with _replaced(search, instead, self._bench, once, raising):
                return fit(search, *args, **kwargs)

        function, owner = self._call.function, self._call.owner
        self._base.fit = taken
        try:
            # A bound method holds the `fit` that stood there when it was looked up.
            name = getattr(function, "__name__", "")
            started = getattr(owner, name, function) if owner is not None else function
            return started(*self._call.arguments, **self._call.keywords)
        except _Enough:
            return None
        finally:
            self._base.fit = standing

    def _results(self, asked: list[tuple[dict[str, Any], float, dict[str, Any]]]) -> dict[str, Any]:
        """What an evaluation of all candidates so far would have given back."""
        import numpy

        scores = numpy.asarray([score for _, score, _ in asked])
        names = {"score"} | ({self.search.refit} if isinstance(self.search.refit, str) else set())
        more = {name for _, _, facts in asked for name in facts}
        return {
            "params": [parameters for parameters, _, _ in asked],
            **{f"mean_test_{name}": scores for name in names},
            **{name: numpy.asarray([facts.get(name) for _, _, facts in asked]) for name in more},
        }

    def _score_name(self, results: Mapping[str, Any]) -> str:
        """The column by which the search compares its candidates."""
        names = [f"mean_test_{self.search.refit}", "mean_test_score"]
        found = [name for name in results if str(name).startswith("mean_test_")]
        return next((name for name in names if name in results), found[0] if found else names[1])

    def _by_fold(self, results: Mapping[str, Any]) -> dict[str, Value]:
        """The score of each fold."""
        column = self._score_name(results).removeprefix("mean_")
        folds = itertools.takewhile(
            lambda name: name in results, (f"split{fold}_{column}" for fold in itertools.count())
        )
        return {name.split("_")[0]: number(results[name][-1]) for name in folds}

    def _ran(self, search: Any) -> Iterator[Trial]:
        results = getattr(search, "cv_results_", None)
        if results is None:
            return
        scores = results[self._score_name(results)]
        for parameters, value in zip(results["params"], scores, strict=True):
            score = number(value)
            state = "complete" if score is not None else "failed"
            yield Trial(self.remembered(parameters), state, score)


@contextmanager
def _replaced(
    search: Any, instead: Instead, bench: Bench, once: bool = False, raising: bool = False
) -> Iterator[None]:
    """Let `instead` stand where the search runs its candidates."""
    own, before = search._run_search, vars(search).get("_run_search")
    takes_context = "callback_ctx" in inspect.signature(own).parameters

    def taken(evaluate_candidates: Evaluate, callback_ctx: Any = None) -> Any:
        context = {"callback_ctx": callback_ctx} if takes_context and callback_ctx else {}
        value = instead(search, lambda evaluate: own(evaluate, **context), evaluate_candidates)
        if once:
            raise _Enough
        return value

    jobs, errors = search.n_jobs, search.error_score
    search._run_search = taken
    if bench.stays_here(importlib.import_module("joblib").effective_n_jobs(jobs)):
        search.n_jobs = 1
    if raising:
        search.error_score = "raise"
    try:
        yield
    finally:
        search.n_jobs, search.error_score = jobs, errors
        if before is None:
            del search._run_search
        else:
            search._run_search = before


@contextmanager
def _capped(search: Any, bench: Bench) -> Iterator[None]:
    """A search that tries few candidates."""

    def capped(search: Any, run: Callable[..., Any], evaluate: Evaluate) -> Any:
        return _run_capped(search, run, evaluate, bench.caps.trials)

    with _replaced(search, capped, bench):
        yield


def _run_capped(search: Any, run: Callable[..., Any], evaluate: Evaluate, cap: int | None) -> Any:
    """Run the first `cap` candidates only, of successive halving in each round."""
    if cap is None:
        return run(evaluate)

    def first(
        candidates: Iterable[Any],
        cv: Any = None,
        more_results: Mapping[str, Any] | None = None,
        **context: Any,
    ) -> Any:
        more = {name: list(each)[:cap] for name, each in (more_results or {}).items()}
        given = {"more_results": more} if more else {}
        return evaluate(list(itertools.islice(candidates, cap)), cv, **given, **context)

    with _fewer_rounds(search, cap):
        return run(first)


@contextmanager
def _fewer_rounds(search: Any, cap: int) -> Iterator[None]:
    """A search that asks for its candidates one by one (BayesSearchCV) asks `cap` times."""
    spaces = getattr(search, "search_spaces", None)
    if spaces is None:
        yield
        return
    rounds = search.n_iter
    listed = spaces if isinstance(spaces, list) else None
    search.n_iter = min(rounds, cap)
    if listed is not None:
        search.search_spaces = [
            (each[0], min(each[1], cap)) if isinstance(each, tuple) else each for each in listed
        ]
    try:
        yield
    finally:
        search.n_iter, search.search_spaces = rounds, spaces


def _search_in(base: Any, call: Call) -> Any:
    """The search that is called, or that is part of what is called or handed over."""
    for value in (call.owner, *call.arguments, *call.keywords.values()):
        if isinstance(value, base):
            return value
        if hasattr(value, "get_params") and not isinstance(value, type):
            parts = value.get_params(deep=True).values()
            found = next((part for part in parts if isinstance(part, base)), None)
            if found is not None:
                return found
    return None


def _listed(search: Any, name: str) -> Iterator[Any]:
    """The values that the space lists for a parameter."""
    for space in ("param_grid", "param_distributions", "search_spaces"):
        found = getattr(search, space, None) or ()
        for part in [found] if isinstance(found, Mapping) else list(found):
            values = (part[0] if isinstance(part, tuple) else part).get(name, ())
            values = getattr(values, "categories", values)
            if not hasattr(values, "rvs") and hasattr(values, "__iter__"):
                yield from values


def _drawn(space: Mapping[str, Any], random: Any) -> dict[str, Any]:
    """One draw, made as `ParameterSampler` makes it."""
    return {
        name: values.rvs(random_state=random)
        if hasattr(values, "rvs")
        else values[random.randint(len(values))]
        for name, values in sorted(space.items())
    }


def _size(grid: Mapping[str, Any]) -> int:
    size = 1
    for values in grid.values():
        size *= len(values)
    return size


def _key(configuration: Configuration) -> tuple[tuple[str, Value], ...]:
    return tuple(sorted(configuration.items()))
