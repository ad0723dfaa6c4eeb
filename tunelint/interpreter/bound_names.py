"""Bound names: the names that the statements of a block bind, without reading them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import libcst as cst

from tunelint.files.tree import children

SCOPES = (cst.FunctionDef, cst.ClassDef, cst.Lambda)


@dataclass(eq=False, slots=True)
class BoundNames:
    """What blocks, statements and targets bind, remembered: each is gone through once."""

    _known: dict[int, frozenset[str]] = field(default_factory=dict)

    def of(self, node: cst.CSTNode) -> frozenset[str]:
        """The names that a node of a tree that stays binds in its own scope."""
        if id(node) not in self._known:
            self._known[id(node)] = frozenset(bound_names(node))
        return self._known[id(node)]


def bound_names(node: cst.CSTNode) -> set[str]:
    """The names that a block, statement or target binds in its own scope."""
    if isinstance(node, cst.BaseAssignTargetExpression):
        return set(_targets(node))
    return set(_bound(node))


def _bound(node: cst.CSTNode) -> Iterator[str]:
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield from _own(current)
        if isinstance(current, SCOPES):
            if isinstance(current, cst.FunctionDef | cst.ClassDef):
                yield current.name.value
            continue
        waiting.extend(children(current))


def _own(node: cst.CSTNode) -> Iterator[str]:
    """The names that a node binds by itself, not by what it holds."""
    match node:
        case cst.AssignTarget(target=target) | cst.NamedExpr(target=target):
            yield from _targets(target)
        case cst.AnnAssign(target=target, value=cst.BaseExpression()):
            yield from _targets(target)
        case cst.AugAssign(target=target) | cst.For(target=target):
            yield from _targets(target)
        case cst.AsName(name=name):
            yield from _targets(name)
        case cst.Del(target=target):
            yield from _targets(target)
        case cst.ImportAlias(asname=None, name=name):
            while isinstance(name, cst.Attribute):
                name = name.value  # type: ignore[assignment]
            yield from _targets(name)
        case cst.MatchAs(name=cst.Name(value=name)) | cst.MatchStar(name=cst.Name(value=name)):
            yield name
        case cst.MatchMapping(rest=cst.Name(value=name)):
            yield name


def _targets(node: cst.CSTNode) -> Iterator[str]:
    match node:
        case cst.Name(value=name):
            yield name
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            for element in elements:
                yield from _targets(element.value)
        case cst.StarredElement(value=inner):
            yield from _targets(inner)
