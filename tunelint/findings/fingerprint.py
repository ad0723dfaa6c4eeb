"""What a finding is known by when the lines around it move: scope, and the part of its statement.

Of a call only the argument counts in which the finding lies: another one may change.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import libcst as cst

from tunelint.files.tree import children

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


@dataclass(frozen=True, slots=True)
class Anchor:
    """The part of a statement that a finding is about, and the scope that it stands in."""

    scope: str = ""
    statement: str = ""


def fingerprint(code: str, path: str, anchor: Anchor, ordinal: int = 0) -> str:
    """The SHA-256 that a finding is known by.

    `path` is relative to the project's root, in POSIX form; `ordinal` counts the findings of one
    code with one anchor in a file.
    """
    parts = (code, path, anchor.scope, anchor.statement, str(ordinal))
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(eq=False)
class Anchors:
    """The anchors of the nodes of a tree; only those that are asked for are worked out."""

    tree: cst.Module
    _parents: dict[int, cst.CSTNode] = field(default_factory=dict)
    _scopes: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        waiting: list[cst.CSTNode] = [self.tree]
        while waiting:
            node = waiting.pop()
            for child in children(node):
                self._parents[id(child)] = node
                waiting.append(child)

    def of(self, node: cst.CSTNode) -> Anchor:
        """The anchor of a node of code (not of whitespace); an empty one outside of statements."""
        way = [node]
        while not _is_statement(type(way[-1])):
            parent = self._parents.get(id(way[-1]))
            if parent is None:
                return Anchor()
            way.append(parent)
        tokens = _tokens_on(self.tree, way[::-1])
        return Anchor(self._scope_of(way[-1]), " ".join(tokens))

    def _scope_of(self, statement: cst.CSTNode) -> str:
        """The functions and classes in whose bodies a statement stands, joined by dots."""
        way = [statement]
        while id(way[-1]) not in self._scopes and id(way[-1]) in self._parents:
            way.append(self._parents[id(way[-1])])
        scope = self._scopes.setdefault(id(way.pop()), "")
        for inner in reversed(way):
            outer = self._parents[id(inner)]
            if isinstance(outer, cst.FunctionDef | cst.ClassDef) and inner is outer.body:
                scope = f"{scope}.{outer.name.value}" if scope else outer.name.value
            self._scopes[id(inner)] = scope
        return scope


@cache
def _is_statement(kind: type[cst.CSTNode]) -> bool:
    return issubclass(kind, _STATEMENTS)


def _tokens_on(tree: cst.Module, way: Sequence[cst.CSTNode]) -> list[str]:
    """The tokens of a statement's header, of which the way leads to the place of a finding."""
    match way[0]:
        case cst.Try() | cst.TryStar():
            return ["try"]
        case cst.Match(subject=subject):
            return ["match", *_tokens(tree, subject.visit(_Reduction(way)))]
        case cst.If() | cst.For() | cst.While() as loop:
            header: cst.CSTNode = loop.with_changes(body=_NO_BODY, orelse=None)
        case cst.BaseSmallStatement() as small:
            header = small.with_changes(semicolon=cst.MaybeSentinel.DEFAULT)
        case block:
            header = block.with_changes(body=_NO_BODY)
    return _tokens(tree, header.visit(_Reduction(way)))


def _tokens(tree: cst.Module, node: object) -> list[str]:
    assert isinstance(node, cst.CSTNode)
    code = tree.code_for_node(node)
    return [match[0] for match in _TOKEN.finditer(code) if match["gap"] is None]


class _Reduction(cst.CSTTransformer):
    """Takes from calls, and from containers on a way, all that the way does not lead through.

    The argument that it ends in stays as it is.
    """

    def __init__(self, way: Sequence[cst.CSTNode]) -> None:
        super().__init__()
        self._way = frozenset(map(id, way))
        self._whole = _argument_around_the_end(way)

    def on_visit(self, node: cst.CSTNode) -> bool:
        """Leave the argument that the way ends in as it is."""
        return node is not self._whole

    def on_leave(self, original: Any, updated: Any) -> Any:
        """Take away what the way does not lead through; it may end in a container, or pass it."""
        match original:
            case cst.Call():
                return updated.with_changes(args=self._kept(original.args, updated.args))
            case cst.Dict() | cst.List() | cst.Set() | cst.Tuple():
                kept = self._kept(original.elements, updated.elements)
                return updated.with_changes(elements=kept) if kept else updated
        return updated

    def _kept(
        self, originals: Sequence[cst.CSTNode], updated: Sequence[cst.CSTNode]
    ) -> list[cst.CSTNode]:
        pairs = zip(originals, updated, strict=True)
        kept = (new for old, new in pairs if id(old) in self._way)
        return [one.with_changes(comma=cst.MaybeSentinel.DEFAULT) for one in kept]


def _argument_around_the_end(way: Sequence[cst.CSTNode]) -> cst.Arg | None:
    """The argument of the last call on a way that the way ends in; None where it is no argument's.

    Where the way ends with a call, or its name, the finding is about the call itself.
    """
    calls = [number for number, node in enumerate(way) if isinstance(node, cst.Call)]
    behind = way[calls[-1] + 1 :] if calls else ()
    return behind[0] if behind and isinstance(behind[0], cst.Arg) else None
