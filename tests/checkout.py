"""A copy of what this checkout is built from, for the tests that build it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

CHECKOUT = Path(__file__).parent.parent
# For type checkers, which do not see what is installed in place.
INSTALLED = {**os.environ, "PYTHONPATH": str(CHECKOUT)}

_NEEDED = (
    ".pre-commit-hooks.yaml",
    "LICENSE",
    "README.md",
    "pyproject.toml",
    "rules",
    "tunelint",
)


def copy_checkout(folder: Path) -> Path:
    """Copy what is needed to build tunelint to `folder`; returns the folder."""
    folder.mkdir(exist_ok=True)
    for name in _NEEDED:
        original = CHECKOUT / name
        if original.is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(original, folder / name, symlinks=True, ignore=ignored)
        else:
            shutil.copy(original, folder / name)
    return folder
