"""Positions: where a node stands in its source.

libcst tells positions while it writes a whole tree out again. Here only the statement around the
node is written out, and looked up in the text: a tree is written as it was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import cast

import libcst as cst
from libcst.metadata import CodePosition, CodeRange, PositionProvider
from libcst.metadata.position_provider import PositionProvidingCodegenState

from tunelint.files.tree import children

_NEWLINE = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, eq=False, slots=True)
class Written:
    """A statement of a body with the indentation that it is written at, and the one around it."""

    statement: cst.CSTNode
    indents: tuple[str, ...] = ()
    outer: Written | None = None

    def outwards(self) -> Iterator[Written]:
        """The statement and those around it, the module last."""
        written: Written | None = self
        while written is not None:
            yield written
            written = written.outer


class Positions:
    """The range of every node of a tree: lines from 1, columns from 0, ends exclusive.

    Columns count code points. A statement is worked out when one of its nodes is first asked for.
    `text` is what the tree was parsed from; without it, it is written out from the tree.
    """

    def __init__(self, tree: cst.Module, text: str | None = None) -> None:
        self._tree = tree
        # The tree ends every line, the last one too.
        self._text = (tree.code if text is None else text) + tree.default_newline
        self._written = _written_by_node(tree)
        self._ranges: dict[int, tuple[CodeRange, int]] = {}

    def __getitem__(self, node: cst.CSTNode) -> CodeRange:
        """The range of a node; raises KeyError where the tree does not hold it."""
        if id(node) not in self._ranges:
            self._learn(self._written.get(id(node)) or Written(self._tree))
        if id(node) not in self._ranges:
            raise KeyError(node)
        place, lines_before = self._ranges[id(node)]
        return _lower(place, lines_before)

    def _learn(self, innermost: Written) -> None:
        """Work out the smallest statement around a node that stands only once in the text."""
        for written in innermost.outwards():
            ranges, code = _write(self._tree, written)
            start = 0 if written.statement is self._tree else self._only_line_of(code)
            if start is not None:
                self._ranges.update((id(node), (place, start)) for node, place in ranges.items())
                return

    def _only_line_of(self, code: str) -> int | None:
        """How many lines stand before `code`; None where it begins at more than one line."""
        starts = list(islice(_starts(self._text, code), 2))
        if len(starts) != 1:
            return None
        return len(_NEWLINE.findall(self._text, 0, starts[0]))


def positions_of(tree: cst.Module, text: str | None = None) -> Positions:
    """Where the nodes of a tree stand; `text` is what the tree was parsed from."""
    return Positions(tree, text)


def _written_by_node(tree: cst.Module) -> dict[int, Written]:
    """The innermost statement of a body around each node, by the node's id."""
    found: dict[int, Written] = {}
    stack: list[tuple[cst.CSTNode, Written]] = [(tree, Written(tree))]
    while stack:
        node, written = stack.pop()
        found[id(node)] = written
        kind = type(node)
        if kind is cst.IndentedBlock or kind is cst.Module:
            indents = written.indents + _indent(tree, node)
            stack += [(child, Written(child, indents, written)) for child in children(node)]
        else:
            stack += [(child, written) for child in children(node)]
    return found


def _indent(tree: cst.Module, node: cst.CSTNode) -> tuple[str, ...]:
    """What a body adds to the indentation around it."""
    if isinstance(node, cst.IndentedBlock):
        return (tree.default_indent if node.indent is None else node.indent,)
    return ()


def _write(tree: cst.Module, written: Written) -> tuple[dict[cst.CSTNode, CodeRange], str]:
    """The ranges inside of a statement, as if it began the text, and the statement's code."""
    provider = PositionProvider()
    state = PositionProvidingCodegenState(
        default_indent=tree.default_indent,
        default_newline=tree.default_newline,
        provider=provider,
        indent_tokens=list(written.indents),
    )
    written.statement._codegen(state)
    return cast("dict[cst.CSTNode, CodeRange]", provider._computed), "".join(state.tokens)


def _starts(text: str, code: str) -> Iterator[int]:
    """Where `code` stands in a text, from the beginning of a line."""
    start = text.find(code)
    while start >= 0:
        if start == 0 or text[start - 1] in "\r\n":
            yield start
        start = text.find(code, start + 1)


def _lower(place: CodeRange, lines: int) -> CodeRange:
    """The same range some lines further down."""
    start, end = place.start, place.end
    return CodeRange(
        CodePosition(start.line + lines, start.column), CodePosition(end.line + lines, end.column)
    )
