"""Literals: constants as they are written, and formatted strings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from tunelint.interpreter import constant_folding, implicit_calls
from tunelint.interpreter.combining import combine
from tunelint.interpreter.values import Const, Opaque, Operation, Term, Text

if TYPE_CHECKING:
    from tunelint.interpreter.interpreter import Interpreter


def string(run: Interpreter, node: cst.SimpleString) -> Term:
    text = node.value
    if text[0] in "\"'" and "\\" not in text:
        return Const(run.place(node), node.raw_value)
    try:
        return Const(run.place(node), node.evaluated_value)
    except (SyntaxError, ValueError):
        return Opaque(run.place(node), "a string that cannot be read")


def concatenated(run: Interpreter, node: cst.ConcatenatedString) -> Term:
    return combine(run, node, "+", (run.evaluate(node.left), run.evaluate(node.right)))


def integer(run: Interpreter, node: cst.Integer) -> Term:
    try:
        number = node.evaluated_value
    except (SyntaxError, ValueError):
        return Opaque(run.place(node), "a number of too many digits")
    return _number(run, node, number)


def decimal(run: Interpreter, node: cst.Float) -> Term:
    return _number(run, node, float(node.value))


def _number(run: Interpreter, node: cst.BaseNumber, number: float) -> Term:
    if not constant_folding.is_reasonable_literal(number):
        return Opaque(run.place(node), "a number that is too large")
    return Const(run.place(node), number)


def formatted(run: Interpreter, node: cst.FormattedString) -> Term:
    pieces: list[Term] = []
    for part in node.parts:
        if isinstance(part, cst.FormattedStringText):
            pieces.append(Const(run.place(part), part.value))
            continue
        assert isinstance(part, cst.FormattedStringExpression)
        pieces.append(_piece(run, part))
    return _text(run, node, pieces)


def _piece(run: Interpreter, part: cst.FormattedStringExpression) -> Term:
    value = run.evaluate(part.expression)
    implicit_calls.call_all(run, part, value, implicit_calls.TEXT)
    specification = _specification(run, part)
    if isinstance(value, Const) and specification is not None and part.equal is None:
        try:
            text = constant_folding.formatted(value.value, specification, part.conversion)
            return Const(value.place, text, (value,))
        except constant_folding.NotConstant:
            pass
    return Operation(run.place(part), "format", (value,))


def _specification(run: Interpreter, part: cst.FormattedStringExpression) -> str | None:
    """How a piece of an f-string is formatted; None where that is computed."""
    written = ""
    for piece in part.format_spec or ():
        if isinstance(piece, cst.FormattedStringText):
            written += piece.value
        else:
            assert isinstance(piece, cst.FormattedStringExpression)
            run.evaluate(piece.expression)
            return None
    return written


def _text(run: Interpreter, node: cst.BaseExpression, pieces: list[Term]) -> Term:
    if all(isinstance(piece, Const) for piece in pieces):
        constants = tuple(piece for piece in pieces if isinstance(piece, Const))
        try:
            value = constant_folding.joined("", [str(piece.value) for piece in constants])
        except constant_folding.NotConstant:
            return Opaque(run.place(node), "a text that is too long")
        return Const(run.place(node), value, constants)
    return Text(run.place(node), tuple(pieces))
