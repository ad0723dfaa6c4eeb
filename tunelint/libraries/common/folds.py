"""Folds of a cross-validation written out as a loop."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from tunelint.interpreter.frames import LoopFrame
from tunelint.interpreter.objects import Result
from tunelint.interpreter.provenance import ancestors, comes_from
from tunelint.interpreter.values import Attribute, Const, Element, Sequence, Term
from tunelint.libraries.arrays.lineage import Lineage
from tunelint.libraries.arrays.steps import Step
from tunelint.model.search import Search
from tunelint.model.training import Fit

SPLIT = "split"


def is_fold(step: Step) -> bool:
    """Whether the step selects rows by the indices that a splitter gives."""
    return step.key is not None and deals_out_folds(step.key)


def is_inner_fold(lineage: Lineage, search: Search, term: Term) -> bool:
    """Whether the rows are a fold of a cross-validation that each trial makes for itself."""
    around = _around(search)
    for step in lineage.steps(term):
        if step.key is not None and deals_out_folds(step.key):
            return not any(comes_from(step.key, frame.element) for frame in around)
    return is_dealt_out(term, search.fits, [*around, search.loop])


def is_dealt_out(
    term: Term, fits: Iterable[Fit], besides: Collection[LoopFrame | None] = ()
) -> bool:
    """Whether each pass of a loop deals out rows to train on, and these, too: they are a fold.

    Loops among `besides` do not count.
    """
    return any(
        _comes_from(fit.features, frame) and _comes_from(term, frame)
        for fit in fits
        if fit.features is not None
        for frame in fit.event.path
        if isinstance(frame, LoopFrame) and frame not in besides
    )


def _comes_from(term: Term, frame: LoopFrame) -> bool:
    """Whether a value is made of what a loop deals out: of a part, as with ``enumerate``."""
    return any(comes_from(term, part) for part in _parts(frame.element))


def _parts(element: Term) -> Iterator[Term]:
    yield element
    for item in element.items if isinstance(element, Sequence) else ():
        yield from _parts(item)


def _around(search: Search) -> list[LoopFrame]:
    """The loops around the search as a whole."""
    found: list[LoopFrame] = []
    for frame in search.built.path:
        if frame is search.loop:
            break
        if isinstance(frame, LoopFrame):
            found.append(frame)
    return found


def deals_out_folds(key: Term) -> bool:
    """Whether values come from ``splitter.split(…)``: the pairs of a loop, or single indices."""
    for found in ancestors(key):
        if isinstance(found, Result) and isinstance(found.event.callee, Attribute):
            callee = found.event.callee
            if callee.name == SPLIT and not isinstance(callee.base, Const | Element):
                return True
    return False
