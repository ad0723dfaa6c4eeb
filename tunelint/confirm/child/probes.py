"""Which module takes part in the work of which library."""

from __future__ import annotations

# The library whose import brings a probe to work, and the module that holds the probe.
PROBES = {
    "keras": "tunelint.libraries.keras.probe",
    "sklearn.base": "tunelint.libraries.scikit_learn.probe",
    "torch": "tunelint.libraries.torch.probe",
    "lightning": "tunelint.libraries.lightning.probe",
    "pytorch_lightning": "tunelint.libraries.lightning.probe",
    "xgboost": "tunelint.libraries.boosting.probe",
    "lightgbm": "tunelint.libraries.boosting.probe",
    "catboost": "tunelint.libraries.boosting.probe",
    "keras_tuner": "tunelint.libraries.keras_tuner.probe",
    "hyperopt": "tunelint.libraries.hyperopt.probe",
    "optuna": "tunelint.libraries.optuna.probe",
    "sklearn.model_selection": "tunelint.libraries.scikit_learn.search_probe",
    "skopt": "tunelint.libraries.scikit_optimize.probe",
}


def probe_of(tuner: str) -> str:
    """The module that knows a live search of the tuner, given by its folder's name."""
    name = "search_probe" if tuner == "scikit_learn" else "probe"
    return f"tunelint.libraries.{tuner}.{name}"
