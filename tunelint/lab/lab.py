"""The lab as rules see it: questions to the live search, answered by fresh processes.

A rule's `confirm(subject, lab)` asks and judges; where, how often and under which limits the user's
script runs is the lab's business. Nothing live ever comes back: answers are plain records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tunelint import registry
from tunelint.lab.answered import Answered, Unanswered, answered, completed
from tunelint.lab.answers import Answer
from tunelint.lab.plain_values import Configuration
from tunelint.lab.questions import (
    Cast,
    Learning,
    Passes,
    Question,
    Rerun,
    ScriptSpan,
    Trials,
    Watch,
)

if TYPE_CHECKING:
    from tunelint.files.place import Place
    from tunelint.model.search import Search

__all__ = ["Answered", "Budget", "Lab", "Unanswered", "completed", "folder_of"]

Ask = Callable[[Question, int], tuple[Answer, ...]]
AskEach = Callable[[tuple[Question, ...]], tuple[Answer, ...]]


@dataclass(frozen=True, slots=True)
class Budget:
    """What one finding may cost.

    `seconds` is wall time in all; `trials` configurations are tried, each training goes on for
    `epochs` at most where nothing is said about the length, on `rows` of the data (None: all).
    """

    seconds: float = 120.0
    trials: int = 8
    epochs: int | None = None
    rows: int | None = None


@dataclass(frozen=True, eq=False)
class Lab:
    """Asks fresh processes about the search of one finding.

    Experiments get answers of which nothing is empty (`Answered`), never the processes' own.
    `ask(question, copies)` runs the script that often, side by side, and gives the answers;
    `ask_each` asks different questions side by side. `left()` are the seconds that are left.
    """

    ask: Ask
    locate: Callable[[Place], ScriptSpan]
    budget: Budget = field(default_factory=Budget)
    ask_each: AskEach | None = None
    time_left: Callable[[], float] | None = None

    def left(self) -> float:
        """How many seconds of the budget are left."""
        return self.budget.seconds if self.time_left is None else self.time_left()

    def once(self, question: Question) -> Answered:
        """One process's answer. Raises Unanswered where it has none."""
        return self._answered(question, 1)[0]

    def twice(self, question: Question) -> tuple[Answered, Answered]:
        """The answers of two fresh processes, side by side. Raises Unanswered."""
        first, second = self._answered(question, 2)
        return first, second

    def each(self, questions: Iterable[Question]) -> tuple[Answered, ...]:
        """The answers to several questions, asked side by side. Raises Unanswered."""
        asked = tuple(questions)
        if self.ask_each is not None:
            return tuple(map(answered, self.ask_each(asked)))
        return tuple(self.once(question) for question in asked)

    def trials(
        self,
        search: Search,
        count: int | None = None,
        *,
        train: bool = True,
        configurations: Iterable[Configuration] = (),
        epochs: int | None = None,
        without: Iterable[str] = (),
        seeds: Iterable[int] = (),
        watched: Iterable[Place] = (),
        rows: bool = False,
        learning: Iterable[Learning] = (),
        halves: int = 0,
        whole: bool = False,
        workers: bool = False,
        casts: Iterable[Cast] = (),
    ) -> Trials:
        """The question that takes over where `search` is started; the budget's count by default.

        Raises Unanswered where nothing can take over.
        """
        _must_be_taken_over(search)
        return Trials(
            folder_of(search),
            self.start_of(search),
            self.budget.trials if count is None else count,
            train,
            tuple(configurations),
            epochs,
            frozenset(without),
            tuple(seeds),
            tuple(self.locate(place) for place in watched),
            rows=rows,
            passes=self.passes_of(search),
            epoch_loops=self.epoch_loops_of(search),
            learning=tuple(learning),
            halves=halves,
            whole=whole,
            workers=workers,
            casts=tuple(casts),
        )

    def proposals(self, search: Search, count: int | None = None) -> tuple[Answered, Answered]:
        """What two fresh runs of the script propose; nothing is trained. Raises Unanswered."""
        return self.twice(self.trials(search, count, train=False))

    def draws(self, search: Search, count: int) -> Answered:
        """Independent draws from the search's space; nothing is trained. Raises Unanswered."""
        return self.once(replace(self.trials(search, count, train=False), draws=count))

    def rerun(self, search: Search, watched: Iterable[Place] = ()) -> Rerun:
        """The question that runs the search as it stands, under the caps. Raises Unanswered."""
        _must_be_taken_over(search)
        spans = tuple(self.locate(place) for place in watched)
        return Rerun(
            folder_of(search),
            self.start_of(search),
            spans,
            self.passes_of(search),
            self.epoch_loops_of(search),
        )

    def watch(
        self,
        *places: Place,
        searches: Iterable[Search] = (),
        until: Place | None = None,
        failing: bool = False,
        use_up: bool = False,
        capped: bool = False,
        times: int = 1,
        rows: bool = False,
        casts: Iterable[Cast] = (),
    ) -> Answered:
        """What happens at the places when the script runs, under the caps. Raises Unanswered.

        Of the `searches` every run is told of. See Watch for the rest.
        """
        runs = dict.fromkeys(
            (folder_of(search), self.locate(event.place))
            for search in searches
            for event in search.run_events
        )
        spans = dict.fromkeys(self.locate(place) for place in places)
        end = None if until is None else self.locate(until)
        return self.once(
            Watch(
                tuple(spans), tuple(runs), end, rows, use_up, capped, times, failing, tuple(casts)
            )
        )

    def start_of(self, search: Search) -> ScriptSpan:
        """Where the search starts: the call that runs it, or a hand-written search's loop."""
        by_hand = search.tuner == "loop" or not search.run_events
        if by_hand and search.loop is not None and search.loop.place is not None:
            return self.locate(search.loop.place)
        if search.run_events:
            return self.locate(search.run_events[0].place)
        return self.locate(search.built.place)

    def passes_of(self, search: Search) -> Passes | None:
        """How the passes of a hand-written search make up its trials; None for other searches."""
        passing = search.passing
        if passing is None:
            return None
        return Passes(
            self.locate(passing.loop),
            tuple(sorted(passing.counters)),
            tuple((name, self.locate(place)) for name, place in passing.drawn),
            tuple(map(self.locate, passing.compared)),
            tuple(map(self.locate, passing.made)),
            tuple(map(self.locate, passing.bound)),
            search.direction,
        )

    def epoch_loops_of(self, search: Search) -> tuple[ScriptSpan, ...]:
        """The loops of epochs of the trainings that a trial writes out."""
        places = {fit.epoch_loop.key: fit.epoch_loop for fit in search.fits if fit.epoch_loop}
        return tuple(map(self.locate, places.values()))

    def _answered(self, question: Question, copies: int) -> tuple[Answered, ...]:
        return tuple(map(answered, self.ask(question, copies)))


def _must_be_taken_over(search: Search) -> None:
    if search.asked:
        raise Unanswered(
            "there is no experiment for a search whose trials the script asks for and tells"
        )


def folder_of(search: Search) -> str:
    """The name of the tuner's folder, whose probe knows the live search."""
    return registry.tuner_named(search.tuner)[0].folder
