"""The lines of source around a place, cut where the place begins and ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tunelint.findings.diagnostic import Span
from tunelint.reports.terminal_text import printable


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A line with its number; `marked` is the part that belongs to the place."""

    number: int
    before: str
    marked: str
    after: str


def code_lines(span: Span) -> Iterator[CodeLine]:
    """The excerpt of a span, line by line."""
    for number, line in span.excerpt:
        start, end = _part(span, number, line)
        parts = (line[:start], line[start:end], line[end:].rstrip())
        yield CodeLine(number, *(printable(part) for part in parts))


def _part(span: Span, number: int, line: str) -> tuple[int, int]:
    if not span.line <= number <= span.end_line:
        return len(line), len(line)
    start = span.column - 1 if number == span.line else len(line) - len(line.lstrip())
    end = span.end_column - 1 if number == span.end_line else len(line.rstrip())
    # A place without width is shown by the character that it stands before.
    return start, max(end, start + (number == span.line))
