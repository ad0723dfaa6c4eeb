"""Puts hooks into the user's program: at exactly the places that a question speaks of.

The program is changed as a tree of Python's own parser and runs as before, only that a hook is
told of a call, a value, a statement or the passes of a loop. Line numbers stay.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tunelint.lab.questions import Site

HOOKS = "__tunelint__"


class Kind(StrEnum):
    """What a hook is told of."""

    CALL = "call"
    VALUE = "value"
    STATEMENT = "statement"
    LOOP = "loop"


@dataclass(frozen=True, slots=True)
class Mark:
    """A place that gets a hook; `number` is what the hook is told."""

    number: int
    kind: Kind
    site: Site


class NoSuchPlace(Exception):
    """Nothing of the marked kind stands at the site."""


_Stretch = tuple[tuple[int, int], tuple[int, int]]

_KINDS: dict[Kind, tuple[type[ast.AST], ...]] = {
    Kind.CALL: (ast.Call,),
    Kind.VALUE: (ast.expr,),
    Kind.STATEMENT: (ast.stmt,),
    Kind.LOOP: (ast.For, ast.While),
}


def rewritten(text: str, path: str, marks: Iterable[Mark]) -> ast.Module:
    """The program with its hooks. Raises SyntaxError, and NoSuchPlace for a mark without a node."""
    tree = ast.parse(text, path)
    lines = text.split("\n")
    found = [(mark, _node(tree, lines, mark)) for mark in marks]
    expressions = {id(node): mark for mark, node in found if isinstance(node, ast.expr)}
    statements: dict[int, list[Mark]] = {}
    for mark, node in found:
        if isinstance(node, ast.stmt):
            statements.setdefault(id(node), []).append(mark)
    _Hooks(expressions, statements).visit(tree)
    return ast.fix_missing_locations(tree)


class _Hooks(ast.NodeTransformer):
    def __init__(self, expressions: dict[int, Mark], statements: dict[int, list[Mark]]) -> None:
        self._expressions = expressions
        self._statements = statements
        self._targets: list[str] = []

    def visit(self, node: ast.AST) -> ast.AST:
        mark = self._expressions.get(id(node))
        marks = self._statements.get(id(node), ())
        loops = [one for one in marks if one.kind is Kind.LOOP]
        names = _names(node.target) if isinstance(node, ast.For) else []
        before = self._targets
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            self._targets = []
        self._targets = [*self._targets, *names]
        try:
            changed: ast.AST = self.generic_visit(node)
            for one in loops:
                assert isinstance(changed, ast.For | ast.While)
                changed = _passes(one, changed, self._targets)
        finally:
            self._targets = before
        if mark is not None:
            assert isinstance(changed, ast.expr)
            changed = _hooked(mark, changed)
        for one in marks:
            if one.kind is Kind.STATEMENT:
                assert isinstance(changed, ast.stmt)
                changed = _watched(one, changed)
        return changed


def _hooked(mark: Mark, node: ast.expr) -> ast.expr:
    number = ast.Constant(mark.number)
    hook = ast.Attribute(ast.Name(HOOKS, ast.Load()), mark.kind.value, ast.Load())
    if mark.kind is Kind.CALL and isinstance(node, ast.Call):
        call = ast.Call(hook, [number, node.func, *node.args], node.keywords)
    else:
        call = ast.Call(hook, [number, node], [])
    return ast.copy_location(call, node)


def _watched(mark: Mark, node: ast.stmt) -> ast.stmt:
    return ast.copy_location(ast.With([_context("statement", mark, [])], [node]), node)


def _passes(mark: Mark, node: ast.For | ast.While, names: Sequence[str]) -> ast.stmt:
    """The loop: its iterable goes through a hook, each pass runs inside one."""
    if isinstance(node, ast.For):
        hook = ast.Attribute(ast.Name(HOOKS, ast.Load()), "passes", ast.Load())
        node.iter = ast.copy_location(
            ast.Call(hook, [ast.Constant(mark.number), node.iter], []), node.iter
        )
    keys: list[ast.expr | None] = [ast.Constant(name) for name in names]
    values: list[ast.expr] = [ast.Name(name, ast.Load()) for name in names]
    context = _context("one_pass", mark, [ast.Dict(keys, values)])
    node.body = [ast.copy_location(ast.With([context], node.body), node.body[0])]
    return node


def _context(name: str, mark: Mark, more: list[ast.expr]) -> ast.withitem:
    hook = ast.Attribute(ast.Name(HOOKS, ast.Load()), name, ast.Load())
    return ast.withitem(ast.Call(hook, [ast.Constant(mark.number), *more], []))


def _names(target: ast.expr) -> list[str]:
    return [node.id for node in ast.walk(target) if isinstance(node, ast.Name)]


def _node(tree: ast.Module, lines: Sequence[str], mark: Mark) -> ast.AST:
    """The node that a mark means: the one at exactly the site, else the nearest around or in it."""
    site = mark.site
    wanted = ((site.line, site.column), (site.end_line, site.end_column))
    around: list[tuple[_Stretch, ast.AST]] = []
    inside: list[tuple[_Stretch, ast.AST]] = []
    for node in _candidates(tree, _KINDS[mark.kind]):
        stretch = _stretch(node, lines)
        if stretch == wanted:
            if mark.kind is not Kind.STATEMENT:
                return node
            around.append((stretch, node))
        elif stretch[0] <= wanted[0] and wanted[1] <= stretch[1]:
            around.append((stretch, node))
        elif wanted[0] <= stretch[0] and stretch[1] <= wanted[1]:
            inside.append((stretch, node))
    # Candidates come from the outside to the inside.
    if mark.kind is Kind.VALUE and inside:
        return max(inside, key=lambda pair: _size(pair[0]))[1]
    if around:
        return min(around, key=lambda pair: _size(pair[0]))[1]
    if inside:
        return max(inside, key=lambda pair: _size(pair[0]))[1]
    raise NoSuchPlace(f"{site.path}:{site.line}: nothing to watch stands here")


def _candidates(tree: ast.AST, kinds: tuple[type[ast.AST], ...]) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if not isinstance(node, kinds):
            continue
        if isinstance(node, ast.expr) and not _is_loaded(node):
            continue
        yield node


def _is_loaded(node: ast.expr) -> bool:
    context = getattr(node, "ctx", None)
    return (context is None or isinstance(context, ast.Load)) and not isinstance(
        node, ast.Starred | ast.Slice
    )


def _stretch(node: ast.AST, lines: Sequence[str]) -> _Stretch:
    """Where the node stands, in code points; Python's parser counts the bytes of UTF-8."""
    line, column = getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
    decorators = getattr(node, "decorator_list", ())
    if decorators:
        line = min(line, *(one.lineno for one in decorators))
    end_line = getattr(node, "end_lineno", line)
    end_column = getattr(node, "end_col_offset", column)
    return ((line, _points(lines, line, column)), (end_line, _points(lines, end_line, end_column)))


def _points(lines: Sequence[str], line: int, offset: int) -> int:
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    return offset if text.isascii() else len(text.encode()[:offset].decode(errors="replace"))


def _size(stretch: _Stretch) -> tuple[int, int]:
    (line, column), (end_line, end_column) = stretch
    return (end_line - line, end_column - column if end_line == line else end_column)
