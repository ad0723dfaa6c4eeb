"""Asking: studies whose trials a loop of the program runs itself, with ``ask`` and ``tell``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tunelint.interpreter.frames import LoopFrame, loops_around
from tunelint.interpreter.objects import CallEvent, Event, Result
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Attribute, Sequence, Term
from tunelint.libraries.optuna.outcomes import Directions, scores_of
from tunelint.libraries.optuna.studies import Study, made_by
from tunelint.libraries.optuna.suggestions import suggestion
from tunelint.model.facts import Fact, Known, Unknown
from tunelint.model.objective import Score
from tunelint.model.program import Program

ASK = ("fixed_distributions",)
TELL = ("trial", "values", "state", "skip_if_finished")


@dataclass(frozen=True, eq=False)
class Asked:
    """A loop that asks a study for its trials and tells it their scores."""

    loop: LoopFrame
    ask: CallEvent
    asks: tuple[CallEvent, ...]
    tells: tuple[CallEvent, ...]
    events: tuple[Event, ...]

    def holds(self, event: Event) -> bool:
        """Whether the event happens in a pass of the loop."""
        return any(frame is self.loop for frame in event.path)

    def is_trial(self, term: Term) -> bool:
        """Whether the value is a trial as the study gives it out."""
        return isinstance(term, Result) and term.event in self.asks

    def hands_on(self) -> bool:
        """Whether anything may be done with trials that are not followed from their asking."""
        return any(
            suggestion(event) is not None
            and isinstance(event.callee, Attribute)
            and not self.is_trial(event.callee.base)
            for event in self.events
            if isinstance(event, CallEvent)
        )

    @property
    def untold(self) -> tuple[Event, ...]:
        """What happens in a pass, but for the study's being told."""
        return tuple(event for event in self.events if event not in self.tells)

    @property
    def fixed(self) -> Iterator[Term]:
        """The distributions that a study is asked for: ``ask({"rate": …})``."""
        for ask in self.asks:
            given = ask.arguments.get("fixed_distributions", ASK)
            if given is not None:
                yield given.value

    @property
    def budget(self) -> Fact:
        """How many trials the loop runs."""
        iterable = self.loop.iterable
        counted = isinstance(iterable, Sequence) and not iterable.open and not self.loop.left
        once = len(self.asks) == 1 and loops_around(self.ask)[-1:] == (self.loop,)
        if not counted or not once:
            return Unknown(None, (), "the passes of the loop cannot be counted")
        assert isinstance(iterable, Sequence)
        return Known(None, (), len(iterable.items))

    def scores(self, program: Program, directions: Directions) -> Iterator[Score]:
        """What the study is told."""
        for event in self.tells:
            value = told(event)
            if value is not None:
                yield from scores_of(value, event, program, directions)


def told(event: CallEvent) -> Term | None:
    """The score that ``study.tell`` is given."""
    given = event.arguments.get("values", TELL)
    return given.value if given is not None else None


def asked(trace: Trace, study: Study) -> Asked | None:
    """The loop in which a study is asked for trials and told their scores."""
    asks = [event for event in trace.calls() if _is_method(event, study, "ask")]
    tells = tuple(event for event in trace.calls() if _is_method(event, study, "tell"))
    for ask in asks:
        for frame in reversed(loops_around(ask)):
            inside = any(frame in tell.path for tell in tells)
            if inside and frame not in study.event.path:
                events = tuple(event for event in trace.events if frame in event.path)
                return Asked(frame, ask, tuple(asks), tells, events)
    return None


def _is_method(event: CallEvent, study: Study, name: str) -> bool:
    callee = event.callee
    if not isinstance(callee, Attribute) or callee.name != name:
        return False
    return any(made is study.event for made in made_by(callee.base))
