"""The configuration of a project: `tunelint.toml`, or `[tool.tunelint]` in `pyproject.toml`.

Files have the one that lies nearest above them; a `pyproject.toml` without `[tool.tunelint]` is
none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeGuard

from tunelint.errors import ConfigurationError, reason_of
from tunelint.files.disk import is_there, read_regular
from tunelint.files.here import here

CONFIGURATION_FILE = "tunelint.toml"
PROJECT_FILE = "pyproject.toml"

_OPTION = "--config"
_CODE = re.compile(r"[A-Z]+[0-9]+")
_BEYOND = 1e12
_BOUNDS = "above 0 and below 1e12"


class OutputFormat(StrEnum):
    """How findings are printed."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a project asks for. Codes are not yet checked: that needs the catalogue.

    Its paths and patterns are relative to `folder`. The keys that are `overriding` (``advice``,
    ``TUN401.epoch-ratio``) have their values from the command line.
    """

    folder: Path
    file: Path | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    extend_ignore: tuple[str, ...] = ()
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
    overriding: frozenset[str] = frozenset()

    def origin_of(self, key: str) -> str:
        """Where a setting comes from, as a message names it."""
        given = self.file is None or key in self.overriding
        return _OPTION if given else str(self.file)


@dataclass(frozen=True, slots=True)
class Sources:
    """What a command line says about configurations.

    Each of the `given` is a file that stands in for every other, or a setting (``KEY = VALUE``)
    over all of them. With `isolated`, no file is read that is not given.
    """

    given: tuple[str, ...] = ()
    isolated: bool = False

    def file(self) -> Path | None:
        """The file that is given, if any. Raises ConfigurationError where there are several."""
        files = [Path(one) for one in self.given if _is_file(one)]
        if len(files) > 1:
            raise ConfigurationError(f"--config takes one file, not two: {files[0]} and {files[1]}")
        return files[0] if files else None

    def settings(self) -> Mapping[str, Any]:
        """The settings that are given. Raises ConfigurationError where one is none."""
        found: dict[str, Any] = {}
        for one in self.given:
            if not _is_file(one):
                found |= _setting(one)
        return found


def read_configuration(folder: Path) -> Configuration | None:
    """The configuration that stands in a folder; None where none does.

    `tunelint.toml` wins over `pyproject.toml`. Raises ConfigurationError.
    """
    for name in (CONFIGURATION_FILE, PROJECT_FILE):
        file = folder / name
        table = _table_of(file) if is_there(file) else None
        if table is not None:
            return _with(Configuration(folder, file), str(file), table)
    return None


def given_configuration(file: Path) -> Configuration:
    """The configuration of a file that a command line names. Raises ConfigurationError.

    Its paths are relative to the current folder, where the command is given.
    """
    configuration = Configuration(here(), file)
    return _with(configuration, str(file), _table_of(file) or {})


def overridden(configuration: Configuration, settings: Mapping[str, Any]) -> Configuration:
    """The configuration with other settings on top. Raises ConfigurationError."""
    return replace(
        _with(configuration, _OPTION, settings), overriding=frozenset(_keys_of(settings))
    )


def _keys_of(settings: Mapping[str, Any]) -> Iterator[str]:
    for key, value in settings.items():
        yield key
        if isinstance(value, Mapping):
            yield from (f"{key}.{option}" for option in value)


def _table_of(file: Path) -> Mapping[str, Any] | None:
    """What a file says to tunelint; None where it says nothing."""
    document = read_toml(file)
    if file.name != PROJECT_FILE:
        return document
    tool = document.get("tool", {})
    table = tool.get("tunelint") if isinstance(tool, Mapping) else None
    return None if table is None else _checked_table(str(file), "tool.tunelint", table)


def _is_file(given: str) -> bool:
    try:
        return Path(given).is_file()
    except (OSError, ValueError):
        return False


def _setting(given: str) -> Mapping[str, Any]:
    import tomllib

    try:
        return tomllib.loads(given)
    except (ValueError, RecursionError):
        raise ConfigurationError(
            f"--config: {given!r} is neither a file nor a setting like 'advice = true'"
        ) from None


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
        raise ConfigurationError(f"{file}: cannot be read: {reason_of(error)}") from None
    except (ValueError, RecursionError) as error:
        raise ConfigurationError(f"{file}: cannot be read: {error}") from None


def _checked_table(where: str, name: str, table: object) -> Mapping[str, Any]:
    if not isinstance(table, Mapping):
        raise ConfigurationError(f"{where}: {name} must be a table")
    return table


def _with(configuration: Configuration, where: str, table: Mapping[str, Any]) -> Configuration:
    """The configuration with what a table says on top."""
    options = dict(configuration.rule_options)
    for key, value in table.items():
        if key in _READERS:
            found = _READERS[key](f"{where}: {key}", value)
            configuration = replace(configuration, **{key.replace("-", "_"): found})
        elif key == "allow-project-rules":
            raise ConfigurationError(
                f"{where}: a project cannot allow its own rules; put {key} into your own"
                " configuration, or pass the option"
            )
        elif key == "tool":
            raise ConfigurationError(
                f"{where}: [tool.tunelint] belongs in {PROJECT_FILE}; here, write a setting without"
                " it, like 'advice = true'"
            )
        elif _names_a_rule(key) or isinstance(value, Mapping):
            options[key] = {**options.get(key, {}), **_checked_table(where, key, value)}
        else:
            hint = nearest(key, list(KEYS))
            raise ConfigurationError(f"{where}: unknown key {key!r}{hint}")
    return replace(configuration, rule_options=options)


def _names_a_rule(key: str) -> bool:
    return key.upper().startswith("TUN") or _CODE.fullmatch(key.upper()) is not None


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
        raise ConfigurationError(f"{where} must be a file name")
    return value


def is_amount(value: object) -> TypeGuard[float]:
    """Whether a value is a number that may be a limit."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < _BEYOND


def amount_named(*, whole: bool = False) -> str:
    """What such a number is called."""
    return f"a {'whole ' if whole else ''}number {_BOUNDS}"


def _number(where: str, value: object) -> float:
    if not is_amount(value):
        raise ConfigurationError(f"{where} must be {amount_named()}")
    return value


def _count(where: str, value: object) -> int:
    number = _number(where, value)
    if not isinstance(number, int):
        raise ConfigurationError(f"{where} must be {amount_named(whole=True)}")
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
    "extend-ignore": _words,
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
KEYS = tuple(_READERS)
"""The settings that a configuration may hold, beside the tables of rules."""
