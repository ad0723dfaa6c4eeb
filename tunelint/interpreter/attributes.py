"""Attributes and items: what ``base.name`` and ``base[key]`` are worth."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import TYPE_CHECKING

import libcst as cst

from tunelint.interpreter import command_line, naming
from tunelint.interpreter.implicit_calls import method_of
from tunelint.interpreter.library_names import descends_from
from tunelint.interpreter.objects import (
    CallEvent,
    Class,
    Function,
    Instance,
    ProjectModule,
    Result,
    Super,
)
from tunelint.interpreter.values import (
    Attribute,
    Choice,
    Comprehension,
    Const,
    External,
    Item,
    Mapping,
    Sequence,
    Term,
    Unbound,
    options_of,
)

if TYPE_CHECKING:
    from tunelint.interpreter.interpreter import Interpreter


# Under this name stands what was set as an attribute of a name that is not known.
ANY = "*"
ENUMERATIONS = frozenset({"Enum", "IntEnum", "StrEnum", "Flag", "IntFlag"})


def read(run: Interpreter, base: Term, name: str, node: cst.CSTNode) -> Term:
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
            return _of_class(run, base, name, node)
        case Super():
            return _of_super(run, base, name, node)
        case Choice():
            able = [option for option in base.options if not _is_none(option)]
            return run.join(run.place(node), [read(run, option, name, node) for option in able])
        case Attribute(base=Class() as cls, name=member) if name == "value" and _is_enumerated(cls):
            found = cls.member(member)
            return found if found is not None else Attribute(run.place(node), base, name)
    found = run.stored(base, name) or command_line.default_of(run, base, name)
    return found if found is not None else Attribute(run.place(node), base, name)


def _of_itself(run: Interpreter, base: Term, name: str, node: cst.CSTNode) -> Term | None:
    """What Python itself says of a value: its class, and what that is called."""
    match name:
        case _ if isinstance(base, Class) and base.member(name) is not None:
            return None
        case "__class__" | "__name__" if run.stored(base, name) is not None:
            return None
        case "__class__":
            return naming.class_of(base)
        case "__name__":
            return naming.name_of(run, base, node)
    return None


def _is_none(term: Term) -> bool:
    """None has no attributes: a program that goes on did not have it here."""
    return isinstance(term, Const) and term.value is None


def _of_module(run: Interpreter, base: ProjectModule, name: str, node: cst.CSTNode) -> Term:
    found = base.scope.names.get(name)
    if found is None:
        found = run.submodule(base, name)
    return found if found is not None else Unbound(run.place(node), f"{base.name}.{name}")


def _of_class(run: Interpreter, base: Class, name: str, node: cst.CSTNode) -> Term:
    member = base.member(name)
    if isinstance(member, Function):
        return replace(member, receiver=base) if decorated(member, "classmethod") else member
    if member is None or _is_enumerated(base):
        return _perhaps_any(run, base, Attribute(run.place(node), base, name))
    return _perhaps_any(run, base, member)


def _is_enumerated(cls: Class) -> bool:
    """Whether the attributes of a class become its members, and their values are read by name."""
    return descends_from(cls, "enum", ENUMERATIONS) is not None


def _of_instance(run: Interpreter, base: Instance, name: str, node: cst.CSTNode) -> Term:
    member = base.cls.member(name)
    getter = _getter(member)
    if getter is not None and decorated(getter, "cached_property"):
        return _cached(run, base, name, getter, node)
    if getter is not None:
        return run.call_property(replace(getter, receiver=base), node)
    found = _by_own_method(run, base, member, name, node)
    if found is not None:
        return found
    return _of_object(run, base, member, name, node)


def _by_own_method(
    run: Interpreter, base: Instance, member: Term | None, name: str, node: cst.CSTNode
) -> Term | None:
    """What a special method of an object's class, or of the attribute itself, says it is."""
    place = run.place(node)
    if member is not None and (getting := method_of(member, "__get__")) is not None:
        if name not in base.attributes or method_of(member, "__set__") is not None:
            return run.call_with(node, getting, [base, base.cls])
        return None
    if name.startswith("__"):
        return None
    always = method_of(base, "__getattribute__")
    if always is not None:
        plain = _of_object(run, base, member, name, node)
        return run.join(place, [plain, run.call_with(node, always, [Const(place, name)])])
    missing = method_of(base, "__getattr__")
    if missing is None or member is not None or name in base.attributes:
        return None
    found = run.call_with(node, missing, [Const(place, name)])
    if not base.cls.library_bases():
        return found
    return run.join(place, [found, Attribute(place, base, name)])


def _of_object(
    run: Interpreter, base: Instance, member: Term | None, name: str, node: cst.CSTNode
) -> Term:
    if name in base.attributes:
        value = base.attributes[name]
        run.load(value, node)
        return value
    if isinstance(member, Function):
        return _bound(base, member)
    value = _perhaps_any(run, base.cls, member or Attribute(run.place(node), base, name))
    anything = base.attributes.get(ANY)
    return value if anything is None else run.join(run.place(node), [value, anything])


def _cached(
    run: Interpreter, base: Instance, name: str, getter: Function, node: cst.CSTNode
) -> Term:
    """What a property gave when it was read first; where it was not read on all ways, reads it."""
    known = options_of(base.attributes[name]) if name in base.attributes else ()
    values = [value for value in known if not isinstance(value, Function)]
    if not values or len(values) < len(known):
        values.append(run.call_property(replace(getter, receiver=base), node))
    value = run.join(run.place(node), values)
    run.put(base.attributes, name, value)
    return value


def _perhaps_any(run: Interpreter, cls: Class, value: Term) -> Term:
    """The value of an attribute, or what was set under a name that is not known."""
    anything = cls.member(ANY)
    return value if anything is None else run.join(value.place, [value, anything])


def _bound(base: Instance, member: Function) -> Term:
    if decorated(member, "staticmethod"):
        return member
    if decorated(member, "classmethod"):
        return replace(member, receiver=base.cls)
    return replace(member, receiver=base)


def _getter(member: Term | None) -> Function | None:
    """The function that reading a property calls."""
    if not isinstance(member, Function):
        return None
    if decorated(member, "property") or decorated(member, "cached_property"):
        return member
    for decorator in member.decorators:
        if isinstance(decorator, Attribute) and decorator.name in ("setter", "deleter"):
            return _getter(decorator.base)
    return None


def setter_of(base: Instance, name: str) -> Function | None:
    """The function that setting a property of an object calls."""
    member = base.cls.member(name)
    if not isinstance(member, Function):
        return None
    for decorator in member.decorators:
        if isinstance(decorator, Attribute) and decorator.name == "setter":
            return replace(member, receiver=base)
    return None


def owner_of_dictionary(term: Term) -> Term | None:
    """The object whose ``__dict__`` a value is."""
    match term:
        case Attribute(base=base, name="__dict__"):
            return base
        case Result(event=CallEvent(callee=External(name="builtins.vars"), arguments=given)):
            return given.positional[0].value if given.positional else None
    return None


def _of_super(run: Interpreter, base: Super, name: str, node: cst.CSTNode) -> Term:
    lineage = list(base.owner.lineage())[1:]
    for ancestor in lineage:
        found = ancestor.scope.names.get(name)
        if isinstance(found, Function):
            return replace(found, receiver=base.instance)
    return Attribute(run.place(node), base, name)


def decorated(function: Function, name: str) -> bool:
    """Whether the function carries the decorator `name`, of whatever module."""
    return any(
        isinstance(decorator, External) and decorator.name.rpartition(".")[2] == name
        for decorator in function.decorators
    )


def item(run: Interpreter, base: Term, key: Term, node: cst.CSTNode) -> Term:
    """``base[key]``."""
    found: Term | None
    match base, key:
        case Choice(options=options), _:
            return run.join(run.place(node), [item(run, option, key, node) for option in options])
        case External(name="sys.modules"), Const(value=str(name)):
            found = run.module_named(name)
        case Instance(), _ if (getting := method_of(base, "__getitem__")) is not None:
            return run.call_with(node, getting, [key])
        case _, Choice(options=options) if isinstance(base, Sequence | Mapping):
            return run.join(run.place(node), [item(run, base, option, node) for option in options])
        case Sequence(), Const(value=int(position)):
            found = part(base, position)
        case Mapping(), Const(value=value):
            entry = base.get(value)
            found = entry.value if entry is not None else None
        case Comprehension(kind="list"), Const(value=int()):
            found = base.element
        case _:
            found = None
    if found is None and isinstance(key, Const) and isinstance(key.value, Hashable):
        found = run.stored(base, key.value)
    if found is None:
        return Item(run.place(node), base, key)
    run.load(found, node)
    return found


def part(sequence: Sequence, position: int) -> Term | None:
    """The item at a position of a sequence, where what is listed tells it."""
    if sequence.kind == "set":
        return None
    listed = sequence.standing if sequence.open or sequence.reordered else len(sequence.items)
    from_the_end = 0 if sequence.open or sequence.reordered else len(sequence.items)
    return sequence.items[position] if -from_the_end <= position < listed else None
