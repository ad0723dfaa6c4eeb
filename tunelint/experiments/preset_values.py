"""What becomes of the values that a program itself gives its trials: used, ignored, refused?"""

from __future__ import annotations

from tunelint.experiments.exceptions import short
from tunelint.lab.answers import Trial
from tunelint.lab.lab import Lab
from tunelint.lab.plurals import counted
from tunelint.lab.verdicts import Verdict, confirmed, inconclusive, refuted
from tunelint.model.search import Search

MOST = 30


def leaves_the_space(lab: Lab, search: Search) -> Verdict:
    """Confirmed where a trial is given a value that its declaration does not draw, or refused one.

    Nothing is trained.
    """
    answer = lab.once(lab.trials(search, MOST, train=False))
    trials = answer.begun()
    for number, trial in enumerate(trials, 1):
        if trial.error.startswith("ValueError") and _speaks_of_values(trial.error):
            return confirmed(f"trial {number} raises {short(trial.error)}", raised=trial.error)
        for name in _named(trial, "outside"):
            return confirmed(
                f"trial {number} takes {name}={trial.configuration.get(name)!r},"
                " which its declaration does not draw",
                trial=number,
            )
    failed = next((trial.error for trial in trials if trial.state == "failed"), "")
    if failed:
        return inconclusive(f"a trial raises {short(failed)}")
    answer.proposals()
    return refuted(
        f"the first {counted(len(trials), 'trial')} take only values that their declarations draw",
        trials=len(trials),
    )


def drops_names(lab: Lab, search: Search) -> Verdict:
    """Confirmed where a trial that is given a point does not draw one of its names."""
    trials = lab.once(lab.trials(search, MOST, train=False)).proposals()
    given = [trial for trial in trials if trial.facts.get("by") == "given"]
    for trial in given:
        dropped = _named(trial, "dropped")
        if dropped:
            return confirmed(
                f"the trial that is given the point never draws {', '.join(dropped)}",
                dropped=len(dropped),
            )
    if not given:
        return inconclusive(f"none of the first {counted(len(trials), 'trial')} is given a point")
    return refuted(
        f"{counted(len(given), 'trial')} with a given point: every name is drawn", given=len(given)
    )


def _named(trial: Trial, fact: str) -> list[str]:
    return str(trial.facts.get(fact) or "").split("\n") if trial.facts.get(fact) else []


def _speaks_of_values(error: str) -> bool:
    """Whether it is the refusal of a value, or of a name, that a sampler or a point gives."""
    parts = ("not in (", "is not a valid type", "invalid value", "is not found in the given grid")
    return any(part in error for part in parts)
