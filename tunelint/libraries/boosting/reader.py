"""The reader of the gradient boosting libraries: what their own `train` trains.

Their estimators follow scikit-learn's conventions and are read there.
"""

from __future__ import annotations

from tunelint.libraries.boosting.fits import read_evaluations, read_fits
from tunelint.model.program import Program
from tunelint.model.records import Records


def read(program: Program) -> Records:
    """What the program trains, and cross-validates, by the libraries' own functions."""
    return Records(fits=tuple(read_fits(program)), evaluations=tuple(read_evaluations(program)))
