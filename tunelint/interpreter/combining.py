"""Combining: what an operator makes of its operands."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import TYPE_CHECKING, Any

import libcst as cst

from tunelint.interpreter import constant_folding, dict_methods, implicit_calls, list_methods
from tunelint.interpreter.contents import Entries, Listing, filled, listing_of
from tunelint.interpreter.values import (
    Choice,
    Const,
    Mapping,
    Operation,
    Sequence,
    Term,
    options_of,
)

if TYPE_CHECKING:
    from tunelint.interpreter.interpreter import Interpreter


# What never raises an exception by itself.
HARMLESS = frozenset(
    {cst.SimpleString, cst.Integer, cst.Float, cst.Lambda, cst.Tuple, cst.List, cst.NamedExpr}
    | {cst.ConcatenatedString, cst.IfExp, cst.BooleanOperation, cst.Await}
)

COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in", "not in", "is", "is not"})

MOST_COMBINATIONS = 24


def combine(run: Interpreter, node: cst.CSTNode, symbol: str, operands: tuple[Term, ...]) -> Term:
    """An operator applied to values: computed where all are constants, kept as written else."""
    implicit_calls.operate(run, node, symbol, operands)
    place = run.place(node)
    alternatives = [options_of(operand) for operand in operands]
    size = 1
    for options in alternatives:
        size *= len(options)
    if size > 1 and size <= MOST_COMBINATIONS and _constant_alternatives(operands):
        results = run.join(place, [_folded(place, symbol, each) for each in product(*alternatives)])
        # An undecided comparison still says what is compared.
        undecided = symbol in COMPARISONS and isinstance(results, Choice)
        return Operation(place, symbol, operands) if undecided else results
    if isinstance(operands[0], Sequence) and len(operands) == 2:
        extended = _extended(run, place, symbol, operands[0], operands[1])
        if extended is not None:
            return extended
    if symbol == "|" and all(isinstance(operand, Mapping) for operand in operands):
        return _merged(run, place, operands)
    return _folded(place, symbol, operands)


def _constant_alternatives(operands: Iterable[Term]) -> bool:
    return all(isinstance(option, Const) for operand in operands for option in options_of(operand))


def _folded(place: Any, symbol: str, operands: tuple[Term, ...]) -> Term:
    if symbol in ("in", "not in") and isinstance(operands[1], Sequence):
        return _member(place, symbol, operands[0], operands[1])
    constants = tuple(operand for operand in operands if isinstance(operand, Const))
    if len(constants) == len(operands):
        values = [constant.value for constant in constants]
        compute = constant_folding.unary if len(values) == 1 else constant_folding.binary
        try:
            return Const(place, compute(symbol, *values), constants)
        except constant_folding.NotConstant:
            pass
    return Operation(place, symbol, operands)


def _member(place: Any, symbol: str, item: Term, sequence: Sequence) -> Term:
    """``kind in ("rf", "svm")``."""
    listed = [one.value for one in sequence.items if isinstance(one, Const)]
    all_known = not sequence.open and len(listed) == len(sequence.items)
    if not isinstance(item, Const) or not all_known or sequence.kind == "generator":
        return Operation(place, symbol, (item, sequence))
    return Const(place, (item.value in listed) == (symbol == "in"), (item, sequence))


def _extended(
    run: Interpreter, place: Any, symbol: str, left: Sequence, right: Term
) -> Term | None:
    held = listing_of(left)
    if symbol == "+" and left.kind in ("list", "tuple"):
        held = list_methods.extended(held, right)
    elif symbol == "*" and isinstance(right, Const) and isinstance(right.value, int):
        repeated = held.items * min(max(right.value, 0), 32)
        cut = held.open or right.value > 32
        placed = held.standing if cut and held.exact else 0 if cut else None
        held = Listing(repeated, cut, held.reordered and not cut, placed, 0, held.hidden)
    else:
        return None
    return filled(Sequence(place, left.kind, [], path=run.path), held)


def _merged(run: Interpreter, place: Any, operands: tuple[Term, ...]) -> Mapping:
    held = Entries([])
    for operand in operands:
        held = dict_methods.merged(held, operand)
    return filled(Mapping(place, [], path=run.path), held)
