"""The trainings of a Hyperopt search's winner."""

from __future__ import annotations

from collections.abc import Callable

from tunelint.interpreter.objects import Event
from tunelint.interpreter.values import Term
from tunelint.libraries.common.retrained import trained_from
from tunelint.libraries.hyperopt.fmin_call import Fmin
from tunelint.model.program import Program
from tunelint.model.training import Fit


def winners(
    program: Program, fmin: Fmin, memory: Term | None, in_trial: Callable[[Event], bool]
) -> tuple[Fit, ...]:
    """Trainings, after the search, with what ``fmin`` gave back or its ``Trials`` hold."""
    found = (fmin.event.result,) if memory is None else (fmin.event.result, memory)
    return trained_from(program, found, fmin.event, in_trial)
