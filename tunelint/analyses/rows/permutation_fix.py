"""The fix for two arrays that are permuted each on its own: one order, drawn once, for both."""

from __future__ import annotations

import re

import libcst as cst

from tunelint.findings.finding import Fix, unsafe_fix
from tunelint.findings.fixes.changes import InsertBefore, Replace
from tunelint.interpreter.library_names import called_name, is_function
from tunelint.interpreter.objects import Result
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import (
    Attribute,
    Comprehension,
    External,
    Sequence,
    Term,
    options_of,
)
from tunelint.model.randomness import Draw

GENERATORS = ("numpy.random.default_rng", "numpy.random.RandomState")
METHODS = frozenset({"permutation", "shuffle"})
# What gives a list.
LISTING = frozenset({"list", "listdir", "sorted", "split", "tolist"})
NAMES = ("order", "row_order", "shared_order")


def one_order(trace: Trace, earlier: Draw, later: Draw) -> Fix | None:
    """One order before the earlier draw that both index with; NumPy's draws only."""
    name = _free_name(earlier)
    if earlier.event.path != later.event.path or name is None:
        return None
    if any(map(_is_list, (*earlier.inputs, *later.inputs))):
        return None
    first, drawing = _indexed(trace, earlier, name), _drawing(earlier)
    second = _indexed(trace, later, name)
    if first is None or second is None or drawing is None:
        return None
    drawn = InsertBefore(earlier.event.place, (f"{name} = {drawing}",))
    return unsafe_fix("draw one order for both", drawn, first, second)


def _is_list(rows: Term) -> bool:
    """Whether rows may be a list of Python's, which no order can index."""
    return any(
        isinstance(one, Sequence | Comprehension)
        or (isinstance(one, Result) and called_name(one.event) in LISTING)
        for one in options_of(rows)
    )


def _free_name(draw: Draw) -> str | None:
    text = draw.event.place.source.text
    return next((name for name in NAMES if not re.search(rf"\b{name}\b", text)), None)


def _is_numpys(draw: Draw) -> bool:
    callee = draw.event.callee
    if not isinstance(callee, Attribute | External):
        return False
    if callee.name.rpartition(".")[2] not in METHODS or not isinstance(
        draw.event.place.node, cst.Call
    ):
        return False
    if isinstance(draw.generator, Result):
        return is_function(draw.generator.event.callee, *GENERATORS) is not None
    return draw.generators == {"numpy"}


def _indexed(trace: Trace, draw: Draw, order: str) -> Replace | None:
    """The array, or its index, by the shared order in place of a draw of its own."""
    call = draw.event.place.node
    if not _is_numpys(draw) or not isinstance(call, cst.Call) or len(call.args) != 1:
        return None
    if draw.kind == "order":
        return Replace(draw.event.place, (order,))
    array = _array(call)
    if array is None:
        return None
    if not draw.in_place:
        return Replace(draw.event.place, (f"{array}[{order}]",))
    if id(call) not in trace.dropped:
        return None
    return Replace(draw.event.place, (f"{array}[:] = {array}[{order}]",))


def _drawing(draw: Draw) -> str | None:
    """The call that draws the order."""
    call = draw.event.place.node
    if not isinstance(call, cst.Call) or not isinstance(call.func, cst.Attribute):
        return None
    if draw.kind == "order":
        return None if draw.in_place else _code(call)
    array = _array(call)
    return f"{_code(call.func.value)}.permutation(len({array}))" if array is not None else None


def _array(call: cst.Call) -> str | None:
    match call.args[0]:
        case cst.Arg(value=cst.Name(value=name), star=""):
            return name
    return None


def _code(node: cst.CSTNode) -> str:
    return cst.Module([]).code_for_node(node)
