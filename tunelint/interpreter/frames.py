"""Frames: what an event can happen inside of, and what that says of the values there."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tunelint.interpreter.objects import CallEvent, Event, Function
from tunelint.interpreter.paths import Frame
from tunelint.interpreter.values import Sequence, Term

if TYPE_CHECKING:
    from tunelint.files.place import Place


Constant = tuple[str, object]


@dataclass(frozen=True, eq=False, slots=True)
class Case:
    """The value `subject` is one of these constants, or none of them where `among` is false.

    Without constants it says whether the value counts as true.
    """

    subject: Term
    constants: frozenset[Constant] | None
    among: bool = True

    @property
    def otherwise(self) -> Case:
        """What holds where this does not."""
        return replace(self, among=not self.among)


@dataclass(eq=False, slots=True)
class EntryFrame(Frame):
    """A function that nobody visible calls, read as if called once."""

    function: Function
    recursive: bool = False  # it stands for the calls that the function makes of itself, too


@dataclass(eq=False, slots=True)
class Fork:
    """One decision at run time: a condition, or which of several values a name holds.

    `selected` is the arm that the arguments of the current call decide for, where they do; `part`
    is the body whose exceptions are the condition.
    """

    place: Place | None
    condition: Term | None
    selected: int | None = None
    part: PartFrame | None = None
    cases: dict[int, tuple[Case, ...]] = field(default_factory=dict)  # by arm, once asked for


@dataclass(eq=False, slots=True)
class BranchFrame(Frame):
    """One arm of a decision."""

    fork: Fork
    arm: int


@dataclass(eq=False, slots=True)
class LoopFrame(Frame):
    """A loop: the body is read once, for any of its passes.

    For ``while``, `iterable` and `element` both are the condition. `left` says that a ``break``
    or ``return`` can end the loop before its iterable does.
    """

    iterable: Term
    element: Term
    comprehension: bool = False
    left: bool = False
    endless: bool = False  # nothing after it happens once a pass began
    once: bool = False  # no pass comes to its end, so that there is no second one

    @property
    def repeats(self) -> bool:
        """Whether there may be more than one pass."""
        match self.iterable:
            case Sequence(items=items, open=False):
                return not self.once and len(items) > 1
        return not self.once


@dataclass(eq=False, slots=True)
class CallFrame(Frame):
    """A call of a function written in the project."""

    event: CallEvent
    function: Function
    recursive: bool = False  # it stands for the calls that the function makes of itself, too


@dataclass(eq=False, slots=True)
class CallbackFrame(Frame):
    """A function that was handed to a library, as the library calls it later.

    `result` is what it gives back, once it was read.
    """

    event: CallEvent
    function: Function
    result: Term | None = None


@dataclass(eq=False, slots=True)
class WithFrame(Frame):
    """The body of a ``with``."""

    context: Term


@dataclass(eq=False, slots=True)
class PartFrame(Frame):
    """What may be cut short: the program then goes on in the frames `onwards`, after what is there.

    It is the body of a ``try``, of a ``with`` that swallows exceptions, or what follows a jump that
    some runs take. None among `onwards` is what comes right after the body.
    """

    onwards: list[Frame | None] = field(default_factory=list)
    body: bool = False  # it is the body of a ``try``, or of a ``with`` that swallows exceptions


@dataclass(eq=False, slots=True)
class FinalFrame(Frame):
    """What happens however the body `part` ends: a ``finally``."""

    part: PartFrame


def loops_around(event: Event) -> tuple[LoopFrame, ...]:
    """The loops around an event, outermost first."""
    return tuple(frame for frame in event.path if isinstance(frame, LoopFrame))
