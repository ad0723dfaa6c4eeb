"""Gathering: the collections that a loop fills from pass to pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tunelint.syntax.provenance import ancestors, ancestors_of_all
from tunelint.syntax.terms import Attribute, Comprehension, Mapping, Sequence, Term, options_of
from tunelint.syntax.trace import (
    BindEvent,
    CallEvent,
    Event,
    ReturnEvent,
    StoreEvent,
    TestEvent,
    Trace,
)
from tunelint.tuners.plain_loop import tables
from tunelint.tuners.plain_loop.configurations import tells_form
from tunelint.tuners.plain_loop.passes import Pass


@dataclass(frozen=True, eq=False)
class Collection:
    """What a loop fills from pass to pass, and the values that it puts there."""

    term: Term
    values: tuple[Term, ...]
    _known: dict[int, bool] = field(default_factory=dict)

    def is_in(self, term: Term) -> bool:
        """Whether a value is the collection or is made from it."""
        known = self._known.get(id(term))
        if known is None:
            known = any(each is self.term for each in ancestors(term, tells_form))
            self._known[id(term)] = known
        return known


def collections(loop: Pass, trace: Trace) -> Iterator[Collection]:
    """The collections, made outside of the loop, that its passes fill."""
    filled: dict[int, tuple[Term, list[Term]]] = {}
    for event in loop.events:
        for base, value in _filled(event):
            if made_outside(base, loop) and loop.made_here(value):
                filled.setdefault(id(base), (base, []))[1].append(value)
    for term, values in filled.values():
        yield Collection(term, tuple(values))
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
    events = trace.events_since(loop.start.index - 1)
    for term in ancestors_of_all(term for event in events for term in values_of(event)):
        found = _collection(term, loop)
        if found is not None:
            yield found


def _collection(term: Term, loop: Pass) -> Collection | None:
    match term:
        case Sequence(items=items) if made_outside(term, loop):
            inside = tuple(item for item in items if loop.made_here(item))
            return Collection(term, inside) if inside and term.open else None
        case Comprehension(element=element) if loop.frame.comprehension:
            return Collection(term, (element,)) if loop.made_here(element) else None
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
