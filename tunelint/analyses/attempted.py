"""Attempted: whether a program is prepared for the exception that something raises."""

from __future__ import annotations

from collections.abc import Collection

import libcst as cst

from tunelint.interpreter.frames import PartFrame
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
