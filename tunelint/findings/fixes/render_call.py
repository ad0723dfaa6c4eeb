"""Arguments of calls: added and removed as the call is written, on one line or on several."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

import libcst as cst

from tunelint.findings.fixes.layout import Insertion, Layout, Position, Unwritable, width

_ALIGNED = re.compile(r" {3,}#")
_REST = re.compile(r"[ \t]*(?:#.*)?$")
_GAP = re.compile(r"(?:\s|\\\n|#[^\n]*)*")


def added_argument(
    layout: Layout, call: cst.Call, keyword: str | None, value: str
) -> Iterator[Insertion]:
    """One more argument at the end of a call.

    Raises Unwritable where the call has it, where arguments that cannot be seen may hold it, or
    where only a name can follow.
    """
    written = value if keyword is None else f"{keyword}{_equals(call)}{value}"
    if not call.args:
        line, column = layout.range(call)[1]
        yield Insertion((line, column - 1), (line, column - 1), written)
        return
    if keyword is None or has(layout, call, keyword):
        raise Unwritable
    last = call.args[-1]
    if len(call.args) == 1 and isinstance(last.value, cst.GeneratorExp) and not last.value.lpar:
        raise Unwritable
    yield from _after(layout, call, written)


def _equals(call: cst.Call) -> str:
    """The sign between a keyword and its value, spaced as those of the call are."""
    signs = [each.equal for each in call.args if isinstance(each.equal, cst.AssignEqual)]
    spaced = [
        not sign.whitespace_before.empty and not sign.whitespace_after.empty for sign in signs
    ]
    return " = " if spaced and all(spaced) else "="


def has(layout: Layout, call: cst.Call, keyword: str) -> bool:
    """Whether an argument of a call gives the keyword, or may."""
    return any(_holds(layout, argument, keyword) for argument in call.args)


def _holds(layout: Layout, argument: cst.Arg, keyword: str) -> bool:
    """Whether an argument gives the keyword, or may: what a function's own ``**`` collects."""
    if argument.keyword is not None:
        return argument.keyword.value == keyword
    if argument.star != "**":
        return False
    collected = {
        each.params.star_kwarg.name.value
        for each in layout.around(argument)
        if isinstance(each, cst.FunctionDef) and each.params.star_kwarg is not None
    }
    return isinstance(argument.value, cst.Name) and argument.value.value in collected


def _after(layout: Layout, call: cst.Call, written: str) -> Iterator[Insertion]:
    """The argument behind the last one of a call."""
    last, single = call.args[-1], len(call.args) == 1
    start, end = layout.range(last)
    indentation = layout.line(start[0])[: start[1]]
    comma = _comma(layout, last)
    on_own_line = not indentation.strip()
    if on_own_line and comma is not None and _ends_line(layout, comma):
        place = layout.end_of_line(comma[0])
        yield Insertion(place, place, f"\n{indentation}{written},")
    elif on_own_line and comma is None and _ends_line(layout, end) and not _closes(layout, end):
        place = layout.end_of_line(end[0])
        aligned = _ALIGNED.match(layout.line(end[0]), end[1]) is not None
        yield Insertion(end, (end[0], end[1] + aligned), ",")
        yield Insertion(place, place, f"\n{indentation}{written}")
    elif on_own_line and comma is None and not single:
        yield Insertion(end, end, f",\n{indentation}{written}")
    elif _is_too_long(layout, call, end, written):
        yield Insertion(end, end, f",\n{_alignment(layout, call)}{written}")
    else:
        yield Insertion(end, end, f", {written}")


def _is_too_long(layout: Layout, call: cst.Call, end: Position, written: str) -> bool:
    """Whether the last of several lines of a call would become too long."""
    several_lines = layout.range(call)[0][0] < end[0]
    return several_lines and width(f"{layout.line(end[0])}, {written}") > layout.limit


def _alignment(layout: Layout, call: cst.Call) -> str:
    """What stands before the arguments that begin a line of a call."""
    first = layout.range(call.args[0])[0]
    for argument in reversed(call.args):
        line, column = layout.range(argument)[0]
        before = layout.line(line)[:column]
        if not before.strip() and line > first[0]:
            return before
    return " " * first[1]


def _comma(layout: Layout, argument: cst.Arg | cst.BaseElement) -> Position | None:
    """The position behind the comma that follows an argument, if one does."""
    if not isinstance(getattr(argument, "comma", None), cst.Comma):
        return None
    text = layout.source.text
    start = _offset(layout, layout.range(argument)[1])
    gap = _GAP.match(text, start)
    behind = gap.end() if gap is not None else start
    if text[behind : behind + 1] != ",":
        raise Unwritable
    return _position(layout, behind + 1)


def _ends_line(layout: Layout, position: Position) -> bool:
    return _REST.match(layout.line(position[0]), position[1]) is not None


def _closes(layout: Layout, position: Position) -> bool:
    return layout.line(position[0])[position[1] :].lstrip().startswith(")")


def _offset(layout: Layout, position: Position) -> int:
    line, column = position
    return layout.starts[line - 1] + column


def _position(layout: Layout, offset: int) -> Position:
    line = bisect_right(layout.starts, offset)
    return line, offset - layout.starts[line - 1]


def removed_argument(layout: Layout, argument: cst.Arg) -> Insertion:
    """An argument with its comma; with its lines where nothing else stands on them."""
    call = layout.parent(argument)
    if not isinstance(call, cst.Call):
        raise Unwritable
    return _removed(layout, argument, call.args)


def removed_element(layout: Layout, node: cst.CSTNode) -> Insertion:
    """An element of a list with its comma, as an argument of a call is removed.

    Raises Unwritable for the only one, and in what is no list.
    """
    element = layout.parent(node)
    outer = layout.parent(element) if isinstance(element, cst.Element) else None
    if not isinstance(element, cst.Element) or not isinstance(outer, cst.List):
        raise Unwritable
    if len(outer.elements) == 1:
        raise Unwritable
    return _removed(layout, element, outer.elements)


def _removed(
    layout: Layout,
    part: cst.Arg | cst.BaseElement,
    parts: Sequence[cst.Arg] | Sequence[cst.BaseElement],
) -> Insertion:
    position = next(n for n, each in enumerate(parts) if each is part)
    start, end = layout.range(part)
    comma = _comma(layout, part)
    behind = comma or end
    alone = not layout.line(start[0])[: start[1]].strip() and _ends_line(layout, behind)
    if alone and (comma is not None or position > 0):
        above = layout.end_of_line(start[0] - 1)
        return Insertion(above, layout.end_of_line(behind[0]), "")
    if position + 1 < len(parts):
        return Insertion(start, layout.range(parts[position + 1])[0], "")
    if position > 0:
        return Insertion(layout.range(parts[position - 1])[1], end, "")
    return Insertion(start, behind, "")
