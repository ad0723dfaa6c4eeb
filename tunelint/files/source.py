"""One file as text: the Python that is parsed, and where each of its lines comes from.

Positions in `Source.text` count lines from 1 and columns from 0, in code points, as libcst does.
Positions in the file (`Location`) count lines from 1 within the cell and columns from 1.
"""

from __future__ import annotations

import io
import os
import re
import tokenize
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from tunelint.files.disk import read_regular
from tunelint.files.notebook.cells import BrokenNotebook, code_cells
from tunelint.files.notebook.magics import (
    QUOTING_CALL,
    CodeLine,
    WrittenFile,
    python_cell,
    python_lines,
    quoted_code,
    running,
    without_form_feeds,
)
from tunelint.files.python_parser import python_error
from tunelint.files.suppression_comments import Suppressions, find_suppressions

_LINE_END = re.compile(r"\r\n|\r|\n")
_BYTE_LINE_END = re.compile(rb"\r\n|\r|\n")
_NOTEBOOK = ".ipynb"


class UnreadableSource(Exception):
    """A file that is no Python text: why, and where in the file (None: not known)."""

    def __init__(
        self,
        path: Path,
        reason: str,
        line: int | None = None,
        column: int | None = None,
        cell: int | None = None,
    ) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason
        self.line = line
        self.column = column
        self.cell = cell


class UnsafeSource(UnreadableSource):
    """A text that is not given to a parser, which might not survive it or not come back."""


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file: line and column from 1, in a notebook within the cell of this number.

    Cells are counted as they are shown, those with text too, from 1.
    """

    cell: int | None
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Where a line of the program text stands in the file, and how it is written there."""

    cell: int | None
    number: int
    written: str
    kept: int = 0
    taken: int = 0


@dataclass(frozen=True, eq=False)
class Source:
    """One file: `text` is the Python that is parsed, with line feeds and no byte order mark.

    `notebook` is the one that a ``%%writefile`` cell of which writes the file, if any: `path` is
    then where the module comes to lie, and its lines stand in the notebook. `runs` tells of a
    notebook's cells as what they were last run.
    """

    path: Path
    text: str
    is_notebook: bool
    lines: tuple[SourceLine, ...]
    written_files: tuple[tuple[int, WrittenFile], ...] = field(default=(), repr=False)
    notebook: Path | None = None
    runs: Mapping[int, int] = field(default_factory=dict, repr=False)

    @property
    def file(self) -> Path:
        """The file in which the lines stand."""
        return self.notebook or self.path

    @property
    def in_cells(self) -> bool:
        """Whether the text is run cell by cell, not as a whole."""
        return self.is_notebook and self.notebook is None

    def locate(self, line: int, column: int) -> Location:
        """The place in the file of a position in the text (line from 1, column from 0)."""
        if not self.lines:
            return Location(1 if self.is_notebook else None, 1, 1)
        entry = self.lines[min(max(line, 1), len(self.lines)) - 1]
        taken = entry.taken if column >= entry.kept else 0
        return Location(entry.cell, entry.number, column + taken + 1)

    def line_text(self, line: int) -> str:
        """Line `line` of the text as it is written in the file, without its line ending."""
        return self.lines[line - 1].written if 1 <= line <= len(self.lines) else ""

    def lines_in(self, cell: int | None, numbers: range) -> Sequence[SourceLine]:
        """The lines with these numbers: of a code cell or, outside notebooks (None), the file."""
        found = (self._by_number.get((cell, number)) for number in numbers)
        return [line for line in found if line is not None]

    @cached_property
    def _by_number(self) -> Mapping[tuple[int | None, int], SourceLine]:
        return {(line.cell, line.number): line for line in self.lines}

    @property
    def written_lines(self) -> Sequence[SourceLine]:
        """The lines of the file, each once: one line may hold several of the program text."""
        return tuple(self._by_number.values())

    @cached_property
    def text_lines(self) -> Sequence[str]:
        """The lines of the program text."""
        return self.text.split("\n")

    def is_verbatim(self, line: int) -> bool:
        """Whether line `line` of the text stands in the file as it is read: it can be edited."""
        if not 1 <= line <= len(self.lines):
            return False
        entry, text = self.lines[line - 1], self.text_lines[line - 1]
        return entry.written[max(entry.kept + entry.taken, 0) :] == text[entry.kept :]

    def with_code(self, code: Sequence[CodeLine]) -> Source:
        """The same file, its lines read as others, one for each."""
        lines = [(line.cell, line.number, line.written) for line in self.lines]
        return self._read_as(lines, code)

    @property
    def code_lines(self) -> Sequence[CodeLine]:
        """The lines of the program text with where their parts stand in the file's lines."""
        return [
            CodeLine(text, line.kept, line.taken)
            for text, line in zip(self.text_lines, self.lines, strict=True)
        ]

    @cached_property
    def suppressions(self) -> Suppressions:
        """The suppression comments, by positions in the text."""
        return find_suppressions(self.text)

    @cached_property
    def written_modules(self) -> Mapping[str, Source]:
        """The modules that ``%%writefile`` cells write, by name; they stand in this notebook."""
        lines: dict[str, list[SourceLine]] = {}
        for cell, file in self.written_files:
            before = lines.get(file.name, []) if file.appends else []
            lines[file.name] = before + [
                SourceLine(cell, file.first_line + index, text)
                for index, text in enumerate(file.lines)
            ]
        found = {name: self._written(name, parts) for name, parts in lines.items()}
        return MappingProxyType(found)

    def _written(self, name: str, lines: Sequence[SourceLine]) -> Source:
        return replace(_written_source(self.path, name, lines), runs=self.runs)

    def read_as_notebook_code(self) -> Source:
        """The same file with IPython's lines replaced, as a notebook's code is read."""
        lines = [(line.cell, line.number, line.written) for line in self.written_lines]
        code = python_lines([written for _, _, written in lines])
        return self._read_as(*_unfolded(lines, code))

    def _read_as(self, lines: Sequence[_Written], code: Sequence[CodeLine]) -> Source:
        source = _source(self.path, self.is_notebook, lines, code, self.written_files)
        return replace(source, runs=self.runs, notebook=self.notebook)


def read_source(path: Path) -> Source:
    """The source at `path`.

    Raises UnreadableSource where it is no Python text or notebook, OSError where it cannot be
    opened.
    """
    return source_from_bytes(path, read_regular(path))


def source_from_bytes(path: Path, data: bytes) -> Source:
    """The source with the content `data`; the name's ending says whether it is a notebook.

    Raises UnreadableSource.
    """
    if path.suffix == _NOTEBOOK:
        return _notebook_source(path, data)
    return source_from_text(path, _decoded(path, data))


def source_from_text(path: Path, text: str) -> Source:
    """The source of a Python file with the content `text`."""
    written = _split_lines(text.removeprefix("\ufeff"))
    lines: list[_Written] = [(None, number, line) for number, line in enumerate(written, 1)]
    return _source(path, False, *_unfolded(lines, [CodeLine(line) for line in written]))


_Written = tuple[int | None, int, str]
"""A line as it is written: its cell, its number, and itself."""


def _unfolded(
    lines: Sequence[_Written], code: Sequence[CodeLine]
) -> tuple[Sequence[_Written], Sequence[CodeLine]]:
    """The lines, those in whose strings code is run once for each line of it."""
    if not any(QUOTING_CALL in line.text for line in code):
        return lines, code
    parts = list(quoted_code(code))
    places = [line for line, part in zip(lines, parts, strict=True) for _ in part]
    return places, [line for part in parts for line in part]


def _source(
    path: Path,
    is_notebook: bool,
    places: Iterable[_Written],
    code: Sequence[CodeLine],
    written_files: tuple[tuple[int, WrittenFile], ...] = (),
) -> Source:
    code = without_form_feeds(code)
    lines = tuple(
        SourceLine(cell, number, written, line.kept, line.taken)
        for (cell, number, written), line in zip(places, code, strict=True)
    )
    return Source(path, "\n".join(line.text for line in code), is_notebook, lines, written_files)


def _written_source(notebook: Path, name: str, lines: Sequence[SourceLine]) -> Source:
    """The module that cells of a notebook write."""
    path = Path(os.path.abspath(notebook.parent / name))
    places = [(line.cell, line.number, line.written) for line in lines]
    source = _source(path, True, places, [CodeLine(line.written) for line in lines])
    return replace(source, notebook=notebook)


def _notebook_source(path: Path, data: bytes) -> Source:
    try:
        cells = code_cells(data)
    except BrokenNotebook as error:
        raise UnreadableSource(path, error.reason, error.line, error.column) from None
    places: list[_Written] = []
    code: list[CodeLine] = []
    written_files: list[tuple[int, WrittenFile]] = []
    for cell in cells:
        written = _split_lines(cell.text)
        python = python_cell(written)
        places += [(cell.number, index, line) for index, line in enumerate(written, 1)]
        code += python.lines
        if python.written is not None:
            written_files.append((cell.number, python.written))
    names = {file.name for _, file in written_files}
    code = [
        running(line, written, names) if names else line
        for line, (_, _, written) in zip(code, places, strict=True)
    ]
    source = _source(path, True, *_unfolded(places, code), tuple(written_files))
    runs = {cell.number: cell.run for cell in cells if cell.run is not None}
    return replace(source, runs=MappingProxyType(runs))


def _split_lines(text: str) -> list[str]:
    return _LINE_END.split(text)


def _decoded(path: Path, data: bytes) -> str:
    """The text of a Python file, by its byte order mark or coding comment (PEP 263)."""
    try:
        head = b"\n".join(_BYTE_LINE_END.split(data, maxsplit=2)[:2])
        encoding, _ = tokenize.detect_encoding(io.BytesIO(head).readline)
        return data.decode(encoding)
    except (SyntaxError, LookupError, ValueError) as error:
        complaint = python_error(data)
        if complaint is None:
            raise UnreadableSource(path, str(error).splitlines()[0]) from None
        reason, line, column = complaint.message, complaint.line, complaint.column
        raise UnreadableSource(path, reason, line, column) from None
