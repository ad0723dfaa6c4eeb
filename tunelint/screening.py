"""The byte screen at work: which files of a run are worth decoding, and for what."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tunelint.discovery import (
    imported_modules,
    imported_words,
    may_hold_search,
    may_suppress,
    with_importers,
)
from tunelint.project import Project

Content = bytes | str
"""A file as it is stored, or text that somebody else has decoded."""


@dataclass(frozen=True, slots=True)
class Screened:
    """The files that are read for their searches, and those read for their comments alone."""

    to_read: Mapping[Path, Content]
    to_parse: frozenset[Path]
    problems: tuple[str, ...]


def screened(
    files: Iterable[Path],
    named: frozenset[Path],
    contents: Mapping[Path, Content],
    project: Project,
) -> Screened:
    """Look at the bytes of every file; `contents` stand in for files on the disk.

    Files that are named are always read and parsed.
    """
    passed: set[Path] = set()
    commented: set[Path] = set()
    imports: dict[Path, frozenset[str]] = {}
    problems: list[str] = []
    modules = _Modules(project)
    for path in files:
        content = _content(path, contents, problems)
        if content is None:
            continue
        data = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
        if path in named or may_hold_search(data) or modules.tell(data, path):
            passed.add(path)
        else:
            imports[path] = imported_words(data)
            if may_suppress(data):
                commented.add(path)
    to_parse = with_importers(passed, imports)
    to_read = {
        path: content
        for path in sorted(to_parse | commented)
        if (content := _content(path, contents, problems)) is not None
    }
    return Screened(to_read, frozenset(to_parse), tuple(problems))


@dataclass(eq=False, slots=True)
class _Modules:
    """The project's modules, in the run or not: which of them lead to a search."""

    project: Project
    _told: dict[Path, bool] = field(default_factory=dict)
    _known: dict[tuple[Path, str, int], bool] = field(default_factory=dict)

    def tell(self, data: bytes, path: Path) -> bool:
        """Whether a file's bytes import a module that may hold a search, directly or not."""
        return any(
            self._module_tells(path.parent, name, level)
            for name, level in imported_modules(data)
            if level or name.partition(".")[0] not in sys.stdlib_module_names
        )

    def _module_tells(self, folder: Path, name: str, level: int) -> bool:
        key = (folder, name, level)
        if key not in self._known:
            # Modules that import each other in a circle: this one has nothing to add.
            self._known[key] = False
            places = self.project.candidates(name, folder / "_.py", level)
            self._known[key] = any(self._file_tells(place) for place in places)
        return self._known[key]

    def _file_tells(self, path: Path) -> bool:
        if path not in self._told:
            self._told[path] = False
            try:
                data = path.read_bytes()
            except OSError:
                return False
            self._told[path] = may_hold_search(data) or self.tell(data, path)
        return self._told[path]


def _content(path: Path, contents: Mapping[Path, Content], problems: list[str]) -> Content | None:
    if path in contents:
        return contents[path]
    try:
        return path.read_bytes()
    except OSError as error:
        problems.append(f"{path}: cannot be read: {error.strerror or error}")
        return None
