"""Trials: the calls that run a study's objective, and what happens inside of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations

from tunelint.interpreter.frames import CallbackFrame, EntryFrame, LoopFrame
from tunelint.interpreter.objects import CallEvent, Event, Function, Parameter
from tunelint.interpreter.order import exclusive
from tunelint.interpreter.trace import Trace, functions_in
from tunelint.interpreter.values import Attribute, Term, options_of
from tunelint.libraries.common.library_calls import LibraryCall
from tunelint.libraries.optuna.studies import made_by
from tunelint.libraries.optuna.tables import STUDY_METHODS
from tunelint.model.facts import UNKNOWN, AtLeast, Default, Fact, Known, Unknown


@dataclass(frozen=True, eq=False)
class Run(LibraryCall):
    """One call of ``study.optimize``."""

    def objectives(self, trace: Trace) -> tuple[CallbackFrame, ...]:
        """The project's functions that are called as its objective."""
        argument = self.given("func")
        handed = set()
        if argument is not None:
            handed = {id(function.node) for function in functions_in(argument.value)}
        found: dict[int, CallbackFrame] = {}
        for other in trace.caused_by(self.event):
            frame = other.path[len(self.event.path)]
            assert isinstance(frame, CallbackFrame)
            called = id(frame.function.node) in handed or frame.function.name == "__call__"
            if called and not _is_callback(self, frame.function):
                found.setdefault(id(frame), frame)
        return tuple(found.values())


def _is_callback(run: Run, function: Function) -> bool:
    """Whether the function is an object's that is given as ``callbacks=``."""
    given = run.given("callbacks")
    return given is not None and function.receiver is not None and _holds(given.value, function)


def _holds(term: Term, function: Function) -> bool:
    items = getattr(term, "items", None)
    return any(function.receiver in options_of(item) for item in items or [term])


def runs(trace: Trace) -> list[Run]:
    """Every call of a method ``optimize`` that could be a study's, in order."""
    return [
        Run(event, STUDY_METHODS["optimize"])
        for event in trace.calls()
        if isinstance(event.callee, Attribute) and event.callee.name == "optimize"
    ]


def runs_of(made: CallEvent, candidates: Iterable[Run]) -> tuple[Run, ...]:
    """The runs of the study that the call `made` gave back."""
    return tuple(run for run in candidates if _is_of(made, run))


def _is_of(made: CallEvent, run: Run) -> bool:
    callee = run.event.callee
    assert isinstance(callee, Attribute)
    return any(event is made for event in made_by(callee.base))


def trials_of(runs: Iterable[Run]) -> Callable[[Term], bool]:
    """Whether a value is the trial that an objective of one of the runs is given."""
    events = [run.event for run in runs]

    def is_trial(term: Term) -> bool:
        return isinstance(term, Parameter) and term.index == 0 and term.event in events

    return is_trial


def budget(made: CallEvent | None, found: tuple[Run, ...]) -> Fact:
    """How many trials a study runs in all; only a bound where it is run again and again."""
    facts = [run.fact("n_trials") for run in found]
    numbers = [fact.value for fact in facts]
    if not numbers or not all(isinstance(number, int) for number in numbers):
        return Unknown(None, (), "the number of trials cannot be read")
    if any(_again(made, run.event) for run in found):
        return AtLeast(facts[0].place, facts[0].origins, max(numbers))
    if len(facts) == 1:
        return facts[0]
    pairs = list(combinations(found, 2))
    apart = [exclusive(one.event, other.event) for one, other in pairs]
    if any(apart):
        known = Known if all(apart) else AtLeast
        return known(facts[0].place, facts[0].origins, max(numbers))
    return Known(facts[0].place, facts[0].origins, sum(numbers))


def time_limit(found: tuple[Run, ...]) -> Fact:
    """After how many seconds a study ends: what one of the runs says, where any says anything."""
    facts = [run.fact("timeout") for run in found]
    limited = [fact for fact in facts if not fact.always(lambda seconds: seconds is None)]
    return next(iter([*limited, *facts]), UNKNOWN)


def _again(made: CallEvent | None, event: Event) -> bool:
    """Whether more runs of the same study may follow this one.

    A loop around it goes on with that study, or what nobody visible calls: perhaps several times.
    """
    if made is None:
        return True
    again = (LoopFrame, CallbackFrame, EntryFrame)
    return any(isinstance(frame, again) and frame not in made.path for frame in event.path)


def parallel(found: tuple[Run, ...]) -> Fact:
    """How many trials run at once: what one of the runs says, where any says anything."""
    facts = [run.fact("n_jobs") for run in found]
    several = [fact for fact in facts if fact.always(lambda jobs: jobs != 1)]
    return next(iter([*several, *facts]), Default(None, (), 1))


# -- what a trial does ----------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Trials:
    """What happens inside the trials of some runs: the objectives, and their events in order."""

    frames: tuple[CallbackFrame, ...]
    events: tuple[Event, ...]
    ids: frozenset[int]

    def hold(self, event: Event) -> bool:
        """Whether the event happens inside of a trial."""
        return id(event) in self.ids


def trials(trace: Trace, found: tuple[Run, ...]) -> Trials:
    """Everything that the objectives of some runs do."""
    frames = tuple(frame for run in found for frame in run.objectives(trace))
    called = {id(frame) for frame in frames}
    events = tuple(
        event
        for run in found
        for event in trace.caused_by(run.event)
        if id(event.path[len(run.event.path)]) in called
    )
    return Trials(frames, events, frozenset(id(event) for event in events))
