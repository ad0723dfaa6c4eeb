"""Registered: the names that a tuner varies where it is told to leave new ones alone."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.library_names import called_name
from tunelint.interpreter.objects import CallEvent, Class, Function
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Attribute, Term, options_of
from tunelint.libraries.keras_tuner.building import Built
from tunelint.libraries.keras_tuner.space import KINDS, hyperparameter, is_built_by_the_code
from tunelint.model.space import Registered

# What only looks at a space.
LOOKING = frozenset({"conditional_scope", "get", "get_config", "is_active", "name_scope"})


def registered(trace: Trace, built: Built) -> Registered | None:
    """The names of the space that is handed over, with ``tune_new_entries=False``; else None.

    None also where it may hold more than can be read, and where new names are an error.
    """
    space, told = built.given("hyperparameters"), built.given("tune_new_entries")
    if space is None or told is None or not is_built_by_the_code(space.value):
        return None
    if not built.fact("tune_new_entries").always(lambda value: value is False):
        return None
    if not built.fact("allow_new_entries").always(lambda value: value is True):
        return None
    names: set[object] = set()
    for event in _touching(trace, space.value):
        if event in (built.event, built.made, built.oracle and built.oracle.event):
            continue
        found = _declared(event, space.value)
        if found is None:
            return None
        names |= set(found)
    return Registered(names=frozenset(map(str, names)), argument=told)


def _touching(trace: Trace, space: Term) -> Iterator[CallEvent]:
    """The calls of the space's methods, and those that are handed it."""
    for event in trace.calls():
        callee = event.callee
        own = isinstance(callee, Attribute) and space in options_of(callee.base)
        given = (*event.arguments, *event.arguments.spread)
        if own or any(space in options_of(argument.value) for argument in given):
            yield event


def _declared(event: CallEvent, space: Term) -> tuple[object, ...] | None:
    """The names that the call puts into the space; None where they cannot be read."""
    callee = event.callee
    if all(isinstance(option, Function | Class) for option in options_of(callee)):
        return ()
    if not isinstance(callee, Attribute) or callee.base is not space:
        return None
    if callee.name in LOOKING:
        return ()
    name = called_name(event)
    return hyperparameter(event, name).name.values if name in KINDS else None
