"""Scores: what an objective gives back to ``fmin``, which minimises it."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.objects import CallEvent, Function
from tunelint.interpreter.trace import ReturnEvent
from tunelint.interpreter.values import Const, Mapping, Term, options_of
from tunelint.libraries.common.returned import returned
from tunelint.libraries.common.score import read_score
from tunelint.model.objective import Score
from tunelint.model.program import Program

LOSS = "loss"


def _losses(
    program: Program, functions: tuple[Function, ...], search: CallEvent
) -> Iterator[tuple[ReturnEvent, Term]]:
    """Every number that the objective returns as the loss of a trial."""
    for event in returned(program.trace, (search,), functions):
        for option in options_of(event.value):
            loss = _loss(option)
            if loss is not None:
                yield event, loss


def _loss(value: Term) -> Term | None:
    if isinstance(value, Mapping):
        entry = value.get(LOSS)
        value = entry.value if entry is not None else value
        if entry is None:
            return None
    return None if isinstance(value, Const) else value


def scores(
    program: Program, functions: tuple[Function, ...], search: CallEvent
) -> tuple[Score, ...]:
    """The scores by which the trials are judged."""
    return tuple(
        read_score(option, event, program)
        for event, term in _losses(program, functions, search)
        for option in options_of(term)
    )
