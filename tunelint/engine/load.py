"""From bytes to parsed sources, and why a file is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tunelint.engine.screen import Unit
from tunelint.engine.workers import Begin, unheard
from tunelint.errors import reason_of
from tunelint.files.lenient_parse import cell_texts, without_cells
from tunelint.files.project import Project, source_of
from tunelint.files.python_parser import PythonError, python_error
from tunelint.files.source import Location, Source, UnreadableSource, UnsafeSource


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that has no program, or a cell that has no part in one: why, and where in the file.

    `cell` is the cell's code, and `alike` counts the broken cells before it with the same code.
    """

    error: UnreadableSource
    location: Location
    source: Source | None = None
    cell: str | None = None
    alike: int = 0


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
            loaded.problems.append(f"{path}: cannot be read: {reason_of(error)}")
            continue
        except UnreadableSource as error:
            if to_parse or must_be_readable:
                loaded.unreadable.append(Unreadable(error, _location_of(error)))
            continue
        # Python's own parser, which is fast, has the first word where there is no search.
        if not to_parse and not (must_be_readable and python_error(source.text) is not None):
            loaded.commented.append(source)
            continue
        parsed, unreadable = parsed_source(source, project)
        loaded.parsed.extend(parsed)
        loaded.unreadable.extend(unreadable)
    return loaded


def is_plain(unit: Unit, project: Project, begin: Begin = unheard) -> bool:
    """Whether there is nothing to say about files without a search: no comment, no obstacle."""
    loaded = load(unit, project, begin)
    return not (
        loaded.unreadable or loaded.problems or any(source.suppressions for source in loaded.own)
    )


Outcome = tuple[list[Source], list[Unreadable]]
"""The source as it is read, if it is, and what of it cannot be."""


def parsed_source(source: Source, project: Project) -> Outcome:
    """The source as it parses: if need be without IPython's lines, or without some of its cells."""
    found = project.readable_as(source)
    if not isinstance(found, Source | UnsafeSource) and not source.is_notebook:
        bare = source.read_as_notebook_code()
        if bare.text != source.text:
            source, found = bare, project.readable_as(bare)
    match found:
        case Source():
            return [found], []
        case UnsafeSource():
            return [], [Unreadable(found, _location_of(found))]
        case _ if source.is_notebook:
            return _without_broken_cells(source, project, found)
    return [], [_unreadable(source, found)]


def _without_broken_cells(source: Source, project: Project, error: UnreadableSource) -> Outcome:
    """The notebook without the cells that cannot be parsed, each of which is told.

    One of which most cells are like that is not in this Python, and told as a whole.
    """
    texts = {cell: text for cell, text in cell_texts(source).items() if text.strip()}
    complaints = {cell: _complaint(source, text) for cell, text in texts.items()}
    broken = {cell: complaint for cell, complaint in complaints.items() if complaint is not None}
    if not broken or 2 * len(broken) > len(texts):
        return [], [_unreadable(source, error)]
    found = project.readable_as(without_cells(source, broken))
    if not isinstance(found, Source):
        return [], [_unreadable(source, error)]
    return [found], list(_broken_cells(source, texts, broken))


def _broken_cells(
    source: Source, texts: Mapping[int, str], broken: Mapping[int, PythonError]
) -> Iterator[Unreadable]:
    first = {line.cell: at for at, line in reversed([*enumerate(source.lines)])}
    alike: Counter[str] = Counter()
    for cell, complaint in broken.items():
        line, column = first[cell] + (complaint.line or 1), (complaint.column or 1) - 1
        error = UnreadableSource(source.path, complaint.message)
        text = texts[cell]
        yield Unreadable(error, source.locate(line, column), source, text, alike[text])
        alike[text] += 1


def _complaint(source: Source, text: str) -> PythonError | None:
    """Why a cell cannot be parsed: in Python's words, or since libcst cannot."""
    complaint = python_error(text)
    if complaint is not None:
        return complaint
    from tunelint.files.parse import refusal

    refused = refusal(text)
    return PythonError(refused[0], refused[1], 1) if refused is not None else None


def _location_of(error: UnreadableSource) -> Location:
    return Location(error.cell, error.line or 1, error.column or 1)


def _unreadable(source: Source, error: UnreadableSource) -> Unreadable:
    """In the words and at the place of Python's parser; of libcst where Python accepts it."""
    complaint = python_error(source.text)
    if complaint is not None:
        location = source.locate(complaint.line or 1, (complaint.column or 1) - 1)
        return Unreadable(UnreadableSource(source.path, complaint.message), location, source)
    from tunelint.files.parse import refusal

    refused = refusal(source.text)
    if refused is None:
        return Unreadable(error, source.locate(error.line or 1, error.column or 0), source)
    reason, line = refused
    return Unreadable(UnreadableSource(source.path, reason), source.locate(line, 0), source)
