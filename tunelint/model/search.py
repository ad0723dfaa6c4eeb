"""One search: what the readers of tuners fill in and the rules ask.

A rule asks these records and never the libraries' names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, is_dataclass
from itertools import chain, dropwhile
from typing import Any

from tunelint import registry
from tunelint.files.place import Place
from tunelint.interpreter.frames import BranchFrame, CallbackFrame, LoopFrame
from tunelint.interpreter.objects import CallEvent, Event, Function
from tunelint.interpreter.paths import Frame
from tunelint.interpreter.trace import Trace, callbacks, first_events
from tunelint.interpreter.unreached import rules_out
from tunelint.interpreter.values import Term
from tunelint.model.facts import UNKNOWN, Fact
from tunelint.model.library_errors import Rejection
from tunelint.model.objective import Objective, Pruning, PruningCallback, Score, Scoreless
from tunelint.model.randomness import Randomness
from tunelint.model.results import Absent
from tunelint.model.space import Hyperparameter, InitialPoints, Preset, Registered, Use
from tunelint.model.storage import Project, Storage, Unsaved
from tunelint.model.training import Compilation, Estimator, Evaluation, Fit
from tunelint.registry import Dialect


@dataclass(frozen=True, eq=False, kw_only=True)
class Passing:
    """How the passes of a hand-written search make up its trials."""

    # A trial is one pass of it: the innermost of the nested loops that change the configuration.
    loop: Place
    # Variables of these loops that only count passes.
    counters: frozenset[str] = frozenset()
    # The calls that draw values in a pass, by name.
    drawn: tuple[tuple[str, Place], ...] = ()
    # Where the score is compared or kept (expressions), where it is made (calls), and where it gets
    # a name or is put into a table (targets).
    compared: tuple[Place, ...] = ()
    made: tuple[Place, ...] = ()
    bound: tuple[Place, ...] = ()


@dataclass(frozen=True, eq=False, kw_only=True)
class Search:
    """One hyperparameter search."""

    # -- what it is

    # The library's name: ``Keras Tuner``, ``Hyperopt``, ``scikit-learn``, ``loop``.
    tuner: str
    # What the code calls: ``RandomSearch``, ``fmin``.
    label: str
    # What its author calls it: ``search``, ``study``, ``grid`` or ``loop``.
    noun: str = "search"
    # ``random``, ``grid``, ``bayesian``, ``hyperband``, ``tpe``, ``anneal``, ``adaptive tpe``,
    # ``halving``, ``cma-es``, ``genetic``, ``quasi-random``, ``exhaustive``, ``forest``,
    # ``boosted trees``, ``loop`` or ``unknown``.
    algorithm: str
    # What makes it.
    built: Event
    # Where findings about the whole stand.
    place: Place
    # The calls that it is set up by, in their order: the search's own, a pruner's, ``TuneConfig``.
    configuration: tuple[CallEvent, ...] = ()
    # Arguments that the search itself does not take.
    rejections: tuple[Rejection, ...] = ()

    # -- how it runs

    # The calls that start it, in order: ``search``, ``fit``, ``fmin`` itself.
    run_events: tuple[CallEvent, ...] = ()
    # Those of them that train, as Keras Tuner's ``search`` does.
    runs: tuple[Fit, ...] = ()
    # The number of trials; no number where none is written and the search has no end, or ends by
    # itself.
    budget: Fact = UNKNOWN
    # After how many seconds it ends as well; None where time does not end it.
    time_limit: Fact = UNKNOWN
    # How many of them are random, before a model is used.
    startup: Fact = UNKNOWN
    # The exception that a smaller budget ends in, empty where the search then runs all the same.
    refused_below_startup: str = ""
    # How often the tuner trains each configuration to average the scores.
    executions: Fact = UNKNOWN
    # How many trials run at once.
    parallel: Fact = UNKNOWN
    # They share one process.
    threaded: bool = False
    # Each runs in a process of its own, which no seed of the program's reaches.
    apart: bool = False
    # The program's own loop asks it for its trials and tells it their scores: nothing can run them
    # in its place.
    asked: bool = False

    # -- what it proposes

    randomness: Randomness
    # None where they cannot be listed.
    hyperparameters: tuple[Hyperparameter, ...] | None = None
    # What they are declared in, where that is handed over as one value.
    space: Term | None = None
    # Nothing but those is set in a trial, as far as the space tells.
    whole_space: bool = True
    # How many distinct configurations there are at most, where that is finite.
    space_size: Fact = UNKNOWN
    # What it is asked to try first.
    initial_points: InitialPoints | None = None
    # The values that the program itself gives its trials by name.
    presets: tuple[Preset, ...] = ()
    # The names that it varies, where it leaves all others alone.
    registered: Registered | None = None
    # Code that cannot be read may declare hyperparameters, too.
    draws_unseen: bool = False
    # The drawn values that reach a library's call unchanged, in trials and from the result.
    uses: tuple[Use, ...] = ()

    # -- what it is after

    objective: Objective | None = None
    # What the search does, ``min`` or ``max``; None where not known.
    direction: str | None = None
    # The names under which the tuner itself logs a trial's scores, None where the training names
    # them.
    logged: tuple[str, ...] | None = None
    # The scores that each report of a trial has to hold.
    awaited: tuple[Objective, ...] = ()
    # The names under which its trials report scores, None where they cannot all be read.
    reported: tuple[str, ...] | None = None
    # What ends trials early, where it is given something.
    pruning: Pruning | None = None
    # The score that a scheduler which ends trials early is itself told to look at, and the way.
    scheduled: Objective | None = None
    # The calls of the trials that report scores to the pruner, and the callbacks that do so.
    reports: tuple[CallEvent, ...] = ()
    pruning_callbacks: tuple[PruningCallback, ...] = ()

    # -- what a trial does

    # The calls during which trials run.
    trial_events: tuple[CallEvent, ...] = ()
    # The project's functions that a trial calls.
    functions: tuple[Function, ...] = ()
    # For a hand-written search the frame whose body is the trial, and which of its passes is one.
    loop: LoopFrame | None = None
    passing: Passing | None = None
    # What the tuner itself trains (``keras``, ``scikit_learn``), empty where only the trial tells.
    framework: str = ""
    # Those inside a trial.
    compilations: tuple[Compilation, ...] = ()
    fits: tuple[Fit, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()
    estimators: tuple[Estimator, ...] = ()
    scores: tuple[Score, ...] = ()
    # The paths of the objective that give back no score.
    scoreless: tuple[Scoreless, ...] = ()
    # How long one trial trains.
    epochs: Fact = UNKNOWN
    # Objects made outside of the trials are the same ones in every trial.
    carries: bool = True
    # The project replaces how a trial runs (own ``run_trial`` or ``HyperModel.fit``), so that the
    # library's own behaviour cannot be assumed.
    custom_trial: bool = False

    # -- what is left of it

    # Its value: the tuner, what ``fmin`` gives back.
    result: Term
    # That is the whole configuration that won, constants of the space and all; None where that is
    # not known.
    configured: bool | None = False
    # The trainings after the search of what it found.
    winners: tuple[Fit, ...] = ()
    # What it does not have, though searches usually do.
    absent: tuple[Absent, ...] = ()
    # The calls of its methods that return None.
    gives_none: tuple[CallEvent, ...] = ()
    # The calls that fail because no trial saves its model.
    unsaved: tuple[Unsaved, ...] = ()
    # What keeps the finished trials from one run to the next: a ``Trials`` object, the tuner.
    memory: Term | None = None
    # The events that allow more trials than before.
    raises: tuple[Event, ...] = ()
    # Where Keras Tuner, and where a study, keeps its trials for later runs.
    project: Project | None = None
    storage: Storage | None = None
    # It goes on with the trials of an earlier run; None where that is not known.
    continues: bool | None = False

    _in_trials: dict[int, bool] = field(init=False, default_factory=dict)
    _passed_over: dict[int, bool] = field(init=False, default_factory=dict)

    @property
    def dialect(self) -> Dialect:
        """How one writes with its tuner what rules ask for."""
        return registry.tuner_named(self.tuner)[1].dialect

    @property
    def is_run(self) -> bool:
        """Whether the program runs it; else it leaves the program, to be run out of sight."""
        return bool(self.run_events) or self.loop is not None

    @property
    def trainings(self) -> tuple[Fit, ...]:
        """The calls that say how one trial trains in epochs: the search's own, then its fits.

        Keras Tuner trains in its `runs` (``search``), most others in the `fits` of their trials.
        """
        return tuple(fit for fit in (*self.runs, *self.fits) if fit.in_epochs)

    def epochs_of(self, training: Fit) -> Fact:
        """How many epochs one of the trainings lasts at most: the trial's, unless it says so."""
        return self.epochs if training in self.runs else training.epochs

    @property
    def validated(self) -> bool | None:
        """Whether the search's runs get validation data; None where that cannot be read."""
        answers = {run.validated for run in self.runs}
        return answers.pop() if len(answers) == 1 else None

    def in_trial(self, event: Event) -> bool:
        """Whether the event happens inside one of this search's trials."""
        known = self._in_trials.get(id(event.path))
        if known is None:
            known = self._in_trials[id(event.path)] = any(map(self.is_trial, event.path))
        return known

    def passes_over(self, event: Event) -> bool:
        """Whether a trial gets near the event, but its own calls' arguments rule it out."""
        known = self._passed_over.get(id(event.path))
        if known is None:
            inside = dropwhile(lambda frame: not self.is_trial(frame), event.path)
            known = self._passed_over[id(event.path)] = rules_out(inside)
        return known

    def always_reaches(self, event: Event) -> bool:
        """Whether every trial gets to the event: no decision inside the trial leads past it."""
        inside = dropwhile(lambda frame: not self.is_trial(frame), event.path)
        return self.in_trial(event) and not any(isinstance(one, BranchFrame) for one in inside)

    def events(self, trace: Trace) -> list[Event]:
        """The events of the trace that happen inside of this search's trials, in order."""
        known = trace.once(callbacks)
        frames = (frame for event in self.trial_events for frame in known.get(id(event), ()))
        inside = trace.within(chain(frames, [self.loop] if self.loop is not None else []))
        return [event for event in inside if not self.passes_over(event)]

    def calls(self, trace: Trace) -> list[CallEvent]:
        """The calls that happen inside of this search's trials, in order."""
        return [event for event in self.events(trace) if isinstance(event, CallEvent)]

    def is_trial(self, frame: Frame) -> bool:
        """Whether the frame is one of this search's trials."""
        if isinstance(frame, CallbackFrame):
            return frame.event in self.trial_events
        return frame is self.loop

    def trial_of(self, event: Event) -> Frame | None:
        """The trial that the event happens in, None where it happens in none."""
        return next((frame for frame in event.path if self.is_trial(frame)), None)


def searches_in(subject: Any) -> tuple[Search, ...]:
    """The searches that something is, or that are among its items or fields."""
    match subject:
        case Search():
            return (subject,)
        case tuple():
            parts: Iterable[Any] = subject
        case _ if is_dataclass(subject):
            parts = (getattr(subject, one.name) for one in fields(subject))
        case _:
            return ()
    return tuple(part for part in parts if isinstance(part, Search))


def trial_frames(trace: Trace, trial_events: Iterable[CallEvent]) -> list[CallbackFrame]:
    """What the trials call directly that these calls were handed to, in order."""
    known, first = trace.once(callbacks), trace.once(first_events)
    frames = [frame for event in dict.fromkeys(trial_events) for frame in known.get(id(event), ())]
    return sorted(frames, key=lambda frame: first[id(frame)])
