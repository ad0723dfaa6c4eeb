"""From changes at nodes to edits of the file's text, in the style of what stands around them."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import libcst as cst

from tunelint.findings.fixes.changes import (
    AddArgument,
    Change,
    Code,
    InsertBefore,
    MoveNames,
    Name,
    RemoveArgument,
    RemoveElement,
    RenameArgument,
    Replace,
    Wrap,
)
from tunelint.findings.fixes.layout import Insertion, Layout, Unwritable
from tunelint.findings.fixes.moved_imports import moved_names
from tunelint.findings.fixes.render_call import (
    added_argument,
    has,
    removed_argument,
    removed_element,
)
from tunelint.findings.fixes.render_import import Imports
from tunelint.findings.fixes.text_edit import Repair, TextEdit
from tunelint.findings.fixes.wrapping import wrapped

if TYPE_CHECKING:
    from pathlib import Path

    from tunelint.files.place import Place
    from tunelint.files.project import Project
    from tunelint.files.source import Source
    from tunelint.findings.finding import Fix

_PLAIN = re.compile(r"""(["'])[^"'\\]*\1""")
_MAGIC = re.compile(r"\s*[%!]")
# What parts the cells of a script: ``# %%``, ``# In[3]:``.
_CELL = re.compile(r"#\s*(?:%%|In\s*\[|<codecell>|\+)")


@dataclass(eq=False)
class Writer:
    """Writes the fixes of one project; looks at each file's layout and imports once."""

    project: Project
    _layouts: dict[Path, Layout] = field(default_factory=dict)
    _imports: dict[Path, Imports] = field(default_factory=dict)

    def repair(self, fix: Fix) -> Repair | None:
        """The edits of a fix; None where it cannot be written, or not in one file."""
        sources = {id(place.source): place.source for place in map(_place, fix.changes)}
        if len(sources) != 1:
            return None
        (source,) = sources.values()
        try:
            insertions = [each for change in fix.changes for each in self._insertions(change)]
            nodes = [_place(change).node for change in fix.changes]
            laid_out = wrapped(self._layout(source), _together(insertions), nodes)
            edits = tuple(_edit(source, each) for each in laid_out)
        except Unwritable:
            return None
        return Repair(fix.applicability, fix.message, edits)

    def _layout(self, source: Source) -> Layout:
        if source.path not in self._layouts:
            self._layouts[source.path] = Layout(self.project, source)
        return self._layouts[source.path]

    def _imports_of(self, source: Source) -> Imports:
        if source.path not in self._imports:
            self._imports[source.path] = Imports(self._layout(source))
        return self._imports[source.path]

    def _insertions(self, change: Change) -> Iterator[Insertion]:
        place = _place(change)
        layout = self._layout(place.source)
        match change:
            case AddArgument(keyword=keyword, value=value):
                text = yield from self._text(value, place)
                yield from added_argument(layout, _call(place.node), keyword, text)
            case RemoveArgument():
                yield removed_argument(layout, _argument(place.node))
            case RemoveElement():
                yield removed_element(layout, place.node)
            case RenameArgument(keyword=keyword):
                name = _argument(place.node).keyword
                call = layout.parent(place.node)
                if name is None or not isinstance(call, cst.Call) or has(layout, call, keyword):
                    raise Unwritable
                yield Insertion(*layout.range(name), keyword)
            case MoveNames(moves=moves):
                imports = self._imports_of(place.source)
                yield from moved_names(layout, imports, _import(place.node), moves)
            case Replace(code=code):
                text = yield from self._text(code, place)
                replaced = _value(place.node)
                yield Insertion(*layout.range(replaced), _quoted_like(replaced, text))
            case Wrap(before=before, after=after):
                head = yield from self._text(before, place)
                tail = yield from self._text(after, place)
                yield from _around(layout, _value(place.node), head, tail)
            case InsertBefore(code=code):
                text = yield from self._text(code, place)
                yield _statement(layout, place.node, text)

    def _text(self, code: Code, place: Place) -> Generator[Insertion, None, str]:
        """The text of code at a place; the imports that it needs are handed out on the way."""
        parts = []
        for piece in code:
            if isinstance(piece, Name):
                written, needed = self._imports_of(place.source).spelled(piece.dotted, place.node)
                yield from needed
                parts.append(written)
            else:
                parts.append(self._layout(place.source).quoted(piece))
        return "".join(parts)


def _place(change: Change) -> Place:
    match change:
        case AddArgument(call=place):
            return place
        case RemoveArgument(argument=place) | RenameArgument(argument=place):
            return place
        case RemoveElement(element=place):
            return place
        case Replace(place=place) | Wrap(place=place) | InsertBefore(place=place):
            return place
        case MoveNames(statement=place):
            return place


def _call(node: cst.CSTNode) -> cst.Call:
    if not isinstance(node, cst.Call):
        raise Unwritable
    return node


def _import(node: cst.CSTNode) -> cst.ImportFrom:
    if not isinstance(node, cst.ImportFrom):
        raise Unwritable
    return node


def _argument(node: cst.CSTNode) -> cst.Arg:
    if not isinstance(node, cst.Arg) or node.star:
        raise Unwritable
    return node


def _value(node: cst.CSTNode) -> cst.CSTNode:
    if isinstance(node, cst.Arg):
        return _argument(node).value
    if isinstance(node, cst.DictElement):
        return node.value
    return node


def _quoted_like(node: cst.CSTNode, text: str) -> str:
    """A plain string with the quotes of the string that it replaces."""
    if isinstance(node, cst.SimpleString) and len(node.quote) == 1 and _PLAIN.fullmatch(text):
        return f"{node.quote}{text[1:-1]}{node.quote}"
    return text


def _around(layout: Layout, node: cst.CSTNode, head: str, tail: str) -> Iterator[Insertion]:
    """Text on both sides of an expression; brackets that stand around it are not doubled."""
    start, end = layout.outer_range(node)
    if len(getattr(node, "lpar", ())) == 1 and head.endswith("(") and tail.endswith(")"):
        inner = layout.range(node)[1]
        yield Insertion(start, start, head.removesuffix("("))
        yield Insertion(inner, inner, tail.removesuffix(")"))
    else:
        yield Insertion(start, start, head)
        yield Insertion(end, end, tail)


def _statement(layout: Layout, node: cst.CSTNode, text: str) -> Insertion:
    """A line before the statement that holds the node; before a `;` where it shares its line."""
    statement = layout.statement(node)
    line, column = layout.range(statement)[0]
    written = layout.source.line_text(line)
    if _MAGIC.match(written):
        raise Unwritable
    before = layout.line(line)[:column]
    if before.strip():
        if not isinstance(statement, cst.BaseSmallStatement):
            raise Unwritable
        return Insertion((line, column), (line, column), f"{text}; ")
    # What a cell's lines share in front is not in the program's text, but is in the file.
    indentation = written[: layout.source.locate(line, column).column - 1].rpartition("\f")[2]
    first = _head(layout, line, column)
    return Insertion((first, column), (first, column), f"{text}\n{indentation}")


def _head(layout: Layout, line: int, column: int) -> int:
    """The line on which the comments begin that stand above a statement and speak of it.

    Those at the head of a file, and those that part cells, speak of more.
    """
    above = line
    while above > 1 and _speaks_of_the_next(layout, above - 1, column):
        above -= 1
    cells = [layout.source.locate(each, 0).cell for each in (max(1, above - 1), line)]
    return above if above > 1 and cells[0] == cells[1] else line


def _speaks_of_the_next(layout: Layout, line: int, column: int) -> bool:
    text = layout.line(line)
    indented = len(text) - len(text.lstrip()) == column
    return indented and text.lstrip().startswith("#") and not _CELL.match(text.lstrip())


def _together(insertions: list[Insertion]) -> list[Insertion]:
    """The insertions in order; those that touch become one, and none is made twice."""
    once = list(dict.fromkeys(insertions))
    ordered = sorted(once, key=lambda each: (each.start, each.end, each.rank))
    result: list[Insertion] = []
    for each in ordered:
        last = result[-1] if result else None
        if last is not None and last.end > each.start:
            raise Unwritable
        if last is not None and last.end == each.start:
            result[-1] = Insertion(last.start, each.end, last.content + each.content)
        else:
            result.append(each)
    return result


def _edit(source: Source, insertion: Insertion) -> TextEdit:
    start, end = source.locate(*insertion.start), source.locate(*insertion.end)
    lines = range(insertion.start[0], insertion.end[0] + 1)
    if start.cell != end.cell or not all(map(source.is_verbatim, lines)):
        raise Unwritable
    return TextEdit(
        source.file, start.cell, start.line, start.column, end.line, end.column, insertion.content
    )
