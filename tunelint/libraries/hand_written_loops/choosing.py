"""Choosing: where the scores of a loop's passes are compared to pick one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

from tunelint.interpreter.objects import CallEvent, Event
from tunelint.interpreter.trace import TestEvent, Trace
from tunelint.interpreter.values import Term
from tunelint.libraries.hand_written_loops.chosen import Chosen
from tunelint.libraries.hand_written_loops.comparisons import compared
from tunelint.libraries.hand_written_loops.passes import Pass
from tunelint.libraries.hand_written_loops.recorded_scores import collections
from tunelint.libraries.hand_written_loops.selection import kept, may_pick, picked


def choices(loop: Pass, trace: Trace, scored: Callable[[Term], bool]) -> list[Chosen]:
    """The comparisons that pick one of the passes, in order.

    `scored` tells the values that come from a training or from what was trained.
    """
    found: list[Chosen] = []
    gathered = [each for each in collections(loop, trace) if any(map(scored, each.values))]
    # Behind the loop, what picks a pass picks it from what the passes gathered.
    events = trace.once(_choosing) if gathered else [e for e in loop.events if _may_choose(e)]
    for event in events[bisect_left(events, loop.start.index, key=lambda event: event.index) :]:
        match event:
            case TestEvent():
                found.extend(compared(event, loop, gathered, trace))
            case CallEvent():
                found.extend(kept(event, loop))
                found.extend(picked(event, loop, gathered, trace))
    return [chosen for chosen in found if any(map(scored, chosen.scores)) or not chosen.inside]


def _choosing(trace: Trace) -> list[Event]:
    """Every event that may pick something, in order."""
    return [event for event in trace.events if _may_choose(event)]


def _may_choose(event: Event) -> bool:
    match event:
        case TestEvent():
            return True
        case CallEvent():
            return may_pick(event)
    return False
