"""Making edits in a file's bytes: what is not edited stays byte for byte."""

from __future__ import annotations

import codecs
import io
import re
import tokenize
from collections.abc import Iterable, Sequence

from tunelint.files.notebook.splice import UnknownNotebook, code_cell_texts, spliced
from tunelint.findings.fixes.text_edit import TextEdit

_LINE_END = re.compile(r"\r\n|\r|\n")
_BYTE_LINE_END = re.compile(rb"\r\n|\r|\n")


class Unspliceable(Exception):
    """Edits that cannot be made in a file without touching more of it."""


def edited(data: bytes, edits: Iterable[TextEdit], *, is_notebook: bool) -> bytes:
    """The bytes of a file after the edits, which do not touch each other.

    Raises Unspliceable.
    """
    ordered = sorted(edits, key=lambda edit: edit.start, reverse=True)
    try:
        if is_notebook:
            return _edited_notebook(data, ordered)
        return _edited_text(data, ordered)
    except (UnknownNotebook, UnicodeError, LookupError, SyntaxError) as error:
        raise Unspliceable(str(error)) from None


def _edited_text(data: bytes, edits: Sequence[TextEdit]) -> bytes:
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    rest = data[len(mark) :]
    encoding = "utf-8" if mark else _encoding(data)
    text = rest.decode(encoding)
    for edit in edits:
        start, end, content = _stretch(text, edit)
        changed = text[:start] + content + text[end:]
        rest = (
            rest[: len(text[:start].encode(encoding))]
            + content.encode(encoding)
            + rest[len(text[:end].encode(encoding)) :]
        )
        if rest.decode(encoding) != changed:
            raise Unspliceable(f"{encoding} cannot be edited in part")
        text = changed
    return mark + rest


def _encoding(data: bytes) -> str:
    head = b"\n".join(_BYTE_LINE_END.split(data, maxsplit=2)[:2])
    return tokenize.detect_encoding(io.BytesIO(head).readline)[0]


def _edited_notebook(data: bytes, edits: Sequence[TextEdit]) -> bytes:
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    document = data[len(mark) :].decode("utf-8")
    for edit in edits:
        cell = code_cell_texts(document).get(edit.cell or 0)
        if edit.cell is None or cell is None:
            raise UnknownNotebook
        start, end, content = _stretch(cell.text, edit)
        document = spliced(document, edit.cell, start, end, content)
    return mark + document.encode("utf-8")


def _stretch(text: str, edit: TextEdit) -> tuple[int, int, str]:
    """Where an edit stands in a text, and its content with the text's own line ends."""
    starts = [0, *(found.end() for found in _LINE_END.finditer(text))]
    if not 1 <= edit.line <= edit.end_line <= len(starts):
        raise Unspliceable("the file has changed")
    start = starts[edit.line - 1] + edit.column - 1
    end = starts[edit.end_line - 1] + edit.end_column - 1
    if not start <= end <= len(text):
        raise Unspliceable("the file has changed")
    return start, end, edit.content.replace("\n", _line_end(text, start))


def _line_end(text: str, position: int) -> str:
    """How the line ends at the position, or else the lines around it."""
    behind = _LINE_END.search(text, position)
    if behind is not None:
        return behind[0]
    before = _LINE_END.findall(text)
    return before[-1] if before else "\n"
