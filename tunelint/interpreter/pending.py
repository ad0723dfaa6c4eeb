"""Pending: what the reading of a program has begun, or will come back to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tunelint.interpreter.frames import CallbackFrame
from tunelint.interpreter.objects import Arguments, Function, Instance
from tunelint.interpreter.state import Cell, Held
from tunelint.interpreter.values import Comprehension, Sequence


@dataclass(eq=False, slots=True)
class Reading:
    """A function that is being read, and what its calls of itself hand over and change."""

    calls: list[Arguments] = field(default_factory=list)
    changes: dict[Cell, Held] = field(default_factory=dict)
    again: bool = False


@dataclass(eq=False, slots=True)
class Suspended:
    """A generator: `resume` reads what it does, and lets it hold what it gives out."""

    term: Sequence | Comprehension
    resume: Callable[[], None]
    function: Function | None = None
    read: bool = False
    running: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Handed:
    """A hypermodel that a tuner was built with, and its methods as they were read then."""

    hypermodel: Instance
    frames: tuple[CallbackFrame, ...]
