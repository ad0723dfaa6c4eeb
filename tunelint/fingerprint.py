"""What a finding is known by when the lines around it move: scope, statement, ordinal."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import libcst as cst

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


def anchors(tree: cst.Module) -> Mapping[cst.CSTNode, Anchor]:
    """The statement that each node of a tree belongs to (the header, of compound statements)."""
    counts: Counter[tuple[str, str]] = Counter()
    result: dict[cst.CSTNode, Anchor] = {}
    for node, scope, statement in _statement_of_nodes(tree):
        if node is statement:
            tokens = " ".join(header_tokens(tree, statement))
            result[node] = Anchor(scope, tokens, counts[scope, tokens])
            counts[scope, tokens] += 1
        elif statement is not None:
            result[node] = result[statement]
    return result


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


def _statement_of_nodes(
    tree: cst.Module,
) -> Iterator[tuple[cst.CSTNode, str, cst.CSTNode | None]]:
    """Every node with the scope and the statement that it belongs to, in source order."""
    stack: list[tuple[cst.CSTNode, str, cst.CSTNode | None]] = [(tree, "", None)]
    while stack:
        node, scope, statement = stack.pop()
        if isinstance(node, _STATEMENTS):
            statement = node
        yield node, scope, statement
        inner = scope
        if isinstance(node, cst.FunctionDef | cst.ClassDef):
            inner = f"{scope}.{node.name.value}" if scope else node.name.value
        for child in reversed(node.children):
            stack.append((child, inner if isinstance(child, cst.BaseSuite) else scope, statement))
