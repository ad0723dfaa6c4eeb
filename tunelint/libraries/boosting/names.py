"""Names: which keywords of the boosting libraries' estimators set one parameter, and to what."""

from __future__ import annotations

# Observed with XGBoost 3.2.0 and LightGBM 4.7.0 and held by `tests/facts`: the keywords that set a
# parameter, and what its constructor sets it to where nothing is given.
ALIASES = {
    "xgboost": (
        frozenset({"learning_rate", "eta"}),
        frozenset({"reg_alpha", "alpha"}),
        frozenset({"reg_lambda", "lambda"}),
        frozenset({"gamma", "min_split_loss"}),
        *(frozenset({name}) for name in ("max_depth", "n_estimators", "subsample")),
        *(frozenset({name}) for name in ("colsample_bytree", "min_child_weight")),
    ),
    "lightgbm": (
        # The constructor passes its own learning_rate and num_leaves, which their aliases lose to.
        frozenset({"learning_rate"}),
        frozenset({"reg_alpha", "lambda_l1"}),
        frozenset({"reg_lambda", "lambda_l2", "lambda"}),
        frozenset({"subsample", "bagging_fraction", "bagging", "sub_row"}),
        frozenset({"colsample_bytree", "feature_fraction", "sub_feature"}),
        frozenset({"max_depth"}),
        frozenset({"num_leaves"}),
    ),
}
DEFAULTS = {
    "xgboost": {"n_estimators": 100, "learning_rate": 0.3, "max_depth": 6, "booster": "gbtree"},
    "lightgbm": {
        **{"n_estimators": 100, "learning_rate": 0.1, "max_depth": -1, "num_leaves": 31},
        **{"boosting_type": "gbdt", "subsample": 1.0, "colsample_bytree": 1.0},
        **{"reg_alpha": 0.0, "reg_lambda": 0.0, "subsample_freq": 0},
    },
}


def is_alias(library: str, name: str, parameter: str) -> bool | None:
    """Whether a keyword sets the parameter; None where that is not known."""
    for names in ALIASES.get(library, ()):
        if parameter in names:
            return name in names
    return None


def is_default(library: str, name: str, value: object) -> bool:
    """Whether a parameter has the value where nothing is given."""
    return DEFAULTS.get(library, {}).get(name, ...) == value
