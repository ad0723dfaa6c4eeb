"""Text as it is: paths, positions, and colour where a terminal wants it."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from tunelint.reports.diagnostic import Spot
from tunelint.rule import Level

if TYPE_CHECKING:
    from tunelint.evidence import Evidence


class Style(StrEnum):
    """The escape sequences that are used, by what they say."""

    ERROR = "\033[1;31m"
    WARNING = "\033[1;33m"
    ADVICE = "\033[1;36m"
    BOLD = "\033[1m"
    FRAME = "\033[1;34m"
    ADDED = "\033[1;32m"


_RESET = "\033[0m"

LEVEL_STYLES = {
    Level.ERROR: Style.ERROR,
    Level.WARNING: Style.WARNING,
    Level.ADVICE: Style.ADVICE,
}


@dataclass(frozen=True, slots=True)
class Paint:
    """Colours text, or leaves it alone."""

    colour: bool = False

    def __call__(self, text: str, style: Style) -> str:
        return f"{style.value}{text}{_RESET}" if self.colour and text else text


def shown_path(path: Path) -> str:
    """A path as it is printed: from the current folder where it lies below it, else absolute."""
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def shown_spot(spot: Spot) -> str:
    """``path:line:column``, with the cell of a notebook before the line."""
    cell = "" if spot.cell is None else f"cell {spot.cell}:"
    return f"{shown_path(spot.path)}:{cell}{spot.line}:{spot.column}"


def shown_evidence(evidence: Evidence) -> str:
    """``confirmed 2026-11-20 on cpu``."""
    return f"{evidence.verdict.outcome} {evidence.date} on {evidence.device}"


def printable(text: str) -> str:
    """The text on one line and harmless to a terminal: control characters become pictures."""
    if text.isprintable():
        return text
    return "".join(_picture(character) for character in text)


def _picture(character: str) -> str:
    code = ord(character)
    if character == "\t":
        return character
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return "\ufffd" if unicodedata.category(character) == "Cc" else character


def width(text: str) -> int:
    """How many columns of a terminal the text takes."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def colour_wanted(is_terminal: bool) -> bool:
    """Whether to colour: on a terminal, unless `NO_COLOR` says no."""
    return is_terminal and not os.environ.get("NO_COLOR")
