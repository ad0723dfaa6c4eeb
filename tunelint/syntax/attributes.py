"""Attributes and items: what ``base.name`` and ``base[key]`` are worth."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import libcst as cst

from tunelint.syntax import command_line, naming
from tunelint.syntax.terms import (
    Attribute,
    Choice,
    Class,
    Comprehension,
    Const,
    External,
    Function,
    Instance,
    Item,
    Mapping,
    ProjectModule,
    Sequence,
    Super,
    Term,
    Unbound,
    join,
)

if TYPE_CHECKING:
    from tunelint.syntax.execution import Execution


def read(run: Execution, base: Term, name: str, node: cst.CSTNode) -> Term:
    """The attribute `name` of a value."""
    known = _of_itself(run, base, name, node)
    if known is not None:
        return known
    match base:
        case External():
            return External(run.place(node), f"{base.name}.{name}")
        case ProjectModule():
            return _of_module(run, base, name, node)
        case Instance():
            return _of_instance(run, base, name, node)
        case Class():
            member = base.member(name)
            if member is None:
                return Attribute(run.place(node), base, name)
            return _through_class(base, member)
        case Super():
            return _of_super(run, base, name, node)
        case Choice():
            able = [option for option in base.options if not _is_none(option)]
            return join(run.place(node), [read(run, option, name, node) for option in able])
    found = run.stored(base, name) or command_line.default_of(run, base, name)
    return found if found is not None else Attribute(run.place(node), base, name)


def _of_itself(run: Execution, base: Term, name: str, node: cst.CSTNode) -> Term | None:
    """What Python itself says of a value: its class, and what that is called."""
    match name:
        case "__class__":
            return naming.class_of(base)
        case "__name__":
            return naming.name_of(run, base, node)
    return None


def _is_none(term: Term) -> bool:
    """None has no attributes: a program that goes on did not have it here."""
    return isinstance(term, Const) and term.value is None


def _of_module(run: Execution, base: ProjectModule, name: str, node: cst.CSTNode) -> Term:
    found = base.scope.names.get(name)
    if found is None:
        found = run.submodule(base, name)
    return found if found is not None else Unbound(run.place(node), f"{base.name}.{name}")


def _of_instance(run: Execution, base: Instance, name: str, node: cst.CSTNode) -> Term:
    if name in base.attributes:
        value = base.attributes[name]
        run.load(value, node)
        return value
    member = base.cls.member(name)
    if member is None:
        return Attribute(run.place(node), base, name)
    return _through_instance(run, base, member, node)


def _of_super(run: Execution, base: Super, name: str, node: cst.CSTNode) -> Term:
    lineage = list(base.owner.lineage())[1:]
    for ancestor in lineage:
        found = ancestor.scope.names.get(name)
        if isinstance(found, Function):
            return replace(found, receiver=base.instance)
    return Attribute(run.place(node), base, name)


def _through_class(cls: Class, member: Term) -> Term:
    if isinstance(member, Function) and decorated(member, "classmethod"):
        return replace(member, receiver=cls)
    return member


def _through_instance(run: Execution, base: Instance, member: Term, node: cst.CSTNode) -> Term:
    if not isinstance(member, Function):
        return member
    if decorated(member, "staticmethod"):
        return member
    if decorated(member, "classmethod"):
        return replace(member, receiver=base.cls)
    bound = replace(member, receiver=base)
    if decorated(member, "property") or decorated(member, "cached_property"):
        return run.call_property(bound, node)
    return bound


def decorated(function: Function, name: str) -> bool:
    """Whether the function carries the decorator `name`, of whatever module."""
    return any(
        isinstance(decorator, External) and decorator.name.rpartition(".")[2] == name
        for decorator in function.decorators
    )


def item(run: Execution, base: Term, key: Term, node: cst.CSTNode) -> Term:
    """``base[key]``."""
    match base, key:
        case Choice(options=options), _:
            return join(run.place(node), [item(run, option, key, node) for option in options])
        case _, Choice(options=options) if isinstance(base, Sequence | Mapping):
            return join(run.place(node), [item(run, base, option, node) for option in options])
        case Sequence(), Const(value=int(position)):
            found = part(base, position)
        case Mapping(), Const(value=value):
            entry = base.get(value)
            found = entry.value if entry is not None else None
        case Comprehension(kind="list"), Const(value=int()):
            found = base.element
        case _:
            found = None
    if found is None and isinstance(key, Const):
        found = run.stored(base, key.value)
    if found is None:
        return Item(run.place(node), base, key)
    run.load(found, node)
    return found


def part(sequence: Sequence, position: int) -> Term | None:
    """The item at a position of a sequence, where what is listed tells it."""
    if sequence.reordered or (sequence.open and position < 0):
        return None
    if -len(sequence.items) <= position < len(sequence.items):
        return sequence.items[position]
    return None
