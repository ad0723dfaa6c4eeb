"""Aliases: which objects of the program a value may be whose name tells nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tunelint.syntax.contents import within
from tunelint.syntax.terms import (
    Attribute,
    Choice,
    Class,
    Comprehension,
    Element,
    External,
    Function,
    Instance,
    Item,
    Mapping,
    Opaque,
    Operation,
    Result,
    Sequence,
    Super,
    Term,
    options_of,
)

Known = Sequence | Mapping | Comprehension | Instance | Function | Class

# Modules whose functions hand on what they are given, or parts of it.
HANDING_ON = frozenset({"builtins", "itertools", "copy", "functools", "operator"})


def may_be(term: Term) -> list[Term]:
    """The objects that a value may be, as far as the program made them, each once."""
    return list({id(found): found for found in _may_be(term)}.values())


def _may_be(term: Term) -> Iterator[Term]:
    inner = _outermost(term)
    if inner is not term:
        yield from _inside(inner)
        return
    match term:
        case Choice(options=several) | Operation(operator="and" | "or", operands=several):
            for one in several:
                yield from _may_be(one)
        case Opaque():
            yield from closure(term.hidden)
        case Result():
            yield from closure(_handed_on(term))
        case Super(instance=instance):
            yield from _may_be(instance)
        case _ if isinstance(term, Known):
            yield term


def _outermost(term: Term) -> Term:
    """The value that this one was read out of: ``a`` of ``a.b[0]``."""
    while isinstance(term, Item | Element | Attribute):
        term = term.iterable if isinstance(term, Element) else term.base
    return term


def _inside(term: Term) -> Iterator[Term]:
    """The objects that stand inside of what a value may be."""
    match term:
        case Choice(options=several) | Operation(operands=several):
            for one in several:
                yield from _inside(_outermost(one))
        case _ if isinstance(term, Known):
            yield from closure(_held(term))
        case _:
            yield from closure([term])


def _handed_on(term: Result) -> Iterator[Term]:
    """What a call hands on that gives back what it is given, or a part of it."""
    match term.event.callee:
        case External(name=name) if name.partition(".")[0] in HANDING_ON:
            pass
        case Result(event=made) if getattr(made.callee, "name", "").startswith("operator."):
            pass
        case Attribute(base=base) if any(
            isinstance(option, Sequence | Mapping | Comprehension) for option in options_of(base)
        ):
            yield base
        case _:
            return
    yield from (argument.value for argument in term.event.arguments)


def closure(terms: Iterable[Term]) -> Iterator[Term]:
    """The objects among values, and all that stand inside of them, each once."""
    seen: set[int] = set()
    waiting = list(terms)
    while waiting:
        term = waiting.pop()
        if id(term) in seen:
            continue
        seen.add(id(term))
        if isinstance(term, Known):
            yield term
            waiting.extend(_held(term))
        else:
            waiting.extend(_behind(term))


def _held(term: Term) -> Iterator[Term]:
    match term:
        case Sequence(hidden=hidden) | Mapping(hidden=hidden):
            yield from within(term)
            yield from hidden
        case Comprehension(element=element):
            yield element
        case Instance(attributes=attributes):
            yield from attributes.values()
        case Function(receiver=Term() as receiver):
            yield receiver


def _behind(term: Term) -> Iterator[Term]:
    match term:
        case Choice(options=several) | Operation(operands=several) | Opaque(hidden=several):
            yield from several
        case Item(base=base) | Element(iterable=base) | Attribute(base=base):
            yield base
        case Super(instance=instance):
            yield instance
        case Result():
            yield from _handed_on(term)
