"""Does one configuration train and score the same when the script runs again?

Two trainings of it have nothing in common, or all, or all but rounding. Initial weights are drawn
before any arithmetic, so they are compared exactly. Scores and curves are compared as numbers:
kernels that add in another order change the last digits of a training that is seeded, so a relative
difference of up to ROUNDING counts as none, and one above NOTICEABLE as another training. What lies
between settles nothing; scikit-learn, which computes with 64 bits, leaves nothing between.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tunelint.experiments.chance import configurations
from tunelint.experiments.trial_grid import SHARE, distinct_proposals
from tunelint.lab.answered import none_failed
from tunelint.lab.answers import Training, Trial
from tunelint.lab.lab import Lab, Unanswered
from tunelint.lab.plain_values import Value
from tunelint.lab.plurals import counted
from tunelint.lab.verdicts import (
    Bars,
    Curve,
    Curves,
    Exhibit,
    Outcome,
    Verdict,
    confirmed,
    inconclusive,
    refuted,
)
from tunelint.model.search import Search

ROUNDING = 1e-5
NOTICEABLE = 1e-3
_WITH_64_BITS = frozenset({"scikit_learn"})
EPOCHS = 2
# So many configurations are compared where one is not enough, and so few settle nothing.
MANY, FEW = 10, 3


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


# -- trials that repeat ----------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Comparison:
    """The trials of some configurations in two processes, and what each pair has in common.

    `changed` is what the processes did otherwise than the script says.
    """

    pairs: Sequence[tuple[Trial, Trial]]
    likes: Sequence[Likeness]
    changed: frozenset[str] = frozenset()

    @property
    def differs(self) -> bool:
        """Whether a pair surely is of different trainings."""
        return any(like.differs for like in self.likes)


def trains_the_same(lab: Lab, search: Search, *, in_workers: bool = False) -> Verdict:
    """Confirmed where one configuration, trained in two fresh processes, comes out differently.

    The first one is enough where it is a network's: its weights are drawn whatever it holds. An
    estimator may draw for some configurations alone (a tree only where splits are equally good).
    Trainings are looked at in the script's own process. Where it gives them to other processes,
    which have generators of their own, that refutes nothing if the finding speaks of those
    (`in_workers`): then they are left there, and the scores alone are compared.
    """
    found = _first_comparison(lab, search)
    if not found.differs and not _is_settled(found):
        found = _wide_comparison(lab, search)
    verdict = _verdict_on_pairs(found)
    if in_workers and verdict.outcome is not Outcome.CONFIRMED and "n_jobs" in found.changed:
        return _verdict_on_pairs(_wide_comparison(lab, search, workers=True))
    return verdict


def _first_comparison(lab: Lab, search: Search) -> Comparison:
    question = lab.trials(search, 1, epochs=EPOCHS)
    answers = lab.twice(question)
    first, second = (answer.trials() for answer in answers)
    if configurations(first) != configurations(second):
        # The proposals differ as well: both get the same configurations.
        answers = lab.twice(replace(question, configurations=tuple(configurations(first))))
        first, second = (answer.trials() for answer in answers)
    return _comparison(first, second, answers[0].changed)


def _wide_comparison(lab: Lab, search: Search, *, workers: bool = False) -> Comparison:
    chosen = distinct_proposals(lab, search, MANY)
    question = lab.trials(
        search, len(chosen), epochs=EPOCHS, configurations=chosen, workers=workers
    )
    answers = lab.twice(replace(question, seconds=lab.left() * SHARE))
    first, second = (answer.trials() for answer in answers)
    done = min(len(first), len(second))
    if len(chosen) < 2:
        raise Unanswered("the search proposes fewer than 2 configurations")
    if done < min(len(chosen), FEW):
        few = counted(done, "configuration")
        raise Unanswered(f"only {few} could be trained twice within the budget")
    found = _comparison(first[:done], second[:done], answers[0].changed)
    if not workers:
        return found
    # joblib's workers train what computes with 64 bits.
    return replace(found, likes=[replace(like, noticeable=ROUNDING) for like in found.likes])


def _comparison(
    first: Sequence[Trial], second: Sequence[Trial], changed: frozenset[str]
) -> Comparison:
    """The same configurations from two processes. Raises Unanswered where there are none."""
    pairs = list(zip(first, second, strict=False))
    if configurations(first) != configurations(second):
        raise Unanswered("the two runs do not accept the same configuration")
    none_failed(tuple(trial for pair in pairs for trial in pair))
    return Comparison(pairs, [of_trials(*pair) for pair in pairs], changed)


def _is_settled(found: Comparison) -> bool:
    """Whether one configuration is enough: a network started and ended alike, not only a score."""
    return _are_networks(found) and all(like.agrees and like.exact is True for like in found.likes)


def _are_networks(found: Comparison) -> bool:
    trainings = [one for pair in found.pairs for trial in pair for one in trial.trainings]
    return bool(trainings) and all(training.weights_before for training in trainings)


def _verdict_on_pairs(found: Comparison) -> Verdict:
    pairs, likes = found.pairs, found.likes
    differing = [(pair, like) for pair, like in zip(pairs, likes, strict=True) if like.differs]
    pair, like = differing[0] if differing else (pairs[0], likes[0])
    exhibits = [exhibit for exhibit in [_exhibit(*pair)] if exhibit is not None]
    numbers: dict[str, Value] = {
        "first": pair[0].score,
        "second": pair[1].score,
        "configurations": len(pairs),
    }
    if differing:
        return confirmed(_difference(*pair, like), *exhibits, data=False, **numbers)
    scored = any(first.score is not None for first, _ in pairs)
    if scored and all(one.agrees for one in likes) and _is_proof(found):
        return refuted(_agreement(pairs, likes), *exhibits, data=True, **numbers)
    return inconclusive(
        "two runs give the same score up to rounding, and nothing else can be compared"
        if all(trial.score is not None for trial in pair)
        else "the trainings of two runs cannot be compared",
        *exhibits,
        **numbers,
    )


def _is_proof(found: Comparison) -> bool:
    """Whether agreement is no accident: of weights or curves, or of several different scores."""
    if all(like.exact is True for like in found.likes):
        return True
    scores = {first.score for first, _ in found.pairs}
    unlike = any(like.exact is False for like in found.likes)
    return not unlike and None not in scores and len(found.pairs) > FEW and len(scores) > 2


def _difference(one: Trial, other: Trial, like: Likeness) -> str:
    start = ": the initial weights differ" if like.starts else ""
    if one.score is not None and other.score is not None and one.score != other.score:
        return (
            f"one configuration scores {one.score:.6g} in one run and {other.score:.6g} in the"
            f" next{start}"
        )
    if like.starts:
        return "one configuration starts from different weights in the next run"
    return (
        f"one configuration trains differently in the next run: its curves differ by {like.gap:.2%}"
    )


def _agreement(pairs: Sequence[tuple[Trial, Trial]], likes: Sequence[Likeness]) -> str:
    many = counted(len(pairs), "configuration")
    score = pairs[0][0].score
    scored = f" and the same score ({score:.6g})" if score is not None and len(pairs) == 1 else ""
    verb = "trains" if len(pairs) == 1 else "train"
    largest = max((like.gap or 0.0) for like in likes)
    rounding = f", up to rounding ({largest:.0e})" if largest > 0 else ""
    return f"{many} {verb} the same way in two runs{scored}{rounding}"


def _exhibit(one: Trial, other: Trial) -> Exhibit | None:
    """The two curves, or else the two scores."""
    for name in ("val_loss", "loss", *_logs(one)):
        curves = [_curve(trial, name) for trial in (one, other)]
        if all(curves):
            labels = ("first run", "second run")
            lines = zip(labels, curves, strict=True)
            return Curves(name, tuple(Curve(label, curve) for label, curve in lines))
    if one.score is not None and other.score is not None:
        return Bars("score", (("first run", one.score), ("second run", other.score)))
    return None


def _logs(trial: Trial) -> list[str]:
    return sorted({name for training in trial.trainings for name in training.logs})


def _curve(trial: Trial, name: str) -> tuple[float, ...]:
    found = [training.logs[name] for training in trial.trainings if name in training.logs]
    return found[0] if found else ()
