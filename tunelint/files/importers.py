"""Who imports a module: the files of its project, whether they are in the run or not."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tunelint.files.byte_screen import imported_modules
from tunelint.files.discover import DEFAULT_EXCLUDE, ENDINGS
from tunelint.files.file_state import Known, digest_of, read_known
from tunelint.files.module_index import ModuleIndex
from tunelint.files.notebook.cells import code_of

# Among so many files nobody looks for one that imports a module: there may be one.
MOST_FILES = 4000

_PACKAGE = "__init__"
_WORD = re.compile(r"\w+")


@dataclass(eq=False)
class Importers:
    """The Python files of one project, by what they import; each is read once for all its units.

    `contents` stand in for files on the disk. Only a `deep` project has folders below its root.
    `known` is what was read, to know it again.
    """

    root: Path
    contents: Mapping[Path, bytes | str] = field(default_factory=dict)
    deep: bool = True
    known: dict[Path, Known] = field(init=False, default_factory=dict)
    _imports: dict[Path, frozenset[tuple[str, int]]] = field(init=False, default_factory=dict)
    _found: dict[Path, Collection[Path]] = field(init=False, default_factory=dict)
    _words: dict[Path, frozenset[str]] = field(init=False, default_factory=dict)
    _index: ModuleIndex = field(init=False)

    def __post_init__(self) -> None:
        self._index = ModuleIndex(self.root)

    def of(self, module: Path) -> Collection[Path] | None:
        """The files that import a module; None where there are too many to look at."""
        if self._files is None:
            return None
        if module not in self._found:
            self._found[module] = [path for path in self._files if self._does(path, module)]
        return self._found[module]

    def may_use(self, module: Path, names: Collection[str], but: Collection[Path]) -> bool:
        """Whether a file that imports a module, `but` for some, holds one of the names."""
        found = self.of(module)
        return found is None or any(
            path not in but and not self._words_of(path).isdisjoint(names) for path in found
        )

    def _does(self, path: Path, module: Path) -> bool:
        """Whether a file imports a module, or one of its name that lies nowhere else."""
        if path == module:
            return False
        wanted = module.parent.name if module.stem == _PACKAGE else module.stem
        for name, level in self._imported_by(path):
            if name.rpartition(".")[2] in (wanted, ""):
                there = self._index.of(str(path.parent), name, level)
                if there == module or (there is None and name):
                    return True
        return False

    def _imported_by(self, path: Path) -> frozenset[tuple[str, int]]:
        if path not in self._imports:
            self._imports[path] = imported_modules(self._code(path))
        return self._imports[path]

    def _words_of(self, path: Path) -> frozenset[str]:
        if path not in self._words:
            text = self._code(path).decode("utf-8", "replace")
            self._words[path] = frozenset(_WORD.findall(text))
        return self._words[path]

    def _code(self, path: Path) -> bytes:
        try:
            if path in self.contents:
                content = self.contents[path]
                self.known[path] = Known(digest_of(content))
            else:
                content, self.known[path] = read_known(path)
        except OSError:
            return b""
        data = content.encode("utf-8", "replace") if isinstance(content, str) else content
        return code_of(path, data)

    @cached_property
    def listing(self) -> str:
        """Changes with the names of the files that may import a module."""
        files = self._files
        return digest_of("" if files is None else "\0".join(map(str, files)))

    @cached_property
    def _files(self) -> Collection[Path] | None:
        """The files of the project in order; None where there are too many."""
        found: list[Path] = []
        for number, files in enumerate(_folders(self.root, deep=self.deep)):
            found.extend(files)
            if len(found) > MOST_FILES or number > MOST_FILES:
                return None
        return found


def _folders(root: Path, *, deep: bool) -> Iterator[Collection[Path]]:
    """The Python files of each folder."""
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in sorted(folders) if deep and name not in DEFAULT_EXCLUDE]
        if "pyvenv.cfg" in files:
            folders.clear()
        else:
            yield [Path(folder, name) for name in sorted(files) if name.endswith(ENDINGS)]
