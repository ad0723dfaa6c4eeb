"""Choosing: where the scores of a loop's passes are compared to pick one."""

from __future__ import annotations

from collections.abc import Callable

from tunelint.syntax.terms import Term
from tunelint.syntax.trace import CallEvent, TestEvent, Trace
from tunelint.tuners.plain_loop.chosen import Chosen
from tunelint.tuners.plain_loop.comparing import compared
from tunelint.tuners.plain_loop.gathering import collections
from tunelint.tuners.plain_loop.passes import Pass
from tunelint.tuners.plain_loop.picking import kept, picked


def choices(loop: Pass, trace: Trace, scored: Callable[[Term], bool]) -> list[Chosen]:
    """The comparisons that pick one of the passes, in order.

    `scored` tells the values that come from a training or from what was trained.
    """
    found: list[Chosen] = []
    gathered = [each for each in collections(loop, trace) if any(map(scored, each.values))]
    for event in trace.events_since(loop.start.index - 1):
        match event:
            case TestEvent():
                found.extend(compared(event, loop, gathered, trace))
            case CallEvent():
                found.extend(kept(event, loop))
                found.extend(picked(event, loop, gathered, trace))
    return [chosen for chosen in found if any(map(scored, chosen.scores)) or not chosen.inside]
