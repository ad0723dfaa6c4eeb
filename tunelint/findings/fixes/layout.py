"""How a file is laid out: where nodes stand, what encloses them, what its lines hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

import libcst as cst

from tunelint.files.place import Place
from tunelint.files.tree import children

if TYPE_CHECKING:
    from tunelint.files.project import Project
    from tunelint.files.source import Source

USUAL_LIMIT = 88
PLAIN_STRING = re.compile(r'''"([^"'\\\n]*)"''')

Position = tuple[int, int]
"""Line from 1 and column from 0 of the program text."""


class Unwritable(Exception):
    """A change that cannot be written here without guessing."""


@dataclass(frozen=True, slots=True)
class Insertion:
    """A stretch of the program text and what replaces it.

    Of several at one place that with the lower `rank` comes first.
    """

    start: Position
    end: Position
    content: str
    rank: tuple[object, ...] = ()


@dataclass(frozen=True, eq=False)
class Layout:
    """One source: its tree, its lines, and the positions of its nodes."""

    project: Project
    source: Source

    @cached_property
    def tree(self) -> cst.Module:
        """The tree."""
        return self.project.tree(self.source)

    @cached_property
    def _lines(self) -> list[str]:
        return self.source.text.split("\n")

    @cached_property
    def starts(self) -> list[int]:
        """Where the lines begin in the program text."""
        return [0, *accumulate(len(line) + 1 for line in self._lines)]

    @cached_property
    def _parents(self) -> dict[cst.CSTNode, cst.CSTNode]:
        parents: dict[cst.CSTNode, cst.CSTNode] = {}
        waiting: list[cst.CSTNode] = [self.tree]
        while waiting:
            node = waiting.pop()
            for child in children(node):
                parents[child] = node
                waiting.append(child)
        return parents

    @cached_property
    def limit(self) -> int:
        """How long a line may be: as formatters have it, or as the longest that is there."""
        return max(USUAL_LIMIT, *map(width, self._lines))

    def quoted(self, code: str) -> str:
        """Code that is to be written, its strings in the quotes that the file prefers."""
        if "'" in code or not self._prefers_single_quotes:
            return code
        return PLAIN_STRING.sub(r"'\1'", code)

    @cached_property
    def _prefers_single_quotes(self) -> bool:
        strings = (node for node in self._parents if isinstance(node, cst.SimpleString))
        quotes = [node.quote for node in strings if len(node.quote) == 1]
        return quotes.count("'") > quotes.count('"')

    def line(self, number: int) -> str:
        """A line of the program text, without its end."""
        return self._lines[number - 1]

    def numbered(self) -> Iterator[tuple[int, str]]:
        """Every line with its number."""
        return enumerate(self._lines, start=1)

    def end_of_line(self, number: int) -> Position:
        """The position behind the last character of a line."""
        return (number, len(self.line(number)))

    def range(self, node: cst.CSTNode) -> tuple[Position, Position]:
        """Beginning and end of a node, without the parentheses around it."""
        try:
            line, column, end_line, end_column = self.project.locate(Place(self.source, node))
        except KeyError:
            raise Unwritable from None
        return (line, column), (end_line, end_column)

    def outer_range(self, node: cst.CSTNode) -> tuple[Position, Position]:
        """Beginning and end of an expression, with the parentheses around it."""
        start, end = self.range(node)
        left, right = getattr(node, "lpar", ()), getattr(node, "rpar", ())
        if left and right:
            return self.range(left[0])[0], self.range(right[-1])[1]
        return start, end

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """The node that a node stands in."""
        return self._parents.get(node)

    def around(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """The nodes that a node stands in, innermost first."""
        outer = self.parent(node)
        while outer is not None:
            yield outer
            outer = self.parent(outer)

    def statement(self, node: cst.CSTNode) -> cst.CSTNode:
        """The statement that a node belongs to, a compound one for its header.

        In the body of a class it is the definition of the class.
        """
        found = next((each for each in (node, *self.around(node)) if _is_statement(each)), None)
        if found is None:
            raise Unwritable
        scopes = (each for each in self.around(found) if isinstance(each, _SCOPES))
        scope = next(scopes, None)
        if isinstance(scope, cst.ClassDef):
            return self.statement(scope)
        if isinstance(found, cst.BaseCompoundStatement) and (
            isinstance(self.parent(found), cst.If) or _decorated(found)
        ):
            raise Unwritable
        return found


_SCOPES = (cst.Module, cst.FunctionDef, cst.ClassDef)


def _is_statement(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.BaseSmallStatement | cst.BaseCompoundStatement)


def _decorated(node: cst.CSTNode) -> bool:
    return bool(getattr(node, "decorators", ()))


def width(line: str) -> int:
    """How many columns a line takes; a tab goes on to the next fourth one, as for linters."""
    return len(line.expandtabs(4))
