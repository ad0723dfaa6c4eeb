"""Forwarding: which visible call of the project a search's argument comes from."""

from __future__ import annotations

from tunelint.files.place import Place
from tunelint.interpreter.frames import CallFrame
from tunelint.interpreter.objects import Event
from tunelint.model.facts import Fact


def call_that_gives(fact: Fact, event: Event) -> Place | None:
    """The call of a project's function, around `event`, that is given what `fact` says.

    None where the fact is written at the event itself.
    """
    if fact.place is None:
        return None
    for frame in event.path:
        if isinstance(frame, CallFrame):
            given = (argument.place for argument in frame.event.arguments)
            if any(place.key == fact.place.key for place in given):
                return frame.event.place
    return None
