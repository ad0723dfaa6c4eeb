"""Alternatives: where a name may hold several things to call, each of them has to reject.

``algorithm(space=space)`` under ``if name == "optuna":`` is called where it takes the argument:
what else `algorithm` may be elsewhere does not tell of this call.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from tunelint.search import Rejection
from tunelint.syntax.trace import BranchFrame, CallEvent, Event, Trace


def rejected_by_all(trace: Trace, rejections: Iterable[Rejection]) -> Iterator[Rejection]:
    """The rejections that do not depend on which of several things a call calls."""
    found = list(rejections)
    rejecting: defaultdict[tuple[int, str], set[int]] = defaultdict(set)
    for rejection in found:
        choice = _choice(rejection.event)
        if choice is not None:
            rejecting[id(choice.fork), rejection.written].add(choice.arm)
    for rejection in found:
        choice = _choice(rejection.event)
        arms = set() if choice is None else trace.once(_arms)[id(choice.fork)]
        if choice is None or arms <= rejecting[id(choice.fork), rejection.written]:
            yield rejection


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
