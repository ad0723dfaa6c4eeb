"""What a finding is known by when the lines around it move: scope, statement, ordinal."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

import libcst as cst

from tunelint.syntax.children import children

_TOKEN = re.compile(
    r"""
    (?P<gap>\#[^\n]*|\s+|\\\n)
    |[rRbBuUfFtT]{0,2}(?:\"\"\"(?:\\.|[^\\])*?\"\"\"|'''(?:\\.|[^\\])*?''')
    |[rRbBuUfFtT]{0,2}(?:"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
    |\w+|.
    """,
    re.VERBOSE | re.DOTALL,
)

_NO_BODY = cst.SimpleStatementSuite(())
_STATEMENTS = (
    cst.BaseSmallStatement,
    cst.BaseCompoundStatement,
    cst.ExceptHandler,
    cst.ExceptStarHandler,
    cst.MatchCase,
)
_STRINGS_WITH_NAMES = ("FormattedString", "TemplatedString")
_ENOUGH_NAMES = 8


@dataclass(frozen=True, slots=True)
class Anchor:
    """A statement as a fingerprint sees it."""

    scope: str = ""
    statement: str = ""
    ordinal: int = 0


def fingerprint(code: str, path: str, anchor: Anchor, repeat: int = 0) -> str:
    """The SHA-256 that a finding is known by.

    `path` is relative to the project's root, in POSIX form; `repeat` counts the findings of one
    code in one statement.
    """
    ordinal = f"{anchor.ordinal}.{repeat}" if repeat else str(anchor.ordinal)
    parts = (code, path, anchor.scope, anchor.statement, ordinal)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, eq=False, slots=True)
class _Statement:
    """A statement or a clause with a body, and the scope that it stands in."""

    node: cst.CSTNode
    scope: str

    @property
    def alike(self) -> tuple[str, type[cst.CSTNode]]:
        """What statements with equal anchors have in common."""
        kind = type(self.node)
        # ``match (x):`` has the tokens of the call ``match(x)``.
        return (self.scope, cst.Expr if kind is cst.Match else kind)


class Anchors:
    """The statement that each node of a tree belongs to (the header, of compound statements).

    Only the statements that are asked for, and those that could equal them, are written out.
    """

    def __init__(self, tree: cst.Module) -> None:
        self._tree = tree
        self._around: dict[int, _Statement] = {}
        self._alike: dict[object, list[_Statement]] = {}
        self._tokens: dict[int, str] = {}
        for node, statement in _statement_of_nodes(tree):
            self._around[id(node)] = statement
            if node is statement.node:
                self._alike.setdefault(statement.alike, []).append(statement)

    def of(self, node: cst.CSTNode) -> Anchor:
        """The anchor of a node of code (not of whitespace); an empty one outside of statements."""
        statement = self._around.get(id(node))
        if statement is None or statement.node is self._tree:
            return Anchor()
        tokens = self._tokens_of(statement)
        return Anchor(statement.scope, tokens, self._equals_before(statement, tokens))

    def _equals_before(self, statement: _Statement, tokens: str) -> int:
        """How many statements before this one have its scope and tokens."""
        start = _first_names(statement.node)
        before = takewhile(lambda one: one is not statement, self._alike[statement.alike])
        alike = (one for one in before if _first_names(one.node) == start)
        return sum(self._tokens_of(one) == tokens for one in alike)

    def _tokens_of(self, statement: _Statement) -> str:
        found = self._tokens.get(id(statement))
        if found is None:
            found = " ".join(header_tokens(self._tree, statement.node))
            self._tokens[id(statement)] = found
        return found


def header_tokens(tree: cst.Module, statement: cst.CSTNode) -> list[str]:
    """The tokens of a statement without those of the statements inside it."""
    header: cst.CSTNode
    match statement:
        case cst.Try() | cst.TryStar():
            return ["try"]
        case cst.Match(subject=subject):
            return ["match", *_tokens(tree.code_for_node(subject))]
        case cst.If() | cst.For() | cst.While():
            header = statement.with_changes(body=_NO_BODY, orelse=None)
        case cst.BaseSmallStatement():
            header = statement.with_changes(semicolon=cst.MaybeSentinel.DEFAULT)
        case _:
            header = statement.with_changes(body=_NO_BODY)
    return _tokens(tree.code_for_node(header))


def _tokens(code: str) -> list[str]:
    return [match[0] for match in _TOKEN.finditer(code) if match["gap"] is None]


def _statement_of_nodes(tree: cst.Module) -> Iterator[tuple[cst.CSTNode, _Statement]]:
    """Every node with the statement that it belongs to, in source order; first of all the tree."""
    stack: list[tuple[cst.CSTNode, str, _Statement]] = [(tree, "", _Statement(tree, ""))]
    while stack:
        node, scope, statement = stack.pop()
        if _is_statement(type(node)):
            statement = _Statement(node, scope)
        yield node, statement
        inner = _scope_inside(node, scope)
        for child in reversed(children(node)):
            inside = inner is not scope and isinstance(child, cst.BaseSuite)
            stack.append((child, inner if inside else scope, statement))


def _scope_inside(node: cst.CSTNode, scope: str) -> str:
    """The scope of the body of a node that stands in a scope."""
    if type(node) is cst.FunctionDef or type(node) is cst.ClassDef:
        name: str = node.name.value
        return f"{scope}.{name}" if scope else name
    return scope


@cache
def _is_statement(kind: type[cst.CSTNode]) -> bool:
    return issubclass(kind, _STATEMENTS)


@cache
def _is_of_another(kind: type[cst.CSTNode]) -> bool:
    """Whether nodes of a class inside of a statement belong to other statements."""
    return issubclass(kind, (*_STATEMENTS, cst.BaseSuite))


def _first_names(statement: cst.CSTNode) -> list[str]:
    """The names that a statement's header begins with, up to its first f-string.

    Statements with equal tokens have equal ones. Inside of an f-string names are no tokens.
    """
    names = ["match"] if type(statement) is cst.Match else []
    stack = children(statement)[::-1]
    while stack and len(names) < _ENOUGH_NAMES:
        node = stack.pop()
        kind = type(node)
        if isinstance(node, cst.Name):
            names.append(node.value)
        elif kind.__name__ in _STRINGS_WITH_NAMES:
            break
        elif not _is_of_another(kind):
            stack += children(node)[::-1]
    return names
