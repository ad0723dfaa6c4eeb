"""A finding as every report prints it: places resolved, nothing left of the tree."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tunelint.findings.finding import Level
from tunelint.findings.fixes.text_edit import Repair

if TYPE_CHECKING:
    from tunelint.lab.verdict_records import Evidence


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a file. Lines (within the cell) and columns count from 1, ends are exclusive.

    `excerpt` holds the lines to show around it, with their numbers; `run` is as what the cell was
    last run, ``In [3]``.
    """

    path: Path
    cell: int | None
    line: int
    column: int
    end_line: int
    end_column: int
    excerpt: tuple[tuple[int, str], ...] = ()
    run: int | None = None

    @property
    def order(self) -> tuple[str, int, int, int]:
        """Sorts spans by path, cell, line and column."""
        return (self.path.as_posix(), self.cell or 0, self.line, self.column)


@dataclass(frozen=True, slots=True)
class RelatedSpan:
    """A further place, with what is to be seen there."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding of a run; `fix` where it can be fixed in a file of the run.

    `evidence` is what running the search proved about it, where the code is still the same.
    """

    code: str
    name: str
    level: Level
    message: str
    span: Span
    fingerprint: str
    related: tuple[RelatedSpan, ...] = ()
    help: str | None = None
    fix: Repair | None = None
    evidence: Evidence | None = field(default=None, compare=False)

    @property
    def order(self) -> tuple[str, int, int, int, str]:
        """Sorts diagnostics by place, then by code."""
        return (*self.span.order, self.code)


def sorted_once(diagnostics: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics in their order, each code once at each place, whatever came first."""
    ordered = sorted(diagnostics, key=_whole_order)
    return tuple({one.order: one for one in reversed(ordered)}.values())[::-1]


def _whole_order(one: Diagnostic) -> tuple[object, ...]:
    related = [(span.span.order, span.message) for span in one.related]
    return (one.order, one.message, one.fingerprint, related, one.help or "")
