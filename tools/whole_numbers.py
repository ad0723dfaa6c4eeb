"""What scikit-learn and its kin check of their estimators' parameters when they are fitted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tunelint.libraries.common.signatures import WHOLE, WHOLE_OR_SHARE

# How an estimator runs, not what it is: nobody tunes these.
NOT_TUNED = frozenset({"cv", "n_jobs", "pre_dispatch", "random_state", "verbose"})
NUMBERS = (2, 4, 10)


def kinds(taker: object) -> Mapping[str, str]:
    """The parameters of an estimator's class that take whole numbers: no float, or only a share.

    An integer is taken there, the float of the same value is an InvalidParameterError in `fit`;
    a share is a float between 0 and 1. Other classes and functions say nothing.
    """
    found: dict[str, str] = {}
    constraints = getattr(taker, "_parameter_constraints", {})
    for parameter in constraints.keys() - NOT_TUNED:
        allowed = constraints[parameter]
        taken = [number for number in NUMBERS if _takes(allowed, number)]
        if taken and not any(_takes(allowed, float(number)) for number in taken):
            found[parameter] = WHOLE_OR_SHARE if _takes(allowed, 0.5) else WHOLE
    return found


def _takes(allowed: Iterable[Any] | str, value: object) -> bool:
    from sklearn.utils._param_validation import make_constraint

    if isinstance(allowed, str):
        return True
    return any(make_constraint(one).is_satisfied_by(value) for one in allowed)
