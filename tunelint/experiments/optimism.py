"""How much of the best score is luck on the rows that it was chosen on?"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tunelint.analyses.test_data.final_evaluation import scored_afterwards
from tunelint.experiments.trial_rows import given_to, reached_first_in_trials, rows_seen
from tunelint.files.place import Place
from tunelint.lab.answers import Trial
from tunelint.lab.lab import Answered, Lab, Unanswered
from tunelint.lab.statistics import tau_b
from tunelint.lab.verdicts import Bars, Verdict, confirmed, inconclusive, refuted
from tunelint.model.program import Program
from tunelint.model.search import Search

TIMES, FEWEST_TIMES = 12, 4
FEWEST_TRIALS = 3
# From this share of the winner's lead over the median trial on luck counts.
MUCH = 0.1
# Up to this share of common rows those of an evaluation are kept out of the search.
FEW = 0.1

Pairs = Mapping[int, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Luck:
    """The winner's score where it was chosen, there that of the median, and its score elsewhere.

    All are means over the halves, and higher is better. `spread` is how much the luck differs from
    one division to the next: since all divisions are of the same rows, their mean is hardly known
    any better.
    """

    chosen: float
    median: float
    elsewhere: float
    times: int
    spread: float = 0.0

    @property
    def luck(self) -> float:
        """What of the winner's score is lost on the other rows."""
        return self.chosen - self.elsewhere

    @property
    def share(self) -> float:
        """Its share of the winner's lead over the median trial."""
        return self.luck / self.lead if self.lead > 0 else 0.0

    @property
    def lead(self) -> float:
        """How far the winner is ahead of the median trial."""
        return self.chosen - self.median

    @property
    def is_much(self) -> bool:
        """Whether surely much of the winner's lead is luck."""
        return self.lead > 0 and self.luck - self.spread >= MUCH * self.lead


def states_its_luck(lab: Lab, program: Program, search: Search) -> Verdict:
    """Confirmed where luck is much of the best score, and nothing is evaluated on other rows.

    Every trial is scored on random halves of its rows and on the rest: the winner is chosen on the
    one, and looked at on the other.
    """
    evaluated = evaluated_on_others(lab, program, search)
    if evaluated:
        return refuted(
            f"the winner is evaluated on {evaluated} rows that the search does not use",
            rows=evaluated,
        )
    question = lab.trials(search, halves=TIMES, whole=True)
    answer = lab.once(replace(question, seconds=0.8 * lab.left()))
    table = _table(answer)
    if table is None:
        raise Unanswered("the trials' scores could not be computed on halves of their rows")
    found = luck(table)
    if len(table) < FEWEST_TRIALS or found is None or found.times < FEWEST_TIMES:
        return inconclusive(
            f"fewer than {FEWEST_TRIALS} trials, or {FEWEST_TIMES} divisions of their rows, could"
            " be scored"
        )
    return _verdict_on_luck(found, len(table))


def _verdict_on_luck(found: Luck, trials: int) -> Verdict:
    says = (
        f"{_percent(found.share)} of the best trial's lead over the median trial is luck: it scores"
        f" {abs(found.chosen):.4g} on the half of the rows that it was chosen on and"
        f" {abs(found.elsewhere):.4g} on the other half ({trials} trials, mean of {found.times}"
        " divisions)"
    )
    bars = Bars(
        "score",
        (
            ("the best, where it was chosen", abs(found.chosen)),
            ("the best, on other rows", abs(found.elsewhere)),
            ("the median trial", abs(found.median)),
        ),
    )
    numbers = {"trials": trials, "luck": found.luck, "share": found.share}
    if found.is_much:
        return replace(confirmed(says, bars, data=True), numbers=numbers)
    return replace(
        inconclusive(f"{says}; too little to tell from {trials} trials", bars), numbers=numbers
    )


def _percent(share: float) -> str:
    return f"{min(max(share, 0.0), 1.0):.0%}"


def luck(trials: Sequence[Pairs]) -> Luck | None:
    """What choosing on the one half of the rows loses on the other; higher is better.

    How much harder the one half is than the other is the same for all trials, and left out.
    """
    chosen: list[float] = []
    median: list[float] = []
    elsewhere: list[float] = []
    lucks: list[float] = []
    for division in sorted(set.intersection(*(set(trial) for trial in trials))):
        for side in (0, 1):
            here = [trial[division][side] for trial in trials]
            there = [trial[division][1 - side] for trial in trials]
            harder = statistics.fmean(here) - statistics.fmean(there)
            best = max(range(len(trials)), key=here.__getitem__)
            chosen.append(here[best])
            median.append(statistics.median(here))
            elsewhere.append(there[best] + harder)
        lucks.append(sum(chosen[-2:]) / 2 - sum(elsewhere[-2:]) / 2)
    if not chosen:
        return None
    return Luck(
        statistics.fmean(chosen),
        statistics.fmean(median),
        statistics.fmean(elsewhere),
        len(chosen) // 2,
        statistics.stdev(lucks) if len(lucks) > 1 else math.inf,
    )


def evaluated_on_others(lab: Lab, program: Program, search: Search) -> int:
    """How many rows, that the search was not given, something is evaluated on afterwards."""
    afterwards: dict[Place, int | None] = dict.fromkeys(
        event.place for event in scored_afterwards(program, search)
    )
    if not afterwards:
        return 0
    given = reached_first_in_trials(program, search, given_to(program, search))
    answer = lab.watch(*given, *afterwards, rows=True)
    rows, trials = rows_seen(answer, lab, afterwards), rows_seen(answer, lab, given)
    if not rows or not trials or len(rows & trials) > FEW * len(rows):
        return 0
    return len(rows - trials)


# -- the scores on halves -------------------------------------------------------------------------


def _table(answer: Answered) -> list[Pairs] | None:
    """For each trial its scores on the halves, so that higher is better; None where not known."""
    trials = answer.scored()
    name = answer.facts.get("objective")
    found = [(trial, _mean_pairs(_halves(trial, name))) for trial in trials]
    known = [(trial, pairs) for trial, pairs in found if pairs]
    if len(known) < 2:
        return None
    direction = -1.0 if answer.facts.get("direction") in ("min", "minimize") else 1.0
    sign: float | None = 1.0
    if not all(_tells(trial, name) for trial, _ in known):
        sign = _sign([trial.score or 0.0 for trial, _ in known], [_whole(p) for _, p in known])
    if sign is None:
        return None
    return [
        {each: (sign * direction * a, sign * direction * b) for each, (a, b) in pairs.items()}
        for _, pairs in known
    ]


def _tells(trial: Trial, name: object) -> bool:
    """Whether the trial's trainings log the objective itself."""
    return any(name in training.halves for training in trial.trainings)


def _halves(trial: Trial, name: object) -> list[Sequence[tuple[float, float]]]:
    """The scores of each evaluation of a trial on halves; of the objective where it has a name."""
    found: list[Sequence[tuple[float, float]]] = []
    for halves in (*(t.halves for t in trial.trainings), *(e.halves for e in trial.evaluations)):
        wanted = [name] if name in halves else list(halves)[:1]
        found += [halves[str(each)] for each in wanted]
    return found


def _mean_pairs(
    evaluations: Sequence[Sequence[tuple[float, float]]],
) -> dict[int, tuple[float, float]]:
    """The mean over the evaluations (folds) for each division that all of them have."""
    if not evaluations:
        return {}
    times = min(map(len, evaluations))
    return {
        each: (
            statistics.fmean(pairs[each][0] for pairs in evaluations),
            statistics.fmean(pairs[each][1] for pairs in evaluations),
        )
        for each in range(times)
    }


def _whole(pairs: Pairs) -> float:
    return statistics.fmean(side for pair in pairs.values() for side in pair)


def _sign(scores: Iterable[float], halves: Iterable[float]) -> float | None:
    """Whether the score grows with what was measured on the halves; None where neither is clear."""
    tau = tau_b(list(scores), list(halves))
    return None if tau is None or abs(tau) < 0.5 else (1.0 if tau > 0 else -1.0)
