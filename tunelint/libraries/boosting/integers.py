"""Which parameters of the gradient boosting libraries must be whole numbers, as data (TUN603).

Observed with LightGBM 4.7.0 and XGBoost 3.2.0: a float there, even a whole one such as 4.0, is an
error in the first training; NumPy's integers are accepted. CatBoost 1.2.10 takes whole floats.
"""

from collections.abc import Mapping
from types import MappingProxyType

INTEGER_ONLY: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "lightgbm": frozenset(
            {
                "bagging_freq",
                "max_bin",
                "max_depth",
                "min_child_samples",
                "min_data_in_bin",
                "min_data_in_leaf",
                "n_estimators",
                "num_boost_round",
                "num_iterations",
                "num_leaves",
                "subsample_for_bin",
                "subsample_freq",
            }
        ),
        "xgboost": frozenset(
            {
                "max_bin",
                "max_depth",
                "max_leaves",
                "n_estimators",
                "num_boost_round",
                "num_parallel_tree",
            }
        ),
    }
)

# `train` and `cv` take them in the dictionary that is their first argument.
TRAINING_FUNCTIONS: Mapping[str, frozenset[str]] = MappingProxyType(
    {"lightgbm": frozenset({"train", "cv"}), "xgboost": frozenset({"train", "cv"})}
)
