"""Lines that an edit makes too long: broken at their outermost brackets, as formatters do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import libcst as cst

from tunelint.findings.fixes.layout import Insertion, Layout, width

# What stands before the comment of a line.
CODE = re.compile(r"""(?:[^#"']|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|["'])*""")


def wrapped(
    layout: Layout, insertions: Sequence[Insertion], nodes: Iterable[cst.CSTNode]
) -> list[Insertion]:
    """The insertions, but for lines that become too long; `nodes` are those that are changed."""
    result = list(insertions)
    for line in dict.fromkeys(each.start[0] for each in insertions):
        own = [each for each in result if line in (each.start[0], each.end[0])]
        if any(each.start[0] != each.end[0] or "\n" in each.content for each in own):
            continue
        before = layout.line(line)
        after = CODE.match(_applied(before, own))
        if width(before) > layout.limit or after is None:
            continue
        if width(after[0].rstrip()) <= layout.limit:
            continue
        broken = _broken(layout, line, own, nodes)
        if broken is not None:
            inside = [each for each in own if broken.start <= each.start <= broken.end]
            result = [each for each in result if each not in inside] + [broken]
    return sorted(result, key=lambda each: (each.start, each.end, each.rank))


def _applied(line: str, insertions: Iterable[Insertion], begin: int = 0, end: int = -1) -> str:
    """A stretch of a line after the insertions in it."""
    text, position = "", begin
    for each in insertions:
        text += line[position : each.start[1]] + each.content
        position = each.end[1]
    return text + line[position : len(line) if end < 0 else end]


def _broken(
    layout: Layout, line: int, own: Sequence[Insertion], nodes: Iterable[cst.CSTNode]
) -> Insertion | None:
    """What stands between the brackets of the line, on lines of its own."""
    text = layout.line(line)
    written = layout.source.line_text(line)
    indentation = written[: len(written) - len(written.lstrip())]
    if written.strip() != text.strip():
        return None  # a line of IPython's, which has to stay one
    brackets = _brackets(layout, line, own, nodes)
    if brackets is None:
        return None
    start, end, kind = brackets
    inside = [each for each in own if start <= each.start[1] and each.end[1] <= end]
    content = _applied(text, inside, start, end).strip()
    inner = indentation + layout.tree.default_indent
    lines = f"{inner}{content}"
    if width(lines) > layout.limit or kind != CALL:
        lines = "\n".join(f"{inner}{part}," for part in _parts(content, kind))
    return Insertion((line, start), (line, end), f"\n{lines}\n{indentation}")


CALL, LIST, DICT = "call({})", "[{}]", "{{{}}}"


def _brackets(
    layout: Layout, line: int, own: Sequence[Insertion], nodes: Iterable[cst.CSTNode]
) -> tuple[int, int, str] | None:
    """The columns behind and before the outermost brackets around an edit, and what they are."""
    found: dict[tuple[int, int, str], None] = {}
    for node in nodes:
        for outer in (node, *layout.around(node)):
            kind = _kind(outer)
            if kind is None:
                continue
            (first, column), (last, end) = layout.range(outer)
            if (first, last) == (line, line):
                if isinstance(outer, cst.Call):
                    column = layout.line(line).find("(", layout.outer_range(outer.func)[1][1])
                found[column + 1, end - 1, kind] = None
    around = [
        (start, end, kind)
        for start, end, kind in found
        if any(start <= each.start[1] and each.end[1] <= end for each in own)
    ]
    return min(around, default=None)


def _kind(node: cst.CSTNode) -> str | None:
    """What a node with brackets is, in which parts stand that can have lines of their own."""
    match node:
        case cst.Call(args=[cst.Arg(value=cst.GeneratorExp())]):
            return None
        case cst.Call(args=[_, *_]):
            return CALL
        case cst.List(elements=[_, *_]):
            return LIST
        case cst.Dict(elements=[_, *_]):
            return DICT
    return None


def _parts(content: str, kind: str) -> list[str]:
    """The arguments of a call, or the elements of a list or dictionary, one by one."""
    parts: Sequence[cst.CSTNode] = ()
    match cst.parse_expression(kind.format(content)):
        case cst.Call(args=parts) | cst.List(elements=parts) | cst.Dict(elements=parts):
            pass
    empty = cst.Module([])
    bare = (part.with_changes(comma=cst.MaybeSentinel.DEFAULT) for part in parts)
    return [empty.code_for_node(part).strip() for part in bare]
