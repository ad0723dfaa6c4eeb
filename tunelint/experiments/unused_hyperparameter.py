"""Does a hyperparameter matter: is anything different when it alone is changed?"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tunelint.experiments.chance import configurations
from tunelint.experiments.repeatability import of_trials
from tunelint.lab.answered import none_failed
from tunelint.lab.answers import Trial
from tunelint.lab.lab import Lab, Unanswered
from tunelint.lab.plain_values import Configuration, Value
from tunelint.lab.verdicts import Bars, Verdict, confirmed, inconclusive, refuted
from tunelint.model.search import Search

SEED = 1
DRAWS = 100
NOT_ALL_TRIED = "not all configurations to compare could be tried"


@dataclass(frozen=True, slots=True)
class Change:
    """Configurations to compare: `changed` differs from `base` in `name` alone.

    `elsewhere` differs in everything else, None where there is nothing else.
    """

    name: str
    base: Configuration
    changed: Configuration
    elsewhere: Configuration | None


def changes_nothing(
    lab: Lab, search: Search, names: Iterable[str], *, described: bool = True
) -> Verdict:
    """Confirmed where another value of the hyperparameter leaves model, curves and score the same.

    `names` are what it may be called in a configuration. All trials start from one seed; a second
    one of the first configuration has to repeat it, and the other hyperparameters, changed
    together, have to make a difference: else nothing is proved. Unless the model is to be
    `described`, the parameters that it was built with do not count as a difference.
    """
    change = _change(_proposals(lab, search), tuple(names), search.loop is not None)
    base, again, changed, elsewhere = _comparison_trials(lab, search, change)
    none_failed((base, changed) if elsewhere is None else (base, changed, elsewhere))
    if not all(map(_shows_something, (base, again, changed))):
        raise Unanswered("the trials show neither a score nor a model")
    first, second = change.base[change.name], change.changed[change.name]
    step = f"{change.name} changed from {_value(first)} to {_value(second)}"
    repeated = _difference(base, again, described)
    if repeated:
        return inconclusive(f"two trials of one configuration and seed {repeated}")
    difference = _difference(base, changed, described)
    scores = _scores(base, changed, elsewhere)
    if difference:
        return refuted(f"with {step}, the trials {difference}", scores, name=change.name)
    other = _difference(base, elsewhere, described) if elsewhere is not None else ""
    if elsewhere is not None and not other:
        return inconclusive(
            f"nothing differs with {step}, and nothing with all others changed either"
        )
    if elsewhere is None and not (described and any(one.model for one in base.trainings)):
        return inconclusive(f"with {step} the score is the same, but no model could be compared")
    return confirmed(
        f"with {step} alone, {_compared(described)} stay the same{_beside(other)}",
        scores,
        name=change.name,
        score=base.score,
        score_changed=changed.score,
    )


def _proposals(lab: Lab, search: Search) -> list[Configuration]:
    """Configurations of the search, drawn from its space or, of a loop, those of its passes."""
    if search.loop is not None:
        return configurations(lab.once(lab.trials(search, DRAWS, train=False)).proposals())
    return configurations(lab.draws(search, DRAWS).proposals())


def _change(drawn: Sequence[Configuration], names: Sequence[str], looped: bool) -> Change:
    # The variable of a loop may stand for a whole configuration: any part of it will do.
    known = [*names, *(sorted(drawn[0]) if looped and drawn else ())]
    name = next((name for name in known if any(name in one for one in drawn)), None)
    if name is None:
        raise Unanswered(f"the search does not draw {names[0]!r}")
    own = [one for one in drawn if name in one]
    base = own[0]
    others = [one for one in own if one[name] != base[name]]
    if not others:
        raise Unanswered(f"{name!r} is always {base[name]!r}")
    # The farthest value tells the most; one that stands beside the same others needs no making.
    beside = [one for one in others if _rest(one, name) == _rest(base, name)]
    farthest = max(beside or others, key=lambda one: _distance(one[name], base[name]))
    rest = max(own, key=lambda one: (_differing(one, base, name), one[name] == base[name]))
    return Change(
        name,
        base,
        {**base, name: farthest[name]},
        {**rest, name: base[name]} if _differing(rest, base, name) else None,
    )


def _rest(configuration: Configuration, name: str) -> dict[str, Value]:
    return {one: value for one, value in configuration.items() if one != name}


def _differing(one: Configuration, base: Configuration, name: str) -> int:
    return sum(one.get(other) != value for other, value in base.items() if other != name)


def _distance(one: Value, other: Value) -> float:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other)
    return 0.0


def _comparison_trials(
    lab: Lab, search: Search, change: Change
) -> tuple[Trial, Trial, Trial, Trial | None]:
    """The trials of the base (twice), of the change, and of the change elsewhere."""
    more = [] if change.elsewhere is None else [change.elsewhere]
    if search.loop is None:
        # In one process, so that data drawn without a seed are the same in all of them.
        wanted = [change.base, change.changed, change.base, *more]
        question = lab.trials(search, len(wanted), configurations=wanted, seeds=(SEED,))
        trials = lab.once(question).trials()
        if len(trials) != len(wanted):
            raise Unanswered(NOT_ALL_TRIED)
        return trials[0], trials[2], trials[1], trials[3] if more else None
    wanted = [change.base, change.changed, *more]
    question = lab.trials(search, len(wanted), configurations=wanted, seeds=(SEED,))
    first, second = (answer.trials() for answer in lab.twice(question))
    found = [_of(first, one) for one in wanted]
    return found[0], _of(second, change.base), found[1], found[2] if more else None


def _of(trials: Iterable[Trial], configuration: Configuration) -> Trial:
    for trial in trials:
        if dict(trial.configuration) == dict(configuration):
            return trial
    raise Unanswered(NOT_ALL_TRIED)


def _shows_something(trial: Trial) -> bool:
    """Whether there is anything to compare: a finite score, a curve, a model that was built."""
    curves = (curve for one in trial.trainings for curve in one.logs.values())
    numbers = (number for curve in curves for number in curve)
    scored = trial.score is not None and math.isfinite(trial.score)
    return scored or any(map(math.isfinite, numbers)) or any(one.model for one in trial.trainings)


def _compared(described: bool) -> str:
    return "model, curves and score" if described else "curves and score"


def _difference(one: Trial, other: Trial, described: bool) -> str:
    """What two trials surely differ in, in words; empty where nothing does but rounding."""
    if one.state != other.state:
        return f"end differently ({one.state}, {other.state})"
    if described and _models(one) != _models(other):
        return "train different models"
    likeness = of_trials(one, other)
    if likeness.starts:
        return "start from different weights"
    if not likeness.agrees:
        return f"differ in their scores or curves by {likeness.gap:.1e}"
    return ""


def _models(trial: Trial) -> list[tuple[str, int | None]]:
    return [(training.model, training.epochs_asked) for training in trial.trainings]


def _scores(base: Trial, changed: Trial, elsewhere: Trial | None) -> Bars:
    rows = (("as it was", base), ("it alone changed", changed), ("all others changed", elsewhere))
    return Bars(
        "score",
        tuple(
            (label, trial.score)
            for label, trial in rows
            if trial is not None and trial.score is not None
        ),
    )


def _beside(other: str) -> str:
    return f"; with the others changed the trials {other}" if other else ""


def _value(value: Value) -> str:
    return f"{value:.3g}" if isinstance(value, float) else repr(value)
