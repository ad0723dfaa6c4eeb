"""Where the characters of a notebook's code cells stand in its JSON, so that they can be edited.

Nothing but the edited characters is written anew: the rest of the file stays byte for byte.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from json.decoder import scanstring  # type: ignore[attr-defined]

_SPACE = re.compile(r"[ \t\n\r]*")
_SCALAR = re.compile(r"[^,\]}\s]+")
_PIECE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u.{4}|\\.|.", re.S
)


class UnknownNotebook(Exception):
    """JSON that is laid out as no notebook that we know."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A JSON string: its value, and the span between its quotes."""

    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CellText:
    """The strings that a code cell's text is made of; `listed` if they stand in a list."""

    pieces: tuple[Piece, ...]
    listed: bool

    @property
    def text(self) -> str:
        """The text of the cell."""
        return "".join(piece.value for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a JSON document and its span: a string, the members of an object, or items."""

    start: int
    end: int
    text: Piece | None = None
    members: tuple[tuple[str, Node], ...] = ()
    items: tuple[Node, ...] = ()
    kind: str = "scalar"

    def get(self, key: str) -> Node | None:
        """The last member of that name, as JSON is read."""
        return dict(self.members).get(key)


def spliced(document: str, cell: int, start: int, end: int, content: str) -> str:
    """The document with the characters `start` to `end` of the code cell of this number replaced.

    Raises UnknownNotebook where it cannot be told where they stand.
    """
    wanted = code_cell_texts(document).get(cell)
    if wanted is None or not wanted.pieces:
        raise UnknownNotebook
    first = _raw(document, wanted, start, before=False)
    last = first if start == end else _raw(document, wanted, end, before=True)
    return document[:first] + _encoded(document, wanted, content) + document[last:]


def code_cell_texts(document: str) -> Mapping[int, CellText]:
    """The code cells of a notebook of format 3 or 4, by their numbers among all cells, from 1.

    Raises UnknownNotebook.
    """
    try:
        root, _ = _value(document, _after_space(document, 0))
    except (RecursionError, IndexError, ValueError):
        raise UnknownNotebook from None
    found: dict[int, CellText] = {}
    for number, cell in enumerate(_cells(root), 1):
        kind = cell.get("cell_type")
        if kind is not None and kind.text is not None and kind.text.value == "code":
            found[number] = _cell_text(cell.get("source") or cell.get("input"))
    return found


def _cells(root: Node) -> Iterator[Node]:
    cells = root.get("cells")
    if cells is not None and cells.kind == "array":
        yield from cells.items
        return
    sheets = root.get("worksheets")
    for sheet in sheets.items if sheets is not None else ():
        inner = sheet.get("cells")
        yield from inner.items if inner is not None else ()


def _cell_text(source: Node | None) -> CellText:
    match source:
        case None:
            return CellText((), False)
        case Node(text=Piece() as piece):
            return CellText((piece,), False)
        case Node(kind="array", items=items):
            pieces = tuple(item.text for item in items if item.text is not None)
            if len(pieces) == len(items):
                return CellText(pieces, True)
    raise UnknownNotebook


def _raw(document: str, cell: CellText, offset: int, *, before: bool) -> int:
    """Where the character at `offset` of a cell's text begins in the document.

    At the border of two strings: the end of the first if `before`, else the beginning of the
    second, unless there is none.
    """
    for number, piece in enumerate(cell.pieces):
        length = len(piece.value)
        inside = offset < length or number == len(cell.pieces) - 1
        if inside or (before and offset == length):
            if offset > length:
                break
            return _raw_in(document, piece, offset)
        offset -= length
    raise UnknownNotebook


def _raw_in(document: str, piece: Piece, offset: int) -> int:
    position = piece.start
    for _ in range(offset):
        found = _PIECE.match(document, position)
        if found is None:
            raise UnknownNotebook
        position = found.end()
    return position


def _encoded(document: str, cell: CellText, content: str) -> str:
    """The content as the notebook writes strings; in a list each line is a string of its own."""
    ascii_only = document.isascii()
    lines = re.findall(r"[^\n]*\n|[^\n]+$", content) or [""]
    encoded = [json.dumps(line, ensure_ascii=ascii_only)[1:-1] for line in lines]
    if content.endswith("\n"):
        encoded.append("")
    return (f'"{_separator(document, cell)}"' if cell.listed else "").join(encoded)


def _separator(document: str, cell: CellText) -> str:
    """What stands between two strings of the list."""
    pieces = cell.pieces
    if len(pieces) > 1:
        return document[pieces[0].end + 1 : pieces[1].start - 1]
    opening = document.rfind("[", 0, pieces[0].start)
    space = document[opening + 1 : pieces[0].start - 1]
    return f",{space}" if space else ", "


# -- JSON with spans --------------------------------------------------------------------------


def _after_space(document: str, position: int) -> int:
    found = _SPACE.match(document, position)
    return found.end() if found is not None else position


def _value(document: str, start: int) -> tuple[Node, int]:
    match document[start]:
        case '"':
            piece, end = _string(document, start)
            return Node(start, end, piece, kind="string"), end
        case "{":
            return _object(document, start)
        case "[":
            return _array(document, start)
    found = _SCALAR.match(document, start)
    if found is None:
        raise UnknownNotebook
    return Node(start, found.end()), found.end()


def _string(document: str, start: int) -> tuple[Piece, int]:
    value, end = scanstring(document, start + 1, False)
    return Piece(value, start + 1, end - 1), end


def _object(document: str, start: int) -> tuple[Node, int]:
    members: list[tuple[str, Node]] = []
    position = _after_space(document, start + 1)
    while document[position] != "}":
        key, position = _string(document, position)
        position = _after_space(document, _after_space(document, position) + 1)
        value, position = _value(document, position)
        members.append((key.value, value))
        position = _next(document, position)
    return Node(start, position + 1, members=tuple(members), kind="object"), position + 1


def _array(document: str, start: int) -> tuple[Node, int]:
    items: list[Node] = []
    position = _after_space(document, start + 1)
    while document[position] != "]":
        value, position = _value(document, position)
        items.append(value)
        position = _next(document, position)
    return Node(start, position + 1, items=tuple(items), kind="array"), position + 1


def _next(document: str, position: int) -> int:
    """Past the space and the comma behind a member or an item."""
    position = _after_space(document, position)
    return _after_space(document, position + 1) if document[position] == "," else position
