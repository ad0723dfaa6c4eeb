"""Finds the node of a program that a question means, by the stretch where it stands."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tunelint.lab.questions import Site

# What stands before an argument's value and belongs to no expression.
_BEFORE_VALUE = re.compile(r"\s*(?:\*{1,2}|[^\W\d]\w*\s*=(?!=))\s*")
_WITH_VALUE = (ast.Expr, ast.Return, ast.Assign, ast.AnnAssign, ast.AugAssign)

_Stretch = tuple[tuple[int, int], tuple[int, int]]


class NoSuchPlace(Exception):
    """Nothing of the wanted kind stands at the site."""


@dataclass(frozen=True)
class Program:
    """A parsed program and the lines of its text."""

    tree: ast.Module
    lines: Sequence[str]

    def expression(self, site: Site) -> ast.expr:
        """The expression at the site: without an argument's name, a statement's value."""
        found = self._exact(site, ast.expr)
        if isinstance(found, ast.expr):
            return found
        statement = self._exact(site, ast.stmt)
        if isinstance(statement, _WITH_VALUE) and statement.value is not None:
            return statement.value
        return self._alike(site, ast.expr)

    def call(self, site: Site) -> ast.Call:
        """The call at the site."""
        found = self._exact(site, ast.Call)
        call = found if found is not None else self._alike(site, ast.Call)
        assert isinstance(call, ast.Call)
        return call

    def statement(self, site: Site) -> ast.stmt:
        """The statement at the site; of an import it may be a part of it."""
        found = self._exact(site, ast.stmt)
        if found is None:
            found = self.around(site)
            if not isinstance(found, ast.Import | ast.ImportFrom):
                raise _nothing(site)
        assert isinstance(found, ast.stmt)
        return found

    def around(self, site: Site) -> ast.stmt:
        """The smallest statement that holds the site."""
        wanted = _wanted(site)
        found: list[ast.stmt] = [
            node
            for node in ast.walk(self.tree)
            if isinstance(node, ast.stmt) and _holds(self.stretch(node), wanted)
        ]
        if not found:
            raise _nothing(site)
        return min(found, key=lambda node: _size(self.stretch(node)))

    def loop(self, site: Site) -> ast.For | ast.While:
        """The loop at the site, or the nearest one around it, or in it."""
        wanted = _wanted(site)
        loops = [node for node in ast.walk(self.tree) if isinstance(node, ast.For | ast.While)]
        around = [node for node in loops if _holds(self.stretch(node), wanted)]
        if around:
            return min(around, key=lambda node: _size(self.stretch(node)))
        inside = [node for node in loops if _holds(wanted, self.stretch(node))]
        if not inside:
            raise _nothing(site)
        return max(inside, key=lambda node: _size(self.stretch(node)))

    def stretch(self, node: ast.AST) -> _Stretch:
        """Where a node stands, in code points; Python's parser counts the bytes of UTF-8."""
        line, column = getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
        decorators = getattr(node, "decorator_list", ())
        if decorators:
            line = min(line, *(one.lineno for one in decorators))
        end_line = getattr(node, "end_lineno", line)
        end = self._points(end_line, getattr(node, "end_col_offset", column))
        return ((line, self._points(line, column)), (end_line, end))

    def _points(self, line: int, offset: int) -> int:
        text = self._line(line)
        return offset if text.isascii() else len(text.encode()[:offset].decode(errors="replace"))

    def _line(self, line: int) -> str:
        return self.lines[line - 1] if 0 < line <= len(self.lines) else ""

    def _exact(self, site: Site, kind: type[ast.AST]) -> ast.AST | None:
        wanted = _wanted(site)
        for node in _candidates(self.tree, kind):
            if self.stretch(node) == wanted:
                return node
        return None

    def _alike(self, site: Site, kind: type[ast.expr]) -> ast.expr:
        """The only expression that reads like the site, in it or in an f-string around it.

        Parentheses belong to no node. Before Python 3.12 nodes in f-strings have wrong positions.
        """
        meant = _parsed(self._text(site))
        wanted = _wanted(site)
        found = [
            node
            for node in _candidates(self.tree, kind)
            if meant is not None
            and ast.dump(node) == meant
            and isinstance(node, ast.expr)
            and _holds(wanted, self.stretch(node))
        ]
        if not found and meant is not None:
            found = [node for node in self._in_strings(site, kind) if ast.dump(node) == meant]
        if len(found) != 1:
            raise _nothing(site)
        return found[0]

    def _in_strings(self, site: Site, kind: type[ast.expr]) -> Iterator[ast.expr]:
        wanted = _wanted(site)
        strings = [
            node
            for node in ast.walk(self.tree)
            if isinstance(node, ast.JoinedStr) and _holds(self.stretch(node), wanted)
        ]
        if strings:
            smallest = min(strings, key=lambda node: _size(self.stretch(node)))
            yield from (node for node in ast.walk(smallest) if isinstance(node, kind))

    def _text(self, site: Site) -> str:
        lines = [self._line(number) for number in range(site.line, site.end_line + 1)]
        lines[-1] = lines[-1][: site.end_column]
        lines[0] = lines[0][site.column :]
        return "\n".join(lines)


def _parsed(text: str) -> str | None:
    """How the expression of a text is dumped, without places."""
    before = _BEFORE_VALUE.match(text)
    for part in (text, text[before.end() :] if before is not None else ""):
        try:
            return ast.dump(ast.parse(f"({part}\n)", mode="eval").body)
        except (SyntaxError, ValueError):
            continue
    return None


def _candidates(tree: ast.Module, kind: type[ast.AST]) -> Iterator[ast.AST]:
    """The nodes of a kind that can be replaced by a call, from the outside to the inside."""
    fixed: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            fixed |= {id(part) for part in node.values}
        elif isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            fixed.add(id(node.format_spec))
        elif isinstance(node, ast.pattern):
            fixed |= {id(part) for part in ast.walk(node)}
        if isinstance(node, kind) and id(node) not in fixed and _is_loaded(node):
            yield node


def _is_loaded(node: ast.AST) -> bool:
    if isinstance(node, ast.Starred | ast.Slice | ast.FormattedValue):
        return False
    context = getattr(node, "ctx", None)
    return context is None or isinstance(context, ast.Load)


def _wanted(site: Site) -> _Stretch:
    return ((site.line, site.column), (site.end_line, site.end_column))


def _holds(outer: _Stretch, inner: _Stretch) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _size(stretch: _Stretch) -> tuple[int, int]:
    (line, column), (end_line, end_column) = stretch
    return (end_line - line, end_column - column if end_line == line else end_column)


def _nothing(site: Site) -> NoSuchPlace:
    return NoSuchPlace(f"{site.path}:{site.line}: there is nothing to watch here")
