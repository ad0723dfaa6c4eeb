"""Assignment: what ``target = value`` binds, for every form of target."""

from __future__ import annotations

from collections.abc import Sequence as Elements
from typing import TYPE_CHECKING

import libcst as cst

from tunelint.syntax import containers
from tunelint.syntax.terms import (
    Class,
    Const,
    Entry,
    Instance,
    Mapping,
    Opaque,
    Sequence,
    Term,
    join,
)
from tunelint.syntax.trace import BranchFrame, LoopFrame, StoreEvent

if TYPE_CHECKING:
    from tunelint.syntax.execution import Execution


def assign(run: Execution, target: cst.BaseExpression, value: Term) -> None:
    """``target = value`` in the current scope; the names and stores become events."""
    match target:
        case cst.Name(value=name):
            run.scope.bind(name, value)
            run.named(name, value, target)
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            _unpack(run, elements, value, target)
        case cst.Attribute(value=owner, attr=cst.Name(value=name)):
            _assign_attribute(run, target, owner, name, value)
        case cst.Subscript():
            _assign_item(run, target, value)
        case cst.StarredElement(value=inner):
            assign(run, inner, value)


def _unpack(
    run: Execution, elements: Elements[cst.BaseElement], value: Term, target: cst.CSTNode
) -> None:
    if any(isinstance(element, cst.StarredElement) for element in elements):
        for element in elements:
            assign(run, element.value, Opaque(run.place(target), "unpacked with a star"))
        return
    parts = containers.unpacked(run, value, len(elements), target)
    for element, part in zip(elements, parts, strict=True):
        assign(run, element.value, part)


def _assign_attribute(
    run: Execution, target: cst.Attribute, owner: cst.BaseExpression, name: str, value: Term
) -> None:
    base = run.evaluate(owner)
    run.emit(StoreEvent(*run.stamp(target), base, Const(None, name), value, True))
    run.trace.names.setdefault(id(value), []).append(name)
    if isinstance(base, Instance):
        earlier = base.attributes.get(name)
        conditional = any(isinstance(f, BranchFrame | LoopFrame) for f in run.path)
        if earlier is not None and conditional:
            value = join(run.place(target), [earlier, value])
        base.attributes[name] = value
    elif isinstance(base, Class):
        base.scope.names[name] = value
    else:
        run.store(base, name, value)


def _assign_item(run: Execution, target: cst.Subscript, value: Term) -> None:
    base = run.evaluate(target.value)
    index = target.slice[0].slice if len(target.slice) == 1 else None
    key: Term = Opaque(run.place(target), "several indices")
    if isinstance(index, cst.Index):
        key = run.evaluate(index.value)
    run.emit(StoreEvent(*run.stamp(target), base, key, value, False))
    if isinstance(base, Mapping):
        containers.put(run, base, Entry(key, value, run.place(target)))
    elif isinstance(base, Sequence):
        base.open = True
    elif isinstance(key, Const):
        run.store(base, key.value, value)
