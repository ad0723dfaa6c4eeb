"""Chosen: what a comparison of the passes of a loop says."""

from __future__ import annotations

from dataclasses import dataclass

from tunelint.interpreter.objects import Event
from tunelint.interpreter.values import Term


@dataclass(frozen=True, eq=False)
class Chosen:
    """One comparison that picks a configuration.

    `scores` are the values compared; `largest` whether the largest wins, None where that is not
    known; `winners` the values that hold what was picked; `inside` that it is done in each pass.
    """

    event: Event
    scores: tuple[Term, ...]
    largest: bool | None
    winners: tuple[Term, ...] = ()
    inside: bool = False
