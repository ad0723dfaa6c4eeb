"""Gradient boosting: XGBoost, LightGBM and CatBoost, by their estimators or their own `train`."""
