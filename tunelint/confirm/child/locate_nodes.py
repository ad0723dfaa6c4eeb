"""Finds the node of a program that a question means, by the stretch where it stands."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tunelint.lab.questions import ScriptSpan

# What stands before an argument's value and belongs to no expression.
_BEFORE_VALUE = re.compile(r"\s*(?:\*{1,2}|[^\W\d]\w*\s*=(?!=))\s*")
_WITH_VALUE = (ast.Expr, ast.Return, ast.Assign, ast.AnnAssign, ast.AugAssign)

_Stretch = tuple[tuple[int, int], tuple[int, int]]


class NoSuchPlace(Exception):
    """Nothing of the wanted kind stands at the span."""


@dataclass(frozen=True)
class Program:
    """A parsed program and the lines of its text."""

    tree: ast.Module
    lines: Sequence[str]

    def expression(self, span: ScriptSpan) -> ast.expr:
        """The expression at the span: without an argument's name, a statement's value."""
        found = self._exact(span, ast.expr)
        if isinstance(found, ast.expr):
            return found
        statement = self._exact(span, ast.stmt)
        if isinstance(statement, _WITH_VALUE) and statement.value is not None:
            return statement.value
        return self._alike(span, ast.expr)

    def call(self, span: ScriptSpan) -> ast.Call:
        """The call at the span."""
        found = self._exact(span, ast.Call)
        call = found if found is not None else self._alike(span, ast.Call)
        assert isinstance(call, ast.Call)
        return call

    def statement(self, span: ScriptSpan) -> ast.stmt:
        """The statement at the span; of an import it may be a part of it."""
        found = self._exact(span, ast.stmt)
        if found is None:
            found = self.around(span)
            if not isinstance(found, ast.Import | ast.ImportFrom):
                raise _nothing(span)
        assert isinstance(found, ast.stmt)
        return found

    def around(self, span: ScriptSpan) -> ast.stmt:
        """The smallest statement that holds the span."""
        wanted = _wanted(span)
        found: list[ast.stmt] = [
            node
            for node in ast.walk(self.tree)
            if isinstance(node, ast.stmt) and _holds(self.stretch(node), wanted)
        ]
        if not found:
            raise _nothing(span)
        return min(found, key=lambda node: _size(self.stretch(node)))

    def loop(self, span: ScriptSpan) -> ast.For | ast.While:
        """The loop at the span, or the nearest one around it, or in it."""
        wanted = _wanted(span)
        loops = [node for node in ast.walk(self.tree) if isinstance(node, ast.For | ast.While)]
        around = [node for node in loops if _holds(self.stretch(node), wanted)]
        if around:
            return min(around, key=lambda node: _size(self.stretch(node)))
        inside = [node for node in loops if _holds(wanted, self.stretch(node))]
        if not inside:
            raise _nothing(span)
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

    def _exact(self, span: ScriptSpan, kind: type[ast.AST]) -> ast.AST | None:
        wanted = _wanted(span)
        for node in _candidates(self.tree, kind):
            if self.stretch(node) == wanted:
                return node
        return None

    def _alike(self, span: ScriptSpan, kind: type[ast.expr]) -> ast.expr:
        """The only expression that reads like the span, in it or in an f-string around it.

        Parentheses belong to no node. Before Python 3.12 nodes in f-strings have wrong positions.
        """
        meant = _parsed(self._text(span))
        wanted = _wanted(span)
        found = [
            node
            for node in _candidates(self.tree, kind)
            if meant is not None
            and ast.dump(node) == meant
            and isinstance(node, ast.expr)
            and _holds(wanted, self.stretch(node))
        ]
        if not found and meant is not None:
            found = [node for node in self._in_strings(span, kind) if ast.dump(node) == meant]
        if len(found) != 1:
            raise _nothing(span)
        return found[0]

    def _in_strings(self, span: ScriptSpan, kind: type[ast.expr]) -> Iterator[ast.expr]:
        wanted = _wanted(span)
        strings = [
            node
            for node in ast.walk(self.tree)
            if isinstance(node, ast.JoinedStr) and _holds(self.stretch(node), wanted)
        ]
        if strings:
            smallest = min(strings, key=lambda node: _size(self.stretch(node)))
            yield from (node for node in ast.walk(smallest) if isinstance(node, kind))

    def _text(self, span: ScriptSpan) -> str:
        lines = [self._line(number) for number in range(span.line, span.end_line + 1)]
        lines[-1] = lines[-1][: span.end_column]
        lines[0] = lines[0][span.column :]
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


def _wanted(span: ScriptSpan) -> _Stretch:
    return ((span.line, span.column), (span.end_line, span.end_column))


def _holds(outer: _Stretch, inner: _Stretch) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _size(stretch: _Stretch) -> tuple[int, int]:
    (line, column), (end_line, end_column) = stretch
    return (end_line - line, end_column - column if end_line == line else end_column)


def _nothing(span: ScriptSpan) -> NoSuchPlace:
    return NoSuchPlace(f"{span.path}:{span.line}: there is nothing to watch here")
