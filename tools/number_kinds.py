"""What scikit-learn and its kin check of their estimators' parameters when they are fitted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tunelint.libraries.common.signatures import SHARE, WHOLE, WHOLE_OR_SHARE

# How an estimator runs, not what it is: nobody tunes these.
NOT_TUNED = frozenset({"cv", "n_jobs", "pre_dispatch", "random_state", "verbose"})
NUMBERS = (2, 4, 10)
PART = 0.5
NO_PARTS = (-0.5, 1.5, 2.0)


def kinds(taker: object) -> Mapping[str, str]:
    """The parameters of an estimator's class that take whole numbers, shares, or either.

    Any other number is an InvalidParameterError in `fit`, the float of a whole one too; a share is
    a float between 0 and 1. Other classes, and functions, say nothing.
    """
    constraints = getattr(taker, "_parameter_constraints", {})
    found = {name: _kind(constraints[name]) for name in constraints.keys() - NOT_TUNED}
    return {name: kind for name, kind in found.items() if kind is not None}


def _kind(allowed: Iterable[Any] | str) -> str | None:
    share = _takes(allowed, PART) and not any(_takes(allowed, number) for number in NO_PARTS)
    taken = [number for number in NUMBERS if _takes(allowed, number)]
    if not taken:
        return SHARE if share else None
    if any(_takes(allowed, float(number)) for number in taken):
        return None
    return WHOLE_OR_SHARE if _takes(allowed, PART) else WHOLE


def _takes(allowed: Iterable[Any] | str, value: object) -> bool:
    from sklearn.utils._param_validation import make_constraint

    if isinstance(allowed, str):
        return True
    return any(make_constraint(one).is_satisfied_by(value) for one in allowed)
