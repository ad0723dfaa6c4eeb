"""Trials that are said to fail: what one trial of the search ends in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tunelint.experiments.exceptions import (
    is_about_another,
    is_as_predicted,
    of_another,
    otherwise,
    short,
)
from tunelint.files.place import Place
from tunelint.lab.answered import errors_of
from tunelint.lab.answers import Trial
from tunelint.lab.lab import Lab, completed
from tunelint.lab.plain_values import Configuration, Value
from tunelint.lab.questions import Cast
from tunelint.lab.verdicts import Verdict, confirmed, inconclusive, refuted
from tunelint.model.search import Search

DRAWS = 50
TRIALS = 3


def a_trial_fails(
    lab: Lab,
    search: Search,
    predicted: str,
    named: tuple[str, ...],
    *,
    place: Place | None = None,
    configurations: Iterable[Configuration] = (),
    casts: Sequence[Cast] = (),
) -> Verdict:
    """Confirmed where a trial of one epoch ends in an exception that `predicted` speaks of.

    It has to hold one of the words `named`; `casts` mends what would fail before. Where `predicted`
    speaks of a score that is NaN, it is enough that the trial has none. A few trials are made, or
    one of each configuration. Refuted where all end with a score and one of them got past the
    `place`, where one is given.
    """
    watched = [place] if place is not None else []
    asked = lab.trials(
        search, TRIALS, epochs=1, configurations=configurations, watched=watched, casts=casts
    )
    trials = lab.once(asked).trials()
    for error in errors_of(trials):
        if named and is_about_another(error, named, casts):
            return inconclusive(f"a trial ends with {short(error)}, {of_another(named)}")
        if is_as_predicted(error, kinds_of(error), predicted, named):
            return confirmed(f"a trial ends with {short(error)}", raised=error)
    return _without_it(trials, predicted, named, place is None)


def _without_it(
    trials: tuple[Trial, ...], predicted: str, named: tuple[str, ...], anywhere: bool
) -> Verdict:
    """What trials say of which none ended in the predicted exception."""
    scoreless = [trial for trial in trials if trial.state != "complete" or trial.score is None]
    if scoreless:
        error = short(next(errors_of(scoreless), "no score"))
        if "NaN" in predicted and all(one.state == "complete" for one in scoreless):
            return confirmed(f"a trial ends without a score: {error}", raised=error)
        other = otherwise(error, kinds_of(error), predicted, named)
        return inconclusive(f"a trial ends with {error}, {other}", raised=error)
    every = "a trial ends" if len(trials) == 1 else f"all {len(trials)} trials end"
    if anywhere or any(values for trial in trials for values in trial.values):
        return refuted(f"{every} with a score", trials=len(trials))
    return inconclusive(f"{every} with a score, but none was seen to get there")


def kinds_of(error: str) -> tuple[str, ...]:
    """The class of an exception that is told in one line."""
    return (error.partition(":")[0].strip(),)


def trials_without_score(
    lab: Lab, search: Search, place: Place | None = None, *, always: bool = True
) -> Verdict:
    """Confirmed where trials are marked as failed although nothing was raised.

    The search is run as it stands, under the caps. With a `place` in the objective what it is worth
    has to be what they failed with. Refuted where all trials have a score; not so where they are
    not `always` meant to fail, and no place says that one came by.
    """
    answer = lab.watch(*([place] if place is not None else []), searches=[search])
    trials = [trial for run in answer.runs for trial in run.trials]
    for run in answer.runs:
        if run.error:
            return inconclusive(f"the search ends with {short(run.error)}")
    if not trials:
        return inconclusive("the search ran no trial")
    if place is not None and not answer.places[0].reached:
        return inconclusive(f"none of {len(trials)} trials gets there{_why(trials)}")
    failed = [trial for trial in trials if trial.state == "failed"]
    if not failed:
        if len(completed(trials)) < len(trials):
            return inconclusive(
                f"{len(completed(trials))} of {len(trials)} trials end with a score, none fails"
            )
        line = f"all {len(trials)} trials end with a score"
        return refuted(line, trials=len(trials)) if always else inconclusive(line)
    values = answer.places[0].values if place is not None else ()
    if values and not any(str(value) in trial.error for trial in failed for value in values):
        return inconclusive(f"trials fail, but not with what is returned here: {failed[0].error}")
    raised = [one for one in failed if one.error and "returned" not in one.facts]
    if raised:
        return inconclusive(f"trials raise: {short(raised[0].error)}")
    return confirmed(
        f"{len(failed)} of {len(trials)} trials are marked as failed, and nothing is raised:"
        f" {short(failed[0].error)}",
        failed=len(failed),
        trials=len(trials),
    )


def _why(trials: Iterable[Trial]) -> str:
    error = next(errors_of(trials), "")
    return f": one ends with {short(error)}" if error else ""


def with_value(lab: Lab, search: Search, name: object, value: Value) -> tuple[Configuration, ...]:
    """Drawn configurations that hold the value under the name, or under another one: a few."""
    drawn = [trial.configuration for trial in lab.draws(search, DRAWS).proposals()]
    exact = [one for one in drawn if any(k == name and v == value for k, v in one.items())]
    other = [one for one in drawn if name not in one and value in one.values()]
    found = exact or other
    return tuple(one for place, one in enumerate(found) if one not in found[:place])[:TRIALS]
