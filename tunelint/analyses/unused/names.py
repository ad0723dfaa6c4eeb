"""Hyperparameters that a trial reads again by their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tunelint import registry
from tunelint.interpreter.frames import LoopFrame
from tunelint.interpreter.library_names import dotted
from tunelint.interpreter.objects import CallEvent, Class, Event, Function, Instance, Result
from tunelint.interpreter.provenance import ancestors_of_all
from tunelint.interpreter.trace import (
    BindEvent,
    LoadEvent,
    ReturnEvent,
    StoreEvent,
    TestEvent,
    Trace,
)
from tunelint.interpreter.values import Attribute, Const, Item, Term, Unbound, options_of
from tunelint.model.search import Search
from tunelint.model.space import Hyperparameter

# What looks at a trial, or at anything, without reading a value of it by its name.
LIBRARIES = frozenset(
    [
        "builtins",
        *(
            package
            for library, tuner in registry.tuners()
            if tuner.one_value_a_name
            for package in library.packages
        ),
    ]
)
NAMESPACES = ("builtins.eval", "builtins.exec", "builtins.locals", "builtins.vars")
HOLDING = frozenset({"params", "values"})


def read_by_name(
    trace: Trace, search: Search, declared: list[Hyperparameter]
) -> frozenset[object] | None:
    """The constants by which a trial could look hyperparameters up; None where it may see all.

    ``hp.get("units")``, ``parent_name="model"``, ``hp.conditional_scope("model", …)``.
    """
    own = {id(each.event) for each in declared}
    spaces = {
        id(each.event.callee.base): each.event.callee.base
        for each in declared
        if isinstance(each.event, CallEvent) and isinstance(each.event.callee, Attribute)
    }
    found: set[object] = set()
    inside = search.events(trace)
    for event in inside:
        if isinstance(event, CallEvent):
            if _hands_all(event, spaces) and not _tells(event, search):
                return None
            found.update(constants(event, named=id(event) in own))
    for term in terms_of(inside):
        if _holds_all(term, spaces):
            return None
        if isinstance(term, Item):
            if isinstance(term.key, Const):
                found.add(term.key.value)
            elif _is_space(term.base, spaces):
                return None
    return frozenset(found)


def _holds_all(term: Term, spaces: dict[int, Term]) -> bool:
    """``hp.values``, ``trial.params``: what holds every value."""
    return isinstance(term, Attribute) and term.name in HOLDING and _is_space(term.base, spaces)


def _is_space(term: Term, spaces: dict[int, Term]) -> bool:
    return any(id(option) in spaces for option in options_of(term))


def _hands_all(event: CallEvent, spaces: dict[int, Term]) -> bool:
    """Whether code that cannot be read is given the trial, or every name around it."""
    full = dotted(event.callee)
    if set(full) & set(NAMESPACES):
        return True
    callee = event.callee
    if isinstance(callee, Attribute) and _is_space(callee.base, spaces):
        keys = [one.value for one in event.arguments.positional[:1]]
        return callee.name == "get" and not all(isinstance(key, Const) for key in keys)
    if all(isinstance(option, Function | Class) for option in options_of(callee)):
        return False
    libraries = LIBRARIES.intersection(name.partition(".")[0] for name in full)
    if libraries and not isinstance(callee, Unbound):
        return False
    return any(_is_space(argument.value, spaces) for argument in event.arguments)


def _tells(event: CallEvent, search: Search) -> bool:
    """``study.tell(trial, score)``."""
    match event.callee:
        case Attribute(base=base, name="tell") if search.asked:
            return any(option is search.result for option in options_of(base))
    return False


def constants(event: CallEvent, *, named: bool) -> Iterator[object]:
    """The constants that a call is given, but for the name that a declaration declares."""
    arguments = [*event.arguments.positional, *event.arguments.keywords.values()]
    for position, argument in enumerate(arguments):
        is_name = argument.keyword == "name" or (argument.keyword is None and position == 0)
        if named and is_name:
            continue
        for option in options_of(argument.value):
            if isinstance(option, Const) and isinstance(option.value, str):
                yield option.value


def terms_of(events: Iterable[Event]) -> Iterator[Term]:
    """Every value that events are about, each once."""
    return ancestors_of_all((term for event in events for term in _given(event)), _is_made)


def _given(event: Event) -> Iterator[Term]:
    match event:
        case CallEvent(callee=callee, arguments=arguments):
            yield callee
            yield from (one.value for one in (*arguments, *arguments.spread))
        case BindEvent(value=value) | ReturnEvent(value=value) | StoreEvent(value=value):
            yield value
        case TestEvent(condition=condition):
            yield condition
        case LoadEvent(value=value):
            yield value
    yield from (frame.iterable for frame in event.path if isinstance(frame, LoopFrame))


def _is_made(term: Term) -> bool:
    """What a call gives back has an event of its own."""
    return isinstance(term, Result | Instance)
