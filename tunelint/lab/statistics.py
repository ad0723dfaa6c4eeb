"""The statistics of verdicts: rank correlation, regret, the spread between seeds, shares.

Plain Python, so that a verdict needs no library beyond those of the search. Whatever is drawn here
(bootstrap samples, simulated noise) is drawn from a generator with a fixed seed: the same scores
always give the same verdict.
"""

from __future__ import annotations

import functools
import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean

Table = Sequence[Sequence[float]]
"""Scores by configuration, then by seed: every configuration with the same seeds, in order."""

SEED = 20_021
RESAMPLES = 1_000
FEWEST = 3
LEVEL = 0.95
# The 97.5% quantiles of Student's distribution, by degrees of freedom from 1 on.
_STUDENT = (
    *(12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228),
    *(2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086),
)


@dataclass(frozen=True, slots=True)
class Interval:
    """A number with the interval that holds it (at LEVEL, where nothing else is said)."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.2f} (95% interval {self.low:.2f} to {self.high:.2f})"


def tau_b(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Kendall's tau-b between two scores of the same things, ties allowed for.

    None where one of the scores is the same for all of them: there is no ranking then.
    """
    agreeing = ties_first = ties_second = 0
    pairs = 0
    for later in range(len(first)):
        for earlier in range(later):
            one = _sign(first[later] - first[earlier])
            other = _sign(second[later] - second[earlier])
            pairs += 1
            agreeing += one * other
            ties_first += one == 0
            ties_second += other == 0
    scale = (pairs - ties_first) * (pairs - ties_second)
    return agreeing / math.sqrt(scale) if scale else None


def tau_between(first: Table, second: Table) -> Interval | None:
    """tau-b between the means over the seeds of two scores, with a small-sample interval.

    The interval holds every tau under which a sample of as many configurations would not surely
    (at 2.5% on either side) have shown less, or more, agreement than this one; the scores are taken
    to be monotone images of a bivariate normal distribution. Samples are simulated. A bootstrap
    would call four configurations in perfect order proof. None where there is no ranking.
    """
    tau = tau_b([fmean(row) for row in first], [fmean(row) for row in second])
    if tau is None:
        return None
    rest, slack = (1 - LEVEL) / 2, 1e-9
    low, high = -1.0, 1.0
    for supposed, found in _taus(len(first)):
        if sum(one >= tau - slack for one in found) <= rest * len(found):
            low = max(low, supposed)
        if sum(one <= tau + slack for one in found) <= rest * len(found):
            high = min(high, supposed)
    return Interval(tau, min(low, tau), max(high, tau))


def mean_of(values: Sequence[float]) -> Interval:
    """The mean of at least two independent numbers, with Student's interval."""
    middle, free = fmean(values), len(values) - 1
    squares = sum((value - middle) ** 2 for value in values)
    reach = _student(free) * math.sqrt(squares / free / len(values))
    return Interval(middle, middle - reach, middle + reach)


def share(hits: int, tries: int) -> Interval:
    """The share of hits with the exact (Clopper-Pearson) interval; `tries` is not 0."""
    rest = (1 - LEVEL) / 2
    low = 0.0 if hits == 0 else _solved(lambda p: 1 - _at_most(hits - 1, tries, p) - rest)
    high = 1.0 if hits == tries else _solved(lambda p: rest - _at_most(hits, tries, p))
    return Interval(hits / tries, low, high)


def between_seeds(scores: Table) -> float:
    """The standard deviation that the seeds alone make, pooled over the configurations.

    0 where there is only one seed.
    """
    free = sum(len(row) - 1 for row in scores)
    if not free:
        return 0.0
    squares = sum((score - fmean(row)) ** 2 for row in scores for score in row)
    return math.sqrt(squares / free)


def between_configurations(scores: Table) -> float:
    """The standard deviation of the configurations' means over their seeds."""
    means = [fmean(row) for row in scores]
    if len(means) < 2:
        return 0.0
    middle = fmean(means)
    return math.sqrt(sum((mean - middle) ** 2 for mean in means) / (len(means) - 1))


@dataclass(frozen=True, slots=True)
class Choice:
    """What choosing by one score costs in another: positions of configurations, and the cost.

    `chosen` is best by the first score, `best` by the second, of which higher is better. `regret`
    is how much of the second the chosen one loses, `noise` the regret that seeds alone would make
    among configurations that are all equally good (exceeded in 1 of 20 cases). `throughout` says
    that the best is better than the chosen one with every seed.
    """

    chosen: int
    best: int
    regret: float
    noise: float
    throughout: bool = True

    @property
    def costs(self) -> bool:
        """Whether the chosen one is worse than the best by more than seeds explain."""
        return self.throughout and self.regret > max(self.noise, 0)


def choice(first: Table, second: Table) -> Choice:
    """What is lost in the second score by taking the configuration that is best by the first.

    Of both higher is better. The noise threshold is the 95% quantile of the regret of one among n
    equally good configurations, whose scores scatter normally between the seeds (what a seed adds
    to all of them left out); it is simulated with as many configurations and seeds as there are,
    the scatter measured in the same way: on those that are no worse than the chosen one. That of
    worse ones, which may be wild, makes no better one. The scatter is at least that of the pair's
    difference.
    """
    by_first, by_second = [fmean(row) for row in first], [fmean(row) for row in second]
    best = max(range(len(by_second)), key=by_second.__getitem__)
    top = max(by_first)
    # Among equals by the first score the one that is best by the second: no regret is made up.
    chosen = max(
        (position for position, mean in enumerate(by_first) if mean == top),
        key=by_second.__getitem__,
    )
    regret = by_second[best] - by_second[chosen]
    throughout = all(one > other for one, other in zip(second[best], second[chosen], strict=True))
    noise = _noise(second, best, chosen) if min(map(len, second)) > 1 else math.inf
    return Choice(chosen, best, regret, noise, throughout)


def _noise(scores: Table, best: int, chosen: int) -> float:
    return _scatter(scores, best, chosen) * _regret_in_scatters(len(scores), len(scores[0]))


def _scatter(scores: Table, best: int, chosen: int) -> float:
    """How much seeds scatter the scores of one configuration, by those that may be best."""
    bar = fmean(scores[chosen])
    rivals = sum(fmean(row) >= bar for row in scores)
    leaders = sorted(scores, key=fmean, reverse=True)[: max(rivals, FEWEST)]
    return max(_residual(leaders), _residual([scores[best], scores[chosen]]))


def _residual(scores: Table) -> float:
    """The standard deviation between seeds, what a seed adds to all configurations left out."""
    middle = fmean(fmean(row) for row in scores)
    of_seeds = [fmean(column) - middle for column in zip(*scores, strict=True)]
    squares = sum(
        (score - fmean(row) - of_seed) ** 2
        for row in scores
        for score, of_seed in zip(row, of_seeds, strict=True)
    )
    return math.sqrt(squares / ((len(scores) - 1) * (len(of_seeds) - 1)))


def differs_more_than_seeds(scores: Table) -> bool:
    """Whether configurations differ by more than seeds make them: a permutation test at 5%.

    The scores of each seed are dealt anew to the configurations; the share of deals whose
    configurations differ at least as much is the p-value.
    """
    if any(len(row) < 2 for row in scores) or len(scores) < 2:
        return False
    observed = between_configurations(scores)
    if observed == 0:
        return False
    chance = random.Random(SEED)
    columns = [list(column) for column in zip(*scores, strict=True)]
    as_much = 0
    for _ in range(RESAMPLES):
        for column in columns:
            chance.shuffle(column)
        dealt = between_configurations(list(zip(*columns, strict=True)))
        as_much += dealt >= observed * (1 - 1e-9)
    return (as_much + 1) / (RESAMPLES + 1) <= 1 - LEVEL


def quantile(ordered: Sequence[float], part: float) -> float:
    """A quantile of numbers in ascending order, interpolated."""
    position = part * (len(ordered) - 1)
    below = math.floor(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)


@functools.cache
def _taus(configurations: int) -> tuple[tuple[float, tuple[float, ...]], ...]:
    """For supposed taus (-0.95, -0.9, … 0.95) those that samples of the size show."""
    chance = random.Random(SEED)
    drawn = [
        [(chance.gauss(0, 1), chance.gauss(0, 1)) for _ in range(configurations)]
        for _ in range(RESAMPLES // 2)
    ]
    found = []
    for step in range(-19, 20):
        # Of a bivariate normal distribution tau is 2 / pi times the arc sine of the correlation.
        correlation = math.sin(math.pi / 2 * step / 20)
        rest = math.sqrt(1 - correlation**2)
        taus = (
            tau_b([x for x, _ in pairs], [correlation * x + rest * y for x, y in pairs])
            for pairs in drawn
        )
        found.append((step / 20, tuple(tau for tau in taus if tau is not None)))
    return tuple(found)


@functools.cache
def _regret_in_scatters(configurations: int, seeds: int) -> float:
    """The regret that noise alone exceeds in 1 of 33 cases, in deviations as `_scatter` tells."""
    chance = random.Random(SEED)
    found = []
    for _ in range(RESAMPLES * 8):
        scores = [[chance.gauss(0, 1) for _ in range(seeds)] for _ in range(configurations)]
        means = [fmean(row) for row in scores]
        best = means.index(max(means))
        found.append((means[best] - means[0]) / (_scatter(scores, best, 0) or 1.0))
    # What is simulated is not exact, and configurations that differ make a little more regret.
    return quantile(sorted(found), LEVEL + 0.02)


def _student(free: int) -> float:
    """The quantile of Student's distribution that LEVEL of it lies within."""
    return _STUDENT[free - 1] if free <= len(_STUDENT) else 1.96 + 2.5 / free


def _at_most(hits: int, tries: int, p: float) -> float:
    """The probability of at most so many hits."""
    return math.fsum(
        math.comb(tries, count) * p**count * (1 - p) ** (tries - count) for count in range(hits + 1)
    )


def _solved(rising: Callable[[float], float]) -> float:
    """Where a function that rises from below 0 to above it between 0 and 1 is 0."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
    return (low + high) / 2


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)
