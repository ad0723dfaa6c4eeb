"""What a space gives: a thousand independent draws of one hyperparameter, nothing trained."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tunelint.lab.lab import Lab, Unanswered
from tunelint.lab.verdicts import Bars, Verdict, confirmed, inconclusive, refuted
from tunelint.search import Hyperparameter, Search

DRAWS = 1000
TOP_DECADE = 0.8


def drawn(lab: Lab, search: Search, declared: Hyperparameter, count: int = DRAWS) -> list[float]:
    """The numbers drawn for one hyperparameter. Raises Unanswered where it is not among them."""
    answer = lab.draws(search, count)
    names = [*(declared.name.values or ()), declared.key]
    found = {name: True for trial in answer.trials for name in trial.configuration}
    names += _by_position(search, declared, found)
    name = next((name for name in names if name in found), None)
    if name is None:
        raise Unanswered(f"{_spoken(names)} is not among what the search draws")
    values = (trial.configuration.get(name) for trial in answer.trials)
    return [float(value) for value in values if isinstance(value, int | float)]


def crowds_the_top(values: Sequence[float], ratio: float) -> Verdict:
    """Confirmed where at least `TOP_DECADE` of the draws fall into the highest decade drawn.

    Only where they span much of a `ratio`: draws between 20 and 50 all lie in one decade.
    """
    low, high = min(values, default=0.0), _largest(values)
    if low <= 0 or high / low < ratio / 5:
        return refuted(
            f"{len(values)} draws lie between {low:.3g} and {high:.3g}, not a factor of"
            f" {ratio:g} apart",
            by_decade(values),
            smallest=low,
            largest=high,
        )
    share = sum(value >= high / 10 for value in values) / len(values)
    below = sum(value < high / 100 for value in values) / len(values)
    line = (
        f"of {len(values)} draws up to {high:.3g} {share:.1%} lie above a tenth of that and"
        f" {below:.1%} below a hundredth"
    )
    judged = confirmed if share >= TOP_DECADE else refuted
    return judged(line, by_decade(values), top_decade=share, lower_decades=below)


def lies_between(values: Sequence[float], low: float, high: float, what: str) -> Verdict:
    """Confirmed where every draw lies between the two."""
    least, most = min(values), _largest(values)
    line = f"{len(values)} draws lie between {least:.4g} and {most:.4g}"
    if low <= least and most <= high:
        return confirmed(f"{line}: {what}", smallest=least, largest=most)
    return refuted(line, smallest=least, largest=most)


def exceeds(values: Sequence[float], limit: float, least: int = 1) -> Verdict:
    """Confirmed where draws lie above the limit; fewer than `least` cannot refute it."""
    above = sum(value > limit for value in values) / max(len(values), 1)
    line = f"the largest of {len(values)} draws is {_largest(values):.4g}"
    if above:
        return confirmed(f"{line}: {above:.0%} lie above {limit:g}", above=above)
    if len(values) < least:
        return inconclusive(f"{line}, too few to say that none lies above {limit:g}", above=above)
    return refuted(f"{line}, none lies above {limit:g}", above=above)


def falls_short_of(values: Sequence[float], maximum: float) -> Verdict:
    """Confirmed where a stepped declaration never gives its maximum."""
    largest = _largest(values)
    line = f"the largest of {len(values)} draws is {largest:.10g}"
    if largest < maximum and abs(largest - maximum) > 1e-9 * max(1.0, abs(maximum)):
        return confirmed(f"{line}, the maximum {maximum:.10g} is never drawn", largest=largest)
    return refuted(f"{line}, which is the maximum", largest=largest)


def by_decade(values: Iterable[float]) -> Bars:
    """How many draws fall into each power of ten."""
    counts: dict[int, int] = {}
    for value in values:
        if value > 0:
            decade = _decade(value)
            counts[decade] = counts.get(decade, 0) + 1
    rows = tuple(
        (f"1e{decade} to 1e{decade + 1}", float(counts[decade])) for decade in sorted(counts)
    )
    return Bars("draws", rows)


def _by_position(search: Search, declared: Hyperparameter, found: Iterable[str]) -> list[str]:
    """The name of a dimension that has none of its own: ``x0``, ``x1``, …"""
    declared_ones = search.hyperparameters or ()
    positions = [f"x{number}" for number in range(len(declared_ones))]
    if set(positions) != set(found):
        return []
    return [name for name, one in zip(positions, declared_ones, strict=True) if one is declared]


def _decade(value: float) -> int:
    return int(f"{value:e}".partition("e")[2])


def _largest(values: Sequence[float]) -> float:
    if not values:
        raise Unanswered("nothing was drawn")
    return max(values)


def _spoken(names: Iterable[object]) -> str:
    return next((repr(name) for name in names if name is not None), "this hyperparameter")
