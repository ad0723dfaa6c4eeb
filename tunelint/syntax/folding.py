"""Computing with constants: arithmetic, strings, and the few pure functions that people use."""

from __future__ import annotations

import math
import operator
import posixpath
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

CONVERSIONS: Mapping[str, Callable[[Any], str]] = MappingProxyType(
    {"r": repr, "s": str, "a": ascii}
)
LARGEST = 1e18
LONGEST = 10_000

BINARY: Mapping[str, Callable[[Any, Any], Any]] = MappingProxyType(
    {
        "+": operator.add,
        "-": operator.sub,
        "*": operator.mul,
        "/": operator.truediv,
        "//": operator.floordiv,
        "%": operator.mod,
        "==": operator.eq,
        "!=": operator.ne,
        "<": operator.lt,
        "<=": operator.le,
        ">": operator.gt,
        ">=": operator.ge,
        "in": lambda item, container: item in container,
        "not in": lambda item, container: item not in container,
        "is": lambda one, other: one is other,
        "is not": lambda one, other: one is not other,
    }
)

UNARY: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {"-": operator.neg, "+": operator.pos, "not": operator.not_, "~": operator.inv}
)

_REAL: Mapping[str, Callable[[float], float]] = {
    "log": math.log,
    "log10": math.log10,
    "log2": math.log2,
    "exp": math.exp,
    "sqrt": math.sqrt,
    "ceil": math.ceil,
    "floor": math.floor,
}

_NAMED_REAL = {
    f"{module}.{name}": function for module in ("math", "numpy") for name, function in _REAL.items()
}

PURE: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        **_NAMED_REAL,
        "math.pow": math.pow,
        "builtins.int": int,
        "builtins.float": float,
        "builtins.str": str,
        "builtins.bool": bool,
        "builtins.abs": abs,
        "builtins.round": round,
        "builtins.min": min,
        "builtins.max": max,
        "builtins.pow": pow,
        "numpy.int32": int,
        "numpy.int64": int,
        "numpy.float32": float,
        "numpy.float64": float,
        "os.path.join": posixpath.join,
        "os.path.abspath": lambda path: path,
        "os.path.normpath": posixpath.normpath,
        "os.path.expanduser": lambda path: path,
        "os.fspath": lambda path: path,
        "pathlib.Path": lambda *parts: posixpath.join("", *parts) if parts else ".",
        "pathlib.PurePath": lambda *parts: posixpath.join("", *parts) if parts else ".",
    }
)

STRING_METHODS = frozenset({"format", "join", "replace", "split"}) | {
    "capitalize",
    "lower",
    "lstrip",
    "rstrip",
    "strip",
    "title",
    "upper",
}


class NotConstant(Exception):
    """The result is not a constant that is worth keeping."""


def unary(symbol: str, value: Any) -> Any:
    """``-value`` and the like; raises NotConstant."""
    return _computed(UNARY.get(symbol), (value,))


def binary(symbol: str, left: Any, right: Any) -> Any:
    """``left + right`` and the like; raises NotConstant."""
    if symbol == "/" and isinstance(left, str) and isinstance(right, str):
        return posixpath.join(left, right)
    if symbol == "**":
        if not _numbers(left, right) or abs(right) > 1000 or abs(left) > LARGEST:
            raise NotConstant
        return _computed(operator.pow, (left, right))
    if symbol == "*" and not _numbers(left, right):
        raise NotConstant
    return _computed(BINARY.get(symbol), (left, right))


def call(name: str, values: tuple[Any, ...]) -> Any:
    """The result of a pure function of a library on constants; raises NotConstant."""
    return _computed(PURE.get(name), values)


def string_method(text: str, name: str, values: tuple[Any, ...], named: dict[str, Any]) -> Any:
    """The result of a method of a constant string; raises NotConstant."""
    if name not in STRING_METHODS:
        raise NotConstant
    method = getattr(text, name)
    return _computed(lambda *arguments: method(*arguments, **named), values)


def formatted(value: Any, specification: str, conversion: str | None) -> str:
    """One piece of an f-string; raises NotConstant."""
    convert: Callable[[Any], Any] = CONVERSIONS.get(conversion or "", lambda same: same)
    converted = convert(value)
    return str(_computed(format, (converted, specification)))


def _computed(function: Callable[..., Any] | None, values: tuple[Any, ...]) -> Any:
    if function is None:
        raise NotConstant
    try:
        result = function(*values)
    except Exception as error:
        raise NotConstant from error
    if isinstance(result, complex) or (isinstance(result, str) and len(result) > LONGEST):
        raise NotConstant
    return _reasonable(result)


def _reasonable(result: Any) -> Any:
    """The result, unless it is a number that no program means."""
    if isinstance(result, int | float) and not abs(result) <= LARGEST:
        raise NotConstant
    return result


def _numbers(*values: Any) -> bool:
    return all(isinstance(value, int | float) for value in values)
