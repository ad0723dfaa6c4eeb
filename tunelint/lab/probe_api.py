"""What the probes share inside the process of a search: what is asked, and what was seen.

There is one bench in a process. The probes of frameworks note trainings and evaluations on it and
obey what it says about their length; those of tuners open and close trials.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from tunelint.lab.answers import Measured, Training, Trial
from tunelint.lab.content_digest import halves, row_digests
from tunelint.lab.plain_values import Configuration, Value, plain
from tunelint.lab.questions import Caps
from tunelint.lab.row_ledger import Ledger

Scores = Mapping[str, float]
Halves = Mapping[str, tuple[tuple[float, float], ...]]

_LONGEST_HALVES = 3.0


class TrainingReached(BaseException):
    """Raised in place of a training, where only what comes before it is asked for.

    Not an Exception: the code around it, a tuner's or the user's, must not take it for a failure.
    """


@dataclass(eq=False)
class Bench:
    """What is asked of trainings, and what the current trial has shown so far.

    With `stub` no training begins: TrainingReached is raised in its place. `epochs` is how long
    each training goes on at most (None: the caps say), with `whole` exactly (None: as written),
    `without` names the callbacks that are left out. With `workers` joblib may start processes.
    `changed` names what was done otherwise than the script says.
    With `rows` trainings and evaluations note a digest of each row of their arrays, and `ledger`
    follows what makes rows of others. With `halves` evaluations are made on so many halves of the
    rows as well.
    `opening` and `closing` are called where a trial begins and ends, `arming` once trainings are to
    be kept from beginning. While `covered` a framework tells of all that is trained inside of it.
    `epoch_loops` are the loops of epochs that the current trial came to: how many passes each asks
    for, and how many it made. `made_up` puts arrays in the place of made-up rows among the named
    arguments of a model's training or evaluation.
    """

    caps: Caps
    stub: bool = False
    epochs: int | None = None
    whole: bool = False
    without: frozenset[str] = frozenset()
    workers: bool = False
    changed: set[str] = field(default_factory=set)
    rows: bool = False
    halves: int = 0
    ledger: Ledger = field(default_factory=Ledger)
    trainings: list[Training] = field(default_factory=list)
    evaluations: list[Measured] = field(default_factory=list)
    values: list[list[Value]] = field(default_factory=list)
    seeders: dict[str, Callable[[int], None]] = field(default_factory=dict)
    devices: dict[str, Callable[[], str]] = field(default_factory=dict)
    opening: list[Callable[[], None]] = field(default_factory=list)
    closing: list[Callable[[], None]] = field(default_factory=list)
    arming: list[Callable[[], None]] = field(default_factory=list)
    covered: int = 0
    epoch_loops: list[list[int | None]] = field(default_factory=list)
    made_up: Callable[[Any, dict[str, Any]], None] | None = None

    def __setattr__(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)
        if name == "stub" and value:
            for arm in self.arming:
                arm()

    def length(self, asked: int | None) -> int | None:
        """How many epochs a training that asks for `asked` goes on for; None: its own default."""
        if asked is None or (self.whole and self.epochs is not None):
            return self.epochs
        most = self.caps.epochs if self.epochs is None and not self.whole else self.epochs
        length = asked if most is None else min(asked, most)
        if length < asked:
            self.changed.add("epochs")
        return length

    @property
    def most_rows(self) -> int | None:
        """How many rows a training gets at most; all where its rows are what is asked about."""
        return None if self.rows else self.caps.rows

    def stays_here(self, jobs: int) -> bool:
        """Whether what the script gives to so many processes is done in this one instead."""
        if self.workers:
            return False
        if jobs > 1:
            self.changed.add("n_jobs")
        return True

    def fill(self, model: Any, arguments: dict[str, Any]) -> None:
        """Let made-up rows among the arguments become arrays of the shape that `model` takes."""
        if self.made_up is not None:
            self.made_up(model, arguments)

    def before_training(self) -> None:
        """Called by a framework's probe where a training is about to begin."""
        if self.stub:
            raise TrainingReached

    @contextmanager
    def own_models(self) -> Iterator[None]:
        """What is trained inside is a search's own model, not a trial: it is never stubbed."""
        with self._stubbing(False):
            yield

    @contextmanager
    def up_to_trainings(self) -> Iterator[None]:
        """Trials inside are ended where they would train."""
        with self._stubbing(True):
            yield

    @contextmanager
    def at_most(self, trials: int | None) -> Iterator[None]:
        """Searches that are met inside run so many trials at most; None: as many as they want."""
        caps, self.caps = self.caps, replace(self.caps, trials=trials)
        try:
            yield
        finally:
            self.caps = caps

    @contextmanager
    def _stubbing(self, stub: bool) -> Iterator[None]:
        before, self.stub = self.stub, stub
        try:
            yield
        finally:
            self.stub = before

    def scored(self, value: Any) -> dict[str, Any]:
        """What a record says of the rows that were scored on, where the question asks for rows."""
        if not self.rows:
            return {}
        marks = row_digests(value)
        return {"scored": len(marks), "behind": self.ledger.behind(value, marks)}

    def on_halves(self, features: Any, score: Callable[[Any], Scores]) -> Halves:
        """The results on random halves of the rows and on the rest, the same halves in every trial.

        `score` is given the positions of some rows. It is given up once it takes too long.
        """
        found: dict[str, list[tuple[float, float]]] = {}
        if not self.halves:
            return {}
        started = time.monotonic()
        for one, other in halves(row_digests(features), self.halves):
            if time.monotonic() - started > _LONGEST_HALVES:
                break
            try:
                first, second = score(one), score(other)
            except Exception:
                continue
            for name in first:
                if name in second:
                    found.setdefault(name, []).append((first[name], second[name]))
        return {name: tuple(pairs) for name, pairs in found.items()}

    def seed(self, seed: int) -> None:
        """Set every generator that is there, Python's, NumPy's and the frameworks'."""
        import random
        import sys

        random.seed(seed)
        if "numpy" in sys.modules:
            sys.modules["numpy"].random.seed(seed)
        for seeder in self.seeders.values():
            seeder(seed)

    def note(self, position: int, value: object) -> None:
        """Keep the value of the watched expression number `position`."""
        while len(self.values) <= position:
            self.values.append([])
        if len(self.values[position]) < 1000:
            self.values[position].append(plain(value))

    @contextmanager
    def trial(self, configuration: Configuration, seed: int | None = None) -> Iterator[TrialNotes]:
        """Everything that is trained inside belongs to one trial; sets the seed where given."""
        self.trainings, self.evaluations, self.values = [], [], []
        if seed is not None:
            self.seed(seed)
        self.epoch_loops = []
        for begin in self.opening:
            begin()
        notes = TrialNotes(configuration, seed)
        started = time.monotonic()
        try:
            yield notes
        except TrainingReached:
            notes.state = "proposed"
        except Exception as error:
            notes.state, notes.error = "failed", in_one_line(error)
        notes.seconds = time.monotonic() - started
        for finish in self.closing:
            finish()
        notes.trainings, notes.evaluations = tuple(self.trainings), tuple(self.evaluations)
        notes.values = tuple(tuple(values) for values in self.values)

    def evaluated(
        self,
        trials: list[Trial],
        configuration: Configuration,
        evaluate: Callable[[], Any],
        take: Callable[[TrialNotes, Any], None],
    ) -> Any:
        """What a trial evaluates to, which `take` notes; the finished trial is added to `trials`.

        Where it is ended at its training that is None. Raises what the evaluation raises, after.
        """
        failure: Exception | None = None
        value: Any = None
        with self.trial(configuration) as notes:
            try:
                value = evaluate()
                take(notes, value)
            except Exception as error:
                failure = error
                raise
        trials.append(notes.as_trial())
        if failure is not None:
            raise failure
        return value


@dataclass(eq=False)
class TrialNotes:
    """One trial while it is going on."""

    configuration: Configuration
    seed: int | None = None
    state: str = "complete"
    score: float | None = None
    error: str = ""
    facts: dict[str, Value] = field(default_factory=dict)
    trainings: tuple[Training, ...] = ()
    evaluations: tuple[Measured, ...] = ()
    values: tuple[tuple[Value, ...], ...] = ()
    seconds: float = 0.0

    def as_trial(self) -> Trial:
        """The finished trial, as it is given back."""
        return Trial(
            self.configuration,
            self.state,
            self.score,
            self.error,
            self.seed,
            self.trainings,
            self.evaluations,
            self.values,
            self.facts,
            self.seconds,
        )


class LiveSearch(Protocol):
    """A search of one tuner, alive: what its probe makes of the call that starts it.

    Where it can, a probe has more methods. ``draw(count)`` gives `count` independent draws from
    the space (Trials with a configuration, state ``proposed``), whatever budget, algorithm and
    earlier trials say; without it, proposals are given. ``remember(known)`` tells the search of
    (configuration, score) pairs as if an earlier run had stored them. ``use_up(cap)`` gives the
    trials that the call would still run, at most `cap`: they count as run, with made-up scores, and
    none is trained.
    The attribute ``raised`` is the exception that ended `run`, where that gives its trials back all
    the same.
    """

    def facts(self) -> Mapping[str, Value]:
        """What the live search says of itself: ``seed``, ``direction``, ``budget``, …"""

    def propose(self, count: int) -> list[Trial]:
        """The next configurations, with made-up scores; nothing is trained.

        At most as many as the search's own budget allows. The fact ``by`` of each is ``model`` or
        ``random`` where the search uses a model and it can be told who made the proposal.
        """

    def attempt(self, configuration: Configuration, seed: int | None) -> Trial:
        """Try one configuration, as the search would."""

    def run(self, cap: int | None) -> list[Trial]:
        """Run the search as it stands, at most `cap` trials; the trials that this call ran."""


@dataclass(frozen=True, eq=False)
class Call:
    """The call that starts a search, with its live function and arguments."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    keywords: Mapping[str, Any]

    @property
    def owner(self) -> Any:
        """The object whose method is called, or None."""
        return getattr(self.function, "__self__", None)


class NotThisSearch(Exception):
    """The call is none that the probe knows: in one line, what it is."""


def in_one_line(error: BaseException) -> str:
    """An exception as ``Type: message``, in one line of reasonable length."""
    words = " ".join(str(error).split())
    text = f"{type(error).__name__}: {words}" if words else type(error).__name__
    return text if len(text) <= 400 else f"{text[:399]}…"
