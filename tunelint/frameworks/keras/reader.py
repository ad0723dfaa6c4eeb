"""The reader of Keras: models compiled, fitted and evaluated, and the callbacks they are given."""

from __future__ import annotations

from tunelint.frameworks.keras.callbacks import read_all_callbacks, read_callbacks
from tunelint.frameworks.keras.compilations import read_compilations
from tunelint.frameworks.keras.evaluations import read_evaluations
from tunelint.frameworks.keras.fits import read_fit, read_fits
from tunelint.program import Program
from tunelint.search import Records

__all__ = ["read", "read_callbacks", "read_fit"]


def read(program: Program) -> Records:
    """What the program does with Keras models."""
    return Records(
        compilations=tuple(read_compilations(program)),
        callbacks=tuple(read_all_callbacks(program)),
        fits=tuple(read_fits(program)),
        evaluations=tuple(read_evaluations(program)),
    )
