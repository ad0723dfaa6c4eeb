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
from tunelint.libraries.common.library_calls import LibraryCall
from tunelint.libraries.common.signatures import Signatures
from tunelint.model.program import Program
from tunelint.model.training import Evaluation, Fit

FRAMEWORK = "boosting"
SIGNATURES = {name: Signatures("boosting", name) for name in ("catboost", "lightgbm", "xgboost")}


def read_fits(program: Program) -> Iterator[Fit]:
    """Every ``xgboost.train``, ``lightgbm.train`` and ``catboost.train``, in order."""
    for event in program.trace.calls():
        name = is_function(event.callee, *TRAININGS)
        if name is None or is_unbound(event.callee):
            continue
        call = _call(event, name)
        rows = _rows(call)
        if rows is not None:
            features, labels = columns(rows)
            yield Fit(
                event=event,
                framework=FRAMEWORK,
                model=event.result,
                features=features,
                labels=labels,
                validation=validation(event, call.signature.order),
            )


def read_evaluations(program: Program) -> Iterator[Evaluation]:
    """Every cross-validation by the libraries' own ``cv``, in order; its metrics are looked up."""
    for event in program.trace.calls():
        name = is_function(event.callee, *CROSS_VALIDATIONS)
        if name is None or is_unbound(event.callee):
            continue
        rows = _rows(_call(event, name))
        if rows is not None:
            data = tuple(term for term in columns(rows) if term is not None)
            yield Evaluation(event=event, model=None, data=data)


def _call(event: CallEvent, full: str) -> LibraryCall:
    library, _, name = full.partition(".")
    return LibraryCall(event, SIGNATURES[library][name])


def _rows(call: LibraryCall) -> Term | None:
    given = (call.value(name) for name in ROWS)
    return next((rows for rows in given if rows is not None), None)


def validation(event: CallEvent, order: tuple[str, ...] = ()) -> tuple[Term, ...] | None:
    """The rows on which a training measures its rounds; of several the last, which stops it.

    () where there are none, None where they cannot be read.
    """
    given = next((a for a in (event.arguments.get(n, order) for n in VALIDATIONS) if a), None)
    if given is None:
        return None if event.arguments.open_keywords else ()
    return last_rows(given.value)


def last_rows(rows: Term) -> tuple[Term, ...] | None:
    """The last of the sets that a training scores its rounds on; None where it cannot be read."""
    last = rows
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
            return rows, _call(rows.event, name).value("label")
    return rows, None


def _is_matrix(term: Term) -> bool:
    if isinstance(term, Result):
        return is_function(term.event.callee, *MATRICES) is not None or _of_matrix(term.event)
    return False


def _of_matrix(event: CallEvent) -> bool:
    """Whether it is made from another matrix: ``train_set.create_valid(x)``."""
    return getattr(event.callee, "name", "") in ("create_valid", "slice", "subset")
