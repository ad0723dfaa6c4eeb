"""Aliases: which objects of the program a value may be whose name tells nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tunelint.interpreter.contents import within
from tunelint.interpreter.objects import Class, Function, Instance, Result, Super
from tunelint.interpreter.values import (
    Attribute,
    Choice,
    Comprehension,
    Element,
    External,
    Item,
    Mapping,
    Opaque,
    Operation,
    Sequence,
    Term,
    options_of,
)

Known = Sequence | Mapping | Comprehension | Instance | Function | Class

# Modules whose functions hand on what they are given, or parts of it.
HANDING_ON = frozenset({"builtins", "itertools", "copy", "functools", "operator"})


def may_be(term: Term) -> list[Term]:
    """The objects that a value may be, as far as the program made them, each once."""
    found: dict[int, Term] = {}
    behind: list[Term] = []
    seen: set[int] = set()
    waiting = [term]
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        inner = _outermost(one)
        if inner is not one:
            behind += _inside(inner)
            continue
        match one:
            case Choice(options=several) | Operation(operator="and" | "or", operands=several):
                waiting += reversed(several)
            case Opaque():
                behind += one.hidden
            case Result():
                behind += _handed_on(one)
            case Super(instance=instance):
                waiting.append(instance)
            case _ if isinstance(one, Known):
                found[id(one)] = one
    found.update((id(one), one) for one in closure(behind))
    return list(found.values())


def _outermost(term: Term) -> Term:
    """The value that this one was read out of: ``a`` of ``a.b[0]``."""
    while isinstance(term, Item | Element | Attribute):
        term = term.iterable if isinstance(term, Element) else term.base
    return term


def _inside(term: Term) -> Iterator[Term]:
    """What stands inside of a value, as far as that is known."""
    match term:
        case Choice(options=several) | Operation(operands=several):
            for one in several:
                yield from _inside(_outermost(one))
        case _ if isinstance(term, Known):
            yield from _held(term)
        case _:
            yield term


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
        elif not (_is_bare(term) if term.bare is None else term.bare):
            waiting.extend(_behind(term))


def _is_bare(term: Term) -> bool:
    """Whether nothing stands behind a value that the program made; the value remembers it."""
    waiting = [term]
    begun: set[int] = set()
    while term.bare is None:
        one = waiting[-1]
        known = isinstance(one, Known)
        behind = [] if known else list(_behind(one))
        open_ones = [] if id(one) in begun else [each for each in behind if each.bare is None]
        begun.add(id(one))
        if open_ones:
            waiting += open_ones
            continue
        one.bare = not known and all(each.bare for each in behind)
        waiting.pop()
    return term.bare


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
