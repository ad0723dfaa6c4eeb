"""The objective: what a search says that it optimises, and what its trials give back."""

from __future__ import annotations

from dataclasses import dataclass

from tunelint.files.place import Place
from tunelint.interpreter.objects import CallEvent, Event
from tunelint.interpreter.values import Argument, Term
from tunelint.model.facts import UNKNOWN, Fact
from tunelint.model.training import Evaluation, Fit


@dataclass(frozen=True, eq=False, kw_only=True)
class Objective:
    """What the search says it optimises, by name: a log's name, or a scorer's."""

    name: Fact
    # ``min``, ``max`` or Default(None) where the library infers it.
    direction: Fact
    # How it is given: ``string``, ``Objective``, ``list``, ``scoring``, ``function``.
    written: str
    place: Place | None = None
    argument: Argument | None = None
    term: Term | None = None
    # The direction that the library takes for a string.
    inferred: str | None = None
    # The exception (``ValueError``) that it raises where it cannot infer one.
    refusal: str | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class Score:
    """The number by which a trial is judged, as an objective returns it or a loop compares it."""

    event: Event
    # The return, or the comparison.
    place: Place
    term: Term
    # What is measured: ``accuracy``, ``loss``, ``mean_squared_error``, …
    metric: str | None = None
    # More of the metric is better; None where not known.
    grows: bool | None = None
    # The sign was turned: ``-score``, ``1 - score``.
    negated: bool = False
    # The arrays that it is measured on.
    data: tuple[Term, ...] = ()
    # The training before it.
    fit: Fit | None = None
    evaluation: Evaluation | None = None
    # The direction in which the search takes this very number, where it has several objectives.
    direction: str | None = None
    # Which of them it is.
    position: int = 0

    @property
    def better_when_higher(self) -> bool | None:
        """Whether a larger returned number is the better trial."""
        return None if self.grows is None else self.grows != self.negated


@dataclass(frozen=True, eq=False, kw_only=True)
class Scoreless:
    """A path through an objective that gives back something else than the search's score."""

    event: Event
    place: Place
    # ``none`` (None is returned), ``nothing`` (the end is reached without a return), ``several`` (a
    # tuple or list of `count` numbers), ``mapping``, or a dictionary ``without loss`` or ``without
    # status``.
    kind: str
    # How many numbers the search takes.
    wanted: int
    count: int = 0
    # The objective shows no other way to end.
    always: bool = False
    # The exception that ends the search, empty where the trial is only marked as failed.
    raises: str = ""


@dataclass(frozen=True, eq=False, kw_only=True)
class Pruning:
    """How a search ends trials early that it is told go badly."""

    # What builds the pruner.
    event: CallEvent
    place: Place
    # The pruner's class.
    label: str
    # Whichever it is, it ends the trials that are worse by the search's direction.
    directed: bool
    # The calls in a trial that report intermediate scores.
    reports: tuple[CallEvent, ...] = ()
    # Those that ask whether to stop.
    asks: tuple[CallEvent, ...] = ()
    # Code which cannot be read is given the trial and may do both (an integration's callback).
    handed: bool = False


@dataclass(frozen=True, eq=False, kw_only=True)
class PruningCallback:
    """What a training calls after each round to report one of its logged scores to the pruner."""

    # What builds it.
    event: CallEvent
    # Its class: ``KerasPruningCallback``.
    kind: str
    # The score that it reports, as the training's logs call it.
    monitor: Fact
    # The rows that the score is measured on, by name, where that is an argument of its own.
    rows: Fact = UNKNOWN
