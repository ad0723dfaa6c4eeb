"""What the rounds of one run say: medians, and ratios of what ran in the same round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from benchmarks.speed.timing import Usage

Rounds = Sequence[Mapping[str, Usage]]
"""For each round what each command, by its label, took."""


class Quantity(StrEnum):
    WALL = "wall"
    USER = "user"
    PEAK = "peak"

    def of(self, usage: Usage) -> float:
        """Seconds, or MiB for the peak."""
        match self:
            case Quantity.WALL:
                return usage.wall
            case Quantity.USER:
                return usage.user
            case Quantity.PEAK:
                return usage.peak


@dataclass(frozen=True)
class Aim:
    """At most how much of what `theirs` takes `ours` may take; no `most` is for information.

    A difference is taken instead of a ratio where the aim is in seconds or MiB. A ratio is divided
    by `scale`: how many times more `ours` has to do.
    """

    ours: str
    theirs: str
    quantity: Quantity = Quantity.WALL
    most: float | None = None
    difference: bool = False
    scale: float = 1

    def figure(self, ours: Usage, theirs: Usage) -> float:
        a, b = self.quantity.of(ours), self.quantity.of(theirs)
        return a - b if self.difference else a / b / self.scale


@dataclass(frozen=True)
class Compared:
    """The median of an aim's figure over the rounds, with the lowest and the highest."""

    aim: Aim
    middle: float
    lowest: float
    highest: float

    @property
    def is_met(self) -> bool | None:
        """Whether the median reaches the aim; None where there is nothing to reach."""
        return None if self.aim.most is None else self.middle <= self.aim.most


def medians(rounds: Rounds, label: str) -> Usage:
    """The medians of what a command took, each quantity by itself.

    Raises statistics.StatisticsError where there is no round.
    """
    taken = [one[label] for one in rounds]
    return Usage(
        median(one.wall for one in taken),
        median(one.user for one in taken),
        median(one.system for one in taken),
        median(one.peak for one in taken),
    )


def compared(rounds: Rounds, aim: Aim) -> Compared:
    """An aim's figure: worked out within each round, then the median of these.

    Raises statistics.StatisticsError where there is no round.
    """
    figures = [aim.figure(one[aim.ours], one[aim.theirs]) for one in rounds]
    return Compared(aim, median(figures), min(figures), max(figures))
