"""Awaited metrics: the scores that Ray Tune looks for in each report, and what is reported."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.library_names import canonical
from tunelint.interpreter.objects import CallEvent, Parameter, Result
from tunelint.interpreter.trace import ReturnEvent
from tunelint.interpreter.values import (
    Attribute,
    Choice,
    Const,
    External,
    Mapping,
    Opaque,
    Term,
    Unbound,
    options_of,
)
from tunelint.libraries.common.packages import is_library
from tunelint.libraries.ray_tune import tables
from tunelint.libraries.ray_tune.reports import events_in, is_report, of_trainable, reports
from tunelint.libraries.ray_tune.runs import Tuned
from tunelint.libraries.ray_tune.searchers import Searcher
from tunelint.libraries.ray_tune.trainables import Trials
from tunelint.model.fact_of import argument_worth
from tunelint.model.facts import Default
from tunelint.model.objective import Objective
from tunelint.model.program import Program


def awaited(run: Tuned, found: Searcher) -> Iterator[Objective]:
    """The scores that every report has to hold, where each is named."""
    scheduler = run.given("scheduler")
    of_scheduler = None
    if scheduler is not None and isinstance(scheduler.value, Result):
        of_scheduler = scheduler.value.event.arguments.get("metric")
    for argument in (run.given("metric"), found.given("metric"), of_scheduler):
        if argument is not None and not argument.is_none:
            yield Objective(
                name=argument_worth(argument),
                direction=Default(None, (), None),
                written="metric",
                place=argument.anchor,
                argument=argument,
            )


def reported_names(program: Program, trials: Trials) -> tuple[str, ...] | None:
    """The names under which the trials report, in order; None where not all can be read."""
    if any(map(_may_report, events_in(program, trials))):
        return None
    names: dict[str, None] = {}
    for event in events_in(program, trials):
        if isinstance(event, ReturnEvent) and _returns_unread(event, trials):
            return None
    for report in reports(program, trials):
        for option in options_of(report.numbers):
            keys = _keys(option)
            if keys is None:
                return None
            names |= dict.fromkeys(keys)
    return tuple(names) or None


def _keys(numbers: Term) -> list[str] | None:
    if not isinstance(numbers, Mapping) or numbers.open or numbers.spread or numbers.hidden:
        return None
    keys = [entry.key.value for entry in numbers.entries if isinstance(entry.key, Const)]
    strings = [key for key in keys if isinstance(key, str)]
    return strings if len(strings) == len(numbers.entries) else None


def _returns_unread(event: ReturnEvent, trials: Trials) -> bool:
    """Whether the trainable returns what may be a report that cannot be read."""
    read = all(map(_is_read_return, options_of(event.value)))
    return not read and of_trainable(event, trials)


def _is_read_return(value: Term) -> bool:
    return isinstance(value, Mapping) or (isinstance(value, Const) and value.value is None)


def _may_report(event: object) -> bool:
    """Whether a call of code that is not read may report something itself."""
    if not isinstance(event, CallEvent) or is_report(event):
        return False
    return any(map(_is_unread, options_of(event.callee)))


def _is_unread(callee: Term) -> bool:
    match callee:
        case External(name=name):
            full = canonical(name)
            root = full.partition(".")[0]
            if root == tables.PACKAGE:
                return full.rpartition(".")[2] not in tables.SILENT_CALLS
            return root in tables.REPORTING_PACKAGES or not is_library(full)
        case Unbound() | Opaque() | Parameter() | Choice():
            return True
        case Attribute(base=base):
            return any(map(_is_unread_object, options_of(base)))
    return False


def _is_unread_object(base: Term) -> bool:
    """Whether a method of the value may be code of the project, or of a reporting library."""
    match base:
        case Result(event=event):
            return any(map(_is_unread, options_of(event.callee)))
        case Attribute() | External() | Unbound():
            return _is_unread(base)
        case Opaque(why=why):
            return "is not found in" in why
    return False
