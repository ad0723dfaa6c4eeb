"""Binding: which parameter of a project's function receives which argument."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from tunelint.interpreter.frames import EntryFrame
from tunelint.interpreter.objects import Arguments, Function, Parameter
from tunelint.interpreter.values import (
    Argument,
    Const,
    Entry,
    Item,
    Mapping,
    Opaque,
    Sequence,
    Term,
    join,
)

if TYPE_CHECKING:
    from tunelint.interpreter.interpreter import Interpreter


def positional_names(function: Function) -> list[str]:
    """The parameters that a caller can fill by position: not the receiver, not bound already."""
    names = _names(function)
    if function.receiver is not None:
        names = names[1:]
    if function.bound is None:
        return names
    names = names[len(function.bound.positional) :]
    return [name for name in names if name not in function.bound.keywords]


def keyword_names(function: Function) -> list[str]:
    """The parameters that a caller can fill by keyword alone: not bound already."""
    bound = function.bound.keywords if function.bound is not None else {}
    names = [parameter.name.value for parameter in function.node.params.kwonly_params]
    return [name for name in names if name not in bound]


def _names(function: Function) -> list[str]:
    parameters = function.node.params
    return [p.name.value for p in (*parameters.posonly_params, *parameters.params)]


def bind_parameters(run: Interpreter, function: Function, arguments: Arguments) -> None:
    """Bind the parameters of `function` in the current scope, as Python binds them."""
    if function.bound is not None:
        arguments = function.bound.followed_by(arguments)
    waiting, named = list(arguments.positional), dict(arguments.keywords)
    names = _names(function)
    if function.receiver is not None and names:
        run.scope.names[names.pop(0)] = function.receiver
    for name in names:
        _bind(run, function, name, waiting.pop(0) if waiting else named.pop(name, None), arguments)
    for parameter in function.node.params.kwonly_params:
        name = parameter.name.value
        _bind(run, function, name, named.pop(name, None), arguments)
    _bind_rest(run, function, waiting, named, arguments)


def given_to(function: Function, arguments: Arguments, name: str) -> Term | None:
    """What a parameter receives in a call: its default if it is not given, None if unknown."""
    found = arguments.get(name, positional_names(function))
    if found is not None:
        return found.value
    if arguments.open_keywords or arguments.open_positional:
        return None
    return function.defaults.get(name)


def _bind(
    run: Interpreter,
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
        value = _spread(run, function, name, arguments)
    elif name in function.defaults:
        value = function.defaults[name]
    else:
        value = Parameter(run.place(function.node), name, function)
    run.scope.names[name] = value
    run.named(name, value, function.node)


def _spread(run: Interpreter, function: Function, name: str, arguments: Arguments) -> Term:
    """What the parameter `name` receives from a ``*`` or ``**`` that could not be resolved."""
    place = run.place(function.node)
    if arguments.starred and not arguments.open_keywords:
        return _starred(run, function, name, arguments)
    if arguments.open_positional or len(arguments.spread) != 1:
        return Opaque(place, "handed over by * or **")
    (spread,) = arguments.spread
    item = Item(spread.place, spread.value, Const(place, name))
    default = function.defaults.get(name)
    return item if default is None else join(place, [item, default])


def _starred(run: Interpreter, function: Function, name: str, arguments: Arguments) -> Term:
    """The item that the parameter `name` receives of ``*value``, the only one and the last."""
    place, names = run.place(function.node), _names(function)
    before = len(arguments.positional) + (function.receiver is not None)
    position = names.index(name) - before if name in names else -1
    if len(arguments.starred) != 1 or position < 0:
        return Opaque(place, "handed over by * or **")
    (starred,) = arguments.starred
    item = Item(starred.place, starred.value, Const(place, position))
    default = function.defaults.get(name)
    return item if default is None else join(place, [item, default])


def _bind_rest(
    run: Interpreter,
    function: Function,
    waiting: list[Argument],
    named: dict[str, Argument],
    arguments: Arguments,
) -> None:
    star, double = function.node.params.star_arg, function.node.params.star_kwarg
    place = run.place(function.node)
    if isinstance(star, cst.Param):
        unseen = arguments.open_positional or _is_entry(run)
        values = [argument.value for argument in waiting]
        rest = Sequence(place, "tuple", values, unseen, run.path)
        run.scope.names[star.name.value] = rest
    if double is not None:
        entries = [
            Entry(Const(argument.place, name), argument.value, argument.place, argument)
            for name, argument in named.items()
        ]
        unseen = arguments.open_keywords or _is_entry(run)
        handed_on = Mapping(place, entries, unseen, run.path)
        only = not entries and len(arguments.spread) == 1
        only = only and not isinstance(arguments.spread[0].value, Mapping)
        run.scope.names[double.name.value] = arguments.spread[0].value if only else handed_on


def _is_entry(run: Interpreter) -> bool:
    """Whether nobody visible calls the current function."""
    return isinstance(run.path[-1], EntryFrame)
