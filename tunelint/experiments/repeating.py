"""Does one configuration score the same when the script runs again?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tunelint.experiments.likeness import Likeness, of_trials
from tunelint.experiments.trying import SHARE, varied
from tunelint.lab.answers import Answer, Trial
from tunelint.lab.lab import Lab
from tunelint.lab.values import Value
from tunelint.lab.verdicts import (
    Bars,
    Curve,
    Curves,
    Exhibit,
    Verdict,
    confirmed,
    inconclusive,
    refuted,
)
from tunelint.search import Search

EPOCHS = 2
# So many configurations are compared where one is not enough, and so few settle nothing.
MANY, FEW = 10, 3


def trains_the_same(lab: Lab, search: Search) -> Verdict:
    """Confirmed where one configuration, trained in two fresh processes, comes out differently.

    The first one is enough where it is a network's: its weights are drawn whatever it holds. An
    estimator may draw for some configurations alone (a tree only where splits are equally good).
    """
    found = _first_compared(lab, search)
    if isinstance(found, Verdict):
        return found
    pairs, likes = found
    if not any(like.differs for like in likes) and not _is_settled(pairs, likes):
        again = _many_compared(lab, search)
        if isinstance(again, Verdict):
            return again
        pairs, likes = again
    return _judged(pairs, likes)


_Pairs = list[tuple[Trial, Trial]]


def _first_compared(lab: Lab, search: Search) -> tuple[_Pairs, list[Likeness]] | Verdict:
    first, second = lab.twice(lab.trials(search, 1, epochs=EPOCHS))
    if not _same_configurations(first, second):
        # The proposals differ as well: what is to be compared is given to both.
        given = [trial.configuration for trial in first.trials]
        first, second = lab.twice(lab.trials(search, 1, epochs=EPOCHS, configurations=given))
    return _compared(first, second)


def _many_compared(lab: Lab, search: Search) -> tuple[_Pairs, list[Likeness]] | Verdict:
    given = varied(lab, search, MANY)
    question = lab.trials(search, len(given), epochs=EPOCHS, configurations=given)
    first, second = lab.twice(replace(question, seconds=lab.left() * SHARE))
    done = min(len(first.trials), len(second.trials))
    if done < min(len(given), FEW):
        return inconclusive(f"only {done} configurations could be trained twice within the budget")
    return _compared(*(replace(one, trials=one.trials[:done]) for one in (first, second)))


def _compared(first: Answer, second: Answer) -> tuple[_Pairs, list[Likeness]] | Verdict:
    """The same configurations from two processes; a verdict where there are none to compare."""
    pairs = list(zip(first.trials, second.trials, strict=False))
    if not pairs:
        return inconclusive("the search proposed nothing to try")
    if not _same_configurations(first, second):
        return inconclusive("the two runs could not be given the same configuration")
    failed = [trial for pair in pairs for trial in pair if trial.state == "failed"]
    if failed:
        return inconclusive(f"the trial ends with {failed[0].error}")
    return pairs, [of_trials(*pair) for pair in pairs]


def _same_configurations(first: Answer, second: Answer) -> bool:
    return [dict(trial.configuration) for trial in first.trials] == [
        dict(trial.configuration) for trial in second.trials
    ]


def _is_settled(pairs: _Pairs, likes: Sequence[Likeness]) -> bool:
    """Whether one configuration is enough: a network started and ended alike, not only a score."""
    trainings = [training for pair in pairs for trial in pair for training in trial.trainings]
    networks = bool(trainings) and all(training.weights_before for training in trainings)
    return networks and all(like.agrees and like.exact is True for like in likes)


def _judged(pairs: _Pairs, likes: Sequence[Likeness]) -> Verdict:
    differing = [(pair, like) for pair, like in zip(pairs, likes, strict=True) if like.differs]
    pair, like = differing[0] if differing else (pairs[0], likes[0])
    exhibits = [exhibit for exhibit in [_drawn(*pair)] if exhibit is not None]
    numbers: dict[str, Value] = {
        "first": pair[0].score,
        "second": pair[1].score,
        "configurations": len(pairs),
    }
    if differing:
        return confirmed(_difference(*pair, like), *exhibits, data=False, **numbers)
    if all(one.agrees for one in likes) and _is_proof(pairs, likes):
        return refuted(_agreement(pairs, likes), *exhibits, data=True, **numbers)
    return inconclusive(
        "two runs scored alike up to rounding, and nothing else that was trained can be compared",
        *exhibits,
        **numbers,
    )


def _is_proof(pairs: _Pairs, likes: Sequence[Likeness]) -> bool:
    """Whether agreement is no accident: of weights or curves, or of several different scores."""
    if all(like.exact is True for like in likes):
        return True
    scores = {first.score for first, _ in pairs}
    unlike = any(like.exact is False for like in likes)
    return not unlike and None not in scores and len(pairs) > FEW and len(scores) > 2


def _difference(one: Trial, other: Trial, like: Likeness) -> str:
    start = ": the initial weights differ" if like.starts else ""
    if one.score is not None and other.score is not None and one.score != other.score:
        return (
            f"one configuration scored {one.score:.6g} in one run and {other.score:.6g} in the"
            f" next{start}"
        )
    if like.starts:
        return "one configuration started from other weights in the next run"
    return (
        "one configuration was trained differently in the next run: its curves are apart by"
        f" {like.gap:.2g} of their height"
    )


def _agreement(pairs: _Pairs, likes: Sequence[Likeness]) -> str:
    many = "one configuration" if len(pairs) == 1 else f"{len(pairs)} configurations"
    score = pairs[0][0].score
    scored = f" and scored {score:.6g} both times" if score is not None and len(pairs) == 1 else ""
    verb = "was" if len(pairs) == 1 else "were each"
    largest = max((like.gap or 0.0) for like in likes)
    rounding = f", up to rounding ({largest:.0e})" if largest > 0 else ""
    return f"{many} {verb} trained the same in two runs{scored}{rounding}"


def _drawn(one: Trial, other: Trial) -> Exhibit | None:
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
