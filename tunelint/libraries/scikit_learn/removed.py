"""What scikit-learn once accepted and now rejects, as data (TUN509).

Every entry was observed with scikit-learn 1.9.1 and is held by `tests/facts`: the old spelling is
rejected, the current one works.
"""

from collections.abc import Mapping
from types import MappingProxyType

_REGRESSION_TREES = (
    "DecisionTreeRegressor",
    "ExtraTreeRegressor",
    "ExtraTreesRegressor",
    "RandomForestRegressor",
)
_TREES = (
    *_REGRESSION_TREES,
    "DecisionTreeClassifier",
    "ExtraTreeClassifier",
    "ExtraTreesClassifier",
    "GradientBoostingClassifier",
    "GradientBoostingRegressor",
    "RandomForestClassifier",
)
_NORMALIZED = (
    "BayesianRidge",
    "ElasticNet",
    "ElasticNetCV",
    "Lars",
    "Lasso",
    "LassoCV",
    "LassoLars",
    "LassoLarsCV",
    "LinearRegression",
    "OrthogonalMatchingPursuit",
    "Ridge",
    "RidgeCV",
    "RidgeClassifier",
)
_BASED = (
    "AdaBoostClassifier",
    "AdaBoostRegressor",
    "BaggingClassifier",
    "BaggingRegressor",
    "CalibratedClassifierCV",
    "ClassifierChain",
    "RANSACRegressor",
    "SelfTrainingClassifier",
)

# (estimator, parameter, value as written) to the value to write today.
VALUES: Mapping[tuple[str, str, str], str | None] = MappingProxyType(
    {
        ("GradientBoostingClassifier", "loss", "deviance"): "log_loss",
        ("GradientBoostingRegressor", "loss", "ls"): "squared_error",
        ("GradientBoostingRegressor", "loss", "lad"): "absolute_error",
        ("HistGradientBoostingClassifier", "loss", "auto"): "log_loss",
        ("HistGradientBoostingClassifier", "loss", "binary_crossentropy"): "log_loss",
        ("HistGradientBoostingRegressor", "loss", "least_squares"): "squared_error",
        ("HistGradientBoostingRegressor", "loss", "least_absolute_deviation"): "absolute_error",
        ("RANSACRegressor", "loss", "absolute_loss"): "absolute_error",
        ("RANSACRegressor", "loss", "squared_loss"): "squared_error",
        ("SGDClassifier", "loss", "log"): "log_loss",
        ("SGDClassifier", "loss", "squared_loss"): "squared_error",
        ("SGDRegressor", "loss", "squared_loss"): "squared_error",
        **{(tree, "criterion", "mse"): "squared_error" for tree in _REGRESSION_TREES},
        **{(tree, "criterion", "mae"): "absolute_error" for tree in _REGRESSION_TREES},
        ("GradientBoostingClassifier", "criterion", "mse"): "squared_error",
        ("GradientBoostingClassifier", "criterion", "mae"): "squared_error",
        ("GradientBoostingRegressor", "criterion", "mse"): "squared_error",
        ("GradientBoostingRegressor", "criterion", "mae"): "squared_error",
        # "auto" was the square root for classifiers' forests and trees, all features for
        # regressors' (None).
        **{
            (tree, "max_features", "auto"): None if "Regressor" in tree else "sqrt"
            for tree in _TREES
        },
        **{
            (model, "penalty", "none"): None
            for model in ("LogisticRegression", "Perceptron", "SGDClassifier", "SGDRegressor")
        },
    }
)

# (function or estimator, parameter) to what to write today, in words.
ARGUMENTS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        **{(model, "base_estimator"): "estimator=" for model in _BASED},
        **{
            (model, "normalize"): "a StandardScaler before it in a Pipeline"
            for model in _NORMALIZED
        },
        **{
            (model, "multi_class"): (
                "nothing: it is multinomial now, and OneVsRestClassifier fits one model a class"
            )
            for model in ("LogisticRegression", "LogisticRegressionCV")
        },
        ("AdaBoostClassifier", "algorithm"): "nothing: SAMME is the only one left",
        ("mean_squared_error", "squared"): "root_mean_squared_error",
        ("mean_squared_log_error", "squared"): "root_mean_squared_log_error",
        ("make_scorer", "needs_proba"): 'response_method="predict_proba"',
        ("make_scorer", "needs_threshold"): (
            'response_method=("decision_function", "predict_proba")'
        ),
    }
)

# `make_scorer` hands unknown arguments on to the metric: the call passes, every score is NaN.
FAILS_WHEN_SCORING = frozenset({("make_scorer", "needs_proba"), ("make_scorer", "needs_threshold")})
