"""Does a pruner learn anything, and is it asked?"""

from __future__ import annotations

from dataclasses import replace

from tunelint.lab.answers import Trial
from tunelint.lab.lab import Answered, Lab
from tunelint.lab.plain_values import Value
from tunelint.lab.verdicts import Bars, Outcome, Verdict, confirmed, inconclusive, refuted
from tunelint.model.search import Search


def can_prune(lab: Lab, search: Search) -> Verdict:
    """Confirmed where no trial both reports scores and asks whether to stop, else refuted.

    A run of few trials may be too short for a pruner to act: what counts is whether it could.
    Where nothing is reported within a few epochs, the trials are run for all that they ask for.
    """
    answer = lab.once(lab.rerun(search))
    verdict = _judged(answer)
    if verdict.outcome is Outcome.CONFIRMED and "epochs" in answer.changed:
        return _judged(lab.once(replace(lab.rerun(search), whole=True)))
    return verdict


def _judged(answer: Answered) -> Verdict:
    ran = [trial for trial in answer.trials() if trial.state in ("complete", "pruned")]
    if not ran:
        why = f": {answer.errors[-1]}" if answer.errors else ""
        return inconclusive(f"no trial ran to its end{why}")
    if not any("reports" in trial.facts for trial in ran):
        return inconclusive("what the trials report is not seen")
    reports = sum(_count(trial, "reports") for trial in ran)
    asks = sum(_count(trial, "asks") for trial in ran)
    pruned = sum(trial.state == "pruned" for trial in ran)
    heard = sum(bool(_count(one, "reports") and _count(one, "asks")) for one in ran)
    numbers = Bars("calls", (("scores reported", reports), ("pruner asked", asks)))
    told = f"in {_trials(len(ran))} {_reported(reports)} and the pruner is {_asked(asks)}"
    judged = refuted if heard or pruned else confirmed
    end = f": {pruned} of them end early" if heard or pruned else ", so that none can end early"
    return judged(
        f"{told}{end}", numbers, trials=len(ran), reports=reports, asks=asks, pruned=pruned
    )


def _count(trial: Trial, name: str) -> int:
    value: Value = trial.facts.get(name)
    return value if isinstance(value, int) else 0


def _trials(number: int) -> str:
    return "one trial" if number == 1 else f"{number} trials"


def _reported(number: int) -> str:
    if not number:
        return "no score is reported"
    return "one score is reported" if number == 1 else f"{number} scores are reported"


def _asked(number: int) -> str:
    if not number:
        return "never asked"
    return "asked once" if number == 1 else f"asked {number} times"
