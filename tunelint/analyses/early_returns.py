"""Early returns: returns that end a loop over epochs in its first pass, inside of trials."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from tunelint.files.place import Place
from tunelint.interpreter.frames import CallbackFrame, CallFrame, EntryFrame, LoopFrame
from tunelint.interpreter.objects import CallEvent
from tunelint.interpreter.trace import ReturnEvent
from tunelint.interpreter.values import Attribute
from tunelint.libraries.torch.loops import counts, passes
from tunelint.model.program import Program
from tunelint.model.search import Search

EPOCH = re.compile(r"(?:.*_)?(?:epochs?|ep)(?:_.*)?", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class EarlyReturn:
    """A return of a search's trials that stands in the loop over their epochs.

    `counted` is what the loop goes over; `epochs` are the passes that it was to make, None where
    they cannot be told.
    """

    search: Search
    event: ReturnEvent
    counted: Place
    epochs: int | None


def early_returns(search: Search, program: Program) -> Iterator[EarlyReturn]:
    """The returns of a search's trials that every first epoch comes to, each place once."""
    events = search.events(program.trace)
    calls = [event for event in events if isinstance(event, CallEvent)]
    seen: set[tuple[str, int]] = set()
    for event in events:
        if not isinstance(event, ReturnEvent) or event.place.key in seen:
            continue
        loop = _ended_by(event)
        if loop is not None and loop.place is not None and _is_over_epochs(loop, search, calls):
            seen.add(event.place.key)
            counted = Place(loop.place.source, _for(loop).iter)
            yield EarlyReturn(search, event, counted, passes(loop.iterable))


def _ended_by(event: ReturnEvent) -> LoopFrame | None:
    """The ``for`` in the same function whose first pass comes to the return, and to no end.

    What follows ``if …: raise`` is on one arm of a decision, but stands under no condition.
    """
    for frame in reversed(event.path):
        match frame:
            case CallFrame() | CallbackFrame() | EntryFrame():
                return None
            case LoopFrame():
                node = frame.place.node if frame.place is not None else None
                if isinstance(node, cst.For) and _holds(node.body, event.place.node):
                    return frame if frame.once else None
                return None
    return None


def _holds(body: cst.BaseSuite, wanted: cst.CSTNode) -> bool:
    """Whether a statement stands in a block under no condition."""
    for statement in body.body:
        match statement:
            case cst.With(body=inner):
                if _holds(inner, wanted):
                    return True
            case cst.SimpleStatementLine(body=parts):
                if any(part is wanted for part in parts):
                    return True
    return any(part is wanted for part in body.body)


def _is_over_epochs(loop: LoopFrame, search: Search, calls: list[CallEvent]) -> bool:
    """Whether the loop counts several epochs: by its variable, or by what is trained in it."""
    if not counts(loop) or passes(loop.iterable) in (0, 1):
        return False
    if loop is search.loop or (search.passing is not None and loop.place is search.passing.loop):
        return False
    return (
        _is_called_epoch(loop)
        or any(fit.epoch_loop is loop.place for fit in search.fits)
        or any(_trains_on(event, loop) or _reports(event, loop, search) for event in calls)
    )


def _for(loop: LoopFrame) -> cst.For:
    assert loop.place is not None
    assert isinstance(loop.place.node, cst.For)
    return loop.place.node


def _is_called_epoch(loop: LoopFrame) -> bool:
    match _for(loop).target:
        case (
            cst.Name(value=name) | cst.Tuple(elements=[cst.Element(value=cst.Name(value=name)), *_])
        ):
            return EPOCH.fullmatch(name) is not None
    return False


def _trains_on(event: CallEvent, loop: LoopFrame) -> bool:
    """Whether a call in the loop trains a model on for one epoch more."""
    callee = event.callee
    inside = loop in event.path
    return inside and isinstance(callee, Attribute) and callee.name == "partial_fit"


def _reports(event: CallEvent, loop: LoopFrame, search: Search) -> bool:
    """Whether a trial reports a score with the loop's number as its step."""
    step = event.arguments.get("step", ("value", "step"))
    return event in search.reports and step is not None and step.value is loop.element
