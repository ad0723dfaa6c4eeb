"""Moved names: which of them stand together, and which was imported before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tunelint.files.place import Place
from tunelint.interpreter.trace import ImportEvent
from tunelint.model.library_errors import MovedName
from tunelint.model.program import Program


def is_import(moved: MovedName) -> bool:
    """Whether the name is imported there, and not called."""
    return isinstance(moved.event, ImportEvent)


def by_place(program: Program) -> dict[tuple[str, int], list[MovedName]]:
    """The names that moved, by the statement or call in which they stand."""
    found: dict[tuple[str, int], list[MovedName]] = {}
    for moved in program.records.moved:
        found.setdefault(moved.place.key, []).append(moved)
    return found


def one_per_statement(moved: Iterable[MovedName]) -> Iterable[MovedName]:
    """The first name of each import statement or call; one that is gone before one that warns."""
    first: dict[tuple[str, int], MovedName] = {}
    for name in moved:
        known = first.setdefault(name.place.key, name)
        if known.importable and not name.importable:
            first[name.place.key] = name
    return first.values()


def imports_before(moved: MovedName, program: Program, package: str) -> Iterator[Place]:
    """Where a package that warns when it is first imported was imported before."""
    for other in program.records.moved:
        earlier = is_import(other) and other.event.index < moved.event.index
        if earlier and other.written.partition(".")[0] == package:
            yield other.place
