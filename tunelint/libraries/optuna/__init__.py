"""Optuna: studies, what they optimise, and `OptunaSearchCV`."""
