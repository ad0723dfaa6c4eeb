"""Which rows were made from which, and by what: kept while the script runs, asked where it scores.

A transformer that was fitted on the rows that it is later applied to has seen them. Rows are known
by their content; of two makers of the same row the later one counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tunelint.lab.contents import row_digests

_DEEPEST = 10


@dataclass(frozen=True, slots=True)
class Seen:
    """How many rows something made, and of how many it had seen the row that they were made from.

    `mixed` were made from several rows, all of which it had seen.
    """

    made: int = 0
    seen: int = 0
    mixed: int = 0

    def plus(self, other: Seen) -> Seen:
        """Both counted together."""
        return Seen(self.made + other.made, self.seen + other.seen, self.mixed + other.mixed)


@dataclass(eq=False)
class Learner:
    """Something that learned from rows, with what the script's code calls it."""

    label: str
    fitted: frozenset[str]


@dataclass(eq=False)
class Ledger:
    """The makers of rows: by the content of what they made."""

    _made: dict[str, tuple[Learner, str | None]] = field(default_factory=dict)
    _columns: list[tuple[str, Any]] = field(default_factory=list)
    _inside: list[Learner] = field(default_factory=list)

    def learner(self, label: str, fitted: Any) -> Learner:
        """Something was fitted on an array."""
        return Learner(label, frozenset(row_digests(fitted)))

    def applied(self, learner: Learner, given: Any, made: Any) -> None:
        """It made rows of an array, one of each."""
        before, after = row_digests(given), row_digests(made)
        if len(before) == len(after):
            for old, new in zip(before, after, strict=True):
                if old != new:
                    self._made[new] = (learner, old)

    def resampled(self, learner: Learner, given: Any, made: Any) -> None:
        """It made rows of several others; those that it only kept are not its own."""
        known = set(row_digests(given))
        for row in row_digests(made):
            if row not in known:
                self._made[row] = (learner, None)

    def column(self, label: str, values: Any) -> None:
        """A column was computed over all rows; `values` is a series with an index."""
        if hasattr(values, "reindex") and getattr(values.index, "is_unique", False):
            self._columns.append((label, values))

    def inside(self, label: str, fitted: Any) -> None:
        """A part of the models was fitted on an array; what it makes stays inside of them."""
        self._inside.append(self.learner(label, fitted))

    def behind(self, value: Any, rows: Sequence[str]) -> dict[str, Seen]:
        """What made the rows of an array, by label; `rows` are their digests."""
        found: dict[str, Seen] = {}
        for row in rows:
            for learner, old in self._makers(row):
                one = Seen(1, int(old in learner.fitted), 0) if old else Seen(1, 0, 1)
                found[learner.label] = found.get(learner.label, Seen()).plus(one)
        for label, series in self._columns:
            if _holds(value, series):
                found[label] = found.get(label, Seen()).plus(Seen(len(rows), len(rows), 0))
        for learner in self._inside:
            known = sum(row in learner.fitted for row in rows)
            found[learner.label] = found.get(learner.label, Seen()).plus(Seen(len(rows), known, 0))
        return found

    def _makers(self, row: str) -> list[tuple[Learner, str | None]]:
        found: list[tuple[Learner, str | None]] = []
        known: str | None = row
        while known in self._made and len(found) < _DEEPEST:
            maker = self._made[known]
            found.append(maker)
            known = maker[1]
        return found


def merged(counts: Sequence[Mapping[str, Seen]]) -> dict[str, Seen]:
    """Several counts by label put together."""
    found: dict[str, Seen] = {}
    for each in counts:
        for label, seen in each.items():
            found[label] = found.get(label, Seen()).plus(seen)
    return found


def _holds(value: Any, series: Any) -> bool:
    """Whether a frame has a column with the series' values at the frame's own rows."""
    columns, index = getattr(value, "columns", None), getattr(value, "index", None)
    if columns is None or index is None or not index.isin(series.index).all():
        return False
    wanted = series.reindex(index).to_numpy()
    return any((value[name].to_numpy() == wanted).all() for name in columns)
