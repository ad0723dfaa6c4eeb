"""What fixing would change, as a unified diff; of a notebook cell by cell."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

from tunelint.files.notebook.cells import code_cells
from tunelint.files.source import UnreadableSource, source_from_bytes
from tunelint.reports.terminal_text import Document, Line, Style, Styled, shown_path

# The lines that name the files.
_HEAD = 2
_STYLES = {"-": Style.ERROR, "+": Style.ADDED, "@": Style.FRAME}


def unified_diff(path: Path, before: bytes, after: bytes) -> Iterator[Line]:
    """The lines of the diff of one file."""
    if path.suffix == ".ipynb":
        for old, new in zip(code_cells(before), code_cells(after), strict=True):
            name = f"{shown_path(path)}:cell {old.number}"
            yield from _diff(name, _lines(old.text), _lines(new.text))
    else:
        yield from _diff(shown_path(path), _read(path, before), _read(path, after))


def _diff(name: str, before: list[str], after: list[str]) -> Iterator[Line]:
    for number, line in enumerate(difflib.unified_diff(before, after, name, name)):
        text = line.removesuffix("\n").removesuffix("\r")
        end = Document(line[len(text) :].removesuffix("\n"))
        style = Style.BOLD if number < _HEAD else _STYLES.get(line[:1])
        yield (Styled(text, style) if style is not None else text, end)
        if not line.endswith("\n"):
            yield "\\ No newline at end of file"


def _lines(text: str) -> list[str]:
    return [f"{line}\n" for line in text.splitlines()]


def _read(path: Path, data: bytes) -> list[str]:
    """The lines as they are compared, with the ends that they have; only the last can lack one."""
    try:
        written = [line.written for line in source_from_bytes(path, data).written_lines]
    except UnreadableSource:
        written = data.decode("utf-8", "replace").split("\n")
    raw = data.split(b"\n")
    if len(raw) == len(written):
        ends = ["\r" if line.endswith(b"\r") else "" for line in raw]
        written = [line.removesuffix("\r") + end for line, end in zip(written, ends, strict=True)]
    lines = [f"{line}\n" for line in written[:-1]]
    return [*lines, written[-1]] if written and written[-1] else lines
