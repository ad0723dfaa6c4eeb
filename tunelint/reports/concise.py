"""One line a finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tunelint.reports.closing import CHECKED, Ending, closing, mark
from tunelint.reports.diagnostic import Diagnostic
from tunelint.reports.text import LEVEL_STYLES, Paint, Style, printable, shown_spot


def concise(
    diagnostics: Sequence[Diagnostic], paint: Paint, ending: Ending = CHECKED
) -> Iterator[str]:
    """The report, line by line."""
    for diagnostic in diagnostics:
        where = paint(shown_spot(diagnostic.spot), Style.BOLD)
        code = paint(diagnostic.code, LEVEL_STYLES[diagnostic.level])
        yield f"{where}: {code} {mark(diagnostic, ending)}{printable(diagnostic.message)}"
    yield from closing(diagnostics, ending)
