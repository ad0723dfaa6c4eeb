"""Results: what a program cannot read of a search after it."""

from __future__ import annotations

from dataclasses import dataclass

from tunelint.files.place import Place


@dataclass(frozen=True, eq=False, kw_only=True)
class Absent:
    """A part of the result that searches usually have, and this one does not."""

    # Its attributes and methods; () where nothing is there, since the run itself raises.
    names: frozenset[str] = frozenset()
    # In words, why it is not there: ``the study has 2 directions``.
    why: str
    # The exception's class.
    error: str
    # In words, what to do instead.
    instead: str
    # A word of the exception's message; empty where that is the name.
    word: str = ""
    # What decides it, where that is written.
    place: Place | None = None
    # The argument with which such a method works all the same, and the order of those by position.
    unless: str = ""
    order: tuple[str, ...] = ()
