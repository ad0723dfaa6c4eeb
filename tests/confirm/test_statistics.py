"""The statistics of verdicts, against SciPy where it has the same, and against simulation."""

from __future__ import annotations

import random

import pytest

from tunelint.lab import statistics

Scores = list[list[float]]


def noisy(means: list[float], scatter: float, seeds: int, chance: random.Random) -> Scores:
    """Scores by configuration and seed around the means."""
    return [[chance.gauss(mean, scatter) for _ in range(seeds)] for mean in means]


def test_tau_is_that_of_scipy_with_and_without_ties() -> None:
    stats = pytest.importorskip("scipy.stats")
    chance = random.Random(1)
    for size in (3, 5, 8, 20):
        first = [float(chance.randrange(6)) for _ in range(size)]
        second = [chance.random() for _ in range(size)]
        for one, other in [(first, second), (second, second[::-1]), (first, first)]:
            expected = stats.kendalltau(one, other).statistic
            assert statistics.tau_b(one, other) == pytest.approx(expected)


def test_there_is_no_tau_where_all_are_equal() -> None:
    assert statistics.tau_b([1.0, 1.0, 1.0], [1.0, 2.0, 3.0]) is None
    assert statistics.tau_between([[1.0], [1.0]], [[2.0], [3.0]]) is None


def ranked(means: list[float]) -> Scores:
    """Scores of one seed."""
    return [[mean] for mean in means]


def test_the_interval_of_tau_narrows_with_the_agreement_and_the_number() -> None:
    ascending = [float(number) for number in range(8)]
    same = statistics.tau_between(ranked(ascending), ranked(ascending))
    turned = statistics.tau_between(ranked(ascending), ranked(ascending[::-1]))
    mixed = statistics.tau_between(ranked(ascending), ranked([2, 5, 1, 7, 0, 4, 3, 6]))
    assert same is not None
    assert turned is not None
    assert mixed is not None
    assert same.low > 0.5
    assert turned.high < -0.5
    assert mixed.low < 0 < mixed.high


def test_four_configurations_in_perfect_order_prove_no_agreement() -> None:
    """One order in 24 is the perfect one: more than 2.5%. Of five it is one in 120."""
    four = statistics.tau_between(ranked([1, 2, 3, 4]), ranked([1, 2, 3, 4]))
    five = statistics.tau_between(ranked([1, 2, 3, 4, 5]), ranked([1, 2, 3, 4, 5]))
    assert four is not None
    assert five is not None
    assert four.low < 0
    assert 0 < five.low < 0.4


def test_the_interval_of_tau_holds_the_tau_of_all_configurations() -> None:
    """Of 100 samples of 8 from one population at most 10 miss its tau (nominally 5)."""
    chance = random.Random(3)
    first = [chance.random() for _ in range(2000)]
    second = [one + chance.gauss(0, 0.35) for one in first]
    truth = statistics.tau_b(first[:600], second[:600])
    assert truth is not None
    missed = 0
    for _ in range(100):
        drawn = chance.sample(range(2000), 8)
        found = statistics.tau_between(
            ranked([first[one] for one in drawn]), ranked([second[one] for one in drawn])
        )
        missed += found is None or not found.low <= truth <= found.high
    assert missed <= 10


def test_a_share_has_the_exact_interval() -> None:
    stats = pytest.importorskip("scipy.stats")
    for hits, tries in [(0, 12), (3, 12), (12, 12), (7, 24)]:
        found = statistics.share(hits, tries)
        exact = stats.binomtest(hits, tries).proportion_ci(method="exact")
        assert (found.low, found.high) == pytest.approx((exact.low, exact.high), abs=1e-9)


def test_a_mean_has_students_interval() -> None:
    stats = pytest.importorskip("scipy.stats")
    for count in (2, 3, 8, 21, 22, 60):
        values = [float(number**2 % 17) for number in range(count)]
        found = statistics.mean_of(values)
        exact = stats.ttest_1samp(values, 0).confidence_interval(0.95)
        assert (found.low, found.high) == pytest.approx((exact.low, exact.high), rel=3e-3)


def test_spreads_are_told_apart() -> None:
    scores = [[1.0, 3.0], [11.0, 13.0]]
    assert statistics.between_seeds(scores) == pytest.approx(2**0.5)
    assert statistics.between_configurations(scores) == pytest.approx(200**0.5 / 2)
    assert statistics.between_seeds([[1.0], [2.0]]) == 0


def test_seeds_alone_rarely_make_a_choice_costly() -> None:
    """Equally good configurations: in at most 1 of 10 searches is the early winner found bad."""
    chance = random.Random(4)
    costly = 0
    for _ in range(200):
        early = noisy([0.0] * 6, 1, 3, chance)
        late = noisy([0.0] * 6, 1, 3, chance)
        costly += statistics.choice(early, late).costs
    assert costly <= 20


def test_a_costly_choice_is_found() -> None:
    chance = random.Random(5)
    early = noisy([1.0, 2.0, 3.0, 4.0, 5.0], 0.1, 3, chance)
    late = noisy([9.0, 8.0, 7.0, 6.0, 5.0], 0.3, 3, chance)
    found = statistics.choice(early, late)
    assert (found.chosen, found.best) == (4, 0)
    assert found.costs
    assert found.regret == pytest.approx(4, abs=0.6)


def test_what_a_seed_adds_to_all_configurations_is_no_noise() -> None:
    early = [[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]]
    late = [[9.0, 5.0], [8.01, 3.99], [7.0, 3.0]]
    assert statistics.choice(early, late).costs
    assert statistics.between_seeds(late) > 2


def test_a_wild_configuration_that_is_worse_makes_no_noise() -> None:
    early = [[1.0, 1.0], [2.0, 2.0], [3.0, 3.0], [0.0, 0.0]]
    late = [[5.0, 5.02], [4.5, 4.51], [4.0, 4.02], [-9.0, 2.0]]
    assert statistics.choice(early, late).costs


def test_one_seed_proves_no_cost() -> None:
    assert not statistics.choice([[1.0], [2.0]], [[5.0], [1.0]]).costs


def test_among_early_equals_the_best_one_is_chosen() -> None:
    found = statistics.choice([[1.0, 1.0], [1.0, 1.0]], [[5.0, 5.0], [1.0, 1.0]])
    assert found.regret == 0


def test_configurations_that_differ_are_told_from_seeds() -> None:
    chance = random.Random(6)
    assert statistics.differs_more_than_seeds(noisy([0, 1, 2, 3], 0.3, 3, chance))
    assert not statistics.differs_more_than_seeds(noisy([0, 0, 0, 0], 1, 3, chance))
    assert not statistics.differs_more_than_seeds([[1.0], [2.0]])
