"""The fix for what a release rejects: its spelling of today, where that means the same."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence

import libcst as cst

from tunelint.analyses.shared_values import is_shared, names_parts_of, occurs_elsewhere
from tunelint.files.place import Place
from tunelint.files.tree import children
from tunelint.findings.finding import Fix, safe_fix
from tunelint.findings.fixes.changes import (
    Change,
    MoveNames,
    Name,
    RemoveArgument,
    RemoveElement,
    RenameArgument,
    Replace,
    Wrap,
)
from tunelint.findings.fixes.literals import string_like, written_value
from tunelint.interpreter.imports import dotted
from tunelint.interpreter.library_names import canonical
from tunelint.interpreter.objects import CallEvent
from tunelint.interpreter.values import Argument, Const
from tunelint.libraries.keras.removed import LAYERS, SHAPE_OF, UTILS
from tunelint.model.library_errors import Rejection
from tunelint.model.program import Program

KEYWORD = re.compile(r"(\w+)=")
OPTION = re.compile(r"(\w+)=('[^']*'|None)")
QUOTED = re.compile(r"'[^']*'")
# Arguments that read data in parallel, with the values that change nothing.
READING = {"workers": 1, "use_multiprocessing": False, "max_queue_size": 10}
SCORED_BY = {
    "needs_proba": '"predict_proba"',
    "needs_threshold": '("decision_function", "predict_proba")',
}
ROOTS = {
    "mean_squared_error": "sklearn.metrics.root_mean_squared_error",
    "mean_squared_log_error": "sklearn.metrics.root_mean_squared_log_error",
}
# Modules that are gone: where their names are today, and which of them.
MODULES = {"keras.layers": LAYERS, "keras.utils": UTILS}
# Old values of an argument that has another name today, which are not taken any more.
GONE_VALUES = {"border_mode": frozenset({"full"})}


def respelled(program: Program, rejections: Sequence[Rejection]) -> Fix | None:
    """Today's spelling of all that is rejected at a place.

    None where one of them has none that surely means the same.
    """
    changed = [tuple(_changes(program, rejection)) for rejection in rejections]
    if not all(changed):
        return None
    first, changes = rejections[0], [change for changes in changed for change in changes]
    removed = all(isinstance(change, RemoveArgument | RemoveElement) for change in changed[0])
    today = (first.instead or "").partition(": ")[0]
    return safe_fix(f"remove {first.written}" if removed else f"write {today}", *changes)


def _changes(program: Program, rejection: Rejection) -> Iterator[Change]:
    if not rejection.taker:
        yield from _moved(program, rejection)
    elif rejection.taker == SHAPE_OF:
        yield Wrap(rejection.place, ("(",), (",)",))
    elif rejection.written.endswith("="):
        yield from _argument(program, rejection)
    else:
        yield from _option(program, rejection)


# -- arguments ----------------------------------------------------------------------------------


def _argument(program: Program, rejection: Rejection) -> Iterator[Change]:
    """Another keyword, or none, where the argument is written at its call."""
    place, keyword = rejection.place, rejection.written.removesuffix("=")
    given = _given(rejection, keyword)
    if given is None or names_parts_of(program, keyword) or not _is_at_its_call(program, rejection):
        return
    today = KEYWORD.fullmatch(rejection.instead or "")
    literal = given.value.value if isinstance(given.value, Const) else None
    if today is not None and literal not in GONE_VALUES.get(keyword, ()):
        yield RenameArgument(place, today[1])
    elif keyword in READING and (literal == READING[keyword] or _feeds_arrays(rejection)):
        yield RemoveArgument(place)
    elif keyword in SCORED_BY and literal is True:
        yield RenameArgument(place, "response_method")
        yield Replace(place, (SCORED_BY[keyword],))
    elif keyword == "squared" and isinstance(literal, bool):
        yield from _root(rejection, place, root=not literal)
    elif keyword == "period" and literal == 1:
        yield RenameArgument(place, "save_freq")
        yield Replace(place, ('"epoch"',))
    elif keyword in ("algorithm", "write_grads") or (keyword in SCORED_BY and literal is False):
        yield RemoveArgument(place)


def _given(rejection: Rejection, keyword: str) -> Argument | None:
    """The rejected argument, where its call is written with it."""
    event, node = rejection.event, rejection.place.node
    if not isinstance(event, CallEvent) or not isinstance(node, cst.Arg) or node.keyword is None:
        return None
    given = event.arguments.keywords.get(keyword)
    return given if given is not None and given.place.node is node else None


def _is_at_its_call(program: Program, rejection: Rejection) -> bool:
    """Whether the argument is written in the call that rejects it, or used there alone."""
    call = rejection.event.place.node
    here = isinstance(call, cst.Call) and any(one is rejection.place.node for one in call.args)
    return here or not is_shared(program, rejection.place)


def _feeds_arrays(rejection: Rejection) -> bool:
    """Whether labels are given of their own, as only arrays are."""
    event = rejection.event
    return isinstance(event, CallEvent) and (
        len(event.arguments.positional) > 1 or "y" in event.arguments.keywords
    )


def _root(rejection: Rejection, place: Place, *, root: bool) -> Iterator[Change]:
    """The error itself, or the function of its root."""
    node = rejection.event.place.node
    if root and isinstance(node, cst.Call):
        where = Place(rejection.event.place.source, node.func)
        yield Replace(where, (Name(ROOTS[rejection.taker]),))
    yield RemoveArgument(place)


# -- option values ------------------------------------------------------------------------------


def _option(program: Program, rejection: Rejection) -> Iterator[Change]:
    """Another option value, where the old one is written out; none where today's is listed too.

    Nothing where the old one may be meant elsewhere, too.
    """
    old, new = OPTION.fullmatch(rejection.written), OPTION.fullmatch(rejection.instead or "")
    if old is None:
        return
    text = ast.literal_eval(old[2])
    if new is not None and new[1] == old[1]:
        value = ast.literal_eval(new[2])
    elif QUOTED.fullmatch(rejection.instead or ""):
        value = ast.literal_eval(rejection.instead or "")
    else:
        return
    options = list(_options(written_value(rejection.place)))
    found = [node for node, option in options if option == text]
    if len(found) != 1:
        return
    where = Place(rejection.place.source, found[0])
    if is_shared(program, where) or occurs_elsewhere(program, where, text):
        return
    if any(option == value for _, option in options):
        yield RemoveElement(where)
    else:
        written = string_like(where, value) if isinstance(value, str) else repr(value)
        yield Replace(where, (written,))


def _options(node: cst.CSTNode) -> Iterator[tuple[cst.CSTNode, object]]:
    """The strings that are written below a node, and None."""
    match node:
        case cst.SimpleString():
            yield node, node.evaluated_value
        case cst.Name(value="None"):
            yield node, None
    for child in children(node):
        yield from _options(child)


# -- names --------------------------------------------------------------------------------------


def _moved(program: Program, rejection: Rejection) -> Iterator[Change]:
    """The imports of the file from a module that is gone, from where all its names are today."""
    source, gone = rejection.event.place.source, rejection.written
    today = rejection.instead or ""
    statements = list(_imports_of(program.project.tree(source), gone))
    moves = [_moves(node, today) for node in statements]
    if all(moves):
        for node, names in zip(statements, moves, strict=True):
            yield MoveNames(Place(source, node), names)


def _imports_of(tree: cst.Module, gone: str) -> Iterator[cst.ImportFrom]:
    """The statements that import from a module, or the module itself."""
    waiting: list[cst.CSTNode] = [tree]
    for node in waiting:
        waiting.extend(children(node))
        if isinstance(node, cst.ImportFrom) and not isinstance(node.names, cst.ImportStar):
            module = canonical(dotted(node.module))
            if any(
                f"{module}.{dotted(alias.name)}.".startswith(f"{gone}.") for alias in node.names
            ):
                yield node


def _moves(node: cst.ImportFrom, today: str) -> Mapping[str, str]:
    """Where the names of a statement are today; empty where not all of them are in one place."""
    assert not isinstance(node.names, cst.ImportStar)
    written = dotted(node.module)
    names = [dotted(alias.name) for alias in node.names]
    if not all(name in MODULES.get(today, ()) for name in names):
        return {}
    prefix = written.removesuffix(canonical(written).removeprefix("keras"))
    return {name: f"{prefix}{today.removeprefix('keras')}.{name}" for name in names}
