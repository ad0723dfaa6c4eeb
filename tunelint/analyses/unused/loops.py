"""Hand-written searches: the parts of a configuration that no pass of the loop reads."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tunelint.analyses.unused.contexts import Contexts, names_in
from tunelint.files.place import Place
from tunelint.interpreter.frames import LoopFrame
from tunelint.interpreter.library_names import named
from tunelint.interpreter.objects import Result
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Choice, Const, Element, Mapping, Sequence, Term, options_of
from tunelint.model.search import Search

GRIDS = frozenset({"ParameterGrid", "ParameterSampler"})
# Names of what only counts or repeats.
REPEATING = ("_", "seed", "run", "rep", "trial", "fold", "iter", "repeat", "attempt", "epoch")
SHORT = frozenset({"i", "j", "k", "n", "r", "s", "t", "idx", "index"})


def unread_variables(trace: Trace, search: Search) -> Iterator[tuple[str, Place]]:
    """The variables of a loop over configurations, and the keys of these, that nothing reads."""
    loop = search.loop
    if loop is None or loop.place is None:
        return
    contexts = trace.once(Contexts)
    for frame in _frames(trace, loop):
        yield from _variables(frame)
        yield from _keys(contexts, frame)


def _frames(trace: Trace, loop: LoopFrame) -> list[LoopFrame]:
    """The loop and those that are written inside of it."""
    found: dict[int, LoopFrame] = {id(loop): loop}
    for event in trace.within([loop]):
        for frame in event.path[event.path.index(loop) :]:
            if not isinstance(frame, LoopFrame):
                break
            found.setdefault(id(frame), frame)
    return list(found.values())


# -- variables ------------------------------------------------------------------------------------


def _variables(frame: LoopFrame) -> Iterator[tuple[str, Place]]:
    """Targets of a loop over listed values, or a product of lists, whose body never names them."""
    place = frame.place
    if place is None or not isinstance(place.node, cst.For):
        return
    node = place.node
    named_in_body = set(names_in(node.body))
    for target in _targets(frame, node):
        name = target.value
        if name not in named_in_body and not _repeats(name):
            yield name, Place(place.source, target)


def _targets(frame: LoopFrame, node: cst.For) -> list[cst.Name]:
    match node.target:
        case cst.Name() as name if _is_listed(frame.iterable):
            return [name]
        case cst.Tuple(elements=elements) if _is_product(node.iter):
            return [one.value for one in elements if isinstance(one.value, cst.Name)]
    return []


def _is_listed(iterable: Term) -> bool:
    match iterable:
        case Sequence(kind="list" | "tuple", items=items, open=False):
            return len(items) > 1 and all(isinstance(item, Const) for item in items)
    return False


def _is_product(node: cst.BaseExpression) -> bool:
    match node:
        case cst.Call(func=cst.Name(value="product")):
            return True
        case cst.Call(func=cst.Attribute(attr=cst.Name(value="product"))):
            return True
    return False


def _repeats(name: str) -> bool:
    lower = name.lower()
    return lower in SHORT or lower.startswith("_") or any(word in lower for word in REPEATING[1:])


# -- keys -----------------------------------------------------------------------------------------


def _keys(contexts: Contexts, frame: LoopFrame) -> Iterator[tuple[str, Place]]:
    """Keys of the dictionaries that a loop runs over, which are read by key and never that one."""
    listed = list(_entries(frame))
    if not listed:
        return
    read: set[object] = set()
    for event, context in contexts.of(frame.element):
        if frame not in event.path:
            continue
        if context.kind == "whole":
            return
        if context.kind == "key":
            read.add(context.key)
    known = {name for name, _ in listed}
    if not read & known:
        return
    seen: set[str] = set()
    for name, place in listed:
        if name not in read and name not in seen:
            seen.add(name)
            yield name, place


def _entries(frame: LoopFrame) -> Iterator[tuple[str, Place]]:
    for mapping in _mappings(frame.element):
        if mapping.open:
            return
        for entry in mapping.entries:
            if isinstance(entry.key, Const) and isinstance(entry.key.value, str) and entry.place:
                yield entry.key.value, entry.place


def _mappings(element: Term) -> Iterator[Mapping]:
    match element:
        case Choice(options=options) if all(isinstance(one, Mapping) for one in options):
            yield from (one for one in options if isinstance(one, Mapping))
        case Element(iterable=Result(event=event)) if named(event.callee, "sklearn", GRIDS):
            first = next(iter(event.arguments), None)
            for option in options_of(first.value) if first is not None else ():
                if isinstance(option, Mapping):
                    yield option
                elif isinstance(option, Sequence):
                    yield from (one for one in option.items if isinstance(one, Mapping))
