"""The lines of source around a place, with the place underlined."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.reports.diagnostic import Spot
from tunelint.reports.text import Paint, Style, printable, width


def frame(spot: Spot, paint: Paint, style: Style, mark: str = "^") -> Iterator[str]:
    """The excerpt of a spot, line by line; nothing where there is no excerpt."""
    if not spot.excerpt:
        return
    margin = len(str(spot.excerpt[-1][0]))
    bar = paint(" " * (margin + 1) + "|", Style.FRAME)
    yield bar
    for number, line in spot.excerpt:
        gutter = paint(f"{number:>{margin}} |", Style.FRAME)
        yield f"{gutter} {printable(line)}".rstrip()
        underline = _underline(spot, number, line, mark)
        if underline.strip():
            indentation = underline[: len(underline) - len(underline.lstrip())]
            yield f"{bar} {indentation}{paint(underline.strip(), style)}"
    yield bar


def _underline(spot: Spot, number: int, line: str, mark: str) -> str:
    """What stands below a line: marks under the part of it that belongs to the spot."""
    if not spot.line <= number <= spot.end_line:
        return ""
    start = spot.column - 1 if number == spot.line else len(line) - len(line.lstrip())
    end = spot.end_column - 1 if number == spot.end_line else len(line.rstrip())
    before = "".join("\t" if c == "\t" else " " * width(c) for c in line[:start])
    length = width(line[start:end])
    if number == spot.line:
        length = max(length, 1)
    return before + mark * length
