"""Binding: which parameter of a project's function receives which argument."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from tunelint.syntax.terms import Const, Entry, Function, Mapping, Opaque, Parameter, Sequence, Term
from tunelint.syntax.trace import Argument, Arguments

if TYPE_CHECKING:
    from tunelint.syntax.execution import Execution


def _positional_names(function: Function) -> list[str]:
    parameters = function.node.params
    return [p.name.value for p in (*parameters.posonly_params, *parameters.params)]


def required_parameters(function: Function) -> list[str]:
    """The parameters that a caller has to fill: no default, not bound already."""
    names = _positional_names(function)
    if function.receiver is not None:
        names = names[1:]
    names = names[sum(argument.keyword is None for argument in function.bound) :]
    named = {argument.keyword for argument in function.bound}
    names += [p.name.value for p in function.node.params.kwonly_params]
    return [name for name in names if name not in function.defaults and name not in named]


def bind_parameters(run: Execution, function: Function, arguments: Arguments) -> None:
    """Bind the parameters of `function` in the current scope, as Python binds them."""
    waiting = [a for a in function.bound if a.keyword is None] + arguments.positional
    named = {a.keyword: a for a in function.bound if a.keyword is not None}
    named |= arguments.keywords
    names = _positional_names(function)
    if function.receiver is not None and names:
        run.scope.names[names.pop(0)] = function.receiver
    for name in names:
        _bind(run, function, name, waiting.pop(0) if waiting else named.pop(name, None), arguments)
    for parameter in function.node.params.kwonly_params:
        name = parameter.name.value
        _bind(run, function, name, named.pop(name, None), arguments)
    _bind_rest(run, function, waiting, named, arguments)


def _bind(
    run: Execution,
    function: Function,
    name: str,
    argument: Argument | None,
    arguments: Arguments,
) -> None:
    value: Term
    if argument is not None:
        value = argument.value
        if not isinstance(value, Parameter):
            run.scope.forwarded[name] = argument
    elif arguments.open_keywords or arguments.open_positional:
        value = Opaque(run.place(function.node), "handed over by * or **")
    elif name in function.defaults:
        value = function.defaults[name]
    else:
        value = Parameter(run.place(function.node), name, function)
    run.scope.names[name] = value
    run.named(name, value, function.node)


def _bind_rest(
    run: Execution,
    function: Function,
    waiting: list[Argument],
    named: dict[str, Argument],
    arguments: Arguments,
) -> None:
    star, double = function.node.params.star_arg, function.node.params.star_kwarg
    place = run.place(function.node)
    if isinstance(star, cst.Param):
        unseen = arguments.open_positional or _is_callback(run)
        rest = Sequence(place, "tuple", [argument.value for argument in waiting], unseen)
        run.scope.names[star.name.value] = rest
    if double is not None:
        entries = [
            Entry(Const(argument.place, name), argument.value, argument.place, argument)
            for name, argument in named.items()
        ]
        unseen = arguments.open_keywords or _is_callback(run)
        run.scope.names[double.name.value] = Mapping(place, entries, unseen)


def _is_callback(run: Execution) -> bool:
    """Whether the current call is one that no visible code makes."""
    from tunelint.syntax.trace import CallFrame

    return not isinstance(run.path[-1], CallFrame)
