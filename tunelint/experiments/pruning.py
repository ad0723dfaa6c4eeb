"""What do pruners get to hear: anything at all, all of it, and of which trials the worst?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tunelint.lab.answered import require
from tunelint.lab.answers import Trial
from tunelint.lab.lab import Answered, Lab, Unanswered
from tunelint.lab.plain_values import Value
from tunelint.lab.plurals import counted
from tunelint.lab.statistics import tau_between
from tunelint.lab.verdicts import Bars, Outcome, Ranking, Verdict, confirmed, inconclusive, refuted
from tunelint.model.search import Search

# Fewer trials show no order for sure, and more are rarely needed.
LEAST, MOST = 6, 24
# Where reports tell nothing, the best trial is rarely among so few of the worst by them.
UNLIKELY = 0.1
# The part of the time that is left in which trials may begin.
TIME = 0.6


def can_prune(lab: Lab, search: Search) -> Verdict:
    """Confirmed where no trial both reports scores and asks whether to stop, else refuted.

    A run of few trials may be too short for a pruner to act: what counts is whether it could.
    Where nothing is reported within a few epochs, the trials are run for all that they ask for.
    """
    answer = lab.once(lab.rerun(search))
    verdict = _verdict_on_pruner(answer)
    if verdict.outcome is Outcome.CONFIRMED and "epochs" in answer.changed:
        return _verdict_on_pruner(lab.once(replace(lab.rerun(search), whole=True)))
    return verdict


def _verdict_on_pruner(answer: Answered) -> Verdict:
    ran = answer.ended()
    require(any("reports" in trial.facts for trial in ran), "the reports of the trials")
    reports = sum(_count(trial, "reports") for trial in ran)
    asks = sum(_count(trial, "asks") for trial in ran)
    pruned = sum(trial.state == "pruned" for trial in ran)
    heard = sum(bool(_count(one, "reports") and _count(one, "asks")) for one in ran)
    numbers = Bars("calls", (("scores reported", reports), ("pruner asked", asks)))
    calls = (
        f"{counted(reports, 'score')} reported and {counted(asks, 'call')} of the pruner in"
        f" {counted(len(ran), 'trial')}"
    )
    verdict = refuted if heard or pruned else confirmed
    end = f"{pruned} of them end early" if heard or pruned else "none can end early"
    return verdict(
        f"{calls}: {end}", numbers, trials=len(ran), reports=reports, asks=asks, pruned=pruned
    )


def _count(trial: Trial, name: str) -> int:
    value: Value = trial.facts.get(name)
    return value if isinstance(value, int) else 0


def keeps_first_reports(lab: Lab, search: Search) -> Verdict:
    """Confirmed where a trial reports more scores than the study keeps of it, else refuted."""
    (trial,) = lab.once(lab.trials(search, 1, whole=True)).scored()[:1]
    require("kept" in trial.facts, "the scores that the study keeps")
    reports, kept = _count(trial, "reports"), _count(trial, "kept")
    if not reports:
        raise Unanswered("the trial reports no score")
    line = f"one trial reports {counted(reports, 'score')}, and the study keeps {kept}"
    verdict = confirmed if kept < reports else refuted
    return verdict(line, Bars("scores", (("reported", reports), ("kept", kept))), reports=reports)


def ends_the_best(lab: Lab, search: Search) -> Verdict:
    """Confirmed where trials that run to their end rank against what they report last.

    So they do if the best one is among the very worst by that, too.

    None of them is pruned: each is tried in a study of its own.
    """
    question = lab.trials(search, MOST, whole=True)
    answer = lab.once(replace(question, seconds=TIME * lab.left()))
    higher = str(answer.facts.get("direction")).startswith("max")
    found = [(one.facts.get("reported"), one.score) for one in answer.scored(LEAST)]
    rows = [
        (one, score) for one, score in found if isinstance(one, int | float) and score is not None
    ]
    if len(rows) < LEAST:
        raise Unanswered(f"only {counted(len(rows), 'trial')} reported a score")
    tau = tau_between([[one] for one, _ in rows], [[score] for _, score in rows])
    if tau is None:
        raise Unanswered("all trials report, or return, the same score")
    by_report = sorted(rows, key=lambda row: row[0], reverse=higher)
    best = (max if higher else min)(rows, key=lambda row: row[1])
    place = by_report.index(best) + 1
    line = (
        f"of {len(rows)} trials that run to their end, the best one is number {place} by what the"
        f" pruner gets to hear (Kendall's tau {tau.value:.2f} between both)"
    )
    shown = Ranking(
        "reported last",
        "returned",
        higher,
        tuple((f"trial {number}", *row) for number, row in enumerate(rows, 1)),
    )
    numbers = {"tau": tau.value, "tau_low": tau.low, "tau_high": tau.high, "place": place}
    if tau.high < 0 or (tau.low <= 0 and len(rows) - place < UNLIKELY * len(rows)):
        return confirmed(line, shown, data=True, **numbers)
    if tau.low > 0:
        return refuted(line, shown, data=True, **numbers)
    return inconclusive(line, shown, **numbers)


def _reported(trials: Iterable[Trial]) -> Iterator[tuple[float, float]]:
    """What each trial reported last, and what it returned."""
    for trial in trials:
        reported = trial.facts.get("reported")
        if isinstance(reported, int | float) and trial.score is not None:
            yield float(reported), trial.score
