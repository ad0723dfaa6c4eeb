"""The estimators and score functions of scikit-learn, as data.

Every entry was observed with scikit-learn 1.9.1 and is held by `tests/facts`. What
newer releases reject stands in `removed`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from tunelint.libraries.common.signatures import Signatures

ESTIMATORS = Signatures("scikit_learn", "estimators")
IMBALANCED = Signatures("scikit_learn", "imbalanced")

# ---- Randomness of estimators (TUN105) ----------------------------------------------------------

# Estimators that draw from `random_state` whatever their other parameters are.
ALWAYS_RANDOM = frozenset(
    {
        "AdaBoostClassifier",
        "AdaBoostRegressor",
        "BaggingClassifier",
        "BaggingRegressor",
        "BernoulliRBM",
        "BisectingKMeans",
        "DecisionTreeClassifier",
        "DecisionTreeRegressor",
        "EllipticEnvelope",
        "ExtraTreeClassifier",
        "ExtraTreeRegressor",
        "ExtraTreesClassifier",
        "ExtraTreesRegressor",
        "FastICA",
        "GradientBoostingClassifier",
        "GradientBoostingRegressor",
        "IsolationForest",
        "KMeans",
        "LatentDirichletAllocation",
        "MDS",
        "MLPClassifier",
        "MLPRegressor",
        "MinCovDet",
        "MiniBatchKMeans",
        "MiniBatchSparsePCA",
        "Nystroem",
        "OutputCodeClassifier",
        "PolynomialCountSketch",
        "RANSACRegressor",
        "RBFSampler",
        "RandomForestClassifier",
        "RandomForestRegressor",
        "RandomTreesEmbedding",
        "SkewedChi2Sampler",
        "SpectralClustering",
    }
)

# Estimators that draw only with certain values: when every parameter of one of the alternatives has
# one of its values. With every other value they give the same model each time, or whether they draw
# depends on the data, so nothing can be said.
Alternatives = tuple[Mapping[str, frozenset[object]], ...]
_TRUE = frozenset[object]({True})
_SHUFFLES: Alternatives = ({"shuffle": _TRUE}, {"early_stopping": _TRUE})
_PICKS_COORDINATES: Alternatives = ({"selection": frozenset({"random"})},)
_AVERAGED_GRADIENTS: Alternatives = ({"solver": frozenset({"sag", "saga"})},)
_PLATT: Alternatives = ({"probability": _TRUE},)
_HOLDS_OUT: Alternatives = ({"early_stopping": _TRUE},)
_LOGISTIC: Alternatives = (
    *_AVERAGED_GRADIENTS,
    {"solver": frozenset({"liblinear"}), "dual": _TRUE},
    {"solver": frozenset({"liblinear"}), "penalty": frozenset({"l1"})},
)
# These draw for their probabilities alone: what they predict, and rank by, is the same each time.
RANDOM_PROBABILITIES = frozenset({"NuSVC", "SVC"})
# The scorers that ask an estimator for probabilities, whatever else it has.
PROBABILITY_SCORERS = frozenset(
    {
        "d2_brier_score",
        "d2_log_loss_score",
        "neg_brier_score",
        "neg_log_loss",
        "roc_auc_ovo",
        "roc_auc_ovo_weighted",
        "roc_auc_ovr",
        "roc_auc_ovr_weighted",
    }
)
SOMETIMES_RANDOM: Mapping[str, Alternatives] = MappingProxyType(
    {
        "ClassifierChain": ({"order": frozenset({"random"})},),
        "DummyClassifier": ({"strategy": frozenset({"stratified", "uniform"})},),
        "ElasticNet": _PICKS_COORDINATES,
        "ElasticNetCV": _PICKS_COORDINATES,
        "FactorAnalysis": ({"svd_method": frozenset({"randomized"})},),
        "HistGradientBoostingClassifier": _HOLDS_OUT,
        "HistGradientBoostingRegressor": _HOLDS_OUT,
        "Lasso": _PICKS_COORDINATES,
        "LassoCV": _PICKS_COORDINATES,
        "LinearSVC": (
            {"dual": _TRUE},
            {"penalty": frozenset({"l1"})},
            {"loss": frozenset({"hinge"})},
        ),
        "LogisticRegression": _LOGISTIC,
        "MultiTaskElasticNet": _PICKS_COORDINATES,
        "MultiTaskLasso": _PICKS_COORDINATES,
        "NMF": (
            {"init": frozenset({"random", "nndsvdar"})},
            {"shuffle": _TRUE},
        ),
        "NeighborhoodComponentsAnalysis": ({"init": frozenset({"random"})},),
        "NuSVC": _PLATT,
        "PassiveAggressiveClassifier": _SHUFFLES,
        "PassiveAggressiveRegressor": _SHUFFLES,
        "Perceptron": _SHUFFLES,
        "RegressorChain": ({"order": frozenset({"random"})},),
        "Ridge": _AVERAGED_GRADIENTS,
        "RidgeClassifier": _AVERAGED_GRADIENTS,
        "SGDClassifier": _SHUFFLES,
        "SGDOneClassSVM": ({"shuffle": _TRUE},),
        "SGDRegressor": _SHUFFLES,
        "SVC": _PLATT,
        "TargetEncoder": ({"shuffle": frozenset({True, "deprecated"})},),
    }
)

# Estimators that have a `random_state` and are in neither table: rounding apart they give the
# same model whatever it is, or it depends on the data. Estimators without one are deterministic.

# The parameters under which a composite estimator holds the ones that it fits: it draws if one of
# them does.
INNER_ESTIMATORS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "AdaBoostClassifier": ("estimator",),
        "AdaBoostRegressor": ("estimator",),
        "BaggingClassifier": ("estimator",),
        "BaggingRegressor": ("estimator",),
        "CalibratedClassifierCV": ("estimator",),
        "ClassifierChain": ("estimator",),
        "ColumnTransformer": ("transformers",),
        "FeatureUnion": ("transformer_list",),
        "MultiOutputClassifier": ("estimator",),
        "MultiOutputRegressor": ("estimator",),
        "OneVsOneClassifier": ("estimator",),
        "OneVsRestClassifier": ("estimator",),
        "OutputCodeClassifier": ("estimator",),
        "Pipeline": ("steps",),
        "RFE": ("estimator",),
        "RFECV": ("estimator",),
        "RegressorChain": ("estimator",),
        "SelectFromModel": ("estimator",),
        "SelfTrainingClassifier": ("estimator",),
        "SequentialFeatureSelector": ("estimator",),
        "StackingClassifier": ("estimators", "final_estimator"),
        "StackingRegressor": ("estimators", "final_estimator"),
        "TransformedTargetRegressor": ("regressor", "transformer"),
        "VotingClassifier": ("estimators",),
        "VotingRegressor": ("estimators",),
    }
)

# Those of them that list members with a name each, and the parameter that does.
NAMED_MEMBERS: Mapping[str, str] = MappingProxyType(
    {
        "ColumnTransformer": "transformers",
        "FeatureUnion": "transformer_list",
        "Pipeline": "steps",
        "StackingClassifier": "estimators",
        "StackingRegressor": "estimators",
        "VotingClassifier": "estimators",
        "VotingRegressor": "estimators",
    }
)
# The functions that name the members themselves, and what they make.
NAMING_MAKERS: Mapping[str, str] = MappingProxyType(
    {
        "make_column_transformer": "ColumnTransformer",
        "make_pipeline": "Pipeline",
        "make_union": "FeatureUnion",
    }
)

# ---- Scores (TUN304) ----------------------------------------------------------------------------

# Functions of `sklearn.metrics` whose value grows as the model gets better ...
GROWING_METRICS = frozenset(
    {
        "accuracy_score",
        "adjusted_mutual_info_score",
        "adjusted_rand_score",
        "average_precision_score",
        "balanced_accuracy_score",
        "calinski_harabasz_score",
        "cohen_kappa_score",
        "completeness_score",
        "d2_absolute_error_score",
        "d2_brier_score",
        "d2_log_loss_score",
        "d2_pinball_score",
        "d2_tweedie_score",
        "dcg_score",
        "explained_variance_score",
        "f1_score",
        "fbeta_score",
        "fowlkes_mallows_score",
        "homogeneity_score",
        "jaccard_score",
        "label_ranking_average_precision_score",
        "matthews_corrcoef",
        "mutual_info_score",
        "ndcg_score",
        "normalized_mutual_info_score",
        "precision_score",
        "r2_score",
        "rand_score",
        "recall_score",
        "roc_auc_score",
        "silhouette_score",
        "top_k_accuracy_score",
        "v_measure_score",
    }
)
# ... and those whose value shrinks.
SHRINKING_METRICS = frozenset(
    {
        "brier_score_loss",
        "coverage_error",
        "davies_bouldin_score",
        "hamming_loss",
        "hinge_loss",
        "label_ranking_loss",
        "log_loss",
        "max_error",
        "mean_absolute_error",
        "mean_absolute_percentage_error",
        "mean_gamma_deviance",
        "mean_pinball_loss",
        "mean_poisson_deviance",
        "mean_squared_error",
        "mean_squared_log_error",
        "mean_tweedie_deviance",
        "median_absolute_error",
        "root_mean_squared_error",
        "root_mean_squared_log_error",
        "zero_one_loss",
    }
)
