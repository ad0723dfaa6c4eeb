"""What several runs proposed, as a table: trial by trial, the runs' values next to each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tunelint.lab.plain_values import Configuration, Value
from tunelint.lab.plurals import counted
from tunelint.lab.verdicts import Proposals
from tunelint.reports.html.numbers import shown
from tunelint.reports.terminal_text import printable

ABSENT = "–"


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of one run; `differs` says that the runs do not agree on it."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One trial: a group of cells for each name, in it a cell for each run.

    `like` is the number of an earlier trial with the same values, where one run is shown.
    """

    number: int
    groups: tuple[tuple[Cell, ...], ...]
    like: int | None = None

    @property
    def agrees(self) -> bool:
        """Whether all runs proposed the same here."""
        return not any(cell.differs for group in self.groups for cell in group)


@dataclass(frozen=True, slots=True)
class ProposalsTable:
    """The table; `caption` says in a sentence what it shows."""

    caption: str
    names: tuple[str, ...]
    runs: int
    rows: tuple[TrialRow, ...]
    kind: str = "proposals"

    @property
    def repeats(self) -> bool:
        """Whether one run is shown that proposed something twice."""
        return any(row.like is not None for row in self.rows)


def proposals_table(proposals: Proposals) -> ProposalsTable:
    """Runs side by side, aligned by trial; what a run does not have is a dash."""
    runs = proposals.runs
    names = tuple(dict.fromkeys(name for run in runs for one in run for name in one))
    longest = max((len(run) for run in runs), default=0)
    rows = tuple(_row(index, names, runs) for index in range(longest))
    return ProposalsTable(
        _caption(rows, len(runs)), tuple(printable(name) for name in names), len(runs), rows
    )


def _row(index: int, names: Sequence[str], runs: tuple[tuple[Configuration, ...], ...]) -> TrialRow:
    proposed = [run[index] if index < len(run) else None for run in runs]
    groups = tuple(_group([_value(one, name) for one in proposed]) for name in names)
    return TrialRow(index + 1, groups, _like(index, runs[0]) if len(runs) == 1 else None)


def _like(index: int, run: Sequence[Configuration]) -> int | None:
    known = [_identity(sorted(one.items())) for one in run[: index + 1]]
    first = known.index(known[-1])
    return first + 1 if first < index else None


def _value(configuration: Configuration | None, name: str) -> tuple[Value, ...]:
    """The value in a tuple; an empty one where there is none."""
    if configuration is None or name not in configuration:
        return ()
    return (configuration[name],)


def _group(values: Sequence[tuple[Value, ...]]) -> tuple[Cell, ...]:
    differs = len({_identity(value) for value in values}) > 1
    texts = [shown(*value) if value else ABSENT for value in values]
    if differs and len(set(texts)) < len({_identity(value) for value in values}):
        texts = [printable(repr(*value)) if value else ABSENT for value in values]
    return tuple(Cell(text, differs) for text in texts)


def _identity(values: object) -> str:
    # Not by ==, for which True is 1 and no nan is another.
    return repr(values)


def _caption(rows: Sequence[TrialRow], runs: int) -> str:
    if runs == 1:
        again = sum(row.like is not None for row in rows)
        repeated = f", {again} of them proposed before" if again else ""
        return f"{counted(len(rows), 'trial')} of one run{repeated}"
    same = sum(row.agrees for row in rows)
    return f"{runs} runs of the same script: {same} of {counted(len(rows), 'trial')} agree"
