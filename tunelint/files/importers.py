"""Who imports a module: the files of its project, whether they are in the run or not."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from tunelint.files.discover import DEFAULT_EXCLUDE, ENDINGS, imported_modules
from tunelint.files.project import Project, is_root

# Among so many files nobody looks for one that imports a module: there may be one.
MOST_FILES = 4000

_PACKAGE = "__init__"


@dataclass(eq=False)
class Importers:
    """The Python files of one project, by what they import; each is looked at once."""

    project: Project
    _known: dict[Path, frozenset[tuple[str, int]]] = field(default_factory=dict)
    _found: dict[Path, Collection[Path]] = field(default_factory=dict)

    def of(self, module: Path) -> Collection[Path] | None:
        """The files that import a module; None where there are too many to look at."""
        if self._files is None:
            return None
        if module not in self._found:
            self._found[module] = self._importing(self._files, module)
        return self._found[module]

    def _importing(self, files: Collection[Path], module: Path) -> Collection[Path]:
        wanted = module.parent.name if module.stem == _PACKAGE else module.stem
        return [
            path
            for path in files
            if path != module
            and any(
                self._is_meant(module, name, level, path)
                for name, level in self._imports(path)
                if name.rpartition(".")[2] in (wanted, "")
            )
        ]

    def text(self, path: Path) -> str:
        """The code of a file; empty where it cannot be read."""
        return self._code(path).decode("utf-8", "replace")

    def _is_meant(self, module: Path, name: str, level: int, importing: Path) -> bool:
        """Whether an import is of the module, or of one of its name that lies nowhere else."""
        for candidate in self.project.candidates(name, importing, level):
            if candidate == module:
                return True
            if os.path.isfile(candidate):
                return False
        return bool(name)

    def _imports(self, path: Path) -> frozenset[tuple[str, int]]:
        if path not in self._known:
            self._known[path] = imported_modules(self._code(path))
        return self._known[path]

    def _code(self, path: Path) -> bytes:
        try:
            content = self.project.content(path)
        except OSError:
            return b""
        data = content.encode("utf-8", "replace") if isinstance(content, str) else content
        return _of_cells(data) if path.suffix == ".ipynb" else data

    @cached_property
    def _files(self) -> Collection[Path] | None:
        """The files of the project in order; None where there are too many.

        Where nothing says where the project begins, only those of the one folder.
        """
        found: list[Path] = []
        deep = is_root(self.project.root)
        for number, files in enumerate(_folders(self.project.root, deep=deep)):
            found.extend(files)
            if len(found) > MOST_FILES or number > MOST_FILES:
                return None
        return found


@lru_cache(maxsize=1)
def importers_of(project: Project) -> Importers:
    """Who imports the modules of a project, found out once for all of its programs."""
    return Importers(project)


def _folders(root: Path, *, deep: bool) -> Iterator[Collection[Path]]:
    """The Python files of each folder."""
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in sorted(folders) if deep and name not in DEFAULT_EXCLUDE]
        if "pyvenv.cfg" in files:
            folders.clear()
        else:
            yield [Path(folder, name) for name in sorted(files) if name.endswith(ENDINGS)]


def _of_cells(data: bytes) -> bytes:
    from tunelint.files.notebook.cells import BrokenNotebook, code_cells

    try:
        return "\n".join(cell.text for cell in code_cells(data)).encode("utf-8", "replace")
    except BrokenNotebook:
        return b""
