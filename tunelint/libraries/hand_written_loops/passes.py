"""Passes: a loop of the program with everything that happens in one pass through it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from tunelint.interpreter.frames import LoopFrame
from tunelint.interpreter.objects import Event, Instance, Result
from tunelint.interpreter.provenance import ancestors
from tunelint.interpreter.trace import BindEvent, Trace
from tunelint.interpreter.values import Term, is_carried, options_of


@dataclass(frozen=True, eq=False)
class Pass:
    """One loop; `events` are those inside of it, `after` the number of the last of them."""

    frame: LoopFrame
    events: list[Event]
    _inside: dict[int, bool] = field(default_factory=dict)

    @property
    def start(self) -> Event:
        """The first event of a pass."""
        return self.events[0]

    @property
    def last(self) -> int:
        """The number of the last event of a pass."""
        return self.events[-1].index

    def inner_frames(self) -> list[LoopFrame]:
        """The loop and those inside of it, outer ones first."""
        found: dict[int, LoopFrame] = {}
        depth = self.start.path.index(self.frame)
        for event in self.events:
            for frame in event.path[depth:]:
                if isinstance(frame, LoopFrame):
                    found[id(frame)] = frame
        return list(found.values())

    def names_of(self, term: Term) -> tuple[str, ...]:
        """The names that a pass gives to a value: as a variable, or as a function's parameter."""
        return tuple(self._names.get(id(term), ()))

    @cached_property
    def _names(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for event in self.events:
            if isinstance(event, BindEvent):
                for value in {id(event.value), *map(id, options_of(event.value))}:
                    found.setdefault(value, []).append(event.name)
        return found

    def holds(self, event: Event) -> bool:
        """Whether the event happens in a pass."""
        return any(frame is self.frame for frame in event.path)

    def made_here(self, term: Term) -> bool:
        """Whether the value was made, in whole or in part, in a pass."""
        if id(term) not in self._inside:
            self._look_behind(term)
        return self._inside[id(term)]

    def _look_behind(self, term: Term) -> None:
        """Find out whether a value was made here; where it was not, nothing behind it was."""
        behind: list[Term] = []
        for each in ancestors(term, self._is_settled):
            if self._inside.get(id(each)) or self._makes(each):
                self._inside[id(term)] = True
                return
            behind.append(each)
        self._inside.update((id(each), False) for each in behind)

    def _is_settled(self, term: Term) -> bool:
        return id(term) in self._inside or self._makes(term)

    def starts_afresh(self, term: Term) -> bool:
        """Whether a value is carried through loops inside of a pass only, not to the next pass."""
        carried = [each for each in ancestors(term) if is_carried(each)]
        place = self.frame.place
        if not carried or place is None:
            return False
        return not any(each.place is not None and each.place.key == place.key for each in carried)

    def _makes(self, term: Term) -> bool:
        match term:
            case Result(event=event):
                return self.holds(event)
            case Instance(built=Event() as event):
                return self.holds(event)
        return False


def passes(trace: Trace) -> Iterator[Pass]:
    """Every loop of the program in which anything happens, outer ones before inner ones."""
    found: dict[int, Pass] = {}
    for event in trace.events:
        for frame in event.path:
            if isinstance(frame, LoopFrame):
                if id(frame) not in found:
                    found[id(frame)] = Pass(frame, [])
                found[id(frame)].events.append(event)
    yield from found.values()
