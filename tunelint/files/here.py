"""The current folder, which may be gone: whoever removed it may still stand in it."""

from __future__ import annotations

import os
from pathlib import Path

from tunelint.errors import ConfigurationError


def here() -> Path:
    """The current folder; where it is gone the top of all folders, which was above it."""
    try:
        return Path.cwd()
    except OSError:
        return Path(os.path.abspath(os.sep))


def from_here(path: Path) -> Path:
    """The whole path of one that may be seen from the current folder.

    Raises ConfigurationError where that is gone.
    """
    try:
        return Path(os.path.abspath(path))
    except OSError:
        raise ConfigurationError(
            f"{path}: the current folder is gone; change to a different one, or pass absolute paths"
        ) from None
