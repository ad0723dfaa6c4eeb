"""Installed code: files that a distribution brought, as its record beside them tells.

``NAME.dist-info/RECORD`` lists them (PEP 376, PEP 627).
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field

from tunelint.files.file_state import bytes_of

# The first part of each path in a record.
_FIRST = re.compile(rb'^"?([^/,"\r\n]+)', re.MULTILINE)


@dataclass(eq=False, slots=True)
class Installed:
    """Which files belong to installed distributions; each folder is looked into once."""

    _folders: dict[str, bool] = field(default_factory=dict)
    _recorded: dict[str, frozenset[str]] = field(default_factory=dict)

    def has(self, folder: str, name: str) -> bool:
        """Whether what has this name in a folder was installed there with a distribution."""
        return name in self._names(folder) or self._has(folder)

    def _has(self, folder: str) -> bool:
        if folder not in self._folders:
            above, name = os.path.split(folder)
            self._folders[folder] = above != folder and self.has(above, name)
        return self._folders[folder]

    def _names(self, folder: str) -> frozenset[str]:
        """The names in a folder that the distributions installed there record."""
        if folder not in self._recorded:
            records = (bytes_of(os.path.join(folder, one, "RECORD")) for one in _told_of(folder))
            names = {name for record in records for name in _FIRST.findall(record)}
            self._recorded[folder] = frozenset(map(os.fsdecode, names))
        return self._recorded[folder]


def _told_of(folder: str) -> list[str]:
    try:
        return [name for name in os.listdir(folder) if name.endswith(".dist-info")]
    except OSError:
        return []
