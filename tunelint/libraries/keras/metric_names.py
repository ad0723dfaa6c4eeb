"""The names under which Keras logs its metrics, observed with Keras 3.15.1."""

from __future__ import annotations

import re

from tunelint.libraries.keras.tables import METRICS


def logged_name(cls: str) -> str:
    """The name of an instance, or of the class itself, that is given no ``name=``."""
    return str(METRICS[cls].defaults["name"] or snake_case(cls))


def is_numbered(cls: str) -> bool:
    """Whether its name has a number that counts for as long as the process runs: ``auc_1``.

    It starts again with ``keras.backend.clear_session``. Other classes have a fixed name.
    """
    return METRICS[cls].defaults["name"] is None


def snake_case(name: str) -> str:
    """Keras' own snake case: ``MyF1`` is ``my_f1``."""
    spaced = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", spaced).lower()
