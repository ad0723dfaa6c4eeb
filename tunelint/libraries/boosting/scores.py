"""Scores: what a boosted model remembers of its validation rows, and of which training."""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.interpreter.objects import Result
from tunelint.interpreter.values import Attribute, Const, Item, Term, options_of
from tunelint.libraries.boosting.tables import BEST, GIVING_BEST
from tunelint.model.training import Fit

FILLED = "evals_result"


def remembered(term: Term, fits: Iterable[Fit]) -> tuple[Fit, str | None] | None:
    """The training whose best score a value is, and the metric's name where it is looked up.

    ``model.best_score``, ``model.best_score_["valid_0"]["auc"]``, ``model.evals_result()[…][…]``,
    ``results[…][…]`` of a dictionary that the training was given to fill.
    """
    name: str | None = None
    while isinstance(term, Item):
        if isinstance(term.key, Const) and isinstance(term.key.value, str) and name is None:
            name = term.key.value
        term = term.base
    model = _model(term)
    if model is None:
        found = [fit for fit in fits if _fills(fit, term)]
    else:
        ids = {id(option) for option in options_of(model)}
        found = [fit for fit in fits if any(id(one) in ids for one in options_of(fit.model))]
    found = [fit for fit in found if fit.validation]
    return (found[-1], name) if found else None


def _fills(fit: Fit, results: Term) -> bool:
    """Whether the training writes its scores into the dictionary ``evals_result=``."""
    given = fit.event.arguments.get(FILLED)
    return given is not None and given.value is results and not isinstance(results, Const)


def _model(term: Term) -> Term | None:
    match term:
        case Attribute(base=base, name=name) if name in BEST:
            return base
        case Result(event=event):
            callee = event.callee
            if isinstance(callee, Attribute) and callee.name in GIVING_BEST:
                return callee.base
    return None
