"""Taken parameters: what a call sets parameters of, and what it is given for each by name.

An estimator takes them as keywords, the boosting libraries' own ``train`` and ``cv`` in a
dictionary.
"""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.library_names import is_function, is_unbound
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.values import Argument, Const, Mapping, Term
from tunelint.libraries.boosting.integers import TRAINING_FUNCTIONS
from tunelint.libraries.scikit_learn.configured import Configured, configured

TRAININGS = tuple(
    f"{library}.{function}"
    for library, functions in TRAINING_FUNCTIONS.items()
    for function in sorted(functions)
)
CASTS = ("builtins.int", "builtins.float", "builtins.round", "builtins.str", "builtins.bool")


def takers(event: CallEvent) -> tuple[Configured, ...]:
    """The estimators, or the training by a dictionary, that the call sets parameters of."""
    training = training_function(event)
    if training is None:
        return configured(event)
    return (Configured(training.partition(".")[0], training),)


def training_function(event: CallEvent) -> str | None:
    """Which training by a dictionary of parameters the call is: ``xgboost.train``."""
    found = is_function(event.callee, *TRAININGS)
    return None if found is None or is_unbound(event.callee) else found


def named_arguments(event: CallEvent) -> Iterator[tuple[str, Argument]]:
    """What is given by name."""
    if training_function(event) is None:
        yield from event.arguments.keywords.items()
        return
    given = _dictionary(event)
    if given is None or not isinstance(given.value, Mapping):
        return
    for entry in given.value.entries:
        if isinstance(entry.key, Const) and isinstance(entry.key.value, str):
            name = entry.key.value
            yield name, Argument(entry.value, entry.place or given.place, name)


def spread_arguments(event: CallEvent) -> Iterator[Argument]:
    """What is handed over whole, and cannot be resolved: ``**params``."""
    if training_function(event) is None:
        yield from event.arguments.spread
        return
    given = _dictionary(event)
    if given is None or (isinstance(given.value, Mapping) and not given.value.open):
        return
    yield given
    if isinstance(given.value, Mapping):
        yield from (Argument(term, given.place) for term in given.value.spread)


def optional_names(event: CallEvent) -> frozenset[str]:
    """The entries of the dictionary that may be missing."""
    given = _dictionary(event) if training_function(event) is not None else None
    entries = given.value.entries if given and isinstance(given.value, Mapping) else ()
    return frozenset(str(getattr(one.key, "value", "")) for one in entries if one.perhaps)


def is_closed(event: CallEvent) -> bool:
    """Whether nothing else can be given."""
    if training_function(event) is None:
        return not event.arguments.open_keywords and not event.arguments.open_positional
    given = _dictionary(event)
    return given is not None and isinstance(given.value, Mapping) and not given.value.open


def uncast(term: Term) -> Term:
    """The value behind ``int(value)`` and the like."""
    while isinstance(term, Result) and is_function(term.event.callee, *CASTS):
        given = term.event.arguments.positional
        if not given:
            break
        term = given[0].value
    return term


def _dictionary(event: CallEvent) -> Argument | None:
    return event.arguments.get("params", ("params",))
