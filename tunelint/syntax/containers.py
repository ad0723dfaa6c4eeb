"""Lists, tuples and dictionaries: how they are built and what their methods do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import libcst as cst

from tunelint.syntax import attributes, folding
from tunelint.syntax.terms import (
    Comprehension,
    Const,
    Element,
    Entry,
    Item,
    Mapping,
    Sequence,
    Term,
    Text,
    join,
)
from tunelint.syntax.trace import stands_under

if TYPE_CHECKING:
    from tunelint.syntax.execution import Execution
    from tunelint.syntax.trace import Arguments

LONGEST_RANGE = 256


def build(run: Execution, node: cst.CSTNode, name: str, arguments: Arguments) -> Term | None:
    """What a built-in constructor or iterator gives, or None where it is not read."""
    values = [argument.value for argument in arguments.positional]
    match name, values:
        case "builtins.dict", []:
            return _dictionary(run, node, Mapping(None, []), arguments)
        case "builtins.dict", [Mapping() as mapping]:
            return _dictionary(run, node, mapping, arguments)
        case (("builtins.list" | "builtins.tuple" | "builtins.set"), [value]):
            return _sequence(run, node, name.rpartition(".")[2], value)
        case "builtins.sorted", [value] if not arguments.keywords:
            return _sorted(run, node, value)
        case (("builtins.list" | "builtins.set" | "builtins.tuple"), []):
            return Sequence(run.place(node), name.rpartition(".")[2], [], path=run.path)
        case "builtins.range", _:
            return _range(run, node, values)
        case "builtins.len", [Sequence(items=items, open=False)]:
            return Const(run.place(node), len(items))
        case "builtins.len", [Mapping(entries=entries, open=False)]:
            return Const(run.place(node), len(entries))
        case "builtins.enumerate", [value, *_]:
            counted = [Element(run.place(node), value), run.element_of(value, node)]
            return _repeated(run, node, counted)
        case "builtins.zip", [_, *_]:
            return _repeated(run, node, [run.element_of(value, node) for value in values])
        case "itertools.product", [_, *_] if not arguments.open_positional:
            parts = [run.element_of(value, node) for value in values]
            return _repeated(run, node, parts)
        case "builtins.reversed", [Sequence(items=items, open=False, reordered=False)]:
            return Sequence(run.place(node), "list", items[::-1], False, run.path)
        case (("builtins.iter" | "tqdm.tqdm" | "tqdm.auto.tqdm"), [value, *_]):
            return value
    return None


def _dictionary(run: Execution, node: cst.CSTNode, base: Mapping, arguments: Arguments) -> Term:
    place = run.place(node)
    entries = list(base.entries)
    for name, argument in arguments.keywords.items():
        entries.append(
            Entry(Const(argument.place, name), argument.value, argument.place, argument.caller)
        )
        stands_under(run.trace, argument.value, name)
    return Mapping(place, entries, base.open or arguments.open_keywords, run.path)


def _sequence(run: Execution, node: cst.CSTNode, kind: str, value: Term) -> Term | None:
    match value:
        case Sequence(items=items, open=unseen):
            return Sequence(run.place(node), kind, list(items), unseen, run.path)
        case Comprehension(element=element, iterable=iterable):
            return Comprehension(run.place(node), kind, element, iterable, value.plain)
        case Mapping(entries=entries, open=unseen):
            return Sequence(run.place(node), kind, [entry.key for entry in entries], unseen)
    return None


def _sorted(run: Execution, node: cst.CSTNode, value: Term) -> Term | None:
    """The items in their order, where they are constants; else the call is a library's."""
    items = value.items if isinstance(value, Sequence) and not value.open else None
    if isinstance(value, Mapping) and not value.open:
        items = [entry.key for entry in value.entries]
    constants = [item for item in items or () if isinstance(item, Const)]
    if items is None or len(constants) != len(items):
        return None
    try:
        ordered = sorted(constants, key=lambda constant: constant.value)
    except TypeError:
        return None
    return Sequence(run.place(node), "list", list(ordered), False, run.path)


def _range(run: Execution, node: cst.CSTNode, values: list[Term]) -> Term | None:
    bounds = [value.value for value in values if isinstance(value, Const)]
    if len(bounds) != len(values) or not all(isinstance(bound, int) for bound in bounds):
        return None
    try:
        numbers = range(*bounds)
    except (TypeError, ValueError):
        return None
    if numbers[LONGEST_RANGE:]:
        return None
    place = run.place(node)
    return Sequence(place, "range", [Const(place, number) for number in numbers])


def _repeated(run: Execution, node: cst.CSTNode, parts: list[Term]) -> Term:
    place = run.place(node)
    element = Sequence(place, "tuple", parts)
    return Comprehension(place, "generator", element, element)


def call_method(
    run: Execution, node: cst.CSTNode, base: Term, name: str, arguments: Arguments
) -> Term | None:
    """The result of a method of a list, dictionary or string that is known, else None."""
    match base:
        case Mapping():
            return _mapping_method(run, node, base, name, arguments)
        case Sequence():
            return _sequence_method(run, node, base, name, arguments)
        case Const(value=str()):
            return _string_method(run, node, base, name, arguments)
        case Text() if name in ("lower", "strip"):
            return base
    return None


def _mapping_method(
    run: Execution, node: cst.CSTNode, base: Mapping, name: str, arguments: Arguments
) -> Term | None:
    place = run.place(node)
    values = [argument.value for argument in arguments.positional]
    match name, values:
        case (("items" | "keys" | "values"), []) if base.open:
            return None
        case "items", []:
            pairs: list[Term] = [
                Sequence(entry.place, "tuple", [entry.key, entry.value]) for entry in base.entries
            ]
            return Sequence(place, "list", pairs, base.open)
        case "keys", []:
            return Sequence(place, "list", [entry.key for entry in base.entries], base.open)
        case "values", []:
            return Sequence(place, "list", [entry.value for entry in base.entries], base.open)
        case "copy", []:
            return Mapping(place, list(base.entries), base.open, run.path)
        case (("get" | "pop" | "setdefault"), [Const(value=key), *rest]):
            return _looked_up(run, node, base, key, rest)
        case "update", _:
            _update(run, base, values, arguments)
            return Const(place, None)
    return None


def _looked_up(
    run: Execution, node: cst.CSTNode, base: Mapping, key: Any, rest: list[Term]
) -> Term | None:
    entry = base.get(key)
    if entry is not None:
        return entry.value
    if base.open:
        return None
    return rest[0] if rest else Const(run.place(node), None)


def _update(run: Execution, base: Mapping, values: list[Term], arguments: Arguments) -> None:
    for value in values:
        if isinstance(value, Mapping):
            for entry in value.entries:
                put(run, base, entry)
            base.open = base.open or value.open
        else:
            base.open = True
    for name, argument in arguments.keywords.items():
        put(run, base, Entry(Const(argument.place, name), argument.value, argument.place))
    base.open = base.open or arguments.open_keywords


def put(run: Execution, mapping: Mapping, entry: Entry) -> None:
    """``mapping[key] = value``: replaces, or joins where it happens in some runs only."""
    stands_under(run.trace, entry.value, getattr(entry.key, "value", None))
    if isinstance(entry.key, Const):
        earlier = mapping.get(entry.key.value)
        if earlier is not None:
            if run.always_after(mapping):
                mapping.entries.remove(earlier)
            else:
                entry.value = join(entry.place, [earlier.value, entry.value])
    else:
        mapping.open = True
    mapping.entries.append(entry)


def _sequence_method(
    run: Execution, node: cst.CSTNode, base: Sequence, name: str, arguments: Arguments
) -> Term | None:
    values = [argument.value for argument in arguments.positional]
    match name, values:
        case "append", [value]:
            base.items.append(value)
            base.open = base.open or not run.always_after(base)
            base.appended += run.passes_since(base)
            return Const(run.place(node), None)
        case "extend", [value]:
            _extend(run, base, value)
            return Const(run.place(node), None)
        case "insert", [Const(value=int(position)), value]:
            base.items.insert(position, value)
            base.open = base.open or not run.always_after(base)
            return Const(run.place(node), None)
        case "copy", []:
            return Sequence(run.place(node), base.kind, list(base.items), base.open, run.path)
        case (("sort" | "reverse"), _):
            base.reordered = True
        case (("pop" | "remove" | "clear"), _):
            base.open = True
    return None


def _extend(run: Execution, base: Sequence, value: Term) -> None:
    if isinstance(value, Sequence):
        base.items.extend(value.items)
        base.open = base.open or value.open or not run.always_after(base)
    else:
        base.open = True


def _string_method(
    run: Execution, node: cst.CSTNode, base: Const, name: str, arguments: Arguments
) -> Term | None:
    given = [argument.value for argument in arguments]
    if arguments.open_keywords or arguments.open_positional:
        return None
    if name == "join" and given:
        return _joined(run, node, base, given[0])
    constants = [value for value in given if isinstance(value, Const)]
    if len(constants) != len(given):
        return Text(run.place(node), (base, *given)) if name == "format" else None
    positional = tuple(
        argument.value.value
        for argument in arguments.positional
        if isinstance(argument.value, Const)
    )
    named = {
        key: argument.value.value
        for key, argument in arguments.keywords.items()
        if isinstance(argument.value, Const)
    }
    try:
        result = folding.string_method(base.value, name, positional, named)
    except folding.NotConstant:
        return None
    return constant(run, node, result)


def _joined(run: Execution, node: cst.CSTNode, base: Const, value: Term) -> Term | None:
    if not isinstance(value, Sequence) or value.open:
        return None
    pieces = [item.value for item in value.items if isinstance(item, Const)]
    if len(pieces) != len(value.items) or not all(isinstance(piece, str) for piece in pieces):
        return None
    try:
        return Const(run.place(node), folding.joined(base.value, pieces))
    except folding.NotConstant:
        return None


def constant(run: Execution, node: cst.CSTNode, value: Any) -> Term:
    """A Python value as a term: lists become sequences, all else constants."""
    place = run.place(node)
    if isinstance(value, list | tuple):
        kind = "list" if isinstance(value, list) else "tuple"
        return Sequence(place, kind, [constant(run, node, item) for item in value])
    return Const(place, value)


def unpacked(run: Execution, value: Term, count: int, node: cst.CSTNode) -> list[Term]:
    """The `count` parts of a value that is assigned to as many targets."""
    if isinstance(value, Sequence) and not (value.open or value.reordered):
        parts = list(value.items)
        if len(parts) == count:
            return parts
    place = run.place(node)
    if _one_for_each(value, count):
        return [Item(place, value, Const(place, index)) for index in range(count)]
    return [attributes.item(run, value, Const(place, index), node) for index in range(count)]


def _one_for_each(value: Term, count: int) -> bool:
    """Whether a comprehension makes one part each of as many different values."""
    match value:
        case Comprehension(plain=True, iterable=Sequence(items=items, open=False)):
            return len(items) == count > 1 and not all(isinstance(one, Const) for one in items)
    return False
