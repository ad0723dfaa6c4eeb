"""Epochs: for how long the trainings of one trial run."""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.model.facts import Fact, Known, Unknown
from tunelint.model.search import Fit


def epochs_of(fits: Iterable[Fit]) -> Fact:
    """The epochs of the trainings in epochs among `fits`, where all of them have the same."""
    trainings = [fit.epochs for fit in fits if fit.in_epochs]
    if len(trainings) == 1:
        return trainings[0]
    numbers = {value for fact in trainings for value in fact.values or (None,)}
    if len(numbers) == 1 and None not in numbers:
        return Known(trainings[0].place, trainings[0].origins, numbers.pop())
    return Unknown(None, (), "several trainings" if trainings else "no training is seen")
