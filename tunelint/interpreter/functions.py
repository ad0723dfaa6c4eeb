"""Functions: their bodies, read with the arguments of a call."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

import libcst as cst

from tunelint.interpreter import recursion
from tunelint.interpreter.frames import CallbackFrame, CallFrame, EntryFrame
from tunelint.interpreter.objects import Arguments, Function, Instance
from tunelint.interpreter.parameters import bind_parameters
from tunelint.interpreter.paths import Frame
from tunelint.interpreter.pending import Reading
from tunelint.interpreter.state import Changes
from tunelint.interpreter.values import NEVER, Opaque, Term

if TYPE_CHECKING:
    from tunelint.interpreter.interpreter import Interpreter


def run_function(run: Interpreter, function: Function, arguments: Arguments, frame: Frame) -> Term:
    """The value that a function of the project returns; its body's events are recorded."""
    key = id(function.node)
    if key in run.readings:
        return recursion.call_again(run, run.readings[key], frame.place, arguments)
    refused = isinstance(frame, CallFrame) and _refuses(function, arguments)
    if refused or not run.may_enter(function):
        return recursion.unread(run, frame.place, arguments)
    run.entered(function)
    reading = run.readings[key] = Reading()
    try:
        return _read(run, function, arguments, frame, reading)
    finally:
        del run.readings[key]


def _read(
    run: Interpreter,
    function: Function,
    arguments: Arguments,
    frame: Frame,
    reading: Reading,
) -> Term:
    """Read a function; where it calls itself, again for all its calls."""
    known = id(function.node) in run.recursive and not run.only_tried
    mark = run.mark()
    level = run.state.begin()
    with run.only_trying() if known else nullcontext():
        value = _read_function(run, function, arguments, frame, reading)
    if known or (reading.again and not run.only_tried):
        changes = level.before
        run.state.undo(level)
        run.forget_since(mark)
        level = run.state.begin()
        if reading.again:
            _let_recur(run, frame, reading, changes)
        value = _read_function(run, function, arguments, frame, reading)
    run.state.keep(level)
    return value


def _let_recur(run: Interpreter, frame: Frame, reading: Reading, changes: Changes) -> None:
    """Let what a function changes hold what any of its calls of itself leaves."""
    reading.changes = {
        cell: held for cell, held in changes.items() if frame not in held.holder.path
    }
    recursion.weaken(run, frame.place, reading.changes)
    if isinstance(frame, CallFrame | CallbackFrame | EntryFrame):
        run.recursive.add(id(frame.function.node))
    if isinstance(frame, CallFrame | EntryFrame):
        frame.recursive = True


def _read_function(
    run: Interpreter,
    function: Function,
    arguments: Arguments,
    frame: Frame,
    reading: Reading,
) -> Term:
    """Read a function once; the state is as after it returned."""
    level = run.state.begin()
    with run.calling(function, frame), run.landing("return", frame) as returns:
        bind_parameters(run, function, arguments)
        recursion.bind_again(run, function, reading, frame.place)
        if isinstance(function.node, cst.Lambda):
            value = run.evaluate(function.node.body)
            run.returned(value, function.node.body)
            run.state.keep(level)
            return value
        completes = run.execute(function.node.body)
        value = run.value_returned(run.place(function.node), completes)
    after = run.state.undo(level)
    ends = [*([after] if completes else []), *returns.arrivals]
    run.meet(frame.place, ends or [after])
    return value if ends or not _is_as_written(function) else Opaque(frame.place, NEVER)


def _is_as_written(function: Function) -> bool:
    """Whether a call runs the body at once and does no more: nothing wraps or overrides it.

    What only says that it is not there yet is expected to be.
    """
    node = function.node
    receiver = function.receiver
    overridden = isinstance(receiver, Instance) and receiver.built is None
    return (
        isinstance(node, cst.FunctionDef)
        and node.asynchronous is None
        and not function.decorators
        and not overridden
        and (function.owner is None or isinstance(receiver, Instance))
        and not _is_placeholder(node.body)
    )


def _refuses(function: Function, arguments: Arguments) -> bool:
    """Whether a call names a parameter that the function does not have, which raises TypeError."""
    parameters = function.node.params
    if parameters.star_kwarg is not None or function.decorators:
        return False
    known = {one.name.value for one in (*parameters.params, *parameters.kwonly_params)}
    return not known >= arguments.keywords.keys()


def _is_placeholder(body: cst.BaseSuite) -> bool:
    match body.body[-1]:
        case cst.SimpleStatementLine(body=[*_, last]) | (cst.Raise() as last):
            exception = last.exc if isinstance(last, cst.Raise) else None
            raised = exception.func if isinstance(exception, cst.Call) else exception
            return isinstance(raised, cst.Name) and raised.value == "NotImplementedError"
    return False


def run_generator(
    run: Interpreter, function: Function, arguments: Arguments, frame: Frame
) -> list[Term]:
    """What a generator function gives out; its body's events are recorded."""
    if id(function.node) in run.readings or not run.may_enter(function):
        return [recursion.unread(run, frame.place, arguments)]
    run.readings[id(function.node)] = Reading()
    try:
        with run.calling(function, frame), run.landing("return", frame):
            bind_parameters(run, function, arguments)
            assert isinstance(function.node, cst.FunctionDef)
            run.execute(function.node.body)
            return list(run.values_yielded)
    finally:
        del run.readings[id(function.node)]
