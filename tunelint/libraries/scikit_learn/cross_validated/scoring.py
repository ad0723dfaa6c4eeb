"""What a cross-validated search optimises: ``scoring=`` as strings, scorers and dictionaries."""

from __future__ import annotations

from tunelint.interpreter.objects import Function, Result
from tunelint.interpreter.values import Argument, Const, Mapping, Sequence, Term
from tunelint.libraries.scikit_learn.cross_validated.building import Built
from tunelint.libraries.scikit_learn.metrics import Scorer, is_make_scorer, made_scorer
from tunelint.model.fact_of import worth
from tunelint.model.facts import UNKNOWN, Default, Fact, Known
from tunelint.model.objective import Objective


def objective(built: Built) -> Objective | None:
    """What the search maximises; None where the estimator's own score decides.

    A scorer's direction is ``max`` unless ``make_scorer`` is told that less is better.
    """
    argument = built.given("scoring")
    if argument is None or argument.is_none:
        return None
    term = _chosen(argument.value, built.fact("refit"))
    if term is None:
        return _unread(argument)
    return _of(argument, term)


def _chosen(term: Term, refit: Fact) -> Term | None:
    """The scorer by which the best is chosen: of several the one that `refit` names."""
    match term:
        case Mapping():
            entry = term.get(refit.value) if isinstance(refit, Known) else None
            return entry.value if entry is not None else None
        case Sequence(items=items):
            named = [item for item in items if isinstance(item, Const)]
            return next((item for item in named if item.value == refit.value), None)
    return term


def _of(argument: Argument, term: Term) -> Objective:
    match term:
        case Result(event=event) if is_make_scorer(event):
            return _made(argument, term, made_scorer(event))
        case Function():
            return _unread(argument, "function")
    name = worth(term, argument.anchor)
    return Objective(
        name=name,
        direction=Known(argument.anchor, (), "max") if name.values else UNKNOWN,
        written="scoring",
        place=argument.anchor,
        argument=argument,
        term=term,
    )


def _made(argument: Argument, term: Term, scorer: Scorer) -> Objective:
    name = UNKNOWN if scorer.name is None else Known(argument.anchor, (), scorer.name)
    direction: Fact = UNKNOWN
    if scorer.turned is not None:
        direction = Known(scorer.place, (), "min" if scorer.turned else "max")
    return Objective(
        name=name,
        direction=direction,
        written="make_scorer",
        place=argument.anchor,
        argument=argument,
        term=term,
    )


def _unread(argument: Argument, written: str = "scoring") -> Objective:
    return Objective(
        name=UNKNOWN,
        direction=UNKNOWN,
        written=written,
        place=argument.anchor,
        argument=argument,
        term=argument.value,
    )


def direction(found: Objective | None) -> str | None:
    """The direction of the search as a whole."""
    if found is None:
        return "max"
    known = found.direction
    return known.value if isinstance(known, Known | Default) else None
