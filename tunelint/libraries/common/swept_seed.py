"""Swept seeds: whether a seed is what a loop around a search runs over."""

from __future__ import annotations

from tunelint.interpreter.frames import LoopFrame
from tunelint.interpreter.objects import Event, Result
from tunelint.interpreter.provenance import comes_from
from tunelint.interpreter.values import Argument, options_of


def is_swept(argument: Argument, event: Event) -> bool:
    """Whether the seed, or the generator made from it, changes with a loop around `event`."""
    seeds = [argument.value]
    if isinstance(argument.value, Result):
        seeds += [given.value for given in argument.value.event.arguments]
    return any(
        isinstance(frame, LoopFrame)
        and any(
            comes_from(seed, frame.element)
            or any(option in options_of(frame.element) for option in options_of(seed))
            for seed in seeds
        )
        for frame in event.path
    )
