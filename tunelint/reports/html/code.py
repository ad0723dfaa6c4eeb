"""The lines of source around a place, cut where the place begins and ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tunelint.findings.diagnostic import Spot
from tunelint.reports.terminal_text import printable


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A line with its number; `marked` is the part that belongs to the place."""

    number: int
    before: str
    marked: str
    after: str


def code_lines(spot: Spot) -> Iterator[CodeLine]:
    """The excerpt of a spot, line by line."""
    for number, line in spot.excerpt:
        start, end = _part(spot, number, line)
        parts = (line[:start], line[start:end], line[end:].rstrip())
        yield CodeLine(number, *(printable(part) for part in parts))


def _part(spot: Spot, number: int, line: str) -> tuple[int, int]:
    if not spot.line <= number <= spot.end_line:
        return len(line), len(line)
    start = spot.column - 1 if number == spot.line else len(line) - len(line.lstrip())
    end = spot.end_column - 1 if number == spot.end_line else len(line.rstrip())
    # A place without width is shown by the character that it stands before.
    return start, max(end, start + (number == spot.line))
