"""Values that the gradient boosting libraries reject together, as data (TUN612).

Observed with LightGBM 4.7.0: bagging in GOSS is a LightGBMError in the first training.
"""

from __future__ import annotations

from math import inf

from tunelint.libraries.common.combinations import Between, Combination, among

COMBINATIONS = (
    Combination(
        frozenset({"LGBMClassifier", "LGBMRegressor"}),
        {
            "boosting_type": among("goss"),
            "subsample_freq": Between(0, inf, examples=(1, 5)),
            "subsample": Between(0, 1, examples=(0.5,)),
        },
        "LightGBMError",
    ),
)
