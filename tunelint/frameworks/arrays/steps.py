"""Steps back: from an array to the array that its rows come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tunelint.frameworks.arrays.tables import (
    ROW_ATTRIBUTES,
    ROW_FUNCTIONS,
    ROW_METHODS,
    SELECTING_METHODS,
    TRANSFORMS,
)
from tunelint.search import Draw
from tunelint.syntax import names
from tunelint.syntax.provenance import ancestors
from tunelint.syntax.terms import (
    Attribute,
    Comprehension,
    Const,
    External,
    Item,
    Opaque,
    Operation,
    Result,
    Sequence,
    Term,
)
from tunelint.syntax.trace import CallEvent

Draws = Mapping[int, Draw]


@dataclass(frozen=True, eq=False)
class Step:
    """One step back: `same` keeps the rows, `some` selects among them, `part` splits them.

    `draw` is the random draw that selects or splits; `part` says which side of a split it is,
    `key` is the index that selects.
    """

    kind: str
    base: Term
    draw: Draw | None = None
    part: str | None = None
    key: Term | None = None


def step(term: Term, draws: Draws) -> Step | None:
    """Where the rows of an array come from; None where that cannot be read."""
    match term:
        case Item(base=base, key=key):
            return _of_item(term, base, key, draws)
        case Attribute(base=base, name=name) if name in ROW_ATTRIBUTES:
            return Step("same", base)
        case Operation(operator="+" | "-" | "*" | "/" | "//" | "**", operands=operands):
            return Step("same", _scaled(operands))
        case Comprehension(kind="list" | "generator", iterable=iterable):
            return Step("some", iterable)
        case Result(event=event):
            return _of_call(event, draws)
    return None


def _scaled(operands: tuple[Term, ...]) -> Term:
    """The array in ``x / 255``, ``1 - x`` and ``x - x.mean()``."""
    if isinstance(operands[0], Const) and len(operands) > 1:
        return operands[1]
    return operands[0]


# -- items ------------------------------------------------------------------------------------


def _of_item(term: Item, base: Term, key: Term, draws: Draws) -> Step | None:
    if isinstance(base, Result) and isinstance(key, Const):
        split = _of_split(base.event, key, draws)
        if split is not None:
            return split
    if isinstance(base, Attribute) and base.name in ("iloc", "loc"):
        base = base.base
    rows = _row_key(key)
    if rows is None or _is_columns(base, rows):
        return Step("same", base)
    if isinstance(rows, Const) and isinstance(rows.value, str):
        return None
    draw = _drawn(rows, draws)
    if draw is not None:
        whole = draw.kind in ("order", "permutation") and draw.output is rows
        return Step("same" if whole else "some", base, draw, _fold_side(rows), rows)
    if isinstance(rows, Const):
        return None
    return Step("some", base, key=rows)


def _of_split(event: CallEvent, key: Const, draws: Draws) -> Step | None:
    """One of the parts that a random split, or a shuffle of several arrays, gives back."""
    draw = draws.get(id(event))
    if draw is None or not isinstance(key.value, int) or key.value < 0:
        return None
    if draw.kind == "split":
        side = "test" if key.value % 2 else "train"
        position = key.value // 2
        if position < len(draw.inputs):
            return Step("part", draw.inputs[position], draw, side)
    if draw.kind in ("permutation", "sample") and 1 < len(draw.inputs) > key.value:
        kind = "same" if draw.kind == "permutation" else "some"
        return Step(kind, draw.inputs[key.value], draw)
    return None


def _row_key(key: Term) -> Term | None:
    """The part of an index that selects rows; None where all rows are kept."""
    if isinstance(key, Sequence) and key.kind == "tuple" and key.items:
        key = key.items[0]
    match key:
        case Operation(operator=":", operands=(Const(value=None), Const(value=None), Const())):
            return None
        case Opaque(why=why) if "Ellipsis" in why:
            return None
    return key


def _is_columns(base: Term, key: Term) -> bool:
    """``frame[['a', 'b']]``, and ``frame['a']`` of what pandas made."""
    match key:
        case Sequence(items=items, open=False) if items:
            return all(isinstance(i, Const) and isinstance(i.value, str) for i in items)
        case Const(value=str()):
            return any(_of_pandas(found) for found in ancestors(base))
    return False


def _of_pandas(term: Term) -> bool:
    return isinstance(term, Result) and any(
        full.startswith("pandas.") for full in names.dotted(term.event.callee)
    )


def _drawn(key: Term, draws: Draws) -> Draw | None:
    """The draw whose indices or folds select the rows."""
    for found in ancestors(key):
        if isinstance(found, Result):
            draw = draws.get(id(found.event))
            if draw is not None:
                return draw
    return None


def _fold_side(key: Term) -> str | None:
    """Which side of a fold the indices are: the first of ``split``'s pairs trains."""
    if isinstance(key, Item) and isinstance(key.key, Const) and key.key.value in (0, 1):
        return "test" if key.key.value else "train"
    return None


# -- calls ------------------------------------------------------------------------------------


def _of_call(event: CallEvent, draws: Draws) -> Step | None:
    draw = draws.get(id(event))
    if draw is not None and draw.inputs and draw.kind in ("permutation", "sample"):
        return Step("same" if draw.kind == "permutation" else "some", draw.inputs[0], draw)
    if names.is_function(event.callee, *ROW_FUNCTIONS) or _preprocesses(event.callee):
        return _first_argument(event)
    match event.callee:
        case Attribute(base=base, name="drop"):
            return Step("same" if _drops_columns(event) else "some", base)
        case Attribute(name=name) if name in TRANSFORMS:
            return _first_argument(event)
        case Attribute(base=base, name=name) if not isinstance(base, External):
            if name in ROW_METHODS:
                return Step("same", base)
            if name in SELECTING_METHODS:
                return Step("some", base)
    return None


def _preprocesses(callee: Term) -> bool:
    return any(full.rpartition(".")[2] == "preprocess_input" for full in names.dotted(callee))


def _first_argument(event: CallEvent) -> Step | None:
    first = next(iter(event.arguments), None)
    if first is None:
        return None
    value = first.value
    if isinstance(value, Sequence) and value.kind == "tuple" and value.items:
        value = value.items[0]
    return Step("same", value)


def _drops_columns(event: CallEvent) -> bool:
    if "columns" in event.arguments.keywords:
        return True
    axis = event.arguments.get("axis", ("labels", "axis"))
    return axis is not None and isinstance(axis.value, Const) and axis.value.value in (1, "columns")
