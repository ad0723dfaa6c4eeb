"""Decorators of the project: what a name is bound to whose function or class they are given.

A decorator that only wraps the call, ``return func(*args, **kwargs)``, changes nothing that
matters: what it decorates stays what it is. Any other one is called.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import libcst as cst

from tunelint.files.tree import children
from tunelint.interpreter.objects import Class, Function
from tunelint.interpreter.values import Term

if TYPE_CHECKING:
    from tunelint.interpreter.interpreter import Interpreter

SCOPES = (cst.FunctionDef, cst.ClassDef, cst.Lambda)
CHANGES = (cst.Global, cst.Nonlocal, cst.AugAssign, cst.Del, cst.Attribute, cst.Subscript)


def decorated(
    run: Interpreter, node: cst.CSTNode, value: Function | Class, decorators: Iterable[Term]
) -> Term:
    """What the decorators make of a function or class, the innermost first."""
    result: Term = value
    for decorator in reversed(list(decorators)):
        if isinstance(decorator, Function) and not _only_hands_on(decorator):
            result = run.call_with(node, decorator, [result])
    return result


def _only_hands_on(decorator: Function) -> bool:
    """Whether a decorator gives back a function that does what the decorated one does."""
    match decorator.node:
        case cst.FunctionDef(params=cst.Parameters(params=[cst.Param(name=name)]), body=body):
            returned = list(_returned(body))
            return bool(returned) and all(
                isinstance(value, cst.Name) and _wraps(body, value.value, name.value)
                for value in returned
            )
    return False


def _wraps(body: cst.CSTNode, name: str, wrapped: str) -> bool:
    """Whether a body defines a function under a name that only hands on to another one."""
    for node in _own(body):
        if isinstance(node, cst.FunctionDef) and node.name.value == name:
            returned = list(_returned(node.body))
            return (
                bool(returned)
                and not any(isinstance(each, CHANGES) for each in _stored(node.body))
                and all(_is_handed_on(node.body, value, wrapped) for value in returned)
            )
    return False


def _stored(body: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The statements and targets of a body that change more than names of its own."""
    for node in _own(body):
        if isinstance(node, cst.AssignTarget):
            yield node.target
        elif isinstance(node, cst.Global | cst.Nonlocal | cst.AugAssign | cst.Del):
            yield node


def _is_handed_on(body: cst.CSTNode, value: cst.BaseExpression, wrapped: str) -> bool:
    """Whether a value is what the wrapped function gives back for the same arguments."""
    match value:
        case cst.Call(
            func=cst.Name(value=called),
            args=[cst.Arg(star="*", value=cst.Name()), cst.Arg(star="**", value=cst.Name())],
        ):
            return called == wrapped
        case cst.Name(value=name):
            bound = [
                node.value
                for node in _own(body)
                if isinstance(node, cst.Assign)
                for target in node.targets
                if isinstance(target.target, cst.Name) and target.target.value == name
            ]
            return len(bound) == 1 and _is_handed_on(body, bound[0], wrapped)
    return False


def _returned(body: cst.CSTNode) -> Iterator[cst.BaseExpression]:
    for node in _own(body):
        if isinstance(node, cst.Return):
            yield node.value if node.value is not None else cst.Name("None")


def _own(body: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The nodes of a body without those of functions and classes in it."""
    waiting = deque(children(body))
    while waiting:
        node = waiting.popleft()
        yield node
        if not isinstance(node, SCOPES):
            waiting.extend(children(node))
