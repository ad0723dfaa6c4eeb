"""Configurations that a trial is handed: which of their entries it never reads."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from tunelint.analyses.unused.contexts import Contexts
from tunelint.analyses.unused.names import constants, terms_of
from tunelint.analyses.unused.values import Values, values_in
from tunelint.files.place import Place
from tunelint.interpreter.objects import CallEvent, Event, Parameter
from tunelint.interpreter.provenance import ancestors
from tunelint.interpreter.trace import BindEvent, LoadEvent, Trace
from tunelint.interpreter.values import Attribute, Const, Item, Mapping, Sequence, Term, options_of
from tunelint.model.search import Search
from tunelint.model.space import Hyperparameter

Found = tuple[Hyperparameter, Place | None]


def unread_keys(trace: Trace, search: Search) -> Iterator[Found]:
    """The hyperparameters of a space that no trial reads from what it is handed.

    Nothing is said where the configuration is passed on whole, or where no reading can be seen.
    With it comes the optimizer that is built with the value and never used, if that is all.
    """
    inside = search.events(trace)
    contexts = trace.once(Contexts)
    readings = _readings(contexts, search, inside)
    if readings is None or not readings:
        return
    reading = _Reading(trace, trace.once(values_in), inside, readings, _elsewhere(search, inside))
    named = {each.name.value for each in search.hyperparameters or ()}
    by_name = all(key in named for key in readings)
    for hyperparameter, keys in _direct(search):
        spoken = tuple(key for key in keys if isinstance(key, str)) if by_name else keys
        used, optimizer = reading.of(spoken or keys)
        if not used:
            yield hyperparameter, optimizer


def _readings(contexts: Contexts, search: Search, inside: list[Event]) -> list[object] | None:
    """The keys under which the trials read their configuration; None where they use it whole."""
    found: list[object] = []
    named = {each.name.value for each in search.hyperparameters or ()}
    for sample in _samples(search, inside):
        by_name = isinstance(sample, Parameter) and (sample.index or sample.name in named)
        for _, context in () if by_name else contexts.of(sample):
            if context.kind == "whole":
                return None
            if context.kind == "key":
                found.append(context.key)
        if isinstance(sample, Parameter):
            found.append(sample.name)
    return found


def _samples(search: Search, inside: list[Event]) -> list[Term]:
    """What the library hands to the functions of a trial, ``**`` parameters among it."""
    found: dict[int, Term] = {}
    for event in inside:
        if isinstance(event, LoadEvent):
            for option in options_of(event.value):
                handed = isinstance(option, Parameter) and option.event in search.trial_events
                if handed or _holds_the_rest(option, search):
                    found.setdefault(id(option), option)
    return list(found.values())


def _holds_the_rest(term: Term, search: Search) -> bool:
    """Whether it is the ``**`` parameter of a function that the library calls."""
    return (
        isinstance(term, Mapping)
        and term.open
        and term.place is not None
        and any(term.place.node is function.node for function in search.functions)
    )


class _Reading:
    """Whether the values read under a key are used."""

    def __init__(
        self,
        trace: Trace,
        values: Values,
        inside: list[Event],
        readings: list[object],
        elsewhere: frozenset[object],
    ) -> None:
        self.trace = trace
        self.values = values
        self.inside = inside
        self.readings = readings
        self.elsewhere = elsewhere

    def of(self, keys: tuple[object, ...]) -> tuple[bool, Place | None]:
        """Whether a value that stands under one of the keys is used; else its idle optimizer."""
        if any(_equal(key, other) for key in keys for other in self.elsewhere):
            return True, None
        read = sum(1 for other in self.readings for key in keys if _equal(key, other))
        items = list(self._items(keys))
        bound = [term for term in items if self._is_bound(term)]
        if any(self.values.used(term, None) for term in bound):
            return True, None
        wasted = [call for term in items for call in self.values.wasted(term)]
        inline = sum(1 for term in items if term not in bound and list(self.values.wasted(term)))
        if read > len(bound) + inline:
            return True, None
        return False, wasted[0].place if wasted else None

    def _items(self, keys: tuple[object, ...]) -> Iterator[Item]:
        for item, read in self._read:
            if any(_equal(key, read) for key in keys):
                yield item

    @cached_property
    def _read(self) -> list[tuple[Item, object]]:
        """What is read by a constant key from what the trial is handed, with the key."""
        return [
            (term, term.key.value)
            for term in terms_of(self.inside)
            if isinstance(term, Item)
            and isinstance(term.base, Parameter)
            and isinstance(term.key, Const)
        ]

    def _is_bound(self, term: Term) -> bool:
        return any(
            isinstance(event, BindEvent) and any(one is term for one in options_of(event.value))
            for event in self.inside
        )


def _equal(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other


def _elsewhere(search: Search, inside: list[Event]) -> frozenset[object]:
    """The names by which a trial reads from anything but the configuration itself."""
    found: set[object] = set()
    for event in inside:
        if isinstance(event, CallEvent):
            found.update(constants(event, named=False))
    for term in terms_of(inside):
        match term:
            case Attribute(name=name):
                found.add(name)
            case Item(base=Parameter(), key=Const()):
                continue
            case Item(key=key):
                found.update(one.value for one in options_of(key) if isinstance(one, Const))
    return frozenset(found)


# -- where a hyperparameter stands in the space -----------------------------------------------


def _direct(search: Search) -> Iterator[tuple[Hyperparameter, tuple[object, ...]]]:
    """The hyperparameters that stand directly in the space, with the keys that read them."""
    tops = list(spaces(search))
    for hyperparameter in search.hyperparameters or ():
        keys = next((found for top in tops if (found := _keys(top, hyperparameter))), ())
        if keys:
            yield hyperparameter, keys


def spaces(search: Search) -> Iterator[Term]:
    """The dictionaries and lists that the search's calls are given, its space among them."""
    events = (search.built, *search.trial_events, *search.configuration, *search.run_events)
    seen: set[int] = set()
    for event in events:
        if isinstance(event, CallEvent) and id(event) not in seen:
            seen.add(id(event))
            for argument in event.arguments:
                if isinstance(argument.value, Mapping | Sequence):
                    yield argument.value


def _keys(top: Term, hyperparameter: Hyperparameter) -> tuple[object, ...]:
    match top:
        case Mapping(entries=entries, open=False):
            for entry in entries:
                if isinstance(entry.key, Const) and _stands(entry.value, hyperparameter):
                    return (entry.key.value,)
        case Sequence(items=items, open=False):
            for position, item in enumerate(items):
                if _stands(item, hyperparameter):
                    name = hyperparameter.name.value
                    return (position, position - len(items), name)
    return ()


def _stands(term: Term, hyperparameter: Hyperparameter) -> bool:
    """Whether the value is the hyperparameter's, cast or computed, but in no further container."""
    result = hyperparameter.result
    return result is not None and any(
        found is result
        for found in ancestors(term, lambda one: isinstance(one, Mapping | Sequence))
    )
