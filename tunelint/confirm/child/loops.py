"""Loops of the user's program: hooks around a loop and each of its passes, and after a binding."""

from __future__ import annotations

import ast
import copy
from collections.abc import Sequence
from typing import TypeVar

from tunelint.confirm.child.locate_nodes import NoSuchPlace, Program
from tunelint.lab.questions import ScriptSpan

Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
Loop = ast.For | ast.While | Comprehension

_Node = TypeVar("_Node", bound=ast.AST)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)
_OWN_SCOPE = (ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom)


def loop_at(program: Program, span: ScriptSpan) -> Loop:
    """The loop that a span means: a statement, or the clause of a comprehension."""
    for node in ast.walk(program.tree):
        if isinstance(node, _COMPREHENSIONS) and _has_clause(program, node, span):
            return node
    return program.loop(span)


def _has_clause(program: Program, node: Comprehension, span: ScriptSpan) -> bool:
    """Whether the first clause of a comprehension is what stands at the span."""
    start, end = (span.line, span.column), (span.end_line, span.end_column)
    first = node.generators[0]
    target, iterable = program.stretch(first.target), program.stretch(first.iter)
    own, _ = program.stretch(node)
    return own < start < target[0] and iterable[1] <= end and _is_near(start, target[0])


def _is_near(start: tuple[int, int], target: tuple[int, int]) -> bool:
    """Whether only ``for`` (or ``async for``) stands between the two."""
    return start[0] == target[0] and target[1] - start[1] <= len("async for ")


def as_loop(node: ast.AST) -> Loop:
    """The node as the loop that it is."""
    assert isinstance(node, (ast.For, ast.While, *_COMPREHENSIONS))
    return node


def names_of(node: ast.AST) -> list[str]:
    """The variables of a loop."""
    if isinstance(node, ast.For):
        return _names(node.target)
    if isinstance(node, _COMPREHENSIONS):
        return [name for clause in node.generators for name in _names(clause.target)]
    return []


def with_passes(number: int, node: Loop, names: Sequence[str], hook: str) -> ast.AST:
    """The loop with its hooks; `names` are the variables that tell its passes apart.

    ``with hook.loop(n): for … in hook.passes(n, …): if hook.wanted(n, {…}): with hook.one_pass(n,
    {…}): body``. In a comprehension each element is computed inside of one hook.
    """
    if isinstance(node, _COMPREHENSIONS):
        return _comprehension(number, node, names, hook)
    assert isinstance(node, ast.For | ast.While)
    if isinstance(node, ast.For):
        node.iter = _call(hook, "passes", number, node.iter)
    with_one_pass = ast.With(
        [ast.withitem(_call(hook, "one_pass", number, _dictionary(names)))], node.body
    )
    first = node.body[0]
    wanted = ast.If(_call(hook, "wanted", number, _dictionary(names)), [with_one_pass], [])
    node.body = [_at(first, wanted)]
    _at(first, with_one_pass)
    return _at(node, ast.With([ast.withitem(_call(hook, "loop", number))], [node]))


def _comprehension(number: int, node: Comprehension, names: Sequence[str], hook: str) -> ast.AST:
    element = node.value if isinstance(node, ast.DictComp) else node.elt
    if any(isinstance(part, _OWN_SCOPE) for part in ast.walk(element)):
        raise NoSuchPlace("the elements of this comprehension cannot be computed one by one")
    nothing = ast.arguments([], [], None, [], [], None, [])
    later = _at(element, ast.Lambda(nothing, element))
    notice = _at(element, _call(hook, "element", number, _dictionary(names), later))
    if isinstance(node, ast.DictComp):
        node.value = notice
    else:
        node.elt = notice
    last, first = node.generators[-1], node.generators[0]
    last.iter = _at(last.iter, _call(hook, "passes", number, last.iter))
    first.iter = _at(first.iter, _call(hook, "all_passes", number, first.iter))
    return node


def after_binding(number: int, node: ast.stmt, target: ast.expr, hook: str) -> ast.stmt:
    """The statement, after which a hook gets what its target holds."""
    held = copy.deepcopy(target)
    held.ctx = ast.Load()  # type: ignore[attr-defined]
    notice = _at(node, ast.Expr(_at(node, _call(hook, "value", number, held))))
    return _at(node, ast.If(_at(node, ast.Constant(True)), [node, notice], []))


def binding_at(program: Program, span: ScriptSpan) -> tuple[ast.stmt, ast.expr]:
    """The assignment whose target stands at the span, and that target."""
    statement = program.around(span)
    wanted = ((span.line, span.column), (span.end_line, span.end_column))
    for node in ast.walk(statement):
        stored = isinstance(node, ast.expr) and isinstance(getattr(node, "ctx", None), ast.Store)
        if isinstance(node, ast.expr) and stored and program.stretch(node) == wanted:
            return statement, node
    raise NoSuchPlace(f"{span.path}:{span.line}: no name is assigned here")


def _call(hook: str, name: str, number: int, *arguments: ast.expr) -> ast.Call:
    function = ast.Attribute(ast.Name(hook, ast.Load()), name, ast.Load())
    return ast.Call(function, [ast.Constant(number), *arguments], [])


def _dictionary(names: Sequence[str]) -> ast.Dict:
    keys: list[ast.expr | None] = [ast.Constant(name) for name in names]
    return ast.Dict(keys, [ast.Name(name, ast.Load()) for name in names])


def _names(target: ast.expr) -> list[str]:
    return [node.id for node in ast.walk(target) if isinstance(node, ast.Name)]


def _at(place: ast.AST, node: _Node) -> _Node:
    return ast.copy_location(node, place)
