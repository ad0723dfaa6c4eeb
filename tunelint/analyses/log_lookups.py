"""Log lookups: where trials look up a name in what Keras' trainings and evaluations log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import libcst as cst

from tunelint.analyses.attempted import is_attempted
from tunelint.analyses.metric_lookups import new_in, values_of
from tunelint.files.place import Place
from tunelint.interpreter.library_names import called_name
from tunelint.interpreter.objects import CallEvent, Event, Result
from tunelint.interpreter.provenance import ancestors_of_all
from tunelint.interpreter.trace import LoadEvent, StoreEvent, Trace
from tunelint.interpreter.values import Attribute, Const, Item, Operation, Term, options_of
from tunelint.libraries.keras.evaluations import returns_dictionary
from tunelint.model.program import Program
from tunelint.model.search import Search
from tunelint.model.training import Evaluation, Fit

NOT_THERE = frozenset({"KeyError", "LookupError"})
HISTORY = "history"
# A table of the logs has their names for columns.
TABLE = "DataFrame"
CHANGING = frozenset({"update", "setdefault", "pop", "clear", "insert"})


@dataclass(frozen=True, eq=False, slots=True)
class LogLookup:
    """``logs[name]`` at `place`, and the event that reads ``logs`` there."""

    item: Item
    name: str
    place: Place
    event: Event


def log_lookups(program: Program, search: Search) -> Iterator[LogLookup]:
    """The lookups in Keras' logs that trials are not prepared to see fail."""
    if not search.fits and not search.evaluations:
        return
    events = search.events(program.trace)
    asked = _names_asked_for(events)
    for lookup in _lookups(events):
        if lookup.name in asked or is_attempted(lookup.event, NOT_THERE):
            continue
        if all(logged_by(logs, search) for logs in options_of(lookup.item.base)):
            yield lookup


def _lookups(events: Iterable[Event]) -> Iterator[LogLookup]:
    """The lookups under a constant name, each time that one is made."""
    read: dict[tuple[int, int], list[Event]] = {}
    seen: set[int] = set()
    items: list[tuple[Item, str]] = []
    for event in events:
        for value in _read_at(event):
            read.setdefault((id(event.place.node), id(value)), []).append(event)
        for value in values_of(event):
            for term in new_in(value, seen):
                match term:
                    case Item(key=Const(value=str() as name)):
                        items.append((term, name))
    for item, name in items:
        place = item.place
        if place is not None and isinstance(place.node, cst.Subscript):
            for node, base in _parts(place.node.value, item.base):
                for event in read.get((id(node), id(base)), ()):
                    yield LogLookup(item, name, place, event)


def _parts(node: cst.CSTNode, value: Term) -> Iterator[tuple[cst.CSTNode, Term]]:
    """An expression and what its attributes are read from, each with its value."""
    yield node, value
    while isinstance(node, cst.Attribute) and isinstance(value, Attribute):
        node, value = node.value, value.base
        yield node, value


def _read_at(event: Event) -> Iterator[Term]:
    """The value that an expression has as it is read, or called."""
    match event:
        case LoadEvent(value=value):
            yield value
        case CallEvent(result=result):
            yield result


def _names_asked_for(events: Iterable[Event]) -> frozenset[str]:
    """The names of which a trial asks whether they are there."""
    values = (value for event in events for value in values_of(event))
    return frozenset(
        name
        for term in ancestors_of_all(values)
        if isinstance(term, Operation) and term.operator in ("in", "not in")
        for operand in term.operands[:1]
        for name in _texts(operand)
    )


def _texts(term: Term) -> Iterator[str]:
    for option in options_of(term):
        if isinstance(option, Const) and isinstance(option.value, str):
            yield option.value


# -- the logs --------------------------------------------------------------------------------------


def logged_by(logs: Term, search: Search) -> list[Fit | Evaluation]:
    """The trainings, or the evaluation, that may have written the logs; none where not all are."""
    for evaluation in search.evaluations:
        if evaluation.event.result is logs:
            as_dictionary = returns_dictionary(evaluation.event).always(bool)
            return [evaluation] if as_dictionary else []
    tabled = _tabled(logs)
    if tabled is not None:
        return logged_by(tabled, search)
    if not isinstance(logs, Attribute) or logs.name != HISTORY:
        return []
    found: list[Fit | Evaluation] = []
    for history in options_of(logs.base):
        trainings = [fit for fit in search.fits if _is_history_of(history, fit)]
        if not trainings:
            return []
        found.extend(trainings)
    return found


def _tabled(logs: Term) -> Term | None:
    """The logs that a table is made of, and of nothing else."""
    if not isinstance(logs, Result) or called_name(logs.event) != TABLE:
        return None
    given = [argument.value for argument in logs.event.arguments.positional]
    return given[0] if len(given) == len([*logs.event.arguments]) == 1 else None


def _is_history_of(history: Term, fit: Fit) -> bool:
    """Whether it is what the training gives back, or ``model.history`` after it."""
    if fit.framework != "keras":
        return False
    if isinstance(history, Attribute) and history.name == HISTORY:
        models = {id(option) for option in options_of(fit.model)}
        return any(id(option) in models for option in options_of(history.base))
    return any(option is history for option in options_of(fit.event.result))


def is_changed(logs: Term, trace: Trace) -> bool:
    """Whether the program itself writes into the logs."""
    tabled = _tabled(logs)
    if tabled is not None and is_changed(tabled, trace):
        return True
    return id(logs) in trace.once(_changed) or (
        isinstance(logs, Attribute) and id(logs.base) in trace.once(_changed)
    )


def _changed(trace: Trace) -> frozenset[int]:
    """The ids of what the program stores into or calls a changing method of."""
    found: set[int] = set()
    for event in trace.of(StoreEvent):
        found.update(map(id, _with_base(event.base)))
    for call in trace.calls():
        if isinstance(call.callee, Attribute) and call.callee.name in CHANGING:
            found.update(map(id, _with_base(call.callee.base)))
    return frozenset(found)


def _with_base(term: Term) -> Iterator[Term]:
    """A value, and the history whose logs it is."""
    for option in options_of(term):
        yield option
        if isinstance(option, Attribute) and option.name == HISTORY:
            yield from options_of(option.base)
