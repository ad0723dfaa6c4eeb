"""Attempted: whether a program is prepared for the exception that something raises."""

from __future__ import annotations

from collections.abc import Collection

import libcst as cst

from tunelint.interpreter.frames import LoopFrame, PartFrame
from tunelint.interpreter.objects import Event

WIDE = frozenset({"Exception", "BaseException"})


def is_attempted(event: Event, exceptions: Collection[str]) -> bool:
    """Whether one of the exceptions at the event is caught, and the program goes on otherwise.

    A handler for whatever may go wrong counts where it is about one statement alone.
    """
    return any(
        _rescues(frame.place.node, exceptions)
        for frame in event.path
        if isinstance(frame, PartFrame) and frame.place is not None
    )


def is_last_unless_it_fails(event: Event, loop: LoopFrame) -> bool:
    """Whether the loop goes on after the event only where something failed: it is tried again."""
    inner = event.path[event.path.index(loop) + 1 :] if loop in event.path else ()
    return any(
        isinstance(frame, PartFrame) and frame.place is not None and _leaves(frame.place.node)
        for frame in inner
    )


def _leaves(node: cst.CSTNode) -> bool:
    """Whether a ``try`` ends in leaving the loop, where nothing is raised."""
    if not isinstance(node, cst.Try):
        return False
    last = node.orelse.body if node.orelse is not None else node.body
    statement = last.body[-1]
    if not isinstance(statement, cst.SimpleStatementLine):
        return False
    return isinstance(statement.body[-1], cst.Break | cst.Return)


def _rescues(node: cst.CSTNode, exceptions: Collection[str]) -> bool:
    match node:
        case cst.Try(body=cst.IndentedBlock(body=body), handlers=handlers):
            caught = {*exceptions, *WIDE} if len(body) == 1 else {*exceptions}
            return any(_catches(handler, caught) for handler in handlers)
    return isinstance(node, cst.With)


def _catches(handler: cst.ExceptHandler, exceptions: Collection[str]) -> bool:
    if isinstance(handler.body, cst.IndentedBlock) and _raises(handler.body.body[-1]):
        return False
    if handler.type is None:
        return not WIDE.isdisjoint(exceptions)
    return any(name in exceptions for name in _names(handler.type))


def _raises(statement: cst.CSTNode) -> bool:
    return isinstance(statement, cst.SimpleStatementLine) and isinstance(
        statement.body[-1], cst.Raise
    )


def _names(written: cst.BaseExpression) -> list[str]:
    match written:
        case cst.Name(value=name):
            return [name]
        case cst.Tuple(elements=elements):
            return [name for element in elements for name in _names(element.value)]
    return []
