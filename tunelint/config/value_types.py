"""What the values of settings may be, and what a message calls it where they are not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec

from tunelint.config.near_miss import nearest
from tunelint.config.output_format import OutputFormat
from tunelint.errors import ConfigurationError

_BOUNDS = "above 0 and below 1e12"

Words = tuple[str, ...]
Amount = Annotated[float, msgspec.Meta(gt=0, lt=1e12)]
Count = Annotated[int, msgspec.Meta(gt=0, lt=10**12)]
_FileName = Annotated[str, msgspec.Meta(min_length=1)]
_ByPattern = dict[str, Words]

SETTINGS: Mapping[str, Any] = {
    "select": Words,
    "ignore": Words,
    "extend-select": Words,
    "extend-ignore": Words,
    "advice": bool,
    "per-file-ignores": _ByPattern,
    "exclude": Words,
    "extend-exclude": Words,
    "output-format": OutputFormat,
    "rules": Words,
    "fix": bool,
    "unsafe-fixes": bool,
    "baseline": _FileName,
    "max-file-size": Amount,
    "max-nesting": Count,
    "max-seconds": Amount,
}
"""The settings that a configuration may hold, beside the tables of rules."""

_NAMES: Mapping[Any, str] = {
    Words: "a list of strings",
    Amount: f"a number {_BOUNDS}",
    Count: f"a whole number {_BOUNDS}",
    OutputFormat: f"one of {', '.join(OutputFormat)}",
    _FileName: "the name of a file",
    dict[str, Any]: "a table of lists of codes by pattern",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a string",
}


def checked(where: str, value: object, kind: Any) -> Any:
    """The value as one of this type. Raises ConfigurationError where it is none."""
    if kind == _ByPattern:
        table = checked(where, value, dict[str, Any])
        return {name: checked(f"{where}: {name!r}", words, Words) for name, words in table.items()}
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError:
        is_word = kind is OutputFormat and isinstance(value, str)
        hint = nearest(str(value), [*OutputFormat]) if is_word else ""
        expected = _NAMES.get(kind, "of a different type")
        raise ConfigurationError(f"{where} must be {expected}{hint}") from None
