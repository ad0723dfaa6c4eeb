"""Loosening: what a container may hold after changes that nobody sees, or that passes repeat."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tunelint.interpreter.contents import CHANGED, PUT_BEFORE, Contents, Element, Entries, Listing
from tunelint.interpreter.joining import Index, same_items, united
from tunelint.interpreter.values import (
    Const,
    Entry,
    Opaque,
    Term,
    join,
    options_of,
)


def loosened(contents: Contents, values: Iterable[Term] = ()) -> Contents:
    """What may be in a container that somebody changed out of sight, perhaps with these values."""
    match contents:
        case Listing():
            items = list(united(contents.items, values))
            return Listing(items, True, False, 0, 0, contents.hidden)
        case Entries():
            entries = [_loose(entry, values) for entry in contents.entries]
            hidden = united(contents.hidden, values)
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
    hidden = united((value for one in earlier for value in one.hidden), values)
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
    if not before.open and not after.open and same_items(before.items, after.items):
        return Listing(before.items, reordered=True, hidden=before.hidden)
    put = (item for item in after.items if not isinstance(item, Const))
    hidden = united(before.hidden, (*put, *after.hidden))
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
    earlier, afterwards = Index(before.entries), Index(after.entries)
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
    hidden = united(before.hidden, (entry.value for entry in after.entries))
    return Entries(found, opened, before.spread, hidden)
