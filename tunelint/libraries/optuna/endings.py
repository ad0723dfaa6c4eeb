"""Endings: whether an objective can reach its end without a return, as its source is written."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tunelint.files.place import Place
from tunelint.files.tree import children
from tunelint.interpreter.frames import CallbackFrame, LoopFrame
from tunelint.interpreter.objects import Class, Function
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Const, External, Mapping, Sequence, Term, options_of

NAMED = (Const, Class, External, Function)


def open_end(frame: CallbackFrame, trace: Trace) -> Place | None:
    """The name of the objective, where its end can be reached without a return."""
    node = frame.function.node
    if frame.result is None or not isinstance(node, cst.FunctionDef):
        return None
    last = _last(node.body)
    if _tells_cases(last) or _returns_in_every_pass(last) or _looks_up(last, frame, trace):
        return None
    for option in options_of(frame.result):
        place = option.place
        ends = isinstance(option, Const) and option.value is None
        if ends and place is not None and place.node is node:
            return Place(place.source, node.name)
    return None


def _last(block: cst.BaseSuite) -> cst.CSTNode | None:
    """The last statement of a block, within any ``with``."""
    last: cst.CSTNode | None = block.body[-1] if block.body else None
    return _last(last.body) if isinstance(last, cst.With) else last


def _tells_cases(last: cst.CSTNode | None) -> bool:
    """Whether the body ends by telling cases apart, of which there may be no others."""
    if isinstance(last, cst.Match):
        return True
    if not isinstance(last, cst.If):
        return False
    asked = last.test
    if isinstance(last.orelse, cst.If):
        return not _has_else(last)
    compared = isinstance(asked, cst.Comparison) and any(
        isinstance(target.operator, cst.Equal | cst.In | cst.Is) for target in asked.comparisons
    )
    return last.orelse is None and compared


def _has_else(node: cst.If) -> bool:
    other = node.orelse
    return _has_else(other) if isinstance(other, cst.If) else other is not None


def _returns_in_every_pass(last: cst.CSTNode | None) -> bool:
    """Whether the body ends with a loop that no pass leaves but by a return or an exception.

    Its end is reached where there is no pass at all, which nobody writes a loop for.
    """
    if not isinstance(last, cst.For | cst.While) or last.orelse is not None:
        return False
    return _leaves(last.body) and not any(_goes_on(last.body))


def _leaves(block: cst.BaseSuite) -> bool:
    """Whether no way through a block reaches what follows it."""
    last = _last(block)
    match last:
        case cst.SimpleStatementLine(body=[*_, small]) | cst.SimpleStatementSuite(body=[*_, small]):
            return isinstance(small, cst.Return | cst.Raise)
        case cst.If(body=body, orelse=cst.If() as other):
            return _leaves(body) and _leaves(cst.IndentedBlock([other]))
        case cst.If(body=body, orelse=cst.Else() as other):
            return _leaves(body) and _leaves(other.body)
        case cst.Try(body=body, handlers=handlers, orelse=None):
            return _leaves(body) and all(_leaves(handler.body) for handler in handlers)
    return False


def _goes_on(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Each ``break`` and ``continue`` of the loop whose body this is."""
    for child in children(node):
        if isinstance(child, cst.Break | cst.Continue):
            yield child
        elif not isinstance(child, cst.For | cst.While | cst.FunctionDef | cst.ClassDef):
            yield from _goes_on(child)


def _looks_up(last: cst.CSTNode | None, frame: CallbackFrame, trace: Trace) -> bool:
    """Whether the body ends with a loop that returns at the first match in a table."""
    if not isinstance(last, cst.For):
        return False
    loops = {
        id(around): around
        for event in trace.within([frame])
        for around in event.path
        if isinstance(around, LoopFrame) and around.place is not None and around.place.node is last
    }
    return bool(loops) and all(_is_table(loop.iterable) for loop in loops.values())


def _is_table(term: Term) -> bool:
    """Whether a value is a table of what is named: no range, whose numbers only count."""
    match term:
        case Sequence(kind=kind, items=items, open=False) if kind != "range":
            return all(isinstance(item, NAMED) or _is_table(item) for item in items)
        case Mapping(entries=entries, open=False):
            return all(isinstance(entry.value, NAMED) for entry in entries)
    return False
