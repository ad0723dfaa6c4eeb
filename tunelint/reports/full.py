"""The report for people: each finding with its lines of code, related places and help."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tunelint.reports.closing import Ending, mark
from tunelint.reports.diagnostic import Diagnostic
from tunelint.reports.frame import frame
from tunelint.reports.text import (
    LEVEL_STYLES,
    Paint,
    Style,
    printable,
    shown_evidence,
    shown_spot,
)


def full(diagnostics: Iterable[Diagnostic], paint: Paint, ending: Ending) -> Iterator[str]:
    """The findings, line by line, with an empty line after each."""
    for diagnostic in diagnostics:
        yield from finding(diagnostic, paint, mark(diagnostic, ending))
        yield ""


def finding(diagnostic: Diagnostic, paint: Paint, fixable: str = "") -> Iterator[str]:
    """One finding, line by line; `fixable` is the mark of those that can be fixed."""
    style = LEVEL_STYLES[diagnostic.level]
    where = paint(shown_spot(diagnostic.spot), Style.BOLD)
    what = paint(f"{diagnostic.code} {diagnostic.level}", style)
    yield f"{where}: {what}: {fixable}{paint(printable(diagnostic.message), Style.BOLD)}"
    yield from frame(diagnostic.spot, paint, style)
    for related in diagnostic.related:
        note = paint("note", Style.ADVICE)
        yield f"{note}: {shown_spot(related.spot)}: {printable(related.message)}"
        yield from frame(related.spot, paint, Style.ADVICE, "-")
    if diagnostic.help is not None:
        yield f"{paint('help', Style.ADVICE)}: {printable(diagnostic.help)}"
    if diagnostic.evidence is not None:
        proved = paint(shown_evidence(diagnostic.evidence), Style.BOLD)
        line = printable(diagnostic.evidence.verdict.line)
        yield f"{paint('note', Style.ADVICE)}: {proved}: {line}"
