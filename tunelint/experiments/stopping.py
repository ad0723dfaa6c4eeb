"""Does early stopping end trials before they are at their best, or by something else?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from tunelint.experiments.curves import Reading, Sign, reading_of
from tunelint.experiments.ranking import (
    STOPPING,
    better_when_higher,
    curves,
    epochs_in_words,
    score_table,
)
from tunelint.experiments.trying import Tried, Variant, opening, tried, tried_both_ways
from tunelint.lab.lab import Lab, Unanswered
from tunelint.lab.statistics import Interval, between_seeds, choice, share
from tunelint.lab.values import Value
from tunelint.lab.verdicts import Verdict, confirmed, inconclusive, refuted
from tunelint.search import Search

# From one training in three on that is ended badly, it is no accident.
MANY = 1 / 3


@dataclass(frozen=True, slots=True)
class Ended:
    """One training that was stopped after `epoch`, and what a later epoch would have gained.

    `gain` is how much better the best later epoch is than the best one until then, below 0 where
    it is worse; None where it ran to its end.
    """

    epoch: int
    gain: float | None


def cuts_short(lab: Lab, search: Search, monitor: str | None, higher: bool | None) -> Verdict:
    """Are trials stopped although a later epoch is better by more than seeds make it?

    The trials run as written beside the same ones without early stopping, with the same seeds.
    `monitor` is the log that is watched, `higher` whether more of it is better.
    """
    if monitor is None or higher is None:
        raise Unanswered("which way the watched quantity gets better is not known")
    begun = opening(lab, search)
    epochs = begun.seen_epochs
    stopped, whole = tried_both_ways(lab, search, begun, Variant(), Variant(None, STOPPING))
    turn = 1 if higher else -1
    ended = list(_ended(stopped, whole, monitor, turn))
    if not ended:
        raise Unanswered(f"no training logs {monitor!r}")
    spread = between_seeds(_bests(whole, monitor, turn))
    early = sum(one.gain is not None and one.gain > spread for one in ended)
    part = share(early, len(ended))
    direction = 1 if better_when_higher(begun, search) else -1
    picked = choice(
        score_table(stopped, direction, lambda trial: trial.score),
        score_table(whole, direction, lambda trial: trial.score),
    )
    where = [one.epoch for one in ended if one.gain is not None]
    line = (
        f"{early} of {len(ended)} trainings of {epochs_in_words(epochs)} are stopped although a"
        f" later epoch has a better {monitor}, by more than seeds explain ({spread:.3g});"
        f" {_winner(stopped, picked.chosen, picked.best, picked.regret)}"
    )
    marked = curves(whole, monitor, _middle(where) or epochs, "stopped here, in the middle")
    numbers = _numbers(part, early, len(ended)) | {
        "spread": spread,
        "winner_changes": picked.chosen != picked.best,
        "regret": picked.regret,
        "noise": picked.noise,
    }
    if part.low > MANY or (picked.costs and early):
        return confirmed(line, marked, data=True, **numbers)
    if part.high < MANY and not picked.costs:
        return refuted(line, marked, data=True, **numbers)
    return inconclusive(f"not settled: {line}", marked, **numbers)


def _winner(tried: Tried, chosen: int, best: int, regret: float) -> str:
    if chosen == best:
        return f"the winner stays the same ({tried.extent})"
    labels = tried.labels
    return (
        f"without stopping {labels[best]} beats {labels[chosen]} by {regret:.3g} ({tried.extent})"
    )


def _ended(stopped: Tried, whole: Tried, monitor: str, turn: int) -> Iterator[Ended]:
    for short, long in zip(stopped.trials, whole.trials, strict=True):
        for one, other in zip_longest(short.trainings, long.trainings):
            if one is None or other is None:
                raise Unanswered("with early stopping a trial trains another number of times")
            curve = [turn * value for value in other.logs.get(monitor, ())]
            epoch = one.epochs_run or len(curve)
            if not curve:
                continue
            later = curve[epoch:]
            yield Ended(epoch, max(later) - max(curve[:epoch]) if later else None)


def _bests(tried: Tried, monitor: str, turn: int) -> list[list[float]]:
    """The best value of the log in each training, by configuration and seed."""
    return [
        [
            max(turn * value for one in trial.trainings for value in one.logs.get(monitor, (0.0,)))
            for trial in row
        ]
        for row in tried.rows
    ]


def choose_other_epochs(
    lab: Lab, search: Search, monitor: str | None, higher: bool | None, named: str | None = None
) -> Verdict:
    """Is the best epoch by the log that is watched another one than by the trials' own score?

    Refuted without doubt where the score is read off that very log; one trial is enough to see that
    where the code's objective is `named` so.
    """
    if monitor is None or higher is None:
        raise Unanswered("which way the watched quantity gets better is not known")
    begun = opening(lab, search)
    objective = begun.facts.get("objective", named)
    reading = reading_of([begun.trial], monitor)
    if objective == monitor and reading is not None and reading.log == monitor:
        return refuted(f"the trials are judged by {monitor!r} itself", objective=monitor)
    whole = tried(lab, search, begun, Variant(None, STOPPING))
    reading = reading_of(whole.trials, objective if isinstance(objective, str) else None)
    if reading is None:
        raise Unanswered("the trials' scores are none of the training's logs")
    if reading.log == monitor:
        return refuted(f"the trials are judged by {monitor!r} itself", objective=monitor)
    turn = 1 if higher else -1
    upwards = better_when_higher(begun, search)
    found = list(_choices(whole, monitor, turn, reading.log, 1 if _rises(reading, upwards) else -1))
    if not found:
        raise Unanswered(f"no training logs both {monitor!r} and {reading.log!r}")
    part = share(sum(one.lost > 0 for one in found), len(found))
    other = sum(one.lost > 0 for one in found)
    mean = sum(one.lost for one in found) / len(found)
    line = (
        f"in {other} of {len(found)} trainings the best epoch by {monitor!r} is not the best one by"
        f" {reading.log!r}, but worse by {mean:.3g} on average ({whole.extent})"
    )
    numbers = _numbers(part, other, len(found)) | {"lost": mean}
    marked = curves(
        whole,
        reading.log,
        _middle([one.watched for one in found]) or 1,
        f"best {monitor}, in the middle",
    )
    if part.low > MANY:
        return confirmed(line, marked, data=True, **numbers)
    if part.high < MANY:
        return refuted(line, marked, data=True, **numbers)
    return inconclusive(f"not settled: {line}", marked, **numbers)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The best epoch by what is watched, and how much of the objective is lost there."""

    watched: int
    lost: float


def _choices(
    whole: Tried, monitor: str, turn: int, objective: str, direction: int
) -> Iterator[Chosen]:
    for trial in whole.trials:
        for one in trial.trainings:
            watched = [turn * value for value in one.logs.get(monitor, ())]
            judged = [direction * value for value in one.logs.get(objective, ())]
            if watched and len(watched) == len(judged):
                epoch = max(range(len(watched)), key=watched.__getitem__)
                yield Chosen(epoch + 1, max(judged) - judged[epoch])


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
