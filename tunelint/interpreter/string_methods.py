"""The methods of strings, where what they are called with is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import libcst as cst

from tunelint.interpreter import constant_folding
from tunelint.interpreter.values import Const, Operation, Sequence, Term, Text

if TYPE_CHECKING:
    from tunelint.interpreter.interpreter import Interpreter
    from tunelint.interpreter.objects import Arguments


def string_method(
    run: Interpreter, node: cst.CSTNode, base: Const, name: str, arguments: Arguments
) -> Term | None:
    given = [argument.value for argument in arguments]
    if arguments.open_keywords or arguments.open_positional:
        return None
    if name == "join" and given:
        return _joined(run, node, base, given[0])
    constants = [value for value in given if isinstance(value, Const)]
    if len(constants) != len(given):
        if name != "format":
            return None
        place = run.place(node)
        return Text(place, (Operation(place, name, (base, *given)),))
    positional = tuple(
        argument.value.value
        for argument in arguments.positional
        if isinstance(argument.value, Const)
    )
    named = {
        key: argument.value.value
        for key, argument in arguments.keywords.items()
        if isinstance(argument.value, Const)
    }
    try:
        result = constant_folding.string_method(base.value, name, positional, named)
    except constant_folding.NotConstant:
        return None
    return constant(run, node, result)


def _joined(run: Interpreter, node: cst.CSTNode, base: Const, value: Term) -> Term | None:
    if not isinstance(value, Sequence) or value.open or value.reordered or value.kind == "set":
        return None
    pieces = [item.value for item in value.items if isinstance(item, Const)]
    if len(pieces) != len(value.items) or not all(isinstance(piece, str) for piece in pieces):
        return None
    try:
        return Const(run.place(node), constant_folding.joined(base.value, pieces))
    except constant_folding.NotConstant:
        return None


def constant(run: Interpreter, node: cst.CSTNode, value: Any) -> Term:
    """A Python value as a term: lists become sequences, all else constants."""
    place = run.place(node)
    if isinstance(value, list | tuple):
        kind = "list" if isinstance(value, list) else "tuple"
        return Sequence(place, kind, [constant(run, node, one) for one in value], path=run.path)
    return Const(place, value)
