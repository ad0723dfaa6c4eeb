"""The names of the parameters that XGBoost and LightGBM know, and which of two names for one wins.

Observed with XGBoost 3.2.0 and LightGBM 4.7.0: what they do not know they pass over. Of several
names for one parameter they read the first of `names`, LightGBM else the shortest; its estimators
always hand over their own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any

FILE = "parameters.toml"
ESTIMATORS = {
    "lightgbm": frozenset({"LGBMClassifier", "LGBMRanker", "LGBMRegressor"}),
    "xgboost": frozenset({"XGBClassifier", "XGBRanker", "XGBRegressor"}),
}
# These have defaults of their own.
FORESTS = frozenset({"XGBRFClassifier", "XGBRFRegressor"})
# What `xgboost.train` takes as an argument, and never among its parameters.
ROUNDS = frozenset({"n_estimators", "num_boost_round", "num_round"})

_XGBOOST = {
    "learning_rate": ("learning_rate", "eta"),
    "min_split_loss": ("min_split_loss", "gamma"),
    "reg_alpha": ("reg_alpha", "alpha"),
    "reg_lambda": ("reg_lambda", "lambda"),
}
# LightGBM's estimators and `train` have rules of their own for it.
_ROUNDS = "num_iterations"
# What LightGBM's estimators hand over, given or not.
_OWN = frozenset(
    {
        *("boosting_type", "colsample_bytree", "learning_rate", "max_depth", "min_child_samples"),
        *("min_child_weight", "min_split_gain", "num_leaves", "reg_alpha", "reg_lambda"),
        *("subsample", "subsample_for_bin", "subsample_freq"),
    }
)

BAGGING_FRACTION, BAGGING_FREQ, BOOSTING = "bagging_fraction", "bagging_freq", "boosting"
# Bagging every 0 trees is none; but a random forest refuses to do without.
BAGGING_DEFAULTS: Mapping[str, object] = {BAGGING_FREQ: 0, BOOSTING: "gbdt"}
WITHOUT_BAGGING = frozenset({"dart", "gbdt", "gbrt", "goss"})


# What an estimator sets where nothing is given.
DEFAULTS: Mapping[str, Mapping[str, object]] = {
    "xgboost": {"n_estimators": 100, "learning_rate": 0.3, "max_depth": 6, "booster": "gbtree"},
    "lightgbm": {
        **{"n_estimators": 100, "learning_rate": 0.1, "max_depth": -1, "num_leaves": 31},
        **{"boosting_type": "gbdt", "subsample": 1.0, "colsample_bytree": 1.0},
        **{"reg_alpha": 0.0, "reg_lambda": 0.0, "subsample_freq": 0},
    },
}
# The names that were compared by what is trained with them (``tests/facts``).
COMPARED = {
    "xgboost": frozenset(
        {
            *("alpha", "colsample_bytree", "eta", "gamma", "lambda"),
            *("learning_rate", "max_depth", "min_child_weight", "min_split_loss", "n_estimators"),
            *("reg_alpha", "reg_lambda", "subsample"),
        }
    ),
    "lightgbm": frozenset(
        {
            *("bagging", "bagging_fraction", "colsample_bytree", "feature_fraction", "lambda"),
            *("lambda_l1", "lambda_l2", "learning_rate", "max_depth", "num_leaves"),
            *("reg_alpha", "reg_lambda", "sub_feature", "sub_row", "subsample"),
        }
    ),
}


@cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / FILE).read_text(encoding="utf-8"))


def known(library: str, taker: str) -> frozenset[str]:
    """Every name that a taker reads, or that an older release of it read."""
    table = _tables()[library]
    names = {*table.get("core", ()), *table["older"]}
    for name, others in table.get("names", {}).items():
        names |= {name, *others}
    if taker in ESTIMATORS[library] or taker in FORESTS:
        names |= {*table["estimators"], *_OWN} if library == "lightgbm" else {*table["estimators"]}
    return frozenset(names)


def names_of(library: str, parameter: str) -> tuple[str, ...]:
    """All names of the parameter that a name means, the one that wins first."""
    if library == "xgboost":
        return next((names for names in _XGBOOST.values() if parameter in names), (parameter,))
    for name, others in _tables()[library]["names"].items():
        if parameter == name or parameter in others:
            return (name, *sorted(others, key=lambda other: (len(other), other)))
    return (parameter,)


def preferred(library: str, taker: str, parameter: str, given: Collection[str]) -> str:
    """Of the names of one parameter that are given, the one that is read.

    Where it is not `given`, the taker hands it over itself.
    """
    names = names_of(library, parameter)
    if names[0] == _ROUNDS or taker in FORESTS:
        return parameter
    handed = {parameter, *given}
    if library == "lightgbm" and taker in ESTIMATORS[library]:
        handed |= _OWN
    return next(name for name in names if name in handed)


def sets(library: str, taker: str, name: str, parameter: str) -> bool | None:
    """Whether a keyword of an estimator sets the parameter; None where that was not compared."""
    if parameter not in COMPARED.get(library, ()):
        return None
    return name in names_of(library, parameter) and preferred(library, taker, name, ()) == name


def is_default(library: str, name: str, value: object) -> bool:
    """Whether a parameter of an estimator has the value where nothing is given."""
    return DEFAULTS.get(library, {}).get(name, ...) == value
