"""The fix for a library's name that has moved: today's name, where it is imported or used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import libcst as cst

from tunelint.files.place import Place
from tunelint.files.source import Source
from tunelint.files.tree import children
from tunelint.findings.finding import Fix, safe_fix
from tunelint.findings.fixes.changes import (
    AddArgument,
    Change,
    MoveNames,
    Name,
    RenameArgument,
    Replace,
    Wrap,
)
from tunelint.findings.fixes.literals import written_value
from tunelint.interpreter.lexical import Lexical
from tunelint.interpreter.library_names import canonical
from tunelint.interpreter.objects import Arguments, CallEvent
from tunelint.model.library_errors import MovedName

# A method of today with one more argument: ``suggest_float(name, low, high, log=True)``.
METHOD = re.compile(r"(\w+)\(name, low, high(?:, (\w+)=(\w+))?\)")
ALREADY_TAKEN = 3


def renamed(moved: Sequence[MovedName], tree: cst.Module) -> Fix | None:
    """The change to the names of today, of all that moved at one place.

    None where one of them is in another package today, or cannot be told to be there.
    """
    first = moved[0]
    if not all(map(_same_package, moved)):
        return None
    changes = tuple(_changes(moved, tree))
    return safe_fix(f"write {first.instead}", *changes) if changes else None


def _changes(moved: Sequence[MovedName], tree: cst.Module) -> Iterator[Change]:
    first = moved[0]
    place = first.place
    match place.node:
        case cst.ImportFrom() as node:
            yield from _in_import_from(moved, node)
        case cst.Import() as node if first.importable and not first.gone:
            yield from _in_import(first, node, tree)
        case cst.Call(func=cst.Attribute() as func) if isinstance(first.event, CallEvent):
            method = METHOD.fullmatch(first.instead or "")
            if method is not None:
                yield from _other_method(first.event, place.source, func, method)
            elif first.today:
                name, bracket, rest = first.today.removesuffix("()").partition("(")
                yield Replace(Place(place.source, func), (Name(name), bracket + rest))


def _same_package(moved: MovedName) -> bool:
    package = (moved.instead or "").partition(".")[0]
    method = METHOD.fullmatch(moved.instead or "") is not None
    return method or canonical(moved.written).partition(".")[0] == package


# -- imports ----------------------------------------------------------------------------------


def _in_import_from(moved: Sequence[MovedName], node: cst.ImportFrom) -> Iterator[Change]:
    """Every name of the statement that moved is imported from where it is today."""
    if node.module is None or not all(each.today for each in moved):
        return
    module = _dotted(node.module)
    today = {each.written.removeprefix(f"{module}."): each.today for each in moved}
    yield MoveNames(moved[0].place, today)


def _in_import(moved: MovedName, node: cst.Import, tree: cst.Module) -> Iterator[Change]:
    """The old name of a package, and its uses where it is bound by that name."""
    source, lexical = moved.place.source, Lexical(tree)
    for alias in node.names:
        root = _root(alias.name)
        new = canonical(root.value)
        if new == root.value:
            continue
        if alias.asname is None and not _can_be_called(lexical, root.value, new):
            continue
        yield Replace(Place(source, root), (new,))
        if alias.asname is None:
            yield from (Replace(Place(source, use), (new,)) for use in _uses(tree, root.value))


def _can_be_called(lexical: Lexical, old: str, new: str) -> bool:
    """Whether all that has the old name is the package, and nothing else has the new one.

    Not where a string names the package, which the program may look up by it.
    """
    texts = (node.value for node in lexical.nodes if isinstance(node, cst.SimpleString))
    if any(re.fullmatch(rf"\W*{old}(?:\.\w+)*\W*", text) for text in texts):
        return False
    return all(
        isinstance(binding, cst.ImportAlias)
        for name in (old, new)
        for scope in lexical.scopes()
        for binding in lexical.bindings(scope, name)
    )


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
    if keyword is not None and value in ("True", "False"):
        changes.append(AddArgument(event.place, keyword, (value,)))
    elif keyword is not None and value in arguments.keywords:
        changes.append(RenameArgument(arguments.keywords[value].place, keyword))
    elif keyword is not None and _is_last(arguments, ALREADY_TAKEN):
        changes.append(_by_name(arguments.positional[-1].place, keyword))
    elif keyword is not None:
        return
    yield from changes


def _is_last(arguments: Arguments, position: int) -> bool:
    """Whether the last argument that is given by position is surely the one at this position."""
    is_open = arguments.open_positional or arguments.open_keywords
    return not is_open and len(arguments.positional) == position + 1


def _by_name(place: Place, keyword: str) -> Wrap:
    """An argument that is given by its name; what binds a name needs brackets there."""
    value = written_value(place)
    if isinstance(value, cst.NamedExpr) and not value.lpar:
        return Wrap(place, (f"{keyword}=(",), (")",))
    return Wrap(place, (f"{keyword}=",), ())
