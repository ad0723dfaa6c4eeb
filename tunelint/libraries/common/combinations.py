"""Combinations: parameter values that an estimator accepts one by one, but not together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from tunelint.interpreter.values import same_constant


class Condition(Protocol):
    """Which values of a parameter belong to a combination."""

    @property
    def examples(self) -> tuple[object, ...]:
        """Some of them."""
        ...

    def holds(self, value: object) -> bool:
        """Whether a value is one of them."""
        ...


@dataclass(frozen=True)
class Among:
    """One of the listed constants; 1, 1.0 and True are different."""

    examples: tuple[object, ...]

    def holds(self, value: object) -> bool:
        return any(same_constant(value, one) for one in self.examples)


@dataclass(frozen=True)
class Between:
    """A number between two others, which are not meant."""

    low: float
    high: float
    examples: tuple[object, ...]

    def holds(self, value: object) -> bool:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return number and self.low < value < self.high  # type: ignore[operator]


@dataclass(frozen=True)
class NotNone:
    """Anything but None."""

    examples: tuple[object, ...]

    def holds(self, value: object) -> bool:
        return value is not None


class Combination(NamedTuple):
    """What an estimator rejects when it is trained: a condition for each of some parameters."""

    estimators: frozenset[str]
    conditions: Mapping[str, Condition]
    error: str = "ValueError"


def among(*values: object) -> Among:
    """The condition that a value is one of these."""
    return Among(values)
