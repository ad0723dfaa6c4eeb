"""The fix for a library's name that has moved: today's name, where it is imported or used."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from tunelint.edits.changes import AddArgument, Change, Name, RenameArgument, Replace, Wrap
from tunelint.facts import Place
from tunelint.rule import Fix, safe_fix
from tunelint.search import MovedName
from tunelint.source import Source
from tunelint.syntax.children import children
from tunelint.syntax.names import canonical
from tunelint.syntax.trace import CallEvent

# A method of today with one more argument: ``suggest_float(name, low, high, log=True)``.
METHOD = re.compile(r"(\w+)\(name, low, high(?:, (\w+)=(\w+))?\)")
ALREADY_TAKEN = 3


def renamed(moved: MovedName, tree: cst.Module) -> Fix | None:
    """The change to the current name; None where it is in another package or not one name."""
    changes = tuple(_changes(moved, tree))
    return safe_fix(f"write {moved.instead}", *changes) if changes else None


def _changes(moved: MovedName, tree: cst.Module) -> Iterator[Change]:
    if moved.instead is None:
        return
    source = moved.place.source
    match moved.place.node:
        case cst.ImportFrom() as node:
            yield from _in_import_from(moved, moved.instead, node)
        case cst.Import() as node if moved.importable and not moved.gone:
            yield from _in_import(moved, node, tree)
        case cst.Call(func=cst.Attribute() as func) if isinstance(moved.event, CallEvent):
            method = METHOD.fullmatch(moved.instead)
            if method is not None:
                yield from _other_method(moved.event, source, func, method)
            elif _same_package(moved):
                yield Replace(Place(source, func), (Name(moved.instead),))


def _same_package(moved: MovedName) -> bool:
    package = (moved.instead or "").partition(".")[0]
    return canonical(moved.written).partition(".")[0] == package


# -- imports ----------------------------------------------------------------------------------


def _in_import_from(moved: MovedName, instead: str, node: cst.ImportFrom) -> Iterator[Change]:
    if node.module is None or isinstance(node.names, cst.ImportStar) or not _same_package(moved):
        return
    module, where = canonical(_dotted(node.module)), Place(moved.place.source, node.module)
    if not moved.gone:
        yield Replace(where, (module,))
    elif f"{module}.".startswith(f"{moved.gone}.") and not _is_class(instead):
        yield Replace(where, (instead + module[len(moved.gone) :],))
    elif len(node.names) == 1:
        yield from _one_name(moved.place.source, instead, module, node)


def _one_name(source: Source, instead: str, module: str, node: cst.ImportFrom) -> Iterator[Change]:
    """One imported name that lies somewhere else today, perhaps under another name."""
    assert node.module is not None
    assert not isinstance(node.names, cst.ImportStar)
    (alias,) = node.names
    package, _, name = instead.rpartition(".")
    old = _dotted(alias.name)
    if not _is_class(instead) or (old != name and module.rpartition(".")[2] not in KEEPING):
        return
    if package != module:
        yield Replace(Place(source, node.module), (package,))
    if old != name:
        new = name if alias.asname is not None else f"{name} as {old}"
        yield Replace(Place(source, alias.name), (new,))


# Packages whose classes have got other names.
KEEPING = frozenset({"keras_tuner", "oracles", "tuners"})


def _is_class(dotted: str) -> bool:
    return dotted.rpartition(".")[2][:1].isupper()


def _in_import(moved: MovedName, node: cst.Import, tree: cst.Module) -> Iterator[Change]:
    """The old name of a package, and its uses where it is bound by that name."""
    source = moved.place.source
    for alias in node.names:
        root = _root(alias.name)
        new = canonical(root.value)
        if new == root.value:
            continue
        yield Replace(Place(source, root), (new,))
        if alias.asname is None:
            yield from (Replace(Place(source, use), (new,)) for use in _uses(tree, root.value))


def _uses(tree: cst.Module, name: str) -> Iterator[cst.Name]:
    """Where the name is read outside of imports, in order."""
    waiting: list[cst.CSTNode] = [tree]
    while waiting:
        node = waiting.pop()
        match node:
            case cst.Import() | cst.ImportFrom():
                continue
            case cst.Name(value=value) if value == name:
                yield node
            case cst.Attribute(value=base):
                waiting.append(base)
            case cst.Arg(value=given):
                waiting.append(given)
            case _:
                waiting.extend(children(node))


def _root(node: cst.Attribute | cst.Name) -> cst.Name:
    while isinstance(node, cst.Attribute):
        assert isinstance(node.value, cst.Attribute | cst.Name)
        node = node.value
    return node


def _dotted(node: cst.BaseExpression) -> str:
    match node:
        case cst.Name(value=value):
            return value
        case cst.Attribute(value=base, attr=attr):
            return f"{_dotted(base)}.{attr.value}"
    return ""


# -- methods ----------------------------------------------------------------------------------


def _other_method(
    event: CallEvent, source: Source, func: cst.Attribute, method: re.Match[str]
) -> Iterator[Change]:
    """Another method, with a further argument or with one that is given by its name today."""
    name, keyword, value = method.groups()
    changes: list[Change] = [Replace(Place(source, func.attr), (name,))]
    arguments = event.arguments
    if arguments.open_positional or arguments.open_keywords:
        return
    if keyword is not None and value in ("True", "False"):
        changes.append(AddArgument(event.place, keyword, (value,)))
    elif keyword is not None and value in arguments.keywords:
        changes.append(RenameArgument(arguments.keywords[value].place, keyword))
    elif keyword is not None and len(arguments.positional) == ALREADY_TAKEN + 1:
        changes.append(Wrap(arguments.positional[-1].place, (f"{keyword}=",), ()))
    elif keyword is not None:
        return
    yield from changes
