"""The trainings of a Hyperopt search's winner."""

from __future__ import annotations

from collections.abc import Callable

from tunelint.frameworks.winners import trained_from
from tunelint.program import Program
from tunelint.search import Fit
from tunelint.syntax.terms import Term
from tunelint.syntax.trace import Event
from tunelint.tuners.hyperopt.fmins import Fmin


def winners(
    program: Program, fmin: Fmin, memory: Term | None, in_trial: Callable[[Event], bool]
) -> tuple[Fit, ...]:
    """Trainings, after the search, with what ``fmin`` gave back or its ``Trials`` hold."""
    found = (fmin.event.result,) if memory is None else (fmin.event.result, memory)
    return trained_from(program, found, fmin.event, in_trial)
