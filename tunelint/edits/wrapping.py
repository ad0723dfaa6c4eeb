"""Lines that an edit makes too long: broken at their outermost brackets, as formatters do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import libcst as cst

from tunelint.edits.layout import Insertion, Layout

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
        if len(before) > layout.limit or after is None or len(after[0].rstrip()) <= layout.limit:
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
    start, end = brackets
    inside = [each for each in own if start <= each.start[1] and each.end[1] <= end]
    content = _applied(text, inside, start, end).strip()
    inner = indentation + layout.tree.default_indent
    lines = f"{inner}{content}"
    if len(lines) > layout.limit:
        lines = "\n".join(f"{inner}{part}," for part in _parts(content))
    return Insertion((line, start), (line, end), f"\n{lines}\n{indentation}")


def _brackets(
    layout: Layout, line: int, own: Sequence[Insertion], nodes: Iterable[cst.CSTNode]
) -> tuple[int, int] | None:
    """The columns behind the opening and before the closing bracket of the outermost call."""
    found: dict[tuple[int, int], None] = {}
    for node in nodes:
        for call in (node, *layout.around(node)):
            if not isinstance(call, cst.Call) or not call.args or _is_bare_generator(call):
                continue
            (first, _), (last, column) = layout.range(call)
            if (first, last) == (line, line):
                opening = layout.line(line).find("(", layout.outer_range(call.func)[1][1])
                found[opening + 1, column - 1] = None
    around = [
        (start, end)
        for start, end in found
        if any(start <= each.start[1] and each.end[1] <= end for each in own)
    ]
    return min(around, default=None)


def _is_bare_generator(call: cst.Call) -> bool:
    only = call.args[0].value
    return len(call.args) == 1 and isinstance(only, cst.GeneratorExp)


def _parts(content: str) -> list[str]:
    """The arguments of a call, one by one."""
    call = cst.ensure_type(cst.parse_expression(f"call({content})"), cst.Call)
    empty = cst.Module([])
    bare = (argument.with_changes(comma=cst.MaybeSentinel.DEFAULT) for argument in call.args)
    return [empty.code_for_node(argument).strip() for argument in bare]
