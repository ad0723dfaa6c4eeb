"""Dictionaries: what their methods, ``base[key] = value`` and ``del base[key]`` do to them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace
from typing import cast

from tunelint.files.place import Place
from tunelint.interpreter.contents import Entries
from tunelint.interpreter.objects import Arguments
from tunelint.interpreter.values import (
    Choice,
    Const,
    Entry,
    Mapping,
    Opaque,
    Sequence,
    Term,
    equal,
    join,
    options_of,
    same_key,
)


def stored(held: Entries, entry: Entry) -> Entries:
    """The entries after ``base[key] = value``."""
    key = entry.key
    if isinstance(key, Const):
        if entry.perhaps:
            entry = _perhaps_instead(held, entry)
        number = _place_of(held.entries, key)
        if number is None:
            return held._replace(entries=[*held.entries, entry])
        each = held.entries[number]
        # A key that may be missing may be written 1 now, not True.
        other = each.perhaps and not equal(each.key, key)
        entries = list(held.entries)
        entries[number] = replace(entry, key=each.key)
        return held._replace(entries=entries, open=held.open or other)
    touched = [
        _perhaps_holds(each, entry.value) if _may_be_under(each, entry.key) else each
        for each in held.entries
    ]
    if not any(each.key is key for each in held.entries):
        touched.append(replace(entry, perhaps=True))
    return held._replace(entries=touched, open=True)


def stored_in_turn(held: Entries, entries: list[Entry]) -> Entries:
    """The entries after each of several is stored."""
    if not held.entries and all(_is_plain(entry) for entry in entries):
        found: dict[object, Entry] = {}
        for entry in entries:
            key = cast("Const", entry.key).value
            earlier = found.get(key)
            found[key] = entry if earlier is None else replace(entry, key=earlier.key)
        return held._replace(entries=list(found.values()))
    for entry in entries:
        held = stored(held, entry)
    return held


def _is_plain(entry: Entry) -> bool:
    """Whether an entry surely stands under a key that is known."""
    key = entry.key
    return isinstance(key, Const) and isinstance(key.value, Hashable) and not entry.perhaps


def _place_of(entries: Iterable[Entry], key: Const) -> int | None:
    """Which of some entries stands under a constant key, counted from 0."""
    value = key.value
    for number, each in enumerate(entries):
        if isinstance(each.key, Const) and same_key(each.key.value, value):
            return number
    return None


def _is_under(entry: Entry, key: Const) -> bool:
    return isinstance(entry.key, Const) and same_key(entry.key.value, key.value)


def _may_be_under(entry: Entry, key: Term) -> bool:
    """Whether an entry may stand under a key that is not known."""
    options = options_of(key)
    if isinstance(key, Choice) and all(isinstance(option, Const) for option in options):
        return any(isinstance(option, Const) and _is_under(entry, option) for option in options)
    return True


def _perhaps_instead(held: Entries, entry: Entry) -> Entry:
    """An entry that only some runs store, joined with what the others have there."""
    assert isinstance(entry.key, Const)
    earlier = under(held, entry.key)
    if earlier is not None:
        value = join(entry.place, [earlier.value, entry.value])
        return replace(entry, value=value, perhaps=earlier.perhaps)
    if held.open:
        unseen = Opaque(entry.place, "perhaps stored under this key")
        return replace(entry, value=join(entry.place, [entry.value, unseen]))
    return entry


def _perhaps_holds(entry: Entry, value: Term) -> Entry:
    return replace(entry, value=join(entry.place, [entry.value, value]))


def under(held: Entries, key: Const) -> Entry | None:
    """The entry under a constant key."""
    return next((each for each in reversed(held.entries) if _is_under(each, key)), None)


def looked_up(held: Entries, key: Const, default: Term | None) -> Term | None:
    """What stands under a constant key; None where that is not known.

    Without a default the key is taken to be there.
    """
    entry = under(held, key)
    if entry is None:
        return None if held.open else default
    if entry.perhaps and default is not None:
        return join(entry.place, [entry.value, default])
    return entry.value


def without(held: Entries, key: Term) -> Entries:
    """The entries after ``del base[key]`` or ``base.pop(key)``."""
    if isinstance(key, Const):
        return held._replace(entries=[each for each in held.entries if not _is_under(each, key)])
    entries = [
        replace(each, perhaps=True) if _may_be_under(each, key) else each for each in held.entries
    ]
    return held._replace(entries=entries)


def with_default(held: Entries, entry: Entry) -> tuple[Entries, Term | None]:
    """The entries after ``base.setdefault(key, value)``, and what it gives back if known."""
    if not isinstance(entry.key, Const):
        return stored(held, entry), None
    earlier = under(held, entry.key)
    if earlier is None and held.open:
        unseen = Opaque(entry.place, "perhaps there already")
        entry = replace(entry, value=join(entry.place, [unseen, entry.value]))
        return stored(held, entry), None
    if earlier is not None and not earlier.perhaps:
        return held, earlier.value
    if earlier is not None:
        entry = replace(entry, value=join(entry.place, [earlier.value, entry.value]))
    return stored(held, entry), entry.value


def updated(held: Entries, values: Iterable[Term], arguments: Arguments) -> Entries:
    """The entries after ``base.update(*values, **arguments)``."""
    for value in values:
        held = merged(held, value)
    for name, argument in arguments.keywords.items():
        key = Const(argument.place, name)
        held = stored(held, Entry(key, argument.value, argument.place, argument.caller))
    for spread in arguments.spread:
        held = merged(held, spread.value)
    return _overwritten(held, None) if arguments.open_keywords else held


def merged(held: Entries, value: Term) -> Entries:
    """The entries with those of another value over them."""
    match value:
        case Mapping(entries=entries):
            if value.open:
                held = _overwritten(held, value.place, value.hidden)
            held = stored_in_turn(held, entries)
            return held._replace(spread=(*held.spread, *value.spread))
        case Sequence(open=False, items=items):
            for item in items:
                pair = _pair(item)
                held = _overwritten(held, value.place) if pair is None else stored(held, pair)
            return held
    return _overwritten(held, value.place, (value,))


def _pair(item: Term) -> Entry | None:
    match item:
        case Sequence(items=[key, value], open=False, reordered=False):
            return Entry(key, value, item.place)
    return None


def _overwritten(held: Entries, place: Place | None, values: tuple[Term, ...] = ()) -> Entries:
    """What may be there after entries were stored that cannot be read."""
    unseen = Opaque(place, "perhaps overwritten", values)
    entries = [_perhaps_holds(each, unseen) for each in held.entries]
    return held._replace(entries=entries, open=True, hidden=(*held.hidden, *values))
