"""Calls: into the project's own functions and classes with their arguments, or to a library."""

from __future__ import annotations

from collections.abc import Iterator
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
    saved_values,
)
from tunelint.interpreter.arguments import _owner, read_arguments
from tunelint.interpreter.frames import BranchFrame, CallbackFrame, CallFrame, EntryFrame, Fork
from tunelint.interpreter.functions import run_function
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
from tunelint.interpreter.parameters import positional_names
from tunelint.interpreter.unreached import is_against
from tunelint.interpreter.values import (
    MOST_OPTIONS,
    Attribute,
    Choice,
    Const,
    External,
    Mapping,
    Opaque,
    Sequence,
    Term,
    Unbound,
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
# What seeds a global generator returns None, which people hand on as if it were the seed.
RETURNING_NONE = frozenset(
    {"random.seed", "numpy.random.seed", "tensorflow.random.set_seed"}
    | {"tensorflow.compat.v1.set_random_seed", "keras.utils.set_random_seed"}
)


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
    event.result = _returned(event)
    saved_values.follow(run, event)
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


def _returned(event: CallEvent) -> Term:
    """What a library's function returns."""
    if isinstance(event.callee, External) and event.callee.name in RETURNING_NONE:
        return Const(event.place, None)
    return Result(event.place, event)


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
