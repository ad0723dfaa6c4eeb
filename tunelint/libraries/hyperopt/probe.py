"""A Hyperopt search, alive: `fmin` runs as it is written, and each evaluation is stood in for.

Observed with Hyperopt 0.3.0: whatever starts a search (`fmin`, a `Trials` object's own) evaluates
each trial through `Domain.evaluate`, under `FMinIter.exhaust`; TPE leaves its start-up to
`rand.suggest`. `fmin` goes on until its trials, old ones included, are `max_evals`.
"""

from __future__ import annotations

import functools
import importlib
import inspect
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from tunelint.lab.answers import Trial
from tunelint.lab.plain_values import Configuration, Value, made_up_score, number, plain
from tunelint.lab.probe_api import Bench, Call, NotThisSearch, TrialNotes
from tunelint.libraries.hyperopt.points import labels_of

_STARTUP = 20
_MOST = 500


def install(hyperopt: ModuleType, bench: Bench) -> None:
    """Keep the searches that are met on the way under the caps."""
    loop = _module("hyperopt.fmin").FMinIter
    exhaust = loop.exhaust

    def capped(self: Any) -> Any:
        if bench.caps.trials is not None:
            # Points that wait are evaluated all together, and only once something is proposed.
            waiting = sum(one["state"] == 0 for one in self.trials._dynamic_trials)
            more = max(bench.caps.trials - waiting, 1)
            self.max_evals = min(self.max_evals, len(self.trials) + more)
        return exhaust(self)

    loop.exhaust = capped


def open_search(call: Call, bench: Bench) -> HyperoptSearch:
    """The search that ``fmin(…)`` or ``trials.fmin(…)`` starts. Raises NotThisSearch."""
    written = getattr(call.function, "func", call.function)
    if getattr(written, "__name__", "") != "fmin":
        raise NotThisSearch("this call is not fmin")
    given = inspect.signature(call.function).bind(*call.arguments, **call.keywords)
    given.apply_defaults()
    trials = given.arguments.get("trials")
    if trials is None:
        trials = getattr(call.function, "__self__", None)
    if getattr(trials, "asynchronous", False):
        raise NotThisSearch(f"its trials run elsewhere ({type(trials).__name__})")
    return HyperoptSearch(call, given, trials, bench)


class HyperoptSearch:
    """One call of `fmin`; `raised` is the exception that ended it, when it was run."""

    def __init__(
        self, call: Call, given: inspect.BoundArguments, trials: Any, bench: Bench
    ) -> None:
        self._call = call
        self._given = given.arguments
        self._trials = trials
        self._bench = bench
        self._domain = _domain(self._given)
        self._labels = labels_of(self._domain.expr)
        self.returned: Any = None
        self.raised: Exception | None = None

    def facts(self) -> Mapping[str, Value]:
        """Budget, start-up, trials that are there already, how many points are given first.

        The options of every choice are there, too, as a list in JSON.
        """
        algorithm = self._given["algo"]
        kind = _module_of(algorithm)
        return {
            "budget": self._given["max_evals"],
            "startup": _startup(algorithm) if kind == "hyperopt.tpe" else None,
            "trials": self._known(),
            "direction": "min",
            "algorithm": kind.rpartition(".")[2],
            "points": len(self._points()),
            "sampler": _spoken_generator(self._given.get("rstate")),
            **{
                f"options of {label}": json.dumps(options)
                for label, options in self._labels.listed.items()
            },
        }

    def propose(self, count: int) -> list[Trial]:
        """What `fmin` evaluates, each answered with a made-up score."""
        proposed: list[Trial] = []
        random: set[int] = set()
        points = self._points()
        modelled = _module_of(self._given["algo"]) == "hyperopt.tpe"

        def evaluate(_: Any, config: Any, ctrl: Any, attach_attachments: bool = True) -> Any:
            configuration = self._labels.spoken(_values(ctrl.current_trial) or config)
            score = made_up_score(configuration)
            facts: dict[str, Value] = {}
            if any(_same(point, config) for point in points):
                facts["by"] = "given"
            elif modelled:
                facts["by"] = "random" if ctrl.current_trial["tid"] in random else "model"
            proposed.append(Trial(configuration, score=score, facts=facts))
            return {"loss": score, "status": "ok"}

        with self._bench.at_most(count), _evaluating(evaluate), _noting_random(random):
            # Made-up scores must not end the search early.
            self.returned = self._start(timeout=None, loss_threshold=None, early_stop_fn=None)
        return proposed[:count]

    def attempt(self, configuration: Configuration, seed: int | None) -> Trial:
        """Evaluate one configuration as `fmin` would."""
        fmin, base = _module("hyperopt.fmin"), _module("hyperopt.base")
        with self._bench.trial(configuration, seed) as notes:
            raw = self._labels.raw(configuration)
            trials = base.Trials()
            trials.insert_trial_docs([fmin.generate_trial(0, raw)])
            trials.refresh()
            ctrl = base.Ctrl(trials, current_trial=trials.trials[0])
            _take(notes, self._domain.evaluate(raw, ctrl))
        return notes.as_trial()

    def run(self, cap: int | None) -> list[Trial]:
        """Let `fmin` search; the trials that this call evaluated."""
        ran: list[Trial] = []
        original = _module("hyperopt.base").Domain.evaluate

        def evaluate(domain: Any, config: Any, ctrl: Any, attach_attachments: bool = True) -> Any:
            evaluation = functools.partial(original, domain, config, ctrl, attach_attachments)
            return self._bench.evaluated(ran, self._labels.spoken(config), evaluation, _take)

        with self._bench.at_most(cap), _evaluating(evaluate):
            try:
                self.returned = self._call.function(*self._call.arguments, **self._call.keywords)
            except Exception as error:
                if not ran:
                    raise
                self.raised = error
        return ran

    def use_up(self, cap: int | None) -> list[Trial]:
        """The trials of this call, at most `cap` or 500: they count as run, none is trained."""
        return self.propose(_MOST if cap is None else cap)

    def draw(self, count: int) -> list[Trial]:
        """Independent draws from the space, the same ones each time."""
        base, rand = _module("hyperopt.base"), _module("hyperopt.rand")
        ids = list(range(count))
        drawn: list[dict[str, Any]] = [{} for _ in ids]
        places, values = rand.suggest_batch(ids, self._domain, base.Trials(), 0)
        for label, at in places.items():
            for position, value in zip(at, values[label], strict=True):
                drawn[position][label] = value
        return [Trial(self._labels.spoken(raw)) for raw in drawn]

    def _start(self, **changed: Any) -> Any:
        keywords = dict(self._call.keywords)
        names = list(inspect.signature(self._call.function).parameters)
        written = dict(zip(names, self._call.arguments, strict=False)) | keywords
        return self._call.function(**(written | changed))

    def _points(self) -> list[Mapping[str, Any]]:
        """The points that are to be tried first, by either way of giving them, unless tried."""
        waiting = getattr(self._trials, "_dynamic_trials", ())
        given = self._given.get("points_to_evaluate") or ()
        return [*given, *(_values(one) for one in waiting if one["state"] == 0)]

    def _known(self) -> int:
        documents = getattr(self._trials, "_dynamic_trials", ())
        return sum(one["state"] == 2 for one in documents)


def _domain(given: Mapping[str, Any]) -> Any:
    """What `fmin` makes of its function and space before it starts."""
    fmin, base = _module("hyperopt.fmin"), _module("hyperopt.base")
    function, space = given["fn"], given["space"]
    if isinstance(space, str) and space == "annotated":
        space = inspect.getfullargspec(function).annotations
        function = getattr(fmin, "__objective_fmin_wrapper")(function)
    return base.Domain(function, space, pass_expr_memo_ctrl=given["pass_expr_memo_ctrl"])


def _take(notes: TrialNotes, result: Mapping[str, Any]) -> None:
    """What an evaluation gave, as Hyperopt takes it."""
    notes.score = number(result.get("loss"))
    if result["status"] != "ok":
        notes.state, notes.error = "failed", f"the objective says status {result['status']!r}"
    elif notes.score is None:
        notes.error = f"the loss is {plain(result.get('loss'))}"


@contextmanager
def _evaluating(evaluate: Callable[..., Any]) -> Iterator[None]:
    """Let every trial be evaluated so for a while."""
    domain = _module("hyperopt.base").Domain
    written = domain.evaluate
    domain.evaluate = evaluate
    try:
        yield
    finally:
        domain.evaluate = written


@contextmanager
def _noting_random(random: set[int]) -> Iterator[None]:
    """Note the trials that random search proposes, for itself or in another algorithm's place."""
    rand = _module("hyperopt.rand")
    suggest = rand.suggest

    def noted(new_ids: Any, *args: Any, **kwargs: Any) -> Any:
        random.update(new_ids)
        return suggest(new_ids, *args, **kwargs)

    rand.suggest = noted
    try:
        yield
    finally:
        rand.suggest = suggest


def _values(document: Mapping[str, Any]) -> dict[str, Any]:
    found = document["misc"]["vals"]
    return {label: values[0] for label, values in found.items() if len(values)}


def _same(point: Mapping[str, Any], config: Mapping[str, Any]) -> bool:
    return all(label in config and bool(config[label] == point[label]) for label in point)


def _startup(algorithm: Any) -> int:
    keywords = getattr(algorithm, "keywords", None) or {}
    return int(keywords.get("n_startup_jobs", _STARTUP))


def _module_of(algorithm: Any) -> str:
    """The module of the function that proposes; TPE where none is given."""
    if algorithm is None:
        return "hyperopt.tpe"
    while hasattr(algorithm, "func"):
        algorithm = algorithm.func
    return str(getattr(algorithm, "__module__", ""))


def _spoken_generator(generator: Any) -> str | None:
    return None if generator is None else type(generator).__name__


def _module(name: str) -> Any:
    return importlib.import_module(name) if name not in sys.modules else sys.modules[name]
