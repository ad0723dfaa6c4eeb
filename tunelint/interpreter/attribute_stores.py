"""Stores to attributes: what setting or deleting one changes, by any way to write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from tunelint.interpreter import aliases, attributes, branches
from tunelint.interpreter.implicit_calls import method_of
from tunelint.interpreter.objects import Class, Function, Instance, ProjectModule, Super
from tunelint.interpreter.tables import Table
from tunelint.interpreter.trace import StoreEvent
from tunelint.interpreter.values import Const, Opaque, Term, options_of

if TYPE_CHECKING:
    from tunelint.interpreter.interpreter import Interpreter


def set_one(run: Interpreter, node: cst.CSTNode, base: Term, name: str, value: Term) -> None:
    """``base.name = value``."""
    run.emit(StoreEvent(*run.stamp(node), base, Const(None, name), value, True))
    run.trace.name(value, name)
    if name == "__dict__":
        unseen = Opaque(run.place(node), "perhaps set through __dict__", (value,))
        set_any(run, base, unseen, unseen)
        return
    branches.each(run, options_of(base), lambda one: _set_on(run, node, one, name, value))


def set_named(run: Interpreter, node: cst.CSTNode, base: Term, key: Term, value: Term) -> None:
    """``setattr(base, key, value)``."""
    if isinstance(key, Const) and isinstance(key.value, str):
        set_one(run, node, base, key.value, value)
    else:
        set_any(run, base, key, value)


def delete_named(run: Interpreter, node: cst.CSTNode, base: Term, key: Term) -> None:
    """``delattr(base, key)``."""
    if isinstance(key, Const) and isinstance(key.value, str):
        delete(run, node, base, key.value)
    else:
        set_any(run, base, key, Opaque(run.place(node), "perhaps deleted"))


def _set_on(run: Interpreter, node: cst.CSTNode, base: Term, name: str, value: Term) -> None:
    match base:
        case Super(instance=Instance() as instance):
            _set_plainly(run, node, instance, name, value)
        case Super(instance=instance):
            _set_on(run, node, instance, name, value)
        case Instance():
            own = method_of(base, "__setattr__")
            if own is None:
                _set_plainly(run, node, base, name, value)
            else:
                run.call_with(node, own, [Const(value.place, name), value])
                run.put(base.attributes, name, Opaque(base.place, "set by the class", (value,)))
        case Class() | ProjectModule():
            run.put(base.scope.names, name, value)
        case _:
            _set_out_of_sight(run, base, name, value)
            run.store(base, name, value)


def _set_plainly(
    run: Interpreter, node: cst.CSTNode, base: Instance, name: str, value: Term
) -> None:
    """What ``object.__setattr__`` does."""
    setter = attributes.setter_of(base, name)
    member = base.cls.member(name)
    setting = method_of(member, "__set__") if member is not None else None
    if setter is not None:
        run.call_with(node, setter, [value])
    elif setting is not None:
        run.call_with(node, setting, [base, value])
    else:
        run.put(base.attributes, name, value)


def _set_out_of_sight(run: Interpreter, base: Term, name: str, value: Term) -> None:
    """What a value may be gets an attribute."""
    for found in aliases.may_be(base):
        if isinstance(found, Instance):
            earlier = found.attributes.get(name) or found.cls.member(name) or base
            run.state.put(found.attributes, name, run.join(value.place, [earlier, value]))
        elif isinstance(found, Class):
            earlier = found.scope.names.get(name) or base
            run.state.put(found.scope.names, name, run.join(value.place, [earlier, value]))


def change_dictionary(run: Interpreter, term: Term) -> None:
    """Something changes a value: where it is an object's ``__dict__``, the object's attributes."""
    for option in options_of(term):
        owner = attributes.owner_of_dictionary(option)
        if owner is not None:
            unseen = Opaque(option.place, "perhaps set through __dict__")
            set_any(run, owner, unseen, unseen)


def set_any(run: Interpreter, base: Term, key: Term, value: Term) -> None:
    """``setattr(base, key, value)`` of a name that is not known: any attribute may be set."""
    for option in options_of(base):
        table: Table[str, Term]
        match option:
            case (Instance() as instance) | Super(instance=Instance() as instance):
                table = instance.attributes
            case Class(scope=scope) | ProjectModule(scope=scope):
                table = scope.names
            case _:
                run.forget_stored(option, value)
                continue
        for name, earlier in list(table.items()):
            if not isinstance(earlier, Function) and _may_be_named(key, name):
                run.state.put(table, name, run.join(value.place, [earlier, value]))
        anything = table.get(attributes.ANY)
        known = [value] if anything is None else [anything, value]
        run.state.put(table, attributes.ANY, run.join(value.place, known))


def _may_be_named(key: Term, name: str) -> bool:
    options = options_of(key)
    if not all(isinstance(option, Const) for option in options):
        return True
    return any(isinstance(option, Const) and option.value == name for option in options)


def delete(run: Interpreter, node: cst.CSTNode, base: Term, name: str) -> None:
    """``del base.name``."""
    branches.each(run, options_of(base), lambda one: _delete_on(run, node, one, name))


def _delete_on(run: Interpreter, node: cst.CSTNode, base: Term, name: str) -> None:
    run.state.may_raise()
    match base:
        case Super(instance=Instance() as instance):
            _delete_plainly(run, instance, name)
        case Super(instance=instance):
            _delete_on(run, node, instance, name)
        case Instance():
            own = method_of(base, "__delattr__")
            if own is None:
                _delete_plainly(run, base, name)
            else:
                run.call_with(node, own, [Const(base.place, name)])
                run.put(base.attributes, name, Opaque(base.place, "deleted by the class"))
        case _:
            _delete_plainly(run, base, name)


def _delete_plainly(run: Interpreter, base: Term, name: str) -> None:
    match base:
        case Instance():
            if run.is_single(base.path):
                run.state.drop(base.attributes, name)
            else:
                run.put(base.attributes, name, base.cls.member(name) or Opaque(None, "deleted"))
        case Class() | ProjectModule():
            run.state.drop(base.scope.names, name)
        case _:
            run.store(base, name, Opaque(base.place, "deleted"))
