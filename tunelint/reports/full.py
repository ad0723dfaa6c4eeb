"""The report for people: each finding with its lines of code, related places and help."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from tunelint.findings.diagnostic import Diagnostic
from tunelint.reports.frame import frame
from tunelint.reports.summary import Ending, mark, worst
from tunelint.reports.terminal_text import (
    LEVEL_STYLES,
    Line,
    Style,
    Styled,
    shown_evidence,
    shown_span,
)

_NOTE = Styled("note", Style.ADVICE)
_HELP = Styled("help", Style.ADVICE)


def full(diagnostics: Iterable[Diagnostic], ending: Ending) -> Iterator[Line]:
    """The findings, line by line, with an empty line after each place."""
    for span, group in groupby(diagnostics, lambda one: one.span):
        found = list(group)
        for one in found:
            yield _what(one, mark(one, ending))
        yield from frame(span, LEVEL_STYLES[worst(one.level for one in found)])
        for one in found:
            yield from _further(one, f"{one.code}: " if len(found) > 1 else "")
        yield ""


def finding(diagnostic: Diagnostic) -> Iterator[Line]:
    """One finding, line by line."""
    yield _what(diagnostic, "")
    yield from frame(diagnostic.span, LEVEL_STYLES[diagnostic.level])
    yield from _further(diagnostic, "")


def _what(diagnostic: Diagnostic, fixable: str) -> Line:
    """Where, and what is wrong; `fixable` is the mark of those that can be fixed."""
    where = Styled(shown_span(diagnostic.span), Style.BOLD)
    what = Styled(f"{diagnostic.code} {diagnostic.level}", LEVEL_STYLES[diagnostic.level])
    return (where, ": ", what, ": ", fixable, Styled(diagnostic.message, Style.BOLD))


def _further(diagnostic: Diagnostic, about: str) -> Iterator[Line]:
    """Related places, help, and what is proved; `about` tells which finding of a place is meant."""
    for related in diagnostic.related:
        yield (_NOTE, f": {about}{shown_span(related.span)}: {related.message}")
        yield from frame(related.span, Style.ADVICE, "-")
    if diagnostic.help is not None:
        yield (_HELP, f": {about}{diagnostic.help}")
    if diagnostic.evidence is not None:
        proved = Styled(shown_evidence(diagnostic.evidence), Style.BOLD)
        yield (_NOTE, f": {about}", proved, f": {diagnostic.evidence.verdict.line}")
