"""How a file calls a library's name, and the import that it still needs for that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import libcst as cst

from tunelint import registry
from tunelint.files.tree import children
from tunelint.findings.fixes.import_blocks import (
    KERAS,
    ImportBlocks,
    NewImport,
    dotted_name,
    natural,
)
from tunelint.findings.fixes.layout import Insertion, Layout, Unwritable
from tunelint.interpreter.lexical import has_run
from tunelint.interpreter.library_names import canonical

USUAL: Mapping[str, str] = MappingProxyType(
    {"scipy": "", **registry.gathered(one.imported_as for one in registry.libraries())}
)
"""The name that a package is usually imported as; "" where its parts are imported by name."""

WHOLE = frozenset({"random", "tensorflow", "torch"})
"""Packages that are imported whole beside names of theirs, too: `seed` alone says little."""

# How much an import at the level of a module stands in: its line, and the module.
IN_MODULE = 2


def usually_written(code: str) -> str:
    """Code that begins with a package's name, as it is written after its usual import."""
    package, dot, rest = code.partition(".")
    return f"{USUAL.get(package) or package}{dot}{rest}"


@dataclass(frozen=True, slots=True)
class Imported:
    """A name that an import binds, what it stands for, and the statement."""

    bound: str
    full: str
    node: cst.Import | cst.ImportFrom

    @property
    def by_name(self) -> bool:
        """Whether the name is imported from its module."""
        return isinstance(self.node, cst.ImportFrom)


@dataclass(frozen=True, eq=False)
class Imports:
    """The imports of one file."""

    layout: Layout

    def spelled(self, dotted: str, node: cst.CSTNode) -> tuple[str, tuple[Insertion, ...]]:
        """How the file writes a library's full name at a node, and the import it needs, if any.

        Raises Unwritable where every name that could be used means something else there.
        """
        visible = list(self._visible(node))
        for imported in sorted(visible, key=lambda each: len(each.full), reverse=True):
            rest = _below(dotted, imported.full)
            if rest is not None:
                return imported.bound + rest, ()
        return self._added(dotted, node, visible)

    def _visible(self, node: cst.CSTNode) -> Iterator[Imported]:
        """What is surely imported where the node is reached, under names that mean nothing else."""
        around = {node, *self.layout.around(node)}
        line = self.layout.range(node)[0][0]
        for imported in self._all:
            if self.layout.range(imported.node)[0][0] <= line and self._has_run(
                imported.node, around
            ):
                meanings = {each.full for each in self._all if each.bound == imported.bound}
                if imported.bound not in self._other_names and len(meanings) == 1:
                    yield imported

    def _has_run(self, node: cst.CSTNode, around: set[cst.CSTNode]) -> bool:
        return has_run(node, self.layout.around(node), around)

    def _added(
        self, dotted: str, node: cst.CSTNode, visible: Sequence[Imported]
    ) -> tuple[str, tuple[Insertion, ...]]:
        package, _, _ = dotted.partition(".")
        module, _, last = dotted.rpartition(".")
        alias = USUAL.get(package, package)
        siblings = [each for each in visible if canonical(each.full).partition(".")[0] == package]
        by_name = package not in WHOLE and any(each.by_name for each in siblings)
        if not alias or by_name:
            if any(each.full.startswith("tensorflow.keras") for each in siblings):
                module = f"tensorflow.{module}"
            self._check_free(last, f"{module}.{last}")
            return last, self.added_by_name(module, last, node)
        self._check_free(alias, package)
        statement = f"import {package}" + (f" as {alias}" if alias != package else "")
        return alias + dotted[len(package) :], (self._insertion(package, statement, node),)

    def added_by_name(self, module: str, name: str, node: cst.CSTNode) -> tuple[Insertion, ...]:
        """The import of a name from a module, in the statement that imports others from there."""
        beside = self._beside(module, node)
        if beside is not None:
            return tuple(_one_more(self.layout, beside, name))
        return (self._insertion(module, f"from {module} import {name}", node),)

    def moved_by_name(
        self, module: str, names: Sequence[str], node: cst.ImportFrom
    ) -> Iterator[Insertion]:
        """The import of names from another module than a statement imports them from."""
        beside = self._beside(module, node, above=False)
        if beside is not None and len(names) == 1:
            yield from _one_more(self.layout, beside, names[0])
            return
        ordered = ", ".join(sorted(names, key=_member))
        new = NewImport(module, f"from {module} import {ordered}")
        yield self.blocks.instead(new, node)

    def _check_free(self, bound: str, full: str) -> None:
        """Raises Unwritable where the name has a meaning already."""
        others = [each.full for each in self._all if each.bound == bound and each.full != full]
        if others or bound in self._other_names:
            raise Unwritable

    def _beside(
        self, module: str, node: cst.CSTNode, *, above: bool = True
    ) -> cst.ImportFrom | None:
        """The statement, above or anywhere around, that imports other names from the module."""
        around = {node, *self.layout.around(node)}
        line = self.layout.range(node)[0][0]
        for each in self._statements:
            match each:
                case cst.ImportFrom(module=cst.Name() | cst.Attribute() as written, relative=()):
                    plain = not isinstance(each.names, cst.ImportStar)
                    early = not above or self.layout.range(each)[0][0] <= line
                    here = plain and dotted_name(written) == module
                    if here and early and self._has_run(each, around):
                        return each
        return None

    def _insertion(self, module: str, statement: str, node: cst.CSTNode) -> Insertion:
        """A new import. Raises Unwritable where the author takes care not to import it always."""
        if self._is_optional(module.partition(".")[0]):
            raise Unwritable
        return self.blocks.insertion(NewImport(module, statement), node)

    def _is_optional(self, package: str) -> bool:
        """Whether the file does without a package, or imports it as late as it can.

        It imports it, or what it belongs to, where a failure is caught; Keras only in functions.
        """
        alike = KERAS if package in KERAS else {package}
        around = [
            list(self.layout.around(each.node))
            for each in self._all
            if each.full.partition(".")[0] in alike
        ]
        if any(len(outside) == IN_MODULE for outside in around):
            return False
        caught = any(isinstance(node, cst.Try) for outside in around for node in outside)
        return caught or (bool(around) and package in KERAS)

    @cached_property
    def blocks(self) -> ImportBlocks:
        """The blocks in which the imports stand."""
        return ImportBlocks(self.layout)

    @cached_property
    def _all(self) -> list[Imported]:
        """Every name that an import of the file binds."""
        return [
            Imported(bound, full, node) for node in self._statements for bound, full in _bound(node)
        ]

    @cached_property
    def _statements(self) -> list[cst.Import | cst.ImportFrom]:
        return [node for node in self._nodes if isinstance(node, cst.Import | cst.ImportFrom)]

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
                case cst.MatchAs(name=cst.Name() as target):
                    found.add(target.value)
                case cst.MatchStar(name=cst.Name() as target):
                    found.add(target.value)
                case cst.MatchMapping(rest=cst.Name() as target):
                    found.add(target.value)
        return frozenset(found)


# -- one more name of a statement ---------------------------------------------------------------


def _one_more(layout: Layout, node: cst.ImportFrom, name: str) -> Iterator[Insertion]:
    """A further name of ``from module import …``, where isort would sort it in."""
    assert not isinstance(node.names, cst.ImportStar)
    written = [dotted_name(alias.name) for alias in node.names]
    position = sum(_member(one) < _member(name) for one in written)
    if written != sorted(written, key=_member):
        position = len(written)
    several_lines = layout.range(node)[0][0] != layout.range(node)[1][0]
    if position < len(written):
        start = layout.range(node.names[position])[0]
        yield Insertion(start, start, f"{name},{_separator(layout, node, position, several_lines)}")
    else:
        end = layout.range(node.names[-1])[1]
        yield Insertion(end, end, f",{_separator(layout, node, -1, several_lines)}{name}")


def _separator(layout: Layout, node: cst.ImportFrom, position: int, several_lines: bool) -> str:
    """What stands behind the comma of a name: a new line where each name has one of its own."""
    assert not isinstance(node.names, cst.ImportStar)
    line, column = layout.range(node.names[position])[0]
    before = layout.line(line)[:column]
    return f"\n{before}" if several_lines and not before.strip() else " "


def _member(name: str) -> tuple[int, object, str]:
    """Sorts imported names as isort does: constants, classes, then the rest."""
    kind = 0 if len(name) > 1 and name.isupper() else 1 if name[:1].isupper() else 2
    return kind, natural(name), name


# -- names --------------------------------------------------------------------------------------


def _names(target: cst.CSTNode) -> Iterator[str]:
    match target:
        case cst.Name(value=value):
            yield value
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            for element in elements:
                yield from _names(element.value)


def _bound(node: cst.Import | cst.ImportFrom) -> Iterator[tuple[str, str]]:
    """The name that each part of an import binds, and what that is in full."""
    if isinstance(node.names, cst.ImportStar):
        return
    module = ""
    if isinstance(node, cst.ImportFrom):
        if node.relative or node.module is None:
            return
        module = f"{dotted_name(node.module)}."
    for alias in node.names:
        full = module + dotted_name(alias.name)
        if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
            yield alias.asname.name.value, full
        elif module:
            yield full.rpartition(".")[2], full
        else:
            root = full.partition(".")[0]
            yield root, root


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
