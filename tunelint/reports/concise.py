"""One line a finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tunelint.reports.closing import Ending, mark
from tunelint.reports.diagnostic import Diagnostic
from tunelint.reports.text import (
    LEVEL_STYLES,
    Paint,
    Style,
    printable,
    shown_evidence,
    shown_spot,
)


def concise(diagnostics: Iterable[Diagnostic], paint: Paint, ending: Ending) -> Iterator[str]:
    """The findings, line by line."""
    for diagnostic in diagnostics:
        yield one_line(diagnostic, paint, mark(diagnostic, ending))


def one_line(diagnostic: Diagnostic, paint: Paint, fixable: str = "") -> str:
    """One finding in a line; `fixable` is the mark of those that can be fixed."""
    where = paint(shown_spot(diagnostic.spot), Style.BOLD)
    code = paint(diagnostic.code, LEVEL_STYLES[diagnostic.level])
    kept = diagnostic.evidence
    proved = f" ({shown_evidence(kept)})" if kept is not None else ""
    return f"{where}: {code} {fixable}{printable(diagnostic.message)}{proved}"
