"""Statements: what each kind of statement does to names and to the order of events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, nullcontext
from typing import TYPE_CHECKING, Any

import libcst as cst

from tunelint.interpreter import (
    assignment,
    attempts,
    branches,
    class_making,
    decorators,
    expressions,
    implicit_calls,
    imports,
    loops,
    matching,
)
from tunelint.interpreter.arguments import evaluate_defaults
from tunelint.interpreter.frames import (
    BranchFrame,
    CallbackFrame,
    CallFrame,
    EntryFrame,
    Fork,
    LoopFrame,
    PartFrame,
)
from tunelint.interpreter.objects import Class, Function
from tunelint.interpreter.paths import Frame, Path
from tunelint.interpreter.state import interrupted
from tunelint.interpreter.values import Const, External, Mapping, Opaque, Sequence, Term, is_never

if TYPE_CHECKING:
    from tunelint.interpreter.interpreter import Interpreter

ENDING_CALLS = frozenset(
    {"sys.exit", "os._exit", "builtins.exit", "builtins.quit", "os.abort"}
    | {"typing.assert_never", "typing_extensions.assert_never"}
)


def execute_block(run: Interpreter, block: cst.BaseSuite) -> bool:
    """Execute a suite; whether what follows it is reached."""
    return execute_body(run, block.body)


def execute_body(run: Interpreter, body: Iterable[cst.CSTNode]) -> bool:
    """Execute statements in order; whether what follows them is reached.

    After a branch of which one arm ends the block, the rest belongs to the other arm; after a jump
    that some runs take, the rest is what others do.
    """
    around = run.path
    with ExitStack() as remaining:
        return all(_goes_on(run, statement, remaining, around, _execute) for statement in body)


def execute_cells(run: Interpreter, body: Iterable[cst.CSTNode]) -> None:
    """Execute a notebook's statements in order: one that ends the run ends its own cell only."""
    ended: int | None = None
    around = run.path
    with ExitStack() as remaining:
        for statement in body:
            if ended is not None and _cell(run, statement) == ended:
                continue
            goes_on = _goes_on(run, statement, remaining, around, _in_cell)
            ended = None if goes_on else _cell(run, statement)


def _cell(run: Interpreter, statement: cst.CSTNode) -> int | None:
    line = run.project.locate(run.place(statement))[0]
    return run.scope.source.locate(line, 0).cell


def _goes_on(
    run: Interpreter,
    statement: cst.CSTNode,
    remaining: ExitStack,
    around: Path,
    execute: Callable[[Interpreter, cst.CSTNode], bool | BranchFrame],
) -> bool:
    """Execute a statement; whether what follows it is reached, which happens inside `remaining`.

    `around` is the path of the block.
    """
    run.steps += 1
    jumps = run.jumps
    outcome = execute(run, statement)
    if isinstance(outcome, BranchFrame):
        remaining.enter_context(run.inside(outcome))
        run.path = branches.shortened(run.path, around)
    elif outcome and run.jumps > jumps:
        onwards: list[Frame | None] = [*run.jumped_since(jumps)]
        if onwards:
            remaining.enter_context(run.inside(PartFrame(run.place(statement), onwards)))
    return outcome is not False


def _in_cell(run: Interpreter, statement: cst.CSTNode) -> bool | BranchFrame:
    """Execute a statement of a cell: where it ends the cell, what it did until then stays."""
    if type(statement) not in COMPOUND:
        return _execute(run, statement)
    level = run.state.begin()
    with run.state.watched() as watch:
        outcome = _execute(run, statement)
    if outcome is not False:
        run.state.keep(level)
        return outcome
    run.state.undo(level)
    run.state.apply(interrupted(run.place(statement), watch))
    return False


def _execute(run: Interpreter, statement: cst.CSTNode) -> bool | BranchFrame:
    if isinstance(statement, cst.SimpleStatementLine | cst.SimpleStatementSuite):
        return all(_simple(run, small) for small in statement.body)
    handler = COMPOUND.get(type(statement))
    if handler is None:
        return _simple(run, statement)
    return handler(run, statement)


def _simple(run: Interpreter, statement: cst.CSTNode) -> bool:
    handler = SIMPLE.get(type(statement))
    return True if handler is None else handler(run, statement) is not False


# -- simple statements ------------------------------------------------------------------------


def _expression(run: Interpreter, node: cst.Expr) -> bool:
    value = expressions.evaluate(run, node.value)
    run.trace.dropped.update(id(dropped) for dropped in _dropped(node.value))
    event = getattr(value, "event", None)
    callee = getattr(event, "callee", None)
    ends = isinstance(callee, External) and callee.name in ENDING_CALLS
    return not ends and not is_never(value)


def _dropped(node: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """The expressions whose value an expression statement drops."""
    yield node
    match node:
        case cst.Await(expression=inner):
            yield from _dropped(inner)
        case cst.BooleanOperation(right=right):
            yield from _dropped(right)
        case cst.IfExp(body=body, orelse=orelse):
            yield from _dropped(body)
            yield from _dropped(orelse)
        case cst.ListComp(elt=element) | cst.SetComp(elt=element):
            yield from _dropped(element)


def _assign(run: Interpreter, node: cst.Assign) -> bool:
    value = expressions.evaluate(run, node.value)
    if is_never(value):
        return False
    for target in node.targets:
        run.assign(target.target, value)
    return True


def _annotated(run: Interpreter, node: cst.AnnAssign) -> bool:
    if node.value is None:
        return True
    value = expressions.evaluate(run, node.value)
    if is_never(value):
        return False
    run.assign(node.target, value)
    return True


def _augmented(run: Interpreter, node: cst.AugAssign) -> None:
    assignment.augment(run, node)


def _return(run: Interpreter, node: cst.Return) -> bool:
    place = run.place(node)
    value = expressions.evaluate(run, node.value) if node.value else Const(place, None)
    if run.scope.kind != "function":
        return True  # Python refuses it there
    if is_never(value):
        return False
    run.returned(value, node)
    for frame in reversed(run.path):
        if isinstance(frame, CallFrame | CallbackFrame | EntryFrame):
            break
        if isinstance(frame, LoopFrame):
            frame.left = True
    run.jump("return")
    return False


def _raise(run: Interpreter, node: cst.Raise) -> bool:
    if node.exc is not None:
        expressions.evaluate(run, node.exc)
    run.state.may_raise()
    return False


def _assert(run: Interpreter, node: cst.Assert) -> bool:
    condition = expressions.evaluate(run, node.test)
    implicit_calls.ask(run, node, condition)
    if node.msg is not None:
        message = node.msg
        fork = Fork(run.place(node), condition)
        branches.perhaps(run, fork, 1, lambda: expressions.evaluate(run, message))
    run.state.may_raise()
    return not isinstance(node.test, cst.Name) or node.test.value != "False"


def _delete(run: Interpreter, node: cst.Del) -> None:
    assignment.delete(run, node.target)


def _global(run: Interpreter, node: cst.Global) -> None:
    run.scope.globals.update(item.name.value for item in node.names)


def _nonlocal(run: Interpreter, node: cst.Nonlocal) -> None:
    run.scope.nonlocals.update(item.name.value for item in node.names)


def _break(run: Interpreter, node: cst.Break) -> bool:
    if not run.jump("break"):
        return True  # Python refuses it there
    for frame in reversed(run.path):
        if isinstance(frame, LoopFrame):
            frame.left = True
            break
    return False


def _continue(run: Interpreter, node: cst.Continue) -> bool:
    return not run.jump("continue")


# -- definitions ------------------------------------------------------------------------------


def _function(run: Interpreter, node: cst.FunctionDef) -> bool:
    decorating = tuple(expressions.evaluate(run, d.decorator) for d in node.decorators)
    defaults = evaluate_defaults(run, node.params)
    name = node.name.value
    function = Function(
        run.place(node), node, run.scope, name, defaults, decorating, None, run.scope.cls
    )
    run.definitions.append(function)
    run.bind(name, decorators.decorated(run, node, function, function.decorators))
    return True


def _class(run: Interpreter, node: cst.ClassDef) -> bool:
    decorating = tuple(expressions.evaluate(run, d.decorator) for d in node.decorators)
    bases = tuple(expressions.evaluate(run, base.value) for base in node.bases)
    given = class_making.read_keywords(run, node)
    name = node.name.value
    with run.scoped("class") as scope:
        scope.name = name
        cls = Class(run.place(node), node, scope, name, bases, decorating)
        scope.cls = cls
        execute_block(run, node.body)
    run.definitions.append(cls)
    class_making.finish_class(run, node, cls, given)
    run.bind(name, decorators.decorated(run, node, cls, cls.decorators))
    return True


# -- loops ------------------------------------------------------------------------------------


def _for(run: Interpreter, node: cst.For) -> bool:
    iterable = expressions.evaluate(run, node.iter)
    run.state.may_raise()

    def begin() -> LoopFrame:
        element = expressions.element_of(run, iterable, node.target)
        return _loop_frame(run, node, iterable, element)

    def body(frame: LoopFrame) -> bool:
        run.state.may_raise()
        run.assign(node.target, frame.element)
        return execute_block(run, node.body)

    names = run.bound.of(node.body) | run.bound.of(node.target)
    loop = loops.Loop(run.place(node), names, begin, body, is_entered(iterable))
    return _ended(run, node, loops.read(run, loop), endless=False)


def is_entered(iterable: Term) -> bool:
    """Whether going through a value surely gives an element."""
    match iterable:
        case Sequence(kind="generator"):
            return False
        case Sequence():
            return iterable.shortest > 0
        case Mapping(entries=entries):
            return any(not entry.perhaps for entry in entries)
    return False


def _while(run: Interpreter, node: cst.While) -> bool:
    def begin() -> LoopFrame:
        condition = expressions.evaluate(run, node.test)
        run.test(condition, node)
        implicit_calls.ask(run, node, condition)
        return _loop_frame(run, node, condition, condition)

    def body(frame: LoopFrame) -> bool:
        return execute_block(run, node.body)

    names = run.bound.of(node.body) | run.bound.of(node.test)
    ends = loops.read(run, loops.Loop(run.place(node), names, begin, body))
    condition = ends.frame.iterable
    return _ended(run, node, ends, isinstance(condition, Const) and bool(condition.value))


def _loop_frame(
    run: Interpreter, node: cst.For | cst.While, iterable: Term, element: Term
) -> LoopFrame:
    frame = LoopFrame(run.place(node), iterable, element)
    run.observe(frame, "iterable")
    return frame


def _ended(run: Interpreter, node: cst.For | cst.While, ends: loops.Ends, endless: bool) -> bool:
    """Go on after a loop: with its ``else`` where it ran to its end, or where it was left."""
    place = run.place(node)
    exits = [] if endless else ends.exits
    if exits and node.orelse is not None:
        level = run.state.begin()
        run.meet(place, exits)
        fork = Fork(place, Opaque(place, "whether the loop is left"))
        with run.inside(BranchFrame(place, fork, 0)) if ends.breaks else nullcontext():
            completes = execute_block(run, node.orelse.body)
        after = run.state.undo(level)
        exits = [after] if completes else []
    arms = [*exits, *ends.breaks]
    if arms:
        run.meet(place, arms)
    return bool(arms)


def _if(run: Interpreter, node: cst.If) -> bool | BranchFrame:
    return branches.read_if(run, node, _block(run))


def _match(run: Interpreter, node: cst.Match) -> bool | BranchFrame:
    return matching.read_match(run, node, _block(run))


def _try(run: Interpreter, node: cst.Try | cst.TryStar) -> bool:
    return attempts.read_try(run, node, _block(run))


def _with(run: Interpreter, node: cst.With) -> bool:
    return attempts.read_with(run, node, _block(run))


def _block(run: Interpreter) -> Callable[[cst.BaseSuite], bool]:
    return lambda suite: execute_block(run, suite)


SIMPLE: dict[type[cst.CSTNode], Callable[[Interpreter, Any], bool | None]] = {
    cst.Expr: _expression,
    cst.Assign: _assign,
    cst.AnnAssign: _annotated,
    cst.AugAssign: _augmented,
    cst.Return: _return,
    cst.Raise: _raise,
    cst.Assert: _assert,
    cst.Del: _delete,
    cst.Global: _global,
    cst.Nonlocal: _nonlocal,
    cst.Break: _break,
    cst.Continue: _continue,
    cst.Import: imports.import_names,
    cst.ImportFrom: imports.import_from,
}

COMPOUND: dict[type[cst.CSTNode], Callable[[Interpreter, Any], bool | BranchFrame]] = {
    cst.FunctionDef: _function,
    cst.ClassDef: _class,
    cst.If: _if,
    cst.Try: _try,
    cst.TryStar: _try,
    cst.Match: _match,
    cst.For: _for,
    cst.While: _while,
    cst.With: _with,
}
