"""Look-ups: which parts of a value are taken, and what is looked up through `metrics_names`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import libcst as cst

from tunelint.analyses.attempted import is_attempted
from tunelint.files.place import Place
from tunelint.interpreter.library_names import is_function
from tunelint.interpreter.objects import CallEvent, Event, Result
from tunelint.interpreter.provenance import ancestors
from tunelint.interpreter.trace import (
    BindEvent,
    LoadEvent,
    ReturnEvent,
    StoreEvent,
    TestEvent,
    Trace,
)
from tunelint.interpreter.values import (
    Attribute,
    Comprehension,
    Const,
    Element,
    Item,
    Operation,
    Term,
    options_of,
)
from tunelint.libraries.keras.models import constant_string
from tunelint.libraries.keras.tables import METRICS_NAMES

NAMES = "metrics_names"
# What asks whether a value is one number or several.
ASKING = (
    *("builtins.isinstance", "builtins.hasattr", "builtins.type", "builtins.issubclass"),
    *("numpy.isscalar", "numpy.ndim", "numpy.iterable", "numpy.shape", "numpy.size"),
)
# What is raised by taking one number apart, and by looking up a name that is not there.
ONE_NUMBER = frozenset({"TypeError"})
NO_NAME = frozenset({"ValueError", "KeyError", "LookupError", "IndexError"})
PRINTING = frozenset({"print", "debug", "info", "log", "warning", "write"})


@dataclass(frozen=True, eq=False, slots=True)
class NameLookup:
    """A score picked by the position of its name: the name, and where `metrics_names` is used."""

    name: str
    place: Place
    event: Event


def values_of(event: Event) -> Iterator[Term]:
    """The values that an event handles."""
    match event:
        case CallEvent(arguments=arguments, callee=callee):
            yield callee
            for argument in arguments:
                yield argument.value
        case BindEvent(value=value) | ReturnEvent(value=value) | LoadEvent(value=value):
            yield value
        case StoreEvent(value=value):
            yield value
        case TestEvent(condition=condition):
            yield condition


def is_taken_apart(trace: Trace, event: CallEvent) -> bool:
    """Whether items are taken, by number or by unpacking, from what a call gave back.

    It does not count where the program asks first what it is, or is prepared for one number.
    """
    taken = trace.once(_items).get(id(event.result), ())
    if not taken or id(event.result) in trace.once(_asked_what_they_are):
        return False
    return not all(is_attempted(taking, ONE_NUMBER) for taking in taken)


def _asked_what_they_are(trace: Trace) -> frozenset[int]:
    """The ids of the values of which the program asks whether they are one or several."""
    return frozenset(
        id(option)
        for event in trace.calls()
        if is_function(event.callee, *ASKING)
        for argument in event.arguments
        for option in options_of(argument.value)
    )


def _items(trace: Trace) -> dict[int, list[Event]]:
    """What first handles each item that is taken from a value, by the value's id."""
    found: dict[int, list[Event]] = {}
    seen: set[int] = set()
    for event in trace.events:
        for value in values_of(event):
            for term in new_in(value, seen):
                if isinstance(term, Item):
                    for base in {id(option) for option in options_of(term.base)}:
                        found.setdefault(base, []).append(event)
    return found


def names_looked_up(trace: Trace) -> Iterator[NameLookup]:
    """The scores that a program picks through ``model.metrics_names`` and that are not there."""
    if not any(NAMES in source.text for source in trace.sources):
        return
    found: set[int] = set()
    asked = trace.once(_asked_for)
    for lookup in _lookups(trace):
        if lookup.name in asked or is_attempted(lookup.event, NO_NAME):
            continue
        if id(lookup.place.node) not in found and _is_missing(lookup.name):
            found.add(id(lookup.place.node))
            yield lookup


def _asked_for(trace: Trace) -> frozenset[str]:
    """The names of which the program asks whether they are there."""
    found: set[str] = set()
    for event in trace.of(TestEvent):
        for term in ancestors(event.condition):
            match term:
                case Operation(
                    operator="in" | "not in", operands=(Const(value=str() as name), held)
                ):
                    if _holds_names(held) or _pairs(held) is not None:
                        found.add(name)
    return frozenset(found)


def _is_missing(name: str) -> bool:
    return name not in METRICS_NAMES and not name.endswith("_loss")


def _lookups(trace: Trace) -> Iterator[NameLookup]:
    seen: set[int] = set()
    for event in trace.events:
        if isinstance(event, CallEvent):
            yield from _by_call(event)
        for value in values_of(event):
            for term in new_in(value, seen):
                yield from _by_value(term, event)


def new_in(
    value: Term, seen: set[int], stop: Callable[[Term], bool] = lambda term: False
) -> list[Term]:
    """What a value was made from, without what was seen before; it counts as seen then.

    What stands behind a value where it has to `stop` is left out.
    """
    ends = ancestors(value, lambda term: id(term) in seen or stop(term))
    found = [term for term in ends if id(term) not in seen]
    seen.update(id(term) for term in found)
    return found


def _by_call(event: CallEvent) -> Iterator[NameLookup]:
    """``metrics_names.index('accuracy')``, ``dict(zip(metrics_names, …)).get('accuracy')``."""
    given = event.arguments.positional
    name = constant_string(given[0].value) if given else None
    if name is None or not isinstance(event.callee, Attribute):
        return
    base = event.callee.base
    if event.callee.name == "index" and _holds_names(base):
        yield NameLookup(name, event.place, event)
    if event.callee.name in ("get", "pop") and len([*event.arguments]) == 1:
        place = _pairs(base)
        if place is not None:
            yield NameLookup(name, place, event)


def _by_value(term: Term, event: Event) -> Iterator[NameLookup]:
    """``dict(zip(metrics_names, …))['accuracy']``, ``name == 'accuracy'`` in a loop over them."""
    match term:
        case Item(base=base, key=Const(value=str() as name)):
            place = _pairs(base)
            if place is not None:
                yield NameLookup(name, place, event)
        case Operation(operator="==" | "in", operands=(one, other)) if _picks(event):
            for compared, named in ((one, other), (other, one)):
                name_or_none = constant_string(named)
                if name_or_none is not None and _is_one_name(compared) and compared.place:
                    yield NameLookup(name_or_none, compared.place, event)


def _picks(event: Event) -> bool:
    """Whether what a test lets through is kept: what is only printed fails nowhere."""
    if not isinstance(event, TestEvent) or not isinstance(event.node, cst.If):
        return True
    return not all(map(_prints, event.node.body.body))


def _prints(statement: cst.BaseStatement | cst.BaseSmallStatement) -> bool:
    match statement:
        case cst.SimpleStatementLine(body=parts):
            return all(map(_prints, parts))
        case cst.Expr(
            value=cst.Call(func=cst.Name(value=name) | cst.Attribute(attr=cst.Name(value=name)))
        ):
            return name in PRINTING
    return isinstance(statement, cst.Continue | cst.Pass)


def _is_one_name(term: Term) -> bool:
    return isinstance(term, Element) and _holds_names(term.iterable)


def _holds_names(term: Term) -> bool:
    match term:
        case Attribute(name=name):
            return name == NAMES
        case Result(event=event) if is_function(event.callee, "builtins.list"):
            return any(_holds_names(argument.value) for argument in event.arguments)
    return False


def _pairs(term: Term) -> Place | None:
    """Where a dictionary is made that pairs the names with values."""
    match term:
        case Result(event=event) if is_function(event.callee, "builtins.dict"):
            values = [argument.value for argument in event.arguments]
            place: Place | None = event.place
        case Comprehension(kind="dict", element=element, iterable=iterable):
            values, place = [element, iterable], term.place
        case _:
            return None
    paired = any(_is_one_name(found) for value in values for found in ancestors(value))
    return place if paired else None
