"""From bytes to parsed sources, and why a file is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tunelint.project import Project
from tunelint.python_parser import python_error
from tunelint.screening import Screened
from tunelint.source import Location, Source, UnreadableSource, source_from_bytes, source_from_text


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that has no program: why, and where in the file."""

    error: UnreadableSource
    location: Location
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """The files of a batch: parsed, read for their comments alone, and unreadable ones."""

    parsed: list[Source] = field(default_factory=list)
    commented: list[Source] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)

    @property
    def own(self) -> Iterator[Source]:
        """Every source that the run was given."""
        yield from self.parsed
        yield from self.commented


def load(files: Screened, project: Project) -> Loaded:
    """Decode and parse; parsed sources are known to the project."""
    loaded = Loaded()
    for path, content in files.to_read.items():
        to_parse = path in files.to_parse
        try:
            if isinstance(content, str):
                source = source_from_text(path, content)
            else:
                source = source_from_bytes(path, content)
        except UnreadableSource as error:
            location = Location(error.cell, error.line or 1, error.column or 1)
            if to_parse:
                loaded.unreadable.append(Unreadable(error, location))
            continue
        if not to_parse:
            loaded.commented.append(source)
            continue
        match _parsed(source, project):
            case Source() as parsed:
                loaded.parsed.append(parsed)
            case Unreadable() as unreadable:
                loaded.unreadable.append(unreadable)
    return loaded


def _parsed(source: Source, project: Project) -> Source | Unreadable:
    """The source as it parses, without IPython's lines if it takes that."""
    error = _parse_error(source, project)
    if error is None:
        return source
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
    complaint = python_error(source.text)
    if complaint is None:
        location = source.locate(error.line or 1, error.column or 0)
        return Unreadable(error, location, source)
    location = source.locate(complaint.line or 1, (complaint.column or 1) - 1)
    return Unreadable(UnreadableSource(source.path, complaint.message), location, source)
