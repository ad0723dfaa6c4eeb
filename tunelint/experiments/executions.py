"""Several executions of one configuration: are they one run, and how many would tell two apart?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from tunelint.experiments.ranking import score_table
from tunelint.experiments.repeatability import of_trainings
from tunelint.experiments.trial_grid import (
    PROCESSES,
    Opening,
    TrialGrid,
    Variant,
    opening,
    train_grid,
)
from tunelint.lab.answers import Training
from tunelint.lab.lab import Lab
from tunelint.lab.plurals import counted
from tunelint.lab.statistics import between_configurations, between_seeds
from tunelint.lab.verdicts import Bars, Verdict, confirmed, inconclusive, refuted
from tunelint.model.search import Search

# Two means differ with a probability of 95% where they are so many standard errors apart.
QUANTILE = 1.96
SEEDS = 3
FEWEST_EPOCHS = 3


def are_one_run(lab: Lab, search: Search) -> Verdict:
    """Confirmed where all trainings of one trial on the same data come out the same.

    The second trial is looked at: the first may begin where the script left the generators.
    """
    trial = lab.once(lab.trials(search, 2, epochs=1)).finished(2)[-1]
    trainings = _of_one_data(trial.trainings)
    if len(trainings) < 2:
        return inconclusive(
            f"one trial has {counted(len(trial.trainings), 'training')}, none on the same data"
        )
    likes = [of_trainings(trainings[0], other) for other in trainings[1:]]
    count = len(trainings)
    if any(like.differs or like.exact is False for like in likes):
        return refuted(
            f"the {count} trainings of the second trial give different results",
            data=True,
            trainings=count,
        )
    if all(like.exact and like.agrees for like in likes):
        return confirmed(
            f"the {count} trainings of the second trial are identical: {_result(trainings[0])}",
            *_curves(trainings),
            trainings=count,
        )
    return inconclusive(f"the results of the second trial's {count} trainings could not be read")


def _of_one_data(trainings: Sequence[Training]) -> list[Training]:
    """The trainings on the data that most of them have: the others are folds, or a last fit."""
    groups: dict[str, list[Training]] = {}
    for one in trainings:
        groups.setdefault(repr((one.framework, sorted(one.data.items()))), []).append(one)
    return max(groups.values(), key=len, default=[])


def _result(training: Training) -> str:
    for name in ("val_loss", "loss", *sorted(training.logs)):
        if training.logs.get(name):
            return f"each ends with {name} {training.logs[name][-1]:.6g}"
    return "each ends with the same weights"


def _curves(trainings: Sequence[Training]) -> list[Bars]:
    for name in ("val_loss", "loss"):
        if all(one.logs.get(name) for one in trainings):
            rows = [(f"training {n}", one.logs[name][-1]) for n, one in enumerate(trainings, 1)]
            return [Bars(name, tuple(rows))]
    return []


@dataclass(frozen=True, slots=True)
class Separation:
    """The best two of several configurations: how far apart, and how far seeds spread each.

    `gap` is the difference of their means over the seeds, `spread` the standard deviation between
    seeds, `configurations` that of the configurations' means.
    """

    gap: float
    spread: float
    configurations: float

    @property
    def executions(self) -> int | None:
        """How many executions of each would separate the two; None where no number would."""
        if self.gap == 0:
            return None
        return max(1, math.ceil(2 * (QUANTILE * self.spread / self.gap) ** 2))


def separation(scores: Sequence[Sequence[float]], *, higher: bool) -> Separation:
    """Scores by configuration, then by seed."""
    means = sorted((fmean(row) for row in scores), reverse=higher)
    return Separation(
        abs(means[0] - means[1]), between_seeds(scores), between_configurations(scores)
    )


def one_is_too_few(lab: Lab, search: Search) -> Verdict:
    """Confirmed where seeds spread a configuration's score more than the best two are apart."""
    begun = opening(lab, search)
    averaged = len(_of_one_data(begun.trial.trainings))
    if averaged > 1:
        return refuted(f"each trial trains its configuration {averaged} times", executions=averaged)
    epochs = _affordable(lab, begun)
    if epochs is None or epochs == begun.epochs:
        return _verdict_on_spread(train_grid(lab, search, begun, Variant()), begun)
    verdict = _verdict_on_spread(train_grid(lab, search, begun, Variant(epochs)), begun)
    line = f"only {epochs} of {begun.epochs} epochs fit into the budget: {verdict.line}"
    return inconclusive(line, *verdict.exhibits, **verdict.numbers)


def _affordable(lab: Lab, begun: Opening) -> int | None:
    """As many epochs as written, fewer where the budget does not let all configurations train."""
    asked = begun.epochs
    if asked is None:
        return None
    ran = [one.epochs_run for one in begun.trial.trainings if one.epochs_run]
    most = min(asked, lab.budget.epochs or asked)
    if not ran or not begun.trial.seconds:
        return most
    each = begun.trial.seconds / sum(ran)
    time = lab.left() / 2 * PROCESSES / (len(begun.configurations) * SEEDS)
    return max(min(most, FEWEST_EPOCHS), min(most, int(time / each)))


def _verdict_on_spread(found: TrialGrid, begun: Opening) -> Verdict:
    scores = score_table(found, 1, lambda trial: trial.score)
    higher = str(begun.facts.get("direction")).startswith("max")
    apart = separation(scores, higher=higher)
    number = apart.executions
    shown = Bars(
        "score",
        tuple(
            (f"{label}, seed {seed}", score)
            for label, row in zip(found.labels, scores, strict=True)
            for seed, score in enumerate(row, 1)
        ),
    )
    line = (
        f"scores spread by {apart.spread:.3g} between seeds, and the best two configurations are"
        f" {apart.gap:.3g} apart ({found.extent}):"
    )
    numbers = {
        "between_seeds": apart.spread,
        "between_configurations": apart.configurations,
        "gap": apart.gap,
        "executions": number,
    }
    if apart.spread == 0:
        return refuted(f"{line} every seed gives the same score", shown, data=True, **numbers)
    if apart.spread > apart.gap:
        needed = "no number of" if number is None else f"{number}"
        return confirmed(
            f"{line} {needed} executions would separate them", shown, data=True, **numbers
        )
    if number == 1:
        return refuted(f"{line} one execution separates them", shown, data=True, **numbers)
    return inconclusive(f"{line} {number} executions would separate them", shown, **numbers)
