"""Seeded: whether generators are seeded before something draws from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tunelint.interpreter.objects import Event
from tunelint.interpreter.order import perhaps_before, surely_before
from tunelint.model.randomness import Draw, Seeding


def seedings_before(seedings: Iterable[Seeding], moment: Event) -> tuple[Seeding, ...]:
    """The seedings that can have happened before `moment`, in order."""
    return tuple(
        seeding
        for seeding in seedings
        if not seeding.restores and perhaps_before(seeding.event, moment)
    )


def surely_seeded(seedings: Iterable[Seeding], generators: frozenset[str], moment: Event) -> bool:
    """Whether all `generators` have been seeded in every run that reaches `moment`."""
    missing = set(generators)
    for seeding in seedings:
        if not seeding.restores and surely_before(seeding.event, moment):
            missing -= seeding.generators
    return not missing


def perhaps_seeded(
    seedings: Iterable[Seeding], alternatives: Sequence[frozenset[str]], moment: Event
) -> bool:
    """Whether in some run all generators of one of the `alternatives` are seeded by `moment`.

    Where this is not so, nothing visible seeds them.
    """
    seeded: set[str] = set()
    for seeding in seedings_before(seedings, moment):
        seeded |= seeding.generators
    return any(alternative and alternative <= seeded for alternative in alternatives)


def replays(seedings: Iterable[Seeding], draw: Draw) -> bool:
    """Whether the draw repeats an earlier one, from a generator that was set back before it."""
    return any(
        seeding.restores
        and draw.generators & seeding.generators
        and perhaps_before(seeding.event, draw.event)
        for seeding in seedings
    )
