"""Which rows were made from which, and by what: kept while the script runs, asked where it scores.

A transformer that was fitted on the rows that it is later applied to has seen them. Rows are known
by their content; of two makers of the same row the later one counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tunelint.lab.content_digest import row_digests

_DEEPEST = 10


@dataclass(frozen=True, slots=True)
class Seen:
    """How many rows something made, and of how many it had seen the row that they were made from.

    `mixed` were made from several rows, all of which it had seen; `copied` stand more often among
    what it made than before.
    """

    made: int = 0
    seen: int = 0
    mixed: int = 0
    copied: int = 0

    def plus(self, other: Seen) -> Seen:
        """Both counted together."""
        return Seen(
            self.made + other.made,
            self.seen + other.seen,
            self.mixed + other.mixed,
            self.copied + other.copied,
        )


@dataclass(eq=False)
class Learner:
    """Something that learned from rows, with what the script's code calls it."""

    label: str
    fitted: frozenset[str]


@dataclass(eq=False)
class Ledger:
    """The makers of rows: by the content of what they made."""

    _made: dict[str, tuple[Learner, str | None]] = field(default_factory=dict)
    _copied: dict[str, Learner] = field(default_factory=dict)
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
        """It made rows of several others, kept some and copied some."""
        before, after = Counter(row_digests(given)), Counter(row_digests(made))
        for row, count in after.items():
            if row not in before:
                self._made[row] = (learner, None)
            elif count > before[row]:
                self._copied[row] = learner

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
                one = Seen(1, int(old in learner.fitted)) if old else Seen(1, mixed=1)
                _add(found, learner.label, one)
            if row in self._copied:
                _add(found, self._copied[row].label, Seen(1, copied=1))
        for label, series in self._columns:
            if _holds(value, series):
                _add(found, label, Seen(len(rows), len(rows)))
        for learner in self._inside:
            known = sum(row in learner.fitted for row in rows)
            _add(found, learner.label, Seen(len(rows), known))
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
            _add(found, label, seen)
    return found


def _add(counts: dict[str, Seen], label: str, seen: Seen) -> None:
    counts[label] = counts.get(label, Seen()).plus(seen)


def _holds(value: Any, series: Any) -> bool:
    """Whether a frame has a column with the series' values at the frame's own rows."""
    columns, index = getattr(value, "columns", None), getattr(value, "index", None)
    if columns is None or index is None or not index.isin(series.index).all():
        return False
    wanted = series.reindex(index).to_numpy()
    return any((value[name].to_numpy() == wanted).all() for name in columns)
