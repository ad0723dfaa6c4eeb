"""What the fragment takes from its notebook: the imports and the rows of a regression."""

import numpy as np  # noqa: F401
import xgboost  # noqa: F401
from sklearn.datasets import make_regression
from sklearn.ensemble import GradientBoostingRegressor  # noqa: F401

X_train, Y_train = make_regression(n_samples=200, n_features=6, noise=10.0, random_state=1)
