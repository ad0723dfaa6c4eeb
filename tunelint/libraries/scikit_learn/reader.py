"""The scikit-learn reader: estimators built, their fits, and the scores measured with it."""

from __future__ import annotations

from tunelint.libraries.scikit_learn.estimators import read_estimators
from tunelint.libraries.scikit_learn.evaluations import read_evaluations
from tunelint.libraries.scikit_learn.fits import read_fits
from tunelint.model.program import Program
from tunelint.model.records import Records


def read(program: Program) -> Records:
    """The records of what scikit-learn does in the program."""
    return Records(
        estimators=tuple(read_estimators(program)),
        fits=tuple(read_fits(program)),
        evaluations=tuple(read_evaluations(program)),
    )
