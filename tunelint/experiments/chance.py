"""How likely runs that share nothing agree by chance: a small space makes that likely."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress

from tunelint.lab.answers import Trial
from tunelint.lab.lab import Lab, Unanswered
from tunelint.lab.plain_values import Configuration, Value
from tunelint.model.search import Search

DRAWS = 40
# Agreement that chance makes more often than this proves nothing.
CHANCE = 0.05

Key = tuple[tuple[str, str], ...]


def is_chance(lab: Lab, search: Search, agreed: Sequence[Configuration]) -> bool:
    """Whether unseeded runs may well agree in these first proposals, in their order."""
    if chance_of(agreed, agreed) <= CHANCE:
        return False
    drawn: list[Configuration] = []
    with suppress(Unanswered):
        drawn = configurations(lab.draws(search, DRAWS).proposals())
    return chance_of(agreed, [*agreed, *drawn]) > CHANCE


def chance_of(agreed: Sequence[Configuration], space: Sequence[Configuration]) -> float:
    """How likely two independent runs begin with the same proposals, at most.

    `space` holds proposals or draws. They may be drawn with replacement, where each agrees as
    often as two of the space do, or all be different, where they are one of many orders.
    """
    if not agreed:
        return 1.0
    keys = [key(one) for one in space]
    repeated = coincidence(keys) ** len(agreed)
    distinct = len({key(one) for one in agreed})
    return max(repeated, 1 / math.perm(max(len(set(keys)), distinct), distinct))


def order_by_chance(rows: Sequence[str]) -> float:
    """How likely a shuffle puts rows in this order, if it may have put them in any other."""
    alike = sum(math.lgamma(number + 1) for number in Counter(rows).values())
    return math.exp(alike - math.lgamma(len(rows) + 1))


def coincidence(values: Sequence[object]) -> float:
    """How often two of these values are the same; one more pair is taken to be."""
    pairs = math.comb(len(values), 2)
    equal = sum(math.comb(number, 2) for number in Counter(values).values())
    return (equal + 1) / (pairs + 1)


def configurations(trials: Iterable[Trial]) -> list[Configuration]:
    """The configurations of some trials."""
    return [trial.configuration for trial in trials]


def key(configuration: Configuration) -> Key:
    """A configuration as something that has a hash."""
    return tuple(sorted((name, _said(value)) for name, value in configuration.items()))


def _said(value: Value) -> str:
    return f"{type(value).__name__} {value!r}"
