"""The fix for indices read as options: the search's result goes through ``space_eval``."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tunelint.files.place import Place
from tunelint.files.tree import children
from tunelint.findings.finding import Fix, unsafe_fix
from tunelint.findings.fixes.arguments import is_own, value_place
from tunelint.findings.fixes.changes import Name, Wrap
from tunelint.model.program import Program
from tunelint.model.search import Search
from tunelint.model.space import Use


def options_read(program: Program, search: Search, use: Use) -> Fix | None:
    """The result's options in place of the result, where it is read."""
    space, result = _space(search), _result(program, search, use)
    if space is None or result is None:
        return None
    around = Wrap(result, (Name("hyperopt.space_eval"), f"({space}, "), (")",))
    return unsafe_fix("read the options with space_eval", around)


def _space(search: Search) -> str | None:
    """The name of the space that the search is given."""
    for event in search.configuration:
        argument = event.arguments.get("space", ("fn", "space"))
        if argument is not None and is_own(argument):
            node = value_place(argument).node
            return node.value if isinstance(node, cst.Name) else None
    return None


def _result(program: Program, search: Search, use: Use) -> Place | None:
    """The only place in the argument where the search's result is read by its name."""
    names = program.trace.names_of(search.result)
    place = use.argument.place
    loops = search.built.path != use.event.path and use.event.path != ()
    if len(set(names)) != 1 or not isinstance(place.node, cst.Arg) or loops:
        return None
    found = [node for node in _nodes(place.node.value) if _reads(node, names[0])]
    return Place(place.source, found[0]) if len(found) == 1 else None


def _reads(node: cst.CSTNode, name: str) -> bool:
    return isinstance(node, cst.Name) and node.value == name


def _nodes(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    yield node
    for child in children(node):
        yield from _nodes(child)
