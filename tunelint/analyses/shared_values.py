"""Shared values: what is written once and used at several places of a program.

A fix that changes it for one of them changes it for all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from tunelint.analyses.seeding.seed_expressions import Files
from tunelint.files.place import Place
from tunelint.files.source import Source
from tunelint.interpreter.lexical import Lexical
from tunelint.model.program import Program

# What builds a container of what it is given.
BUILDING = frozenset({"dict", "list", "set", "tuple", "array", "frozenset", "OrderedDict"})
# What an attribute is part of that is not read: it is bound, or a module's name.
_NO_READ = (cst.AssignTarget, cst.ImportAlias, cst.ImportFrom)


def is_shared(program: Program, place: Place) -> bool:
    """Whether what is written at a place may be used elsewhere, too, than in one call."""
    return _Uses(program).of(place)


class _Uses:
    def __init__(self, program: Program) -> None:
        self._program = program
        self._seen: set[int] = set()

    def of(self, place: Place) -> bool:
        if id(place.node) in self._seen:
            return True
        self._seen.add(id(place.node))
        lexical = self._lexical(place.source)
        inner = place.node
        for outer in lexical.around(place.node):
            match outer:
                case cst.Call() if inner is not outer.func:
                    if not _builds(outer):
                        return _is_projects(lexical, outer)
                case cst.Assign(targets=[cst.AssignTarget(target=target)]):
                    return self._named(place.source, outer, target)
                case cst.AnnAssign(target=target) | cst.For(target=target):
                    return self._named(place.source, outer, target)
                case cst.CompFor(target=target):
                    return self._named(place.source, outer, target)
                case cst.Param(name=name):
                    return self._named(place.source, outer, name)
                case cst.Return():
                    return self._returned(place.source, lexical, outer)
                case cst.Arg() | cst.BaseDict() | cst.BaseDictElement() | cst.BaseElement():
                    pass
                case cst.List() | cst.Tuple() | cst.Set() | cst.IfExp() | cst.UnaryOperation():
                    pass
                case _:
                    return True
            inner = outer
        return True

    def _returned(self, source: Source, lexical: Lexical, node: cst.CSTNode) -> bool:
        function = lexical.scope(node)
        if not isinstance(function, cst.FunctionDef):
            return True
        return self._named(source, function, function.name)

    def _named(self, source: Source, binding: cst.CSTNode, target: cst.CSTNode) -> bool:
        """Whether what a name, an attribute or an entry holds is used elsewhere than once."""
        name = _name_of(target)
        if name is None or self._is_imported(source, binding, name):
            return True
        uses = [
            Place(each, node)
            for each in self._program.sources
            for node in _reads(self._lexical(each), name)
        ]
        return len(uses) != 1 or self.of(uses[0])

    def _is_imported(self, source: Source, binding: cst.CSTNode, name: str) -> bool:
        """Whether a file that was not read with the program may use what a module binds."""
        if not isinstance(self._lexical(source).scope(binding), cst.Module):
            return False
        read = {each.path for each in self._program.sources}
        return self._program.project.may_be_used_elsewhere(source.path, {name}, read)

    def _lexical(self, source: Source) -> Lexical:
        return self._program.once(Files).of(source).lexical


def _builds(call: cst.Call) -> bool:
    match call.func:
        case cst.Name(value=name) | cst.Attribute(attr=cst.Name(value=name)):
            return name in BUILDING
    return False


def _is_projects(lexical: Lexical, call: cst.Call) -> bool:
    """Whether a function of the file is called, which may do several things with it."""
    match call.func:
        case cst.Name(value=name):
            scope = lexical.binder(name, call)
            found = lexical.bindings(scope, name) if scope is not None else []
            return any(isinstance(each, cst.FunctionDef) for each in found)
    return False


def _name_of(target: cst.CSTNode) -> str | None:
    match target:
        case cst.Name(value=name) | cst.Attribute(attr=cst.Name(value=name)):
            return name
        case cst.Subscript(value=cst.Name(value=name)):
            return name
    return None


def _reads(lexical: Lexical, name: str) -> Iterator[cst.CSTNode]:
    """Where a name, or an attribute of that name, is read."""
    for node in lexical.nodes:
        if not isinstance(node, cst.Name) or node.value != name:
            continue
        outer = lexical.parent(node)
        match outer:
            case cst.Attribute(attr=attr) if attr is node:
                if not isinstance(lexical.parent(outer), _NO_READ):
                    yield outer
            case cst.Subscript(value=base) if base is node:
                if not isinstance(lexical.parent(outer), cst.AssignTarget):
                    yield node
            case cst.Arg(keyword=keyword) if keyword is node:
                pass
            case cst.ImportAlias() | cst.AssignTarget() | cst.Param() | cst.FunctionDef():
                pass
            case cst.AnnAssign(target=target) if target is node:
                pass
            case cst.For(target=target) | cst.CompFor(target=target) if target is node:
                pass
            case _:
                yield node


def occurs_elsewhere(program: Program, place: Place, text: str) -> bool:
    """Whether the program has the same text elsewhere than in arguments that are given by name.

    There it may be compared with what a trial was given, or looked up by it.
    """
    for source in program.sources:
        lexical = program.once(Files).of(source).lexical
        for node in lexical.nodes:
            if not isinstance(node, cst.SimpleString) or node is place.node:
                continue
            if node.evaluated_value == text and not _is_given_by_name(lexical, node):
                return True
    return False


def _is_given_by_name(lexical: Lexical, node: cst.CSTNode) -> bool:
    outer = lexical.parent(node)
    return isinstance(outer, cst.Arg) and outer.keyword is not None


def names_parts_of(program: Program, parameter: str) -> bool:
    """Whether the program names parts of what a parameter is given: ``parameter__depth``."""
    words = re.compile(rf"\b{re.escape(parameter)}_(?:_\w+)?\b")
    return any(words.search(source.text) for source in program.sources)
