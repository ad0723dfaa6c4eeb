"""Computing with constants: arithmetic, strings, and the few pure functions that people use.

Nothing is computed that takes more than a moment, or whose result is larger than programs mean.
"""

from __future__ import annotations

import math
import operator
import posixpath
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

CONVERSIONS: Mapping[str, Callable[[Any], str]] = MappingProxyType(
    {"r": repr, "s": str, "a": ascii}
)
LARGEST = 1e18
LONGEST = 10_000
# Libraries make floats of the numbers that they are given.
LARGEST_LITERAL = 1e300
_MOST_PLACES = 400
# A width or a precision of more than four digits, given as such or by a value.
_WIDE = re.compile(r"%[-+ #.0-9]*[0-9]{5}|(?:\{|:)[^{}]*[0-9]{5}[^{}]*\}|\}[0-9]*[0-9]{5}[^{}]*\}")
_BY_VALUE = re.compile(r"%[-+ #.0-9]*\*|\{[^{}]*\{")

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
        "is": lambda one, other: _is(one, other),
        "is not": lambda one, other: not _is(one, other),
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
        "builtins.round": lambda number, places=None: _rounded(number, places),
        "builtins.min": min,
        "builtins.max": max,
        "builtins.pow": lambda base, exponent: binary("**", base, exponent),
        "numpy.int32": int,
        "numpy.int64": int,
        "numpy.float32": float,
        "numpy.float64": float,
        "os.path.join": posixpath.join,
        "os.path.abspath": lambda path: path,
        "os.path.normpath": posixpath.normpath,
        "os.path.expanduser": lambda path: path,
        "os.fspath": lambda path: path,
        "pathlib.Path": lambda *parts: str(PurePosixPath(*parts)),
        "pathlib.PurePath": lambda *parts: str(PurePosixPath(*parts)),
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


def _is(one: Any, other: Any) -> bool:
    """Identity, where there is one object of each value: two equal numbers may be one or two."""
    if not isinstance(one, bool | None) and not isinstance(other, bool | None):
        raise NotConstant
    return one is other


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
    if symbol == "%" and isinstance(left, str | bytes):
        _check_widths(left, (right,))
    return _computed(BINARY.get(symbol), (left, right))


def call(name: str, values: tuple[Any, ...]) -> Any:
    """The result of a pure function of a library on constants; raises NotConstant."""
    return _computed(PURE.get(name), values)


def string_method(text: str, name: str, values: tuple[Any, ...], named: dict[str, Any]) -> Any:
    """The result of a method of a constant string; raises NotConstant."""
    if name not in STRING_METHODS:
        raise NotConstant
    if name == "format":
        _check_widths(text, (*values, *named.values()))
    if name == "replace" and _longest_replaced(text, *map(str, values)) > LONGEST:
        raise NotConstant
    method = getattr(text, name)
    return _computed(lambda *arguments: method(*arguments, **named), values)


def formatted(value: Any, specification: str, conversion: str | None) -> str:
    """One piece of an f-string; raises NotConstant."""
    convert: Callable[[Any], Any] = CONVERSIONS.get(conversion or "", lambda same: same)
    converted = convert(value)
    _check_widths(f"{{:{specification}}}", ())
    return str(_computed(format, (converted, specification)))


def joined(separator: str, pieces: Sequence[str]) -> str:
    """``separator.join(pieces)``; raises NotConstant where that is long."""
    if sum(map(len, pieces)) + len(separator) * len(pieces) > LONGEST:
        raise NotConstant
    return separator.join(pieces)


def is_reasonable_literal(number: float) -> bool:
    """Whether libraries can compute with a number that is written out."""
    return abs(number) <= LARGEST_LITERAL


def _rounded(number: Any, places: Any) -> Any:
    if places is not None and not abs(places) <= _MOST_PLACES:
        raise NotConstant
    return round(number, places)


def _check_widths(template: str | bytes, values: Iterable[Any]) -> None:
    """Raises NotConstant where a format may ask for more characters than are kept."""
    written = template.decode("latin-1") if isinstance(template, bytes) else template
    if len(written) > LONGEST or _WIDE.search(written) is not None:
        raise NotConstant
    if _BY_VALUE.search(written) is not None and any(
        isinstance(value, int) and value > LONGEST for value in values
    ):
        raise NotConstant


def _longest_replaced(text: str, old: str = "", new: str = "", *_: str) -> int:
    """How long a text is at most when all `old` in it are replaced."""
    return len(text) + (len(text) // max(len(old), 1) + 1) * len(new)


def _computed(function: Callable[..., Any] | None, values: tuple[Any, ...]) -> Any:
    if function is None:
        raise NotConstant
    try:
        result = function(*values)
    except Exception as error:
        raise NotConstant from error
    if isinstance(result, complex):
        raise NotConstant
    if isinstance(result, str | bytes | list) and len(result) > LONGEST:
        raise NotConstant
    return _reasonable(result)


def _reasonable(result: Any) -> Any:
    """The result, unless it is a number that no program means."""
    if isinstance(result, int | float) and not abs(result) <= LARGEST:
        raise NotConstant
    return result


def _numbers(*values: Any) -> bool:
    return all(isinstance(value, int | float) for value in values)
