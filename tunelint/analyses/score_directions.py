"""Directions: in which one a score, or an objective by its name, gets better."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import libcst as cst

from tunelint.libraries.common.metric_direction import grows
from tunelint.model.objective import Objective, Score

HANDLERS = (cst.ExceptHandler, cst.ExceptStarHandler)
OPPOSITE = {"min": "max", "max": "min"}
DOES = {"min": "minimises", "max": "maximises"}
SCORER = "scoring"  # a scorer's name: every scorer of scikit-learn's own grows


def comparable(scores: Sequence[Score]) -> Sequence[Score]:
    """The scores that are measured, and none where an exception is handled.

    Nothing where branches give back different kinds of scores, or different signs of one: which of
    them runs may go with the direction, and nothing tells which of them is wrong.
    """
    measured = [score for score in scores if not _stands_in(score)]
    return measured if _agree(measured) else ()


def _stands_in(score: Score) -> bool:
    """Whether a score is given back where an exception is handled: in place of a measured one."""
    return any(
        frame.place is not None and isinstance(frame.place.node, HANDLERS)
        for frame in score.event.path
    )


def _agree(scores: Iterable[Score]) -> bool:
    """Whether no branch gives back a different kind of score, or one with a different sign."""
    signs: dict[int, set[tuple[bool | None, bool]]] = {}
    for score in scores:
        sign = (score.better_when_higher, score.better_when_higher is None and score.negated)
        signs.setdefault(score.position, set()).add(sign)
    return not any(
        {(True, False), (False, False)} <= found or (len(found) > 1 and (None, True) in found)
        for found in signs.values()
    )


def wanted_direction(name: str) -> str | None:
    """The direction in which a metric of this name gets better."""
    higher = grows(name)
    return None if higher is None else "max" if higher else "min"


def better_when_higher(objective: Objective) -> bool | None:
    """Whether the number that the search gets is better when it is higher."""
    wanted = {
        wanted_direction(name) for name in objective.name.values or () if isinstance(name, str)
    }
    if len(wanted) != 1 or None in wanted:
        return None
    if objective.written == SCORER:
        return True
    # A scorer of its own that is told to get smaller has its sign turned.
    turned = objective.written == "make_scorer" and objective.direction.value == "min"
    return (wanted == {"max"}) is not turned
