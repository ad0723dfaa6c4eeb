"""Projects in one folder: Keras Tuner tuners that find the trials of an earlier one."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from tunelint.analyses.attempted import is_last_unless_it_fails
from tunelint.analyses.meetings import meet
from tunelint.analyses.project_folders import moved_between, project_folder
from tunelint.interpreter.frames import EntryFrame, loops_around
from tunelint.interpreter.order import exclusive
from tunelint.model.program import Program
from tunelint.model.search import Search
from tunelint.model.storage import Project

_Entries = tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Pair:
    """A tuner and an earlier one; the same one where a loop builds it again.

    `free` is a project name that no other tuner of the program has or is given, where they share
    one folder.
    """

    earlier: Search
    later: Search
    project: Project
    other: Project
    free: str = ""

    @property
    def is_apart(self) -> bool:
        """Whether the two are written at two places, where each can have a name of its own."""
        return self.earlier.place.key != self.later.place.key

    @property
    def is_shared(self) -> bool:
        """Whether both surely keep their trials in one folder, which the later does not empty."""
        if self.project.overwrite.always(lambda value: value is not True):
            place = _place(self.project)
            return place is not None and place == _place(self.other)
        return False


def pairs(program: Program) -> Iterator[Pair]:
    """Each tuner with the first one before it: in the same place, or in any where none is."""
    names = _FreeNames.of(program)
    for pair in _pairs(program):
        yield replace(pair, free=names.for_later(pair)) if pair.is_shared else pair


@dataclass(frozen=True, eq=False)
class _FreeNames:
    """The project names that are taken; a free one is taken by whoever asks for it."""

    taken: set[object]
    numbers: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, program: Program) -> _FreeNames:
        """Those of a program's tuners."""
        projects = [search.project for search in program.searches if search.project is not None]
        return cls({name for project in projects for name in project.name.values or ()})

    def for_later(self, pair: Pair) -> str:
        """A name for the later project, after its name now and the kind of its tuner."""
        kind = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", pair.later.label).lower()
        own = str(pair.project.name.value)
        if pair.project.name.is_default:
            return self._free(kind)
        return self._free(own if own.endswith(kind) else f"{own}_{kind}")

    def _free(self, base: str) -> str:
        """The base, or the base with the next number, that nobody has."""
        number = self.numbers.get(base, 1)
        name = base if number == 1 else f"{base}_{number}"
        while name in self.taken:
            number += 1
            name = f"{base}_{number}"
        self.numbers[base] = number
        self.taken.add(name)
        return name


def _pairs(program: Program) -> Iterator[Pair]:
    known: dict[str | None, dict[_Entries, list[Search]]] = {}
    for later in program.searches:
        project = later.project
        if project is None:
            continue
        entries = tuple(map(id, later.built.frames(EntryFrame)))
        places = (known.setdefault(place, {}) for place in (_place(project), None))
        groups = [group for alike in places for group in _groups(alike, entries)]
        earlier = (one for group in groups for one in group)
        first = next((one for one in earlier if _meets(one, later, program)), None)
        if first is not None and first.project is not None:
            yield Pair(first, later, project, first.project)
        if _built_again(later, program):
            yield Pair(later, later, project, project)
        for place in {_place(project), None}:
            known[place].setdefault(entries, []).append(later)


def _meets(one: Search, later: Search, program: Program) -> bool:
    """Whether a later tuner is built in a run of the earlier one, and finds its folder there."""
    if exclusive(one.built, later.built) or not meet(one.built, later.built):
        return False
    place = _place(later.project) if later.project is not None else None
    return place is None or not moved_between(program, one.built, later.built, place)


def _built_again(search: Search, program: Program) -> bool:
    """Whether a loop builds the tuner in every pass, in a folder that no pass takes away."""
    loops = [
        loop
        for loop in loops_around(search.built)
        if loop.repeats and not any(is_last_unless_it_fails(run, loop) for run in search.run_events)
    ]
    place = _place(search.project) if search.project is not None else None
    if not loops or place is None:
        return bool(loops)
    return not moved_between(program, search.built, search.built, place, loops)


def _groups(alike: Mapping[_Entries, list[Search]], entries: _Entries) -> list[list[Search]]:
    """The tuners that may be built in one run with one in these functions.

    Two functions that nobody visible calls perhaps run apart.
    """
    if not entries:
        return sorted(alike.values(), key=lambda group: group[0].built.index)
    return [alike[each] for each in ((), entries) if each in alike]


def _place(project: Project) -> str | None:
    """The folder in which the trials surely are; None where that is not known."""
    folder, name = project.directory.value, project.name.value
    if not isinstance(folder, str) or not isinstance(name, str):
        return None
    return posixpath.normpath(project_folder(folder, name))
