"""Names of an import that come from another module today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import libcst as cst

from tunelint.findings.fixes.import_blocks import dotted_name
from tunelint.findings.fixes.layout import Insertion, Layout, Unwritable
from tunelint.findings.fixes.render_import import Imports


@dataclass(frozen=True, slots=True)
class _Moved:
    """One name of an import: its place in the statement, and what is written today, and where."""

    alias: cst.ImportAlias
    module: str
    written: str


def moved_names(
    layout: Layout, imports: Imports, node: cst.ImportFrom, moves: Mapping[str, str]
) -> Iterator[Insertion]:
    """The statement with the new module, where that holds all of its names; else a new one."""
    if node.module is None or node.relative:
        raise Unwritable
    if isinstance(node.names, cst.ImportStar):
        (today,) = moves.values()
        yield Insertion(*layout.range(node.module), today.removesuffix(".*"))
        return
    moved = list(_moved(node, moves))
    modules = {each.module for each in moved}
    if len(moved) == len(node.names) and len(modules) == 1:
        (module,) = modules
        if not imports.blocks.would_part(node, module):
            yield from _in_place(layout, node, module, moved)
            return
    yield from _taken_away(layout, node, moved)
    for module in modules:
        names = [each.written for each in moved if each.module == module]
        yield from imports.moved_by_name(module, names, node)


def _moved(node: cst.ImportFrom, moves: Mapping[str, str]) -> Iterator[_Moved]:
    """The names that move; a name that is another one today stays bound as it was."""
    assert not isinstance(node.names, cst.ImportStar)
    for alias in node.names:
        old = dotted_name(alias.name)
        if old not in moves:
            continue
        module, _, new = moves[old].rpartition(".")
        if alias.asname is not None:
            assert isinstance(alias.asname.name, cst.Name)
            bound = alias.asname.name.value
            yield _Moved(alias, module, f"{new} as {bound}")
        else:
            yield _Moved(alias, module, new if new == old else f"{new} as {old}")


def _in_place(
    layout: Layout, node: cst.ImportFrom, module: str, moved: list[_Moved]
) -> Iterator[Insertion]:
    assert node.module is not None
    if dotted_name(node.module) != module:
        yield Insertion(*layout.range(node.module), module)
    for each in moved:
        start, end = layout.range(each.alias)
        if layout.tree.code_for_node(each.alias.with_changes(comma=_NONE)) != each.written:
            yield Insertion(start, end, each.written)


_NONE = cst.MaybeSentinel.DEFAULT


def _taken_away(layout: Layout, node: cst.ImportFrom, moved: list[_Moved]) -> Iterator[Insertion]:
    """The statement without the names that moved, or no longer there."""
    assert not isinstance(node.names, cst.ImportStar)
    gone = {id(each.alias) for each in moved}
    kept = [alias for alias in node.names if id(alias) not in gone]
    if not kept:
        yield _removed_line(layout, node)
        return
    start, end = layout.range(node.names[0])[0], layout.range(node.names[-1])[1]
    if start[0] != end[0]:
        raise Unwritable
    names = (layout.tree.code_for_node(each.with_changes(comma=_NONE)) for each in kept)
    yield Insertion(start, end, ", ".join(names))


def _removed_line(layout: Layout, node: cst.ImportFrom) -> Insertion:
    """The lines of a statement that stands alone on them."""
    (first, column), (last, end) = layout.range(node)
    if layout.line(first)[:column].strip() or layout.line(last)[end:].strip():
        raise Unwritable
    cells = [layout.source.locate(line, 0).cell for line in (max(1, first - 1), first)]
    if first > 1 and cells[0] == cells[1]:
        return Insertion(layout.end_of_line(first - 1), layout.end_of_line(last), "")
    return Insertion((first, 0), (last + 1, 0), "")
