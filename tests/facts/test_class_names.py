"""The classes of these libraries are called what they are imported as."""

from __future__ import annotations

import importlib
import inspect

import pytest

from tunelint.interpreter.naming import PLAIN

pytestmark = pytest.mark.libraries

MODULES = {
    "imblearn": ("combine", "ensemble", "over_sampling", "pipeline", "under_sampling"),
    "lightgbm": ("lightgbm",),
    "sklearn": (
        "compose", "decomposition", "ensemble", "feature_selection", "impute", "linear_model",
        "model_selection", "naive_bayes", "neighbors", "neural_network", "pipeline",
        "preprocessing", "svm", "tree",
    ),
    "xgboost": ("xgboost",),
}  # fmt: skip


@pytest.mark.parametrize("library", sorted(PLAIN))
def test_classes_are_called_what_they_are_imported_as(library: str) -> None:
    seen = 0
    for part in MODULES[library]:
        name = library if part == library else f"{library}.{part}"
        module = importlib.import_module(name)
        for own in module.__all__:
            found = getattr(module, own)
            if inspect.isclass(found):
                seen += 1
                assert found.__name__ == own
    assert seen >= 4
