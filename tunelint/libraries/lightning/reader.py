"""The reader of Lightning: models trained and scored by a trainer."""

from __future__ import annotations

from tunelint.libraries.lightning.fits import read_evaluations, read_fits
from tunelint.model.program import Program
from tunelint.model.records import Records


def read(program: Program) -> Records:
    """What the program's trainers train, and on which data they score."""
    return Records(fits=tuple(read_fits(program)), evaluations=tuple(read_evaluations(program)))
