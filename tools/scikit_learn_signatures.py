"""What scikit-learn checks of its estimators' parameters when they are fitted."""

from __future__ import annotations

import importlib
import pkgutil
import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

# How an estimator runs, not what it is: nobody tunes these.
NOT_TUNED = frozenset({"cv", "n_jobs", "pre_dispatch", "random_state", "verbose"})
WHOLE = (2, 4, 10)


def tables() -> dict[str, dict[str, list[str]]]:
    """By estimator, the parameters that take whole numbers: no float at all, or only a share.

    An integer is taken there, the float of the same value is an InvalidParameterError in `fit`;
    a share is a float between 0 and 1.
    """
    integers: dict[str, list[str]] = {}
    shares: dict[str, list[str]] = {}
    for name, parameter, takes_share in _whole_numbers():
        (shares if takes_share else integers).setdefault(name, []).append(parameter)
    return {"integers": integers, "integers-or-shares": shares}


def _whole_numbers() -> Iterator[tuple[str, str, bool]]:
    for name, constraints in _estimators():
        for parameter in sorted(constraints.keys() - NOT_TUNED):
            allowed = constraints[parameter]
            taken = [value for value in WHOLE if _takes(allowed, value)]
            if taken and not any(_takes(allowed, float(value)) for value in taken):
                yield name, parameter, _takes(allowed, 0.5)


def _estimators() -> Iterator[tuple[str, Mapping[str, Any]]]:
    from sklearn import experimental
    from sklearn.utils import all_estimators

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # What is still an experiment is listed once it is enabled.
        for experiment in pkgutil.iter_modules(experimental.__path__, f"{experimental.__name__}."):
            if ".enable_" in experiment.name:
                importlib.import_module(experiment.name)
        for name, kind in all_estimators():
            yield name, getattr(kind, "_parameter_constraints", {})


def _takes(allowed: Iterable[Any] | str, value: object) -> bool:
    from sklearn.utils._param_validation import make_constraint

    if isinstance(allowed, str):
        return True
    return any(make_constraint(one).is_satisfied_by(value) for one in allowed)
