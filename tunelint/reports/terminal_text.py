"""Text as it is printed: paths, positions, lines without anything a terminal would obey, colour."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from tunelint.findings.diagnostic import Span
from tunelint.findings.finding import Level

if TYPE_CHECKING:
    from tunelint.lab.verdict_records import Evidence


class Style(StrEnum):
    """The escape sequences that are used, by what they say."""

    ERROR = "\033[1;31m"
    WARNING = "\033[1;33m"
    ADVICE = "\033[1;36m"
    BOLD = "\033[1m"
    FRAME = "\033[1;34m"
    ADDED = "\033[1;32m"


COLOURS = ("auto", "always", "never")
"""When to use colours."""

_RESET = "\033[0m"

LEVEL_STYLES = {
    Level.ERROR: Style.ERROR,
    Level.WARNING: Style.WARNING,
    Level.ADVICE: Style.ADVICE,
}


@dataclass(frozen=True, slots=True)
class Styled:
    """A piece of a line that stands out where there are colours."""

    text: str
    style: Style


Line = str | tuple[str | Styled, ...]
"""One line of a report, as it is read: nothing in it is obeyed by a terminal."""


class Document(str):
    """Text for programs, or rendered already: it is written as it is."""

    __slots__ = ()


def printed(line: Line, *, colour: bool = False, raw: bool = False) -> str:
    """The line as it is written to a terminal; whatever its pieces hold, it stays one line.

    A piece that is a document is for programs alone: it is written, as it is, where `raw`.
    """
    pieces = (line,) if isinstance(line, str) else line
    kept = (piece for piece in pieces if raw or not isinstance(piece, Document))
    return "".join(_painted(piece, colour) for piece in kept)


def _painted(piece: str | Styled, colour: bool) -> str:
    if isinstance(piece, Document):
        return piece
    if isinstance(piece, str):
        return printable(piece)
    text = printable(piece.text)
    return f"{piece.style.value}{text}{_RESET}" if colour and text else text


def printable(text: str) -> str:
    """The text without what a terminal obeys or nobody sees, which is spelt as Python spells it.

    Control characters, line ends, marks of direction and lone surrogates are; tabs are not.
    """
    if text.isprintable():
        return text
    return "".join(map(_spelt, text))


def _spelt(character: str) -> str:
    if character.isprintable() or character == "\t" or unicodedata.category(character) == "Zs":
        return character
    return ascii(character)[1:-1]


def width(text: str) -> int:
    """How many columns of a terminal the text takes."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def path_from_here(path: Path) -> str:
    """A path from the current folder where it lies below it, else the whole one."""
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except (OSError, ValueError):  # the current folder may be gone
        return path.as_posix()


def shown_path(path: Path) -> str:
    """A path as people read it."""
    return path_from_here(path).replace("\t", "\\t")


def shown_span(span: Span) -> str:
    """``path:line:column``, with the cell of a notebook before the line."""
    cell = "" if span.cell is None else f"cell {span.cell}:"
    return f"{shown_path(span.path)}:{cell}{span.line}:{span.column}"


def shown_evidence(evidence: Evidence) -> str:
    """``confirmed 2026-11-20 on cpu``."""
    return f"{evidence.verdict.outcome} {evidence.date} on {evidence.device}"


def colour_wanted(when: str, stream: TextIO) -> bool:
    """Whether to colour: always, never, or where a terminal shows it and nobody says otherwise."""
    if when != "auto":
        return when == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"
