"""Folds of a cross-validation written out as a loop."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.frames import LoopFrame
from tunelint.interpreter.objects import Result
from tunelint.interpreter.provenance import ancestors, comes_from
from tunelint.interpreter.values import Attribute, Const, Element, Term
from tunelint.libraries.arrays.lineage import Lineage
from tunelint.libraries.arrays.steps import Step
from tunelint.model.search import Search

SPLIT = "split"


def is_fold(step: Step) -> bool:
    """Whether the step selects rows by the indices that a splitter gives."""
    return step.key is not None and deals_out_folds(step.key)


def is_inner_fold(lineage: Lineage, search: Search, term: Term) -> bool:
    """Whether the rows are a fold of a cross-validation that each trial makes for itself."""
    loops = _around(search)
    for step in lineage.steps(term):
        if step.key is not None and deals_out_folds(step.key):
            return not any(comes_from(step.key, frame.element) for frame in loops)
    return any(comes_from(term, frame.element) for frame in _dealing(search, loops))


def _dealing(search: Search, around: list[LoopFrame]) -> Iterator[LoopFrame]:
    """The loops of a trial whose passes each deal out the rows that it trains on.

    Where the rows that it tests on come from the same pass, the passes are folds.
    """
    for fit in search.fits:
        for frame in fit.event.path:
            if not isinstance(frame, LoopFrame) or frame in around or frame is search.loop:
                continue
            if fit.features is not None and comes_from(fit.features, frame.element):
                yield frame


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
