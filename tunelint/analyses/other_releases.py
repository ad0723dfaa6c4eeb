"""Other releases: what a program only does where another one is installed, or at its own risk.

``if "normalize" in inspect.signature(Ridge).parameters:`` and ``try: … except TypeError:`` keep a
program running with several releases of a library. What today's release rejects in such a place is
either never reached or rescued.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterator
from itertools import takewhile

import libcst as cst

from tunelint.interpreter.frames import (
    BranchFrame,
    CallbackFrame,
    CallFrame,
    EntryFrame,
    PartFrame,
)
from tunelint.interpreter.library_names import dotted
from tunelint.interpreter.objects import CallEvent, Event, Result
from tunelint.interpreter.paths import Frame
from tunelint.interpreter.provenance import ancestors_of_all
from tunelint.interpreter.trace import StoreEvent, Trace
from tunelint.interpreter.values import Attribute, Term
from tunelint.model.search import Rejection

VERSIONS = frozenset({"VERSION", "__version__", "version_info"})
# What tells whether a release has something.
ASKING = frozenset(
    {"builtins.hasattr", "importlib.metadata.version", "importlib.util.find_spec"}
    | {"inspect.getfullargspec", "inspect.signature", "pkg_resources.get_distribution"}
)
EVERYTHING = frozenset({"BaseException", "Exception"})
# The built-in exceptions that libraries derive those from with which they reject what is old.
USUAL = frozenset({"AttributeError", "TypeError", "ValueError"})


def for_this_release(trace: Trace, rejections: Iterator[Rejection]) -> Iterator[Rejection]:
    """What is surely rejected: neither meant for another release nor rescued."""
    for rejection in rejections:
        guarded = _is_guarded(rejection.event, rejection.error)
        if not guarded and not any(map(is_for_another, _stores(trace, rejection))):
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


def _is_guarded(event: Event, error: str) -> bool:
    return is_for_another(event) or is_rescued(event, error)


# -- asking for the release -----------------------------------------------------------------------


def is_for_another(event: Event) -> bool:
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


def is_rescued(event: Event, error: str) -> bool:
    """Whether the function in which an event happens goes on after the error, or because of one."""
    errors = frozenset(re.findall(r"\w+Error", error))
    inner = takewhile(lambda frame: not _is_call(frame), reversed(event.path))
    return bool(errors) and any(_is_tried(frame, errors) for frame in inner)


def _is_call(frame: Frame) -> bool:
    return isinstance(frame, CallFrame | CallbackFrame | EntryFrame)


def _is_tried(frame: Frame, errors: frozenset[str]) -> bool:
    """Whether a frame is a body that such exceptions end, or a handler that stands in for one."""
    node = frame.place.node if frame.place is not None else None
    match frame, node:
        case PartFrame(body=True), cst.Try(handlers=handlers) | cst.TryStar(handlers=handlers):
            return any(_goes_on_after(handler, errors) for handler in handlers)
        case PartFrame(body=True), cst.WithItem(item=cst.Call(args=given)):
            return any(_catches(argument.value, errors) for argument in given)
        case BranchFrame(), cst.ExceptHandler() | cst.ExceptStarHandler():
            return _goes_on_after(node, errors | USUAL)
    return False


def _goes_on_after(
    handler: cst.ExceptHandler | cst.ExceptStarHandler, errors: frozenset[str]
) -> bool:
    caught = handler.type
    return (caught is None or _catches(caught, errors)) and not _ends(handler.body)


def _catches(caught: cst.BaseExpression, errors: frozenset[str]) -> bool:
    match caught:
        case cst.Tuple(elements=elements):
            return any(_catches(element.value, errors) for element in elements)
        case cst.Name(value=name) | cst.Attribute(attr=cst.Name(value=name)):
            spelled_out = name.endswith(("Error", "Exception", "Pruned"))
            return not spelled_out or name in EVERYTHING or name in _bases(errors)
    return True


def _bases(errors: frozenset[str]) -> set[str]:
    """The names of the exceptions, and of those that they may be derived from."""
    found = set(errors)
    for error in errors:
        known = getattr(builtins, error, None)
        found |= {base.__name__ for base in known.__mro__} if known is not None else USUAL
    return found


def _ends(body: cst.BaseSuite) -> bool:
    """Whether a handler ends by an exception, but for one that only ends the trial."""
    last = body.body[-1]
    small = last.body[-1] if isinstance(last, cst.SimpleStatementLine) else last
    if not isinstance(small, cst.Raise):
        return False
    raised = small.exc.func if isinstance(small.exc, cst.Call) else small.exc
    match raised:
        case cst.Name(value="TrialPruned") | cst.Attribute(attr=cst.Name(value="TrialPruned")):
            return False
    return True
