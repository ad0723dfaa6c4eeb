"""The trace: everything a program does that a rule could ask about, in order.

Reading a program yields events. Each event has its place, its number in the order of execution,
and its path: the branches, loops, calls and callbacks in which it happens. From the paths follow
what surely, perhaps or never happens before what.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from tunelint.interpreter.frames import BranchFrame, CallbackFrame, CallFrame
from tunelint.interpreter.objects import CallEvent, Event, Function
from tunelint.interpreter.paths import Frame, Path
from tunelint.interpreter.values import Argument, Choice, Mapping, Sequence, Term, options_of

if TYPE_CHECKING:
    import libcst as cst

    from tunelint.files.source import Source


@dataclass(eq=False, slots=True)
class BindEvent(Event):
    """A value gets a name (an assignment, a loop's target, a parameter)."""

    name: str
    value: Term


@dataclass(eq=False, slots=True)
class LoadEvent(Event):
    """A name or attribute is read."""

    value: Term


@dataclass(eq=False, slots=True)
class StoreEvent(Event):
    """``base.key = value`` (`attribute`) or ``base[key] = value``."""

    base: Term
    key: Term
    value: Term
    attribute: bool


@dataclass(eq=False, slots=True)
class DeleteEvent(Event):
    """``del base[key]``."""

    base: Term
    key: Term


@dataclass(eq=False, slots=True)
class ReturnEvent(Event):
    """A function gives a value back."""

    function: Function | None
    value: Term


@dataclass(eq=False, slots=True)
class TestEvent(Event):
    """A condition is evaluated (``if``, ``while``, a conditional expression)."""

    condition: Term
    node: cst.CSTNode


@dataclass(eq=False, slots=True)
class ImportEvent(Event):
    """A library's module or name is imported; `guarded` inside ``try`` with ``except``."""

    name: str
    bound: str
    guarded: bool


AnyEvent = TypeVar("AnyEvent", bound=Event)
AboutValue = TypeVar("AboutValue", bound=BindEvent | LoadEvent | ReturnEvent | StoreEvent)
Found = TypeVar("Found")
_number = attrgetter("index")


@dataclass(eq=False, slots=True)
class Trace:
    """All events of a program in order, and the names that its values were given.

    `keys` are the keys of dictionaries and the fields of dataclasses that they stood under. While
    it is `paused`, values get neither. `dropped` holds the ids of the expression nodes whose value
    no statement takes.
    """

    sources: list[Source] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    names: dict[int, list[str]] = field(default_factory=dict)
    keys: dict[int, list[str]] = field(default_factory=dict)
    dropped: set[int] = field(default_factory=set)
    paused: bool = False
    _named: list[tuple[dict[int, list[str]], Term]] = field(default_factory=list)
    _kinds: dict[type[Event], list[Any]] = field(default_factory=dict)
    _sorted: int = 0
    _known: dict[Callable[[Trace], Any], Any] = field(default_factory=dict)
    _known_of: int = 0

    def calls(self) -> list[CallEvent]:
        """Every call in order; not to be changed."""
        return self.of(CallEvent)

    def of(self, kind: type[AnyEvent]) -> list[AnyEvent]:
        """Every event of exactly one kind in order; not to be changed."""
        for event in self.events[self._sorted :]:
            self._kinds.setdefault(type(event), []).append(event)
        self._sorted = len(self.events)
        return self._kinds.get(kind, [])

    def once(self, view: Callable[[Trace], Found]) -> Found:
        """What `view` makes of all events; it looks at them once, whoever asks."""
        if self._known_of != len(self.events):
            self._known.clear()
            self._known_of = len(self.events)
        if view not in self._known:
            self._known[view] = view(self)
        found: Found = self._known[view]
        return found

    def within(self, frames: Iterable[Frame]) -> list[Event]:
        """The events that happen inside of any of the frames, in order."""
        known = self.once(_by_frame)
        groups = {id(group): group for frame in frames for group in known.get(id(frame), ())}
        return sorted(chain.from_iterable(groups.values()), key=_number)

    def events_since(self, index: int) -> list[Event]:
        """The events with a number above `index`, in order."""
        return self.events[bisect_right(self.events, index, key=_number) :]

    def caused_by(self, call: CallEvent) -> Iterator[Event]:
        """What the functions do that a library's call is given, as it calls them."""
        start = bisect_right(self.events, call.index, key=_number)
        depth = len(call.path)
        for event in self.events[start:]:
            frame = event.path[depth] if len(event.path) > depth else None
            if not isinstance(frame, CallbackFrame) or frame.event is not call:
                return
            yield event

    def forget_since(self, count: int, named: int) -> None:
        """Forget all events but the first `count`, and all names but the first that were given."""
        for names, value in reversed(self._named[named:]):
            names[id(value)].pop()
        del self._named[named:]
        for event in reversed(self.events[count : self._sorted]):
            self._kinds[type(event)].pop()
        del self.events[count:]
        self._sorted = min(self._sorted, count)
        self._known.clear()

    def drop_inside(self, frames: set[int], index: int = 0) -> None:
        """Forget the events above number `index` inside the frames with these ids."""
        if not frames:
            return
        later = self.events_since(index)
        kept = [event for event in later if not any(id(f) in frames for f in event.path)]
        self.events[len(self.events) - len(later) :] = kept
        self._kinds.clear()
        self._known.clear()
        self._sorted = 0

    def name(self, value: Term, name: str) -> None:
        """Remember that a value gets a name."""
        self._remember(self.names, value, name)

    def put_under(self, value: Term, key: object) -> None:
        """Remember that a value stands under a key of a dictionary, or is a field of an object."""
        if isinstance(key, str):
            self._remember(self.keys, value, key)

    def _remember(self, names: dict[int, list[str]], value: Term, name: str) -> None:
        if not self.paused:
            names.setdefault(id(value), []).append(name)
            self._named.append((names, value))

    @property
    def named(self) -> int:
        """How many names were given so far."""
        return len(self._named)

    def call_alike(self, term: Term, copy: Term) -> None:
        """Let what stands for a value at some moment have the names that the value has."""
        for named in (self.names, self.keys):
            if id(term) in named:
                named[id(copy)] = named[id(term)]

    def names_of(self, term: Term) -> tuple[str, ...]:
        """The names that the value was bound to, in order."""
        return tuple(self.names.get(id(term), ()))


def _by_path(trace: Trace) -> list[list[Event]]:
    """The events of one block share one path."""
    found: dict[int, list[Event]] = {}
    for event in trace.events:
        found.setdefault(id(event.path), []).append(event)
    return list(found.values())


def paths(trace: Trace) -> list[Path]:
    """The paths of the events, each once, in the order of their first events."""
    return [group[0].path for group in trace.once(_by_path)]


def _by_frame(trace: Trace) -> dict[int, list[list[Event]]]:
    """The events of each path, by the ids of all frames on it."""
    found: dict[int, list[list[Event]]] = {}
    for group in trace.once(_by_path):
        for frame in group[0].path:
            found.setdefault(id(frame), []).append(group)
    return found


def first_events(trace: Trace) -> dict[int, int]:
    """The number of the first event inside of each frame, by the frame's id."""
    known = trace.once(_by_frame)
    return {frame: min(group[0].index for group in groups) for frame, groups in known.items()}


def callbacks(trace: Trace) -> dict[int, list[CallbackFrame]]:
    """What libraries call, in order, by the id of the call that they were handed to."""
    frames = {id(frame): frame for path in trace.once(paths) for frame in path}
    found: dict[int, list[CallbackFrame]] = {}
    for frame in frames.values():
        if isinstance(frame, CallbackFrame):
            found.setdefault(id(frame.event), []).append(frame)
    return found


def by_value(events: Iterable[AboutValue]) -> dict[int, list[AboutValue]]:
    """The events by the ids of the values that they are about; of a choice by all its options."""
    found: dict[int, list[AboutValue]] = {}
    for event in events:
        for key in {id(event.value), *map(id, options_of(event.value))}:
            found.setdefault(key, []).append(event)
    return found


def chooser(event: CallEvent, handed: Iterable[Argument | None]) -> CallEvent:
    """The outermost call that was given one of the `handed` arguments which `event` hands on.

    It is `event` itself where none of them is the argument of an enclosing call.
    """
    origins = {id(argument.origin) for argument in handed if argument is not None}
    for frame in event.path:
        if isinstance(frame, CallFrame) and any(id(a) in origins for a in frame.event.arguments):
            return frame.event
    return event


def alternatives(events: Iterable[AnyEvent]) -> list[list[AnyEvent]]:
    """The events in groups of which one happens: one call on whichever value a name then holds."""
    found: dict[tuple[object, ...], list[AnyEvent]] = {}
    for event in events:
        around = (id(frame) for frame in event.path if not _chooses(frame, event))
        found.setdefault((event.place.key, *around), []).append(event)
    return list(found.values())


def _chooses(frame: Frame, event: Event) -> bool:
    """Whether the frame stands for one of the values that the event is about."""
    return (
        isinstance(frame, BranchFrame)
        and frame.fork.condition is None
        and frame.fork.place is not None
        and frame.fork.place.key == event.place.key
    )


def conditions(event: Event) -> list[BranchFrame]:
    """The decisions that the event depends on."""
    return [frame for frame in event.path if isinstance(frame, BranchFrame)]


def functions_in(term: Term) -> Iterator[Function]:
    """The project's functions that a value is or holds, each once."""
    seen: set[int] = set()
    waiting = [term]
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        match one:
            case Function():
                yield one
            case Choice(options=several) | Sequence(items=several):
                waiting.extend(reversed(several))
            case Mapping(entries=entries):
                waiting.extend(entry.value for entry in reversed(entries))
