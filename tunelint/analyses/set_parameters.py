"""Set parameters: what calls of ``set_params`` set by name, and what changes an estimator later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tunelint.files.place import Place
from tunelint.interpreter.library_names import is_function, named
from tunelint.interpreter.objects import CallEvent, Event, Result
from tunelint.interpreter.trace import StoreEvent, Trace
from tunelint.interpreter.values import (
    Attribute,
    Const,
    Element,
    Item,
    Mapping,
    Sequence,
    Term,
    options_of,
)
from tunelint.libraries.scikit_learn.names import same_object
from tunelint.libraries.scikit_learn.search_space import read_space
from tunelint.libraries.scikit_learn.tables import NAMED_MEMBERS
from tunelint.model.fact_of import worth

_GRIDS = {"ParameterGrid": "param_grid", "ParameterSampler": "param_distributions"}
_LISTS = ("builtins.list", "builtins.tuple", "builtins.sorted")
# What holds the members of an estimator, and hands the very objects out.
_LISTINGS = frozenset({*NAMED_MEMBERS.values(), "named_steps", "named_estimators", "__dict__"})


@dataclass(frozen=True, eq=False)
class Name:
    """A name that a dictionary sets, and what it sets it to, where that can be listed."""

    name: object
    place: Place | None
    options: tuple[Term, ...] | None
    # No decision leaves it out.
    surely: bool = True


Part = tuple[Name, ...]


def names_set(event: CallEvent) -> tuple[Part, ...] | None:
    """What the call sets, in one pass or the other; None where that cannot be read."""
    given = event.arguments
    written = tuple(
        Name(name, argument.spelled, (argument.value,)) for name, argument in given.keywords.items()
    )
    if not given.open_keywords:
        return (written,)
    parts = _spread(given.spread[0].value) if len(given.spread) == 1 else None
    return None if parts is None else tuple((*part, *written) for part in parts)


def _spread(term: Term) -> tuple[Part, ...] | None:
    """The dictionaries behind ``**``: those of a list, or of a grid that a loop goes through."""
    if isinstance(term, Element):
        return None if term.changed else _in_grid(term.iterable)
    parts: list[Part] = []
    for option in options_of(term):
        if not isinstance(option, Mapping) or option.open:
            return None
        parts.append(
            tuple(
                Name(worth(one.key).value, one.place, (one.value,), not one.perhaps)
                for one in option.entries
            )
        )
    return tuple(parts)


def _in_grid(iterable: Term) -> tuple[Part, ...] | None:
    """Those that a ``ParameterGrid`` or a ``ParameterSampler`` gives one after the other."""
    match iterable:
        case Result(event=event) if is_function(event.callee, *_LISTS):
            given = event.arguments.positional
            return _in_grid(given[0].value) if given else None
        case Result(event=event):
            maker = named(event.callee, "sklearn", _GRIDS)
            if maker is None:
                return None
            argument = event.arguments.get(_GRIDS[maker], (_GRIDS[maker],))
            space = read_space(argument.value) if argument is not None else None
            if space is None or not space.whole:
                return None
            return tuple(
                tuple(
                    Name(axis.name.value, axis.place, _listed(axis.values), not axis.perhaps)
                    for axis in part
                )
                for part in space.parts
            )
    return None


def _listed(values: Term) -> tuple[Term, ...] | None:
    return tuple(values.items) if isinstance(values, Sequence) and not values.open else None


# -- changes ---------------------------------------------------------------------------------------


def changes(trace: Trace) -> dict[int, list[Event]]:
    """What may put an estimator into another one, by the call that built that."""
    found: dict[int, list[Event]] = {}
    for event in trace.events:
        for term in _changed(event):
            for option in options_of(same_object(term)):
                if isinstance(option, Result):
                    found.setdefault(id(option.event), []).append(event)
    return found


def _changed(event: Event) -> Iterator[Term]:
    """What an event sets parameters of, other than constants."""
    match event:
        case StoreEvent(base=base, value=value) if not _is_constant(value):
            yield _whole(base)
        case CallEvent(callee=Attribute(base=base, name="set_params")):
            parts = names_set(event)
            values = [one.options for part in parts or () for one in part]
            if parts is None or not all(map(_are_constants, values)):
                yield _whole(base)
        case CallEvent(callee=Attribute(base=Attribute(base=base, name=name))):
            if name in _LISTINGS:
                yield _whole(base)


def _whole(term: Term) -> Term:
    """The estimator that an attribute, or an item of one, is part of."""
    while isinstance(term, Attribute | Item):
        term = same_object(term.base)
    return term


def _are_constants(options: tuple[Term, ...] | None) -> bool:
    return options is not None and all(map(_is_constant, options))


def _is_constant(term: Term) -> bool:
    return all(isinstance(option, Const) for option in options_of(term))
