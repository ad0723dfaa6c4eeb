"""Logs of a project's own: what its models, layers and callbacks log besides compiled metrics."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tunelint.files.tree import children
from tunelint.interpreter.library_names import called_name, descends_from, dotted, named
from tunelint.interpreter.objects import Class, Instance, Result, Super
from tunelint.interpreter.trace import StoreEvent, Trace, functions_in
from tunelint.interpreter.values import Term, options_of
from tunelint.libraries.keras.models import CLASSES

# What a model's class defines where it decides itself what an epoch logs.
DECIDING = (
    *("train_step", "test_step", "metrics", "compute_metrics", "get_metrics_result", "fit"),
    *("evaluate", "make_train_function", "make_test_function", "train_function", "test_function"),
)
METRICS = "keras.metrics."
WRITING = frozenset({"update", "setdefault"})
# What looks at the logs and leaves them as they are.
READING = frozenset(
    {"super", "print", "dict", "len", "list", "sorted", "str", "repr", "float", "copy", "deepcopy"}
)


def other_logs(model: Term, trace: Trace) -> frozenset[str] | None:
    """The names that something else than compiled metrics may log; None where it can be any."""
    if any(map(_decides, options_of(model))) or trace.once(_layers_have_metrics):
        return None
    return trace.once(_written_by_callbacks)


def _decides(model: Term) -> bool:
    """Whether a model of the project's own says itself what it logs."""
    owner = model.instance if isinstance(model, Super) else model
    if not isinstance(owner, Instance) or descends_from(owner, "keras", CLASSES) is None:
        return False
    return any(owner.cls.member(name) is not None for name in DECIDING)


def _layers_have_metrics(trace: Trace) -> bool:
    """Whether a layer or model of the project's own keeps or adds a metric."""
    stored = any(
        event.attribute and _is_layer(event.base) and _is_metric(event.value)
        for event in trace.of(StoreEvent)
    )
    return stored or any(called_name(event) == "add_metric" for event in trace.calls())


def _is_layer(term: Term) -> bool:
    return any(
        descends_from(option, "keras", CLASSES | {"Layer"}) is not None
        for option in options_of(term)
    )


def _is_metric(term: Term) -> bool:
    return any(
        isinstance(option, Result)
        and any(name.startswith(METRICS) for name in dotted(option.event.callee))
        for option in options_of(term)
    )


# -- callbacks ------------------------------------------------------------------------------------


def _written_by_callbacks(trace: Trace) -> frozenset[str] | None:
    """The names that callbacks put into the logs that they are handed."""
    found: set[str] = set()
    for function in _called_back(trace):
        names = _written(function)
        if names is None:
            return None
        found |= names
    return frozenset(found)


def _called_back(trace: Trace) -> Iterator[cst.FunctionDef | cst.Lambda]:
    """The project's functions that Keras hands logs, each once."""
    seen: set[int] = set()
    for event in trace.calls():
        if isinstance(event.callee, Class):
            functions: list[cst.FunctionDef | cst.Lambda] = [*_methods(event.callee)]
        elif named(event.callee, "keras", {"LambdaCallback"}):
            given = event.arguments
            functions = [one.node for each in given for one in functions_in(each.value)]
        else:
            continue
        for function in functions:
            if id(function) not in seen:
                seen.add(id(function))
                yield function


def _methods(cls: Class) -> Iterator[cst.FunctionDef]:
    if descends_from(cls, "keras", {"Callback"}) is None and not _is_stopping(cls):
        return
    for ancestor in cls.lineage():
        for statement in ancestor.node.body.body:
            if isinstance(statement, cst.FunctionDef) and statement.name.value.startswith("on_"):
                yield statement


def _is_stopping(cls: Class) -> bool:
    """Whether the class derives from one of Keras' own callbacks."""
    return any(
        name.startswith("keras.callbacks.")
        for base in cls.library_bases()
        for option in options_of(base)
        for name in dotted(option)
    )


def _written(function: cst.FunctionDef | cst.Lambda) -> set[str] | None:
    """The names that a function puts into its last parameter; None where they are not known."""
    parameters = function.params.params
    if not parameters:
        return set()
    logs = parameters[-1].name.value
    found: set[str] = set()
    for node in _nodes(function.body):
        names = _written_at(node, logs)
        if names is None:
            return None
        found |= names
    return found


def _nodes(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(children(one))


def _written_at(node: cst.CSTNode, logs: str) -> set[str] | None:
    match node:
        case cst.AugAssign(target=cst.Name(value=target)):
            return None if target == logs else set()
        case cst.AssignTarget(target=target) | cst.AugAssign(target=target):
            return _stored(target, logs)
        case cst.Call(func=cst.Attribute(value=cst.Name(value=owner), attr=method)) if (
            owner == logs and method.value in WRITING
        ):
            return None
        case cst.Call(func=function, args=arguments):
            handed = any(_is_name(argument.value, logs) for argument in arguments)
            return None if handed and not _only_reads(function) else set()
    return set()


def _stored(target: cst.BaseExpression, logs: str) -> set[str] | None:
    match target:
        case cst.Subscript(value=owner, slice=[cst.SubscriptElement(slice=cst.Index(value=key))]):
            if not _is_name(owner, logs):
                return set()
            text = key.evaluated_value if isinstance(key, cst.SimpleString) else None
            return {text} if isinstance(text, str) else None
    return set()


def _is_name(node: cst.BaseExpression, name: str) -> bool:
    return isinstance(node, cst.Name) and node.value == name


def _only_reads(function: cst.BaseExpression) -> bool:
    """Whether a call that is handed the logs only looks at them."""
    match function:
        case cst.Name(value=name):
            return name in READING
        case cst.Attribute(value=cst.Call(func=cst.Name(value="super"))):
            return True
        case cst.Attribute(attr=cst.Name(value=name)):
            return name in ("append", "copy", "deepcopy", "info", "debug", "report", "log", "write")
    return False
