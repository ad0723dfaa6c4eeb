"""Epoch steps: whether `steps_per_epoch=` counts one pass over the rows."""

from __future__ import annotations

from tunelint.interpreter.library_names import is_function
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.values import Attribute, Const, Item, Operation, Term

# Functions that leave about the number that they are given.
_ROUNDING = (
    "builtins.int",
    "builtins.round",
    "math.ceil",
    "math.floor",
    "numpy.ceil",
    "numpy.floor",
)
# The number of rows of a Keras image iterator.
_COUNTS = frozenset({"n", "samples"})


def is_one_pass(steps: Term, features: Term | None, labels: Term | None) -> bool:
    """Whether so many steps go through the rows once: rows by rows a step, or `len` of the feed."""
    match steps:
        case Operation(operator="/" | "//", operands=(number, _)):
            return _counts_rows(number)
        case Operation(operator="+", operands=(one, Const(value=1))):
            return is_one_pass(one, features, labels)
        case Result(event=CallEvent() as event) if _is_call(event, *_ROUNDING):
            return is_one_pass(event.arguments.positional[0].value, features, labels)
    return labels is None and features is not None and _length_of(steps) is features


def _counts_rows(number: Term) -> bool:
    match number:
        case Item(base=Attribute(name="shape"), key=Const(value=0)):
            return True
        case Attribute(name=name):
            return name in _COUNTS
    return _length_of(number) is not None


def _length_of(term: Term) -> Term | None:
    """What `term` is the length of."""
    if isinstance(term, Result) and _is_call(term.event, "builtins.len"):
        return term.event.arguments.positional[0].value
    return None


def _is_call(event: CallEvent, *names: str) -> bool:
    called = is_function(event.callee, *names) is not None
    return called and len(event.arguments.positional) > 0
