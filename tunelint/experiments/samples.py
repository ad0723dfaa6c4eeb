"""What a space gives: a thousand independent draws of one hyperparameter, nothing trained."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tunelint.lab.lab import Lab, Unanswered
from tunelint.lab.plurals import counted
from tunelint.lab.statistics import share
from tunelint.lab.verdicts import Bars, Verdict, confirmed, inconclusive, refuted
from tunelint.model.search import Search
from tunelint.model.space import Hyperparameter

DRAWS = 1000
TOP_DECADE = 0.8
# Fewer draws do not tell where a range ends.
FEWEST = 100
# Draws that tell whether a range has values between whole numbers, and the least of them.
OF_WHOLE, FEW = 20, 5


def drawn(lab: Lab, search: Search, declared: Hyperparameter, count: int = DRAWS) -> list[float]:
    """The numbers drawn for one hyperparameter. Raises Unanswered where it is not among them."""
    trials = lab.draws(search, count).proposals()
    names = [*(declared.name.values or ()), declared.key]
    found = {name: True for trial in trials for name in trial.configuration}
    names += _by_position(search, declared, found)
    name = next((name for name in names if name in found), None)
    if name is None:
        raise Unanswered(f"the search does not draw {_name(names)}")
    values = (trial.configuration.get(name) for trial in trials)
    numbers = [float(value) for value in values if isinstance(value, int | float)]
    if not numbers:
        raise Unanswered(f"the search draws no number for {_name(names)}")
    return numbers


def crowds_the_top(values: Sequence[float], ratio: float) -> Verdict:
    """Confirmed where more than `TOP_DECADE` of the draws surely fall into the highest decade.

    Only where they span much of a `ratio`: draws between 20 and 50 all lie in one decade.
    """
    low, high = min(values), max(values)
    if len(values) < max(ratio, FEWEST) and low > 0:
        return inconclusive(f"{len(values)} draws are too few to tell how they are spread")
    if low <= 0 or high / low < ratio / 5:
        return refuted(
            f"{len(values)} draws lie between {low:.3g} and {high:.3g}, not over a factor of"
            f" {ratio:g}",
            by_decade(values),
            smallest=low,
            largest=high,
        )
    top = share(sum(value >= high / 10 for value in values), len(values))
    below = sum(value < high / 100 for value in values) / len(values)
    line = (
        f"{top.value:.1%} of {len(values)} draws lie above {high / 10:.3g} and {below:.1%} below"
        f" {high / 100:.3g}"
    )
    verdict = confirmed if top.low >= TOP_DECADE else refuted
    if top.low < TOP_DECADE <= top.high:
        verdict = inconclusive
    return verdict(line, by_decade(values), top_decade=top.value, lower_decades=below)


def lies_between(values: Sequence[float], low: float, high: float, what: str) -> Verdict:
    """Confirmed where every draw lies between the two, and there are enough of them."""
    least, most = min(values), max(values)
    line = f"{len(values)} draws lie between {least:.4g} and {most:.4g}"
    if low <= least and most <= high:
        if len(values) < FEWEST:
            return inconclusive(f"{line}, too few to tell where the range ends")
        return confirmed(f"{line}: {what}", smallest=least, largest=most)
    return refuted(line, smallest=least, largest=most)


def are_whole(values: Sequence[float]) -> Verdict:
    """Confirmed where all are whole numbers, refuted where one lies between."""
    distinct = sorted(set(values))
    many = f"{counted(len(values), 'draw')} {'gives' if len(values) == 1 else 'give'}"
    line = f"{many} {counted(len(distinct), 'value')}"
    listed = ", ".join(f"{value:.4g}" for value in distinct[:5])
    if len(distinct) > 5:
        listed += ", …"
    if all(value.is_integer() for value in distinct):
        if len(values) < FEW:
            return inconclusive(f"{line}, too few to tell: {listed}")
        return confirmed(f"{line}, all of them whole: {listed}", distinct=len(distinct))
    return refuted(f"{line}: {listed}", distinct=len(distinct))


def exceeds(values: Sequence[float], limit: float) -> Verdict:
    """Confirmed where draws lie above the limit; a few that do not cannot refute it."""
    above = sum(value > limit for value in values) / len(values)
    line = f"the largest of {len(values)} draws is {max(values):.4g}"
    if above:
        return confirmed(f"{above:.0%} of the draws lie above {limit:g}; {line}", above=above)
    if len(values) < FEWEST:
        return inconclusive(f"{line}, too few to say that none is above {limit:g}", above=above)
    return refuted(f"{line}: none is above {limit:g}", above=above)


def falls_short_of(values: Sequence[float], maximum: float, needed: int) -> Verdict:
    """Confirmed where `needed` draws of a stepped declaration never give its maximum."""
    largest = max(values)
    line = f"the largest of {len(values)} draws is {largest:.10g}"
    if largest < maximum and abs(largest - maximum) > 1e-9 * max(1.0, abs(maximum)):
        if len(values) < needed:
            return inconclusive(f"{line}, too few to say that {maximum:.10g} is never drawn")
        return confirmed(f"{line}: the maximum {maximum:.10g} is never drawn", largest=largest)
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


def _name(names: Iterable[object]) -> str:
    return next((repr(name) for name in names if name is not None), "this hyperparameter")
