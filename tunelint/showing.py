"""What ``check`` prints while it checks: each finding as soon as its turn has come."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass

from tunelint.commands import CLEAN, FINDINGS, write_line
from tunelint.config import OutputFormat
from tunelint.engine import Checking
from tunelint.reports.closing import Ending, last_lines
from tunelint.reports.concise import concise
from tunelint.reports.diagnostic import Diagnostic
from tunelint.reports.full import full
from tunelint.reports.text import Paint, colour_wanted

Shown = Callable[[Iterable[Diagnostic], Paint, Ending], Iterator[str]]

TEXTS: Mapping[OutputFormat, Shown] = {OutputFormat.FULL: full, OutputFormat.CONCISE: concise}
"""The formats in which a finding can be printed before all are there."""


@dataclass(eq=False)
class Showing:
    """The report of a check, which goes on as lines are asked for."""

    checking: Checking
    shown: Shown
    unsafe: bool = False
    exit_zero: bool = False
    _warned: int = 0

    def lines(self) -> Generator[str, None, None]:
        """The report, line by line; closing it before its end ends the check."""
        paint = Paint(colour_wanted(sys.stdout.isatty()))
        self._warn()
        with closing(self.checking.findings()) as findings:
            for found in findings:
                self._warn()
                yield from self.shown(found, paint, Ending(unsafe=self.unsafe))
                sys.stdout.flush()
        result = self.checking.result
        yield from last_lines(
            result.diagnostics, Ending(known=len(result.known), unsafe=self.unsafe)
        )

    def _warn(self) -> None:
        """Write the warnings that are new."""
        new = self.checking.warnings[self._warned :]
        self._warned += len(new)
        for warning in new:
            write_line(sys.stderr, f"warning: {warning}")

    def problems(self) -> Iterator[str]:
        """What could not be done, once all lines are there."""
        yield from self.checking.result.problems

    def status(self) -> int:
        """The exit status, once all lines are there."""
        return FINDINGS if self.checking.result.diagnostics and not self.exit_zero else CLEAN
