"""Endings: whether an objective can reach its end without a return, as its source is written."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import libcst as cst

from tunelint.files.place import Place
from tunelint.files.tree import children
from tunelint.interpreter.cases import contradict, decided
from tunelint.interpreter.frames import BranchFrame, CallbackFrame, LoopFrame
from tunelint.interpreter.objects import CallEvent, Class, Function, Instance, Result
from tunelint.interpreter.paths import Frame
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.unreached import is_against
from tunelint.interpreter.values import (
    Attribute,
    Const,
    External,
    Item,
    Mapping,
    Operation,
    Sequence,
    Term,
    options_of,
)

NAMED = (Const, Class, External, Function)
# What is written where nothing is to be done.
IDLE = (cst.Ellipsis, cst.SimpleString, cst.ConcatenatedString)
COUNTING = frozenset({"count", "enumerate", "range", "trange"})


def open_end(frame: CallbackFrame, trace: Trace) -> Place | None:
    """The name of the objective, where its end can be reached without a return."""
    node = frame.function.node
    if frame.result is None or not isinstance(node, cst.FunctionDef):
        return None
    last = _last(node.body)
    if _tells_cases(last) or _returns_in_every_pass(last) or _looks_up(last, frame, trace):
        return None
    if _is_to_be_overridden(frame.function) or _is_counted_out(last):
        return None
    if _is_ruled_out(_passed(node.body, frame, trace)):
        return None
    for option in options_of(frame.result):
        place = option.place
        ends = isinstance(option, Const) and option.value is None
        if ends and place is not None and place.node is node:
            return Place(place.source, node.name)
    return None


def raises(frame: CallbackFrame) -> bool:
    """Whether a trial may end by an exception that the objective itself raises."""
    return any(isinstance(node, cst.Raise | cst.Assert) for node in _own(frame.function.node.body))


def _own(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The nodes of a body without those of functions and classes in it."""
    for child in children(node):
        yield child
        if not isinstance(child, cst.FunctionDef | cst.ClassDef | cst.Lambda):
            yield from _own(child)


def _is_to_be_overridden(function: Function) -> bool:
    """Whether a method does nothing yet, of a class of which no object is to be seen."""
    receiver = function.receiver
    unseen = isinstance(receiver, Instance) and receiver.built is None
    return unseen and not any(
        not isinstance(small, cst.Pass)
        and not (isinstance(small, cst.Expr) and isinstance(small.value, IDLE))
        for statement in getattr(function.node.body, "body", ())
        for small in getattr(statement, "body", (statement,))
    )


# -- decisions on the way to the end --------------------------------------------------------------


def _passed(block: cst.BaseSuite, frame: CallbackFrame, trace: Trace) -> list[BranchFrame]:
    """What a trial that reaches the end has decided: not to go where a branch only leaves."""
    left = {
        id(statement)
        for statement in _statements(block)
        if isinstance(statement, cst.If) and _leaves(statement.body)
    }
    forks = {
        id(around.fork): around
        for event in trace.within([frame])
        for around in event.path
        if isinstance(around, BranchFrame) and around.arm == 0 and id(_node(around)) in left
    }
    return [BranchFrame(one.place, one.fork, 1) for one in forks.values()]


def _statements(block: cst.BaseSuite) -> Iterator[cst.CSTNode]:
    """The statements of a block, within any ``with``; each ``elif`` for itself."""
    for statement in block.body:
        if isinstance(statement, cst.With):
            yield from _statements(statement.body)
        while isinstance(statement, cst.If):
            yield statement
            if not isinstance(statement.orelse, cst.If):
                break
            statement = statement.orelse


def _node(frame: Frame) -> cst.CSTNode | None:
    return frame.place.node if frame.place is not None else None


def _is_ruled_out(passed: list[BranchFrame]) -> bool:
    """Whether no value passes all these decisions, as far as they say what a value is."""
    cases = [case for frame in passed for case in decided(frame)]
    return any(
        is_against(frame) or _is_found_in_table(frame.fork.condition) for frame in passed
    ) or any(contradict(one, other) for one, other in combinations(cases, 2))


def _is_found_in_table(term: Term | None) -> bool:
    """Whether a value is looked up in a table of what counts as true."""
    match term:
        case (
            Result(event=CallEvent(callee=Attribute(base=Mapping() as base, name="get")))
            | Item(base=Mapping() as base)
        ):
            values = [entry.value for entry in base.entries]
            return _is_table(base) and not any(isinstance(o, Const) and not o.value for o in values)
        case Operation(operator="is not", operands=(looked_up, Const(value=None))):
            return _is_found_in_table(looked_up)
    return False


def _is_counted_out(last: cst.CSTNode | None) -> bool:
    """Whether the body ends with a loop that returns at some number of its passes: the last one."""
    if not isinstance(last, cst.For | cst.While):
        return False
    counted = set(_counters(last))
    return any(
        isinstance(node, cst.If) and _leaves(node.body) and counted & set(_names(node.test))
        for node in _own(last.body)
    )


def _counters(loop: cst.For | cst.While) -> Iterator[str]:
    """The names that count the passes of a loop."""
    if isinstance(loop, cst.While):
        for node in _own(loop.body):
            if isinstance(node, cst.AugAssign) and isinstance(node.target, cst.Name):
                yield node.target.value
        return
    counting = set(_names(loop.iter)) & COUNTING
    match loop.target:
        case cst.Name(value=name) if counting:
            yield name
        case cst.Tuple(elements=[cst.Element(value=cst.Name(value=name)), *_]) if counting:
            yield name


def _names(node: cst.CSTNode) -> Iterator[str]:
    if isinstance(node, cst.Name):
        yield node.value
    for child in children(node):
        yield from _names(child)


# -- the last statement ---------------------------------------------------------------------------


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
