"""Alternatives: where a name may hold several things to call, a finding has to hold for each.

``algorithm(space=space)`` under ``if name == "optuna":`` is called where it takes the argument:
what else `algorithm` may be elsewhere does not tell of this call.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from tunelint.interpreter.frames import BranchFrame
from tunelint.interpreter.objects import CallEvent, Event
from tunelint.interpreter.trace import Trace
from tunelint.model.library_errors import Rejection
from tunelint.model.records import AnyRecord


def rejected_by_all(trace: Trace, rejections: Iterable[Rejection]) -> Iterator[Rejection]:
    """The rejections that do not depend on which of several things a call calls."""
    return held_by_all(trace, rejections, lambda rejection: rejection.written)


def held_by_all(
    trace: Trace, records: Iterable[AnyRecord], key: Callable[[AnyRecord], object] = lambda _: None
) -> Iterator[AnyRecord]:
    """The records of calls that are there, with one key, for everything that a call may call."""
    found = list(records)
    holding: defaultdict[tuple[int, object], set[int]] = defaultdict(set)
    for record in found:
        choice = _choice(record.event)
        if choice is not None:
            holding[id(choice.fork), key(record)].add(choice.arm)
    for record in found:
        choice = _choice(record.event)
        arms = set() if choice is None else trace.once(_arms)[id(choice.fork)]
        if choice is None or arms <= holding[id(choice.fork), key(record)]:
            yield record


def _arms(trace: Trace) -> dict[int, set[int]]:
    """The alternatives of every call that has some."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for event in trace.calls():
        choice = _choice(event)
        if choice is not None:
            found[id(choice.fork)].add(choice.arm)
    return found


def _choice(event: Event) -> BranchFrame | None:
    """The alternative that a call calls, where there are several."""
    if not isinstance(event, CallEvent):
        return None
    for frame in reversed(event.path):
        if isinstance(frame, BranchFrame) and _is_of(frame, event):
            return frame
    return None


def _is_of(frame: BranchFrame, event: CallEvent) -> bool:
    place = frame.fork.place
    return frame.fork.condition is None and place is not None and place.node is event.place.node
