"""Scores: what an objective gives back to scikit-optimize, which minimises it."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.objects import Event
from tunelint.interpreter.values import Const, Term, options_of
from tunelint.libraries.common.library_calls import LibraryCall
from tunelint.libraries.common.returned import returned
from tunelint.libraries.common.score import read_score
from tunelint.libraries.scikit_optimize.minimisations import Minimisation
from tunelint.libraries.scikit_optimize.tables import METHODS
from tunelint.model.objective import Score
from tunelint.model.program import Program


def scores(program: Program, search: Minimisation) -> tuple[Score, ...]:
    """The scores by which the trials are judged: returned by the objective, or told."""
    judged = [*_returned(program, search), *_told(search)]
    return tuple(
        read_score(option, event, program)
        for event, term in judged
        for option in options_of(term)
        if not isinstance(option, Const)
    )


def _returned(program: Program, search: Minimisation) -> Iterator[tuple[Event, Term]]:
    for event in returned(program.trace, search.calling, search.objectives):
        yield event, event.value


def _told(search: Minimisation) -> Iterator[tuple[Event, Term]]:
    for event in search.told:
        told = LibraryCall(event, METHODS["tell"]).given("y")
        if told is not None:
            yield event, told.value
