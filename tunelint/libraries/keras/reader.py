"""The reader of Keras: models compiled, fitted and evaluated, and the callbacks they are given."""

from __future__ import annotations

from tunelint.libraries.keras.callbacks import read_all_callbacks, read_callbacks
from tunelint.libraries.keras.compilations import read_compilations
from tunelint.libraries.keras.evaluations import read_evaluations
from tunelint.libraries.keras.fits import read_fit, read_fits
from tunelint.model.program import Program
from tunelint.model.records import Records

__all__ = ["read", "read_callbacks", "read_fit"]


def read(program: Program) -> Records:
    """What the program does with Keras models."""
    return Records(
        compilations=tuple(read_compilations(program)),
        callbacks=tuple(read_all_callbacks(program)),
        fits=tuple(read_fits(program)),
        evaluations=tuple(read_evaluations(program)),
    )
