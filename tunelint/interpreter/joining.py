"""Joining: what a container holds where arms meet that left different things in it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace
from typing import Any, cast

from tunelint.files.place import Place
from tunelint.interpreter.contents import Contents, Element, Entries, Listing, same
from tunelint.interpreter.values import Const, Entry, Opaque, Term, equal, join, options_of


def joined(place: Place | None, contents: list[Contents]) -> Contents:
    """The contents that stand for any of several."""
    result = contents[0]
    if isinstance(result, Element):
        built = [each for each in contents if isinstance(each, Element)]
        element = join(place, [each.element for each in built])
        return Element(element, all(each.plain for each in built))
    for other in contents[1:]:
        if same(result, other):
            continue
        match result, other:
            case Listing(), Listing():
                result = _listings(place, result, other)
            case Entries(), Entries():
                result = _entries(place, result, other)
    return result


def _listings(place: Place | None, one: Listing, other: Listing) -> Listing:
    hidden = united(one.hidden, other.hidden)
    if one.exact and other.exact and len(one.items) == len(other.items):
        return Listing(_side_by_side(place, one.items, other.items), hidden=hidden)
    if not one.open and not other.open and same_items(one.items, other.items):
        return Listing(one.items, reordered=True, hidden=hidden)
    stands = min(one.standing, other.standing)
    first = _side_by_side(place, one.items[:stands], other.items[:stands])
    rest = united(one.items[stands:], other.items[stands:])
    least = min(one.shortest, other.shortest)
    put = min(one.put, other.put)
    return Listing([*first, *rest], True, False, stands, least, hidden, put)


def _side_by_side(place: Place | None, ones: list[Term], others: list[Term]) -> list[Term]:
    return [
        one if one is other else join(one.place or place, [one, other])
        for one, other in zip(ones, others, strict=True)
    ]


def same_items(ones: list[Term], others: list[Term]) -> bool:
    return sorted(map(id, ones)) == sorted(map(id, others))


def united(ones: Iterable[Term], others: Iterable[Term]) -> tuple[Term, ...]:
    """The terms of both, each once."""
    return tuple({id(term): term for term in (*ones, *others)}.values())


def _entries(place: Place | None, one: Entries, other: Entries) -> Entries:
    alike = _alike(one.entries, other.entries)
    rest, others = one.entries[alike:], other.entries[alike:]
    here, there = Index(rest), Index(others)
    found = [_entry(place, entry, there.counterpart(entry), other) for entry in rest]
    for entry in others:
        if here.counterpart(entry) is None:
            found.append(_entry(place, entry, None, one))
    return Entries(
        [*one.entries[:alike], *found],
        one.open or other.open or not _same_keys(rest, there),
        united(one.spread, other.spread),
        united(one.hidden, other.hidden),
    )


def _alike(ones: list[Entry], others: list[Entry]) -> int:
    """How many of the first entries are the same in both, and stand under keys of their own."""
    pairs = enumerate(zip(ones, others, strict=False))
    shorter = min(len(ones), len(others))
    count = next((number for number, (one, other) in pairs if one is not other), shorter)
    first = [_value_of(entry) for entry in ones[:count] if _is_constant(entry)]
    rest = (*ones[count:], *others[count:])
    further = (_value_of(entry) for entry in rest if _is_constant(entry))
    keys = set(first)
    return count if len(keys) == len(first) and keys.isdisjoint(further) else 0


def _is_constant(entry: Entry) -> bool:
    """Whether an entry stands under a key that is known."""
    key = entry.key
    return isinstance(key, Const) and isinstance(key.value, Hashable)


def _value_of(entry: Entry) -> Any:
    return cast("Const", entry.key).value


def _same_keys(ones: list[Entry], other: Index) -> bool:
    """Whether entries under one key have it written alike: not as 1 and as True."""
    pairs = ((entry, other.counterpart(entry)) for entry in ones)
    return all(found is None or equal(entry.key, found.key) for entry, found in pairs)


class Index:
    """The entries of a dictionary by their keys; of those under one key, the last."""

    def __init__(self, entries: list[Entry]) -> None:
        self._own = {id(entry) for entry in entries}
        self._known = {_value_of(entry): entry for entry in entries if _is_constant(entry)}

    def counterpart(self, entry: Entry) -> Entry | None:
        """The same entry, or the one under the same key."""
        if _is_constant(entry):
            return self._known.get(_value_of(entry))
        return entry if id(entry) in self._own else None


def _entry(place: Place | None, entry: Entry, other: Entry | None, rest: Entries) -> Entry:
    """One of two entries under one key; where there is no other, it may be missing."""
    if other is entry:
        return entry
    value = entry.value
    if other is not None:
        if other.value is not value:
            value = join(entry.place or place, [value, other.value])
        return _altered(entry, value, entry.perhaps or other.perhaps)
    if rest.open and isinstance(entry.key, Const):
        unseen = Opaque(entry.place or place, "perhaps stored under this key")
        value = join(entry.place or place, [value, unseen])
    return _altered(entry, value, perhaps=True)


def _altered(entry: Entry, value: Term, perhaps: bool) -> Entry:
    """The entry with these, itself where it has them."""
    if value is entry.value and perhaps is entry.perhaps:
        return entry
    return replace(entry, value=value, perhaps=perhaps)


def covers(head: Contents, end: Contents) -> bool:
    """Whether what a pass left is among what was taken to be there when it began."""
    match head, end:
        case Listing(), Listing():
            return _covers_items(head, end)
        case Entries(), Entries():
            known, left = Index(head.entries), Index(end.entries)
            return all(_covers_entry(head, known, entry) for entry in end.entries) and all(
                entry.perhaps or _surely_in(left, entry) for entry in head.entries
            )
        case Element(), Element():
            return _among(end.element, head.element)
    return False


def _covers_items(head: Listing, end: Listing) -> bool:
    if not head.open:
        alike = not end.open and len(head.items) == len(end.items)
        if head.reordered:
            return alike and same_items(head.items, end.items)
        return alike and not end.reordered and all(map(_among, end.items, head.items))
    stands = head.standing
    return (
        end.standing >= stands
        and end.shortest >= head.shortest
        and all(map(_among, end.items[:stands], head.items[:stands]))
    )


def _covers_entry(head: Entries, known: Index, entry: Entry) -> bool:
    if not isinstance(entry.key, Const):
        return head.open
    found = known.counterpart(entry)
    return head.open if found is None else _among(entry.value, found.value)


def _surely_in(end: Index, entry: Entry) -> bool:
    found = end.counterpart(entry)
    return found is not None and not found.perhaps


def _among(value: Term, known: Term) -> bool:
    """Whether every alternative of `value` is one of `known`, which may be anything at all."""
    options = options_of(known)
    return any(isinstance(option, Opaque) for option in options) or all(
        any(equal(one, option) for option in options) for one in options_of(value)
    )
