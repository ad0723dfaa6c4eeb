"""Stores: what was put under keys and attributes of values that the reading cannot see into."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

from tunelint.interpreter.objects import Result
from tunelint.interpreter.tables import Absence, Table
from tunelint.interpreter.values import Opaque, Term, join, options_of

if TYPE_CHECKING:
    from tunelint.interpreter.paths import Path

Stored = tuple[tuple[Term, Term], ...]


class Stores(Table[Hashable, Stored]):
    """By key or attribute: the values that have it, each with what stands there."""

    __slots__ = ()

    def value(self, base: Term, key: Any) -> Term | None:
        """What stands under a key of a value, as far as it was stored there."""
        return next((value for one, value in self.get(key, ()) if one is base), None)

    def stored(self, base: Term, key: Hashable, value: Term) -> Stored:
        """What stands under the key after ``base[key] = value``."""
        others = tuple(
            (one, _perhaps(each, value) if _may_be_same(one, base) else each)
            for one, each in self.get(key, ())
            if one is not base
        )
        return (*others, (base, value))

    def perhaps_stored(self, base: Term, key: Hashable, value: Term) -> Stored:
        """What stands under the key after a store in `base` that may be under it."""
        return tuple(
            (one, _perhaps(each, value) if one is base or _may_be_same(one, base) else each)
            for one, each in self.get(key, ())
        )

    def met(self, key: Hashable, values: Sequence[Stored | Absence]) -> Stored | Absence:
        arms = list(map(_by_id, values))
        found: list[tuple[Term, Term]] = []
        for base, _ in {key: pair for arm in arms for key, pair in arm.items()}.values():
            several = [
                arm[id(base)][1] if id(base) in arm else Opaque(base.place, "not stored here")
                for arm in arms
            ]
            first = several[0]
            same = all(value is first for value in several)
            found.append((base, first if same else join(first.place, several)))
        return tuple(found)


def repeated(before: Stored | Absence, after: Stored | Absence, path: Path) -> Stored | Absence:
    """What stands under a key when any pass begins; `path` is that of the loop.

    Only what was there before the loop can be met again in a later pass.
    """
    known, later = _by_id(before), _by_id(after)
    older = {key: pair for key, pair in later.items() if key in known or _is_on(pair[0], path)}
    return tuple(
        known[key] if key in known and known[key][1] is value else (base, _stored_again(value))
        for key, (base, value) in older.items()
    )


def _stored_again(value: Term) -> Term:
    return _perhaps(value, Opaque(value.place, "stored in a loop", (value,)))


def covers(known: Stored | Absence, now: Stored | Absence) -> bool:
    """Whether what a pass leaves under a key is among what is taken to be there when it begins."""
    taken = _by_id(known)
    return all(
        key not in taken or taken[key][1] is value or _may_be_anything(taken[key][1])
        for key, (_, value) in _by_id(now).items()
    )


def _by_id(stored: Stored | Absence) -> dict[int, tuple[Term, Term]]:
    return {} if isinstance(stored, Absence) else {id(pair[0]): pair for pair in stored}


def _is_on(base: Term, path: Path) -> bool:
    """Whether a call outside of a loop made a value."""
    return isinstance(base, Result) and path[: len(base.event.path)] == base.event.path


def _may_be_anything(value: Term) -> bool:
    return any(isinstance(option, Opaque) for option in options_of(value))


def _perhaps(value: Term, other: Term) -> Term:
    return join(value.place, [value, other])


def _may_be_same(one: Term, other: Term) -> bool:
    """Whether two values may be one object: what two calls give back is not."""
    return not (isinstance(one, Result) and isinstance(other, Result))
