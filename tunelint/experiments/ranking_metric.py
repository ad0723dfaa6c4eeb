"""Is the score that a search gets the one that counts: another metric, other rows?"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from tunelint.experiments.learning_curves import Reading, reading_of
from tunelint.experiments.ranking import (
    UNSETTLED,
    Comparison,
    better_when_higher,
    score_table,
    verdict_on_rankings,
)
from tunelint.experiments.trial_grid import TrialGrid, Variant, opening, train_grid
from tunelint.lab.answered import objective_in, require
from tunelint.lab.answers import Measured, Training, Trial
from tunelint.lab.lab import Lab, Unanswered
from tunelint.lab.plurals import counted
from tunelint.lab.verdicts import Outcome, Verdict, confirmed, inconclusive, refuted
from tunelint.model.search import Search

VALIDATION = "val_"
TRIALS = 3
# Of the rows that a score is measured on so many are in the data that was fitted, or so few.
MOST, FEW = 0.9, 0.1
_CLOSE = 1e-6


def ranks_by_another(lab: Lab, search: Search, metric: str | None, higher: bool | None) -> Verdict:
    """Does the winner by the objective lose in the metric that is looked at?

    `metric` is that one's name in the logs, without ``val_``; `higher` whether more of it is
    better. Refuted without training where the objective is this very metric, or where there is
    none.
    """
    begun = opening(lab, search)
    objective = objective_in(begun.facts)
    if metric is None or objective.removeprefix(VALIDATION) == metric:
        return refuted(f"the search ranks by {objective!r}, and no different metric is reported")
    if higher is None:
        raise Unanswered(f"it is not known whether a higher {metric!r} is better")
    wanted = f"{VALIDATION}{metric}" if objective.startswith(VALIDATION) else metric
    shown = train_grid(lab, search, begun, Variant())
    upwards = better_when_higher(begun, search)
    return verdict_on_rankings(_by_both(shown, objective, upwards, wanted, higher))


def _by_both(
    shown: TrialGrid, objective: str, upwards: bool, wanted: str, higher: bool
) -> Comparison:
    """The objective, and the wanted log at the epoch that is best by the objective."""

    def at_its_best(trial: Trial) -> float | None:
        values = [
            one.logs[wanted][_best(one.logs[objective], upwards)]
            for one in trial.trainings
            if one.logs.get(objective) and one.logs.get(wanted)
        ]
        return fmean(values) if values else None

    return Comparison(
        shown,
        score_table(shown, 1 if upwards else -1, lambda trial: trial.score),
        score_table(shown, 1 if higher else -1, at_its_best),
        objective,
        wanted,
        higher,
        upwards is not higher,
    )


def _best(curve: Sequence[float], upwards: bool) -> int:
    turn = 1 if upwards else -1
    return max(range(len(curve)), key=lambda epoch: turn * curve[epoch])


# -- rows -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that one score was measured on: how many, and how many of them were fitted.

    `log` is the log that the score was read off, empty where it was measured after the training.
    """

    measured: int
    fitted: int
    log: str = ""

    @property
    def share(self) -> float:
        """The share of the rows that the model had been fitted on."""
        return self.fitted / self.measured if self.measured else 0.0


def scores_fitted_rows(lab: Lab, search: Search) -> Verdict:
    """Are the trials scored on the rows that they were fitted on?

    That is told by the content of the rows. Where the training logs the same metric for its
    validation data, it is confirmed only if the winner by the one loses by the other.
    """
    answer = lab.once(replace(lab.trials(search, TRIALS), rows=True))
    trials = answer.scored()
    objective = answer.facts.get("objective")
    preferred = objective if isinstance(objective, str) else None
    found = [rows for trial in trials for rows in rows_of_score(trial, trials, preferred)]
    fitted, measured = sum(one.fitted for one in found), sum(one.measured for one in found)
    require(measured, "the rows that the trials are scored on")
    many = counted(len(trials), "trial")
    said = f"{fitted} of {measured} scored rows are training rows ({many})"
    log = found[0].log
    if log:
        said = f"the score of {many} is {log!r}, measured on the training rows"
    if all(one.share >= MOST for one in found):
        comparison = _against_validation(lab, search, log) if log else None
        if comparison is None:
            return confirmed(said, measured=measured, fitted=fitted)
        verdict = verdict_on_rankings(comparison)
        line = f"{said}; {verdict.line.removeprefix(UNSETTLED)}"
        numbers = {**verdict.numbers, "measured": measured, "fitted": fitted}
        if verdict.outcome is Outcome.CONFIRMED:
            return replace(verdict, line=line, numbers=numbers)
        # That the score is the training's own is a fact; that it costs something is none.
        return inconclusive(f"{line}; no loss is shown", *verdict.exhibits, **numbers)
    if all(one.share <= FEW for one in found):
        return refuted(said, measured=measured, fitted=fitted)
    return inconclusive(f"{said}: neither all nor none", measured=measured, fitted=fitted)


def rows_of_score(trial: Trial, trials: Sequence[Trial], preferred: str | None) -> Iterator[Rows]:
    """What each of the numbers that make up a trial's score was measured on."""
    measured = list(_measurements(trial))
    logged = [one for one in trial.trainings if one.logs]
    reading = reading_of(trials, preferred)
    if reading is not None and logged and not _exact(trial, measured):
        yield from (_of_log(one, reading) for one in logged)
        return
    for number, one in enumerate(measured):
        training = trial.trainings[number * len(trial.trainings) // len(measured)]
        rows, fitted = one.row_marks.get("x"), training.row_marks.get("x")
        if rows and fitted:
            yield Rows(len(rows), _within(rows, fitted))


def _of_log(training: Training, reading: Reading) -> Rows:
    """A log without ``val_`` is measured on the batches of the training, by Keras' convention."""
    fitted = training.row_marks.get("x", ())
    if not reading.log.startswith(VALIDATION):
        count = len(fitted) or training.rows or 1
        return Rows(count, count, reading.log)
    rows = training.row_marks.get("validation x", ())
    return Rows(len(rows), _within(rows, fitted), reading.log)


def _measurements(trial: Trial) -> Iterator[Measured]:
    """The evaluations that give the trial's score; else its predictions, which give no number."""
    if not trial.trainings:
        return
    exact = [one for one in trial.evaluations if _gives(one, trial.score)]
    yield from exact or [one for one in trial.evaluations if not one.result]


def _exact(trial: Trial, measured: Sequence[Measured]) -> bool:
    return any(_gives(one, trial.score) for one in measured)


def _gives(measured: Measured, score: float | None) -> bool:
    return score is not None and any(
        math.isclose(abs(value), abs(score), rel_tol=_CLOSE)
        or math.isclose(1 - value, score, rel_tol=_CLOSE)
        for value in measured.result.values()
    )


def _within(rows: Sequence[str], fitted: Sequence[str]) -> int:
    known = set(fitted)
    return sum(row in known for row in rows)


def _against_validation(lab: Lab, search: Search, log: str) -> Comparison | None:
    begun = opening(lab, search)
    if not all(f"{VALIDATION}{log}" in one.logs for one in begun.trial.trainings):
        return None
    shown = train_grid(lab, search, begun, Variant())
    reading = reading_of(shown.trials, log)
    if reading is None or reading.log != log:
        return None
    upwards = better_when_higher(begun, search)
    turn = 1 if upwards else -1
    other = replace(reading, log=f"{VALIDATION}{log}")
    return Comparison(
        shown,
        score_table(shown, turn, reading.of),
        score_table(shown, turn, other.of),
        log,
        other.log,
        upwards,
    )
