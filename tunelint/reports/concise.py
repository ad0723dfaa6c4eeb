"""One line a finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tunelint.findings.diagnostic import Diagnostic
from tunelint.reports.summary import Ending, mark
from tunelint.reports.terminal_text import (
    LEVEL_STYLES,
    Line,
    Style,
    Styled,
    shown_evidence,
    shown_span,
)


def concise(diagnostics: Iterable[Diagnostic], ending: Ending) -> Iterator[Line]:
    """The findings, line by line."""
    for diagnostic in diagnostics:
        yield one_line(diagnostic, mark(diagnostic, ending))


def one_line(diagnostic: Diagnostic, fixable: str = "") -> Line:
    """One finding in a line; `fixable` is the mark of those that can be fixed."""
    where = Styled(shown_span(diagnostic.span), Style.BOLD)
    what = Styled(f"{diagnostic.code} {diagnostic.level}", LEVEL_STYLES[diagnostic.level])
    kept = diagnostic.evidence
    proved = f" ({shown_evidence(kept)})" if kept is not None else ""
    return (where, ": ", what, ": ", fixable, diagnostic.message, proved)
