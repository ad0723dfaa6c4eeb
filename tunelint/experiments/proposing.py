"""Does a search propose the same configurations when the script runs again?"""

from __future__ import annotations

from tunelint.lab.answers import Answer
from tunelint.lab.lab import Lab
from tunelint.lab.values import Configuration
from tunelint.lab.verdicts import Proposals, Verdict, confirmed, inconclusive, refuted
from tunelint.search import Search

COUNT = 10


def proposes_the_same(lab: Lab, search: Search, count: int = COUNT) -> Verdict:
    """Confirmed where two fresh processes propose different configurations, nothing trained."""
    first, second = lab.proposals(search, count)
    runs = (_configurations(first), _configurations(second))
    exhibit = Proposals(runs)
    proposed = len(runs[0])
    if not proposed or not runs[1]:
        return inconclusive("the search proposed nothing")
    if runs[0] == runs[1]:
        return refuted(
            f"two runs proposed the same {proposed} configurations", exhibit, proposed=proposed
        )
    same = sum(one == other for one, other in zip(*runs, strict=False))
    return confirmed(
        f"two runs proposed different configurations: {same} of {proposed} agree",
        exhibit,
        proposed=proposed,
        same=same,
    )


def _configurations(answer: Answer) -> tuple[Configuration, ...]:
    return tuple(trial.configuration for trial in answer.trials)
