"""Unpacking: what each target of an assignment gets of a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from tunelint.interpreter import attributes, generators
from tunelint.interpreter.containers import keys_of, listed
from tunelint.interpreter.contents import listing_of
from tunelint.interpreter.values import (
    Choice,
    Comprehension,
    Const,
    Item,
    Mapping,
    Opaque,
    Sequence,
    Term,
)

if TYPE_CHECKING:
    from tunelint.interpreter.interpreter import Interpreter


def unpacked(run: Interpreter, value: Term, count: int, node: cst.CSTNode) -> list[Term]:
    """The `count` parts of a value that is assigned to as many targets."""
    value = _walked(run, value, node)
    if isinstance(value, Sequence) and listing_of(value).exact and value.kind != "set":
        parts = list(value.items)
        if len(parts) == count:
            return parts
    place = run.place(node)
    if _one_for_each(value, count):
        return [Item(place, value, Const(place, index)) for index in range(count)]
    return [attributes.item(run, value, Const(place, index), node) for index in range(count)]


def unpacked_around(
    run: Interpreter, value: Term, star: int, count: int, node: cst.CSTNode
) -> list[Term]:
    """The parts of a value that is assigned to `count` targets, that number `star` starred."""
    value = _walked(run, value, node)
    place = run.place(node)
    if isinstance(value, Sequence) and listing_of(value).exact and value.kind != "set":
        items = value.items
        after = count - star - 1
        if len(items) >= count - 1:
            end = len(items) - after
            rest = Sequence(place, "list", items[star:end], path=run.path)
            return [*items[:star], rest, *items[end:]]
    first = [attributes.item(run, value, Const(place, index), node) for index in range(star)]
    unseen = [Opaque(place, "unpacked with a star", (value,)) for _ in range(count - star)]
    return [*first, *unseen]


def _walked(run: Interpreter, value: Term, node: cst.CSTNode) -> Term:
    """What a value gives where it is unpacked: a dictionary gives its keys."""
    generators.advance(run, value)
    match value:
        case Mapping():
            return listed(run, node, "list", keys_of(value))
        case Choice(options=options) if any(isinstance(each, Mapping) for each in options):
            return run.join(run.place(node), [_walked(run, each, node) for each in options])
    return value


def _one_for_each(value: Term, count: int) -> bool:
    """Whether a comprehension makes one part each of as many different values."""
    match value:
        case Comprehension(plain=True, iterable=Sequence(items=items, open=False)):
            return len(items) == count > 1 and not all(isinstance(one, Const) for one in items)
    return False
