"""Order: what surely, perhaps or never happens in a run where something else does."""

from __future__ import annotations

from itertools import takewhile

from tunelint.interpreter.cases import contradict, decided, varies
from tunelint.interpreter.frames import (
    BranchFrame,
    CallbackFrame,
    CallFrame,
    EntryFrame,
    FinalFrame,
    LoopFrame,
    PartFrame,
)
from tunelint.interpreter.objects import Event
from tunelint.interpreter.paths import Frame, Path
from tunelint.interpreter.trace import conditions


def surely_before(one: Event, other: Event) -> bool:
    """Whether `one` has happened in every run in which `other` happens.

    A loop is taken to be entered, and a function that is handed to a library to be called.
    """
    if one.index >= other.index or not _same_run(one, other):
        return False
    around = {id(frame) for frame in other.path}
    return all(
        id(frame) in around or _is_through(frame, other, around)
        for frame in one.path
        if isinstance(frame, BranchFrame | LoopFrame | PartFrame)
    )


def _is_through(frame: BranchFrame | LoopFrame | PartFrame, other: Event, around: set[int]) -> bool:
    """Whether all that is inside of `frame` has happened where `other` does, outside of it."""
    match frame:
        case LoopFrame():
            return not frame.endless
        case PartFrame():
            return _goes_on(frame, around) and not _is_rescue(frame, other)
    taken = any(each.fork is frame.fork and each.arm == frame.arm for each in conditions(other))
    part = frame.fork.part
    return taken or (part is not None and frame.arm == 0 and _goes_on(part, around))


def _goes_on(part: PartFrame, around: set[int]) -> bool:
    """Whether whatever cuts a body short leads away from what has these ids around it."""
    return all(id(frame) in around for frame in part.onwards if frame is not None) and (
        None not in part.onwards
    )


def _is_rescue(part: PartFrame, other: Event) -> bool:
    """Whether an event happens in a handler or at the end of a ``try`` with this body."""
    return any(
        (isinstance(frame, BranchFrame) and frame.fork.part is part and frame.arm > 0)
        or (isinstance(frame, FinalFrame) and frame.part is part)
        for frame in other.path
    )


def perhaps_before(one: Event, other: Event) -> bool:
    """Whether `one` can have happened before `other`, in some run."""
    return one.index < other.index and _same_run(one, other) and not exclusive(one, other)


def unconnected(one: Event, other: Event) -> bool:
    """Whether the two stand in different functions that nobody visible calls: in one run or not."""
    first, second = _entry(one), _entry(other)
    return first is not None and second is not None and first is not second


def in_another_method(one: Event, other: Event) -> bool:
    """Whether `one` stands in a method of its own that nobody visible calls: before, or not at all.

    What an object's ``__init__`` does comes before its methods.
    """
    first, second = _method(one), _method(other)
    return first is not None and first is not second and first.function.name != "__init__"


def exclusive(one: Event, other: Event, within: Frame | None = None) -> bool:
    """Whether the two never happen in the same run: decisions let one of them happen at most.

    With `within`, a loop or a callback around both, they never happen in the same pass or call of
    it. Decisions are different arms of one, or several about one value that rule each other out.
    """
    start = one.path.index(within) + 1 if within is not None else 0
    arms, others = conditions(one), conditions(other)
    if any(_other_arm(arm, another) for arm in arms for another in others):
        common = _common(one.path, other.path)
        if not any(map(_repeats, common[start:])):
            return True
    frames = [frame for frame in {*one.path[start:], *other.path[start:]} if _repeats(frame)]
    return any(
        contradict(case, another) and not any(varies(case.subject, frame) for frame in frames)
        for arm in arms
        for another_arm in others
        for case in decided(arm)
        for another in decided(another_arm)
    )


def _other_arm(one: BranchFrame, other: BranchFrame) -> bool:
    return one.fork is other.fork and one.arm != other.arm


def _common(one: Path, other: Path) -> Path:
    """The frames around both."""
    same = takewhile(lambda pair: pair[0] is pair[1], zip(one, other, strict=False))
    return tuple(frame for frame, _ in same)


def _repeats(frame: Frame) -> bool:
    """Whether what is inside can happen several times."""
    match frame:
        case LoopFrame() | CallbackFrame():
            return True
        case CallFrame(recursive=recursive) | EntryFrame(recursive=recursive):
            return recursive
    return False


def _same_run(one: Event, other: Event) -> bool:
    """Two functions that nobody visible calls say nothing about their order."""
    first, second = _entry(one), _entry(other)
    return first is None or first is second


def _method(event: Event) -> EntryFrame | None:
    """The method that nobody visible calls around an event, below the frame of its class."""
    below = event.path[1] if len(event.path) > 1 else None
    return below if isinstance(below, EntryFrame) else None


def _entry(event: Event) -> EntryFrame | None:
    head = event.path[0] if event.path else None
    return head if isinstance(head, EntryFrame) else None
