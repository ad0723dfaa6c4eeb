"""What ``check`` prints while it checks: each finding as soon as its turn has come."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass

from tunelint.cli.streams import CLEAN, FINDINGS, Output, say
from tunelint.config.output_format import OutputFormat
from tunelint.engine.run import Checking
from tunelint.findings.diagnostic import Diagnostic
from tunelint.findings.finding import Level
from tunelint.reports.concise import concise
from tunelint.reports.full import full
from tunelint.reports.summary import Ending, last_lines
from tunelint.reports.terminal_text import Line

Shown = Callable[[Iterable[Diagnostic], Ending], Iterator[Line]]

TEXTS: Mapping[OutputFormat, Shown] = {OutputFormat.FULL: full, OutputFormat.CONCISE: concise}
"""The formats in which a finding can be printed before all are there."""


def status_of(diagnostics: Iterable[Diagnostic], least: Level | None) -> int:
    """The exit status: whether there is a finding of at least this level; None: that is no matter.

    Levels are worse the earlier they stand.
    """
    levels = list(Level)
    failing = () if least is None else levels[: levels.index(least) + 1]
    return FINDINGS if any(one.level in failing for one in diagnostics) else CLEAN


@dataclass(eq=False)
class Showing:
    """The report of a check, which goes on as lines are asked for.

    Findings of at least the level `failing` make the status that of findings.
    """

    checking: Checking
    shown: Shown
    output: Output
    unsafe: bool = False
    failing: Level | None = Level.ADVICE
    quiet: bool = False
    _warned: int = 0

    def lines(self) -> Generator[Line, None, None]:
        """The report, line by line; closing it before its end ends the check."""
        self._warn()
        with closing(self.checking.findings()) as findings:
            for found in findings:
                self._warn()
                yield from self.shown(found, Ending(unsafe=self.unsafe))
                self.output.flush()
        result = self.checking.result
        ending = Ending(
            known=len(result.known), unsafe=self.unsafe, files=len(result.files), quiet=self.quiet
        )
        yield from last_lines(result.diagnostics, ending)

    def _warn(self) -> None:
        """Write the warnings that are new."""
        new = self.checking.warnings[self._warned :]
        self._warned += len(new)
        for warning in () if self.quiet else new:
            say(f"warning: {warning}")

    def problems(self) -> Iterator[str]:
        """What could not be done, once all lines are there."""
        yield from self.checking.result.problems

    def status(self) -> int:
        """The exit status, once all lines are there."""
        return status_of(self.checking.result.diagnostics, self.failing)
