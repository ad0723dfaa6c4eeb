"""What the gradient boosting libraries call trainings and data, as data.

Observed with XGBoost 3.2.0, LightGBM 4.7.0 and CatBoost 1.2.10.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# The functions that train, by their positional parameters; what they give back is the model.
TRAININGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "xgboost.train": ("params", "dtrain", "num_boost_round"),
        "lightgbm.train": ("params", "train_set", "num_boost_round", "valid_sets"),
        "catboost.train": (
            "pool",
            "params",
            "dtrain",
            "logging_level",
            "verbose",
            "iterations",
            "num_boost_round",
            "evals",
            "eval_set",
        ),
    }
)
# The functions that cross-validate, alike.
CROSS_VALIDATIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "xgboost.cv": ("params", "dtrain", "num_boost_round", "nfold"),
        "lightgbm.cv": ("params", "train_set", "num_boost_round"),
        "catboost.cv": ("pool", "params", "dtrain"),
    }
)
ROWS = ("dtrain", "train_set", "pool")
VALIDATIONS = ("evals", "valid_sets", "eval_set")

# What holds rows with their labels, by its positional parameters.
MATRICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "xgboost.DMatrix": ("data", "label"),
        "xgboost.QuantileDMatrix": ("data", "label"),
        "lightgbm.Dataset": ("data", "label"),
        "catboost.Pool": ("data", "label"),
    }
)

# Where a trained model keeps the scores on its validation rows.
BEST = frozenset({"best_score", "best_score_", "evals_result_"})
GIVING_BEST = frozenset({"evals_result", "get_best_score", "get_evals_result"})
