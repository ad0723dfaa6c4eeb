"""Registered: the names that a tuner varies where it is told to leave new ones alone."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.library_names import called_name
from tunelint.interpreter.objects import CallEvent, Class, Function
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Attribute, Term, options_of
from tunelint.libraries.common.holding import held
from tunelint.libraries.keras_tuner.building import Built
from tunelint.libraries.keras_tuner.space import KINDS, hyperparameter, is_built_by_the_code
from tunelint.model.space import Registered

# What only looks at a space.
LOOKING = frozenset({"conditional_scope", "copy", "get", "get_config", "is_active", "name_scope"})


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
    names = names_held(trace, built, space.value)
    return Registered(names=names, argument=told) if names is not None else None


def names_held(trace: Trace, built: Built, space: Term) -> frozenset[str] | None:
    """The names that a ``HyperParameters()`` of the code holds; None where it may hold others."""
    names: set[str] = set()
    for event in trace.once(_touching).get(id(space), ()):
        if event in (built.event, built.made, built.oracle and built.oracle.event):
            continue
        found = _declared(event, space)
        if found is None:
            return None
        names |= set(map(str, found))
    return frozenset(names)


def _touching(trace: Trace) -> dict[int, list[CallEvent]]:
    """By the ids of values: the calls of their methods, and those that are handed them.

    On their own, in a container, or as a method.
    """
    found: dict[int, list[CallEvent]] = {}
    for event in trace.calls():
        terms = list(_owners(event.callee))
        for argument in (*event.arguments, *event.arguments.spread):
            for one in held(argument.value):
                terms += [one, *_owners(one)]
        for key in {id(one) for one in terms}:
            found.setdefault(key, []).append(event)
    return found


def _owners(term: Term) -> Iterator[Term]:
    """What a value is a method of."""
    if isinstance(term, Attribute):
        yield from held(term.base)


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
