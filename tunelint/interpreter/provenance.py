"""Provenance: whether one value was made from another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from tunelint.interpreter.frames import CallFrame
from tunelint.interpreter.objects import CallEvent, Function, Instance, Result, Super
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import (
    Argument,
    Attribute,
    Choice,
    Comprehension,
    Const,
    Element,
    Item,
    Mapping,
    Operation,
    Sequence,
    Term,
    Text,
)


def comes_from(term: Term, source: Term) -> bool:
    """Whether `term` is `source`, a part of it, or computed from it.

    A value that a project's function returns comes from the function's arguments too.
    """
    return any(found is source for found in ancestors(term))


@dataclass(eq=False, slots=True)
class Origins:
    """What values come from, remembered: for those that many others are asked about.

    To be had of a trace, once.
    """

    trace: Trace
    _known: dict[int, frozenset[int]] = field(default_factory=dict)
    _size: int = 0

    def holds(self, term: Term, source: Term) -> bool:
        """Whether `term` comes from `source`, as `comes_from` tells."""
        found = self._known.get(id(term))
        if found is not None:
            return id(source) in found
        if self._size > _MOST_ORIGINS:
            return comes_from(term, source)
        found = frozenset(map(id, ancestors(term)))
        self._known[id(term)] = found
        self._size += len(found)
        return id(source) in found


_MOST_ORIGINS = 2_000_000


@dataclass(eq=False, slots=True)
class Reach:
    """Whether values come from one that is `wanted`, remembered: where many are asked about.

    To be had of a trace, once.
    """

    wanted: Callable[[Term], bool]
    _reaching: dict[int, Term] = field(default_factory=dict)
    _others: dict[int, Term] = field(default_factory=dict)

    def reaches(self, term: Term) -> bool:
        """Whether the value is a wanted one or was made from one."""
        seen: dict[int, Term] = {}
        for found in ancestors(term, lambda one: id(one) in self._others):
            if id(found) in self._reaching or self.wanted(found):
                self._reaching[id(term)] = term
                return True
            seen[id(found)] = found
        self._others |= seen
        return False


def ancestors(
    term: Term,
    stop: Callable[[Term], bool] = lambda term: False,
    through: Callable[[Argument], bool] = lambda argument: True,
) -> Iterator[Term]:
    """The value and everything that it was made from, each once; not beyond where `stop` holds.

    What a call was handed counts for its value, as far as `through` holds for the argument.
    """
    return ancestors_of_all([term], stop, through)


def ancestors_of_all(
    terms: Iterable[Term],
    stop: Callable[[Term], bool] = lambda term: False,
    through: Callable[[Argument], bool] = lambda argument: True,
) -> Iterator[Term]:
    """The values and everything that any of them was made from, each once over all."""
    seen: set[int] = set()
    waiting: list[Term] = []
    for term in terms:
        waiting.append(term)
        yield from _unseen(waiting, seen, stop, through)


def holds(container: Term, value: Term) -> bool:
    """Whether a list, a dictionary, or what goes over them, has the value among its items."""
    waiting, seen = [container], set[int]()
    while waiting:
        term = waiting.pop()
        if term is value:
            return True
        if id(term) in seen:
            continue
        seen.add(id(term))
        match term:
            case Sequence(items=items):
                waiting.extend(items)
            case Mapping(entries=entries):
                waiting.extend(part for entry in entries for part in (entry.key, entry.value))
            case Comprehension(element=element):
                waiting.append(element)
            case Element(iterable=base) | Item(base=base):
                waiting.append(base)
            case Choice(options=options):
                waiting.extend(options)
    return False


def made_from(
    terms: Iterable[Term], stop: Callable[[Term], bool] = lambda term: False
) -> dict[int, list[Term]]:
    """Which of the values are made from a value, step by step, by its id; but for `stop`."""
    found: dict[int, list[Term]] = {}
    for term in terms:
        if not stop(term):
            for part in _parts(term, lambda argument: True):
                found.setdefault(id(part), []).append(term)
    return found


def made_from_handed(trace: Trace) -> dict[int, list[Term]]:
    """What is made of each value on the way to an argument of a call, as `made_from` tells."""
    values = [argument.value for event in trace.calls() for argument in event.arguments]
    return made_from(ancestors_of_all(values))


def descendants(made: dict[int, list[Term]], *terms: Term) -> set[int]:
    """The ids of values and of all that is made from any of them, as `made_from` tells."""
    found = {id(term) for term in terms}
    waiting = list(found)
    while waiting:
        new = {id(one) for one in made.get(waiting.pop(), ())} - found
        found |= new
        waiting.extend(new)
    return found


def _unseen(
    waiting: list[Term],
    seen: set[int],
    stop: Callable[[Term], bool],
    through: Callable[[Argument], bool],
) -> Iterator[Term]:
    while waiting:
        current = waiting.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        if not stop(current):
            waiting.extend(_parts(current, through))


def _parts(term: Term, through: Callable[[Argument], bool]) -> Iterator[Term]:
    match term:
        case Result(event=event):
            yield event.callee
            if event.restored is not None:
                yield event.restored
            yield from _handed_to(event, through)
            yield from _returned_by(event, term, through)
        case Instance(built=CallEvent() as event):
            yield from _handed_to(event, through)
        case Item(base=base, key=key):
            yield base
            yield key
        case Attribute(base=base) | Element(iterable=base) | Super(instance=base):
            yield base
        case Operation(operands=operands):
            yield from operands
        case Sequence(items=items):
            yield from items
        case Mapping(entries=entries, spread=spread):
            yield from (entry.value for entry in entries)
            yield from spread
        case Text(pieces=pieces):
            yield from pieces
        case Comprehension(element=element, iterable=iterable):
            yield element
            yield iterable
        case Choice(options=options):
            yield from options
        case Const(parts=parts):
            yield from parts
        case Function(receiver=Term() as receiver):
            yield receiver


def _handed_to(event: CallEvent, through: Callable[[Argument], bool]) -> Iterator[Term]:
    for argument in (*event.arguments, *event.arguments.spread):
        if through(argument):
            yield argument.value


def _returned_by(
    event: CallEvent, term: Term, through: Callable[[Argument], bool]
) -> Iterator[Term]:
    """The arguments of the project's functions that gave the value back."""
    for frame in event.path:
        if isinstance(frame, CallFrame):
            result = frame.event.result
            if result is term or (isinstance(result, Choice) and term in result.options):
                yield from _handed_to(frame.event, through)
