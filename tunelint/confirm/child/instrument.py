"""Puts hooks into the user's program: at exactly the places that a question speaks of.

The program is changed as a tree of Python's own parser and runs as before, only that a hook
hears of a call, a value, a statement or the passes of a loop. Line numbers stay.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum

from tunelint.confirm.child.locate_nodes import NoSuchPlace, Program
from tunelint.confirm.child.loops import (
    after_binding,
    as_loop,
    binding_at,
    loop_at,
    names_of,
    with_passes,
)
from tunelint.lab.questions import ScriptSpan

__all__ = ["HOOKS", "Kind", "Mark", "NoSuchPlace", "rewritten"]

HOOKS = "__tunelint__"


class Kind(StrEnum):
    """What a hook gets: of a watched place all that happens there.

    Of one that is PASSED only that its statement begins.
    """

    CALL = "call"
    VALUE = "value"
    LOOP = "loop"
    BOUND = "bound"
    WATCHED = "watched"
    PASSED = "passed"


_ORDER = (Kind.LOOP, Kind.CALL, Kind.WATCHED, Kind.VALUE, Kind.BOUND, Kind.PASSED)


@dataclass(frozen=True, slots=True)
class Mark:
    """A place that gets a hook; `number` is what the hook gets."""

    number: int
    kind: Kind
    span: ScriptSpan


def rewritten(text: str, path: str, marks: Iterable[Mark]) -> ast.Module:
    """The program with its hooks. Raises SyntaxError, and NoSuchPlace for a mark without a node.

    A place that is only passed may have none.
    """
    tree = ast.parse(text, path)
    hooks = _Hooks(Program(tree, text.split("\n")))
    # What takes a call over stands inside of what watches it, and both inside of its value.
    for mark in sorted(marks, key=lambda one: _ORDER.index(one.kind)):
        hooks.add(mark)
    hooks.visit(tree)
    return ast.fix_missing_locations(tree)


@dataclass(eq=False)
class _Hooks(ast.NodeTransformer):
    """The hooks by the ids of the nodes that get them."""

    program: Program
    _expressions: dict[int, list[Mark]] = field(default_factory=dict)
    _statements: dict[int, list[Mark]] = field(default_factory=dict)
    _around: dict[int, list[Mark]] = field(default_factory=dict)
    _lambdas: dict[int, list[Mark]] = field(default_factory=dict)
    _loops: dict[int, list[Mark]] = field(default_factory=dict)
    _bound: dict[int, list[tuple[Mark, ast.expr]]] = field(default_factory=dict)
    _passed: dict[int, list[Mark]] = field(default_factory=dict)
    _targets: list[str] = field(default_factory=list)

    def add(self, mark: Mark) -> None:
        match mark.kind:
            case Kind.CALL:
                _append(self._expressions, self.program.call(mark.span), mark)
            case Kind.VALUE:
                _append(self._expressions, self.program.expression(mark.span), mark)
            case Kind.LOOP:
                _append(self._loops, loop_at(self.program, mark.span), mark)
            case Kind.BOUND:
                statement, target = binding_at(self.program, mark.span)
                self._bound.setdefault(id(statement), []).append((mark, target))
            case Kind.WATCHED:
                self._watch(mark)
            case Kind.PASSED:
                with suppress(NoSuchPlace):
                    _append(self._passed, self.program.around(mark.span), mark)

    def _watch(self, mark: Mark) -> None:
        try:
            node = self.program.expression(mark.span)
        except NoSuchPlace:
            _append(self._statements, self.program.statement(mark.span), mark)
            return
        _append(self._expressions, node, mark)
        statement = self.program.around(mark.span)
        _append(self._around, statement, mark)
        for outer in ast.walk(statement):
            if isinstance(outer, ast.Lambda) and _is_inside(node, outer.body):
                _append(self._lambdas, outer, mark)

    def visit(self, node: ast.AST) -> ast.AST | list[ast.AST]:
        before = self._targets
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            self._targets = []
        marks = self._loops.get(id(node), ())
        if marks or self._targets:
            self._targets = [*self._targets, *names_of(node)]
        try:
            changed: ast.AST = self.generic_visit(node)
            for mark in marks:
                changed = with_passes(mark.number, as_loop(changed), self._targets, HOOKS)
        finally:
            self._targets = before
        hooked = self._hooked(node, changed)
        notices = [
            ast.copy_location(ast.Expr(_hook_call("passed", mark)), node)
            for mark in self._passed.get(id(node), ())
        ]
        return [*notices, hooked] if notices else hooked

    def _hooked(self, node: ast.AST, changed: ast.AST) -> ast.AST:
        for mark in self._lambdas.get(id(node), ()):
            assert isinstance(changed, ast.Lambda)
            changed.body = _within(mark, changed.body)
        for mark in self._expressions.get(id(node), ()):
            assert isinstance(changed, ast.expr)
            changed = _with_hook(mark, changed)
        for mark, target in self._bound.get(id(node), ()):
            assert isinstance(changed, ast.stmt)
            changed = after_binding(mark.number, changed, target, HOOKS)
        for name, marks in (("around", self._around), ("statement", self._statements)):
            for mark in marks.get(id(node), ()):
                assert isinstance(changed, ast.stmt)
                context = _context(name, mark, [])
                changed = ast.copy_location(ast.With([context], [changed]), changed)
        return changed


def _append(marks: dict[int, list[Mark]], node: ast.AST, mark: Mark) -> None:
    marks.setdefault(id(node), []).append(mark)


def _is_inside(node: ast.AST, outer: ast.AST) -> bool:
    return any(part is node for part in ast.walk(outer))


def _hook(name: str) -> ast.expr:
    return ast.Attribute(ast.Name(HOOKS, ast.Load()), name, ast.Load())


def _with_hook(mark: Mark, node: ast.expr) -> ast.expr:
    """The expression, whose call or value a hook gets."""
    match mark.kind, node:
        case Kind.CALL, ast.Call(func=function, args=arguments, keywords=keywords):
            call = _hook_call("call", mark, function, *arguments)
            call.keywords = keywords
        case Kind.WATCHED, ast.Call(func=function, args=arguments, keywords=keywords):
            begun = _hook_call("begun", mark)
            called = (
                _hook_call("named", mark, begun, function)
                if _is_dotted(function)
                else _hook_call("arrived", mark, function)
            )
            call = _hook_call("watched_call", mark, ast.copy_location(called, function), *arguments)
            call.keywords = keywords
        case Kind.WATCHED, _:
            call = _hook_call("watched_value", mark, _hook_call("begun", mark), node)
        case _:
            call = _hook_call("value", mark, node)
    return ast.copy_location(call, node)


def _hook_call(hook: str, mark: Mark, *arguments: ast.expr) -> ast.Call:
    return ast.Call(_hook(hook), [ast.Constant(mark.number), *arguments], [])


def _is_dotted(node: ast.expr) -> bool:
    """Whether this is a name, or a name's attribute."""
    return isinstance(node, ast.Name) or (
        isinstance(node, ast.Attribute) and _is_dotted(node.value)
    )


def _within(mark: Mark, body: ast.expr) -> ast.expr:
    """The body of a lambda: what leaves it as an exception is seen."""
    if any(isinstance(node, ast.Yield | ast.YieldFrom | ast.Await) for node in ast.walk(body)):
        return body
    nothing = ast.arguments([], [], None, [], [], None, [])
    inner = ast.copy_location(ast.Lambda(nothing, body), body)
    return ast.copy_location(_hook_call("within", mark, inner), body)


def _context(name: str, mark: Mark, more: list[ast.expr]) -> ast.withitem:
    return ast.withitem(_hook_call(name, mark, *more))
