"""Numbers as the page writes them, and the ticks of an axis."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tunelint.lab.plain_values import Value
from tunelint.reports.terminal_text import printable

LARGEST = 1e300
"""Numbers beyond this are treated like infinity: what is computed from them would be it."""

RATIO_OF_A_LOG_AXIS = 100
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def shown(value: Value) -> str:
    """A value in few characters: four digits of a float, everything else in full."""
    if isinstance(value, float):
        return f"{value:.4g}"
    return printable(str(value))


def aligned(values: Sequence[float]) -> list[str]:
    """Numbers of one column, with equally many decimals where these are few."""
    texts = [shown(float(value)) for value in values]
    decimals = max((len(text.partition(".")[2]) for text in texts), default=0)
    if decimals > 5 or any("e" in text for text in texts):
        return texts
    return [f"{float(value):.{decimals}f}" for value in values]


def ordinal(number: int) -> str:
    """``1st``, ``2nd``, ``3rd``, ``4th``, ``11th``."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10)
    return f"{number}{ending or 'th'}"


def duration(seconds: float) -> str:
    """``0.4 s``, ``3.3 s``, ``2 min 5 s``."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s"


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps numbers from `low` to `high` to places from `start` to `end`."""

    low: float
    high: float
    start: float
    end: float
    logarithmic: bool = False

    def __call__(self, value: float) -> float:
        """The place of a number."""
        low, high, value = (self._stretched(one) for one in (self.low, self.high, value))
        return self.start + (value - low) / (high - low) * (self.end - self.start)

    def _stretched(self, value: float) -> float:
        return math.log10(value) if self.logarithmic else value

    def ticks(self, wanted: int) -> list[tuple[float, str]]:
        """About `wanted` round numbers on the scale, each with its text."""
        if self.logarithmic:
            powers = _powers(self.low, self.high, wanted)
            return [(10.0**power, _power_text(power)) for power in powers]
        step = _step((self.high - self.low) / wanted)
        decimals = max(0, -math.floor(math.log10(step) + 1e-9))
        decimals += not math.isclose(step * 10**decimals, round(step * 10**decimals))
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        large = max(abs(self.low), abs(self.high)) >= 1e6 or decimals > 6
        texts = "{:.4g}" if large else f"{{:.{decimals}f}}"
        return [(at * step, texts.format(at * step + 0.0)) for at in range(first, last + 1)]


def scale_of(values: Iterable[float], start: float, end: float) -> Scale:
    """A scale that shows all the finite numbers with some air around them.

    Logarithmic where they are positive and one is more than a hundred times another.
    """
    known = [value for value in values if finite(value)] or [0.0, 1.0]
    low, high = min(known), max(known)
    if low > 1 / LARGEST and high / RATIO_OF_A_LOG_AXIS > low:
        air = (math.log10(high) - math.log10(low)) * 0.06
        return Scale(low / 10**air, high * 10**air, start, end, logarithmic=True)
    size = max(abs(low), abs(high))
    if high - low > size * 1e-6:
        air = (high - low) * 0.06
    else:
        air = size * 0.05 if size > 1 / LARGEST else 0.5
    return Scale(low - air, high + air, start, end)


def finite(value: float) -> bool:
    """Whether a number can be drawn."""
    return abs(value) < LARGEST


def whole_ticks(last: int, wanted: int) -> list[int]:
    """About `wanted` whole numbers from 1 to `last`, both among them."""
    step = max(1, round(_step(max(last - 1, 1) / wanted)))
    between = [at for at in range(step, last, step) if 1 < at <= last - step * 0.6]
    return sorted({1, *between, max(last, 1)})


def _step(least: float) -> float:
    size = 10.0 ** math.floor(math.log10(least))
    return next(size * step for step in _STEPS if size * step >= least * (1 - 1e-9))


def _powers(low: float, high: float, wanted: int) -> range:
    first, last = math.ceil(math.log10(low)), math.floor(math.log10(high))
    every = max(1, math.ceil((last - first + 1) / wanted))
    return range(first, last + 1, every)


def _power_text(power: int) -> str:
    if -5 < power < 5:
        return f"{10.0**power:g}"
    return "10" + str(power).translate(_RAISED)
