"""Edits of a file's text: the stretch that goes, and what comes in its place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tunelint.findings.finding import Applicability


@dataclass(frozen=True, slots=True)
class TextEdit:
    """One stretch of a file and what replaces it, with line feeds as line ends.

    Lines (within the code cell, from 1; None outside notebooks) and columns count from 1 in code
    points, the end is exclusive.
    """

    path: Path
    cell: int | None
    line: int
    column: int
    end_line: int
    end_column: int
    content: str

    @property
    def start(self) -> tuple[int, int, int]:
        """Cell, line and column of the beginning."""
        return (self.cell or 0, self.line, self.column)

    @property
    def end(self) -> tuple[int, int, int]:
        """Cell, line and column of the end."""
        return (self.cell or 0, self.end_line, self.end_column)


@dataclass(frozen=True, slots=True)
class Repair:
    """A fix as it is applied: `safe` or `unsafe`, what it does, and its edits of one file."""

    applicability: Applicability
    message: str
    edits: tuple[TextEdit, ...]


def touching(one: TextEdit, other: TextEdit) -> bool:
    """Whether two edits cannot both be made: they overlap, or insert at the same place."""
    if one.start == other.start:
        return True
    first, second = sorted((one, other), key=lambda edit: edit.start)
    return second.start < first.end
