"""How lines of the user's files are named: by number, in a notebook by cell and number."""

from __future__ import annotations

import os
import traceback
from collections.abc import Collection
from dataclasses import dataclass

from tunelint.lab.questions import Script, ScriptSpan


@dataclass(frozen=True)
class ScriptLines:
    """Names the lines of one script; `lines` are those of its notebooks, cell and line each."""

    lines: dict[str, tuple[tuple[int, int], ...]]

    def line(self, path: str, number: int) -> str:
        """``line 12``, ``cell 3, line 12``."""
        cell, line = self._cell_and_line(path, number)
        return f"line {line}" if cell is None else f"cell {cell}, line {line}"

    def start(self, span: ScriptSpan) -> str:
        """The line on which a span begins."""
        return self.line(span.path, span.line)

    def last_of(self, error: BaseException, own: Collection[str]) -> str:
        """The last line of the user's own code that an exception went through, in brackets."""
        place = ""
        for frame in traceback.extract_tb(error.__traceback__):
            path = os.path.realpath(frame.filename)
            if path in own and frame.lineno is not None:
                cell, line = self._cell_and_line(path, frame.lineno)
                inside = f"cell {cell}:{line}" if cell is not None else str(line)
                place = f" ({os.path.basename(path)}:{inside})"
        return place

    def _cell_and_line(self, path: str, number: int) -> tuple[int | None, int]:
        lines = self.lines.get(os.path.realpath(path), ())
        return lines[number - 1] if 0 < number <= len(lines) else (None, number)


def lines_of(script: Script) -> ScriptLines:
    """The lines of a script."""
    return ScriptLines({os.path.realpath(path): lines for path, lines in script.cells})
