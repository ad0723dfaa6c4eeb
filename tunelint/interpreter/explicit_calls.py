"""Explicit calls: special methods by their names, ``numbers.__setitem__(0, 1)``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from tunelint.interpreter import attribute_stores, item_stores
from tunelint.interpreter.objects import Arguments, Class, Super
from tunelint.interpreter.values import Attribute, Const, Opaque, Term, options_of

if TYPE_CHECKING:
    from tunelint.interpreter.interpreter import Interpreter

# The methods that store or delete something under a key or name, and all that change what they are
# called on.
STORING = frozenset(
    {"__delattr__", "__delitem__", "__ior__", "__setattr__", "__setitem__"}
    | {"clear", "pop", "popitem", "setdefault", "update"}
)
CHANGING = STORING | frozenset(
    {"__iadd__", "__iand__", "__imul__", "__isub__", "__ixor__"}
    | {"add", "append", "discard", "extend", "insert", "remove", "reverse", "sort"}
)


def call(
    run: Interpreter, node: cst.CSTNode, base: Term, name: str, arguments: Arguments
) -> Term | None:
    """Do what a special method of a value does; None where that is not known."""
    values = [argument.value for argument in arguments.positional]
    done = set_or_delete(run, node, base, name, values)
    if done is None and not isinstance(base, Super | Class):
        change(run, base, name, arguments)
    return done


def set_or_delete(
    run: Interpreter, node: cst.CSTNode, base: Term, name: str, values: list[Term]
) -> Term | None:
    """Do what ``__setattr__`` and the like do; None where it is another method."""
    match name, values:
        case "__setattr__", [key, value]:
            attribute_stores.set_named(run, node, base, key, value)
        case "__delattr__", [key]:
            attribute_stores.delete_named(run, node, base, key)
        case "__setitem__", [key, value] if not isinstance(base, Super | Class):
            item_stores.set_one(run, node, base, key, value)
        case "__delitem__", [key] if not isinstance(base, Super | Class):
            item_stores.delete(run, node, base, key)
        case _:
            return None
    return Const(run.place(node), None)


def change(run: Interpreter, base: Term, name: str, arguments: Arguments) -> None:
    """A method may change what the reading cannot see into."""
    if name not in CHANGING:
        return
    attribute_stores.change_dictionary(run, base)
    run.change_unseen(base, [argument.value for argument in arguments])
    if name in STORING:
        run.forget_stored(base, Opaque(base.place, "perhaps stored by a method"))


def change_by_handed(run: Interpreter, arguments: Arguments) -> None:
    """A library may call the methods that it is handed: ``map(numbers.append, more)``."""
    for argument in arguments:
        for option in options_of(argument.value):
            if isinstance(option, Attribute) and not isinstance(option.base, Super | Class):
                change(run, option.base, option.name, Arguments(open_positional=True))
