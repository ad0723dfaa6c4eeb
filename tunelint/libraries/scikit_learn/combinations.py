"""Values that scikit-learn's estimators reject together, as data (TUN612).

Every combination was tried with scikit-learn 1.9.1 and is held by `tests/facts`: the estimator
raises in `fit`, whatever the data.
"""

from __future__ import annotations

from tunelint.libraries.common.combinations import Between, Combination, NotNone, among

_ONLY_L2 = among("lbfgs", "newton-cg", "newton-cholesky", "sag")
# Without a penalty, `l1_ratio` chooses it.
_NO_PENALTY = among("deprecated")
_MIXED = Between(0, 1, examples=(0.5,))

_LOGISTIC = frozenset({"LogisticRegression"})
_LINEAR_SVC = frozenset({"LinearSVC"})
_FORESTS = frozenset(
    f"{kind}{task}"
    for kind in ("ExtraTrees", "RandomForest")
    for task in ("Classifier", "Regressor")
)
_BAGGING = frozenset({"BaggingClassifier", "BaggingRegressor"})
_RIDGE = frozenset({"Ridge", "RidgeClassifier"})
_NEIGHBOURS = frozenset(
    {
        *("KNeighborsClassifier", "KNeighborsRegressor", "LocalOutlierFactor"),
        *("NearestNeighbors", "RadiusNeighborsClassifier", "RadiusNeighborsRegressor"),
    }
)
# LinearSVC's `crammer_singer` reads neither penalty nor loss.
_ONE_VS_REST = among("ovr")

COMBINATIONS = (
    Combination(_LOGISTIC, {"penalty": among("l1", "elasticnet"), "solver": _ONLY_L2}),
    Combination(_LOGISTIC, {"penalty": among("elasticnet", None), "solver": among("liblinear")}),
    Combination(
        _LOGISTIC,
        {
            "l1_ratio": _MIXED,
            "solver": among("liblinear", *_ONLY_L2.examples),
            "penalty": _NO_PENALTY,
        },
    ),
    Combination(_LOGISTIC, {"l1_ratio": among(1, 1.0), "solver": _ONLY_L2, "penalty": _NO_PENALTY}),
    Combination(
        _LINEAR_SVC,
        {"penalty": among("l1"), "loss": among("hinge"), "multi_class": _ONE_VS_REST},
    ),
    Combination(
        _LINEAR_SVC,
        {
            "penalty": among("l1"),
            "loss": among("squared_hinge"),
            "dual": among(True),
            "multi_class": _ONE_VS_REST,
        },
    ),
    Combination(
        _LINEAR_SVC,
        {
            "penalty": among("l2"),
            "loss": among("hinge"),
            "dual": among(False),
            "multi_class": _ONE_VS_REST,
        },
    ),
    Combination(
        frozenset({"LinearSVR"}),
        {"loss": among("epsilon_insensitive"), "dual": among(False)},
    ),
    Combination(_FORESTS | _BAGGING, {"oob_score": among(True), "bootstrap": among(False)}),
    Combination(_FORESTS, {"max_samples": NotNone((0.5, 20)), "bootstrap": among(False)}),
    Combination(
        frozenset({"LinearDiscriminantAnalysis"}),
        {"shrinkage": NotNone(("auto", 0.5)), "solver": among("svd")},
        "NotImplementedError",
    ),
    Combination(
        _RIDGE,
        {
            "positive": among(True),
            "solver": among("svd", "cholesky", "lsqr", "sparse_cg", "sag", "saga"),
        },
    ),
    Combination(_RIDGE, {"solver": among("lbfgs"), "positive": among(False)}),
    Combination(
        _NEIGHBOURS,
        {
            "metric": among("cosine", "correlation", "nan_euclidean", "sqeuclidean"),
            "algorithm": among("ball_tree", "kd_tree"),
        },
    ),
    Combination(
        _NEIGHBOURS,
        {
            "metric": among("braycurtis", "canberra", "hamming", "haversine", "jaccard"),
            "algorithm": among("kd_tree"),
        },
    ),
)
