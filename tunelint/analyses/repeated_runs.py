"""Repeated runs: calls that start a search again which an earlier call has used up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tunelint.files.place import Place
from tunelint.interpreter.frames import BranchFrame, CallFrame, EntryFrame, LoopFrame
from tunelint.interpreter.objects import CallEvent, Event, Instance, Result
from tunelint.interpreter.order import surely_before
from tunelint.interpreter.provenance import holds
from tunelint.interpreter.values import Attribute, Opaque, Sequence, Term
from tunelint.model.facts import largest, smallest
from tunelint.model.program import Program
from tunelint.model.search import Search


@dataclass(frozen=True, eq=False)
class Repetition:
    """A run of a search, and the earlier one (None: its own earlier pass) that used it up.

    `second` says that the earlier one is the first of all.
    """

    search: Search
    run: CallEvent
    earlier: CallEvent | None
    before: Search
    second: bool = True

    @property
    def runs_nothing(self) -> bool:
        """Whether the run surely has no trials left to run."""
        if self._is_allowed_more():
            return False
        if self.run is not self.search.built:
            return True
        allowed, used = largest(self.search.budget), smallest(self.before.budget)
        return allowed is not None and used is not None and allowed <= used

    @property
    def place(self) -> Place:
        """The run itself; where one line runs both times, the call that leads to it again."""
        run, earlier = self.run, self.earlier
        if earlier is not None and earlier.place.key == run.place.key:
            for frame in run.path:
                if isinstance(frame, CallFrame) and frame not in earlier.path:
                    return frame.event.place
        return run.anchor

    def _is_allowed_more(self) -> bool:
        """Whether more trials can have been allowed before the run."""
        start = self.earlier.index if self.earlier is not None else 0
        return any(
            start < event.index < self.run.index or self.earlier is None
            for event in self.search.raises
        )


def repetitions(program: Program) -> Iterator[Repetition]:
    """The runs that follow one on the same tuner or ``Trials``, or repeat themselves in a loop."""
    known: dict[int, list[tuple[Search, CallEvent]]] = {}
    for search in program.searches:
        for run in search.run_events if search.memory is not None else ():
            runs = known.setdefault(id(search.memory), [])
            yield from _repetitions(runs, search, run)
            runs.append((search, run))


def _repetitions(
    runs: list[tuple[Search, CallEvent]], search: Search, run: CallEvent
) -> Iterator[Repetition]:
    """The run as a repetition of an earlier one of the `runs` on the same object, or of itself."""
    if not _is_one(search, run):
        return
    for before, earlier in reversed(runs):
        if _follows(earlier, run):
            yield Repetition(search, run, earlier, before, second=earlier is runs[0][1])
            return
    if _in_every_pass(search, run):
        yield Repetition(search, run, None, search)


def _follows(earlier: Event, later: Event) -> bool:
    """Whether the second run surely follows the first, and not because that one failed.

    Methods that nobody visible calls come in any order, each perhaps on an object of its own.
    """
    alone = any(isinstance(frame, EntryFrame) and frame not in later.path for frame in earlier.path)
    if alone or not surely_before(earlier, later):
        return False
    return not any(_handles_exception(frame) for frame in later.path if frame not in earlier.path)


def _handles_exception(frame: object) -> bool:
    return (
        isinstance(frame, BranchFrame)
        and frame.arm > 0
        and isinstance(frame.fork.condition, Opaque)
    )


def _in_every_pass(search: Search, run: CallEvent) -> bool:
    """Whether a loop runs the search again and again on what was made outside of it."""
    made = _making(search)
    if made is None or not _uses(run, search.memory):
        return False
    outside = {id(frame) for frame in made.path}
    for position, frame in enumerate(run.path):
        if isinstance(frame, LoopFrame) and id(frame) not in outside:
            if search.memory is None or holds(frame.iterable, search.memory):
                continue
            rest = run.path[position + 1 :]
            return _repeats(frame) and not any(isinstance(each, BranchFrame) for each in rest)
    return False


def _repeats(frame: LoopFrame) -> bool:
    if frame.left or frame.iterable is frame.element:
        return False
    match frame.iterable:
        case Sequence(items=items, open=False):
            return len(items) > 1
    return True


def _is_one(search: Search, run: CallEvent) -> bool:
    """Whether the value that keeps the trials is one object: a comprehension makes many."""
    made = _making(search)
    return made is None or not any(
        isinstance(frame, LoopFrame) and frame.comprehension and frame not in run.path
        for frame in made.path
    )


def _making(search: Search) -> Event | None:
    """The call that made what keeps the trials."""
    match search.memory:
        case Result(event=event) | Instance(built=CallEvent() as event):
            return event
    return None


def _uses(run: CallEvent, memory: Term | None) -> bool:
    callee = run.callee
    if isinstance(callee, Attribute) and callee.base is memory:
        return True
    return any(argument.value is memory for argument in run.arguments)
