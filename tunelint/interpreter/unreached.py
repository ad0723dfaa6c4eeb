"""Unreached: branches that the arguments of their function's own call decide against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from tunelint.interpreter.frames import BranchFrame, CallFrame
from tunelint.interpreter.objects import Event
from tunelint.interpreter.paths import Frame
from tunelint.interpreter.values import Const, Option, Term


def is_unreached(event: Event) -> bool:
    """Whether the call of the function in which an event happens rules it out.

    ``run(model, loader)`` trains nothing where ``def run(model, loader, optimizer=None)`` does so
    under ``if optimizer:`` alone. What a module's constant or the command line decides is not ruled
    out: people change it between runs.
    """
    return rules_out(event.path)


def rules_out(frames: Iterable[Frame]) -> bool:
    """Whether one of the calls among nested frames decides against a branch inside of it."""
    call: CallFrame | None = None
    for frame in frames:
        if isinstance(frame, CallFrame):
            call = frame
        elif isinstance(frame, BranchFrame):
            passed_over = frame.fork.selected not in (None, frame.arm)
            if passed_over or (call is not None and _rules_out(call, frame)):
                return True
    return False


def is_against(frame: BranchFrame) -> bool:
    """Whether a constant decides for the other arm."""
    condition, place = frame.fork.condition, frame.fork.place
    if not isinstance(condition, Const) or place is None:
        return False
    taken = 0 if condition.value else 1
    return isinstance(place.node, cst.If | cst.IfExp) and frame.arm != taken


def _rules_out(call: CallFrame, frame: BranchFrame) -> bool:
    condition = frame.fork.condition
    if not isinstance(condition, Const) or not is_against(frame):
        return False
    given = {id(term) for term in _given(call)}
    decides = [part for part in _parts(condition) if id(part) in given]
    return bool(decides) and not any(isinstance(part, Option) for part in decides)


def _given(call: CallFrame) -> Iterator[Term]:
    """The values of a function's parameters: the arguments of its call, and its defaults."""
    yield from (argument.value for argument in call.event.arguments)
    yield from call.function.defaults.values()


def _parts(term: Term) -> Iterator[Term]:
    yield term
    if isinstance(term, Const):
        for part in term.parts:
            yield from _parts(part)
