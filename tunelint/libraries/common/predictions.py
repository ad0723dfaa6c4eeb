"""Predictions: values that still hold one number for each row, which is no score of a model."""

from __future__ import annotations

from tunelint.interpreter.library_names import dotted
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.values import (
    Attribute,
    Choice,
    Comprehension,
    Const,
    Element,
    Item,
    Mapping,
    Operation,
    Sequence,
    Term,
)
from tunelint.libraries.scikit_learn.evaluations import PREDICTIONS

DEEPEST = 40
# Functions and methods that give back a number for each number.
ELEMENTWISE = frozenset(
    {
        "abs",
        "argsort",
        "array",
        "asarray",
        "astype",
        "clip",
        "column_stack",
        "concatenate",
        "copy",
        "cumsum",
        "exp",
        "expm1",
        "flatten",
        "hstack",
        "list",
        "log",
        "log1p",
        "numpy",
        "power",
        "ravel",
        "reshape",
        "rint",
        "round",
        "sqrt",
        "squeeze",
        "stack",
        "tolist",
        "transpose",
        "vstack",
        "where",
    }
)
# They do so where they go along an axis: over models, folds or classes, not over rows.
ALONG_AN_AXIS = frozenset(
    {"amax", "amin", "argmax", "argmin", "average", "max", "mean", "median", "min", "std", "sum"}
    | {"var"}
)


def is_prediction(term: Term, depth: int = DEEPEST) -> bool:
    """Whether a value is made of nothing but predictions, one for each row."""
    if depth <= 0:
        return False
    match term:
        case Result(event=event):
            return _predicts(event) or _keeps_rows(event, depth - 1)
        case Operation(operands=operands):
            return _all_predictions(operands, depth - 1)
        case Choice(options=items) | Sequence(items=items):
            return _all_predictions(items, depth - 1)
        case Mapping(entries=entries):
            return _all_predictions([entry.value for entry in entries], depth - 1)
        case Comprehension(element=inner) | Element(iterable=inner) | Item(base=inner):
            return is_prediction(inner, depth - 1)
        case Attribute(base=inner, name="T" | "values"):
            return is_prediction(inner, depth - 1)
    return False


def _all_predictions(terms: tuple[Term, ...] | list[Term], depth: int) -> bool:
    """Whether predictions, and constants beside them, are all that there is."""
    others = [term for term in terms if not isinstance(term, Const)]
    return bool(others) and all(is_prediction(term, depth) for term in others)


def _predicts(event: CallEvent) -> bool:
    return isinstance(event.callee, Attribute) and event.callee.name in PREDICTIONS


def _keeps_rows(event: CallEvent, depth: int) -> bool:
    names = dotted(event.callee)
    given = [argument.value for argument in event.arguments.positional]
    if names:
        name = names[0].rpartition(".")[2]
    elif isinstance(event.callee, Attribute):
        name, given = event.callee.name, [event.callee.base]
    else:
        return False
    along = name in ALONG_AN_AXIS and event.arguments.may_have("axis")
    return (along or name in ELEMENTWISE) and _all_predictions(given, depth)
