"""Holding: what a value can be that is taken out of a list, tuple or dictionary of several."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.values import (
    Comprehension,
    Element,
    Item,
    Mapping,
    Sequence,
    Term,
    options_of,
)

_DEEPEST = 8


def held(term: Term, depth: int = _DEEPEST) -> Iterator[Term]:
    """The value, or what it can be: each option of it, and all that the container holds."""
    if depth <= 0:
        return
    match term:
        case Element(iterable=inner) | Item(base=inner) | Comprehension(element=inner):
            yield from held(inner, depth - 1)
        case Sequence(items=items):
            for item in items:
                yield from held(item, depth - 1)
        case Mapping(entries=entries):
            for entry in entries:
                yield from held(entry.value, depth - 1)
        case _:
            for option in options_of(term):
                if option is term:
                    yield term
                else:
                    yield from held(option, depth - 1)


def is_taken_out(term: Term) -> bool:
    """Whether the value is taken out of a container, so that it can be any of several."""
    return any(isinstance(option, Element | Item) for option in options_of(term))
