"""How a file calls a library's name, and the import that it still needs for that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import libcst as cst

from tunelint.edits.layout import Insertion, Layout, Unwritable
from tunelint.syntax.children import children
from tunelint.syntax.names import canonical

USUAL = MappingProxyType(
    {
        "hyperopt": None,
        "keras": "keras",
        "keras_tuner": "kt",
        "numpy": "np",
        "optuna": "optuna",
        "random": "random",
        "ray": "ray",
        "scipy": None,
        "skopt": "skopt",
    }
)
"""The name that a package is usually imported as; None where its parts are imported by name."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A name that an import binds, what it stands for, and the line of the import."""

    bound: str
    full: str
    line: int
    scope: cst.CSTNode
    by_name: bool


@dataclass(frozen=True, eq=False)
class Imports:
    """The imports of one file."""

    layout: Layout

    def spelled(self, dotted: str, node: cst.CSTNode) -> tuple[str, Insertion | None]:
        """How the file writes a library's full name at a node, and the import it needs, if any.

        Raises Unwritable where every name that could be used means something else there.
        """
        visible = list(self._visible(node))
        for imported in sorted(visible, key=lambda each: len(each.full), reverse=True):
            rest = _below(dotted, imported.full)
            if rest is not None:
                return imported.bound + rest, None
        return self._added(dotted, node, visible)

    def _visible(self, node: cst.CSTNode) -> Iterator[Imported]:
        """What is imported above the node, in its module or a function around it."""
        line = self.layout.range(node)[0][0]
        scopes = {self.layout.tree, *self.layout.around(node)}
        for imported in self._all:
            if imported.line <= line and imported.scope in scopes:
                meanings = {each.full for each in self._all if each.bound == imported.bound}
                if imported.bound not in self._other_names and len(meanings) == 1:
                    yield imported

    def _added(
        self, dotted: str, node: cst.CSTNode, visible: list[Imported]
    ) -> tuple[str, Insertion]:
        package, _, _ = dotted.partition(".")
        module, _, last = dotted.rpartition(".")
        alias = USUAL.get(package, package)
        siblings = [each for each in visible if canonical(each.full).partition(".")[0] == package]
        if alias is None or any(each.by_name for each in siblings):
            if any(each.full.startswith("tensorflow.keras") for each in siblings):
                module = f"tensorflow.{module}"
            bound, statement, written = last, f"from {module} import {last}", last
        else:
            bound = alias
            statement = f"import {package}" + (f" as {alias}" if alias != package else "")
            written = alias + dotted[len(package) :]
        if bound in self._other_names or any(each.bound == bound for each in self._all):
            raise Unwritable
        return written, self._insertion(statement, node)

    def _insertion(self, statement: str, node: cst.CSTNode) -> Insertion:
        """Behind the last import above the node, else at the head of the program."""
        first = self.layout.range(node)[0][0]
        above = None
        for line in self.layout.tree.body:
            start, end = self.layout.range(line)
            if start[0] > first:
                break
            if isinstance(line, cst.SimpleStatementLine) and _imports(line) and end[0] < first:
                above = end[0]
        if above is not None:
            place = self.layout.end_of_line(above)
            return Insertion(place, place, f"\n{statement}")
        body = self.layout.tree.body
        if body and _is_docstring(body[0]):
            place = self.layout.end_of_line(self.layout.range(body[0])[1][0])
            return Insertion(place, place, f"\n\n{statement}")
        if not body:
            raise Unwritable
        place = self.layout.range(body[0])[0]
        return Insertion(place, place, f"{statement}\n")

    @cached_property
    def _all(self) -> list[Imported]:
        """Every import of the file, with the module or function that it stands in."""
        found = []
        for node in self._nodes:
            if isinstance(node, cst.Import | cst.ImportFrom):
                scope = self._scope(node)
                if scope is not None:
                    line = self.layout.range(node)[0][0]
                    for bound, full, by_name in _bound(node):
                        found.append(Imported(bound, full, line, scope, by_name))
        return found

    def _scope(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """Where an import's name holds; None where it is imported only on some condition."""
        for outer in self.layout.around(node):
            match outer:
                case cst.Module() | cst.FunctionDef():
                    return outer
                case cst.SimpleStatementLine() | cst.IndentedBlock() | cst.Try():
                    continue
            return None
        return None

    @cached_property
    def _nodes(self) -> list[cst.CSTNode]:
        nodes: list[cst.CSTNode] = [self.layout.tree]
        for node in nodes:
            nodes.extend(children(node))
        return nodes

    @cached_property
    def _other_names(self) -> frozenset[str]:
        """The names that the file binds in another way than by an import."""
        found = set()
        for node in self._nodes:
            match node:
                case cst.FunctionDef(name=name) | cst.ClassDef(name=name) | cst.Param(name=name):
                    found.add(name.value)
                case cst.AssignTarget(target=target) | cst.AnnAssign(target=target):
                    found.update(_names(target))
                case cst.For(target=target) | cst.CompFor(target=target):
                    found.update(_names(target))
                case cst.NamedExpr(target=target) | cst.AugAssign(target=target):
                    found.update(_names(target))
                case cst.AsName(name=target):
                    if not isinstance(self.layout.parent(node), cst.ImportAlias):
                        found.update(_names(target))
        return frozenset(found)


def _names(target: cst.CSTNode) -> Iterator[str]:
    match target:
        case cst.Name(value=value):
            yield value
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            for element in elements:
                yield from _names(element.value)


def _bound(node: cst.Import | cst.ImportFrom) -> Iterator[tuple[str, str, bool]]:
    """The name that each part of an import binds, and what that is in full."""
    if isinstance(node.names, cst.ImportStar):
        return
    module = ""
    if isinstance(node, cst.ImportFrom):
        if node.relative or node.module is None:
            return
        module = f"{_dotted(node.module)}."
    for alias in node.names:
        full = module + _dotted(alias.name)
        if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
            yield alias.asname.name.value, full, bool(module)
        elif module:
            yield full.rpartition(".")[2], full, True
        else:
            root = full.partition(".")[0]
            yield root, root, False


def _dotted(node: cst.CSTNode) -> str:
    match node:
        case cst.Name(value=value):
            return value
        case cst.Attribute(value=value, attr=attr):
            return f"{_dotted(value)}.{attr.value}"
    raise Unwritable


def _below(dotted: str, full: str) -> str | None:
    """What follows `full` in `dotted`, whichever of its names the package has in the file."""
    for spelling in (dotted, *(f"{other}{dotted[5:]}" for other in _KERAS.get(dotted[:6], ()))):
        if spelling == full:
            return ""
        if spelling.startswith(f"{full}."):
            return spelling[len(full) :]
    known = canonical(full)
    if dotted == known or dotted.startswith(f"{known}."):
        return dotted[len(known) :]
    return None


_KERAS: Mapping[str, tuple[str, ...]] = MappingProxyType({"keras.": ("tensorflow.keras",)})


def _imports(line: cst.SimpleStatementLine) -> bool:
    return any(isinstance(each, cst.Import | cst.ImportFrom) for each in line.body)


def _is_docstring(statement: cst.CSTNode) -> bool:
    match statement:
        case cst.SimpleStatementLine(body=[cst.Expr(value=cst.SimpleString())]):
            return True
    return False
