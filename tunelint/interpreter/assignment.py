"""Assignment: what ``target = value`` binds or stores, for every form of target."""

from __future__ import annotations

from collections.abc import Sequence as Elements
from typing import TYPE_CHECKING

import libcst as cst

from tunelint.interpreter import (
    aliases,
    attribute_stores,
    attributes,
    branches,
    containers,
    expressions,
    implicit_calls,
    item_stores,
)
from tunelint.interpreter.combining import combine
from tunelint.interpreter.contents import is_mutable
from tunelint.interpreter.unpacking import unpacked, unpacked_around
from tunelint.interpreter.values import Const, Sequence, Term, Text, options_of

if TYPE_CHECKING:
    from tunelint.interpreter.interpreter import Interpreter


def assign(run: Interpreter, target: cst.BaseExpression, value: Term) -> None:
    """``target = value`` in the current scope; the names and stores become events."""
    match target:
        case cst.Name(value=name):
            run.bind(name, value)
            run.named(name, value, target)
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            _unpack(run, elements, value, target)
        case cst.Attribute(value=owner, attr=cst.Name(value=name)):
            attribute_stores.set_one(run, target, run.evaluate(owner), name, value)
        case cst.Subscript():
            base = run.evaluate(target.value)
            item_stores.set_one(run, target, base, expressions.key_of(run, target), value)
        case cst.StarredElement(value=inner):
            assign(run, inner, value)


def _unpack(
    run: Interpreter, elements: Elements[cst.BaseElement], value: Term, target: cst.CSTNode
) -> None:
    run.state.may_raise()
    implicit_calls.go_through(run, target, value)
    starred = [isinstance(element, cst.StarredElement) for element in elements]
    if any(starred):
        parts = unpacked_around(run, value, starred.index(True), len(elements), target)
    else:
        parts = unpacked(run, value, len(elements), target)
    for element, part in zip(elements, parts, strict=True):
        assign(run, element.value, part)


# -- augmented assignment -------------------------------------------------------------------------


def augment(run: Interpreter, node: cst.AugAssign) -> None:
    """``target += value``, and the like: the target is evaluated once."""
    symbol = expressions.SYMBOLS.get(type(node.operator), "?")
    match node.target:
        case cst.Attribute(value=owner, attr=cst.Name(value=name)):
            base = run.evaluate(owner)
            before = attributes.read(run, base, name, node.target)
            result = _combined(run, node, symbol, before)
            attribute_stores.set_one(run, node.target, base, name, result)
        case cst.Subscript() as target:
            base = run.evaluate(target.value)
            key = expressions.key_of(run, target)
            before = attributes.item(run, base, key, target)
            result = _combined(run, node, symbol, before)
            item_stores.set_one(run, target, base, key, result)
        case _:
            before = run.evaluate(node.target)
            assign(run, node.target, _combined(run, node, symbol, before))


def _combined(run: Interpreter, node: cst.AugAssign, symbol: str, before: Term) -> Term:
    value = run.evaluate(node.value)
    run.state.may_raise()
    implicit_calls.operate_in_place(run, node, symbol, before, value)
    mutable = [option for option in options_of(before) if is_mutable(option)]
    if not mutable:
        attribute_stores.change_dictionary(run, before)
        if not isinstance(before, Const | Sequence | Text):
            run.change_unseen(before, (value,) if aliases.may_be(value) else ())
        return combine(run, node, symbol, (before, value))

    found: list[Term] = []

    def add(option: Term) -> None:
        if containers.add_in_place(run, node, option, symbol, value):
            found.append(option)
        else:
            found.append(combine(run, node, symbol, (option, value)))

    branches.each(run, options_of(before), add)
    return found[0] if len(found) == 1 else run.join(run.place(node), found)


# -- del ------------------------------------------------------------------------------------------


def delete(run: Interpreter, target: cst.BaseExpression) -> None:
    """``del target``."""
    match target:
        case cst.Name(value=name):
            run.state.may_raise()
            run.unbind(name)
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            for element in elements:
                delete(run, element.value)
        case cst.Attribute(value=owner, attr=cst.Name(value=name)):
            attribute_stores.delete(run, target, run.evaluate(owner), name)
        case cst.Subscript():
            base = run.evaluate(target.value)
            item_stores.delete(run, target, base, expressions.key_of(run, target))
