"""Wording: numbers as messages say them."""

from __future__ import annotations

from tunelint.model.facts import Fact


def counted(number: float, noun: str, fact: Fact | None = None) -> str:
    """A number with its unit: ``1 epoch``, ``20 trials``.

    With a `fact` it says where the number comes from: ``10 trials (the default)``.
    """
    plural = "" if number == 1 else "s"
    default = " (the default)" if fact is not None and fact.is_default else ""
    return f"{number:g} {noun}{plural}{default}"
