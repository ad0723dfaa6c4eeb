"""The configuration of a project: `tunelint.toml`, or `[tool.tunelint]` in `pyproject.toml`.

Files have the one that lies nearest above them; a `pyproject.toml` without `[tool.tunelint]` is
none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tunelint.config.near_miss import nearest
from tunelint.config.output_format import OutputFormat
from tunelint.errors import ConfigurationError, reason_of
from tunelint.files.disk import is_there, read_regular
from tunelint.files.here import here

CONFIGURATION_FILE = "tunelint.toml"
PROJECT_FILE = "pyproject.toml"

_OPTION = "--config"
_CODE = re.compile(r"[A-Z]+[0-9]+")


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
    if not table:
        return configuration
    # The types need msgspec, which is for those alone who set something.
    from tunelint.config.value_types import SETTINGS, checked

    options = dict(configuration.rule_options)
    for key, value in table.items():
        if key in SETTINGS:
            found = checked(f"{where}: {key}", value, SETTINGS[key])
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
            hint = nearest(key, list(SETTINGS))
            raise ConfigurationError(f"{where}: unknown key {key!r}{hint}")
    return replace(configuration, rule_options=options)


def _names_a_rule(key: str) -> bool:
    return key.upper().startswith("TUN") or _CODE.fullmatch(key.upper()) is not None
