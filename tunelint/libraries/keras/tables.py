"""Metrics, callbacks and the methods of a Keras model, as data.

Every entry was observed with Keras 3.15.1 on TensorFlow 2.21.0 and is held by `tests/facts`. The
arguments of layers that must be whole numbers stand in `integers`, what Keras 3 no longer knows
in `removed`.
"""

from tunelint.libraries.common.signatures import Signatures

# ---- Metrics ------------------------------------------------------------------------------------

METRICS = Signatures("keras", "metrics")
# Functions that can stand in `metrics=`: any function is logged under its own name.
METRIC_FUNCTIONS = Signatures("keras", "metric-functions")

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

# ---- Methods of a model -------------------------------------------------------------------------

MODEL_METHODS = Signatures("keras", "model-methods")

# ---- Callbacks ----------------------------------------------------------------------------------

CALLBACKS = Signatures("keras", "callbacks")
