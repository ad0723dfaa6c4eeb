"""What stands written at a place: whether it is a literal, and which."""

from __future__ import annotations

import ast

import libcst as cst

from tunelint.files.place import Place


def written_value(place: Place) -> cst.CSTNode:
    """The expression at a place: of an argument or a dictionary's entry its value."""
    match place.node:
        case cst.Arg(value=value, star="") | cst.DictElement(value=value):
            return value
    return place.node


def is_literal(place: Place) -> bool:
    """Whether a number, a plain string, True, False or None is written there."""
    return _is_literal(written_value(place))


def _is_literal(node: cst.CSTNode) -> bool:
    match node:
        case cst.Integer() | cst.Float() | cst.SimpleString():
            return True
        case cst.UnaryOperation(operator=cst.Minus(), expression=inner):
            return isinstance(inner, cst.Integer | cst.Float)
        case cst.Name(value=value):
            return value in ("True", "False", "None")
    return False


def string_like(place: Place, text: str) -> str:
    """`text` as a string literal with the quotes that stand at the place, else double ones."""
    node = written_value(place)
    quote = node.quote if isinstance(node, cst.SimpleString) else '"'
    if len(quote) == 1 and text.isprintable() and quote not in text and "\\" not in text:
        return f"{quote}{text}{quote}"
    return repr(text)


def literal_string(place: Place) -> str | None:
    """The plain string that is written at a place."""
    node = written_value(place)
    if not isinstance(node, cst.SimpleString) or "b" in node.prefix:
        return None
    value = ast.literal_eval(node.value)
    return value if isinstance(value, str) else None
