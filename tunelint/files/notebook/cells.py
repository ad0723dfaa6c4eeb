"""The code cells of a Jupyter notebook (formats 3 and 4)."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypedDict

# Python reads no whole number of more than 4300 digits; one that long takes eight steps at least.
_STEP = 512
_LONG_NUMBER = re.compile(rb"[0-9]{8}")
_CHUNK = 1 << 16


@dataclass(frozen=True)
class BrokenNotebook(Exception):
    """Why a file is no notebook, and where, as far as that is known (counted from 1)."""

    reason: str
    line: int = 1
    column: int = 1


class CodeCell(NamedTuple):
    """A code cell: its number among all cells (from 1), its text, and as what it was last run.

    The third is the number that Jupyter shows in front of it, ``In [3]``.
    """

    number: int
    text: str
    run: int | None = None


class _Cell(TypedDict, total=False):
    cell_type: str
    execution_count: Any
    prompt_number: Any
    source: str | list[str]
    input: str | list[str]


class _Worksheet(TypedDict, total=False):
    cells: list[_Cell]


class _Language(TypedDict, total=False):
    name: str


class _Kernel(TypedDict, total=False):
    language: str


class _Metadata(TypedDict, total=False):
    language_info: _Language
    kernelspec: _Kernel


class _Notebook(TypedDict, total=False):
    """What is asked of a notebook, as sound ones have it."""

    metadata: _Metadata
    cells: list[_Cell]
    worksheets: list[_Worksheet]


def code_cells(data: bytes) -> list[CodeCell]:
    """The code cells, in order; none where the notebook is not Python.

    Raises BrokenNotebook where `data` is no notebook.
    """
    document = _document(data)
    metadata = document.get("metadata")
    if isinstance(metadata, Mapping) and not _is_python(metadata):
        return []
    return [
        CodeCell(number, _cell_text(cell), _run(cell))
        for number, cell in enumerate(_cells(document), 1)
        if cell.get("cell_type") == "code"
    ]


def is_notebook(data: bytes) -> bool:
    """Whether this is a notebook's content: an object of JSON with cells and a format's number."""
    start = data[:_CHUNK].removeprefix(codecs.BOM_UTF8).lstrip()
    if not start.startswith(b"{") or b'"nbformat"' not in data:
        return False
    try:
        document = _whole_document(data)
    except BrokenNotebook:
        return False
    return "nbformat" in document and not document.keys().isdisjoint(("cells", "worksheets"))


def _document(data: bytes) -> Mapping[str, Any]:
    document = _asked_part(data)
    return _whole_document(data) if document is None else document


def _asked_part(data: bytes) -> Mapping[str, Any] | None:
    """The document without its outputs and all else that nobody asks for, which may be megabytes.

    None where the whole one has to be read: to say what is wrong with it, or since Python's `json`
    is more patient with numbers that are none, lone surrogates and a byte order mark.
    """
    import msgspec

    if not _is_utf8(data) or _may_hold_long_number(data):
        return None
    try:
        return msgspec.json.decode(data, type=_Notebook)
    except (msgspec.DecodeError, RecursionError):
        return None


def _is_utf8(data: bytes) -> bool:
    """Whether all is UTF-8: msgspec does not look into strings that it leaves out."""
    chunks = (data[start : start + _CHUNK] for start in range(0, len(data), _CHUNK))
    try:
        return data.isascii() or all(True for _ in codecs.iterdecode(chunks, "utf-8"))
    except UnicodeDecodeError:
        return False


def _may_hold_long_number(data: bytes) -> bool:
    """Whether there may be more digits in a row than Python reads: msgspec leaves them out."""
    return _LONG_NUMBER.search(data[::_STEP]) is not None


def _whole_document(data: bytes) -> Mapping[str, Any]:
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        raise BrokenNotebook(f"not JSON: {error.msg}", error.lineno, error.colno) from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BrokenNotebook(f"not UTF-8: {error.reason}", line) from None
    except (RecursionError, ValueError) as error:
        raise BrokenNotebook(f"not JSON: {error}") from None
    if not isinstance(document, Mapping):
        raise BrokenNotebook("JSON, but not a notebook: the top level is not an object")
    return document


def _cells(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for cell in _listed(document):
        if not isinstance(cell, Mapping):
            raise BrokenNotebook("JSON, but not a notebook: a cell is not an object")
        yield cell


def _listed(document: Mapping[str, Any]) -> Sequence[Any]:
    match document:
        case {"cells": [*cells]}:
            return cells
        case {"worksheets": [*worksheets]}:
            return [
                cell
                for worksheet in worksheets
                if isinstance(worksheet, Mapping) and isinstance(worksheet.get("cells"), list)
                for cell in worksheet["cells"]
            ]
        case _:
            raise BrokenNotebook("JSON, but not a notebook: it has no list of cells")


def _cell_text(cell: Mapping[str, Any]) -> str:
    match cell.get("source", cell.get("input", "")):
        case str(text):
            return text
        case [*pieces] if all(isinstance(piece, str) for piece in pieces):
            return "".join(pieces)
        case _:
            raise BrokenNotebook("JSON, but not a notebook: a cell's source is not text")


def _run(cell: Mapping[str, Any]) -> int | None:
    count = cell.get("execution_count", cell.get("prompt_number"))
    return count if type(count) is int and count > 0 else None


def _is_python(metadata: Mapping[str, Any]) -> bool:
    language = _entry(metadata, "language_info", "name") or _entry(
        metadata, "kernelspec", "language"
    )
    return language is None or language.lower().startswith(("python", "ipython"))


def _entry(metadata: Mapping[str, Any], section: str, key: str) -> str | None:
    entries = metadata.get(section)
    value = entries.get(key) if isinstance(entries, Mapping) else None
    return value if isinstance(value, str) else None


def code_of(path: Path, data: bytes) -> bytes:
    """The bytes of a module; of a notebook's code cells, which its outputs may drown."""
    if path.suffix != ".ipynb":
        return data
    try:
        return "\n".join(cell.text for cell in code_cells(data)).encode("utf-8", "replace")
    except BrokenNotebook:
        return data
