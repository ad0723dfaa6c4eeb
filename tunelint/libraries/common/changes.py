"""Changes: whether an entry of a dictionary or list could have been stored anew before it is used.

What is stored under a constant key is followed as it is read; what loops and updates store is not:
``for name in whole: params[name] = int(params[name])``.
"""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.objects import CallEvent, Event, Parameter, Result
from tunelint.interpreter.trace import DeleteEvent, StoreEvent, Trace
from tunelint.interpreter.values import Attribute, Choice, Const, Item, Mapping, Term, options_of
from tunelint.libraries.common.escaping import is_given_away

REMOVING = frozenset({"clear", "pop", "popitem", "setdefault"})


def is_changed(trace: Trace, base: Term, key: object, before: Event) -> bool:
    """Whether ``base[key]`` could have been stored anew before an event, under any key."""
    return (
        _is_given(base, key)
        or _is_stored(base, key)
        or any(
            written is None or not _is_other(written, key)
            for index, written in _stored_in(trace, base)
            if index < before.index
        )
    )


def changed_names(trace: Trace, base: Term, before: Event) -> frozenset[object] | None:
    """The keys under which what the library hands to a function holds something else, or nothing.

    None where they cannot all be read, or where the value is no such thing.
    """
    found = (*_stored_in(trace, base), *trace.once(_removals).get(id(base), ()))
    changes = [key for index, key in found if index < before.index]
    if is_given_away(trace, base):
        return None
    whole = isinstance(base, Parameter | Mapping) and not getattr(base, "entries", ())
    if not whole or not all(isinstance(key, Const) for key in changes):
        return None
    return frozenset(key.value for key in changes if isinstance(key, Const))


def _stored_in(trace: Trace, base: Term) -> list[tuple[int, Term | None]]:
    return trace.once(_changes).get(id(base), [])


def is_read_unchanged(trace: Trace, term: Term, before: Event) -> bool:
    """Whether a value that is looked up was surely not stored anew before it was looked up."""
    match term:
        case Choice(options=options):
            return all(is_read_unchanged(trace, option, before) for option in options)
        case Item(base=base, key=Const(value=key)):
            return not _is_lost(trace, base, key, before) and is_read_unchanged(trace, base, before)
        case Result(event=CallEvent(callee=Attribute(base=base, name="get" | "pop")) as event):
            given = event.arguments.positional
            key = given[0].value.value if given and isinstance(given[0].value, Const) else None
            return not is_changed(trace, base, key, event) and is_read_unchanged(
                trace, base, before
            )
        case Result(event=event) if event.arguments.positional:
            return is_read_unchanged(trace, event.arguments.positional[0].value, event)
    return True


def _is_lost(trace: Trace, base: Term, key: object, before: Event) -> bool:
    """Whether a key that is no constant could have replaced ``base[key]``."""
    return _is_given(base, key) or any(
        written is None or not (isinstance(written, Const) or _is_other(written, key))
        for index, written in _stored_in(trace, base)
        if index < before.index
    )


def _is_given(base: Term, key: object) -> bool:
    """Whether a copy has a value of its own under the key: ``dict(params, depth=5)``."""
    for option in options_of(base):
        if isinstance(option, Result) and option.event.arguments.positional:
            given = option.event.arguments
            if key in given.keywords or given.open_keywords:
                return True
            if _is_given(given.positional[0].value, key):
                return True
    return False


def _is_stored(base: Term, key: object) -> bool:
    """Whether a dictionary that is handed over has been given the key since."""
    return any(
        isinstance(option, Mapping) and option.get(key) is not None for option in options_of(base)
    )


def _is_other(written: Term, key: object) -> bool:
    return all(isinstance(option, Const) and option.value != key for option in options_of(written))


def _removals(trace: Trace) -> dict[int, list[tuple[int, Term | None]]]:
    """What may be taken out of each value, by its id: when, and under which key, None for any."""
    found: dict[int, list[tuple[int, Term | None]]] = {}
    for event in trace.events:
        for base, key in _removed(event):
            for option in options_of(base):
                found.setdefault(id(option), []).append((event.index, key))
    return found


def _removed(event: Event) -> Iterator[tuple[Term, Term | None]]:
    match event:
        case DeleteEvent(base=base, key=key):
            yield base, key
        case CallEvent(callee=Attribute(base=base, name=name)) if name in REMOVING:
            given = event.arguments.positional
            yield base, given[0].value if given else None


def _changes(trace: Trace) -> dict[int, list[tuple[int, Term | None]]]:
    """What is stored in each value, by its id: when, and under which key, None for any."""
    found: dict[int, list[tuple[int, Term | None]]] = {}
    for event in trace.events:
        match event:
            case StoreEvent(base=base, key=key, attribute=False):
                for option in options_of(base):
                    found.setdefault(id(option), []).append((event.index, key))
            case CallEvent(callee=Attribute(base=base, name="update")):
                for option in options_of(base):
                    found.setdefault(id(option), []).append((event.index, None))
    return found
