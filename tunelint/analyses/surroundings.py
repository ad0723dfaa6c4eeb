"""Surroundings: what the code around a place does with the value there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import libcst as cst

from tunelint.files.place import Place
from tunelint.files.source import Source
from tunelint.findings.fixes.layout import Layout
from tunelint.model.program import Program


@dataclass(frozen=True, eq=False)
class Surroundings:
    """The nodes around the places of one program; to be had of it, once."""

    program: Program
    _layouts: dict[Source, Layout] = field(default_factory=dict)

    def of(self, place: Place) -> Iterator[cst.CSTNode]:
        """The nodes that a place stands in, innermost first."""
        layout = self._layouts.get(place.source)
        if layout is None:
            layout = self._layouts[place.source] = Layout(self.program.project, place.source)
        return layout.around(place.node)
