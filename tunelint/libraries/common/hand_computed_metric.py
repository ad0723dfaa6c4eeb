"""Metrics computed by hand: the share of hits, the mean of squared or absolute differences."""

from __future__ import annotations

from dataclasses import dataclass

from tunelint.interpreter.library_names import dotted
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.values import Attribute, Const, Operation, Term
from tunelint.libraries.scikit_learn.evaluations import prediction_of

EQUALITIES = frozenset({"eq", "equal", "array_equal"})
SQUARES = frozenset({"square", "squared_difference"})
ABSOLUTES = frozenset({"abs", "absolute"})


@dataclass(frozen=True, eq=False, slots=True)
class Handmade:
    """A metric of single rows that only has to be averaged."""

    metric: str
    grows: bool
    model: Term | None
    data: tuple[Term, ...]


def metric(term: Term) -> Handmade | None:
    """The metric that ``predicted == y``, ``(predicted - y) ** 2`` or ``abs(predicted - y)`` is."""
    match term:
        case Operation(operator="==", operands=(one, other)):
            return _of("accuracy", True, one, other)
        case Operation(operator="**", operands=(inner, Const(value=2))):
            return _difference("mean_squared_error", inner)
        case Result(event=CallEvent(callee=Attribute(base=one, name="eq" | "equal")) as event):
            compared = next(iter(event.arguments), None)
            return _of("accuracy", True, one, compared.value) if compared is not None else None
        case Result(event=event):
            names = dotted(event.callee)
            name = names[0].rpartition(".")[2] if names else ""
            arguments = [argument.value for argument in event.arguments.positional]
            if name in EQUALITIES and len(arguments) == 2:
                return _of("accuracy", True, *arguments)
            if name in ABSOLUTES and arguments:
                return _difference("mean_absolute_error", arguments[0])
            if name in SQUARES and arguments:
                return _difference("mean_squared_error", arguments[0])
    return None


def _difference(name: str, term: Term) -> Handmade | None:
    if isinstance(term, Operation) and term.operator == "-" and len(term.operands) == 2:
        return _of(name, False, *term.operands)
    return None


def _of(name: str, grows: bool, one: Term, other: Term) -> Handmade | None:
    """The metric, if one of the two sides is a prediction."""
    for predicted, truth in ((one, other), (other, one)):
        model, features = prediction_of(predicted)
        if model is not None:
            data = (features, truth) if features is not None else (truth,)
            return Handmade(name, grows, model, data)
    return None
