"""Logarithms of zero: ranges that a logarithmic scale refuses."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.library_names import named
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.values import Const, Term
from tunelint.model.library_errors import Rejection
from tunelint.model.search import Search
from tunelint.model.space import Hyperparameter

# Where a declaration is made, and only drawing from it raises.
DRAWN_LATER = frozenset({"Hyperopt", "scikit-learn"})
WHEN_DRAWN = "when it is drawn"
LOGARITHMS = frozenset({"log", "log10", "log2"})
EXPONENTS = ("label", "low")


def log_from_zero(search: Search) -> Iterator[Rejection]:
    """The declarations of a search whose low bound has no logarithm.

    Hyperopt takes the logarithm of the bound: there it is -inf.
    """
    for declared in search.hyperparameters or ():
        if search.tuner == "Hyperopt":
            error = "OverflowError" if _is_log_of_zero(declared) else ""
        else:
            error = "ValueError" if _is_drawn_from_zero(declared) else ""
        late = search.tuner in DRAWN_LATER or declared.function == "tuple"
        if error:
            yield Rejection(
                event=declared.event,
                place=declared.anchor,
                taker=f"the logarithmic scale of {declared.quoted}",
                written=f"a low bound of {declared.low.value or 0}",
                error=f"{error} {WHEN_DRAWN}" if late else error,
                instead="a small positive bound, or a linear scale",
            )


def _is_drawn_from_zero(declared: Hyperparameter) -> bool:
    return declared.log is True and declared.low.always(_is_not_positive)


def _is_not_positive(bound: object) -> bool:
    return isinstance(bound, int | float) and bound <= 0


def _is_log_of_zero(declared: Hyperparameter) -> bool:
    event = declared.event
    low = event.arguments.get("low", EXPONENTS) if isinstance(event, CallEvent) else None
    return low is not None and declared.log is True and _takes_log_of_zero(low.value)


def _takes_log_of_zero(term: Term) -> bool:
    if not isinstance(term, Result) or named(term.event.callee, "numpy", LOGARITHMS) is None:
        return False
    return any(
        isinstance(given.value, Const) and given.value.value == 0 for given in term.event.arguments
    )
