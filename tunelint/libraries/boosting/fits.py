"""Fits: the trainings by the boosting libraries' own ``train``, and the rows that they score on."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.library_names import is_function, is_unbound
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.values import Sequence, Term
from tunelint.libraries.boosting.tables import (
    CROSS_VALIDATIONS,
    MATRICES,
    ROWS,
    TRAININGS,
    VALIDATIONS,
)
from tunelint.model.program import Program
from tunelint.model.training import Evaluation, Fit

FRAMEWORK = "boosting"


def read_fits(program: Program) -> Iterator[Fit]:
    """Every ``xgboost.train``, ``lightgbm.train`` and ``catboost.train``, in order."""
    for event in program.trace.calls():
        name = is_function(event.callee, *TRAININGS)
        if name is None or is_unbound(event.callee):
            continue
        order = TRAININGS[name]
        rows = _rows(event, order)
        if rows is not None:
            features, labels = columns(rows)
            yield Fit(
                event=event,
                framework=FRAMEWORK,
                model=event.result,
                features=features,
                labels=labels,
                validation=validation(event, order),
            )


def read_evaluations(program: Program) -> Iterator[Evaluation]:
    """Every cross-validation by the libraries' own ``cv``, in order; its metrics are looked up."""
    for event in program.trace.calls():
        name = is_function(event.callee, *CROSS_VALIDATIONS)
        if name is None or is_unbound(event.callee):
            continue
        rows = _rows(event, CROSS_VALIDATIONS[name])
        if rows is not None:
            data = tuple(term for term in columns(rows) if term is not None)
            yield Evaluation(event=event, model=None, data=data)


def _rows(event: CallEvent, order: tuple[str, ...]) -> Term | None:
    given = (event.arguments.get(name, order) for name in ROWS)
    return next((argument.value for argument in given if argument is not None), None)


def validation(event: CallEvent, order: tuple[str, ...] = ()) -> tuple[Term, ...] | None:
    """The rows on which a training measures its rounds; of several the last, which stops it.

    () where there are none, None where they cannot be read.
    """
    given = next((a for a in (event.arguments.get(n, order) for n in VALIDATIONS) if a), None)
    if given is None:
        return None if event.arguments.open_keywords else ()
    last = given.value
    if isinstance(last, Sequence) and last.kind == "list":
        if last.open or not last.items:
            return None
        last = last.items[-1]
    match last:
        case Sequence(kind="tuple", items=[features, labels]) if _is_matrix(features):
            return tuple(term for term in columns(features) if term is not None)
        case Sequence(kind="tuple", items=[features, labels, *_]):
            return features, labels
        case _ if _is_matrix(last):
            return tuple(term for term in columns(last) if term is not None)
    return None


def columns(rows: Term) -> tuple[Term, Term | None]:
    """The matrix itself, which stands for its features, and its labels where they are written."""
    if isinstance(rows, Result):
        name = is_function(rows.event.callee, *MATRICES)
        if name is not None:
            labels = rows.event.arguments.get("label", MATRICES[name])
            return rows, labels.value if labels is not None else None
    return rows, None


def _is_matrix(term: Term) -> bool:
    if isinstance(term, Result):
        return is_function(term.event.callee, *MATRICES) is not None or _of_matrix(term.event)
    return False


def _of_matrix(event: CallEvent) -> bool:
    """Whether it is made from another matrix: ``train_set.create_valid(x)``."""
    return getattr(event.callee, "name", "") in ("create_valid", "slice", "subset")
