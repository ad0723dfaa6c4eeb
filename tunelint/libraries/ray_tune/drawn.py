"""Uses: where drawn values reach a library's call, in a trial, as they were drawn."""

from __future__ import annotations

from tunelint.interpreter.objects import CallEvent
from tunelint.interpreter.values import Term
from tunelint.libraries.common.drawn_uses import float_uses, taken_uses
from tunelint.libraries.common.integer_parameters import FLOATS, whole_numbers
from tunelint.libraries.ray_tune.configurations import Configurations
from tunelint.libraries.ray_tune.spaces import drawn_type
from tunelint.model.space import Use


def uses(configurations: Configurations) -> tuple[Use, ...]:
    """The uses of one search's drawn values, in order."""
    found: list[Use] = []
    for start in configurations.trials.events:
        for event in configurations.trace.caused_by(start):
            if isinstance(event, CallEvent):
                for wanted in whole_numbers(event):
                    found.extend(float_uses(event, wanted, configurations, _is_float))
                found.extend(taken_uses(event, configurations))
    return tuple(found)


def _is_float(part: Term) -> bool:
    return drawn_type(part) in FLOATS
