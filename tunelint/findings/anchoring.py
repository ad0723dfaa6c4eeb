"""From places in trees to places in files: spans, excerpts, fingerprints."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import libcst as cst

from tunelint.files.place import Place
from tunelint.files.project import Project
from tunelint.files.source import Location, Source
from tunelint.findings.diagnostic import Diagnostic, RelatedSpan, Span
from tunelint.findings.finding import Finding
from tunelint.findings.fingerprint import Anchor, Anchors, fingerprint
from tunelint.findings.fixes.render import Writer
from tunelint.findings.fixes.text_edit import Repair

if TYPE_CHECKING:
    from tunelint.findings.finding import Related

_LINES_AROUND = 2
_LINES_OF_A_PLACE = 8


@dataclass(frozen=True, slots=True)
class LocatedFinding:
    """A finding with the line of the program text that it begins on, ready to be printed."""

    source: Source
    line: int
    diagnostic: Diagnostic
    cause: str = ""


@dataclass(frozen=True, slots=True)
class ResolvedFinding:
    """A finding whose places are resolved, as long as the trees are at hand."""

    finding: Finding
    line: int
    span: Span
    related: tuple[RelatedSpan, ...]
    anchor: Anchor
    repair: Repair | None = None

    @property
    def order(self) -> tuple[tuple[str, int, int, int], str]:
        """Sorts by place, then by code; one code has one finding at a place."""
        return (self.span.order, self.finding.code)


@dataclass(eq=False)
class Resolver:
    """Resolves the places of one project's findings; works out each file once.

    Only the files in `fixable` may be changed.
    """

    project: Project
    root: Path
    fixable: frozenset[Path] = frozenset()
    _anchors: dict[Path, Anchors] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._writer = Writer(self.project)

    def resolve(self, finding: Finding) -> ResolvedFinding:
        """The finding with its places resolved."""
        place = finding.place
        line, span = self._located(place)
        related = tuple(self._related(one) for one in finding.related)
        anchor = self._anchors_of(place.source).of(place.node)
        return ResolvedFinding(finding, line, span, related, anchor, self._repair(finding))

    def _repair(self, finding: Finding) -> Repair | None:
        repair = self._writer.repair(finding.fix) if finding.fix is not None else None
        if repair is None or any(edit.path not in self.fixable for edit in repair.edits):
            return None
        return repair

    def located(self, resolved: Iterable[ResolvedFinding]) -> Iterator[LocatedFinding]:
        """The findings in order, each place once for a code, with their fingerprints."""
        once: dict[object, ResolvedFinding] = {}
        for one in resolved:
            once.setdefault(one.order, one)
        repeats: Counter[tuple[str, Path, Anchor]] = Counter()
        for one in sorted(once.values(), key=lambda one: one.order):
            key = (one.finding.code, one.span.path, one.anchor)
            mark = fingerprint(
                one.finding.code, self.relative(one.span.path), one.anchor, repeats[key]
            )
            repeats[key] += 1
            finding = one.finding
            source = finding.place.source
            yield LocatedFinding(source, one.line, _diagnostic(one, mark), finding.cause)

    def relative(self, path: Path) -> str:
        """A path as fingerprints hold it: from the project's root, in POSIX form."""
        return os.path.relpath(path, self.root).replace(os.sep, "/")

    def _related(self, related: Related) -> RelatedSpan:
        return RelatedSpan(self._located(related.place)[1], related.message)

    def _located(self, place: Place) -> tuple[int, Span]:
        """The line of the text that a place begins on, and its span, that of a call's name."""
        shown = Place(place.source, place.node.func) if isinstance(place.node, cst.Call) else place
        line, column, end_line, end_column = self.project.locate(shown)
        return line, span_of(place.source, (line, column), (end_line, end_column))

    def _anchors_of(self, source: Source) -> Anchors:
        if source.path not in self._anchors:
            self._anchors[source.path] = Anchors(self.project.tree(source))
        return self._anchors[source.path]


def span_of(source: Source, start: tuple[int, int], end: tuple[int, int]) -> Span:
    """The stretch of the file between two positions of the program text, with an excerpt."""
    first, last = source.locate(*start), source.locate(*end)
    return Span(
        source.file,
        first.cell,
        first.line,
        first.column,
        last.line,
        last.column,
        excerpt(source, first, last.line),
        source.runs.get(first.cell or 0),
    )


def excerpt(source: Source, start: Location, end_line: int) -> tuple[tuple[int, str], ...]:
    """The lines to show for a place: itself, as far as it is short, and what stands around it."""
    shown = min(end_line, start.line + _LINES_OF_A_PLACE - 1)
    after = _LINES_AROUND if shown == end_line else 0
    wanted = range(start.line - _LINES_AROUND, shown + after + 1)
    lines = list(source.lines_in(start.cell, wanted))
    while lines and not lines[0].written.strip() and lines[0].number < start.line:
        del lines[0]
    while lines and not lines[-1].written.strip() and lines[-1].number > end_line:
        del lines[-1]
    return tuple((line.number, line.written) for line in lines)


def _diagnostic(resolved: ResolvedFinding, mark: str) -> Diagnostic:
    finding = resolved.finding
    return Diagnostic(
        finding.code,
        finding.name,
        finding.level,
        finding.message,
        resolved.span,
        mark,
        resolved.related,
        finding.help,
        resolved.repair,
    )
