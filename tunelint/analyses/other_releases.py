"""Other releases: what a program only does where another one is installed, or at its own risk.

``if "normalize" in inspect.signature(Ridge).parameters:`` and ``try: … except TypeError:`` keep a
program running with several releases of a library. What today's release rejects in such a place is
either never reached or rescued.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from tunelint.analyses.attempted import USUAL, Handler, gives_up, goes_on_after, is_tried
from tunelint.interpreter.frames import (
    BranchFrame,
    CallbackFrame,
    CallFrame,
    EntryFrame,
)
from tunelint.interpreter.library_names import dotted
from tunelint.interpreter.objects import CallEvent, Event, Result
from tunelint.interpreter.paths import Frame
from tunelint.interpreter.provenance import ancestors_of_all
from tunelint.interpreter.trace import StoreEvent, Trace
from tunelint.interpreter.values import Attribute, Term
from tunelint.model.library_errors import Rejection

VERSIONS = frozenset({"VERSION", "__version__", "version_info"})
# What tells whether a release has something.
ASKING = frozenset(
    {"builtins.hasattr", "importlib.metadata.version", "importlib.util.find_spec"}
    | {"inspect.getfullargspec", "inspect.signature", "pkg_resources.get_distribution"}
)


def for_this_release(trace: Trace, rejections: Iterator[Rejection]) -> Iterator[Rejection]:
    """What is surely rejected: neither meant for another release nor rescued."""
    for rejection in rejections:
        guarded = is_guarded(rejection.event, rejection.error)
        if not guarded and not any(map(_is_for_another, _stores(trace, rejection))):
            yield rejection


def _stores(trace: Trace, rejection: Rejection) -> Iterator[Event]:
    """What put the rejected argument into the dictionary that the call is given."""
    event = rejection.event
    given = event.arguments.keywords.items() if isinstance(event, CallEvent) else ()
    for keyword, argument in given:
        written = rejection.written.startswith(f"{keyword}=")
        if argument.entry is not None and written and argument.spelled is rejection.place:
            node = argument.entry.node
            yield from (one for one in trace.of(StoreEvent) if one.place.node is node)


def is_guarded(event: Event, error: str) -> bool:
    """Whether a program is prepared for the error, or comes to the event with another release."""
    return _is_for_another(event) or _is_rescued(event, error)


# -- asking for the release -----------------------------------------------------------------------


def _is_for_another(event: Event) -> bool:
    """Whether an event depends on a decision about the release, or about what it has."""
    asked = (frame.fork.condition for frame in event.path if isinstance(frame, BranchFrame))
    known = [condition for condition in asked if condition is not None]
    return any(map(_tells_release, ancestors_of_all(known)))


def _tells_release(term: Term) -> bool:
    if isinstance(term, Result):
        return bool(ASKING & set(dotted(term.event.callee)))
    names = [term.name] if isinstance(term, Attribute) else dotted(term)
    return any(VERSIONS & set(name.split(".")) for name in names)


# -- trying ---------------------------------------------------------------------------------------


def _is_rescued(event: Event, error: str) -> bool:
    """Whether the function in which an event happens goes on after the error, or because of one."""
    errors = frozenset(re.findall(r"\w+Error", error))
    inner = takewhile(lambda frame: not _is_call(frame), reversed(event.path))
    return bool(errors) and any(_is_tried(frame, errors) for frame in inner)


def _is_call(frame: Frame) -> bool:
    return isinstance(frame, CallFrame | CallbackFrame | EntryFrame)


def _is_tried(frame: Frame, errors: frozenset[str]) -> bool:
    """Whether a frame is a body that such exceptions end, or a handler that stands in for one."""
    node = frame.place.node if frame.place is not None else None
    if isinstance(frame, BranchFrame) and isinstance(node, Handler):
        return goes_on_after(node, errors | USUAL)
    return is_tried(frame, errors) and not gives_up(frame)
