"""Permission for a project's own rules: a checked-out repository must not run code by itself.

The user gives it on the command line, or for good in a configuration of their own:
``$XDG_CONFIG_HOME/tunelint/tunelint.toml``, by default ``~/.config/tunelint/tunelint.toml``.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tunelint.config.configuration import CONFIGURATION_FILE, read_toml
from tunelint.errors import ConfigurationError
from tunelint.files.disk import base_folder, is_there

KEY = "allow-project-rules"


def user_file() -> Path | None:
    """Where the user's own configuration stands or would stand; None where there is no place."""
    base = base_folder("XDG_CONFIG_HOME", ".config")
    return None if base is None else base / "tunelint" / CONFIGURATION_FILE


def is_allowed(root: Path) -> bool:
    """Whether the user lets the project at `root` run its own rules. Raises ConfigurationError."""
    file = user_file()
    if file is None or not is_there(file):
        return False
    match _only_key(file, read_toml(file)):
        case bool() as allowed:
            return allowed
        case [*folders] if all(isinstance(folder, str) for folder in folders):
            return root.resolve() in map(_whole, map(str, folders))
    raise ConfigurationError(f"{file}: {KEY} must be true, false or a list of project folders")


def _whole(folder: str) -> Path:
    return Path(os.path.expanduser(folder)).resolve()


def _only_key(file: Path, table: Mapping[str, Any]) -> object:
    unknown = sorted(set(table) - {KEY})
    if unknown:
        raise ConfigurationError(
            f"{file}: unknown key {unknown[0]!r}; this file holds only {KEY}, all else belongs in"
            " a project's configuration"
        )
    return table.get(KEY, False)
