"""Wording: numbers as messages say them."""

from __future__ import annotations

from tunelint.lab import plurals
from tunelint.model.facts import Fact


def counted(number: float, noun: str, fact: Fact | None = None) -> str:
    """A number with its unit: ``1 epoch``, ``20 trials``.

    With a `fact` it says where the number comes from: ``10 trials (the default)``.
    """
    default = " (the default)" if fact is not None and fact.is_default else ""
    return plurals.counted(number, noun) + default
