"""A hand-written search, alive: each pass of its loop is a trial.

The loop is the program's own and goes on by itself. It is told which of its passes to make and
ends, with the process, once the question is answered; what stands behind it never runs.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, NoReturn, cast

from tunelint.lab.answers import Answer, Trial
from tunelint.lab.live_loops import LoopAsWritten
from tunelint.lab.plain_values import Configuration, Value, made_up_score, number, plain
from tunelint.lab.probe_api import Bench, NotThisSearch, in_one_line
from tunelint.lab.questions import Passes, Rerun, Trials
from tunelint.libraries.hand_written_loops.probe_configurations import (
    Unlike,
    flat,
    with_draws,
    with_values,
)

GIVEN_AT_MOST = 10_000


def loop_of(
    question: Trials | Rerun, bench: Bench, answer: Callable[[Answer], NoReturn]
) -> LoopSearch:
    """The search whose passes the question speaks of. Raises NotThisSearch."""
    if question.passes is None:
        raise NotThisSearch("the passes of this loop cannot be told apart")
    if isinstance(question, Trials) and question.known:
        raise NotThisSearch("earlier trials cannot be added to a hand-written loop")
    return LoopSearch(question, question.passes, bench, answer)


class LoopSearch:
    """The loop whose pass is one trial, and what its passes have shown."""

    def __init__(
        self,
        question: Trials | Rerun,
        passes: Passes,
        bench: Bench,
        answer: Callable[[Answer], NoReturn],
    ) -> None:
        self._question = question
        self._passes = passes
        self._bench = bench
        self._answer = answer
        self._began = time.monotonic()
        self._seconds_to_search: float | None = None
        self._wanted = _Wanted(question, passes)
        self._scores = _Scores(passes.direction)
        self._trials: list[Trial] = []
        self._drawn: dict[str, Value] = {}
        self._underway = self._drawing_only = False
        self._seed: int | None = None
        self._longest = 0.0

    # What the hooks of the loop tell.

    def passes(self, iterable: Iterable[Any]) -> Iterator[Any]:
        """What the loop goes over: each of its items once for every seed."""
        self._arrive()
        seeds: tuple[int | None, ...] = self._wanted.seeds or (None,)
        for item in self._wanted.items(iterable):
            if self._wanted.draws_first:
                # What a pass draws is drawn once, before any seed is set, and kept for each.
                self._seed, self._drawing_only = None, True
                self._wanted.fix({})
                yield item
                self._drawing_only = False
                self._wanted.fix(self._drawn)
            for seed in seeds:
                self._seed = seed
                yield item

    def wanted(self, targets: Mapping[str, Any]) -> bool:
        """Whether the pass is a trial that is asked for."""
        self._arrive()
        if self._wanted.seeds and self._seed is None and not self._drawing_only:
            self._end("the passes of a while loop cannot be repeated with other seeds")
        return self._wanted.takes(self._configuration(targets), self._seed)

    @contextmanager
    def one_pass(self, targets: Mapping[str, Any]) -> Iterator[None]:
        """One trial."""
        bench = self._bench
        proposed = self._wanted.stubbed or self._drawing_only
        configuration = self._configuration(targets)
        self._drawn, self._underway = {}, True
        self._scores.clear()
        began = time.monotonic()
        before = bench.stub, bench.epochs, bench.without, bench.rows, bench.whole, bench.workers
        bench.stub, bench.whole = proposed, self._question.whole
        if isinstance(self._question, Trials):
            bench.epochs, bench.without = self._question.epochs, self._question.without
            bench.rows, bench.workers = self._question.rows, self._question.workers
        try:
            with bench.trial(configuration, self._seed) as notes:
                yield
        finally:
            bench.stub, bench.epochs, bench.without, bench.rows, *later = before
            bench.whole, bench.workers = later
            self._underway = False
        if self._drawing_only:
            return
        notes.configuration = {**configuration, **self._drawn}
        if proposed and notes.state != "failed":
            notes.state, notes.score = "proposed", made_up_score(notes.configuration)
        else:
            notes.score = self._scores.last
        self._trials.append(notes.as_trial())
        self._longest = max(self._longest, time.monotonic() - began)
        self._end_if_enough()

    def element(self, value: Any) -> None:
        """What the element of a comprehension came to: a score, or one beside other things."""
        parts = value if isinstance(value, tuple | list) else (value,)
        for part in parts[:1]:
            self._scores.note("bound", part)

    def end(self, error: BaseException | None) -> None:
        """The loop is over; where another one is around it, it comes again."""
        if not self._wanted.nested:
            self.over(error)

    def over(self, error: BaseException | None) -> NoReturn:
        """The search is over."""
        self._end(in_one_line(error) if error is not None and not self._trials else "")

    # What the hooks in its passes tell.

    def scored(self, how: str) -> Callable[[Any], None]:
        """Is told of values that are the score: `how` is ``compared``, ``made`` or ``bound``."""

        def told(value: Any) -> None:
            if self._underway:
                self._scores.note(how, value)

        return told

    def drawing(self, name: str) -> Callable[..., Any]:
        """Stands in for a call that draws a value in a pass."""
        return partial(self._draw, name)

    def _draw(self, name: str, function: Callable[..., Any], arguments: Any, keywords: Any) -> Any:
        value = function(*arguments, **keywords)
        if self._underway:
            value = self._wanted.drawn(name, value)
            self._drawn[name] = plain(value)
        return value

    @property
    def around(self) -> Around:
        """Is told of the outermost loop, where the passes are those of a loop inside of it."""
        return Around(self)

    # What is made of it.

    def _configuration(self, targets: Mapping[str, Any]) -> dict[str, Value]:
        return flat({name: targets[name] for name in targets if name not in self._passes.counters})

    @property
    def arrived(self) -> bool:
        """Whether the script has come to the loop."""
        return self._seconds_to_search is not None

    def _arrive(self) -> None:
        if self._seconds_to_search is None:
            self._seconds_to_search = time.monotonic() - self._began

    def _end_if_enough(self) -> None:
        failed = isinstance(self._question, Rerun) and self._trials[-1].state == "failed"
        if failed or self._wanted.is_enough(len(self._trials), self._bench.caps.trials):
            self._end("")
        limit = None if isinstance(self._question, Rerun) else self._question.seconds
        if limit is not None and time.monotonic() - self._began + self._longest > limit:
            self._end("")

    def _end(self, why: str) -> NoReturn:
        if not why and not self._trials:
            why = self._wanted.nothing
        facts = {"direction": self._passes.direction, "passes": len(self._trials)}
        self._answer(
            Answer(
                True,
                why,
                tuple(self._wanted.in_order(self._trials)),
                facts,
                seconds_to_search=self._seconds_to_search or 0.0,
            )
        )


class Around(LoopAsWritten):
    """The outermost loop of nested ones: it goes on as written, and the search ends with it."""

    def __init__(self, search: LoopSearch) -> None:
        self._search = search

    def end(self, error: BaseException | None) -> NoReturn:
        self._search.over(error)


class _Wanted:
    """Which passes are asked for."""

    def __init__(self, question: Trials | Rerun, passes: Passes) -> None:
        self._drawn = {name for name, _ in passes.drawn}
        self.nested = question.run != passes.loop
        self._given: list[Configuration] = []
        self.seeds: tuple[int, ...] = ()
        self.stubbed = self._drawing = False
        self._count: int | None = None
        if isinstance(question, Trials):
            self._given, self.seeds = list(question.configurations), question.seeds
            self.stubbed = not question.train or bool(question.draws)
            self._count = question.draws or question.count
            self._drawing = bool(question.draws)
        self._left = {seed: list(self._given) for seed in self.seeds or (None,)}
        self._current: Configuration = {}

    @property
    def draws_first(self) -> bool:
        """Whether passes draw values that several seeds have to be tried with."""
        return bool(self.seeds) and bool(self._drawn) and not self._given and not self.stubbed

    def fix(self, drawn: Configuration) -> None:
        """Let the next passes go on with these values where they draw some."""
        self._current = dict(drawn)

    @property
    def nothing(self) -> str:
        """Why there is no trial."""
        if self._given:
            return "no pass of the loop has this configuration"
        return "the loop makes no pass"

    def items(self, iterable: Iterable[Any]) -> Iterable[Any]:
        """The items to go over: given configurations stand in for those of dictionaries.

        Where draws are wanted, and passes draw, the loop goes on with its items for more of them.
        """
        if self._drawing and not self.nested:
            if self._drawn:
                return itertools.cycle(itertools.islice(iterable, GIVEN_AT_MOST))
            return cast("Iterable[Any]", with_draws(iterable, self._count or 0))
        if not self._given or self.nested:
            return iterable
        items: list[Any] = []
        for item in iterable:
            items.append(item)
            if len(items) >= GIVEN_AT_MOST:
                break
        try:
            return [with_values(items, configuration) for configuration in self._given]
        except Unlike:
            return items

    def takes(self, configuration: Configuration, seed: int | None) -> bool:
        """Whether the pass that begins with this part of its configuration is asked for."""
        if not self._given:
            return True
        left = self._left[seed]
        for given in left:
            beginning = {name: given[name] for name in given if name not in self._drawn}
            if beginning == configuration:
                self._current = given
                left.remove(given)
                return True
        return False

    def drawn(self, name: str, value: Any) -> Any:
        """The value to go on with where `value` was drawn: that of the given configuration."""
        if name not in self._current:
            return value
        given = self._current[name]
        if given == plain(value):
            return value
        if isinstance(plain(value), str) and not isinstance(value, str):
            return value  # something that cannot be made anew; the trial tells what it was
        return given

    def is_enough(self, trials: int, cap: int | None) -> bool:
        """Whether the question is answered by so many trials."""
        if self._given:
            return not any(self._left.values())
        most = cap if self._count is None else self._count * max(1, len(self.seeds))
        return most is not None and trials >= most

    def in_order(self, trials: list[Trial]) -> list[Trial]:
        """The trials in the order of the seeds, and of the configurations that were given."""
        seeds = {seed: position for position, seed in enumerate(self.seeds)}
        given = [dict(configuration) for configuration in self._given]

        def order(trial: Trial) -> tuple[int, int]:
            own = dict(trial.configuration)
            place = given.index(own) if own in given else len(given)
            return (seeds.get(trial.seed, 0) if trial.seed is not None else 0, place)

        return sorted(trials, key=order)


class _Scores:
    """The values of one pass that are its score."""

    def __init__(self, direction: str | None) -> None:
        self._direction = direction
        self._noted: dict[str, list[float]] = {}

    def clear(self) -> None:
        self._noted = {}

    def note(self, how: str, value: Any) -> None:
        found = number(value)
        if found is not None:
            self._noted.setdefault(how, []).append(found)

    @property
    def last(self) -> float | None:
        """The score: the best that was compared, else the last that was made or bound."""
        compared = self._noted.get("compared")
        if compared:
            best = {"max": max, "min": min}.get(self._direction or "")
            return best(compared) if best is not None else compared[-1]
        for how in ("made", "bound"):
            if self._noted.get(how):
                return self._noted[how][-1]
        return None
