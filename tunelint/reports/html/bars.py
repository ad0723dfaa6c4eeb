"""Numbers with names, as a table with a bar in each row."""

from __future__ import annotations

from dataclasses import dataclass

from tunelint.lab.verdicts import Bars
from tunelint.reports.html.numbers import finite, shown
from tunelint.reports.terminal_text import printable


@dataclass(frozen=True, slots=True)
class Bar:
    """A row: its bar goes from `start` for `length`, of a width of 100."""

    label: str
    text: str
    start: float
    length: float


@dataclass(frozen=True, slots=True)
class BarsTable:
    """The rows; `zero` is where the bars begin, of a width of 100."""

    unit: str
    zero: float
    rows: tuple[Bar, ...]
    kind: str = "bars"


def bars_table(bars: Bars) -> BarsTable:
    """Every bar begins at zero; a number that is not finite has none. Shares are of a whole bar."""
    values = [_finite(value) for _, value in bars.rows]
    shares = bars.unit.startswith("share") and all(0 <= value <= 1 for value in values)
    longest = 1.0 if shares else max((abs(value) for value in values), default=0.0) or 1.0
    parts = [value / longest for value in values]
    low, high = min([0.0, *parts]), max([float(shares), *parts])
    whole = (high - low) or 1.0
    zero = -low / whole * 100
    rows = tuple(
        Bar(
            printable(label),
            f"{value:.1%}" if shares else shown(value),
            round(zero + min(part, 0.0) / whole * 100, 2),
            round(abs(part) / whole * 100, 2),
        )
        for (label, value), part in zip(bars.rows, parts, strict=True)
    )
    return BarsTable(printable(bars.unit), round(zero, 2), rows)


def _finite(value: float) -> float:
    return float(value) if finite(value) else 0.0
