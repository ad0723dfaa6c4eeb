"""The byte screen at work: which files of a run are worth decoding, and for what."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tunelint.discovery import imported_modules, may_hold_search, may_suppress, names_tuner
from tunelint.project import Project

Content = bytes | str
"""A file as it is stored, or text that somebody else has decoded."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Files of a run that are read together, since imports join them.

    Those `to_parse` are read for their searches, all others for their comments.
    """

    files: tuple[Path, ...]
    to_parse: frozenset[Path]


@dataclass(frozen=True, slots=True)
class Screened:
    """The units of one project, by their first files; what could not be looked at, a line each."""

    units: tuple[Unit, ...]
    problems: tuple[str, ...] = ()

    @property
    def whole(self) -> Unit:
        """All files as one unit."""
        return Unit(
            tuple(sorted(path for unit in self.units for path in unit.files)),
            frozenset().union(*(unit.to_parse for unit in self.units)),
        )


def screened(
    files: Iterable[Path],
    named: frozenset[Path],
    contents: Mapping[Path, Content],
    project: Project,
) -> Screened:
    """Look at the bytes of every file; `contents` stand in for files on the disk.

    Files that are named are always parsed.
    """
    problems: list[str] = []
    own, commented = [], []
    modules = _Modules(project)
    for path in files:
        content = _content(path, contents, problems)
        if content is None:
            continue
        data = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
        own.append(path)
        modules.add(path, data)
        if may_suppress(data):
            commented.append(path)
    to_parse = {path for path in own if path in named} | modules.worth_parsing(own)
    units = [Unit(files, frozenset(files)) for files in modules.joined(to_parse)]
    units += [Unit((path,), frozenset()) for path in commented if path not in to_parse]
    return Screened(tuple(sorted(units, key=lambda unit: unit.files)), tuple(problems))


@dataclass(frozen=True, slots=True)
class _Module:
    """What the bytes of a file tell: whether it may hold a search, and what it imports."""

    telling: bool = False
    names_tuner: bool = False
    imports: frozenset[Path] = frozenset()


@dataclass(eq=False, slots=True)
class _Modules:
    """The project's modules as far as their bytes tell, whether they are in the run or not."""

    project: Project
    _modules: dict[Path, _Module] = field(default_factory=dict)
    _places: dict[tuple[Path, str, int], Path | None] = field(default_factory=dict)

    def add(self, path: Path, data: bytes) -> None:
        """Make a module known by its bytes."""
        self._modules[path] = _Module(
            may_hold_search(data), names_tuner(data), self._imports(path, data)
        )

    def worth_parsing(self, own: Iterable[Path]) -> set[Path]:
        """The files among `own` that tell of a search, and those from which one is reached.

        A file that only leads to one that leads there is worth it where a tuner is named there
        and no other file of the run imports it: else it is read with that one.
        """
        files = list(own)
        imported = {target for path in files for target in self._modules[path].imports - {path}}
        leading = self._leading_to_tuners(files)
        return {
            path
            for path in files
            if self._modules[path].telling
            or any(self._module(target).telling for target in self._modules[path].imports)
            or (path in leading and path not in imported)
        }

    def joined(self, files: Iterable[Path]) -> Iterator[tuple[Path, ...]]:
        """The files, those together that import each other or the same modules of the project."""
        wanted = set(files)
        neighbours: dict[Path, set[Path]] = {path: set() for path in wanted}
        waiting = list(wanted)
        while waiting:
            path = waiting.pop()
            for target in self._module(path).imports:
                if target not in neighbours:
                    neighbours[target] = set()
                    waiting.append(target)
                neighbours[path].add(target)
                neighbours[target].add(path)
        for group in _connected(neighbours):
            if wanted & group:
                yield tuple(sorted(wanted & group))

    def _leading_to_tuners(self, files: Iterable[Path]) -> set[Path]:
        """The modules from which one that names a tuner is reached."""
        importers: dict[Path, list[Path]] = {}
        waiting, seen = list(files), set(files)
        while waiting:
            path = waiting.pop()
            for target in self._module(path).imports:
                importers.setdefault(target, []).append(path)
                if target not in seen:
                    seen.add(target)
                    waiting.append(target)
        leading = {path for path in seen if self._module(path).names_tuner}
        waiting = list(leading)
        while waiting:
            further = {path for path in importers.get(waiting.pop(), ()) if path not in leading}
            leading |= further
            waiting.extend(further)
        return leading

    def _module(self, path: Path) -> _Module:
        if path not in self._modules:
            try:
                self.add(path, path.read_bytes())
            except OSError:
                self._modules[path] = _Module()
        return self._modules[path]

    def _imports(self, path: Path, data: bytes) -> frozenset[Path]:
        places = (
            self._place(path.parent, name, level)
            for name, level in imported_modules(data)
            if level or name.partition(".")[0] not in sys.stdlib_module_names
        )
        return frozenset(place for place in places if place is not None)

    def _place(self, folder: Path, name: str, level: int) -> Path | None:
        """Where a module lies that a file in `folder` imports; None outside the project."""
        key = (folder, name, level)
        if key not in self._places:
            places = self.project.candidates(name, folder / "_.py", level)
            self._places[key] = next((place for place in places if place.is_file()), None)
        return self._places[key]


def _connected(neighbours: Mapping[Path, set[Path]]) -> Iterator[set[Path]]:
    """The sets of things that are neighbours of each other, directly or over others."""
    left = set(neighbours)
    while left:
        group, waiting = set(), [left.pop()]
        while waiting:
            one = waiting.pop()
            group.add(one)
            further = neighbours[one] & left
            left -= further
            waiting.extend(further)
        yield group


def _content(path: Path, contents: Mapping[Path, Content], problems: list[str]) -> Content | None:
    if path in contents:
        return contents[path]
    try:
        return path.read_bytes()
    except OSError as error:
        problems.append(f"{path}: cannot be read: {error.strerror or error}")
        return None
