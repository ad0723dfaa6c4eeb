"""Records: what the frameworks' readers found in a program, whatever search it belongs to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from tunelint.interpreter.objects import Event
from tunelint.model.library_errors import MovedName
from tunelint.model.randomness import Draw, Seeding
from tunelint.model.training import Callback, Compilation, Estimator, Evaluation, Fit


@dataclass(frozen=True, eq=False, kw_only=True)
class Records:
    """What the frameworks' readers found in a program, each in the order of the source."""

    seedings: tuple[Seeding, ...] = ()
    draws: tuple[Draw, ...] = ()
    compilations: tuple[Compilation, ...] = ()
    callbacks: tuple[Callback, ...] = ()
    fits: tuple[Fit, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()
    estimators: tuple[Estimator, ...] = ()
    moved: tuple[MovedName, ...] = ()


class _Record(Protocol):
    @property
    def event(self) -> Event: ...


AnyRecord = TypeVar("AnyRecord", bound=_Record)


def recorded(records: Sequence[AnyRecord], events: Iterable[Event]) -> tuple[AnyRecord, ...]:
    """The records, which stand in the order of their events, of any of the events."""
    found: list[AnyRecord] = []
    for event in events:
        at = bisect_left(records, event.index, key=_index)
        while at < len(records) and records[at].event.index == event.index:
            found.append(records[at])
            at += 1
    return tuple(found)


def _index(record: _Record) -> int:
    return record.event.index
