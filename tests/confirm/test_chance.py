"""Agreement that chance makes often proves nothing: small spaces, few rows, few draws."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.confirm.asking import cases, verdict_on
from tunelint.experiments.chance import chance_of, coincidence, order_by_chance
from tunelint.experiments.repeatability import of_trainings
from tunelint.experiments.samples import crowds_the_top, exceeds, falls_short_of, lies_between
from tunelint.lab.answers import Answer, Training, Trial
from tunelint.lab.plain_values import Configuration
from tunelint.lab.questions import Question, Trials
from tunelint.lab.verdicts import Outcome

CONFIRMED, REFUTED, INCONCLUSIVE = Outcome.CONFIRMED, Outcome.REFUTED, Outcome.INCONCLUSIVE

UNSEEDED = """\
import optuna

study = optuna.create_study(storage="sqlite:///a.db", load_if_exists=True, study_name="a")
study.optimize(objective, n_trials=100)
"""
RESUMED = """\
import optuna

sampler = optuna.samplers.TPESampler(seed=1)
study = optuna.create_study(storage="sqlite:///a.db", load_if_exists=True, study_name="a",
    sampler=sampler)
study.optimize(objective, n_trials=100)
"""


def numbered(*numbers: int) -> list[Configuration]:
    return [{"n": number} for number in numbers]


def test_the_chance_of_agreement_is_that_of_the_space() -> None:
    # One configuration; two of which one comes back half the time; orders of three, and of four.
    assert chance_of(numbered(1), numbered(1)) == 1
    assert chance_of(numbered(1), numbered(*[1, 2] * 20)) > 0.4
    assert chance_of(numbered(1, 2, 3), numbered(1, 2, 3)) == pytest.approx(1 / 6)
    assert chance_of(numbered(1, 2, 3, 4), numbered(1, 2, 3, 4)) == pytest.approx(1 / 24)
    assert chance_of(numbered(1), numbered(*range(60))) < 0.05
    assert chance_of([], []) == 1


def test_the_chance_of_an_order_counts_what_is_alike() -> None:
    assert order_by_chance("abc") == pytest.approx(1 / 6)
    assert order_by_chance("aab") == pytest.approx(1 / 3)
    assert order_by_chance("aaaa") == pytest.approx(1)
    assert order_by_chance("") == 1


def test_values_that_coincide_are_counted_in_pairs() -> None:
    assert coincidence([1, 1]) == 1
    assert coincidence([1, 2, 3]) == 1 / 4


@pytest.mark.parametrize(
    ("proposed", "drawn", "outcome"),
    [
        ((1, 2, 3, 4, 5), (), REFUTED),
        # All that there is, in the same order: one of six.
        ((1, 2, 3), (1, 2, 3), INCONCLUSIVE),
        ((1, 2, 3), tuple(range(40)), REFUTED),
        ((1,), (1,), INCONCLUSIVE),
        ((1,), (1, 2), INCONCLUSIVE),
        ((1,), tuple(range(40)), REFUTED),
        ((1, 1, 1, 1, 1, 1, 1, 1), (1, 1, 1), INCONCLUSIVE),
    ],
)
def test_the_same_proposals_of_a_small_space_may_be_chance(
    proposed: Sequence[int], drawn: Sequence[int], outcome: Outcome, tmp_path: Path
) -> None:
    case = cases(tmp_path, UNSEEDED, "TUN101")[0]

    def answering(question: Question, copies: int) -> tuple[Answer, ...]:
        assert isinstance(question, Trials)
        wanted = drawn if question.draws else proposed
        return (Answer(True, trials=tuple(map(Trial, numbered(*wanted)))),) * copies

    assert verdict_on(case, answering).outcome is outcome


def test_runs_that_agree_as_far_as_both_go_settle_nothing(tmp_path: Path) -> None:
    case = cases(tmp_path, UNSEEDED, "TUN101")[0]
    long, short = (
        Answer(True, trials=tuple(map(Trial, numbered(*range(count))))) for count in (9, 5)
    )
    verdict = verdict_on(case, lambda question, copies: (long, short))
    assert verdict.outcome is INCONCLUSIVE
    assert "one of them stops there" in verdict.line


@pytest.mark.parametrize(
    ("size", "again", "outcome"),
    [
        (100, (0, 1, 2, 3, 4), CONFIRMED),
        (100, (0, 7, 8), CONFIRMED),
        (100, (9, 8, 7), REFUTED),
        # Of two options one is as good a guess as the other.
        (2, (0, 0, 0), INCONCLUSIVE),
    ],
)
def test_a_first_trial_may_come_again_by_chance(
    size: int, again: Sequence[int], outcome: Outcome, tmp_path: Path
) -> None:
    (case,) = cases(tmp_path, RESUMED, "TUN510")

    def answering(question: Question, copies: int) -> tuple[Answer, ...]:
        assert isinstance(question, Trials)
        wanted = range(40) if question.draws else again if question.known else range(8)
        trials = tuple(map(Trial, numbered(*(number % size for number in wanted))))
        return (Answer(True, trials=trials),) * copies

    assert verdict_on(case, answering).outcome is outcome


DRAWS = [0.1 * number for number in range(1, 1001)]


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        # Linear from nearly zero, in equal decades, and so that neither is sure.
        (DRAWS, CONFIRMED),
        ([10 ** (number / 250) for number in range(1000)], REFUTED),
        ([100.0] * 805 + [1.0] * 195, INCONCLUSIVE),
        # Ten draws reach no lower decade.
        ([0.5 + number / 20 for number in range(10)], INCONCLUSIVE),
        ([20.0 + number / 40 for number in range(1000)], REFUTED),
    ],
)
def test_how_draws_are_spread_is_told_by_many(values: list[float], outcome: Outcome) -> None:
    assert crowds_the_top(values, 100).outcome is outcome


def test_few_draws_do_not_tell_where_a_range_ends() -> None:
    few, many = DRAWS[:5], DRAWS
    assert exceeds(few, 1.0).outcome is INCONCLUSIVE
    assert exceeds(many, 101.0).outcome is REFUTED
    assert exceeds(few, 0.4).outcome is CONFIRMED
    assert lies_between(few, 0, 1, "exponents").outcome is INCONCLUSIVE
    assert lies_between(many, 0, 101, "exponents").outcome is CONFIRMED
    assert lies_between(few, 0.2, 1, "exponents").outcome is REFUTED
    assert falls_short_of([1.0, 2.0], 3.0, 60).outcome is INCONCLUSIVE
    assert falls_short_of([1.0, 2.0] * 30, 3.0, 60).outcome is CONFIRMED
    assert falls_short_of([1.0, 3.0], 3.0, 60).outcome is REFUTED


def test_curves_of_no_numbers_are_not_alike() -> None:
    nan = float("nan")
    diverged = Training("keras", logs={"loss": (nan, nan)}, weights_after="all nan")
    like = of_trainings(diverged, diverged)
    assert like.exact is None
    assert like.gap is None
    trained = Training("keras", logs={"loss": (0.5, nan)}, weights_after="all nan")
    assert of_trainings(trained, trained).exact
    assert of_trainings(trained, diverged).differs
