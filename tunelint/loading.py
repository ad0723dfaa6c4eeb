"""From bytes to parsed sources, and why a file is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tunelint.project import Project, source_of
from tunelint.python_parser import python_error
from tunelint.screening import Unit
from tunelint.source import Location, Source, UnreadableSource, UnsafeSource
from tunelint.workers import Begin, unheard


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that has no program: why, and where in the file."""

    error: UnreadableSource
    location: Location
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """The files of a unit: parsed, read for their comments alone, and unreadable ones."""

    parsed: list[Source] = field(default_factory=list)
    commented: list[Source] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def own(self) -> Iterator[Source]:
        """Every source that the run was given."""
        yield from self.parsed
        yield from self.commented


def load(unit: Unit, project: Project, begin: Begin = unheard) -> Loaded:
    """Read, decode and parse; parsed sources are known to the project."""
    loaded = Loaded()
    for path in unit.files:
        begin(path)
        to_parse, must_be_readable = path in unit.to_parse, path in unit.named
        try:
            source = source_of(path, project.content(path))
        except OSError as error:
            loaded.problems.append(f"{path}: cannot be read: {error.strerror or error}")
            continue
        except UnreadableSource as error:
            location = Location(error.cell, error.line or 1, error.column or 1)
            if to_parse or must_be_readable:
                loaded.unreadable.append(Unreadable(error, location))
            continue
        # Python's own parser, which is fast, has the first word where there is no search.
        if not to_parse and not (must_be_readable and python_error(source.text) is not None):
            loaded.commented.append(source)
            continue
        match _parsed(source, project):
            case Source() as parsed:
                loaded.parsed.append(parsed)
            case Unreadable() as unreadable:
                loaded.unreadable.append(unreadable)
    return loaded


def is_plain(unit: Unit, project: Project, begin: Begin = unheard) -> bool:
    """Whether there is nothing to say about files without a search: no comment, no obstacle."""
    loaded = load(unit, project, begin)
    return not (
        loaded.unreadable or loaded.problems or any(source.suppressions for source in loaded.own)
    )


def _parsed(source: Source, project: Project) -> Source | Unreadable:
    """The source as it parses, without IPython's lines if it takes that."""
    error = _parse_error(source, project)
    if error is None:
        return source
    if isinstance(error, UnsafeSource):
        return _unreadable(source, error)
    bare = source.read_as_notebook_code()
    if bare.text == source.text:
        return _unreadable(source, error)
    error = _parse_error(bare, project)
    return bare if error is None else _unreadable(bare, error)


def _parse_error(source: Source, project: Project) -> UnreadableSource | None:
    project.add(source)
    try:
        project.tree(source)
    except UnreadableSource as error:
        return error
    return None


def _unreadable(source: Source, error: UnreadableSource) -> Unreadable:
    """In the words and at the place of Python's parser; of libcst where Python accepts it."""
    if isinstance(error, UnsafeSource):
        where = Location(error.cell, error.line or 1, error.column or 1)
        return Unreadable(error, where)
    complaint = python_error(source.text)
    if complaint is None:
        location = source.locate(error.line or 1, error.column or 0)
        return Unreadable(error, location, source)
    location = source.locate(complaint.line or 1, (complaint.column or 1) - 1)
    return Unreadable(UnreadableSource(source.path, complaint.message), location, source)
