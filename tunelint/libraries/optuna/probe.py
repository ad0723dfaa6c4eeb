"""An Optuna study, alive: its sampler is asked, its objective is called one trial at a time.

Observed with Optuna 5.0.0: `study.optimize` asks (`study.ask`), calls the objective and tells the
study what came back; what is no number for each direction marks the trial failed without an
exception. With `n_jobs` other than 1 threads do so, each with a sampler seeded anew.
"""

from __future__ import annotations

import functools
import importlib
import inspect
import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from types import MethodType, ModuleType
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
from tunelint.libraries.optuna.live_samplers import (
    Given,
    drawn,
    is_modelling,
    noting_model,
    preset_facts,
    startup_of,
    stoppable,
)
from tunelint.libraries.optuna.objectives import Counts, Noted, Scores, counting, until_training

_MOST = 500
# Conditional declarations show only in some trials.
_LOOKS = 10


def install(optuna: ModuleType, bench: Bench) -> None:
    """Keep the studies that are met on the way under the caps."""
    study = _module("optuna.study").Study
    optimize = study.optimize

    @functools.wraps(optimize)
    def capped(self: Any, func: Any, n_trials: int | None = None, *args: Any, **kw: Any) -> Any:
        cap = bench.caps.trials
        most = n_trials if cap is None else cap if n_trials is None else min(n_trials, cap)
        return optimize(self, func, most, *args, **kw)

    study.optimize = capped


def open_search(call: Call, bench: Bench) -> OptunaSearch:
    """The search that ``study.optimize(…)`` or ``OptunaSearchCV.fit(…)`` starts.

    Raises NotThisSearch.
    """
    classes = {base.__name__ for base in type(call.owner).__mro__}
    if "OptunaSearchCV" in classes:
        return OptunaSearch(_inner(call), bench, outer=call)
    if "Study" not in classes:
        raise NotThisSearch("this call is not a study's optimize")
    return OptunaSearch(call, bench)


class OptunaSearch:
    """One study whose `optimize` was called, by the script or by the call `outer`.

    `raised` is the exception that ended it, when it was run.
    """

    def __init__(self, call: Call, bench: Bench, outer: Call | None = None) -> None:
        given = inspect.signature(call.function).bind(*call.arguments, **call.keywords)
        given.apply_defaults()
        self._study = call.owner
        self._objective = given.arguments["func"]
        self._given = {name: value for name, value in given.arguments.items() if name != "func"}
        self._budget: int | None = given.arguments["n_trials"]
        self._outer = outer
        self._bench = bench
        self.returned: Any = None
        self.raised: Exception | None = None

    def facts(self) -> Mapping[str, Value]:
        """What the study holds and is told: budget, start-up, directions, sampler, pruner."""
        study = self._study
        directions = [one.name.lower()[:3] for one in study.directions]
        return {
            "budget": self._budget,
            "startup": startup_of(study.sampler),
            "trials": len(study.get_trials(deepcopy=False)),
            "direction": ",".join(directions),
            "sampler": type(study.sampler).__name__,
            "pruner": type(study.pruner).__name__,
            "jobs": self._given["n_jobs"],
            "study": study.study_name,
        }

    def propose(self, count: int) -> list[Trial]:
        """What the sampler proposes, each answered with a made-up score."""
        most = count if self._budget is None else min(count, self._budget)
        with noting_model(self._study.sampler) as modelled:
            if self._given["n_jobs"] == 1:
                with stoppable(self._study):
                    return self._one_by_one(most, modelled)
            return self._side_by_side(most, modelled)

    def attempt(self, configuration: Configuration, seed: int | None) -> Trial:
        """Call the objective with exactly these suggestions, in a study of its own."""
        study = self._study_apart(Given(configuration))
        trial = study.ask()
        with self._bench.trial(configuration, seed) as notes, counting() as counts:
            try:
                returned = self._objective(trial)
            finally:
                notes.configuration = {**configuration, **plain_configuration(trial.params)}
                notes.facts |= counts.of(trial._trial_id) | _kept(study.trials[trial.number])
            found = Scores.of(returned, len(study.directions))
            notes.score, notes.error = found.first, found.error
            notes.facts |= found.facts
            if found.error:
                notes.state = "failed"
        made = notes.as_trial()
        return _as_pruned(made) if made.error.startswith("TrialPruned") else made

    def run(self, cap: int | None) -> list[Trial]:
        """Let the study optimize; the trials that it ran by this call."""
        before = {trial.number for trial in self._study.get_trials(deepcopy=False)}
        noted = Noted(self._bench, self._given["n_jobs"] == 1)
        with self._bench.at_most(cap), counting() as counts:
            try:
                self._optimize(noted.objective)
            except Exception as error:
                self.raised = error
        ran = [
            self._finished(trial, noted, counts)
            for trial in self._study.get_trials(deepcopy=False)
            if trial.number not in before and trial.state.is_finished()
        ]
        if self.raised is not None and not ran:
            raise self.raised
        return ran

    def use_up(self, cap: int | None) -> list[Trial]:
        """The trials of this call, at most `cap` or 500: they count as run, none is trained."""
        with self._bench.up_to_trainings():
            return self.propose(_MOST if cap is None else cap)

    def draw(self, count: int) -> list[Trial]:
        """Independent draws from all declarations that a few trials make, the same each time."""
        samplers = _module("optuna.samplers")
        study = self._study_apart(samplers.RandomSampler(seed=0))
        distributions: dict[str, Any] = {}
        for _ in range(_LOOKS):
            trial = study.ask()
            with self._bench.trial({}):
                self._objective(trial)
            distributions = {**trial.distributions, **distributions}
        return [Trial(plain_configuration(values)) for values in drawn(distributions, count)]

    def remember(self, known: tuple[tuple[Configuration, float], ...]) -> None:
        """Store trials with these configurations and scores, as an earlier run would have."""
        make = _module("optuna.trial").create_trial
        for configuration, score in known:
            trial = self._study_apart(Given(configuration)).ask()
            with self._bench.up_to_trainings(), self._bench.trial(configuration):
                self._objective(trial)
            stored = make(
                params=trial.params,
                distributions=trial.distributions,
                values=[score] * len(self._study.directions),
            )
            self._study.add_trial(stored)

    def _one_by_one(self, count: int, modelled: set[int]) -> list[Trial]:
        proposed: list[Trial] = []
        states = _module("optuna.trial").TrialState
        for _ in range(count):
            trial = self._study.ask()
            with self._bench.trial({}) as notes:
                self._objective(trial)
            configuration = notes.configuration = plain_configuration(trial.params)
            failed = notes.state == "failed" and not notes.error.startswith("TrialPruned")
            if failed:
                told = self._study.tell(trial, state=states.FAIL)
            else:
                told = self._study.tell(trial, self._made_up(configuration))
                notes.state, notes.error, notes.score = "proposed", "", number(told.values[0])
            notes.facts |= self._facts_of(told, modelled) | preset_facts(told, self._study.sampler)
            proposed.append(notes.as_trial())
            if self._study._stop_flag or (failed and not self._given["catch"]):
                break
        return proposed

    def _side_by_side(self, count: int, modelled: set[int]) -> list[Trial]:
        """By the study's own threads; trainings are replaced by pauses of uneven length."""
        before = {trial.number for trial in self._study.get_trials(deepcopy=False)}
        uneven = random.SystemRandom()

        def stubbed(trial: Any) -> list[float]:
            until_training(self._objective, trial)
            time.sleep(uneven.uniform(0, 0.01))
            return self._made_up(plain_configuration(trial.params))

        more = {name: value for name, value in self._given.items() if name in ("n_jobs", "catch")}
        with self._bench.at_most(count):
            type(self._study).optimize(self._study, stubbed, count, **more)
        return [
            Trial(
                plain_configuration(trial.params),
                score=number(trial.values[0]) if trial.values else None,
                facts=self._facts_of(trial, modelled),
            )
            for trial in self._study.get_trials(deepcopy=False)
            if trial.number not in before
        ]

    def _facts_of(self, trial: Any, modelled: set[int]) -> dict[str, Value]:
        """The number of a finished trial, and who proposed it."""
        facts: dict[str, Value] = {"number": trial.number}
        if "fixed_params" in trial.system_attrs:
            facts["by"] = "given"
        elif is_modelling(self._study.sampler):
            facts["by"] = "model" if trial._trial_id in modelled else "random"
        return facts

    def _made_up(self, configuration: Configuration) -> list[float]:
        """A score for each direction."""
        return [
            made_up_score({**configuration, "": place} if place else configuration)
            for place in range(len(self._study.directions))
        ]

    def _study_apart(self, sampler: Any) -> Any:
        """A study as this one is, without its trials, that keeps nothing."""
        study = _module("optuna.study").create_study(
            directions=self._study.directions, sampler=sampler, pruner=self._study.pruner
        )
        for name, value in self._study.user_attrs.items():
            study.set_user_attr(name, value)
        return study

    def _optimize(self, noted: Callable[[Any], Callable[[Any], Any]]) -> None:
        study = type(self._study)
        capped = study.optimize
        if self._outer is None:
            self.returned = capped(self._study, noted(self._objective), **self._given)
            return

        def inside(self: Any, func: Any, *args: Any, **kwargs: Any) -> Any:
            return capped(self, noted(func), *args, **kwargs)

        with _optimizing(inside):
            outer = self._outer
            self.returned = outer.function(*outer.arguments, **outer.keywords)
        self._study = getattr(self._outer.owner, "study_", self._study)

    def _finished(self, trial: Any, noted: Noted, counts: Counts) -> Trial:
        states = {"COMPLETE": "complete", "PRUNED": "pruned"}
        state = states.get(trial.state.name, "failed")
        made = noted.trial(trial.number, plain_configuration(trial.params))
        return replace(
            made,
            state=state,
            score=number(trial.values[0]) if trial.values else None,
            error=made.error if state == "failed" else "",
            facts={
                **made.facts,
                **_further_scores(trial),
                "number": trial.number,
                **counts.of(trial._trial_id),
                **_kept(trial),
            },
        )


class _Started(BaseException):
    """Ends a call that starts a study of its own where it does so."""

    def __init__(self, call: Call) -> None:
        self.call = call


def _inner(call: Call) -> Call:
    """The study's call that an outer one comes to; NumPy's generator is left as it was."""
    numpy: Any = importlib.import_module("numpy")
    state = numpy.random.get_state()

    def started(self: Any, *args: Any, **kwargs: Any) -> Any:
        raise _Started(Call(MethodType(capped, self), args, kwargs))

    capped = _module("optuna.study").Study.optimize
    try:
        with _optimizing(started):
            call.function(*call.arguments, **call.keywords)
    except _Started as found:
        return found.call
    finally:
        numpy.random.set_state(state)
    raise NotThisSearch("this call optimizes no study")


@contextmanager
def _optimizing(optimize: Callable[..., Any]) -> Iterator[None]:
    """Let every study optimize so for a while."""
    study = _module("optuna.study").Study
    written = study.optimize
    study.optimize = optimize
    try:
        yield
    finally:
        study.optimize = written


def _kept(trial: Any) -> dict[str, Value]:
    """How many reported scores a study has of a trial, and the one of the last step."""
    steps = trial.intermediate_values
    return {"kept": len(steps)} | ({"reported": number(steps[max(steps)])} if steps else {})


def _as_pruned(trial: Trial) -> Trial:
    return replace(trial, state="pruned", error="")


def _module(name: str) -> Any:
    return importlib.import_module(name)


def _further_scores(trial: Any) -> dict[str, Value]:
    """The scores of a study with several objectives, from the second on."""
    return {f"score {n}": plain(value) for n, value in enumerate(trial.values or ()) if n}
