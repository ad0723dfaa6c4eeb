"""What the searches of scikit-learn accept, as data.

Every entry was observed with scikit-learn 1.9.1 and is held by `tests/facts`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from tunelint.libraries.scikit_learn.cross_validated.building import SearchClasses

SEARCHES = frozenset(
    {"GridSearchCV", "RandomizedSearchCV", "HalvingGridSearchCV", "HalvingRandomSearchCV"}
)

# Parameters that can be given by position, in order; every other one is keyword-only.
POSITIONAL: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "GridSearchCV": ("estimator", "param_grid"),
        "RandomizedSearchCV": ("estimator", "param_distributions"),
        "HalvingGridSearchCV": ("estimator", "param_grid"),
        "HalvingRandomSearchCV": ("estimator", "param_distributions"),
        "ParameterGrid": ("param_grid",),
        "ParameterSampler": ("param_distributions", "n_iter"),
    }
)

_SCORED: Mapping[str, object] = MappingProxyType(
    {"scoring": None, "n_jobs": None, "refit": True, "verbose": 0}
)
_EXHAUSTIVE: Mapping[str, object] = MappingProxyType(
    {**_SCORED, "cv": None, "pre_dispatch": "2*n_jobs", "return_train_score": False}
)
_HALVING: Mapping[str, object] = MappingProxyType(
    {
        **_SCORED,
        "factor": 3,
        "resource": "n_samples",
        "max_resources": "auto",
        "aggressive_elimination": False,
        "cv": 5,
        "return_train_score": True,
        "random_state": None,
    }
)

# Keyword-only parameters with their defaults, `error_score` apart: its default, NaN, equals
# nothing.
KEYWORD_DEFAULTS: Mapping[str, Mapping[str, object]] = MappingProxyType(
    {
        "GridSearchCV": _EXHAUSTIVE,
        "RandomizedSearchCV": MappingProxyType({**_EXHAUSTIVE, "n_iter": 10, "random_state": None}),
        "HalvingGridSearchCV": MappingProxyType({**_HALVING, "min_resources": "exhaust"}),
        "HalvingRandomSearchCV": MappingProxyType(
            {**_HALVING, "n_candidates": "exhaust", "min_resources": "smallest"}
        ),
        "ParameterGrid": MappingProxyType({}),
        "ParameterSampler": MappingProxyType({"random_state": None}),
    }
)

# Everything that a search accepts by keyword. Anything else is a TypeError (TUN410).
KEYWORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        name: frozenset(order)
        | frozenset(KEYWORD_DEFAULTS[name])
        | (frozenset({"error_score"}) if name in SEARCHES else frozenset())
        for name, order in POSITIONAL.items()
    }
)

# The `resource` with which halving draws rows; any other is a parameter of the estimator.
ROWS_AS_RESOURCE = "n_samples"

CLASSES = SearchClasses(
    "sklearn",
    MappingProxyType({name: POSITIONAL[name] for name in sorted(SEARCHES)}),
    KEYWORD_DEFAULTS,
    ("param_grid", "param_distributions"),
)
