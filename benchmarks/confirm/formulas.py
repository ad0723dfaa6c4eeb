"""Searches that are formulas: what their trainings log, with noise of a known size.

A search draws once what its configurations are worth; a training adds its own chance. Losses and
accuracies are by epoch, from the first on.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence

CONFIGURATIONS = 8

Curve = Sequence[float]
Logs = Mapping[str, Curve]
OneTraining = Callable[[random.Random, int, int], Logs]
"""The logs of one training: its own chance, the configuration's number, and how many epochs."""
Drawn = Callable[[random.Random], OneTraining]
"""One search: what its configurations are worth is drawn once."""


def ranked(
    spread: float, noise: float, *, turns: bool = False, wobble: float = 0.0, at: int = 10
) -> Drawn:
    """A loss that falls to a level of each configuration's own; `turns`: another one from `at` on.

    `spread` is the deviation between configurations, `noise` that between seeds, `wobble` that
    between the epochs of one training.
    """

    def search(chance: random.Random) -> OneTraining:
        early, late = ([chance.gauss(0, spread) for _ in range(CONFIGURATIONS)] for _ in range(2))

        def training(chance: random.Random, number: int, epochs: int) -> Logs:
            levels = (early[number], late[number] if turns else early[number])
            shifts = (chance.gauss(0, noise), chance.gauss(0, noise))
            return {
                "val_loss": [
                    5
                    + 1 / epoch
                    + levels[epoch >= at]
                    + shifts[epoch >= at]
                    + chance.gauss(0, wobble)
                    for epoch in range(1, epochs + 1)
                ]
            }

        return training

    return search


def two_scores(spread: float, noise: float, first: str, second: str, *, apart: bool) -> Drawn:
    """Two logs that rank the configurations alike, or each in its own way (`apart`)."""

    def search(chance: random.Random) -> OneTraining:
        one, other = ([chance.gauss(0, spread) for _ in range(CONFIGURATIONS)] for _ in range(2))
        other = other if apart else one

        def training(chance: random.Random, number: int, epochs: int) -> Logs:
            shifts = (chance.gauss(0, noise), chance.gauss(0, noise))
            sign = -1 if "acc" in second else 1
            return {
                first: [5 + 1 / epoch + one[number] + shifts[0] for epoch in _epochs(epochs)],
                second: [
                    5 + sign * (1 / epoch + other[number] + shifts[1]) for epoch in _epochs(epochs)
                ],
            }

        return training

    return search


def apart(distance: float) -> Drawn:
    """Configurations whose losses are so many deviations between seeds apart from one another."""

    def search(chance: random.Random) -> OneTraining:
        order = list(range(CONFIGURATIONS))
        chance.shuffle(order)

        def training(chance: random.Random, number: int, epochs: int) -> Logs:
            shift = chance.gauss(0, 1)
            return {
                "val_loss": [
                    50 + 1 / epoch + distance * order[number] + shift for epoch in _epochs(epochs)
                ]
            }

        return training

    return search


def shaped(
    shape: Callable[[int], float], spread: float, noise: float, wobble: float, monitor: str = ""
) -> Drawn:
    """An accuracy of a given shape over the epochs, and perhaps another log that tells the same."""

    def search(chance: random.Random) -> OneTraining:
        levels = [chance.gauss(0, spread) for _ in range(CONFIGURATIONS)]

        def training(chance: random.Random, number: int, epochs: int) -> Logs:
            shift = chance.gauss(0, noise)
            level = levels[number] + shift

            def curve(sign: int) -> list[float]:
                return [
                    5 + sign * (shape(epoch) + level) + chance.gauss(0, wobble)
                    for epoch in _epochs(epochs)
                ]

            logs = {"val_accuracy": curve(1)}
            return logs | ({monitor: curve(-1)} if monitor else {})

        return training

    return search


def falling_beside(shape: Callable[[int], float], wobble: float) -> Drawn:
    """An accuracy of a shape, beside a training loss that falls to the end."""

    def search(chance: random.Random) -> OneTraining:
        def training(chance: random.Random, number: int, epochs: int) -> Logs:
            return {
                "val_accuracy": [shape(e) + chance.gauss(0, wobble) for e in _epochs(epochs)],
                "loss": [1 - 0.02 * e + chance.gauss(0, wobble / 10) for e in _epochs(epochs)],
            }

        return training

    return search


def _epochs(number: int) -> range:
    return range(1, number + 1)


def plateau(epoch: int) -> float:
    return 0.0


def quick(epoch: int) -> float:
    """Learned after three epochs."""
    return min(0.0, 0.2 * (epoch - 3))


def peak(epoch: int) -> float:
    return -0.05 * abs(epoch - 5)


def rise(epoch: int) -> float:
    return 0.05 * epoch


def correct(spread: float) -> Drawn:
    """Accuracies that are spread around 0.75."""

    def search(chance: random.Random) -> OneTraining:
        levels = [min(0.95, max(0.55, chance.gauss(0.75, spread))) for _ in range(CONFIGURATIONS)]
        return lambda chance, number, epochs: {"val_accuracy": [levels[number]] * epochs}

    return search
