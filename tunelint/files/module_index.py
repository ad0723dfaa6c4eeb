"""Where the modules of a project lie, found by listing each folder once."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

_PACKAGE = "__init__.py"


@dataclass(eq=False, slots=True)
class ModuleIndex:
    """The same answers as the first existing one of `Project.candidates`, for very many modules."""

    root: Path
    _bases: tuple[str, str] = field(init=False)
    _names: dict[str, frozenset[str]] = field(default_factory=dict)
    _around: dict[str, frozenset[str]] = field(default_factory=dict)
    _files: dict[str, Path | None] = field(default_factory=dict)
    _found: dict[tuple[str, str, int], Path | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._bases = (str(self.root), os.path.join(self.root, "src"))

    def of(self, folder: str, name: str, level: int) -> Path | None:
        """Where a module lies that a file in `folder` imports; None outside the project."""
        key = (folder, name, level)
        if key not in self._found:
            bases = (_above(folder, level - 1),) if level else (folder, *self._bases)
            found = (self._below(base, name) for base in bases)
            self._found[key] = next((path for path in found if path is not None), None)
        return self._found[key]

    def around(self, folder: str) -> frozenset[str]:
        """The names of modules and packages beside a file in `folder` and at the import roots."""
        if folder not in self._around:
            names = chain.from_iterable(self._listed(base) for base in (folder, *self._bases))
            self._around[folder] = frozenset(name.removesuffix(".py") for name in names)
        return self._around[folder]

    def _below(self, base: str, name: str) -> Path | None:
        parts = [part for part in name.split(".") if part]
        if not parts:
            return self._file(base, _PACKAGE)
        *folders, last = parts
        for part in folders:
            if part not in self._listed(base):
                return None
            base = os.path.join(base, part)
        found = self._file(base, f"{last}.py")
        if found is None and last in self._listed(base):
            found = self._file(os.path.join(base, last), _PACKAGE)
        return found

    def _file(self, folder: str, name: str) -> Path | None:
        if name not in self._listed(folder):
            return None
        path = os.path.join(folder, name)
        if path not in self._files:
            self._files[path] = Path(path) if os.path.isfile(path) else None
        return self._files[path]

    def _listed(self, folder: str) -> frozenset[str]:
        """The names in a folder; none where it is no folder or cannot be listed."""
        if folder not in self._names:
            try:
                self._names[folder] = frozenset(os.listdir(folder))
            except OSError:
                self._names[folder] = frozenset()
        return self._names[folder]


def _above(folder: str, levels: int) -> str:
    """The folder so many levels above; the uppermost one where there are not so many."""
    for _ in range(levels):
        folder = os.path.dirname(folder)
    return folder
