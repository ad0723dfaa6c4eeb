"""Uses: where the coordinates of a point reach a library's call exactly as they were drawn."""

from __future__ import annotations

from tunelint.interpreter.trace import Trace
from tunelint.libraries.common.coordinates import coordinate_uses
from tunelint.libraries.scikit_optimize.points import Points
from tunelint.model.space import Use


def uses(trace: Trace, points: Points) -> tuple[Use, ...]:
    """The uses of one search's drawn values, in order."""
    first = min(event.index for event in (points.minimisation.event, *points.minimisation.calling))
    return tuple(
        use
        for event in trace.calls()
        if event.index > first
        for use in coordinate_uses(trace, event, points)
    )
