"""Library errors: what the current releases reject, and names that are gone."""

from __future__ import annotations

from dataclasses import dataclass

from tunelint.files.place import Place
from tunelint.interpreter.objects import Event


@dataclass(frozen=True, eq=False, kw_only=True)
class Rejection:
    """Something that a call is given, or calls, and that the current release rejects."""

    event: Event
    place: Place
    # What rejects it (``Hyperband``, ``Adam``), empty where it no longer exists at all.
    taker: str
    # What is rejected, as the code has it: ``max_trials=``, ``loss='deviance'``.
    written: str
    # The exception's class.
    error: str
    # What to write today, None where there is nothing.
    instead: str | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class MovedName:
    """A library's name that is gone, or going, where the program imports or uses it."""

    event: Event
    place: Place
    # The name as it is written, in full.
    written: str
    # The name of today, None where nothing took its place.
    instead: str | None
    # It still works, with a warning.
    importable: bool = False
    # The name that no longer exists, which `written` is or lies below.
    gone: str = ""
    # Where exactly this name surely stands today, empty where that is not known.
    today: str = ""
