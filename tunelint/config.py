"""The configuration of a project: `tunelint.toml`, or `[tool.tunelint]` in `pyproject.toml`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from tunelint.disk import is_there, read_regular

CONFIGURATION_FILE = "tunelint.toml"
PROJECT_FILE = "pyproject.toml"

_CODE = re.compile(r"[A-Z]+[0-9]+")
_BEYOND = 1e12


class OutputFormat(StrEnum):
    """How findings are printed."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"


class ConfigurationError(Exception):
    """A configuration that cannot be followed; the message is one line."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a project asks for. Codes are not yet checked: that needs the catalogue."""

    root: Path
    file: Path | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    advice: bool = False
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exclude: tuple[str, ...] | None = None
    extend_exclude: tuple[str, ...] = ()
    output_format: OutputFormat = OutputFormat.FULL
    rules: tuple[str, ...] = ()
    fix: bool = False
    unsafe_fixes: bool = False
    baseline: str | None = None
    max_file_size: float | None = None
    max_nesting: int | None = None
    max_seconds: float | None = None
    rule_options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def read_configuration(root: Path) -> Configuration:
    """The configuration of the project at `root`.

    `tunelint.toml` wins over `pyproject.toml`. Raises ConfigurationError.
    """
    own = root / CONFIGURATION_FILE
    if is_there(own):
        return _configuration(root, own, read_toml(own))
    shared = root / PROJECT_FILE
    if is_there(shared):
        tool = read_toml(shared).get("tool", {})
        table = tool.get("tunelint") if isinstance(tool, Mapping) else None
        if table is not None:
            return _configuration(root, shared, _checked_table(shared, "tool.tunelint", table))
    return Configuration(root)


def nearest(word: str, known: list[str]) -> str:
    """`; did you mean …?` with the most similar known word, or nothing."""
    import difflib

    lowered = {name.lower(): name for name in known}
    close = difflib.get_close_matches(word.lower(), list(lowered), n=1, cutoff=0.5)
    return f"; did you mean {lowered[close[0]]}?" if close else ""


def read_toml(file: Path) -> Mapping[str, Any]:
    """What a TOML file says. Raises ConfigurationError where it cannot be read."""
    import tomllib

    try:
        return tomllib.loads(read_regular(file).decode("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{file}: not TOML: {error}") from None
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{file}: not UTF-8: {error.reason}") from None
    except OSError as error:
        reason = error.strerror or error
        raise ConfigurationError(f"{file}: cannot be read: {reason}") from None
    except (ValueError, RecursionError) as error:
        raise ConfigurationError(f"{file}: cannot be read: {error}") from None


def _checked_table(file: Path, name: str, table: object) -> Mapping[str, Any]:
    if not isinstance(table, Mapping):
        raise ConfigurationError(f"{file}: {name} must be a table")
    return table


def _configuration(root: Path, file: Path, table: Mapping[str, Any]) -> Configuration:
    configuration = Configuration(root, file)
    options: dict[str, Mapping[str, Any]] = {}
    for key, value in table.items():
        if _names_a_rule(key):
            options[key] = _checked_table(file, key, value)
        elif key in _READERS:
            found = _READERS[key](f"{file}: {key}", value)
            configuration = replace(configuration, **{key.replace("-", "_"): found})
        elif key == "allow-project-rules":
            raise ConfigurationError(
                f"{file}: a project cannot allow its own rules; put {key} into your own"
                " configuration, or use the option"
            )
        else:
            hint = nearest(key, list(_READERS))
            raise ConfigurationError(f"{file}: unknown key {key!r}{hint}")
    return replace(configuration, rule_options=options)


def _names_a_rule(key: str) -> bool:
    return key.upper().startswith("TUN") or _CODE.fullmatch(key) is not None


def _words(where: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise ConfigurationError(f"{where} must be a list of strings")
    return tuple(value)


def _flag(where: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise ConfigurationError(f"{where} must be true or false")
    return value


def _file(where: str, value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ConfigurationError(f"{where} must be the name of a file")
    return value


def _number(where: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < _BEYOND:
        raise ConfigurationError(f"{where} must be a number above 0")
    return value


def _count(where: str, value: object) -> int:
    number = _number(where, value)
    if not isinstance(number, int):
        raise ConfigurationError(f"{where} must be a whole number above 0")
    return number


def _codes_by_pattern(where: str, value: object) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(value, Mapping):
        raise ConfigurationError(f"{where} must be a table of lists of codes by pattern")
    return {pattern: _words(f"{where}: {pattern!r}", codes) for pattern, codes in value.items()}


def _output_format(where: str, value: object) -> OutputFormat:
    names = [name.value for name in OutputFormat]
    if value not in names:
        hint = nearest(value, names) if isinstance(value, str) else ""
        raise ConfigurationError(f"{where} must be one of {', '.join(names)}{hint}")
    return OutputFormat(str(value))


_READERS: Mapping[str, Callable[[str, object], Any]] = {
    "select": _words,
    "ignore": _words,
    "extend-select": _words,
    "advice": _flag,
    "per-file-ignores": _codes_by_pattern,
    "exclude": _words,
    "extend-exclude": _words,
    "output-format": _output_format,
    "rules": _words,
    "fix": _flag,
    "unsafe-fixes": _flag,
    "baseline": _file,
    "max-file-size": _number,
    "max-nesting": _count,
    "max-seconds": _number,
}
