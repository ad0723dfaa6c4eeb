"""Repeated steps: reports to a pruner whose steps start again in every pass of a loop around."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile

import libcst as cst

from tunelint.analyses.unlogged_scores import BOOSTING
from tunelint.files.place import Place
from tunelint.interpreter.frames import BranchFrame, LoopFrame
from tunelint.interpreter.library_names import is_function
from tunelint.interpreter.objects import CallEvent, Event, Result
from tunelint.interpreter.paths import Frame
from tunelint.interpreter.values import Comprehension, Const, Element, Operation, Term
from tunelint.interpreter.values import Sequence as Listed
from tunelint.libraries.boosting.evaluated import evaluations_for
from tunelint.model.objective import PruningCallback
from tunelint.model.program import Program
from tunelint.model.search import Search

REPORT = ("value", "step")


@dataclass(frozen=True, eq=False)
class RepeatedSteps:
    """Steps that are given at `place`, by a callback or, where that is empty, by the trial itself.

    `loop` is the loop in every pass of which they start again.
    """

    search: Search
    place: Place
    loop: LoopFrame
    callback: str = ""


def repeated_steps(search: Search, program: Program) -> Iterator[RepeatedSteps]:
    """The reports and callbacks of a search's trials whose steps start again, in order."""
    for event in search.reports:
        step = event.arguments.get("step", REPORT)
        loop = _around_report(step.value, _inside(event, search)) if step is not None else None
        if step is not None and loop is not None:
            yield RepeatedSteps(search, step.anchor, loop)
    for callback in search.pruning_callbacks:
        for training in _trainings(callback, search, program):
            frames = _inside(training, search)
            loop = _repeating(frames, frames)
            if loop is not None:
                yield RepeatedSteps(search, callback.event.place, loop, callback.kind)
                break


def _around_report(step: Term, frames: Sequence[Frame]) -> LoopFrame | None:
    """The loop in every pass of which the steps of a report start again."""
    counting = [number for number, one in enumerate(frames) if _counts(step, one)]
    if not counting or not _is_counted(step, frames[counting[0] :]):
        return None
    return _repeating(frames[: counting[0]], frames)


def _inside(event: Event, search: Search) -> list[Frame]:
    """What the event happens inside of, within the trial."""
    return list(dropwhile(lambda frame: not search.is_trial(frame), event.path))[1:]


def _trainings(callback: PruningCallback, search: Search, program: Program) -> Iterator[CallEvent]:
    """The trainings that are given the callback and count their steps from the start."""
    library = BOOSTING.get(callback.kind)
    if library is not None:
        for measured in evaluations_for(callback.event, library, program.trace):
            yield measured.event
    for fit in search.fits:
        given = any(one.event is callback.event for one in fit.callbacks or ())
        if given and fit.initial_epoch.always(lambda epoch: not epoch):
            yield fit.event


def _repeating(outer: Sequence[Frame], frames: Sequence[Frame]) -> LoopFrame | None:
    """The innermost of the loops that surely goes on to further passes, whatever is inside."""
    for number in reversed(range(len(outer))):
        frame = outer[number]
        if isinstance(frame, LoopFrame):
            inner = frames[number + 1 :]
            chosen = (one for one in inner if isinstance(one, BranchFrame))
            plain = all(_is_counted(one.fork.condition, inner) for one in chosen)
            return frame if plain and _goes_on(frame) else None
    return None


def _goes_on(loop: LoopFrame) -> bool:
    """Whether a loop has several passes, as far as can be seen."""
    if loop.comprehension or loop.left or loop.once or loop.endless:
        return False
    match loop.iterable:
        case Listed(items=items, open=False):
            return len(items) > 1
        case Result(event=event) if is_function(event.callee, "builtins.range"):
            given = event.arguments.positional
            alone = given[0].value if len(given) == 1 else None
            return not (isinstance(alone, Const) and alone.value in (0, 1))
    return loop.iterable is not loop.element


def _counts(step: Term | None, frame: Frame) -> bool:
    """Whether the step is what a loop counts, or computed from that."""
    match step:
        case Operation(operands=operands):
            return any(_counts(one, frame) for one in operands)
        case Result(event=event) if is_function(event.callee, "builtins.int"):
            return any(_counts(one.value, frame) for one in event.arguments)
    return step is not None and isinstance(frame, LoopFrame) and _is_number_of(step, frame)


def _is_counted(step: Term | None, frames: Sequence[Frame]) -> bool:
    """Whether a value follows from what these loops count, and from nothing else."""
    match step:
        case Const():
            return True
        case Operation(operands=operands):
            return all(_is_counted(one, frames) for one in operands)
        case Result(event=event) if is_function(event.callee, "builtins.int"):
            return all(_is_counted(one.value, frames) for one in event.arguments)
    return step is not None and any(
        isinstance(one, LoopFrame) and _is_number_of(step, one) for one in frames
    )


def _is_number_of(step: Term, loop: LoopFrame) -> bool:
    """Whether a value is the number of the loop's pass, which begins as it did the last time."""
    match loop.iterable:
        case Listed(items=items, open=False):
            return step is loop.element and all(isinstance(one, Const) for one in items)
        case Result(event=event) if is_function(event.callee, "builtins.range"):
            given = event.arguments.positional
            start = given[0].value if len(given) > 1 else None
            return step is loop.element and (start is None or isinstance(start, Const))
        case Comprehension(element=Listed(items=[number, _])):
            return step is number and _is_count(number)
    return False


def _is_count(number: Term) -> bool:
    """Whether a value is what ``enumerate`` counts from zero."""
    call = number.place.node if number.place is not None else None
    match call:
        case cst.Call(func=cst.Name(value="enumerate"), args=[_]):
            return isinstance(number, Element)
    return False
