"""Statements: what each kind of statement does to names and to the order of events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import libcst as cst

from tunelint.syntax import calls, expressions, imports
from tunelint.syntax.children import children
from tunelint.syntax.scopes import Bindings, Scope, joined
from tunelint.syntax.terms import (
    CARRIED,
    Choice,
    Class,
    Const,
    External,
    Function,
    Opaque,
    Option,
    Term,
    join,
)
from tunelint.syntax.trace import (
    BranchFrame,
    CallbackFrame,
    CallFrame,
    EntryFrame,
    Fork,
    LoopFrame,
    WithFrame,
)

if TYPE_CHECKING:
    from tunelint.syntax.execution import Execution

ENDING_CALLS = frozenset({"sys.exit", "os._exit", "builtins.exit", "builtins.quit", "os.abort"})


def execute_block(run: Execution, block: cst.BaseSuite) -> bool:
    """Execute a suite; whether what follows it is reached."""
    return execute_body(run, block.body)


def execute_body(run: Execution, body: Iterable[cst.CSTNode]) -> bool:
    """Execute statements in order; whether what follows them is reached.

    After a branch of which one arm ends the block, the rest belongs to the other arm.
    """
    with ExitStack() as remaining:
        for statement in body:
            run.steps += 1
            outcome = _execute(run, statement)
            if outcome is False:
                return False
            if isinstance(outcome, BranchFrame):
                remaining.enter_context(run.inside(outcome))
    return True


def _execute(run: Execution, statement: cst.CSTNode) -> bool | BranchFrame:
    if isinstance(statement, cst.SimpleStatementLine | cst.SimpleStatementSuite):
        return all(_simple(run, small) for small in statement.body)
    handler = COMPOUND.get(type(statement))
    if handler is None:
        return _simple(run, statement)
    return handler(run, statement)


def _simple(run: Execution, statement: cst.CSTNode) -> bool:
    handler = SIMPLE.get(type(statement))
    return True if handler is None else handler(run, statement) is not False


# -- simple statements ------------------------------------------------------------------------


def _expression(run: Execution, node: cst.Expr) -> bool:
    value = expressions.evaluate(run, node.value)
    run.trace.dropped.update(id(dropped) for dropped in _dropped(node.value))
    event = getattr(value, "event", None)
    callee = getattr(event, "callee", None)
    return not (isinstance(callee, External) and callee.name in ENDING_CALLS)


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


def _assign(run: Execution, node: cst.Assign) -> None:
    value = expressions.evaluate(run, node.value)
    for target in node.targets:
        run.assign(target.target, value)


def _annotated(run: Execution, node: cst.AnnAssign) -> None:
    if node.value is not None:
        run.assign(node.target, expressions.evaluate(run, node.value))


def _augmented(run: Execution, node: cst.AugAssign) -> None:
    before = expressions.evaluate(run, node.target)
    value = expressions.evaluate(run, node.value)
    symbol = expressions.SYMBOLS.get(type(node.operator), "?")
    run.assign(node.target, expressions.combine(run, node, symbol, (before, value)))


def _return(run: Execution, node: cst.Return) -> bool:
    place = run.place(node)
    value = expressions.evaluate(run, node.value) if node.value else Const(place, None)
    run.returned(value, node)
    for frame in reversed(run.path):
        if isinstance(frame, CallFrame | CallbackFrame | EntryFrame):
            break
        if isinstance(frame, LoopFrame):
            frame.left = True
    return False


def _raise(run: Execution, node: cst.Raise) -> bool:
    if node.exc is not None:
        expressions.evaluate(run, node.exc)
    return False


def _assert(run: Execution, node: cst.Assert) -> None:
    expressions.evaluate(run, node.test)


def _delete(run: Execution, node: cst.Del) -> None:
    targets = node.target.elements if isinstance(node.target, cst.Tuple) else [node.target]
    for target in targets:
        name = target.value if isinstance(target, cst.Element) else target
        if isinstance(name, cst.Name):
            run.scope.target(name.value).names.pop(name.value, None)


def _global(run: Execution, node: cst.Global) -> None:
    run.scope.globals.update(item.name.value for item in node.names)


def _nonlocal(run: Execution, node: cst.Nonlocal) -> None:
    run.scope.nonlocals.update(item.name.value for item in node.names)


def _break(run: Execution, node: cst.Break) -> bool:
    for frame in reversed(run.path):
        if isinstance(frame, LoopFrame):
            frame.left = True
            break
    return False


def _continue(run: Execution, node: cst.Continue) -> bool:
    return False


# -- definitions ------------------------------------------------------------------------------


def _function(run: Execution, node: cst.FunctionDef) -> bool:
    decorators = tuple(expressions.evaluate(run, d.decorator) for d in node.decorators)
    defaults = calls.evaluate_defaults(run, node.params)
    name = node.name.value
    function = Function(
        run.place(node), node, run.scope, name, defaults, decorators, None, run.scope.cls
    )
    run.definitions.append(function)
    run.scope.bind(name, function)
    return True


def _class(run: Execution, node: cst.ClassDef) -> bool:
    decorators = tuple(expressions.evaluate(run, d.decorator) for d in node.decorators)
    bases = tuple(expressions.evaluate(run, base.value) for base in node.bases)
    name = node.name.value
    with run.scoped("class") as scope:
        scope.name = name
        cls = Class(run.place(node), node, scope, name, bases, decorators)
        scope.cls = cls
        execute_block(run, node.body)
    run.definitions.append(cls)
    run.scope.bind(name, cls)
    return True


# -- branches ---------------------------------------------------------------------------------


def _if(run: Execution, node: cst.If) -> bool | BranchFrame:
    condition = expressions.evaluate(run, node.test)
    run.test(condition, node)
    if _asks_for_main(node.test) and isinstance(condition, Const):
        return _chosen(run, node, bool(condition.value))
    fork = Fork(run.place(node), condition, _selected(run, node.test, condition))

    def otherwise() -> bool:
        match node.orelse:
            case cst.If() as inner:
                return _execute(run, inner) is not False
            case cst.Else() as last:
                return execute_block(run, last.body)
        return True

    return _arms(run, fork, [lambda: execute_block(run, node.body), otherwise])


def _selected(run: Execution, test: cst.BaseExpression, condition: Term) -> int | None:
    """The arm that the current call's own arguments decide for.

    A constant of the module decides nothing: people change it between runs. Neither does an option
    of the command line.
    """
    if not isinstance(condition, Const):
        return None
    names = list(_names_in(test))
    if any(isinstance(run.scope.names.get(name), Option) for name in names):
        return None
    if any(name in run.scope.forwarded for name in names):
        return 0 if condition.value else 1
    return None


def _names_in(test: cst.BaseExpression) -> Iterator[str]:
    match test:
        case cst.Name(value=name):
            yield name
        case cst.Comparison():
            yield from _names_in(test.left)
            for target in test.comparisons:
                yield from _names_in(target.comparator)
        case cst.UnaryOperation():
            yield from _names_in(test.expression)
        case cst.BooleanOperation():
            yield from _names_in(test.left)
            yield from _names_in(test.right)
        case cst.Call(func=cst.Attribute(value=base)):
            yield from _names_in(base)
        case cst.Attribute(value=base, attr=cst.Name("__name__" | "__class__")):
            yield from _names_in(base)
        case cst.Call(func=cst.Name("type"), args=[cst.Arg(value=given)]):
            yield from _names_in(given)


def _asks_for_main(test: cst.BaseExpression) -> bool:
    match test:
        case cst.Comparison(left=cst.Name(value="__name__")):
            return True
        case cst.Comparison(comparisons=[cst.ComparisonTarget(comparator=cst.Name("__name__"))]):
            return True
    return False


def _chosen(run: Execution, node: cst.If, holds: bool) -> bool | BranchFrame:
    if holds:
        return execute_block(run, node.body)
    match node.orelse:
        case cst.If() as inner:
            return _execute(run, inner)
        case cst.Else() as last:
            return execute_block(run, last.body)
    return True


def _arms(run: Execution, fork: Fork, arms: list[Callable[[], bool]]) -> bool | BranchFrame:
    """Execute every arm from the same start, then join the names of those that go on."""
    scope = run.scope
    start = scope.names
    going_on: list[tuple[int, Bindings]] = []
    for number, arm in enumerate(arms):
        scope.names = dict(start)
        with run.inside(BranchFrame(fork.place, fork, number)):
            if arm():
                going_on.append((number, scope.names))
    if fork.selected is not None:
        going_on = [(number, names) for number, names in going_on if number == fork.selected]
    if not going_on:
        scope.names = start
        return False
    scope.names = _joined(fork, going_on)
    if len(going_on) == 1 and len(arms) > 1:
        return BranchFrame(fork.place, fork, going_on[0][0])
    return True


def _joined(fork: Fork, going_on: list[tuple[int, Bindings]]) -> Bindings:
    result = joined([bindings for _, bindings in going_on])
    if not isinstance(fork.condition, Const):
        return result
    selected = 0 if fork.condition.value else 1
    for number, bindings in going_on:
        if number == selected:
            constants = {k: v for k, v in bindings.items() if isinstance(v, Const)}
            result.update(constants)
    return result


def _try(run: Execution, node: cst.Try | cst.TryStar) -> bool | BranchFrame:
    fork = Fork(run.place(node), Opaque(run.place(node), "whether an exception is raised"))
    scope = run.scope
    before = dict(scope.names)
    with run.trying():
        completes = execute_block(run, node.body)
    if completes and node.orelse is not None:
        completes = execute_block(run, node.orelse.body)
    after = [(0, scope.names)] if completes else []
    interrupted = joined([before, scope.names])
    handlers: Iterable[cst.ExceptHandler | cst.ExceptStarHandler] = node.handlers
    for number, handler in enumerate(handlers, start=1):
        scope.names = dict(interrupted)
        with run.inside(BranchFrame(run.place(handler), fork, number)):
            if _handle(run, handler):
                after.append((number, scope.names))
    scope.names = joined([names for _, names in after]) if after else interrupted
    if node.finalbody is not None and not execute_block(run, node.finalbody.body):
        return False
    return bool(after)


def _handle(run: Execution, handler: cst.ExceptHandler | cst.ExceptStarHandler) -> bool:
    if handler.type is not None:
        expressions.evaluate(run, handler.type)
    if handler.name is not None:
        run.assign(handler.name.name, Opaque(run.place(handler), "an exception"))
    return execute_block(run, handler.body)


def _match(run: Execution, node: cst.Match) -> bool | BranchFrame:
    subject = expressions.evaluate(run, node.subject)
    fork = Fork(run.place(node), subject)

    def arm(case: cst.MatchCase) -> Callable[[], bool]:
        return lambda: execute_block(run, case.body)

    arms = [arm(case) for case in node.cases]
    return _arms(run, fork, [*arms, lambda: True])


# -- loops and contexts -----------------------------------------------------------------------


def _for(run: Execution, node: cst.For) -> bool:
    iterable = expressions.evaluate(run, node.iter)
    element = expressions.element_of(run, iterable, node.target)
    frame = LoopFrame(run.place(node), iterable, element)
    return _loop(run, node, frame, lambda: run.assign(node.target, element))


def _while(run: Execution, node: cst.While) -> bool:
    condition = expressions.evaluate(run, node.test)
    run.test(condition, node)
    frame = LoopFrame(run.place(node), condition, condition)
    completes = _loop(run, node, frame, lambda: None)
    endless = isinstance(condition, Const) and bool(condition.value)
    return completes and (not endless or _breaks(node.body))


def _breaks(node: cst.CSTNode) -> bool:
    """Whether a ``break`` inside of a loop's body ends that loop."""
    for child in children(node):
        if isinstance(child, cst.Break):
            return True
        inner = isinstance(child, cst.For | cst.While | cst.FunctionDef | cst.ClassDef)
        if not inner and isinstance(child, cst.BaseStatement | cst.BaseSuite) and _breaks(child):
            return True
        if isinstance(child, cst.Else | cst.ExceptHandler | cst.Finally) and _breaks(child):
            return True
    return False


def _loop(
    run: Execution, node: cst.For | cst.While, frame: LoopFrame, start: Callable[[], None]
) -> bool:
    scope: Scope = run.scope
    before = dict(scope.names)
    carried = {name: _carried(run, node, name) for name in _assigned_names(node.body) & set(before)}
    with run.inside(frame):
        start()
        execute_block(run, node.body)
    for name, opaque in carried.items():
        scope.names[name] = _without(scope.names.get(name, before[name]), opaque)
    scope.names = joined([scope.names, before])
    if node.orelse is not None:
        return execute_block(run, node.orelse.body)
    return True


def _carried(run: Execution, node: cst.CSTNode, name: str) -> Opaque:
    """Let the name hold what it held before the loop, or what an earlier pass left in it."""
    place = run.place(node)
    opaque = Opaque(place, f"{name} {CARRIED}")
    value = join(place, [run.scope.names[name], opaque])
    run.scope.names[name] = value
    run.trace.names.setdefault(id(value), []).append(name)
    return opaque


def _without(value: Term, opaque: Opaque) -> Term:
    """What a pass leaves unchanged is what an earlier one set: no further alternative."""
    if not isinstance(value, Choice):
        return value
    return join(value.place, [option for option in value.options if option is not opaque])


def _assigned_names(body: cst.BaseSuite) -> set[str]:
    """The names that the statements of a block bind."""
    found: set[str] = set()
    waiting: list[Any] = [body]
    while waiting:
        node = waiting.pop()
        match node:
            case cst.AugAssign(target=cst.Name(value=name)):
                found.add(name)
            case cst.Assign(targets=targets):
                waiting.extend(target.target for target in targets)
            case cst.AnnAssign(target=target, value=cst.BaseExpression()):
                waiting.append(target)
            case cst.Tuple(elements=elements) | cst.List(elements=elements):
                waiting.extend(element.value for element in elements)
            case cst.Name(value=name):
                found.add(name)
            case cst.FunctionDef() | cst.ClassDef():
                continue
            case cst.SimpleStatementLine(body=inner) | cst.SimpleStatementSuite(body=inner):
                waiting.extend(inner)
            case cst.IndentedBlock(body=inner):
                waiting.extend(inner)
            case cst.If() | cst.For() | cst.While() | cst.With() | cst.Else() | cst.Try():
                waiting.append(node.body)
                orelse = getattr(node, "orelse", None)
                if orelse is not None:
                    waiting.append(orelse)
    return found


def _with(run: Execution, node: cst.With) -> bool | BranchFrame:
    with ExitStack() as frames:
        for item in node.items:
            context = expressions.evaluate(run, item.item)
            if item.asname is not None:
                run.assign(item.asname.name, context)
            frames.enter_context(run.inside(WithFrame(run.place(item), context)))
        return execute_block(run, node.body)


SIMPLE: dict[type[cst.CSTNode], Callable[[Execution, Any], bool | None]] = {
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

COMPOUND: dict[type[cst.CSTNode], Callable[[Execution, Any], bool | BranchFrame]] = {
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
