"""The reader of PyTorch: models trained in loops by hand, and where they are scored."""

from __future__ import annotations

from tunelint.libraries.torch.evaluations import read_evaluations
from tunelint.libraries.torch.fits import read_fits
from tunelint.model.program import Program
from tunelint.model.records import Records


def read(program: Program) -> Records:
    """What the program trains with PyTorch, and on which data it applies the models."""
    fits = tuple(read_fits(program))
    return Records(fits=fits, evaluations=tuple(read_evaluations(program, fits)))
