"""Uses: where the values of a point reach a library's call exactly as they were drawn."""

from __future__ import annotations

from tunelint.interpreter.objects import CallEvent
from tunelint.interpreter.trace import Trace
from tunelint.libraries.bayes_opt.points import Points
from tunelint.libraries.common.coordinates import coordinate_uses
from tunelint.model.space import Use


def uses(trace: Trace, points: Points) -> tuple[Use, ...]:
    """The uses of one search's drawn values, in order."""
    return tuple(
        use
        for event in trace.events_since(points.optimization.event.index)
        if isinstance(event, CallEvent)
        for use in coordinate_uses(trace, event, points)
    )
