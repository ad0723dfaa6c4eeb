"""Does early stopping end trials before they are at their best, or by something else?

How good an epoch is, chosen in one training, is read off the curves of the same configuration with
*other* seeds. In its own curve the best of many epochs looks better than the best of a few, and the
chosen epoch better than any other, whatever the noise.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from tunelint.experiments.learning_curves import Reading, Sign, reading_of, sure_reading_of
from tunelint.experiments.ranking import (
    STOPPING,
    UNSETTLED,
    better_when_higher,
    curves,
    score_table,
)
from tunelint.experiments.trial_grid import TrialGrid, Variant, opening, train_grid, train_grids
from tunelint.lab.answers import Training, Trial
from tunelint.lab.lab import Lab, Unanswered
from tunelint.lab.plain_values import Value
from tunelint.lab.plurals import counted
from tunelint.lab.statistics import Interval, between_seeds, choice, mean_of, share
from tunelint.lab.verdicts import Verdict, confirmed, inconclusive, refuted
from tunelint.model.search import Search

# From one training in three on that is ended badly, it is no accident.
MANY = 1 / 3

Curve = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Epoch:
    """What choosing an epoch in one training means for others of its configuration.

    `epoch` (from 1) is the chosen one, `gain` how much better `other` is in the curves of the other
    seeds.
    """

    epoch: int
    gain: float
    other: int = 0


def cuts_short(lab: Lab, search: Search, monitor: str | None, higher: bool | None) -> Verdict:
    """Are trials stopped although a later epoch is better by more than seeds make it?

    The trials run as written beside the same ones without early stopping, with the same seeds.
    `monitor` is the log that is watched, `higher` whether more of it is better.
    """
    monitor, turn = _monitored(monitor, higher)
    begun = opening(lab, search)
    epochs = begun.seen_epochs
    stopped, whole = train_grids(lab, search, begun, Variant(), Variant(None, STOPPING))
    whole.must_ask_for(epochs)
    ended = list(_ended(stopped, whole, monitor, turn))
    if not ended:
        raise Unanswered(f"no training logs {monitor!r}")
    spread = between_seeds(_bests(whole, monitor, turn))
    each = [one for row in ended for one in row]
    early = sum(one.gain > spread for one in each)
    part, gain = share(early, len(each)), mean_of([fmean(e.gain for e in row) for row in ended])
    direction = 1 if better_when_higher(begun, search) else -1
    picked = choice(
        score_table(stopped, direction, lambda trial: trial.score),
        score_table(whole, direction, lambda trial: trial.score),
    )
    line = (
        f"{early} of {len(each)} trainings of {counted(epochs, 'epoch')} improve {monitor} after"
        f" the epoch at which they are stopped, by more than seeds explain ({spread:.3g});"
        f" {_winner(stopped, picked.chosen, picked.best, picked.regret)}"
    )
    where = [one.epoch for one in each if one.epoch < epochs]
    marked = curves(whole, monitor, _middle(where) or epochs, "median stop")
    numbers = _numbers(part, early, len(each)) | {
        "spread": spread,
        "gain": gain.value,
        "gain_low": gain.low,
        "gain_high": gain.high,
        "winner_changes": picked.chosen != picked.best,
        "regret": picked.regret,
        "noise": picked.noise,
    }
    if (part.low > MANY and gain.low > 0) or (picked.costs and early):
        return confirmed(line, marked, data=True, **numbers)
    lost = gain.low > 0 or gain.high >= spread
    if part.high < MANY and not lost and not picked.costs:
        return refuted(line, marked, data=True, **numbers)
    return inconclusive(f"{UNSETTLED}{line}", marked, **numbers)


def _monitored(monitor: str | None, higher: bool | None) -> tuple[str, int]:
    """The log that is watched, and 1 where more of it is better, else -1. Raises Unanswered."""
    if monitor is None or higher is None:
        raise Unanswered("it is not known whether a higher monitored value is better")
    return monitor, 1 if higher else -1


def _winner(grid: TrialGrid, chosen: int, best: int, regret: float) -> str:
    if chosen == best:
        return f"the winner stays the same ({grid.extent})"
    labels = grid.labels
    return (
        f"without early stopping, {labels[best]} beats {labels[chosen]} by {regret:.3g}"
        f" ({grid.extent})"
    )


def _ended(stopped: TrialGrid, whole: TrialGrid, monitor: str, turn: int) -> Iterator[list[Epoch]]:
    """By configuration: after which epochs its trainings are stopped, and what that loses."""
    for short, long in zip(stopped.rows, whole.rows, strict=True):
        row = []
        for seed, (one, other) in enumerate(zip(short, long, strict=True)):
            if len(one.trainings) != len(other.trainings):
                raise Unanswered("trials train a different number of times with early stopping")
            for place, training in enumerate(one.trainings):
                curve, others = _curves_of(long, place, seed, monitor, turn)
                epoch = training.epochs_run or len(curve)
                if curve and others:
                    row.append(Epoch(epoch, _gain(curve, others, epoch)))
        if row:
            yield row


def _gain(curve: Curve, others: Sequence[Curve], epoch: int) -> float:
    """How much better the best later epoch is than the best one until then; 0 without later ones.

    Both are chosen in `curve`, and looked at in the others.
    """
    if epoch >= len(curve):
        return 0.0
    until, later = _best(curve[:epoch]), epoch + _best(curve[epoch:])
    return _apart(others, later, until)


def _apart(others: Sequence[Curve], one: int, other: int) -> float:
    """How much better an epoch is than another one, in the mean of some curves."""
    found = [curve[one] - curve[other] for curve in others if max(one, other) < len(curve)]
    known = [difference for difference in found if math.isfinite(difference)]
    return fmean(known) if known else 0.0


def _best(curve: Sequence[float]) -> int:
    """The position of the highest value; what is no number is none."""
    return max(range(len(curve)), key=lambda at: curve[at] if curve[at] == curve[at] else -math.inf)


def _curves_of(
    row: Sequence[Trial], place: int, seed: int, log: str, turn: int
) -> tuple[Curve, list[Curve]]:
    """A log of one training, and of the same training with the other seeds; higher is better."""
    curves = [
        tuple(turn * value for value in _training(trial, place).logs.get(log, ())) for trial in row
    ]
    return curves[seed], [curve for at, curve in enumerate(curves) if at != seed and curve]


def _training(trial: Trial, place: int) -> Training:
    return trial.trainings[place] if place < len(trial.trainings) else Training("")


def _bests(grid: TrialGrid, monitor: str, turn: int) -> list[list[float]]:
    """The best value of the log in each training, by configuration and seed."""
    return [
        [
            max(
                turn * value
                for one in trial.trainings
                for value in one.logs.get(monitor, (0.0,))
                if value == value
            )
            for trial in row
        ]
        for row in grid.rows
    ]


def choose_other_epochs(
    lab: Lab, search: Search, monitor: str | None, higher: bool | None, named: str | None = None
) -> Verdict:
    """Is the best epoch by the log that is watched a worse one than by the trials' own score?

    Refuted where both are one epoch in nearly all trainings, and without doubt where the score is
    read off that very log; one trial is enough to see that where the code's objective is `named`
    so. That other epochs are no worse proves no loss, but it is luck all the same.
    """
    monitor, turn = _monitored(monitor, higher)
    begun = opening(lab, search)
    objective = begun.facts.get("objective", named)
    reading = reading_of([begun.trial], monitor)
    if objective == monitor and reading is not None and reading.log == monitor:
        return refuted(f"the search ranks by {monitor!r} itself", objective=monitor)
    whole = train_grid(lab, search, begun, Variant(None, STOPPING))
    reading = sure_reading_of(whole.trials, objective if isinstance(objective, str) else None)
    if reading.log == monitor:
        return refuted(f"the search ranks by {monitor!r} itself", objective=monitor)
    upwards = 1 if _rises(reading, better_when_higher(begun, search)) else -1
    found = list(_choices(whole, (monitor, turn), (reading.log, upwards)))
    if not found:
        raise Unanswered(f"no training logs both {monitor!r} and {reading.log!r}")
    each = [one for row in found for one in row]
    worse = sum(one.gain > 0 for one in each)
    differing = share(sum(one.epoch != one.other for one in each), len(each))
    part, lost = share(worse, len(each)), mean_of([fmean(e.gain for e in row) for row in found])
    spread = between_seeds(_bests(whole, reading.log, upwards))
    line = (
        f"{worse} of {len(each)} trainings have a worse {reading.log!r} at the epoch with the best"
        f" {monitor!r} than at their best epoch, by the curves of different seeds: {lost.value:.3g}"
        f" on average, where seeds alone explain {spread:.3g} ({whole.extent})"
    )
    numbers = _numbers(part, worse, len(each)) | {
        "lost": lost.value,
        "lost_low": lost.low,
        "lost_high": lost.high,
        "spread": spread,
    }
    marked = curves(
        whole,
        reading.log,
        _middle([one.epoch for one in each]) or 1,
        f"median best {monitor}",
    )
    if part.low > MANY and lost.low > 0:
        return confirmed(line, marked, data=True, **numbers)
    if differing.high < MANY:
        return refuted(line, marked, data=True, **numbers)
    return inconclusive(f"{UNSETTLED}{line}", marked, **numbers)


def _choices(
    whole: TrialGrid, watched: tuple[str, int], objective: tuple[str, int]
) -> Iterator[list[Epoch]]:
    """By configuration: the best epochs by what is watched, and what the objective loses there.

    Both are the name of a log, with 1 where more of it is better, else -1.
    """
    for trials in whole.rows:
        row = []
        for seed, trial in enumerate(trials):
            for place in range(len(trial.trainings)):
                seen, _ = _curves_of(trials, place, seed, *watched)
                scored, others = _curves_of(trials, place, seed, *objective)
                if seen and len(seen) == len(scored) and others:
                    epoch, best = _best(seen), _best(scored)
                    row.append(Epoch(epoch + 1, _apart(others, best, epoch), best + 1))
        if row:
            yield row


def _rises(reading: Reading, upwards: bool) -> bool:
    """Whether more of the log itself is better, where the score may have its sign turned."""
    return upwards is (reading.sign is Sign.AS_LOGGED)


def _middle(epochs: Sequence[int]) -> int | None:
    return sorted(epochs)[len(epochs) // 2] if epochs else None


def _numbers(part: Interval, hits: int, tries: int) -> dict[str, Value]:
    return {
        "trainings": tries,
        "hits": hits,
        "share": part.value,
        "share_low": part.low,
        "share_high": part.high,
    }
