"""What the gradient boosting libraries call trainings and data, as data.

Observed with XGBoost 3.2.0, LightGBM 4.7.0 and CatBoost 1.2.10.
"""

from __future__ import annotations

# The functions that train, which give back the model, those that cross-validate, and what holds
# rows with their labels.
TRAININGS = ("catboost.train", "lightgbm.train", "xgboost.train")
CROSS_VALIDATIONS = ("catboost.cv", "lightgbm.cv", "xgboost.cv")
MATRICES = ("catboost.Pool", "lightgbm.Dataset", "xgboost.DMatrix", "xgboost.QuantileDMatrix")
ROWS = ("dtrain", "train_set", "pool")
VALIDATIONS = ("evals", "valid_sets", "eval_set")

# Where a trained model keeps the scores on its validation rows.
BEST = frozenset({"best_score", "best_score_", "evals_result_"})
GIVING_BEST = frozenset({"evals_result", "get_best_score", "get_evals_result"})
