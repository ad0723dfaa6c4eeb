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

# The estimators with scikit-learn's interface, and what each measures where nothing says otherwise;
# which of several depends on the labels.
USUAL_METRICS = {
    "catboost": {
        "CatBoostClassifier": frozenset({"CrossEntropy", "Logloss", "MultiClass"}),
        "CatBoostRegressor": frozenset({"RMSE"}),
    },
    "lightgbm": {
        "LGBMClassifier": frozenset({"binary_logloss", "multi_logloss"}),
        "LGBMRegressor": frozenset({"l2"}),
    },
    "xgboost": {
        "XGBClassifier": frozenset({"logloss", "mlogloss"}),
        "XGBRegressor": frozenset({"rmse"}),
    },
}
# What an objective among the parameters of `train` and `cv` measures where no metric is named.
OBJECTIVES = {
    "binary": frozenset({"binary_logloss"}),
    "binary:hinge": frozenset({"error"}),
    "binary:logistic": frozenset({"logloss"}),
    "multi:softmax": frozenset({"mlogloss"}),
    "multi:softprob": frozenset({"mlogloss"}),
    "multiclass": frozenset({"multi_logloss"}),
    "reg:absoluteerror": frozenset({"mae"}),
    "reg:squarederror": frozenset({"rmse"}),
    "regression": frozenset({"l2"}),
}

# How LightGBM reports a metric, whichever of its names it is given: `tests/facts` holds each.
LIGHTGBM_METRICS = {
    **{name: name for name in ("auc", "auc_mu", "average_precision", "binary_error", "huber")},
    **{name: name for name in ("binary_logloss", "cross_entropy", "fair", "l1", "l2", "mape")},
    **{name: name for name in ("multi_error", "multi_logloss", "poisson", "quantile", "rmse")},
    "binary": "binary_logloss",
    "l2_root": "rmse",
    "mae": "l1",
    "mean_absolute_error": "l1",
    "mean_squared_error": "l2",
    "mse": "l2",
    "multiclass": "multi_logloss",
    "softmax": "multi_logloss",
    "xentropy": "cross_entropy",
}
# Of those it reports, the ones that should grow; all others should shrink.
LIGHTGBM_GROWING = frozenset({"auc", "auc_mu", "average_precision"})
