"""Calls: into the project's own functions and classes with their arguments, or to a library."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import libcst as cst

from tunelint.interpreter import (
    aliases,
    attribute_stores,
    attributes,
    branches,
    callbacks,
    class_making,
    constant_folding,
    containers,
    dispatching,
    explicit_calls,
    generators,
    implicit_calls,
    naming,
    recursion,
)
from tunelint.interpreter.frames import BranchFrame, CallbackFrame, CallFrame, EntryFrame, Fork
from tunelint.interpreter.implicit_calls import method_of
from tunelint.interpreter.objects import (
    Arguments,
    CallEvent,
    Class,
    Function,
    Instance,
    Parameter,
    ProjectModule,
    Result,
    Super,
)
from tunelint.interpreter.parameters import bind_parameters, positional_names
from tunelint.interpreter.paths import Frame
from tunelint.interpreter.pending import Reading
from tunelint.interpreter.state import Changes
from tunelint.interpreter.unreached import is_against
from tunelint.interpreter.values import (
    MOST_OPTIONS,
    NEVER,
    Argument,
    Attribute,
    Choice,
    Const,
    External,
    Mapping,
    Opaque,
    Sequence,
    Term,
    Unbound,
    join,
)

if TYPE_CHECKING:
    from tunelint.interpreter.interpreter import Interpreter

PARTIAL = frozenset({"functools.partial", "functools.partialmethod", "ray.tune.with_parameters"})
# What gives back the function or class that it is given, with a note attached.
ANNOTATING = frozenset({"ray.tune.with_resources"})
# Built-in functions that go through what they are given at once.
GOING_THROUGH = frozenset(f"builtins.{name}" for name in ("dict", "list", "set", "sorted", "tuple"))
# Functions that change the list or dictionary that they are handed first.
IN_PLACE = frozenset(
    {"heapify", "heappop", "heappush", "heappushpop", "heapreplace", "shuffle"}
    | {"insort", "insort_left", "insort_right", "setitem", "delitem", "iadd", "iconcat", "ior"}
)
# What gives back the names of a module, or of the scope in which it is called.
NAMESPACES = frozenset({"builtins.globals", "builtins.locals", "builtins.vars"})
ATTRIBUTE_FUNCTIONS = frozenset(
    {"builtins.setattr", "builtins.delattr"}
    | {"builtins.object.__setattr__", "builtins.object.__delattr__"}
)
IMPORTING = frozenset({"importlib.import_module"})
BUILT_IN_TYPES = frozenset({"dict", "list", "set", "str"})


def evaluate_call(run: Interpreter, node: cst.Call) -> Term:
    """Call what `node` calls, with its arguments; the call becomes an event."""
    callee = _as_held(run, node, run.evaluate(node.func))
    arguments = read_arguments(run, node)
    owner = _owner(run, node)
    return call(run, node, callee, arguments, owner)


def _as_held(run: Interpreter, node: cst.Call, callee: Term) -> Term:
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


def evaluate_defaults(run: Interpreter, parameters: cst.Parameters) -> dict[str, Term]:
    """The defaults of a function's parameters, as worth where the function is defined."""
    groups = (parameters.posonly_params, parameters.params, parameters.kwonly_params)
    return {
        parameter.name.value: run.evaluate(parameter.default)
        for group in groups
        for parameter in group
        if parameter.default is not None
    }


def read_arguments(run: Interpreter, node: cst.Call) -> Arguments:
    """The arguments as written, with ``*`` and ``**`` of known contents spread out."""
    arguments = Arguments()
    for written in node.args:
        value = run.evaluate(written.value)
        place = run.place(written)
        if written.star == "*":
            generators.advance(run, value)
            implicit_calls.go_through(run, written, value)
        if written.star == "**":
            _spread_mapping(arguments, value, place)
        elif written.star == "*":
            _spread_sequence(arguments, value, place)
        else:
            keyword = written.keyword.value if written.keyword is not None else None
            argument = Argument(value, place, keyword, _handed_on(run, written.value))
            if keyword is None and arguments.open_positional:
                arguments.starred.append(argument)
            elif keyword is None:
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
            missing = [Opaque(entry.place, "perhaps not given")] if entry.perhaps else []
            arguments.keywords[name] = Argument(
                join(entry.place, [entry.value, *missing]) if missing else entry.value,
                place,  # type: ignore[arg-type]
                name,
                entry.argument,
                entry.place,
            )
        else:
            arguments.open_keywords = True


def _spread_sequence(arguments: Arguments, value: Term, place: object) -> None:
    known = isinstance(value, Sequence) and not arguments.open_positional
    if not isinstance(value, Sequence) or not known or value.reordered or value.kind == "set":
        arguments.open_positional = True
        arguments.starred.append(Argument(value, place))  # type: ignore[arg-type]
        return
    items = value.items[: value.standing] if value.open else value.items
    arguments.open_positional = value.open
    if value.open:
        arguments.listed.append(Argument(value, place))  # type: ignore[arg-type]
    arguments.positional.extend(
        Argument(item, place)  # type: ignore[arg-type]
        for item in items
    )


def _handed_on(run: Interpreter, node: cst.BaseExpression) -> Argument | None:
    """The caller's argument, where the expression is a parameter still as the caller gave it."""
    if not isinstance(node, cst.Name):
        return None
    holder = run.scope.holder(node.value)
    return holder.forwarded.get(node.value) if holder is not None else None


def _owner(run: Interpreter, node: cst.Call) -> CallEvent | None:
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


def _is_keyword_parameter(run: Interpreter, node: cst.BaseExpression) -> bool:
    if not isinstance(node, cst.Name):
        return False
    holder = run.scope.holder(node.value)
    value = holder.names[node.value] if holder is not None else None
    return isinstance(value, Mapping) and any(entry.argument for entry in value.entries)


def call(
    run: Interpreter,
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
            return _call_function(run, node, callee, arguments, owner)
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
            implicit_calls.call_for(run, node, base, name, arguments)
            known = containers.call_method(run, node, base, name, arguments)
            if known is None and name.startswith("__"):
                known = explicit_calls.call(run, node, base, name, arguments)
            if known is not None:
                return known
    return _call_library(run, node, callee, arguments, owner)


def _call_function(
    run: Interpreter,
    node: cst.CSTNode,
    callee: Function,
    arguments: Arguments,
    owner: CallEvent | None,
) -> Term:
    implementations = dispatching.implementations(run, callee)
    if implementations:
        return _call_each(run, node, implementations, arguments, owner)
    event = run.emit_call(node, callee, arguments, owner)
    if generators.is_generator(run, callee):
        event.result = generators.call(run, event, callee, arguments)
    else:
        frame = CallFrame(event.place, event, callee)
        event.result = run_function(run, callee, arguments, frame)
    run.state.may_raise()
    return event.result


def _call_each(
    run: Interpreter,
    node: cst.CSTNode,
    options: tuple[Term, ...],
    arguments: Arguments,
    owner: CallEvent | None,
) -> Term:
    fork = Fork(run.place(node), None)
    arms = [partial(call, run, node, option, arguments, owner) for option in options]
    return run.join(run.place(node), branches.either(run, fork, arms))


def _known_function(
    run: Interpreter, node: cst.CSTNode, name: str, arguments: Arguments
) -> Term | None:
    implicit_calls.call_function(run, node, name, arguments)
    if name == "builtins.super":
        return _super(run, node)
    if name in GOING_THROUGH:
        for argument in arguments.positional:
            generators.advance(run, argument.value)
    if name in IMPORTING and len(arguments.positional) == 1:
        module = arguments.positional[0].value
        if isinstance(module, Const) and isinstance(module.value, str):
            return run.import_module(module.value)
    if name in ATTRIBUTE_FUNCTIONS and arguments.positional:
        _change_attribute(run, node, name, arguments)
    if name == "builtins.exec":
        unseen = Opaque(run.place(node), "perhaps bound by exec")
        names = ProjectModule(unseen.place, run.scope.module.name, run.scope.module)
        attribute_stores.set_any(run, names, unseen, unseen)
    if name in NAMESPACES and not arguments.positional:
        return _namespace(run, node, name)
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
    kind, _, method = name.removeprefix("builtins.").partition(".")
    if kind in BUILT_IN_TYPES and method and arguments.positional:
        bound = attributes.read(run, arguments.positional[0].value, method, node)
        return call(run, node, bound, replace(arguments, positional=arguments.positional[1:]))
    if name in constant_folding.PURE and not arguments.keywords:
        folded = _folded(run, node, name, arguments)
        if folded is not None:
            return folded
    return containers.build(run, node, name, arguments)


def _namespace(run: Interpreter, node: cst.CSTNode, name: str) -> Term | None:
    """``globals()``; the names of a function are copies where a program has them listed."""
    module = run.scope.module
    if name != "builtins.globals" and run.scope is not module:
        return None
    place = run.place(node)
    return Attribute(place, ProjectModule(place, module.name, module), "__dict__")


def _change_attribute(run: Interpreter, node: cst.CSTNode, name: str, arguments: Arguments) -> None:
    """``setattr`` and ``delattr``; those of `object` do not ask the object's class."""
    base, *values = (argument.value for argument in arguments.positional)
    if name.startswith("builtins.object.") and isinstance(base, Instance):
        base = Super(base.place, base, base.cls)
    special = f"__{name.rpartition('.')[2].strip('_')}__"
    explicit_calls.set_or_delete(run, node, base, special, values)


def _folded(run: Interpreter, node: cst.CSTNode, name: str, arguments: Arguments) -> Term | None:
    values = [argument.value for argument in arguments.positional]
    constants = tuple(value for value in values if isinstance(value, Const))
    if len(constants) != len(values) or arguments.open_positional:
        return None
    try:
        result = constant_folding.call(name, tuple(constant.value for constant in constants))
    except constant_folding.NotConstant:
        return None
    return Const(run.place(node), result, constants)


def _super(run: Interpreter, node: cst.CSTNode) -> Term | None:
    for frame in reversed(run.path):
        if isinstance(frame, CallFrame | CallbackFrame | EntryFrame):
            receiver = _receiver(run, frame.function)
            if frame.function.owner is not None and receiver is not None:
                return Super(run.place(node), receiver, frame.function.owner)
    return None


def _receiver(run: Interpreter, function: Function) -> Term | None:
    """What a method is called on: handed over out of sight, or as its first argument."""
    names = positional_names(function)
    if function.receiver is not None or not names:
        return function.receiver
    first = run.scope.names.get(names[0])
    return first if isinstance(first, Instance) else None


def _annotated(run: Interpreter, node: cst.CSTNode, name: str, arguments: Arguments) -> Term:
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
    run: Interpreter, node: cst.CSTNode, cls: Class, arguments: Arguments, owner: CallEvent | None
) -> Term:
    arguments = _after_bound(cls, arguments)
    event = run.emit_call(node, cls, arguments, owner)
    instance = Instance(event.place, cls, event)
    event.result = instance
    run.instances.append(instance)
    initialiser = instance.method("__init__")
    if initialiser is not None:
        run_function(run, initialiser, arguments, CallFrame(event.place, event, initialiser))
    else:
        _fill_fields(run, cls, instance, arguments)
        finish = instance.method("__post_init__")
        if finish is not None:
            run_function(run, finish, Arguments(), CallFrame(event.place, event, finish))
        if cls.library_bases():
            callbacks.run_callbacks(run, event)
    event.result = class_making.made_by_the_class(run, node, instance, arguments)
    return event.result


def _fill_fields(run: Interpreter, cls: Class, instance: Instance, arguments: Arguments) -> None:
    """The generated ``__init__`` of a dataclass or named tuple sets its fields."""
    lineage = reversed(list(cls.lineage()))
    fields = list(dict.fromkeys(name for ancestor in lineage for name in _fields(ancestor)))
    given = dict(zip(fields, arguments.positional, strict=False)) | arguments.keywords
    for name, argument in given.items():
        if name in fields:
            instance.attributes[name] = argument.value
            run.trace.put_under(argument.value, name)


def _fields(cls: Class) -> Iterator[str]:
    """The fields that a class declares itself."""
    for statement in getattr(cls.node.body, "body", ()):
        small = statement.body if isinstance(statement, cst.SimpleStatementLine) else ()
        for item in small:
            if isinstance(item, cst.AnnAssign) and isinstance(item.target, cst.Name):
                yield item.target.value


def call_property(run: Interpreter, function: Function, node: cst.CSTNode) -> Term:
    """Reading a property calls its function."""
    event = run.emit_call(node, function, Arguments(), None)
    event.result = run_function(run, function, Arguments(), CallFrame(event.place, event, function))
    return event.result


def _call_library(
    run: Interpreter,
    node: cst.CSTNode,
    callee: Term,
    arguments: Arguments,
    owner: CallEvent | None,
) -> Term:
    for argument in arguments:
        generators.advance(run, argument.value)
    if isinstance(callee, Attribute | External) and arguments.positional:
        _change_in_place(run, callee.name.rpartition(".")[2], arguments)
    event = run.emit_call(node, callee, arguments, owner)
    event.result = Result(event.place, event)
    explicit_calls.change_by_handed(run, arguments)
    if isinstance(callee, Attribute):
        generators.advance(run, callee.base)
        if not isinstance(callee.base, Sequence | Mapping):
            explicit_calls.change(run, callee.base, callee.name, arguments)
    callbacks.run_callbacks(run, event)
    callbacks.run_again(run, event)
    candidates = _candidates(callee)
    if candidates:
        fork = Fork(event.place, None)
        arms = [partial(call, run, node, option, arguments, owner) for option in candidates]
        branches.either(run, fork, [*arms, lambda: event.result])
    return event.result


def _change_in_place(run: Interpreter, name: str, arguments: Arguments) -> None:
    changed, *others = (argument.value for argument in arguments.positional)
    if name in IN_PLACE:
        attribute_stores.change_dictionary(run, changed)
        run.change_unseen(changed, others)


def _candidates(callee: Term) -> list[Term]:
    """The functions and methods of the project that a callee may be that is not known."""
    if isinstance(callee, External | Unbound | Parameter):
        return []
    if isinstance(callee, Attribute):
        if isinstance(callee.base, Instance | Class | Super):
            return []
        methods = (method_of(one, callee.name) for one in aliases.may_be(callee.base))
        found: list[Term] = [method for method in methods if method is not None]
    else:
        found = [one for one in aliases.may_be(callee) if isinstance(one, Function | Class)]
    return found if len(found) <= MOST_OPTIONS else []


def run_function(run: Interpreter, function: Function, arguments: Arguments, frame: Frame) -> Term:
    """The value that a function of the project returns; its body's events are recorded."""
    key = id(function.node)
    if key in run.readings:
        return recursion.call_again(run, run.readings[key], frame.place, arguments)
    if not run.may_enter(function):
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
