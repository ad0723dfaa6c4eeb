"""Lists, tuples and dictionaries: how they are built and what their methods do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from tunelint.interpreter import contents, dict_methods, list_methods, loosening
from tunelint.interpreter.contents import Contents, Entries, Listing, entries_of, listing_of
from tunelint.interpreter.string_methods import string_method
from tunelint.interpreter.values import (
    Comprehension,
    Const,
    Element,
    Entry,
    Item,
    Mapping,
    Operation,
    Sequence,
    Term,
    Text,
    join,
)

if TYPE_CHECKING:
    from tunelint.interpreter.interpreter import Interpreter
    from tunelint.interpreter.objects import Arguments

LONGEST_RANGE = 256


def build(run: Interpreter, node: cst.CSTNode, name: str, arguments: Arguments) -> Term | None:
    """What a built-in constructor or iterator gives, or None where it is not read."""
    if arguments.open_positional:
        return None
    values = [argument.value for argument in arguments.positional]
    match name, values:
        case "builtins.dict", []:
            return _dictionary(run, node, Entries([]), arguments)
        case "builtins.dict", [Mapping() as mapping]:
            return _dictionary(run, node, entries_of(mapping), arguments)
        case "copy.copy", [Mapping() as mapping]:
            return _dictionary(run, node, entries_of(mapping), arguments)
        case "copy.copy", [Sequence(kind=kind) as value]:
            return _sequence(run, node, kind, value)
        case (("builtins.list" | "builtins.tuple" | "builtins.set"), [value]):
            return _sequence(run, node, name.rpartition(".")[2], value)
        case "builtins.sorted", [value] if not arguments.keywords:
            return _sorted(run, node, value)
        case (("builtins.list" | "builtins.set" | "builtins.tuple"), []):
            return Sequence(run.place(node), name.rpartition(".")[2], [], path=run.path)
        case "builtins.range", _:
            return _range(run, node, values)
        case "builtins.len", [value]:
            length = _length(value)
            return Const(run.place(node), length) if length is not None else None
        case "builtins.enumerate", [value, *_]:
            counted = [Element(run.place(node), value), run.element_of(value, node)]
            return _repeated(run, node, counted, values)
        case "builtins.zip", [_, *_]:
            parts = [run.element_of(value, node) for value in values]
            return _repeated(run, node, parts, values)
        case "itertools.product", [_, *_]:
            parts = [run.element_of(value, node) for value in values]
            return _crossed(_repeated(run, node, parts, values))
        case "builtins.reversed", [Sequence() as value]:
            return _backwards(run, node, value)
        case "builtins.iter", [Sequence() as value]:
            element = run.element_of(value, node)
            return _viewing(run, Comprehension(run.place(node), "generator", element, value), value)
        case (("builtins.iter" | "tqdm.tqdm" | "tqdm.auto.tqdm"), [value, *_]):
            return value
    return None


def _crossed(product: Term) -> Term:
    if isinstance(product, Comprehension):
        product.crossed = True
    return product


def _dictionary(run: Interpreter, node: cst.CSTNode, held: Entries, arguments: Arguments) -> Term:
    for name, argument in arguments.keywords.items():
        run.trace.put_under(argument.value, name)
    held = dict_methods.updated(held, [], arguments)
    return Mapping(run.place(node), held.entries, held.open, run.path, held.spread, held.hidden)


def _sequence(run: Interpreter, node: cst.CSTNode, kind: str, value: Term) -> Term | None:
    match value:
        case Comprehension(element=element, iterable=iterable):
            plain = value.plain and kind != "set"
            place = run.place(node)
            return Comprehension(place, kind, element, iterable, plain, run.path)
        case Sequence() | Mapping():
            return listed(run, node, kind, _items(kind, value))
    return None


def _items(kind: str, value: Sequence | Mapping) -> Listing:
    """What a list, tuple or set holds that is made from another collection."""
    if kind == "set":
        return list_methods.united(Listing([]), [value])
    if isinstance(value, Sequence):
        held = listing_of(value)
        return held._replace(reordered=held.reordered or value.kind == "set")
    return keys_of(value)


def keys_of(mapping: Mapping) -> Listing:
    keys = [entry.key for entry in mapping.entries]
    return _of_entries(mapping, keys)


def _of_entries(mapping: Mapping, items: list[Term]) -> Listing:
    """A listing with one item for each entry of a dictionary."""
    surely = not mapping.open and not any(entry.perhaps for entry in mapping.entries)
    return Listing(items) if surely else Listing(items, True, placed=0)


def listed(run: Interpreter, node: cst.CSTNode, kind: str, held: Listing) -> Sequence:
    result = Sequence(run.place(node), kind, [], path=run.path)
    contents.fill(result, held)
    return result


def _length(value: Term) -> int | None:
    match value:
        case Const(value=str(text)):
            return len(text)
        case Sequence(kind="set", items=items, open=False):
            return len(items) if all(isinstance(item, Const) for item in items) else None
        case Sequence(kind="list" | "tuple" | "range", items=items, open=False):
            return len(items)
        case Mapping(entries=entries, open=False):
            known = all(isinstance(each.key, Const) and not each.perhaps for each in entries)
            return len(entries) if known else None
    return None


def _backwards(run: Interpreter, node: cst.CSTNode, value: Sequence) -> Term:
    held = listing_of(value)
    items = held.items[::-1] if held.exact else held.items
    held = held._replace(items=items, reordered=not held.exact, least=held.shortest)
    return _viewing(run, listed(run, node, "generator", held), value)


def _viewing(run: Interpreter, view: Sequence | Comprehension, *sources: Term) -> Term:
    """A view goes over what its sources hold when it is gone through."""
    view.path = run.path
    if isinstance(view, Comprehension):
        view.sources = sources
    for source in sources:
        run.state.view(view, source)
    return view


def _sorted(run: Interpreter, node: cst.CSTNode, value: Term) -> Term | None:
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


def _range(run: Interpreter, node: cst.CSTNode, values: list[Term]) -> Term | None:
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


def _repeated(run: Interpreter, node: cst.CSTNode, parts: list[Term], sources: list[Term]) -> Term:
    place = run.place(node)
    element = Sequence(place, "tuple", parts)
    return _viewing(run, Comprehension(place, "generator", element, element), *sources)


def call_method(
    run: Interpreter, node: cst.CSTNode, base: Term, name: str, arguments: Arguments
) -> Term | None:
    """The result of a method of a list, dictionary or string that is known, else None.

    What the method does to a list or dictionary is done in any case.
    """
    match base:
        case Mapping():
            return _mapping_method(run, node, base, name, arguments)
        case Sequence():
            return _sequence_method(run, node, base, name, arguments)
        case Comprehension() if name in list_methods.CHANGING:
            return _change_built(run, node, base, name, arguments)
        case Const(value=str()):
            return string_method(run, node, base, name, arguments)
        case Text() if name in ("lower", "strip"):
            return Text(base.place, (base,))
    return None


def _mapping_method(
    run: Interpreter, node: cst.CSTNode, base: Mapping, name: str, arguments: Arguments
) -> Term | None:
    place = run.place(node)
    values = [argument.value for argument in arguments.positional]
    held = entries_of(base)
    match name, values:
        case (("items" | "keys" | "values"), []):
            return None if base.open else _view(run, node, base, name)
        case "copy", []:
            return Mapping(place, held.entries, held.open, run.path, held.spread, held.hidden)
        case "get", [Const() as key, *rest]:
            return dict_methods.looked_up(held, key, rest[0] if rest else Const(place, None))
        case "pop", [key, *rest]:
            run.change(base, dict_methods.without(held, key))
            if not isinstance(key, Const):
                return None
            found = dict_methods.looked_up(held, key, rest[0] if rest else None)
            return found if found is not None or held.open else Const(place, None)
        case "setdefault", [key, *rest]:
            value = rest[0] if rest else Const(place, None)
            held, found = dict_methods.with_default(held, Entry(key, value, place))
            run.change(base, held)
            return found
        case "popitem", []:
            run.change(base, dict_methods.without(held, Item(place, base, Const(place, None))))
        case "clear", []:
            run.change(base, Entries([]))
        case "update", _:
            for entry in (one for value in values for one in _entries(value)):
                run.trace.put_under(entry.value, getattr(entry.key, "value", None))
            run.change(base, dict_methods.updated(held, values, arguments))
            return Const(place, None)
    return None


def _entries(value: Term) -> list[Entry]:
    return value.entries if isinstance(value, Mapping) else []


def _view(run: Interpreter, node: cst.CSTNode, base: Mapping, name: str) -> Term:
    """What a dictionary holds, to be gone through."""
    parts: dict[str, list[Term]] = {
        "items": [Sequence(one.place, "tuple", [one.key, one.value]) for one in base.entries],
        "keys": [one.key for one in base.entries],
        "values": [one.value for one in base.entries],
    }
    return _viewing(run, listed(run, node, "list", _of_entries(base, parts[name])), base)


def put(run: Interpreter, mapping: Mapping, entry: Entry) -> None:
    """``mapping[key] = value``."""
    run.trace.put_under(entry.value, getattr(entry.key, "value", None))
    run.change(mapping, dict_methods.stored(entries_of(mapping), entry))


def _sequence_method(
    run: Interpreter, node: cst.CSTNode, base: Sequence, name: str, arguments: Arguments
) -> Term | None:
    values = [argument.value for argument in arguments.positional]
    if name == "copy" and not values:
        return listed(run, node, base.kind, listing_of(base))
    result = list_methods.popped(base, values) if name == "pop" else None
    if name == "sort" and arguments.keywords:
        values = [argument.value for argument in arguments]
    held = list_methods.changed(base, name, values)
    if held is None:
        return None
    run.change(base, held)
    silent = name in ("append", "extend", "insert", "add", "update")
    return Const(run.place(node), None) if silent else result


def _change_built(
    run: Interpreter, node: cst.CSTNode, base: Comprehension, name: str, arguments: Arguments
) -> Term | None:
    """What a comprehension built is changed later."""
    values = [argument.value for argument in arguments.positional]
    added: list[Term] = []
    match name, values:
        case (("append" | "add"), [value]) | ("insert", [_, value]):
            added = [value]
        case (("extend" | "update"), _):
            added = [run.element_of(value, node) for value in values]
    if name not in ("sort", "reverse"):
        run.change(base, contents.Element(join(base.place, [base.element, *added])))
    return Const(run.place(node), None) if added else None


def add_in_place(run: Interpreter, node: cst.CSTNode, base: Term, symbol: str, value: Term) -> bool:
    """Whether ``base += value``, or another operator, changes the object `base`; if so do it."""
    held: Contents
    match base, symbol:
        case Sequence(kind="list"), "+":
            held = list_methods.extended(listing_of(base), value)
        case Sequence(kind="set"), "|":
            held = list_methods.united(listing_of(base), [value])
        case Sequence(kind="list" | "set"), _:
            held = loosening.loosened(listing_of(base), [value])
        case Mapping(), "|":
            held = dict_methods.merged(entries_of(base), value)
        case Comprehension(kind="list" | "set"), _:
            added = run.element_of(value, node)
            held = contents.Element(run.join(base.place, [base.element, added]))
        case _:
            return False
    run.change(base, held)
    return True


def store(run: Interpreter, base: Term, entry: Entry) -> bool:
    """Do ``base[key] = value``; whether `base` is a list or dictionary that shows it."""
    match base:
        case Mapping():
            put(run, base, entry)
        case Sequence():
            list_methods.store(run, base, entry.key, entry.value)
        case Comprehension():
            _store_in_built(run, base, entry)
        case _:
            return False
    return True


def _store_in_built(run: Interpreter, base: Comprehension, entry: Entry) -> None:
    value, place = entry.value, entry.place
    if isinstance(entry.key, Operation) and place is not None:
        value = run.element_of(value, place.node)
    run.change(base, contents.Element(run.join(place, [base.element, value])))


def delete(run: Interpreter, base: Term, key: Term) -> bool:
    """Do ``del base[key]``; whether `base` is a list or dictionary that shows it."""
    match base:
        case Mapping():
            run.change(base, dict_methods.without(entries_of(base), key))
        case Sequence():
            list_methods.delete(run, base, key)
        case Comprehension():
            run.change(base, contents.Element(base.element))
        case _:
            return False
    return True
