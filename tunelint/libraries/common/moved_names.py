"""Moved names: where a program imports, calls or inherits a name that its library has given up."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from tunelint.files.place import Place
from tunelint.interpreter.library_names import canonical
from tunelint.interpreter.objects import CallEvent, Class, Event
from tunelint.interpreter.trace import ImportEvent
from tunelint.interpreter.values import External, Term, options_of
from tunelint.model.library_errors import MovedName
from tunelint.model.program import Program

NO_MEMBERS: Mapping[str, frozenset[str]] = MappingProxyType({})
# Packages whose classes have got other names.
WITH_RENAMED_CLASSES = frozenset({"keras_tuner", "oracles", "tuners"})


def moved_names(
    program: Program,
    gone: Mapping[str, str | None],
    renamed: Mapping[str, str] | None = None,
    members: Mapping[str, frozenset[str]] = NO_MEMBERS,
    kept: Container[str] = (),
) -> Iterator[MovedName]:
    """Every import, call and base class of the program that spells one of the names.

    `gone` maps names that no longer exist (and all that lies below them) to those of today;
    `renamed` the old names of packages that still import to the new ones, with what they have
    `kept` of `gone`. `members` are the names that modules of today hold of what those of old held.
    """
    old = renamed or {}
    imports = program.trace.of(ImportEvent)
    for imported in imports:
        found = _moved(imported, imported.place, imported.name, gone, old, kept)
        if found is None or (imported.guarded and not found.importable):
            continue
        if not _falls_back(imported, imports):
            yield replace(found, today=_today(found, members))
    for event, place, name in _used(program.trace.calls()):
        found = _moved(event, place, name, gone, {})
        if found is not None and not _imported_so(name, place, imports, gone, old):
            yield replace(found, today=_today(found, members))


def _today(moved: MovedName, members: Mapping[str, frozenset[str]]) -> str:
    """The full name under which exactly this name is found today; empty where none surely is."""
    written = canonical(moved.written)
    if not moved.gone:
        return written
    if moved.instead is None:
        return ""
    if "(" in moved.instead:
        return "" if isinstance(moved.event, ImportEvent) else moved.instead
    module, _, name = written.rpartition(".")
    if not _is_class(moved.instead):
        beside = moved.instead + module[len(moved.gone) :]
        homes = [home for home in (beside, moved.instead) if name in members.get(home, ())]
        if written == moved.gone:
            return moved.instead
        return f"{homes[0]}.{name}" if homes else ""
    renamed = module.rpartition(".")[2] in WITH_RENAMED_CLASSES
    same = moved.instead.rpartition(".")[2] == name
    return moved.instead if same or (renamed and written == moved.gone) else ""


def _is_class(dotted: str) -> bool:
    return dotted.rpartition(".")[2][:1].isupper()


def _moved(
    event: Event,
    place: Place,
    written: str,
    gone: Mapping[str, str | None],
    renamed: Mapping[str, str],
    kept: Container[str] = (),
) -> MovedName | None:
    spelled = canonical(written)
    root = written.partition(".")[0]
    entries = [old for old in gone if spelled == old or spelled.startswith(old + ".")]
    if root in renamed:
        current = renamed[root] + written[len(root) :].removesuffix(".*")
        instead = gone[entries[0]] if entries else current
        return MovedName(
            event=event,
            place=place,
            written=written,
            instead=instead,
            importable=all(entry in kept for entry in entries),
            gone="".join(entries[:1]),
        )
    if not entries:
        return None
    return MovedName(
        event=event,
        place=place,
        written=written,
        instead=gone[entries[0]],
        gone=entries[0],
    )


def _falls_back(event: ImportEvent, imports: Iterable[ImportEvent]) -> bool:
    """Whether the import is one of a pair of which the other stands in where it fails."""
    return event.guarded and any(
        other.guarded
        and other.place.source is event.place.source
        and other.name != event.name
        and (other.bound == event.bound or canonical(other.name) == canonical(event.name))
        for other in imports
    )


def _used(calls: Iterable[CallEvent]) -> Iterator[tuple[Event, Place, str]]:
    """What is called, and the base classes of the project's classes that are built."""
    seen: set[int] = set()
    for event in calls:
        for callee in options_of(event.callee):
            if isinstance(callee, External):
                yield event, event.place, callee.name
            for base in _bases(callee):
                if base.place is not None and id(base) not in seen:
                    seen.add(id(base))
                    yield event, base.place, base.name


def _bases(term: Term) -> Iterator[External]:
    if isinstance(term, Class):
        for base in term.library_bases():
            if isinstance(base, External):
                yield base


def _imported_so(
    name: str,
    place: Place,
    imports: Iterable[ImportEvent],
    gone: Mapping[str, str | None],
    renamed: Mapping[str, str],
) -> bool:
    """Whether an import of the same file already spells the name, and is the finding."""
    return any(
        name == event.name or name.startswith(event.name.removesuffix(".*") + ".")
        for event in imports
        if event.place.source is place.source
        and "." in event.name
        and _moved(event, place, event.name, gone, renamed) is not None
    )
