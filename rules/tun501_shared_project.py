"""TUN501 shared-project

## What it does

Flags a Keras Tuner tuner that uses the same `directory` and `project_name` as an earlier tuner of
the program, without `overwrite=True`. The defaults count: `.` and `untitled_project`. A tuner that
a loop builds again and again under one name is the same mistake.

## Why is this bad?

The later tuner reloads the earlier one's trials: it starts with results of another search, runs
fewer trials or none, and reports the other's winner. Built before the other has searched, both
write one set of files.

## Example

```python
import keras_tuner as kt

first = kt.RandomSearch(build_small, objective="val_loss", max_trials=9, seed=7, directory="out")
first.search(x_train, y_train, validation_split=0.2, epochs=20)
second = kt.RandomSearch(build_large, objective="val_loss", max_trials=9, seed=7, directory="out")
second.search(x_train, y_train, validation_split=0.2, epochs=20)
```

## Use instead

```python
import keras_tuner as kt

first = kt.RandomSearch(
    build_small, "val_loss", max_trials=9, seed=7, directory="out", project_name="small"
)
first.search(x_train, y_train, validation_split=0.2, epochs=20)
second = kt.RandomSearch(
    build_large, "val_loss", max_trials=9, seed=7, directory="out", project_name="large"
)
second.search(x_train, y_train, validation_split=0.2, epochs=20)
```

## How it is confirmed

Both searches are run, a few short trials each; the second one starts with the first one's trials.

## Where it stops looking

Directories and names that cannot be read from the source, and tuners in branches of which only
one runs.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from tunelint.analyses.attempted import is_last_unless_it_fails
from tunelint.analyses.meetings import meet
from tunelint.analyses.project_folders import moved_between, project_folder
from tunelint.api import (
    Default,
    Finding,
    Fix,
    Lab,
    Program,
    Project,
    Related,
    Rule,
    Search,
    Verdict,
    unsafe_fix,
)
from tunelint.experiments.stored_trials import starts_with_the_others_trials
from tunelint.findings.fixes.arguments import given
from tunelint.interpreter.frames import EntryFrame, loops_around
from tunelint.interpreter.order import exclusive


@dataclass(frozen=True, eq=False)
class Pair:
    """A tuner and an earlier one; the same one where a loop builds it again.

    `free` is a project name that no other tuner of the program has or is given.
    """

    earlier: Search
    later: Search
    project: Project
    other: Project
    free: str = ""


class SharedProject(Rule, level="error", tuners="Keras Tuner"):
    def subjects(self, program: Program) -> Iterable[Pair]:
        searches = [search for search in program.searches if search.project is not None]
        names = _Names(set(_names(searches)))
        for pair in _pairs(searches, program):
            yield replace(pair, free=names.free(_base(pair))) if _is_shared(pair) else pair

    def check(self, pair: Pair) -> Finding | None:
        if not _is_shared(pair):
            return None
        where = f"directory {pair.project.directory.value!r}, project {pair.project.name.value!r}"
        if pair.earlier is pair.later:
            message = (
                f"every pass of the loop builds {pair.later.label} in the same {where}: from the"
                " second on it reloads the trials of the pass before instead of searching"
            )
            return self.finding(pair.later.place, message, help=ADVICE)
        message = (
            f"{pair.later.label} shares {where} with an earlier {pair.earlier.label}: it reloads"
            " that one's trials instead of searching on its own"
        )
        related = [Related(pair.earlier.place, "the earlier tuner with the same project")]
        return self.finding(pair.later.place, message, related=related, help=ADVICE, fix=_fix(pair))

    def confirm(self, pair: Pair, lab: Lab) -> Verdict:
        return starts_with_the_others_trials(lab, pair.earlier, pair.later)


ADVICE = "give each tuner a project_name of its own"


def _is_shared(pair: Pair) -> bool:
    """Whether both surely keep their trials in one folder, which the later does not empty."""
    overwrites = not pair.project.overwrite.always(lambda value: value is not True)
    return not overwrites and _one_place(pair.project, pair.other)


def _fix(pair: Pair) -> Fix | None:
    """A name that no other tuner of the program has."""
    change = given(pair.project.built, "project_name", (f'"{pair.free}"',))
    return unsafe_fix(f"name the project {pair.free!r}", change) if change is not None else None


@dataclass(frozen=True, eq=False)
class _Names:
    """The project names that are taken; a free one is taken by whoever asks for it."""

    taken: set[object]
    numbers: dict[str, int] = field(default_factory=dict)

    def free(self, base: str) -> str:
        """The base, or the base with the next number, that nobody has."""
        number = self.numbers.get(base, 1)
        name = base if number == 1 else f"{base}_{number}"
        while name in self.taken:
            number += 1
            name = f"{base}_{number}"
        self.numbers[base] = number
        self.taken.add(name)
        return name


def _base(pair: Pair) -> str:
    """What the project may be called, by its name now and by the kind of its tuner."""
    kind = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", pair.later.label).lower()
    own = pair.project.name
    told = str(own.value).endswith(kind)
    return kind if isinstance(own, Default) else str(own.value) if told else f"{own.value}_{kind}"


def _pairs(searches: list[Search], program: Program) -> Iterator[Pair]:
    """Each tuner with the first one before it: in the same place, or in any where none is."""
    known: dict[str | None, dict[_Entries, list[Search]]] = {}
    for later in searches:
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


_Entries = tuple[int, ...]


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


def _names(searches: list[Search]) -> frozenset[object]:
    facts = [search.project.name for search in searches if search.project is not None]
    return frozenset(value for fact in facts for value in fact.values or ())


def _one_place(one: Project, other: Project) -> bool:
    """Whether both surely keep their trials in the same folder."""
    return _place(one) is not None and _place(one) == _place(other)
