"""How much two trainings of one configuration have in common: nothing, all, or all but rounding.

Initial weights are drawn before any arithmetic, so they are compared exactly. Scores and curves are
compared as numbers: kernels that add in another order change the last digits of a training that is
seeded, so a relative difference of up to ROUNDING counts as none, and one above NOTICEABLE as
another training. What lies between settles nothing; scikit-learn, which computes with 64 bits,
leaves nothing between.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from tunelint.lab.answers import Training, Trial

ROUNDING = 1e-5
NOTICEABLE = 1e-3
_WITH_64_BITS = frozenset({"scikit_learn"})


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two trainings, or trials, differ in.

    `starts` says that they began with other weights; `gap` is the largest relative difference of
    their scores and curves, None where there is none to compare: numbers that are not finite tell
    nothing. `exact` says that all that is known of what they learned is the same, None where
    nothing is known. A gap above `noticeable` is more than rounding.
    """

    starts: bool
    gap: float | None
    exact: bool | None
    noticeable: float = NOTICEABLE

    @property
    def differs(self) -> bool:
        """Whether they surely are different trainings."""
        return self.starts or (self.gap is not None and self.gap > self.noticeable)

    @property
    def agrees(self) -> bool:
        """Whether nothing tells them apart but rounding; a score by itself may agree by chance."""
        return not self.starts and (self.gap is None or self.gap <= ROUNDING)


def of_trainings(one: Training, other: Training) -> Likeness:
    """What two trainings have in common."""
    starts = bool(one.weights_before and other.weights_before)
    starts = starts and one.weights_before != other.weights_before
    shared = one.logs.keys() & other.logs.keys()
    logged = [
        pair for name in shared for pair in zip(one.logs[name], other.logs[name], strict=False)
    ]
    pairs = [pair for pair in logged if any(map(math.isfinite, pair))]
    exact: bool | None = None
    # Weights that are all NaN have one digest, too.
    if one.weights_after and other.weights_after and (pairs or not logged):
        exact = one.weights_after == other.weights_after
    if not exact and pairs:
        exact = _largest(pairs) <= ROUNDING
    noticeable = ROUNDING if one.framework in _WITH_64_BITS else NOTICEABLE
    return Likeness(starts, _largest(pairs) if pairs else None, exact, noticeable)


def of_trials(one: Trial, other: Trial) -> Likeness:
    """What two trials of one configuration have in common, their scores and all their trainings."""
    pairs = zip(one.trainings, other.trainings, strict=False)
    found = [of_trainings(*pair) for pair in pairs]
    gaps = [each.gap for each in found if each.gap is not None]
    if one.score is not None and other.score is not None:
        gaps.append(relative(one.score, other.score))
    known = [each.exact for each in found if each.exact is not None]
    return Likeness(
        any(each.starts for each in found),
        max(gaps) if gaps else None,
        all(known) if known else None,
        max((each.noticeable for each in found), default=NOTICEABLE),
    )


def relative(one: float, other: float) -> float:
    """The difference of two numbers by the larger of them."""
    if one == other:
        return 0.0
    if not (math.isfinite(one) and math.isfinite(other)):
        return math.inf
    return abs(one - other) / max(abs(one), abs(other))


def _largest(pairs: Iterable[tuple[float, float]]) -> float:
    return max(relative(*pair) for pair in pairs)
