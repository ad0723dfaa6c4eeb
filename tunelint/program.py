"""A program: one file of the run with the modules it imports, read; its searches and records."""

from __future__ import annotations

from dataclasses import dataclass

from tunelint.project import Project
from tunelint.search import Records, Search
from tunelint.source import Source
from tunelint.syntax.trace import Trace


@dataclass(frozen=True, eq=False)
class Program:
    """What rules judge: the searches of a program and everything that happens around them.

    `source` is the file of the run, `trace.sources` all that were read with it.
    """

    source: Source
    project: Project
    trace: Trace
    records: Records
    searches: tuple[Search, ...] = ()

    @property
    def sources(self) -> tuple[Source, ...]:
        """The file of the run, and the project's modules that it imports."""
        return tuple(self.trace.sources)
