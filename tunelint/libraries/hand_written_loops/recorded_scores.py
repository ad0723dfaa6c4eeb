"""Gathering: the collections that a loop fills from pass to pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from tunelint.interpreter.objects import CallEvent, Event
from tunelint.interpreter.provenance import ancestors_of_all, descendants, made_from
from tunelint.interpreter.trace import BindEvent, ReturnEvent, StoreEvent, TestEvent, Trace
from tunelint.interpreter.values import (
    Attribute,
    Comprehension,
    Mapping,
    Sequence,
    Term,
    options_of,
)
from tunelint.libraries.hand_written_loops import tables
from tunelint.libraries.hand_written_loops.configurations import tells_form
from tunelint.libraries.hand_written_loops.passes import Pass


@dataclass(frozen=True, eq=False)
class Collection:
    """What a loop fills from pass to pass, and the values that it puts there."""

    term: Term
    values: tuple[Term, ...]
    trace: Trace

    def is_in(self, term: Term) -> bool:
        """Whether a value is the collection or is made from it, more than its form."""
        return id(term) in self._made

    @cached_property
    def _made(self) -> set[int]:
        return descendants(self.trace.once(_made_from), self.term)


def collections(loop: Pass, trace: Trace) -> Iterator[Collection]:
    """The collections, made outside of the loop, that its passes fill."""
    filled: dict[int, tuple[Term, list[Term]]] = {}
    for event in loop.events:
        for base, value in _filled(event):
            if made_outside(base, loop) and loop.made_here(value):
                filled.setdefault(id(base), (base, []))[1].append(value)
    for term, values in filled.values():
        yield Collection(term, tuple(values), trace)
    yield from _written_out(loop, trace)


def made_outside(term: Term, loop: Pass) -> bool:
    """Whether a collection was there before the loop."""
    match term:
        case Mapping(path=path) | Sequence(path=path):
            return not any(frame is loop.frame for frame in path)
    return not loop.made_here(term)


def _filled(event: Event) -> Iterator[tuple[Term, Term]]:
    match event:
        case StoreEvent(base=base, value=value, attribute=False):
            yield from ((option, value) for option in options_of(base))
        case CallEvent(callee=Attribute(base=base, name=name)) if name in tables.FILLING_METHODS:
            for argument in event.arguments.positional:
                yield from ((option, argument.value) for option in options_of(base))


def _written_out(loop: Pass, trace: Trace) -> Iterator[Collection]:
    """Lists that the loop appends to, and what a comprehension builds."""
    for term in trace.once(_containers):
        found = _collection(term, loop, trace)
        if found is not None:
            yield found


def _containers(trace: Trace) -> list[Sequence | Comprehension]:
    """The lists and comprehensions that any value is made from."""
    return [one for one in _values(trace) if isinstance(one, Sequence | Comprehension)]


def _made_from(trace: Trace) -> dict[int, list[Term]]:
    """What is made from each value, more than its form."""
    return made_from(_values(trace), tells_form)


def _values(trace: Trace) -> Iterator[Term]:
    """Every value that events are about, and all that these are made from."""
    return ancestors_of_all(term for event in trace.events for term in values_of(event))


def _collection(term: Term, loop: Pass, trace: Trace) -> Collection | None:
    match term:
        case Sequence(items=items) if made_outside(term, loop):
            inside = tuple(item for item in items if loop.made_here(item))
            return Collection(term, inside, trace) if inside and term.open else None
        case Comprehension(element=element) if loop.frame.comprehension:
            return Collection(term, (element,), trace) if loop.made_here(element) else None
    return None


def values_of(event: Event) -> Iterator[Term]:
    """The values that an event calls, hands over, binds, returns or tests."""
    match event:
        case CallEvent(callee=callee, arguments=arguments):
            yield callee
            for argument in arguments:
                yield argument.value
        case BindEvent(value=value) | ReturnEvent(value=value):
            yield value
        case TestEvent(condition=condition):
            yield condition
