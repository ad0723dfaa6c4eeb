"""Arguments of the calls that a program makes, as fixes give, replace and wrap them."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from tunelint.files.place import Place
from tunelint.findings.fixes.changes import AddArgument, Change, Code, RemoveArgument, Replace
from tunelint.findings.fixes.literals import is_literal
from tunelint.interpreter.objects import CallEvent, Event
from tunelint.interpreter.values import Argument


def written_at(event: Event) -> Place | None:
    """The call of an event, where it is written as a call."""
    return event.place if isinstance(event.place.node, cst.Call) else None


def is_own(argument: Argument) -> bool:
    """Whether an argument is written at its call, and not handed on from elsewhere."""
    if argument.caller is not None or argument.entry is not None:
        return False
    return isinstance(argument.place.node, cst.Arg) and not argument.place.node.star


def given(
    event: Event, name: str, value: Code, order: Sequence[str] = ()
) -> AddArgument | Replace | None:
    """The change that gives a parameter a value: adds it, or replaces a literal.

    None where the call may be given the parameter by what cannot be read, or by a name.
    """
    place = written_at(event)
    if place is None or not isinstance(event, CallEvent) or event.owner is not None:
        return None
    argument = event.arguments.get(name, order)
    if argument is not None:
        return replaced(argument, value)
    if event.arguments.may_have(name, tuple(order)):
        return None
    return AddArgument(place, name, value)


def replaced(argument: Argument, value: Code) -> Replace | None:
    """The change that puts a value in the place of a literal."""
    if not is_own(argument) or not is_literal(argument.place):
        return None
    return Replace(argument.place, value)


def removed(argument: Argument) -> Change | None:
    """The change that takes an argument given by keyword away."""
    if not is_own(argument) or argument.keyword is None:
        return None
    return RemoveArgument(argument.place)


def written_code(argument: Argument) -> str:
    """The expression that an argument gives, as it is written."""
    return cst.Module([]).code_for_node(value_place(argument).node)


def value_place(argument: Argument) -> Place:
    """The expression that an argument gives."""
    node = argument.place.node
    return Place(argument.place.source, node.value) if isinstance(node, cst.Arg) else argument.place
