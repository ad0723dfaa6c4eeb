"""The lines of source around a place, with the place underlined."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.findings.diagnostic import Spot
from tunelint.reports.terminal_text import Line, Style, Styled, printable, width


def frame(spot: Spot, style: Style, mark: str = "^") -> Iterator[Line]:
    """The excerpt of a spot, line by line; nothing where there is no excerpt."""
    if not spot.excerpt:
        return
    margin = len(str(spot.excerpt[-1][0]))
    bar = Styled(" " * (margin + 1) + "|", Style.FRAME)
    yield (bar, f" In [{spot.run}]" if spot.run is not None else "")
    for number, written in spot.excerpt:
        gutter = Styled(f"{number:>{margin}} |", Style.FRAME)
        line = written.rstrip()
        yield (gutter, f" {line}" if line else "")
        before, length = _underline(spot, number, written)
        if length:
            yield (bar, f" {before}", Styled(mark * length, style))
    yield (bar,)


def _underline(spot: Spot, number: int, line: str) -> tuple[str, int]:
    """What stands before the marks below a line, and how many there are."""
    if not spot.line <= number <= spot.end_line:
        return "", 0
    start = spot.column - 1 if number == spot.line else len(line) - len(line.lstrip())
    end = spot.end_column - 1 if number == spot.end_line else len(line.rstrip())
    before = "".join("\t" if c == "\t" else " " * width(printable(c)) for c in line[:start])
    length = width(printable(line[start:end]))
    return before, max(length, 1) if number == spot.line else length
