"""Lists and sets: what their methods, ``base[key] = value`` and ``del base[key]`` do to them."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

from tunelint.interpreter import contents, loosening
from tunelint.interpreter.contents import Listing, listing_of
from tunelint.interpreter.joining import joined
from tunelint.interpreter.values import (
    Choice,
    Comprehension,
    Const,
    Mapping,
    Operation,
    Sequence,
    Term,
    join,
    options_of,
    same_key,
)

if TYPE_CHECKING:
    from tunelint.interpreter.interpreter import Interpreter

CHANGING = frozenset(
    {"append", "extend", "insert", "pop", "remove", "clear", "sort", "reverse"}
    | {"add", "discard", "update", "difference_update", "intersection_update"}
    | {"symmetric_difference_update"}
)
IMMUTABLE = frozenset({"tuple", "range"})
LONGEST_TEXT = 256


def changed(base: Sequence, name: str, values: list[Term]) -> Listing | None:
    """What a list or set holds after one of its methods was called; None where nothing changes."""
    if base.kind in IMMUTABLE or name not in CHANGING:
        return None
    listing = listing_of(base)
    match name, values:
        case "append", [value]:
            return _followed_by(listing, [value])
        case "extend", [value]:
            return extended(listing, value)
        case "insert", [position, value]:
            return _inserted(listing, position, value)
        case "pop", [] if base.kind == "list":
            return _without_last(listing)
        case "pop", [position]:
            return without(listing, position)
        case "remove" | "discard", [value]:
            return _removed(listing, value)
        case "clear", []:
            return Listing([])
        case "sort", []:
            return _sorted(listing)
        case "sort", _:
            return listing._replace(reordered=True, least=listing.shortest)
        case "reverse", []:
            return _reversed(listing)
        case "add", [value]:
            return _followed_by(listing, [value]) if is_new(listing, value) else listing
        case "update", _:
            return united(listing, values)
    loose = loosening.loosened(listing, values)
    assert isinstance(loose, Listing)
    return loose


def popped(base: Sequence, values: list[Term]) -> Term | None:
    """What ``base.pop()`` gives back, where the list tells it."""
    listing = listing_of(base)
    if base.kind != "list" or not listing.exact or not listing.items:
        return None
    match values:
        case []:
            return listing.items[-1]
        case [Const(value=int(position))] if -len(listing.items) <= position < len(listing.items):
            return listing.items[position]
    return None


# -- more items -----------------------------------------------------------------------------------


def _followed_by(listing: Listing, items: list[Term]) -> Listing:
    if not listing.open:
        return listing._replace(items=[*listing.items, *items], placed=None)
    return listing._replace(
        items=[*listing.items, *items],
        placed=listing.standing,
        least=listing.shortest + len(items),
        put=listing.put + len(items),
    )


def extended(listing: Listing, value: Term) -> Listing:
    """The items with those of another value after them."""
    match value:
        case Choice(options=options):
            several: list[contents.Contents] = [extended(listing, each) for each in options]
            result = joined(value.place, several)
            assert isinstance(result, Listing)
            return result
        case Sequence(open=False):
            longer = _followed_by(listing, value.items)
            unordered = value.reordered or value.kind == "set"
            return longer._replace(reordered=longer.reordered or unordered)
        case Mapping(open=False, entries=entries) if not any(each.perhaps for each in entries):
            return _followed_by(listing, [each.key for each in entries])
        case Const(value=str(text)) if len(text) <= LONGEST_TEXT:
            return _followed_by(listing, [Const(value.place, letter) for letter in text])
        case Sequence(items=items):
            return _perhaps_followed_by(listing, items)._replace(
                hidden=(*listing.hidden, *value.hidden),
                least=listing.shortest + value.shortest,
                put=listing.put + value.shortest,
            )
        case Comprehension(element=element):
            return _perhaps_followed_by(listing, [element])
    return _perhaps_followed_by(listing, [])._replace(hidden=(*listing.hidden, value))


def _perhaps_followed_by(listing: Listing, items: list[Term]) -> Listing:
    return Listing(
        [*listing.items, *items],
        True,
        False,
        listing.standing,
        listing.shortest,
        listing.hidden,
        listing.put,
    )


def united(listing: Listing, values: list[Term]) -> Listing:
    """The members of a set with those of further values."""
    for value in values:
        if isinstance(value, Sequence) and not value.open:
            listing = _with_members(listing, value.items)
        else:
            listing = extended(listing, value)
    return listing


def _with_members(listing: Listing, items: list[Term]) -> Listing:
    constants = [item.value for item in listing.items if isinstance(item, Const)]
    known = {value for value in constants if isinstance(value, Hashable)}
    new: list[Term] = []
    for item in items:
        if isinstance(item, Const) and isinstance(item.value, Hashable):
            if item.value in known:
                continue
            known.add(item.value)
        new.append(item)
    return _followed_by(listing, new)


def is_new(listing: Listing, value: Term) -> bool:
    """Whether a set does not surely hold the value already."""
    return not (
        isinstance(value, Const)
        and any(
            isinstance(item, Const) and same_key(item.value, value.value) for item in listing.items
        )
    )


def _inserted(listing: Listing, position: Term, value: Term) -> Listing:
    if listing.exact and isinstance(position, Const) and isinstance(position.value, int):
        items = list(listing.items)
        items.insert(position.value, value)
        return listing._replace(items=items, placed=None)
    before = 0
    if isinstance(position, Const) and isinstance(position.value, int) and position.value >= 0:
        before = min(position.value, listing.standing)
    if before == 0 or not listing.open:
        items = [*listing.items, value]
    else:
        items = [*listing.items[:before], value, *listing.items[before:]]
    least, put = listing.shortest + 1, listing.put + 1
    return Listing(items, True, False, before, least, listing.hidden, put)


# -- fewer items ----------------------------------------------------------------------------------


def _without_last(listing: Listing) -> Listing:
    if listing.exact:
        return listing._replace(items=listing.items[:-1], placed=None)
    least = max(listing.shortest - 1, 0)
    placed, put = min(listing.standing, least), listing.put - 1
    return listing._replace(open=True, reordered=False, placed=placed, least=least, put=put)


def without(listing: Listing, key: Term) -> Listing:
    """The items after ``del items[key]`` or ``items.pop(key)``."""
    if listing.exact and isinstance(key, Const) and isinstance(key.value, int):
        if -len(listing.items) <= key.value < len(listing.items):
            items = list(listing.items)
            del items[key.value]
            return listing._replace(items=items, placed=None)
        return listing
    part = _slice(key)
    if listing.exact and part is not None:
        items = list(listing.items)
        try:
            del items[part]
        except (TypeError, ValueError):
            return listing
        return listing._replace(items=items, placed=None)
    several = isinstance(key, Operation)
    return Listing(
        listing.items,
        True,
        False,
        0,
        0 if several else max(listing.shortest - 1, 0),
        listing.hidden,
    )


def _removed(listing: Listing, value: Term) -> Listing:
    constants = [item for item in listing.items if isinstance(item, Const)]
    if not listing.open and isinstance(value, Const) and len(constants) == len(listing.items):
        for number, item in enumerate(constants):
            if same_key(item.value, value.value):
                items = [*listing.items[:number], *listing.items[number + 1 :]]
                return listing._replace(items=items, placed=None)
        return listing
    least = max(listing.shortest - 1, 0)
    return Listing(listing.items, True, False, 0, least, listing.hidden)


# -- other items, another order -------------------------------------------------------------------


def stored(listing: Listing, key: Term, value: Term) -> Listing:
    """The items after ``items[key] = value``."""
    part = _slice(key)
    if part is not None and listing.exact and isinstance(value, Sequence) and not value.open:
        items = list(listing.items)
        try:
            items[part] = value.items
        except (TypeError, ValueError):
            return listing
        unordered = value.reordered or value.kind == "set"
        return listing._replace(items=items, placed=None, reordered=unordered)
    if isinstance(key, Operation) and key.operator == ":":
        loose = loosening.loosened(listing, [value])
        assert isinstance(loose, Listing)
        return loose
    if isinstance(key, Const) and isinstance(key.value, int):
        position = key.value
        if listing.exact and -len(listing.items) <= position < len(listing.items):
            return listing._replace(items=_with(listing.items, position, value))
        if listing.open and 0 <= position < listing.standing:
            return listing._replace(items=_with(listing.items, position, value))
    items = [join(item.place, [item, value]) for item in listing.items]
    hidden = (*listing.hidden, value) if listing.open else listing.hidden
    return listing._replace(items=items, hidden=hidden)


def _with(items: list[Term], position: int, value: Term) -> list[Term]:
    changed_items = list(items)
    changed_items[position] = value
    return changed_items


def _sorted(listing: Listing) -> Listing:
    """The items in their order, where they are constants."""
    constants = [item for item in listing.items if isinstance(item, Const)]
    if not listing.open and len(constants) == len(listing.items):
        try:
            constants.sort(key=_value)
        except TypeError:
            return listing
        return listing._replace(items=[*constants], reordered=False, placed=None)
    return listing._replace(reordered=True, least=listing.shortest)


def _value(constant: Const) -> Any:
    return constant.value


def _reversed(listing: Listing) -> Listing:
    if listing.exact:
        return listing._replace(items=listing.items[::-1], placed=None)
    return listing._replace(reordered=True, least=listing.shortest)


# -- slices ---------------------------------------------------------------------------------------


def _slice(key: Term) -> slice | None:
    """A slice whose bounds are constants."""
    match key:
        case Operation(operator=":", operands=(Const(), Const(), Const()) as bounds):
            values = [bound.value for bound in bounds if isinstance(bound, Const)]
            if all(value is None or isinstance(value, int) for value in values):
                return slice(*values)
    return None


# -- writing --------------------------------------------------------------------------------------


def store(run: Interpreter, base: Sequence, key: Term, value: Term) -> None:
    """``base[key] = value``."""
    if base.kind in IMMUTABLE:
        return
    several = options_of(key)
    arms: list[contents.Contents] = [stored(listing_of(base), each, value) for each in several]
    run.change(base, joined(base.place, arms))


def delete(run: Interpreter, base: Sequence, key: Term) -> None:
    """``del base[key]``."""
    arms: list[contents.Contents] = [without(listing_of(base), each) for each in options_of(key)]
    run.change(base, joined(base.place, arms))
