"""Trials that are said to fail: what one trial of the search ends in."""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.experiments.calling import is_as_predicted, short
from tunelint.facts import Place
from tunelint.lab.answers import Trial
from tunelint.lab.lab import Lab
from tunelint.lab.values import Configuration, Value
from tunelint.lab.verdicts import Verdict, confirmed, inconclusive, refuted
from tunelint.search import Search

DRAWS = 50


def a_trial_fails(
    lab: Lab,
    search: Search,
    predicted: str,
    named: tuple[str, ...],
    configurations: Iterable[Configuration] = (),
) -> Verdict:
    """Confirmed where one trial of one epoch ends in an exception that `predicted` speaks of.

    It has to hold one of the words `named`. Where `predicted` speaks of a score that is NaN, it is
    enough that the trial has none. Refuted where the trial ends with a score.
    """
    answer = lab.once(lab.trials(search, 1, epochs=1, configurations=configurations))
    if not answer.trials:
        return inconclusive("the search proposed nothing to try")
    return trial_judged(answer.trials[0], predicted, named)


def trial_judged(trial: Trial, predicted: str, named: tuple[str, ...] = ()) -> Verdict:
    """What one trial says that is said to fail."""
    for error in errors_of(trial):
        if is_as_predicted(error, kinds_of(error), predicted, named):
            return confirmed(f"a trial ends with {short(error)}", raised=error)
    if trial.state == "complete" and trial.score is not None:
        return refuted("a trial runs through and ends with a score", score=trial.score)
    if "NaN" in predicted:
        why = f": {short(trial.error)}" if trial.error else ""
        return confirmed(f"a trial ends without a score{why}", raised=trial.error)
    return inconclusive(
        f"a trial ends with {short(trial.error or 'no score')}, which is not what was to be"
        f" expected: {predicted}",
        raised=trial.error,
    )


def errors_of(trial: Trial) -> list[str]:
    """The exceptions of a trial and of its trainings, in a line each."""
    errors = [*(training.error for training in trial.trainings), trial.error]
    return [error for error in dict.fromkeys(errors) if error]


def kinds_of(error: str) -> tuple[str, ...]:
    """The class of an exception that is told in one line."""
    return (error.partition(":")[0].strip(),)


def trials_without_score(lab: Lab, search: Search, place: Place | None) -> Verdict:
    """Confirmed where trials are marked as failed although nothing was raised.

    The search is run as it stands, under the caps. With a `place` in the objective it has to be
    reached. Refuted where all trials have a score.
    """
    answer = lab.watch(*([place] if place is not None else []), searches=[search])
    trials = [trial for run in answer.runs for trial in run.trials]
    if place is not None and not answer.watched[0].reached:
        return inconclusive(f"none of {len(trials)} trials gets there")
    failed = [trial for trial in trials if trial.state == "failed"]
    raised = next((run.error for run in answer.runs if run.error), "")
    if raised:
        return inconclusive(f"the search ends with {short(raised)}")
    if not trials:
        return inconclusive("the search ran no trial")
    if not failed:
        every = "1 trial ends" if len(trials) == 1 else f"all {len(trials)} trials end"
        return refuted(f"{every} with a score", failed=0, trials=len(trials))
    return confirmed(
        f"{len(failed)} of {len(trials)} trials are marked as failed, and nothing is raised:"
        f" {short(failed[0].error)}",
        failed=len(failed),
        trials=len(trials),
    )


def with_value(lab: Lab, search: Search, name: object, value: Value) -> Configuration | None:
    """A drawn configuration that holds the value under the name, or under another one."""
    drawn = [trial.configuration for trial in lab.draws(search, DRAWS).trials]
    exact = [one for one in drawn if any(k == name and v == value for k, v in one.items())]
    other = [one for one in drawn if name not in one and value in one.values()]
    return next(iter(exact or other), None)
