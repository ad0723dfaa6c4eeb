"""What LightGBM and XGBoost took away, with what stands in its place.

Each entry was called with LightGBM 4.7.0 and XGBoost 3.2.0; `None` where nothing took its place.
"""

from __future__ import annotations

STOPPING = "callbacks=[lightgbm.early_stopping(…)]"
LOGGING = "callbacks=[lightgbm.log_evaluation(…)]"

# Arguments of functions.
ARGUMENTS: dict[tuple[str, str], str | None] = {
    ("lightgbm.cv", "categorical_feature"): "lightgbm.Dataset(categorical_feature=…)",
    ("lightgbm.cv", "early_stopping_rounds"): STOPPING,
    ("lightgbm.cv", "feature_name"): "lightgbm.Dataset(feature_name=…)",
    ("lightgbm.cv", "fobj"): "params={'objective': …}",
    ("lightgbm.cv", "show_stdv"): LOGGING,
    ("lightgbm.cv", "verbose_eval"): LOGGING,
    ("lightgbm.train", "categorical_feature"): "lightgbm.Dataset(categorical_feature=…)",
    ("lightgbm.train", "early_stopping_rounds"): STOPPING,
    ("lightgbm.train", "evals_result"): "callbacks=[lightgbm.record_evaluation(…)]",
    ("lightgbm.train", "feature_name"): "lightgbm.Dataset(feature_name=…)",
    ("lightgbm.train", "fobj"): "params={'objective': …}",
    ("lightgbm.train", "learning_rates"): "callbacks=[lightgbm.reset_parameter(learning_rate=…)]",
    ("lightgbm.train", "verbose_eval"): LOGGING,
    ("xgboost.cv", "feval"): "custom_metric=…",
    ("xgboost.train", "feval"): "custom_metric=…",
    ("xgboost.train", "learning_rates"): "callbacks=[xgboost.callback.LearningRateScheduler(…)]",
}

# The estimators, which hand what `fit` does not know to nobody.
ESTIMATORS = {
    "lightgbm": frozenset({"LGBMClassifier", "LGBMModel", "LGBMRanker", "LGBMRegressor"}),
    "xgboost": frozenset(
        {
            "XGBClassifier",
            "XGBModel",
            "XGBRFClassifier",
            "XGBRFRegressor",
            "XGBRanker",
            "XGBRegressor",
        }
    ),
}
# Arguments of their `fit` and `predict`.
FIT_ARGUMENTS: dict[tuple[str, str], str | None] = {
    ("lightgbm", "early_stopping_rounds"): STOPPING,
    ("lightgbm", "verbose"): LOGGING,
    ("xgboost", "callbacks"): "callbacks= of the constructor",
    ("xgboost", "early_stopping_rounds"): "early_stopping_rounds= of the constructor",
    ("xgboost", "eval_metric"): "eval_metric= of the constructor",
}
PREDICT_ARGUMENTS: dict[tuple[str, str], str | None] = {
    ("xgboost", "ntree_limit"): "iteration_range=(0, …)",
}

# Parameters of XGBoost that its core refuses.
PARAMETERS = {"gpu_id": "device='cuda'"}
TREE_METHODS = frozenset({"gpu_exact", "gpu_hist", "grow_gpu_hist"})
# Attributes that their models no longer have.
ATTRIBUTES = {"xgboost": {"best_ntree_limit": "best_iteration + 1"}}
# Functions that give back a model.
TRAINING = {"xgboost": frozenset({"train"})}
