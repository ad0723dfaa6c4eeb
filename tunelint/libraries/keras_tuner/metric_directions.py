"""Directions: which metric names Keras Tuner takes for growing or falling. Keras Tuner 1.4.8."""

# A string objective loses these prefixes, in this order and once each, before its direction is
# looked up.
OBJECTIVE_PREFIXES = ("val_", "weighted_")

# Names that Keras Tuner takes for "max" (`keras_tuner.engine.metrics_tracking`).
INFERRED_MAX = frozenset(
    {
        "acc",
        "accuracy",
        "Accuracy",
        "auc",
        "AUC",
        "binary_accuracy",
        "BinaryAccuracy",
        "categorical_accuracy",
        "CategoricalAccuracy",
        "precision",
        "Precision",
        "recall",
        "Recall",
        "sparse_categorical_accuracy",
        "SparseCategoricalAccuracy",
        "sparse_top_k_categorical_accuracy",
        "SparseTopKCategoricalAccuracy",
        "top_k_categorical_accuracy",
        "TopKCategoricalAccuracy",
        "true_negatives",
        "TrueNegatives",
        "true_positives",
        "TruePositives",
    }
)

# Names that it takes for "min" although the metric should grow (TUN304).
INFERRED_WRONGLY = frozenset(
    {
        "binary_io_u",
        "BinaryIoU",
        "concordance_correlation",
        "ConcordanceCorrelation",
        "cosine_similarity",
        "CosineSimilarity",
        "f1_score",
        "F1Score",
        "f_beta_score",
        "FBetaScore",
        "pearson_correlation",
        "PearsonCorrelation",
        "r2_score",
        "R2Score",
    }
)

# Names that it takes for "min", rightly or where nothing says how they should go.
_INFERRED_MIN_RIGHTLY = frozenset(
    {
        "loss",
        "ce",
        "crossentropy",
        "bce",
        "BCE",
        "binary_crossentropy",
        "BinaryCrossentropy",
        "binary_focal_crossentropy",
        "BinaryFocalCrossentropy",
        "categorical_crossentropy",
        "CategoricalCrossentropy",
        "categorical_focal_crossentropy",
        "CategoricalFocalCrossentropy",
        "categorical_hinge",
        "CategoricalHinge",
        "circle",
        "Circle",
        "ctc",
        "CTC",
        "dice",
        "Dice",
        "false_negatives",
        "FalseNegatives",
        "false_positives",
        "FalsePositives",
        "hinge",
        "Hinge",
        "huber",
        "Huber",
        "kl_divergence",
        "KLDivergence",
        "log_cosh",
        "LogCosh",
        "log_cosh_error",
        "LogCoshError",
        "Loss",
        "mae",
        "MAE",
        "mape",
        "MAPE",
        "mean",
        "Mean",
        "mean_absolute_error",
        "MeanAbsoluteError",
        "mean_absolute_percentage_error",
        "MeanAbsolutePercentageError",
        "mean_squared_error",
        "MeanSquaredError",
        "mean_squared_logarithmic_error",
        "MeanSquaredLogarithmicError",
        "metric",
        "Metric",
        "mse",
        "MSE",
        "msle",
        "MSLE",
        "poisson",
        "Poisson",
        "root_mean_squared_error",
        "RootMeanSquaredError",
        "sparse_categorical_crossentropy",
        "SparseCategoricalCrossentropy",
        "squared_hinge",
        "SquaredHinge",
        "sum",
        "Sum",
        "tversky",
        "Tversky",
    }
)

INFERRED_MIN = _INFERRED_MIN_RIGHTLY | INFERRED_WRONGLY

# Names of metrics that cannot be built without arguments: TypeError when the tuner is built.
INFERENCE_TYPE_ERROR = frozenset(
    {
        "io_u",
        "IoU",
        "mean_io_u",
        "MeanIoU",
        "mean_metric_wrapper",
        "MeanMetricWrapper",
        "one_hot_io_u",
        "OneHotIoU",
        "one_hot_mean_io_u",
        "OneHotMeanIoU",
        "precision_at_recall",
        "PrecisionAtRecall",
        "recall_at_precision",
        "RecallAtPrecision",
        "sensitivity_at_specificity",
        "SensitivityAtSpecificity",
        "specificity_at_sensitivity",
        "SpecificityAtSensitivity",
    }
)
