"""The report for people: each finding with its lines of code, related places and help."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tunelint.reports.closing import Ending, mark
from tunelint.reports.diagnostic import Diagnostic
from tunelint.reports.frame import frame
from tunelint.reports.text import LEVEL_STYLES, Line, Style, Styled, shown_evidence, shown_spot

_NOTE = Styled("note", Style.ADVICE)
_HELP = Styled("help", Style.ADVICE)


def full(diagnostics: Iterable[Diagnostic], ending: Ending) -> Iterator[Line]:
    """The findings, line by line, with an empty line after each."""
    for diagnostic in diagnostics:
        yield from finding(diagnostic, mark(diagnostic, ending))
        yield ""


def finding(diagnostic: Diagnostic, fixable: str = "") -> Iterator[Line]:
    """One finding, line by line; `fixable` is the mark of those that can be fixed."""
    style = LEVEL_STYLES[diagnostic.level]
    where = Styled(shown_spot(diagnostic.spot), Style.BOLD)
    what = Styled(f"{diagnostic.code} {diagnostic.level}", style)
    yield (where, ": ", what, ": ", fixable, Styled(diagnostic.message, Style.BOLD))
    yield from frame(diagnostic.spot, style)
    for related in diagnostic.related:
        yield (_NOTE, f": {shown_spot(related.spot)}: {related.message}")
        yield from frame(related.spot, Style.ADVICE, "-")
    if diagnostic.help is not None:
        yield (_HELP, f": {diagnostic.help}")
    if diagnostic.evidence is not None:
        proved = Styled(shown_evidence(diagnostic.evidence), Style.BOLD)
        yield (_NOTE, ": ", proved, f": {diagnostic.evidence.verdict.line}")
