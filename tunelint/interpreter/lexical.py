"""Lexical scopes: which scope binds a name as the source reads, and what has run before a node."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

import libcst as cst

from tunelint.files.tree import children

SCOPES = (cst.Module, cst.FunctionDef, cst.Lambda, cst.ClassDef, cst.BaseComp)


class Lexical:
    """One tree: what encloses its nodes, and where its names are bound."""

    def __init__(self, tree: cst.Module) -> None:
        self.tree = tree
        self._parents: dict[cst.CSTNode, cst.CSTNode] = {}
        self.nodes: list[cst.CSTNode] = [tree]
        for node in self.nodes:
            for child in children(node):
                self._parents[child] = node
                self.nodes.append(child)

    def around(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """The nodes that a node stands in, innermost first."""
        outer = self._parents.get(node)
        while outer is not None:
            yield outer
            outer = self._parents.get(outer)

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """The node that a node stands in."""
        return self._parents.get(node)

    def scope(self, node: cst.CSTNode) -> cst.CSTNode:
        """The scope in which a node stands; a function's own name stands outside of it."""
        return self._scopes.get(node, self.tree)

    def binder(self, name: str, node: cst.CSTNode) -> cst.CSTNode | None:
        """The scope in which reading a name at a node finds it; None where none binds it."""
        innermost = True
        for outer in self.around(node):
            if not isinstance(outer, SCOPES):
                continue
            visible = innermost or not isinstance(outer, cst.ClassDef)
            if visible and name in self._bound.get(outer, ()):
                return outer
            innermost = False
        return None

    def bindings(self, scope: cst.CSTNode, name: str) -> list[cst.CSTNode]:
        """The nodes that bind a name in a scope: targets, parameters, imports, definitions."""
        return self._bound.get(scope, {}).get(name, [])

    def scopes(self) -> list[cst.CSTNode]:
        """The scopes that bind names."""
        return list(self._bound)

    @cached_property
    def _scopes(self) -> dict[cst.CSTNode, cst.CSTNode]:
        """The scope in which each node stands; that of the node around it is known by then."""
        found: dict[cst.CSTNode, cst.CSTNode] = {}
        for node in self.nodes[1:]:
            outer = self._parents[node]
            found[node] = outer if isinstance(outer, SCOPES) else found.get(outer, self.tree)
        return found

    def names(self) -> list[str]:
        """Every name that is bound somewhere, once."""
        return list(dict.fromkeys(name for names in self._bound.values() for name in names))

    @cached_property
    def _bound(self) -> dict[cst.CSTNode, dict[str, list[cst.CSTNode]]]:
        found: dict[cst.CSTNode, dict[str, list[cst.CSTNode]]] = {}
        declared = self._declared_elsewhere()
        for node in self.nodes:
            for name, place in _bound_by(node):
                scope = self._binding_scope(node)
                if (scope, name) in declared:
                    scope = self.tree
                found.setdefault(scope, {}).setdefault(name, []).append(place)
        return found

    def _binding_scope(self, node: cst.CSTNode) -> cst.CSTNode:
        scope = self.scope(node)
        if isinstance(node, cst.NamedExpr):
            while isinstance(scope, cst.BaseComp):
                scope = self.scope(scope)
        return scope

    def _declared_elsewhere(self) -> set[tuple[cst.CSTNode, str]]:
        """The names that a scope declares to be global."""
        return {
            (self.scope(node), item.name.value)
            for node in self.nodes
            if isinstance(node, cst.Global)
            for item in node.names
        }


def _bound_by(node: cst.CSTNode) -> Iterator[tuple[str, cst.CSTNode]]:
    """The names that a node binds in the scope that it stands in."""
    match node:
        case cst.FunctionDef(name=name) | cst.ClassDef(name=name):
            yield name.value, node
        case cst.Param(name=name):
            yield name.value, node
        case cst.AssignTarget(target=target) | cst.AnnAssign(target=target):
            yield from _names(target)
        case cst.For(target=target) | cst.CompFor(target=target):
            yield from _names(target)
        case cst.NamedExpr(target=target) | cst.AugAssign(target=target):
            yield from _names(target)
        case cst.AsName(name=target):
            yield from _names(target)
        case cst.MatchAs(name=cst.Name() as target) | cst.MatchStar(name=cst.Name() as target):
            yield target.value, target
        case cst.MatchMapping(rest=cst.Name() as target):
            yield target.value, target
        case cst.ImportAlias(name=written, asname=None):
            while isinstance(written, cst.Attribute):
                written = written.value  # type: ignore[assignment]
            if isinstance(written, cst.Name):
                yield written.value, node


def _names(target: cst.CSTNode) -> Iterator[tuple[str, cst.CSTNode]]:
    match target:
        case cst.Name(value=value):
            yield value, target
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            for element in elements:
                yield from _names(element.value)
        case cst.StarredElement(value=value):
            yield from _names(value)


def has_run(
    statement: cst.CSTNode, outside: Iterable[cst.CSTNode], around: set[cst.CSTNode]
) -> bool:
    """Whether a statement has run, and its names are seen, where later code in `around` runs.

    `outside` are the nodes that the statement stands in, innermost first.
    """
    inner, inside = statement, False
    for outer in outside:
        inside = inside or (isinstance(outer, cst.IndentedBlock) and outer in around)
        match outer:
            case cst.Module():
                return True
            case cst.FunctionDef() | cst.Lambda():
                return outer in around
            case cst.ClassDef() | cst.SimpleStatementSuite():
                return False
            case cst.Try() | cst.With() if inner is outer.body:
                pass
            case cst.BaseSmallStatement() | cst.SimpleStatementLine() | cst.IndentedBlock():
                pass
            case cst.ImportAlias() | cst.AsName():
                pass
            case _ if not inside:
                return False
        inner = outer
    return False
