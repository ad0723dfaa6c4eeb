"""Epochs written out as a loop: how many passes it makes, obeying what is asked of trainings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized
from typing import Any

from tunelint.lab.live_loops import LoopAsWritten
from tunelint.lab.probe_api import Bench


class EpochLoop(LoopAsWritten):
    """A loop whose passes are the epochs of one training; it is told by the hooks of a loop."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def passes(self, iterable: Iterable[Any]) -> Iterator[Any]:
        """What the loop goes over: as far as is asked, and on beyond its end where it counts."""
        asked = len(iterable) if isinstance(iterable, Sized) else None
        length = self._bench.length(asked)
        ran = [asked, 0]
        self._bench.epoch_loops.append(ran)
        for item in _as_long(iterable, length):
            ran[1] = (ran[1] or 0) + 1
            yield item


def _as_long(iterable: Iterable[Any], length: int | None) -> Iterator[Any]:
    """So many items; numbers go on in their step where there are fewer, other things end."""
    made = 0
    last: list[Any] = []
    for item in iterable:
        if length is not None and made >= length:
            return
        made += 1
        last = [*last, item][-2:]
        yield item
    step = last[1] - last[0] if _are_numbers(last) and len(last) == 2 else 1
    while length is not None and _are_numbers(last) and last and made < length:
        made += 1
        last = [last[-1] + step]
        yield last[-1]


def _are_numbers(items: list[Any]) -> bool:
    return all(isinstance(item, int) and not isinstance(item, bool) for item in items)
