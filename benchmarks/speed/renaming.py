"""Many programs of one: the same searches under other names, so that no two files are alike.

Only names that a program gives itself are changed, and only where nothing else can refer to them:
no import, parameter, keyword, attribute, name of a class's body or of a builtin.
"""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from dataclasses import dataclass

import libcst as cst
from libcst import matchers
from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper


@dataclass(frozen=True)
class Template:
    """A program cut behind each name that changes; `pieces` joined by a suffix are a program."""

    pieces: tuple[bytes, ...]

    def renamed(self, suffix: str) -> bytes:
        """The program with the suffix behind every name of its own."""
        return suffix.encode().join(self.pieces)


def template(source: bytes) -> Template:
    """Cut a program behind the names that can change.

    Raises libcst.ParserSyntaxError for what is no Python, and ValueError where no name can change:
    its copies would all be the same.
    """
    wrapper = MetadataWrapper(cst.parse_module(source), unsafe_skip_copy=True)
    names = _Names()
    wrapper.visit(names)
    places = sorted(end for name, end in names.uses if name in names.given - names.fixed)
    if not places:
        raise ValueError("no name in this program can be changed")
    starts, ends = [0, *places], [*places, len(source)]
    return Template(tuple(source[a:b] for a, b in zip(starts, ends, strict=True)))


def multiplied(sources: Sequence[bytes], count: int) -> tuple[bytes, ...]:
    """`count` programs, each of the sources in turn, no two with the same content.

    Raises ValueError where there is no source, or one in which no name can change.
    """
    if not sources:
        raise ValueError("no program to multiply")
    templates = [template(source) for source in sources]
    return tuple(templates[n % len(templates)].renamed(f"_{n}") for n in range(count))


class _Names(cst.CSTVisitor):
    """What a program calls by which name, and where each name ends (offsets in bytes)."""

    METADATA_DEPENDENCIES = (ByteSpanPositionProvider,)

    def __init__(self) -> None:
        super().__init__()
        self.given: set[str] = set()
        self.fixed: set[str] = {"__name__", "_", *dir(builtins)}
        self.uses: list[tuple[str, int]] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        match node:
            case cst.Name(value=name):
                span = self.get_metadata(ByteSpanPositionProvider, node)
                self.uses.append((name, span.start + span.length))
            case cst.AssignTarget(target=target) | cst.For(target=target):
                self._give(target)
            case cst.FunctionDef(name=cst.Name(value=name)):
                self.given.add(name)
            case cst.ClassDef(name=cst.Name(value=name), body=body):
                self.given.add(name)
                for statement in body.body:
                    self._fix_all(statement)
            case cst.Attribute(attr=cst.Name(value=name)) | cst.Param(name=cst.Name(value=name)):
                self.fixed.add(name)
            case cst.Arg(keyword=cst.Name(value=name)):
                self.fixed.add(name)
            case cst.Import() | cst.ImportFrom():
                self._fix_all(node)
        return True

    def _give(self, target: cst.BaseExpression) -> None:
        match target:
            case cst.Name(value=name):
                self.given.add(name)
            case cst.Tuple(elements=elements) | cst.List(elements=elements):
                for element in elements:
                    self._give(element.value)

    def _fix_all(self, node: cst.CSTNode) -> None:
        for name in matchers.findall(node, matchers.Name()):
            self.fixed.add(cst.ensure_type(name, cst.Name).value)
