"""Contents: what lists, sets and dictionaries hold, and what they may hold after several arms.

A container is an object of the program: it keeps its identity while what it holds changes. Its
contents are plain tuples that are never changed, so that any of them can be put back.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar, cast

from tunelint.files.place import Place
from tunelint.interpreter.values import (
    Choice,
    Comprehension,
    Const,
    Entry,
    Mapping,
    Opaque,
    Sequence,
    Term,
    equal,
    join,
    options_of,
)

Container = Sequence | Mapping | Comprehension
Held = TypeVar("Held", Sequence, Mapping, Comprehension)


# Why it is not known what a container holds that somebody may have changed out of sight.
CHANGED = "perhaps changed"


# What `put` is when a pass of a loop begins: more than a list that is written anew gets.
PUT_BEFORE = 1 << 40


class Listing(NamedTuple):
    """What a list, tuple or set holds; the fields are those of `Sequence`."""

    items: list[Term]
    open: bool = False
    reordered: bool = False
    placed: int | None = None
    least: int = 0
    hidden: tuple[Term, ...] = ()
    put: int = 0

    @property
    def standing(self) -> int:
        """How many of the first items surely stand where they are listed."""
        if self.reordered:
            return 0
        return len(self.items) if self.placed is None else self.placed

    @property
    def shortest(self) -> int:
        """How many items there surely are."""
        return max(self.least, self.standing) if self.open else len(self.items)

    @property
    def exact(self) -> bool:
        """Whether the items are just those listed, in that order."""
        return not self.open and not self.reordered


class Entries(NamedTuple):
    """What a dictionary holds; the fields are those of `Mapping`."""

    entries: list[Entry]
    open: bool = False
    spread: tuple[Term, ...] = ()
    hidden: tuple[Term, ...] = ()


class Element(NamedTuple):
    """What a list that a comprehension built holds; the fields are those of `Comprehension`."""

    element: Term
    plain: bool = False


Contents = Listing | Entries | Element


def contents_of(container: Container) -> Contents:
    """What a container holds now."""
    match container:
        case Sequence():
            return listing_of(container)
        case Mapping():
            return entries_of(container)
    return Element(container.element, container.plain)


def listing_of(sequence: Sequence) -> Listing:
    """What a list, tuple or set holds now."""
    return Listing(
        sequence.items,
        sequence.open,
        sequence.reordered,
        sequence.placed,
        sequence.least,
        sequence.hidden,
        sequence.put,
    )


def entries_of(mapping: Mapping) -> Entries:
    """What a dictionary holds now."""
    return Entries(mapping.entries, mapping.open, mapping.spread, mapping.hidden)


def fill(container: Container, contents: Contents) -> None:
    """Let a container hold these contents."""
    for name, value in zip(contents._fields, contents, strict=True):
        setattr(container, name, value)
    container.weigh()


def filled(container: Held, contents: Contents) -> Held:
    """The container, with these contents."""
    fill(container, contents)
    return container


def same(one: Contents, other: Contents) -> bool:
    """Whether two contents are the same, item by item the same terms."""
    return type(one) is type(other) and all(
        mine is yours or mine == yours for mine, yours in zip(one, other, strict=True)
    )


def within(container: Container) -> Iterator[Term]:
    """The terms that a container holds, keys too."""
    match container:
        case Sequence(items=items):
            yield from items
        case Mapping(entries=entries):
            for entry in entries:
                yield entry.key
                yield entry.value
        case Comprehension(element=element):
            yield element


# -- one of several contents ----------------------------------------------------------------------


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
    hidden = _united(one.hidden, other.hidden)
    if one.exact and other.exact and len(one.items) == len(other.items):
        return Listing(_side_by_side(place, one.items, other.items), hidden=hidden)
    if not one.open and not other.open and _same_items(one.items, other.items):
        return Listing(one.items, reordered=True, hidden=hidden)
    stands = min(one.standing, other.standing)
    first = _side_by_side(place, one.items[:stands], other.items[:stands])
    rest = _united(one.items[stands:], other.items[stands:])
    least = min(one.shortest, other.shortest)
    put = min(one.put, other.put)
    return Listing([*first, *rest], True, False, stands, least, hidden, put)


def _side_by_side(place: Place | None, ones: list[Term], others: list[Term]) -> list[Term]:
    return [
        one if one is other else join(one.place or place, [one, other])
        for one, other in zip(ones, others, strict=True)
    ]


def _same_items(ones: list[Term], others: list[Term]) -> bool:
    return sorted(map(id, ones)) == sorted(map(id, others))


def _united(ones: Iterable[Term], others: Iterable[Term]) -> tuple[Term, ...]:
    """The terms of both, each once."""
    return tuple({id(term): term for term in (*ones, *others)}.values())


def _entries(place: Place | None, one: Entries, other: Entries) -> Entries:
    alike = _alike(one.entries, other.entries)
    rest, others = one.entries[alike:], other.entries[alike:]
    here, there = _Index(rest), _Index(others)
    found = [_entry(place, entry, there.counterpart(entry), other) for entry in rest]
    for entry in others:
        if here.counterpart(entry) is None:
            found.append(_entry(place, entry, None, one))
    return Entries(
        [*one.entries[:alike], *found],
        one.open or other.open or not _same_keys(rest, there),
        _united(one.spread, other.spread),
        _united(one.hidden, other.hidden),
    )


def _alike(ones: list[Entry], others: list[Entry]) -> int:
    """How many of the first entries are the same in both, and stand under keys of their own."""
    pairs = enumerate(zip(ones, others, strict=False))
    shorter = min(len(ones), len(others))
    count = next((number for number, (one, other) in pairs if one is not other), shorter)
    first = [_value_of(entry) for entry in ones[:count] if _is_constant(entry)]
    further = (
        _value_of(entry) for entry in (*ones[count:], *others[count:]) if _is_constant(entry)
    )
    keys = set(first)
    return count if len(keys) == len(first) and keys.isdisjoint(further) else 0


def _is_constant(entry: Entry) -> bool:
    """Whether an entry stands under a key that is known."""
    key = entry.key
    return isinstance(key, Const) and isinstance(key.value, str | int | Hashable)


def _value_of(entry: Entry) -> Any:
    return cast("Const", entry.key).value


def _same_keys(ones: list[Entry], other: _Index) -> bool:
    """Whether entries under one key have it written alike: not as 1 and as True."""
    pairs = ((entry, other.counterpart(entry)) for entry in ones)
    return all(found is None or equal(entry.key, found.key) for entry, found in pairs)


class _Index:
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


# -- contents that are not known any more ---------------------------------------------------------


def loosened(contents: Contents, values: Iterable[Term] = ()) -> Contents:
    """What may be in a container that somebody changed out of sight, perhaps with these values."""
    match contents:
        case Listing():
            items = list(_united(contents.items, values))
            return Listing(items, True, False, 0, 0, contents.hidden)
        case Entries():
            entries = [_loose(entry, values) for entry in contents.entries]
            hidden = _united(contents.hidden, values)
            return Entries(entries, True, contents.spread, hidden)
        case Element():
            unseen = Opaque(contents.element.place, CHANGED, tuple(values))
            return Element(join(contents.element.place, [contents.element, unseen]))


def _loose(entry: Entry, values: Iterable[Term]) -> Entry:
    options = options_of(entry.value)
    earlier = [one for one in options if isinstance(one, Opaque) and one.why == CHANGED]
    known = {id(value) for one in earlier for value in one.hidden}
    if earlier and entry.perhaps and all(id(value) in known for value in values):
        return entry
    hidden = _united((value for one in earlier for value in one.hidden), values)
    others = [one for one in options if one not in earlier]
    value = join(entry.place, [*others, Opaque(entry.place, CHANGED, hidden)])
    return replace(entry, value=value, perhaps=True)


def outdated(view: Contents, source: Term) -> Contents:
    """What a view goes over whose source changed since it was made."""
    match view:
        case Listing():
            return Listing(view.items, True, False, 0, 0, (*view.hidden, source))
        case Entries():
            return loosened(view)
        case Element():
            unseen = Opaque(view.element.place, "changed while it is gone through", (source,))
            return Element(join(view.element.place, [view.element, unseen]))


def repeated(before: Contents, after: Contents, carried: Opaque) -> Contents:
    """What a container may hold where any number of passes changed it as one pass does.

    `carried` stands for what an earlier pass stored.
    """
    match before, after:
        case Listing(), Listing():
            return _grown(before, after)
        case Entries(), Entries():
            return _stored_again(before, after, carried)
        case Element(), Element():
            return Element(join(before.element.place, [before.element, carried]))
    return loosened(before)


def _grown(before: Listing, after: Listing) -> Listing:
    if not before.open and not after.open and _same_items(before.items, after.items):
        return Listing(before.items, reordered=True, hidden=before.hidden)
    put = (item for item in after.items if not isinstance(item, Const))
    hidden = _united(before.hidden, (*put, *after.hidden))
    kept = len(before.items)
    stays = after.standing >= before.standing and all(
        one is other for one, other in zip(before.items, after.items[:kept], strict=False)
    )
    if stays and len(after.items) >= kept and not before.reordered:
        stands, least = before.standing, before.shortest
        return Listing(before.items, True, False, stands, least, hidden, PUT_BEFORE)
    return Listing(before.items, True, False, 0, 0, hidden, PUT_BEFORE)


def grown(before: Contents, after: Contents, passes: int) -> Contents:
    """What a list holds after at least so many passes of which the last one left `after`.

    No pass takes away more than it puts in where the last one does not.
    """
    if not isinstance(before, Listing) or not isinstance(after, Listing):
        return after
    more = after.put - PUT_BEFORE
    if not after.open or more < 0:
        return after._replace(put=0)
    least = max(after.least, before.shortest + passes * more)
    return after._replace(least=least, put=before.put + passes * more)


def _stored_again(before: Entries, after: Entries, carried: Opaque) -> Entries:
    found: list[Entry] = []
    earlier, afterwards = _Index(before.entries), _Index(after.entries)
    for entry in before.entries:
        later = afterwards.counterpart(entry)
        perhaps = entry.perhaps or later is None or later.perhaps
        if later is None or later.value is entry.value:
            found.append(entry if perhaps is entry.perhaps else replace(entry, perhaps=perhaps))
        else:
            value = join(entry.place, [entry.value, carried])
            found.append(replace(entry, value=value, perhaps=perhaps))
    for entry in after.entries:
        if earlier.counterpart(entry) is not None:
            continue
        if isinstance(entry.key, Const):
            found.append(replace(entry, value=carried, argument=None, perhaps=True))
    opened = before.open or after.open
    hidden = _united(before.hidden, (entry.value for entry in after.entries))
    return Entries(found, opened, before.spread, hidden)


def covers(head: Contents, end: Contents) -> bool:
    """Whether what a pass left is among what was taken to be there when it began."""
    match head, end:
        case Listing(), Listing():
            return _covers_items(head, end)
        case Entries(), Entries():
            known, left = _Index(head.entries), _Index(end.entries)
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
            return alike and _same_items(head.items, end.items)
        return alike and not end.reordered and all(map(_among, end.items, head.items))
    stands = head.standing
    return (
        end.standing >= stands
        and end.shortest >= head.shortest
        and all(map(_among, end.items[:stands], head.items[:stands]))
    )


def _covers_entry(head: Entries, known: _Index, entry: Entry) -> bool:
    if not isinstance(entry.key, Const):
        return head.open
    found = known.counterpart(entry)
    return head.open if found is None else _among(entry.value, found.value)


def _surely_in(end: _Index, entry: Entry) -> bool:
    found = end.counterpart(entry)
    return found is not None and not found.perhaps


def _among(value: Term, known: Term) -> bool:
    """Whether every alternative of `value` is one of `known`, which may be anything at all."""
    options = options_of(known)
    return any(isinstance(option, Opaque) for option in options) or all(
        any(equal(one, option) for option in options) for one in options_of(value)
    )


# -- what was there once --------------------------------------------------------------------------


def held_within(term: Term) -> list[tuple[Container, Contents]]:
    """The containers in a value, each once, with what they hold now."""
    if not isinstance(term, Sequence | Mapping | Comprehension | Choice):
        return []
    found: dict[int, tuple[Container, Contents]] = {}
    waiting = list(options_of(term))
    while waiting:
        one = waiting.pop()
        if isinstance(one, Sequence | Mapping | Comprehension) and id(one) not in found:
            found[id(one)] = (one, contents_of(one))
            waiting += [
                option
                for inner in within(one)
                if isinstance(inner, Sequence | Mapping | Comprehension | Choice)
                for option in options_of(inner)
            ]
    return list(found.values())


def snapshot(term: Term, held: dict[int, Contents], copies: dict[int, Term]) -> Term:
    """A copy of a value in which the containers hold what they held once, by their ids."""
    if id(term) in copies:
        return copies[id(term)]
    contents = held.get(id(term))
    match term, contents:
        case Choice(options=options), None:
            return replace(term, options=tuple(snapshot(one, held, copies) for one in options))
        case Sequence(), Listing():
            listed = copies[id(term)] = replace(term)
            items = [snapshot(item, held, copies) for item in contents.items]
            return filled(listed, contents._replace(items=items))
        case Mapping(), Entries():
            stored = copies[id(term)] = replace(term)
            entries = [
                replace(entry, value=snapshot(entry.value, held, copies))
                for entry in contents.entries
            ]
            return filled(stored, contents._replace(entries=entries))
        case Comprehension(), Element():
            built = copies[id(term)] = replace(term)
            element = snapshot(contents.element, held, copies)
            return filled(built, contents._replace(element=element))
    return term


def is_mutable(base: Term) -> bool:
    """Whether ``base += value`` may change the object itself."""
    match base:
        case Sequence(kind="list" | "set") | Mapping() | Comprehension(kind="list" | "set"):
            return True
    return False
