"""Arguments: what a call is given, read from its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from tunelint.interpreter import generators, implicit_calls
from tunelint.interpreter.frames import CallbackFrame, CallFrame
from tunelint.interpreter.objects import Arguments, CallEvent
from tunelint.interpreter.values import Argument, Const, Mapping, Opaque, Sequence, Term, join

if TYPE_CHECKING:
    from tunelint.interpreter.interpreter import Interpreter


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
    if value.open:
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
