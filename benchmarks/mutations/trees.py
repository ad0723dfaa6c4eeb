"""What the pitfalls need of syntax trees: calls by name, keywords, statements around a node."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from programs import Program


@dataclass(frozen=True)
class Site:
    """A call with the block of statements that it stands in, at `index`."""

    call: ast.Call
    block: list[ast.stmt]
    index: int
    functions: tuple[ast.FunctionDef, ...]
    depth: int

    @property
    def statement(self) -> ast.stmt:
        return self.block[self.index]

    def before(self, text: str) -> None:
        self.block[self.index : self.index] = statements(text)

    def after(self, text: str) -> None:
        self.block[self.index + 1 : self.index + 1] = statements(text)


def expression(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def statements(text: str) -> list[ast.stmt]:
    return ast.parse(text).body


def name_of(call: ast.Call) -> str:
    """The last part of what is called: ``RandomSearch`` for ``kt.tuners.RandomSearch(…)``."""
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def written(node: ast.AST | None) -> str:
    return "" if node is None else ast.unparse(node)


def calls(program: Program, *names: str) -> list[Site]:
    """The calls of these names, in the order of the source, file after file."""
    found = [site for tree in program.trees for site in _sites(tree.body, (), 0)]
    return [site for site in found if name_of(site.call) in names]


def _sites(
    block: list[ast.stmt], functions: tuple[ast.FunctionDef, ...], depth: int
) -> Iterator[Site]:
    for index, statement in enumerate(block):
        inner = functions
        if isinstance(statement, ast.FunctionDef):
            inner = (*functions, statement)
        for node in _own_nodes(statement):
            if isinstance(node, ast.Call):
                yield Site(node, block, index, functions, depth)
        for field in ("body", "orelse", "finalbody"):
            yield from _sites(getattr(statement, field, []), inner, depth + 1)
        for handler in getattr(statement, "handlers", []):
            yield from _sites(handler.body, inner, depth + 1)


def _own_nodes(statement: ast.stmt) -> Iterator[ast.AST]:
    """The nodes of a statement outside of the statements in it, outer calls first."""
    for child in ast.iter_child_nodes(statement):
        if not isinstance(child, ast.stmt | ast.ExceptHandler):
            yield from ast.walk(child)


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((one.value for one in call.keywords if one.arg == name), None)


def drop(call: ast.Call, *names: str) -> bool:
    """Remove keywords; whether there were any."""
    kept = [one for one in call.keywords if one.arg not in names]
    dropped = len(kept) < len(call.keywords)
    call.keywords[:] = kept
    return dropped


def put(call: ast.Call, name: str, value: str) -> None:
    """Give a keyword, in place of the one that is there."""
    for one in call.keywords:
        if one.arg == name:
            one.value = expression(value)
            return
    call.keywords.append(ast.keyword(name, expression(value)))


def replace_nodes(program: Program, old: type[ast.AST], change: object) -> bool:
    """Replace every node of a type for which `change` gives another; whether any did."""
    changed = [_Replacing(old, change).run(tree) for tree in program.trees]
    return any(changed)


class _Replacing(ast.NodeTransformer):
    def __init__(self, old: type[ast.AST], change: object) -> None:
        self._old, self._change, self._changed = old, change, False

    def run(self, tree: ast.Module) -> bool:
        self.visit(tree)
        return self._changed

    def visit(self, node: ast.AST) -> ast.AST:
        node = self.generic_visit(node)
        if isinstance(node, self._old):
            new = self._change(node)  # type: ignore[operator]
            if new is not None:
                self._changed = True
                return cast(ast.AST, new)
        return node


def runs_its_own_trials(program: Program) -> bool:
    """Whether a class of the program says itself how a Keras Tuner trial runs."""
    own = ("fit", "run_trial")
    return any(
        isinstance(node, ast.ClassDef)
        and any(isinstance(one, ast.FunctionDef) and one.name in own for one in node.body)
        for tree in program.trees
        for node in ast.walk(tree)
    )


SEEDING = {"set_random_seed", "seed", "set_seed", "manual_seed", "seed_everything"}


def drop_seedings(program: Program) -> list[ast.stmt]:
    """Remove every call that seeds a generator for the process; gives the statements removed."""
    dropped: list[ast.stmt] = []
    for tree in program.trees:
        for node in ast.walk(tree):
            for field in ("body", "orelse", "finalbody"):
                block = getattr(node, field, None)
                if isinstance(block, list):
                    kept = [one for one in block if not _is_seeding(one)]
                    dropped += [one for one in block if _is_seeding(one)]
                    if len(kept) < len(block):
                        block[:] = kept or ([] if isinstance(node, ast.Module) else [ast.Pass()])
    return dropped


def _is_seeding(statement: object) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Call)
        and name_of(statement.value) in SEEDING
    )


def names_bound(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {
        node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)
    }


def add_import(program: Program, text: str) -> None:
    """Put an import at the top of every file of the program."""
    for tree in program.trees:
        place = 0
        while place < len(tree.body) and (
            _is_docstring(tree.body[place]) or _is_future(tree.body[place])
        ):
            place += 1
        tree.body[place:place] = statements(text)


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _is_future(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
