"""Steps back: from an array to the array that its rows come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tunelint.interpreter import library_names
from tunelint.interpreter.objects import CallEvent, Instance, Result
from tunelint.interpreter.provenance import ancestors
from tunelint.interpreter.values import (
    Argument,
    Attribute,
    Choice,
    Comprehension,
    Const,
    External,
    Item,
    Opaque,
    Operation,
    Sequence,
    Term,
)
from tunelint.libraries.arrays.tables import (
    DATA_LOADERS,
    JOINING,
    PART_OF_ROWS,
    ROW_ATTRIBUTES,
    ROW_FUNCTIONS,
    ROW_METHODS,
    ROWS_BY_NAME,
    SELECTING_METHODS,
    SIDE_BY_SIDE,
    SIDES,
    SUBSETS,
    TRANSFORMS,
)
from tunelint.model.randomness import Draw

Draws = Mapping[int, Draw]

LONGEST_CHAIN = 20


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
        case Instance():
            return _of_data_set(term)
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
    if isinstance(base, Comprehension):
        return _of_comprehension(base, key, draws)
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
    if draw.label.endswith("random_split") and key.value < len(SIDES) and draw.inputs:
        return Step("part", draw.inputs[0], draw, SIDES[key.value])
    if draw.kind == "split":
        side = "test" if key.value % 2 else "train"
        position = key.value // 2
        if position < len(draw.inputs):
            return Step("part", draw.inputs[position], draw, side)
    if draw.kind in ("permutation", "sample") and 1 < len(draw.inputs) > key.value:
        kind = "same" if draw.kind == "permutation" else "some"
        return Step(kind, draw.inputs[key.value], draw)
    return None


def _of_comprehension(base: Comprehension, key: Term, draws: Draws) -> Step | None:
    """``a, b = [scale(each) for each in (c, d)]``: the part's rows are those of its own value."""
    match base.iterable, key:
        case Sequence(items=items, open=False), Const(value=int() as position):
            own = items[position] if -len(items) <= position < len(items) else None
        case _:
            return None
    term = base.element
    for _ in range(LONGEST_CHAIN):
        if isinstance(term, Choice):
            return Step("same", own) if own is not None and own in term.options else None
        found = step(term, draws)
        if found is None or found.kind != "same":
            return None
        term = found.base
    return None


def _row_key(key: Term) -> Term | None:
    """The part of an index that selects rows; None where all rows are kept."""
    if isinstance(key, Sequence) and key.kind == "tuple" and key.items:
        key = key.items[0]
    match key:
        case Operation(
            operator=":",
            operands=(Const(value=None), Const(value=None), Const(value=None | 1 | -1)),
        ):
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
        full.startswith("pandas.") for full in library_names.dotted(term.event.callee)
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
    if library_names.is_function(event.callee, *DATA_LOADERS):
        return _of_loader(event, draws)
    if library_names.is_function(event.callee, *SUBSETS):
        return _of_subset(event, draws)
    if library_names.is_function(event.callee, *ROW_FUNCTIONS) or _preprocesses(event.callee):
        return _first_argument(event)
    for beside in columns_beside(event):
        return Step("same", beside)
    match event.callee:
        case Attribute(base=base, name="drop"):
            return Step("same" if _drops_columns(event) else "some", base)
        case Attribute(name=name) if name in TRANSFORMS:
            found = _first_argument(event)
            if found is not None and event.arguments.may_have(PART_OF_ROWS):
                return Step("some", found.base)
            return found
        case Attribute(base=base, name=name) if not isinstance(base, External):
            if name in ROW_METHODS:
                return Step("same", base)
            if name in SELECTING_METHODS:
                return Step("some", base)
    return None


def _of_loader(event: CallEvent, draws: Draws) -> Step | None:
    """What a data loader of PyTorch deals out: all rows, unless a sampler picks some."""
    data = event.arguments.get("dataset", ("dataset",))
    if data is None:
        return None
    sampler = event.arguments.get("sampler")
    if sampler is None or sampler.is_none:
        return Step("same", data.value)
    return Step("some", data.value, _drawn(sampler.value, draws), key=sampler.value)


def _of_subset(event: CallEvent, draws: Draws) -> Step | None:
    data = event.arguments.get("dataset", ("dataset", "indices"))
    indices = event.arguments.get("indices", ("dataset", "indices"))
    if data is None or indices is None:
        return None
    return Step("some", data.value, _drawn(indices.value, draws), key=indices.value)


def _of_data_set(data_set: Instance) -> Step | None:
    """The rows of a project's data set of PyTorch that is made from features and labels alone."""
    if library_names.descends_from(data_set, "torch", {"Dataset"}) is None:
        return None
    made = data_set.built.arguments if data_set.built is not None else None
    if made is None or made.open_positional or made.open_keywords:
        return None
    handed = list(made)
    if not 1 <= len(handed) <= 2 or any(isinstance(each.value, Const) for each in handed):
        return None
    if len(handed) == 2 and not _is_column(handed[1].value):
        return None
    return Step("same", handed[0].value)


def _is_column(term: Term) -> bool:
    """Whether the value is surely rows rather than their numbers: a part of a split, a column."""
    match term:
        case Item(base=Result(event=event)):
            return library_names.named(event.callee, "sklearn", {"train_test_split"}) is not None
        case Result(event=event):
            if library_names.is_function(event.callee, *ROW_FUNCTIONS):
                handed = event.arguments.positional
                return bool(handed) and _is_column(handed[0].value)
            callee = event.callee
            if isinstance(callee, Attribute) and callee.name in ROW_METHODS:
                return _is_column(callee.base)
        case Attribute(base=base, name=name) if name in ROW_ATTRIBUTES:
            return _is_column(base)
    return False


def columns_beside(event: CallEvent) -> tuple[Term, ...]:
    """The arrays that a call puts side by side: each has the rows of the result."""
    given = event.arguments.positional[:1]
    if not given or not isinstance(given[0].value, Sequence):
        return ()
    beside = library_names.is_function(event.callee, *SIDE_BY_SIDE) is not None
    if library_names.is_function(event.callee, *JOINING):
        axis = event.arguments.get("axis", ("arrays", "axis"))
        beside = axis is not None and _is_columns_axis(axis.value)
    return tuple(given[0].value.items) if beside else ()


def rows_below(event: CallEvent) -> tuple[Term, ...]:
    """The arrays that a call puts one below the other: together they are the rows of the result."""
    given = event.arguments.positional[:1]
    if not given or not isinstance(given[0].value, Sequence) or columns_beside(event):
        return ()
    stacks = library_names.is_function(
        event.callee, *JOINING, "numpy.vstack", "scipy.sparse.vstack"
    )
    return tuple(given[0].value.items) if stacks else ()


def _is_columns_axis(axis: Term) -> bool:
    return isinstance(axis, Const) and axis.value in (1, -1, "columns")


def _preprocesses(callee: Term) -> bool:
    return any(
        full.rpartition(".")[2] == "preprocess_input" for full in library_names.dotted(callee)
    )


def _first_argument(event: CallEvent) -> Step | None:
    first = next(iter(event.arguments.positional), None) or _named_rows(event)
    if first is None:
        return None
    value = first.value
    if isinstance(value, Sequence) and value.kind == "tuple" and value.items:
        value = value.items[0]
    return Step("same", value)


def _named_rows(event: CallEvent) -> Argument | None:
    """The rows where they are given by name; else whatever is named first."""
    given = event.arguments.keywords
    return next((given[name] for name in ROWS_BY_NAME if name in given), None) or next(
        iter(given.values()), None
    )


def _drops_columns(event: CallEvent) -> bool:
    if "columns" in event.arguments.keywords:
        return True
    axis = event.arguments.get("axis", ("labels", "axis"))
    return axis is not None and isinstance(axis.value, Const) and axis.value.value in (1, "columns")
