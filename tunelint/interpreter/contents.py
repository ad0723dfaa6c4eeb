"""Contents: what lists, sets and dictionaries hold, now or once.

A container is an object of the program: it keeps its identity while what it holds changes. Its
contents are plain tuples that are never changed, so that any of them can be put back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple, TypeVar

from tunelint.interpreter.values import (
    Choice,
    Comprehension,
    Entry,
    Mapping,
    Sequence,
    Term,
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
            changed_later = not same(contents_of(term), contents)
            listed = copies[id(term)] = replace(term, changed_later=changed_later)
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
