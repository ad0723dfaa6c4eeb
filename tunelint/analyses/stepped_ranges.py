"""Ranges in steps: the values that a Keras Tuner hyperparameter can have."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

from tunelint.interpreter.values import Const
from tunelint.libraries.common.space_size import steps_between
from tunelint.model.space import Hyperparameter


@dataclass(frozen=True)
class Range:
    """A stepped range as it is drawn: `low`, `low + step`, … up to `largest`, short of `high`."""

    low: float
    high: float
    step: float

    @property
    def largest(self) -> float:
        """The largest value drawn, counted as Keras Tuner 1.4.8 counts (``numerical.py``)."""
        return self.low + (self.count - 1) * self.step

    @property
    def count(self) -> int:
        """How many values there are."""
        return int((self.high - self.low) // self.step) + 1

    @property
    def falls_short(self) -> bool:
        """Whether the maximum is not among the values."""
        return not math.isclose(self.largest, self.high, rel_tol=1e-9, abs_tol=1e-12)

    def __str__(self) -> str:
        """The values in short: ``only 16``, ``32, 64, 96``, ``0, 0.1, …, 0.9``."""
        first = [written(self.low + index * self.step) for index in range(min(self.count, 4))]
        if self.count == 1:
            return f"only {first[0]}"
        if self.count <= len(first):
            return ", ".join(first)
        return f"{first[0]}, {first[1]}, …, {written(self.largest)}"


def ranges_of(hyperparameter: Hyperparameter) -> list[Range]:
    """Every range in steps that it can have; none where one of them cannot be read."""
    if hyperparameter.kind not in ("int", "float") or hyperparameter.log is not False:
        return []
    parts = (hyperparameter.low, hyperparameter.high, hyperparameter.step)
    found = []
    for low, high, step in itertools.product(*(part.values or (None,) for part in parts)):
        if not (_is_number(low) and _is_number(high) and _is_number(step)):
            return []
        if step <= 0 or high < low or steps_between(low, high, step) is None:
            return []
        found.append(Range(low, high, step))
    return found


def maximum_of(hyperparameter: Hyperparameter) -> float | None:
    """The largest value that is stated, of a range in steps or of listed numbers."""
    if hyperparameter.kind == "choice":
        listed = [one.value for one in hyperparameter.options or () if isinstance(one, Const)]
        numbers = [float(value) for value in listed if _is_number(value)]
        return max(numbers) if numbers and len(numbers) == len(listed) else None
    return max((each.high for each in ranges_of(hyperparameter)), default=None)


def count_of(hyperparameter: Hyperparameter) -> int:
    """How many values there are at most."""
    counts = [each.count for each in ranges_of(hyperparameter)]
    return max(counts, default=len(hyperparameter.options or ()))


def written(number: float) -> str:
    """A number as code writes it."""
    return f"{number:.10g}"


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
