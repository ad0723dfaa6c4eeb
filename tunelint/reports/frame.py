"""The lines of source around a place, with the place underlined."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.findings.diagnostic import Span
from tunelint.reports.terminal_text import Line, Style, Styled, printable, width


def frame(span: Span, style: Style, mark: str = "^") -> Iterator[Line]:
    """The excerpt of a span, line by line; nothing where there is no excerpt."""
    if not span.excerpt:
        return
    margin = len(str(span.excerpt[-1][0]))
    bar = Styled(" " * (margin + 1) + "|", Style.FRAME)
    yield (bar, f" In [{span.run}]" if span.run is not None else "")
    for number, written in span.excerpt:
        gutter = Styled(f"{number:>{margin}} |", Style.FRAME)
        line = written.rstrip()
        yield (gutter, f" {line}" if line else "")
        before, length = _underline(span, number, written)
        if length:
            yield (bar, f" {before}", Styled(mark * length, style))
    yield (bar,)


def _underline(span: Span, number: int, line: str) -> tuple[str, int]:
    """What stands before the marks below a line, and how many there are."""
    if not span.line <= number <= span.end_line:
        return "", 0
    start = span.column - 1 if number == span.line else len(line) - len(line.lstrip())
    end = span.end_column - 1 if number == span.end_line else len(line.rstrip())
    before = "".join("\t" if c == "\t" else " " * width(printable(c)) for c in line[:start])
    length = width(printable(line[start:end]))
    return before, max(length, 1) if number == span.line else length
