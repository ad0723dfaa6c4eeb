"""The transformers, selectors and resamplers that learn from rows, as data.

Every entry was observed with scikit-learn 1.9.1, imbalanced-learn and Keras 3 by fitting on all
rows and on a part of them, and is held by `tests/facts/test_learned_from_rows.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# Transformers of scikit-learn whose output for a row depends on the other rows of the fit ...
TRANSFORMERS = frozenset(
    {
        "FactorAnalysis",
        "FastICA",
        "IncrementalPCA",
        "Isomap",
        "IterativeImputer",
        "KBinsDiscretizer",
        "KNNImputer",
        "KernelPCA",
        "LinearDiscriminantAnalysis",
        "LocallyLinearEmbedding",
        "MaxAbsScaler",
        "MinMaxScaler",
        "NMF",
        "NeighborhoodComponentsAnalysis",
        "Nystroem",
        "PCA",
        "PLSRegression",
        "PowerTransformer",
        "QuantileTransformer",
        "RobustScaler",
        "SimpleImputer",
        "SparsePCA",
        "SplineTransformer",
        "StandardScaler",
        "TargetEncoder",
        "TfidfTransformer",
        "TfidfVectorizer",
        "TruncatedSVD",
    }
)
# ... those that choose the columns ...
SELECTORS = frozenset(
    {
        "GenericUnivariateSelect",
        "RFE",
        "RFECV",
        "SelectFdr",
        "SelectFpr",
        "SelectFromModel",
        "SelectFwe",
        "SelectKBest",
        "SelectPercentile",
        "SequentialFeatureSelector",
        "VarianceThreshold",
    }
)
# ... and those that learn more than a list of words only with one of these parameters.
COUNTING_WORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {"CountVectorizer": frozenset({"max_df", "max_features", "min_df"})}
)
# What they were called in releases that public code still pins.
OLD_NAMES: Mapping[str, str] = MappingProxyType({"Imputer": "SimpleImputer"})
# With this value of this parameter a transformer learns nothing.
LEARNS_NOTHING: Mapping[str, tuple[str, object]] = MappingProxyType(
    {"SimpleImputer": ("strategy", "constant")}
)

# Resamplers of imbalanced-learn: they copy, blend or drop rows by looking at the others.
RESAMPLERS = frozenset(
    {
        "ADASYN",
        "AllKNN",
        "BorderlineSMOTE",
        "ClusterCentroids",
        "CondensedNearestNeighbour",
        "EditedNearestNeighbours",
        "InstanceHardnessThreshold",
        "KMeansSMOTE",
        "NearMiss",
        "NeighbourhoodCleaningRule",
        "OneSidedSelection",
        "RandomOverSampler",
        "RandomUnderSampler",
        "RepeatedEditedNearestNeighbours",
        "SMOTE",
        "SMOTEENN",
        "SMOTEN",
        "SMOTENC",
        "SMOTETomek",
        "SVMSMOTE",
        "TomekLinks",
    }
)

# Those of all these that learn from the labels.
SUPERVISED = frozenset(
    {
        "LinearDiscriminantAnalysis",
        "NeighborhoodComponentsAnalysis",
        "PLSRegression",
        "TargetEncoder",
    }
) | (SELECTORS - {"VarianceThreshold"})

# The same as functions: they fit and transform at once.
FUNCTIONS = frozenset(
    {"maxabs_scale", "minmax_scale", "power_transform", "quantile_transform", "robust_scale"}
    | {"scale"}
)

# Functions that copy rows, unless they are told to replace none.
BOOTSTRAPS = frozenset({"resample"})

# Layers of Keras that learn numbers from the rows that `adapt` is given.
ADAPTED_LAYERS = frozenset({"Discretization", "Normalization"})

# Composites that learn what one of their members learns.
COMPOSITES = frozenset({"ColumnTransformer", "FeatureUnion", "Pipeline"})

RESAMPLING = frozenset({"fit_resample", "fit_sample"})
FITTING_AT_ONCE = frozenset({"fit_transform"}) | RESAMPLING
TRANSFORMING = frozenset({"transform"}) | FITTING_AT_ONCE
FITTING = frozenset({"fit", "partial_fit"}) | FITTING_AT_ONCE

# What a selector says about the columns that it keeps.
SUPPORT = frozenset({"get_feature_names_out", "get_support", "ranking_", "support_"})

# What a model says about the columns that it was trained on.
WEIGHTS = frozenset({"coef_", "feature_importances_"})

# Statistics that a group of rows is reduced to.
STATISTICS = frozenset({"agg", "aggregate", "mean", "median", "std", "sum", "transform", "var"})
