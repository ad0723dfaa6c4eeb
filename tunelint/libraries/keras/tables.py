"""Metrics, callbacks and the methods of a Keras model, as data.

Every entry was observed with Keras 3.15.1 on TensorFlow 2.21.0 and is held by `tests/facts`. The
arguments of layers that must be whole numbers stand in `integers`, what Keras 3 no longer knows
in `removed`.
"""

from collections.abc import Mapping
from types import MappingProxyType

# ---- Metrics and the names they are logged under ------------------------------------------------

# Class of `keras.metrics` to the name of an instance without `name=`: the class's name in snake
# case but for `FBetaScore` and `LogCoshError`. A class given instead of an instance is logged the
# same way.
LOGGED_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "AUC": "auc",
        "Accuracy": "accuracy",
        "BinaryAccuracy": "binary_accuracy",
        "BinaryCrossentropy": "binary_crossentropy",
        "BinaryIoU": "binary_io_u",
        "CategoricalAccuracy": "categorical_accuracy",
        "CategoricalCrossentropy": "categorical_crossentropy",
        "CategoricalHinge": "categorical_hinge",
        "ConcordanceCorrelation": "concordance_correlation",
        "CosineSimilarity": "cosine_similarity",
        "F1Score": "f1_score",
        "FBetaScore": "fbeta_score",
        "FalseNegatives": "false_negatives",
        "FalsePositives": "false_positives",
        "Hinge": "hinge",
        "IoU": "io_u",
        "KLDivergence": "kl_divergence",
        "LogCoshError": "logcosh",
        "Mean": "mean",
        "MeanAbsoluteError": "mean_absolute_error",
        "MeanAbsolutePercentageError": "mean_absolute_percentage_error",
        "MeanIoU": "mean_io_u",
        "MeanSquaredError": "mean_squared_error",
        "MeanSquaredLogarithmicError": "mean_squared_logarithmic_error",
        "OneHotIoU": "one_hot_io_u",
        "OneHotMeanIoU": "one_hot_mean_io_u",
        "PearsonCorrelation": "pearson_correlation",
        "Poisson": "poisson",
        "Precision": "precision",
        "PrecisionAtRecall": "precision_at_recall",
        "R2Score": "r2_score",
        "Recall": "recall",
        "RecallAtPrecision": "recall_at_precision",
        "RootMeanSquaredError": "root_mean_squared_error",
        "SensitivityAtSpecificity": "sensitivity_at_specificity",
        "SparseCategoricalAccuracy": "sparse_categorical_accuracy",
        "SparseCategoricalCrossentropy": "sparse_categorical_crossentropy",
        "SparseTopKCategoricalAccuracy": "sparse_top_k_categorical_accuracy",
        "SpecificityAtSensitivity": "specificity_at_sensitivity",
        "SquaredHinge": "squared_hinge",
        "Sum": "sum",
        "TopKCategoricalAccuracy": "top_k_categorical_accuracy",
        "TrueNegatives": "true_negatives",
        "TruePositives": "true_positives",
    }
)

# Instances of these take their name from a counter that runs as long as the process (or until
# `keras.backend.clear_session`): `auc`, `auc_1`, ... The others have a fixed name.
NUMBERED_METRICS = frozenset(
    {
        "AUC",
        "BinaryIoU",
        "FalseNegatives",
        "FalsePositives",
        "IoU",
        "MeanIoU",
        "OneHotIoU",
        "OneHotMeanIoU",
        "Precision",
        "PrecisionAtRecall",
        "Recall",
        "RecallAtPrecision",
        "SensitivityAtSpecificity",
        "SpecificityAtSensitivity",
        "TrueNegatives",
        "TruePositives",
    }
)

# Where `name=` stands among the positional parameters of a metric class; the others take it first.
METRIC_NAME_POSITION: Mapping[str, int] = MappingProxyType(
    {
        "AUC": 3,
        "BinaryIoU": 2,
        "F1Score": 2,
        "FBetaScore": 3,
        "FalseNegatives": 1,
        "FalsePositives": 1,
        "IoU": 2,
        "MeanIoU": 1,
        "OneHotIoU": 2,
        "OneHotMeanIoU": 1,
        "Precision": 3,
        "PrecisionAtRecall": 3,
        "R2Score": 2,
        "Recall": 3,
        "RecallAtPrecision": 3,
        "SensitivityAtSpecificity": 3,
        "SparseTopKCategoricalAccuracy": 1,
        "SpecificityAtSensitivity": 3,
        "TopKCategoricalAccuracy": 1,
        "TrueNegatives": 1,
        "TruePositives": 1,
    }
)

# Functions of `keras.metrics` and `keras.losses` that can stand in `metrics=`: any function is
# logged under its own name.
METRIC_FUNCTIONS = frozenset(
    {
        "binary_accuracy",
        "binary_crossentropy",
        "binary_focal_crossentropy",
        "categorical_accuracy",
        "categorical_crossentropy",
        "categorical_focal_crossentropy",
        "categorical_hinge",
        "concordance_correlation",
        "cosine_similarity",
        "hinge",
        "huber",
        "kl_divergence",
        "log_cosh",
        "mean_absolute_error",
        "mean_absolute_percentage_error",
        "mean_squared_error",
        "mean_squared_logarithmic_error",
        "pearson_correlation",
        "poisson",
        "sparse_categorical_accuracy",
        "sparse_categorical_crossentropy",
        "sparse_top_k_categorical_accuracy",
        "squared_hinge",
        "top_k_categorical_accuracy",
    }
)

# Classes that do not say which way they should go: a callback in `mode="auto"` that watches one
# raises ValueError in `fit` (TUN405).
UNDIRECTED_METRICS = frozenset(
    {"FalseNegatives", "FalsePositives", "Mean", "Sum", "TrueNegatives", "TruePositives"}
)

# `model.metrics_names` of a model with one output and with metrics (TUN307).
METRICS_NAMES = ("loss", "compile_metrics")

# ---- Optimizers ---------------------------------------------------------------------------------

# Classes of `keras.optimizers` that take the learning rate first; the same words, in any case,
# are the strings that `optimizer=` accepts.
OPTIMIZERS = frozenset(
    {
        "Adadelta",
        "Adafactor",
        "Adagrad",
        "Adam",
        "AdamW",
        "Adamax",
        "Ftrl",
        "Lamb",
        "Lion",
        "Muon",
        "Nadam",
        "RMSprop",
        "SGD",
        "ScheduleFreeAdamW",
    }
)

# ---- Methods of a model, in the order of their parameters ---------------------------------------

COMPILE_POSITIONAL = (
    "optimizer",
    "loss",
    "loss_weights",
    "metrics",
    "weighted_metrics",
    "run_eagerly",
    "steps_per_execution",
    "jit_compile",
    "auto_scale_loss",
)
FIT_POSITIONAL = (
    "x",
    "y",
    "batch_size",
    "epochs",
    "verbose",
    "callbacks",
    "validation_split",
    "validation_data",
    "shuffle",
    "class_weight",
    "sample_weight",
    "initial_epoch",
    "steps_per_epoch",
    "validation_steps",
    "validation_batch_size",
    "validation_freq",
)
FIT_DEFAULTS: Mapping[str, object] = MappingProxyType(
    {
        "batch_size": None,
        "epochs": 1,
        "callbacks": None,
        "validation_split": 0.0,
        "validation_data": None,
        "shuffle": True,
        "initial_epoch": 0,
        "steps_per_epoch": None,
        "validation_freq": 1,
    }
)
EVALUATE_POSITIONAL = (
    "x",
    "y",
    "batch_size",
    "verbose",
    "sample_weight",
    "steps",
    "callbacks",
    "return_dict",
)

# ---- Callbacks ----------------------------------------------------------------------------------

CALLBACKS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "EarlyStopping": (
            "monitor",
            "min_delta",
            "patience",
            "verbose",
            "mode",
            "baseline",
            "restore_best_weights",
            "start_from_epoch",
        ),
        "ModelCheckpoint": (
            "filepath",
            "monitor",
            "verbose",
            "save_best_only",
            "save_weights_only",
            "mode",
            "save_freq",
            "initial_value_threshold",
        ),
        "ReduceLROnPlateau": (
            "monitor",
            "factor",
            "patience",
            "verbose",
            "mode",
            "min_delta",
            "cooldown",
            "min_lr",
        ),
    }
)
CALLBACK_DEFAULTS: Mapping[str, Mapping[str, object]] = MappingProxyType(
    {
        "EarlyStopping": MappingProxyType(
            {
                "monitor": "val_loss",
                "min_delta": 0,
                "patience": 0,
                "mode": "auto",
                "baseline": None,
                "restore_best_weights": False,
                "start_from_epoch": 0,
            }
        ),
        "ModelCheckpoint": MappingProxyType(
            {
                "monitor": "val_loss",
                "save_best_only": False,
                "save_weights_only": False,
                "mode": "auto",
                "save_freq": "epoch",
                "initial_value_threshold": None,
            }
        ),
        "ReduceLROnPlateau": MappingProxyType(
            {"monitor": "val_loss", "patience": 10, "mode": "auto", "factor": 0.1}
        ),
    }
)
