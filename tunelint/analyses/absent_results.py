"""Absent results: where a program reads of a search, after it, what this search does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from tunelint.analyses.attempted import is_attempted
from tunelint.analyses.surroundings import Surroundings
from tunelint.analyses.unused.contexts import loads
from tunelint.files.place import Place
from tunelint.interpreter.frames import BranchFrame, CallFrame
from tunelint.interpreter.objects import CallEvent, Event
from tunelint.interpreter.order import perhaps_before
from tunelint.interpreter.provenance import ancestors
from tunelint.interpreter.trace import Trace, conditions
from tunelint.interpreter.unreached import is_against, is_unreached
from tunelint.interpreter.values import Term, options_of
from tunelint.model.program import Program
from tunelint.model.results import Absent
from tunelint.model.search import Search

# What the condition of a guard speaks of.
GUARDING = re.compile(r"direction|multi|metric|objective|refit|scor|single", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class AbsentRead:
    """Where something is read that is not there; `name` is empty where the run itself fails."""

    absent: Absent
    event: Event
    place: Place
    # What raises: the first of these that does not come to its end.
    raising: tuple[Place, ...]
    name: str = ""

    @property
    def word(self) -> str:
        """A word of the exception's message."""
        return self.absent.word or self.name


def absent_reads(program: Program, search: Search) -> list[AbsentRead]:
    """What a program reads of a search and what that does not have, in the order of the reads."""
    found = [
        read
        for absent in (search.absent if search.run_events else ())
        for read in (_read(program, search, absent) if absent.names else _failing(search, absent))
    ]
    return sorted(found, key=lambda read: read.event.index)


def _failing(search: Search, absent: Absent) -> Iterator[AbsentRead]:
    """The run itself, where it raises."""
    run = search.run_events[0]
    if not is_unreached(run) and not is_attempted(run, (absent.error,)):
        yield AbsentRead(absent, run, absent.place or run.anchor, (run.place,))


def _read(program: Program, search: Search, absent: Absent) -> Iterator[AbsentRead]:
    surroundings = program.once(Surroundings)
    for event in _results(program.trace, search):
        read, call, *_ = (*surroundings.of(event.place), None, None)
        if not isinstance(read, cst.Attribute) or read.attr.value not in absent.names:
            continue
        if absent.unless and not _lacks(program.trace, call, event, absent):
            continue
        if _is_missed(search, event, absent):
            nodes = (read, call) if isinstance(call, cst.Call) else (read,)
            places = tuple(Place(event.place.source, node) for node in nodes)
            yield AbsentRead(absent, event, places[0], places, read.attr.value)


def _is_missed(search: Search, event: Event, absent: Absent) -> bool:
    """Whether the program is not prepared for what happens as it reads there."""
    run = search.run_events[0]
    gives_back = any(isinstance(frame, CallFrame) and frame.event is event for frame in run.path)
    after = event is run or gives_back or perhaps_before(run, event)
    return after and not _is_guarded(event, search) and not is_attempted(event, (absent.error,))


def _results(trace: Trace, search: Search) -> Iterator[Event]:
    """Where an expression is surely what the search is, or what its run gave back."""
    terms = (search.result, *(event.result for event in search.run_events))
    wanted = {id(term) for term in terms}
    found: dict[int, Event] = {}
    for call in trace.calls():
        if id(call.result) in wanted:
            found[call.index] = call
    for term in terms:
        for load in loads(trace, term):
            if {id(option) for option in options_of(load.value)} <= wanted:
                found[load.index] = load
    for _, event in sorted(found.items()):
        yield event


def _lacks(trace: Trace, call: cst.CSTNode | None, after: Event, absent: Absent) -> bool:
    """Whether the call that is made there surely is not given what it needs."""
    for event in trace.events_since(after.index):
        if isinstance(event, CallEvent) and event.place.node is call:
            return not event.arguments.may_have(absent.unless, absent.order)
    return False


def _is_guarded(event: Event, search: Search) -> bool:
    """Whether a decision leads there that may ask whether the result is there."""
    if is_unreached(event):
        return True
    known = {id(frame) for frame in search.run_events[0].path}
    for frame in conditions(event):
        if id(frame) in known or frame.fork.condition is None:
            continue
        if is_against(frame) or GUARDING.search(_question(frame)):
            return True
        if _speaks_of(frame.fork.condition, search):
            return True
    return False


def _question(frame: BranchFrame) -> str:
    """What a decision asks, as it is written."""
    match frame.fork.place.node if frame.fork.place is not None else None:
        case cst.If(test=asked) | cst.IfExp(test=asked) | cst.BooleanOperation(left=asked):
            return cst.Module([]).code_for_node(asked)
    return ""


def _speaks_of(condition: Term, search: Search) -> bool:
    """Whether a condition looks at the search, or at what it gave back."""
    wanted = {id(search.result), *(id(event.result) for event in search.run_events)}
    return any(id(term) in wanted for term in ancestors(condition))
