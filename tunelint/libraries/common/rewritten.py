"""Rewritten: numbers that a program changes in place, so that they are no longer what they were."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.library_names import dotted
from tunelint.interpreter.objects import CallEvent
from tunelint.interpreter.provenance import ancestors
from tunelint.interpreter.trace import StoreEvent, Trace
from tunelint.interpreter.values import Attribute, Const, Item, Mapping, Sequence, Term, options_of

# What NumPy writes its result into, where it is given by position.
UNARY = frozenset({"negative", "reciprocal", "abs", "absolute", "sqrt", "exp", "log", "log1p"})
BINARY = frozenset({"subtract", "add", "multiply", "divide", "true_divide", "power"})
FIRST = frozenset({"copyto", "put", "place", "putmask"})
# Methods that change the array or tensor that they are called on.
IN_PLACE = frozenset(
    {
        *("fill", "put", "itemset", "neg_", "negative_", "mul_", "multiply_", "sub_", "subtract_"),
        *("add_", "div_", "divide_", "fill_", "copy_", "zero_", "reciprocal_", "pow_"),
    }
)


def is_rewritten(term: Term, trace: Trace) -> bool:
    """Whether the number, or the array that it is taken from, is changed in place somewhere."""
    known = trace.once(_rewritten)
    while known:
        if not known.isdisjoint(_keys(term)):
            return True
        if not isinstance(term, Item):
            return False
        term = term.base
    return False


def _rewritten(trace: Trace) -> frozenset[object]:
    found: set[object] = set()
    for store in trace.of(StoreEvent):
        named = isinstance(store.key, Const) and isinstance(store.key.value, str)
        if not store.attribute and not named and _is_computed_anew(store):
            found.update(_keys(store.base))
    for event in trace.calls():
        for value in _written_by(event):
            found.update(_keys(value))
    return frozenset(found)


def _is_computed_anew(store: StoreEvent) -> bool:
    """Whether what is stored comes from what was there; filling an array changes no score."""
    there = frozenset(_keys(store.base))
    return any(not there.isdisjoint(_keys(part)) for part in ancestors(store.value))


def _written_by(event: CallEvent) -> Iterator[Term]:
    arguments = event.arguments
    if "out" in arguments.keywords:
        yield arguments.keywords["out"].value
    if isinstance(event.callee, Attribute) and event.callee.name in IN_PLACE:
        yield event.callee.base
    for name in dotted(event.callee):
        root, _, last = name.rpartition(".")
        position = 1 if last in UNARY else 2 if last in BINARY else 0 if last in FIRST else None
        if root == "numpy" and position is not None and position < len(arguments.positional):
            yield arguments.positional[position].value


def _keys(term: Term) -> Iterator[object]:
    """What a value is known by: itself, or the entry of a dictionary that it is read from."""
    for option in options_of(term):
        match option:
            case Item(base=base, key=Const(value=str() as key)):
                yield id(base), key
            case Sequence() | Mapping() | Const():
                pass  # What it holds is followed.
            case _:
                yield id(option)
