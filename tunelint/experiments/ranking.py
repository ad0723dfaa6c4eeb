"""Does a search rank its configurations as they rank by what counts?

Two tables of scores, by configuration and seed, are compared: the one that the search ranks by, and
the one that counts. The ranking does not hold where the winner by the first score loses more of the
second than seeds alone explain. It holds where one configuration wins by both and the rankings
surely agree, or where most pairs surely keep their order and the winner loses no more than seeds
explain; and only where configurations differ more than seeds do, or there is nothing to rank.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import fmean

from tunelint.experiments.learning_curves import (
    End,
    Reading,
    mean_curve,
    reading_of,
    sure_reading_of,
)
from tunelint.experiments.trial_grid import (
    Opening,
    TrialGrid,
    Variant,
    opening,
    train_grid,
    train_grids,
)
from tunelint.lab.answered import direction_in
from tunelint.lab.answers import Trial
from tunelint.lab.lab import Lab, Unanswered
from tunelint.lab.plain_values import Value
from tunelint.lab.plurals import counted
from tunelint.lab.statistics import (
    Choice,
    Interval,
    Table,
    choice,
    differs_more_than_seeds,
    tau_between,
)
from tunelint.lab.verdicts import (
    Curve,
    Curves,
    Exhibit,
    Ranking,
    Verdict,
    confirmed,
    inconclusive,
    refuted,
)
from tunelint.model.search import Search

# Of a tau of 1/3 two pairs in three keep their order.
HOLDS = 1 / 3
UNSETTLED = "too close to call: "
STOPPING = frozenset({"EarlyStopping"})


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two scores of the same trials, of both higher is better; what they are called in words.

    `first` is what the search ranks by, `second` what counts. `higher` says whether the second is
    better when higher as it was measured, `turned` that the first one goes the other way.
    """

    grid: TrialGrid
    first: Table
    second: Table
    first_name: str
    second_name: str
    higher: bool = True
    turned: bool = False

    @property
    def exhibit(self) -> Ranking:
        """The two rankings side by side, both in the direction of the second score."""
        turn = 1 if self.higher else -1
        rows = zip(self.grid.labels, self.first, self.second, strict=True)
        return Ranking(
            f"{self.first_name}, sign turned" if self.turned else self.first_name,
            self.second_name,
            self.higher,
            tuple((label, turn * fmean(one), turn * fmean(two)) for label, one, two in rows),
        )


def verdict_on_rankings(comparison: Comparison, *exhibits: Exhibit) -> Verdict:
    """What two scores of the same configurations prove about ranking by the first."""
    found = choice(comparison.first, comparison.second)
    tau = tau_between(comparison.first, comparison.second)
    numbers = _numbers(comparison, found, tau)
    shown = (comparison.exhibit, *exhibits)
    line = _line(comparison, found, tau)
    differ = differs_more_than_seeds(comparison.second)
    if found.costs:
        return confirmed(line, *shown, data=True, **numbers)
    holds = tau is not None and tau.low > (0 if found.chosen == found.best else HOLDS)
    if holds and differ and not found.costs:
        return refuted(line, *shown, data=True, **numbers)
    if not differ:
        line = f"{line}; configurations differ no more than seeds"
    return inconclusive(f"{UNSETTLED}{line}", *shown, **numbers)


def _line(comparison: Comparison, found: Choice, tau: Interval | None) -> str:
    names = comparison.grid.labels
    first, second = comparison.first_name, comparison.second_name
    if found.chosen == found.best:
        picked = f"the winner by {first} ({names[found.chosen]}) also wins by {second}"
    else:
        picked = (
            f"the winner by {first} ({names[found.chosen]}) is {found.regret:.3g} worse in {second}"
            f" than {names[found.best]}, where seeds alone explain {found.noise:.3g}"
        )
    ranked = f"Kendall's tau {tau}" if tau is not None else "no ranking: all scores are equal"
    return f"{picked}; {ranked}; {comparison.grid.extent}"


def _numbers(comparison: Comparison, found: Choice, tau: Interval | None) -> dict[str, Value]:
    numbers: dict[str, Value] = {
        "configurations": len(comparison.grid.rows),
        "seeds": comparison.grid.seeds,
        "regret": found.regret,
        "noise": found.noise,
        "winner_changes": found.chosen != found.best,
    }
    if tau is not None:
        numbers |= {"tau": tau.value, "tau_low": tau.low, "tau_high": tau.high}
    return numbers


def ranks_by_last_epochs(lab: Lab, search: Search, log: str, higher: bool | None) -> Verdict:
    """Does the winner by the last epochs lose by the best ones?

    `log` is what trials are scored by, `higher` whether more of it is better. Refuted where their
    scores are not the last epochs'.
    """
    if higher is None:
        raise Unanswered(f"it is not known whether a higher {log!r} is better")
    begun = opening(lab, search)
    shown = train_grid(lab, search, begun, Variant())
    reading = sure_reading_of(shown.trials, log)
    if reading.end is not End.LAST:
        return refuted(f"trials are scored by the {reading.end} {reading.log!r} of their epochs")
    turn, best = (1, End.HIGHEST) if higher else (-1, End.LOWEST)
    kept = Reading(reading.log, best)
    upwards = better_when_higher(begun, search)
    return verdict_on_rankings(
        Comparison(
            shown,
            score_table(shown, 1 if upwards else -1, lambda trial: trial.score),
            score_table(shown, turn, kept.of),
            f"the last {reading.log!r}",
            f"the best {reading.log!r}",
            higher,
            upwards is not higher,
        )
    )


def ranks_on(lab: Lab, search: Search, late: Callable[[int], int]) -> Verdict:
    """Does the ranking at the end of the trials hold until the epoch `late(end)`?

    Refuted where the trials train for as long; data and seeds do not matter then.
    """
    begun = opening(lab, search)
    early = begun.seen_epochs
    end = late(early)
    if early >= end:
        return refuted(
            f"trials train for {counted(early, 'epoch')}, at least as long as the final fit with"
            f" {end}: the ranking cannot change",
            early=early,
            late=end,
        )
    return _over_epochs(lab, search, begun, early, end)


def _over_epochs(lab: Lab, search: Search, begun: Opening, early: int, late: int) -> Verdict:
    turn = 1 if better_when_higher(begun, search) else -1
    objective = begun.facts.get("objective")
    preferred = objective if isinstance(objective, str) else None
    if reading_of([begun.trial], preferred) is None:
        return _by_scores(lab, search, begun, early, late)
    long = train_grid(lab, search, begun, Variant(late, STOPPING))
    long.must_ask_for(early)
    reading = sure_reading_of(long.trials, preferred)
    comparison = Comparison(
        long,
        score_table(long, turn, lambda trial: reading.of(trial, early)),
        score_table(long, turn, reading.at_the_end.of),
        f"{reading.log} after {counted(early, 'epoch')}",
        f"{reading.log} after {counted(late, 'epoch')}",
        turn > 0,
    )
    return verdict_on_rankings(
        comparison, curves(long, reading.log, early, "the search's last epoch")
    )


def _by_scores(lab: Lab, search: Search, begun: Opening, early: int, late: int) -> Verdict:
    """Where no curve shows the score: the trials are trained once for each length."""
    turn = 1 if better_when_higher(begun, search) else -1
    short, long = train_grids(lab, search, begun, Variant(early), Variant(late, STOPPING))
    short.must_ask_for(early)
    obeyed = {one.epochs_run for trial in long.trials for one in trial.trainings} - {None}
    if obeyed != {late}:
        raise Unanswered(f"the trials cannot be made to train for {late} epochs")
    comparison = Comparison(
        long,
        score_table(short, turn, lambda trial: trial.score),
        score_table(long, turn, lambda trial: trial.score),
        f"score after {counted(early, 'epoch')}",
        f"score after {counted(late, 'epoch')}",
        turn > 0,
    )
    return verdict_on_rankings(comparison)


def score_table(
    shown: TrialGrid, turn: int, score: Callable[[Trial], float | None]
) -> tuple[tuple[float, ...], ...]:
    """The scores by configuration and seed, turned so that higher is better."""
    table = [[score(trial) for trial in row] for row in shown.rows]
    if not all(one is not None and math.isfinite(one) for row in table for one in row):
        raise Unanswered("some trials have no score")
    return tuple(tuple(turn * one for one in row if one is not None) for row in table)


def better_when_higher(begun: Opening, search: Search) -> bool:
    """Whether the search takes the larger score for the better one. Raises Unanswered."""
    return direction_in(begun.facts, search.direction, 0) == "max"


def curves(shown: TrialGrid, log: str, epoch: int, word: str) -> Curves:
    """The mean curve of every configuration, with an epoch marked."""
    lines = zip(shown.labels, shown.rows, strict=True)
    return Curves(
        log, tuple(Curve(label, mean_curve(row, log), ((epoch, word),)) for label, row in lines)
    )
