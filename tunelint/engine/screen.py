"""The byte screen at work: which files of a run are worth decoding, and for what."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from tunelint.engine.cache import Cache, Screening
from tunelint.engine.unit_result import failure
from tunelint.engine.workers import CAN_COPY, Begin, Lost, answered
from tunelint.errors import reason_of
from tunelint.files.byte_screen import imported_modules, may_suppress, told, trains_in_loop
from tunelint.files.disk import read_regular
from tunelint.files.file_state import Known, read_known
from tunelint.files.installed import Installed
from tunelint.files.module_index import ModuleIndex
from tunelint.files.notebook.cells import code_of
from tunelint.files.project import LIBRARIES, Project

Content = bytes | str
"""A file as it is stored, or text that somebody else has decoded."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Files of a run that are read together, since imports join them.

    Those `to_parse` are read for their searches, all others for their comments; the `named` ones
    among these must be readable.
    """

    files: tuple[Path, ...]
    to_parse: frozenset[Path]
    named: frozenset[Path] = frozenset()


@dataclass(frozen=True, slots=True)
class Screened:
    """The units of one project, by their first files; what could not be looked at, a line each."""

    units: tuple[Unit, ...]
    problems: tuple[str, ...]
    modules: Modules = field(compare=False, repr=False)

    def earliest(self, unit: Unit) -> str:
        """The first file, in POSIX form, in which a finding of a unit may lie."""
        reached = self.modules.reached(unit.to_parse)
        return min(path.as_posix() for path in reached.union(unit.files))

    @property
    def whole(self) -> Unit:
        """All files as one unit."""
        return Unit(
            tuple(sorted(path for unit in self.units for path in unit.files)),
            frozenset().union(*(unit.to_parse for unit in self.units)),
            frozenset().union(*(unit.named for unit in self.units)),
        )


def screened(
    files: Sequence[Path],
    named: frozenset[Path],
    project: Project,
    cache: Cache,
    workers: int = 1,
    installed: Installed | None = None,
) -> Screened:
    """Look at the bytes of every file that the cache does not know, with so many processes.

    Files that are named are always read. `installed` may be shared between projects.
    """
    modules = Modules(project, cache, installed or Installed())
    failures = modules.look_at_all(files, workers)
    problems = [f"{path}: cannot be read: {why}" for path, why in failures.items()]
    own = [path for path in files if path not in failures]
    to_parse = modules.worth_parsing(own)
    units = [Unit(files, frozenset(files)) for files in modules.joined(to_parse)]
    units += [
        Unit((path,), frozenset(), named & {path})
        for path in own
        if path not in to_parse and (path in named or modules.told(path).suppresses)
    ]
    return Screened(tuple(sorted(units, key=lambda unit: unit.files)), tuple(problems), modules)


# Below so many files copies of the process cost more than they save.
FEWEST_FILES = 400
PORTIONS = 8

_Seen = tuple[Screening, Known | None] | str


@dataclass(frozen=True, slots=True)
class _Portion:
    """Files that a worker looks at together, but those that workers were lost over."""

    paths: Sequence[Path]
    lost: Mapping[Path, str] = field(default_factory=dict)


def _without_its_file(portion: _Portion, lost: Lost) -> _Portion | None:
    if lost.about is None or lost.about in portion.lost:
        return None
    return replace(portion, lost={**portion.lost, lost.about: _reason(lost)})


def _reason(lost: Lost) -> str:
    return f"the process that screened it {lost.reason}"


_NOTHING = Screening()
_NO_MODULES_OF_A_PROJECT = sys.stdlib_module_names | LIBRARIES


@dataclass(eq=False, slots=True)
class Modules:
    """The project's modules as far as their bytes tell, whether they are in the run or not."""

    project: Project
    cache: Cache
    installed: Installed
    _told: dict[Path, Screening] = field(default_factory=dict)
    _imports: dict[Path, frozenset[Path]] = field(default_factory=dict)
    _namesakes: dict[Path, frozenset[Path]] = field(default_factory=dict)
    _index: ModuleIndex = field(init=False)

    def __post_init__(self) -> None:
        self._index = ModuleIndex(self.project.root)

    def look_at_all(self, paths: Sequence[Path], workers: int) -> Mapping[Path, str]:
        """Find out what the bytes of all files tell; why some cannot be read."""
        self._told |= {path: known for path in paths if (known := self._remembered(path))}
        new = [path for path in paths if path not in self._told]
        if workers < 2 or len(new) < FEWEST_FILES or not CAN_COPY:
            return self._take(new, map(self._seen, new))
        size = -(-len(new) // (workers * PORTIONS))
        portions = [_Portion(new[start : start + size]) for start in range(0, len(new), size)]
        failures: dict[Path, str] = {}
        with closing(
            answered(
                portions,
                self._all_seen,
                workers=workers,
                seconds=lambda portion: self.project.limits.seconds,
                mended=_without_its_file,
            )
        ) as answers:
            for portion, found in zip(portions, answers, strict=True):
                seen = [_reason(found)] * len(portion.paths) if isinstance(found, Lost) else found
                failures |= self._take(portion.paths, seen)
        return failures

    def _all_seen(self, portions: Iterable[_Portion], begin: Begin) -> Iterator[list[_Seen]]:
        for portion in portions:
            seen: list[_Seen] = []
            for path in portion.paths:
                begin(path)
                seen.append(portion.lost.get(path) or self._seen(path))
            yield seen

    def _seen(self, path: Path) -> _Seen:
        try:
            return self._screened(path)
        except OSError as error:
            return reason_of(error)
        except Exception as error:
            return failure("screening it", error)

    def _take(self, paths: Iterable[Path], seen: Iterable[_Seen]) -> dict[Path, str]:
        """Note what was seen of files; why some cannot be read."""
        failures: dict[Path, str] = {}
        for path, one in zip(paths, seen, strict=True):
            if isinstance(one, str):
                failures[path] = one
            else:
                self._keep(path, *one)
        return failures

    def look_at(self, path: Path) -> None:
        """Find out what the bytes of a file tell. Raises OSError."""
        found = self._remembered(path)
        if found is None:
            self._keep(path, *self._screened(path))
        else:
            self._told[path] = found

    def _remembered(self, path: Path) -> Screening | None:
        found = self.cache.screening(path)
        return found if found is not None and found.installed == self._is_installed(path) else None

    def _screened(self, path: Path) -> tuple[Screening, Known | None]:
        data, known = self._content(path)
        return _screening(code_of(path, data), installed=self._is_installed(path)), known

    def _keep(self, path: Path, found: Screening, known: Known | None) -> None:
        self._told[path] = found
        if known is not None:
            self.cache.keep_screening(path, known, found)

    def _content(self, path: Path) -> tuple[bytes, Known | None]:
        content = self.project.contents.get(path)
        match content:
            case None if self.cache.file is None:
                return read_regular(path), None
            case None:
                return read_known(path)
            case str():
                return content.encode("utf-8", "replace"), None
            case _:
                return content, None

    def told(self, path: Path) -> Screening:
        """What the bytes of a module tell; nothing where it cannot be read."""
        if path not in self._told:
            try:
                self.look_at(path)
            except OSError:
                self._told[path] = _NOTHING
        return self._told[path]

    def imports(self, path: Path) -> frozenset[Path]:
        """The modules of the project that a module imports."""
        if path not in self._imports:
            folder = str(path.parent)
            places = (self._index.of(folder, *one) for one in self.told(path).imports)
            self._imports[path] = frozenset(place for place in places if place is not None)
        return self._imports[path]

    def worth_parsing(self, own: Iterable[Path]) -> set[Path]:
        """The files among `own` that tell of a search, and those from which one is reached.

        A file that only leads to one is worth it where no other file of the run imports it: else
        it is read with that one.
        """
        files = list(own)
        imported = {target for path in files for target in self.imports(path) - {path}}
        searching = {
            path for path in files if self.told(path).telling or self._searches_with_others(path)
        }
        leading = self._leading_to(searching, files)
        return searching | {path for path in leading.intersection(files) if path not in imported}

    def _is_installed(self, path: Path) -> bool:
        return self.installed.has(*os.path.split(path))

    def _searches_with_others(self, path: Path) -> bool:
        """Whether a search is found in a module and the modules that it imports together."""
        others = [self.told(target) for target in self.imports(path)]
        if any(other.searches for other in others):
            return True
        trains = {name.encode() for other in others for name in other.trains}
        if not trains:
            return False
        try:
            data, _ = self._content(path)
        except OSError:
            return False
        data = code_of(path, data)
        looping = {name.encode() for one in others if one.telling for name in one.trains}
        return _names_any(data, looping) or (
            _names_any(data, trains) and trains_in_loop(data, trains)
        )

    def joined(self, files: Iterable[Path]) -> Iterator[tuple[Path, ...]]:
        """The files, those together that import each other or the same modules of the project."""
        left = set(files)
        neighbours = {path: set(self.imports(path)) for path in _reached(left, self.imports)}
        for path in list(neighbours):
            for target in self.imports(path):
                neighbours[target].add(path)
        while left:
            group = left & _reached([next(iter(left))], neighbours.__getitem__)
            left -= group
            yield tuple(sorted(group))

    def reached(self, files: Iterable[Path]) -> set[Path]:
        """The files, and all modules of the project that are read with them."""
        return _reached(files, lambda path: self.imports(path) | self._imported_namesakes(path))

    def _imported_namesakes(self, path: Path) -> frozenset[Path]:
        """The modules among a module's imports that bear a name of the standard library.

        Those that the project has are read, though files that share one are not joined.
        """
        if path not in self._namesakes:
            folder = str(path.parent)
            names = self._index.around(folder) & sys.stdlib_module_names
            wanted = self._imported(path) if names else ()
            places = (
                self._index.of(folder, name, level)
                for name, level in wanted
                if not level and name.partition(".")[0] in names
            )
            self._namesakes[path] = frozenset(place for place in places if place is not None)
        return self._namesakes[path]

    def _imported(self, path: Path) -> Collection[tuple[str, int]]:
        """Every module that a module may import; none where it cannot be read."""
        try:
            data, _ = self._content(path)
        except OSError:
            return ()
        return imported_modules(code_of(path, data))

    def _leading_to(self, searching: Iterable[Path], files: Iterable[Path]) -> set[Path]:
        """The modules from which one that searches is reached, in the run or outside of it."""
        seen = _reached(files, self.imports)
        importers: dict[Path, list[Path]] = {}
        for path in seen:
            for target in self.imports(path):
                importers.setdefault(target, []).append(path)
        telling = {path for path in seen if self.told(path).telling}
        return _reached(telling.union(searching), lambda path: importers.get(path, ()))


def _screening(data: bytes, *, installed: bool) -> Screening:
    """What the code of a file tells, with the modules among its imports that may be a project's."""
    found = told(data, installed=installed)
    imports = sorted(
        (name, level)
        for name, level in found.imports
        if level or name.partition(".")[0] not in _NO_MODULES_OF_A_PROJECT
    )
    return Screening(
        found.may_hold_search,
        may_suppress(data),
        tuple(imports),
        found.searches,
        tuple(sorted(name.decode("ascii", "ignore") for name in found.trains)),
        installed,
    )


def _names_any(data: bytes, names: Collection[bytes]) -> bool:
    words = rb"|".join(map(re.escape, sorted(names)))
    return bool(names) and re.search(rb"\b(?:" + words + rb")\b", data) is not None


def _reached(start: Iterable[Path], further: Callable[[Path], Iterable[Path]]) -> set[Path]:
    """All paths that are reached from some, themselves among them, step by step."""
    found = set(start)
    waiting = list(found)
    while waiting:
        new = set(further(waiting.pop())) - found
        found |= new
        waiting.extend(new)
    return found
