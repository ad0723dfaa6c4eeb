"""Dispatching: which functions stand behind the name of one under ``functools.singledispatch``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tunelint.interpreter import attributes
from tunelint.interpreter.objects import Function, Result
from tunelint.interpreter.values import Attribute, Opaque, Term

if TYPE_CHECKING:
    from tunelint.interpreter.interpreter import Interpreter

DISPATCHING = ("singledispatch", "singledispatchmethod")


def implementations(run: Interpreter, function: Function) -> tuple[Term, ...]:
    """What a call may call where the first argument's type decides; nothing where it does not."""
    if not any(attributes.decorated(function, name) for name in DISPATCHING):
        return ()
    registered = [
        replace(one, decorators=(), receiver=function.receiver)
        for one in run.definitions
        if isinstance(one, Function) and any(_registers(by, function) for by in one.decorators)
    ]
    unseen = Opaque(function.place, "perhaps registered elsewhere")
    return (replace(function, decorators=()), *registered, unseen)


def _registers(decorator: Term, function: Function) -> bool:
    """Whether a decorator is ``function.register``, or what it gives for a type."""
    if isinstance(decorator, Result):
        decorator = decorator.event.callee
    match decorator:
        case Attribute(base=Function(node=node), name="register"):
            return node is function.node
    return False
