"""How a trial's score is read off its learning curves, and what it would have been earlier."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product
from statistics import fmean

from tunelint.lab.answered import Unanswered
from tunelint.lab.answers import Trial

_CLOSE = 1e-4


class End(StrEnum):
    """Which of a curve's values is taken."""

    LAST = "last"
    HIGHEST = "highest"
    LOWEST = "lowest"


class Sign(StrEnum):
    """What is done to the value."""

    AS_LOGGED = "as logged"
    NEGATED = "negated"
    REST = "1 - value"


@dataclass(frozen=True, slots=True)
class Reading:
    """A score as it is read off the curve `log`."""

    log: str
    end: End = End.LAST
    sign: Sign = Sign.AS_LOGGED

    def of(self, trial: Trial, epochs: int | None = None) -> float | None:
        """The score of the trial, of its first `epochs` only where given; None without curves.

        Several trainings of one trial (folds, executions) are averaged.
        """
        curves = [one.logs[self.log] for one in trial.trainings if one.logs.get(self.log)]
        if not curves:
            return None
        return fmean(self.of_curve(curve[:epochs]) for curve in curves)

    def of_curve(self, curve: Sequence[float]) -> float:
        """The score read off one curve."""
        match self.end:
            case End.LAST:
                value = curve[-1]
            case End.HIGHEST:
                value = max(curve)
            case End.LOWEST:
                value = min(curve)
        match self.sign:
            case Sign.AS_LOGGED:
                return value
            case Sign.NEGATED:
                return -value
            case Sign.REST:
                return 1 - value

    @property
    def at_the_end(self) -> Reading:
        """The same score after the last epoch."""
        return replace(self, end=End.LAST)


def reading_of(trials: Iterable[Trial], preferred: str | None = None) -> Reading | None:
    """The one way to read a curve that gives every trial's score; None where there is none.

    The log `preferred` counts more than others, logs of the validation more than those of the
    training, the best epoch more than the last one (it tells more where both give the score).
    """
    scored = [trial for trial in trials if trial.score is not None and trial.trainings]
    if not scored:
        return None
    names = sorted({name for trial in scored for one in trial.trainings for name in one.logs})
    names.sort(key=lambda name: (name != preferred, not name.startswith("val_")))
    for name, sign, end in product(names, Sign, (End.HIGHEST, End.LOWEST, End.LAST)):
        reading = Reading(name, end, sign)
        if all(_gives(reading, trial) for trial in scored):
            return reading
    return None


def sure_reading_of(trials: Iterable[Trial], preferred: str | None = None) -> Reading:
    """As `reading_of`. Raises Unanswered where there is none."""
    found = reading_of(trials, preferred)
    if found is None:
        raise Unanswered("no logged metric gives the scores of the trials")
    return found


def mean_curve(trials: Sequence[Trial], log: str) -> tuple[float, ...]:
    """The mean of a curve over the trainings of some trials, as far as all of them go."""
    curves = [one.logs[log] for trial in trials for one in trial.trainings if one.logs.get(log)]
    return tuple(fmean(values) for values in zip(*curves, strict=False))


def _gives(reading: Reading, trial: Trial) -> bool:
    found = reading.of(trial)
    assert trial.score is not None
    return found is not None and math.isclose(found, trial.score, rel_tol=_CLOSE, abs_tol=_CLOSE)
