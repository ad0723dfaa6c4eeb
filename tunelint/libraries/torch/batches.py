"""Batches: the loader or array of which a batch is a part, and the columns of a data set."""

from __future__ import annotations

from collections.abc import Collection

from tunelint.interpreter.frames import LoopFrame
from tunelint.interpreter.library_names import dotted, is_function, is_unbound
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.provenance import ancestors
from tunelint.interpreter.values import Attribute, Choice, Const, Element, Item, Term
from tunelint.libraries.arrays.tables import DATA_LOADERS
from tunelint.libraries.torch.loops import is_count
from tunelint.libraries.torch.modules import applications
from tunelint.libraries.torch.tables import CONVERTING, MOVING

DEEPEST = 30
TENSOR_SETS = ("torch.utils.data.TensorDataset", "torch.utils.data.dataset.TensorDataset")


def batch_of(output: CallEvent) -> Term | None:
    """The batch to which a module is applied, or the modules before it: ``head(body(x))``."""
    for _ in range(DEEPEST):
        handed = [*output.arguments, *output.arguments.spread]
        if not handed:
            return None
        batch: Term = handed[0].value
        before = next(applications(batch), None)
        if before is None:
            return batch
        output = before.event
    return None


def whole(batch: Term, loops: Collection[LoopFrame]) -> Term | None:
    """What a batch is a part of: a loader, or an array of which every pass takes other rows.

    `loops` are the loops that a model is trained or scored in. None where the loops themselves
    decide which data it is (``for phase in ["train", "val"]``).
    """
    found = _loader(batch) or _dealt_out(batch, loops) or _array(batch, loops)
    chosen = {id(frame.element) for frame in loops if not _deals_out(frame, found)}
    if any(id(term) in chosen for term in ancestors(found)):
        return None
    return None if isinstance(found, Choice | Const) else found


def _deals_out(frame: LoopFrame, found: Term) -> bool:
    """Whether the loop runs over the data itself, or the data is made anew in every pass."""
    if isinstance(found, Result) and frame in found.event.path:
        return True
    return any(term is found for term in ancestors(frame.iterable))


def _loader(term: Term) -> Term | None:
    """The iterable of whose elements one is, or holds, the batch."""
    for _ in range(DEEPEST):
        match term:
            case Element(iterable=iterable) if is_count(iterable):
                return None
            case Element(iterable=iterable):
                return iterable
            case Item(base=base) | Attribute(base=base):
                term = base
            case Result(event=event):
                inner = _converted(event.callee, [one.value for one in event.arguments])
                if inner is None:
                    return None
                if is_function(event.callee, "builtins.iter"):
                    return inner
                term = inner
            case _:
                return None
    return None


def _dealt_out(batch: Term, loops: Collection[LoopFrame]) -> Term | None:
    """What one of the loops runs over, where the batch is computed from its elements."""
    for term in ancestors(batch):
        if isinstance(term, Element) and not is_count(term.iterable):
            for frame in loops:
                if any(each is term.iterable for each in ancestors(frame.iterable)):
                    return term.iterable
    return None


def _converted(callee: Term, handed: list[Term]) -> Term | None:
    if isinstance(callee, Attribute) and callee.name in MOVING and not dotted(callee):
        return callee.base
    if handed and is_function(callee, *CONVERTING) and not is_unbound(callee):
        return handed[0]
    return None


def _array(term: Term, loops: Collection[LoopFrame]) -> Term:
    """The array in ``x[i : i + size]``, where the index changes from pass to pass."""
    while isinstance(term, Item) and any(_moves(each, loops) for each in ancestors(term.key)):
        term = term.base
    return term


def _moves(index: Term, loops: Collection[LoopFrame]) -> bool:
    """Whether an index is another one in every pass: the loop's own, or drawn in the loop."""
    if any(index is frame.element for frame in loops):
        return True
    return isinstance(index, Result) and any(frame in loops for frame in index.event.path)


def labels_of(data: Term) -> Term | None:
    """The second column of the data set of tensors that a loader deals out."""
    data_set = data
    if isinstance(data_set, Result) and is_function(data_set.event.callee, *DATA_LOADERS):
        first = data_set.event.arguments.get("dataset", ("dataset",))
        if first is None:
            return None
        data_set = first.value
    if isinstance(data_set, Result) and is_function(data_set.event.callee, *TENSOR_SETS):
        columns = data_set.event.arguments.positional
        return columns[1].value if len(columns) == 2 else None
    return None
