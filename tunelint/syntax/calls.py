"""Calls: into the project's own functions and classes with their arguments, or to a library."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import libcst as cst

from tunelint.syntax import attributes, callbacks, containers, folding, naming
from tunelint.syntax.binding import bind_parameters
from tunelint.syntax.terms import (
    Attribute,
    Choice,
    Class,
    Const,
    External,
    Function,
    Instance,
    Mapping,
    Opaque,
    Result,
    Sequence,
    Super,
    Term,
    join,
)
from tunelint.syntax.trace import (
    Argument,
    Arguments,
    BranchFrame,
    CallbackFrame,
    CallEvent,
    CallFrame,
    EntryFrame,
    Fork,
    Frame,
    stands_under,
)
from tunelint.syntax.unreached import is_against

if TYPE_CHECKING:
    from tunelint.syntax.execution import Execution

PARTIAL = frozenset({"functools.partial", "functools.partialmethod", "ray.tune.with_parameters"})
# What gives back the function or class that it is given, with a note attached.
ANNOTATING = frozenset({"ray.tune.with_resources"})


def evaluate_call(run: Execution, node: cst.Call) -> Term:
    """Call what `node` calls, with its arguments; the call becomes an event."""
    callee = _as_held(run, node, run.evaluate(node.func))
    arguments = read_arguments(run, node)
    owner = _owner(run, node)
    return call(run, node, callee, arguments, owner)


def _as_held(run: Execution, node: cst.Call, callee: Term) -> Term:
    """What the name that is called holds: not what a constant chose that this branch rules out.

    With ``kind="random"``, ``tuners[kind](…)`` under ``if kind == "hyperband":`` builds no random
    search.
    """
    if not isinstance(callee, External) or callee.name.rpartition(".")[2] == _last_name(node.func):
        return callee
    if not any(isinstance(frame, BranchFrame) and is_against(frame) for frame in run.path):
        return callee
    return Opaque(run.place(node.func), "chosen by a constant that this branch rules out")


def _last_name(node: cst.BaseExpression) -> str:
    match node:
        case cst.Name(value=name) | cst.Attribute(attr=cst.Name(value=name)):
            return name
    return ""


def evaluate_defaults(run: Execution, parameters: cst.Parameters) -> dict[str, Term]:
    """The defaults of a function's parameters, as worth where the function is defined."""
    groups = (parameters.posonly_params, parameters.params, parameters.kwonly_params)
    return {
        parameter.name.value: run.evaluate(parameter.default)
        for group in groups
        for parameter in group
        if parameter.default is not None
    }


def read_arguments(run: Execution, node: cst.Call) -> Arguments:
    """The arguments as written, with ``*`` and ``**`` of known contents spread out."""
    arguments = Arguments()
    for written in node.args:
        value = run.evaluate(written.value)
        place = run.place(written)
        if written.star == "**":
            _spread_mapping(arguments, value, place)
        elif written.star == "*":
            _spread_sequence(arguments, value, place)
        else:
            keyword = written.keyword.value if written.keyword is not None else None
            argument = Argument(value, place, keyword, _handed_on(run, written.value))
            if keyword is None:
                arguments.positional.append(argument)
            else:
                arguments.keywords[keyword] = argument
    return arguments


def _spread_mapping(arguments: Arguments, value: Term, place: object) -> None:
    if not isinstance(value, Mapping):
        arguments.open_keywords = True
        arguments.spread.append(Argument(value, place))  # type: ignore[arg-type]
        return
    arguments.open_keywords = arguments.open_keywords or value.open
    if value.open and not value.entries:
        arguments.spread.append(Argument(value, place))  # type: ignore[arg-type]
    for entry in value.entries:
        if isinstance(entry.key, Const) and isinstance(entry.key.value, str):
            name = entry.key.value
            arguments.keywords[name] = Argument(
                entry.value,
                place,  # type: ignore[arg-type]
                name,
                entry.argument,
                entry.place,
            )
        else:
            arguments.open_keywords = True


def _spread_sequence(arguments: Arguments, value: Term, place: object) -> None:
    if not isinstance(value, Sequence):
        arguments.open_positional = True
        arguments.starred.append(Argument(value, place))  # type: ignore[arg-type]
        return
    arguments.open_positional = arguments.open_positional or value.open
    arguments.positional.extend(
        Argument(item, place)  # type: ignore[arg-type]
        for item in value.items
    )


def _handed_on(run: Execution, node: cst.BaseExpression) -> Argument | None:
    """The caller's argument, where the expression is a parameter still as the caller gave it."""
    if not isinstance(node, cst.Name):
        return None
    holder = run.scope.holder(node.value)
    return holder.forwarded.get(node.value) if holder is not None else None


def _owner(run: Execution, node: cst.Call) -> CallEvent | None:
    """The call of the enclosing function, where that one chose what is called or with what."""
    forwards = _handed_on(run, node.func) is not None or any(
        written.star == "**" and _is_keyword_parameter(run, written.value) for written in node.args
    )
    if not forwards:
        return None
    for frame in reversed(run.path):
        if isinstance(frame, CallFrame):
            return frame.event
        if isinstance(frame, CallbackFrame):
            return None
    return None


def _is_keyword_parameter(run: Execution, node: cst.BaseExpression) -> bool:
    if not isinstance(node, cst.Name):
        return False
    holder = run.scope.holder(node.value)
    value = holder.names[node.value] if holder is not None else None
    return isinstance(value, Mapping) and any(entry.argument for entry in value.entries)


def call(
    run: Execution,
    node: cst.CSTNode,
    callee: Term,
    arguments: Arguments,
    owner: CallEvent | None = None,
) -> Term:
    """Call a value with arguments."""
    match callee:
        case Choice(options=options):
            return _call_each(run, node, options, arguments, owner)
        case Function():
            event = run.emit_call(node, callee, arguments, owner)
            event.result = run_function(
                run, callee, arguments, CallFrame(event.place, event, callee)
            )
            return event.result
        case Class():
            return _construct(run, node, callee, arguments, owner)
        case Instance() if isinstance(callee.cls.member("__call__"), Function):
            method = attributes.read(run, callee, "__call__", node)
            return call(run, node, method, arguments, owner)
        case External(name=name):
            known = _known_function(run, node, name, arguments)
            if known is not None:
                return known
        case Attribute(base=base, name=name):
            known = containers.call_method(run, node, base, name, arguments)
            if known is not None:
                return known
    return _call_library(run, node, callee, arguments, owner)


def _call_each(
    run: Execution,
    node: cst.CSTNode,
    options: tuple[Term, ...],
    arguments: Arguments,
    owner: CallEvent | None,
) -> Term:
    fork = Fork(run.place(node), None)
    results = []
    for arm, option in enumerate(options):
        with run.inside(BranchFrame(run.place(node), fork, arm)):
            results.append(call(run, node, option, arguments, owner))
    return join(run.place(node), results)


def _known_function(
    run: Execution, node: cst.CSTNode, name: str, arguments: Arguments
) -> Term | None:
    if name == "builtins.super":
        return _super(run, node)
    if name in PARTIAL and arguments.positional:
        return _partial(arguments)
    if name in ANNOTATING and arguments.positional:
        return _annotated(run, node, name, arguments)
    if name in ("builtins.getattr", "getattr") and len(arguments.positional) >= 2:
        base, attribute = (argument.value for argument in arguments.positional[:2])
        if isinstance(attribute, Const) and isinstance(attribute.value, str):
            return attributes.read(run, base, attribute.value, node)
    if name == "builtins.type" and len(arguments.positional) == 1:
        return naming.class_of(arguments.positional[0].value)
    if name in folding.PURE and not arguments.keywords:
        folded = _folded(run, node, name, arguments)
        if folded is not None:
            return folded
    return containers.build(run, node, name, arguments)


def _folded(run: Execution, node: cst.CSTNode, name: str, arguments: Arguments) -> Term | None:
    values = [argument.value for argument in arguments.positional]
    constants = tuple(value for value in values if isinstance(value, Const))
    if len(constants) != len(values) or arguments.open_positional:
        return None
    try:
        result = folding.call(name, tuple(constant.value for constant in constants))
    except folding.NotConstant:
        return None
    return Const(run.place(node), result, constants)


def _super(run: Execution, node: cst.CSTNode) -> Term | None:
    for frame in reversed(run.path):
        if isinstance(frame, CallFrame | CallbackFrame | EntryFrame):
            function = frame.function
            if function.owner is not None and function.receiver is not None:
                return Super(run.place(node), function.receiver, function.owner)
    return None


def _annotated(run: Execution, node: cst.CSTNode, name: str, arguments: Arguments) -> Term:
    event = run.emit_call(node, External(run.place(node), name), arguments, None)
    event.result = arguments.positional[0].value
    return event.result


def _partial(arguments: Arguments) -> Term | None:
    called = arguments.positional[0].value
    if not isinstance(called, Function | Class):
        return None
    given = replace(arguments, positional=arguments.positional[1:])
    return replace(called, bound=_after_bound(called, given))


def _after_bound(called: Function | Class, arguments: Arguments) -> Arguments:
    return arguments if called.bound is None else called.bound.followed_by(arguments)


def _construct(
    run: Execution, node: cst.CSTNode, cls: Class, arguments: Arguments, owner: CallEvent | None
) -> Term:
    arguments = _after_bound(cls, arguments)
    event = run.emit_call(node, cls, arguments, owner)
    instance = Instance(event.place, cls, event)
    event.result = instance
    run.instances[id(cls.node)] = instance
    initialiser = cls.member("__init__")
    if isinstance(initialiser, Function):
        bound = replace(initialiser, receiver=instance)
        run_function(run, bound, arguments, CallFrame(event.place, event, bound))
    else:
        _fill_fields(run, cls, instance, arguments)
        if cls.library_bases():
            callbacks.run_callbacks(run, event)
    return instance


def _fill_fields(run: Execution, cls: Class, instance: Instance, arguments: Arguments) -> None:
    """The generated ``__init__`` of a dataclass or named tuple sets its fields."""
    fields = [
        item.target.value
        for statement in getattr(cls.node.body, "body", ())
        if isinstance(statement, cst.SimpleStatementLine)
        for item in statement.body
        if isinstance(item, cst.AnnAssign) and isinstance(item.target, cst.Name)
    ]
    given = dict(zip(fields, arguments.positional, strict=False)) | arguments.keywords
    for name, argument in given.items():
        if name in fields:
            instance.attributes[name] = argument.value
            stands_under(run.trace, argument.value, name)


def call_property(run: Execution, function: Function, node: cst.CSTNode) -> Term:
    """Reading a property calls its function."""
    event = run.emit_call(node, function, Arguments(), None)
    event.result = run_function(run, function, Arguments(), CallFrame(event.place, event, function))
    return event.result


def _call_library(
    run: Execution,
    node: cst.CSTNode,
    callee: Term,
    arguments: Arguments,
    owner: CallEvent | None,
) -> Term:
    event = run.emit_call(node, callee, arguments, owner)
    event.result = Result(event.place, event)
    callbacks.run_callbacks(run, event)
    return event.result


def run_function(run: Execution, function: Function, arguments: Arguments, frame: Frame) -> Term:
    """The value that a function of the project returns; its body's events are recorded."""
    if not run.may_enter(function):
        return Opaque(frame.place, "recursive, or too deep to follow")
    run.entered(function)
    with run.calling(function, frame):
        bind_parameters(run, function, arguments)
        if isinstance(function.node, cst.Lambda):
            value = run.evaluate(function.node.body)
            run.returned(value, function.node.body)
            return value
        return run.body_of(function)
