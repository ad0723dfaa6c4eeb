"""Does a search propose the same configurations when the script runs again?"""

from __future__ import annotations

from tunelint.experiments.chance import configurations, is_chance
from tunelint.lab.lab import Lab
from tunelint.lab.verdicts import Proposals, Verdict, confirmed, inconclusive, refuted
from tunelint.model.search import Search

COUNT = 10


def proposes_the_same(lab: Lab, search: Search, count: int = COUNT) -> Verdict:
    """Confirmed where two fresh processes propose different configurations, nothing trained.

    Refuted where they propose the same ones, unless that may be chance or there is one alone.
    """
    first, second = (configurations(answer.proposals()) for answer in lab.proposals(search, count))
    exhibit = Proposals((tuple(first), tuple(second)))
    proposed = min(len(first), len(second))
    same = sum(one == other for one, other in zip(first, second, strict=False))
    if same < proposed:
        return confirmed(
            f"two runs proposed different configurations: {same} of {proposed} agree",
            exhibit,
            proposed=proposed,
            same=same,
        )
    many = "one configuration" if proposed == 1 else f"{proposed} configurations"
    if len(first) != len(second):
        return inconclusive(
            f"two runs agree in the first {many}, but one of them proposed no more", exhibit
        )
    if is_chance(lab, search, first):
        return inconclusive(f"two runs proposed the same {many}, which may be chance", exhibit)
    return refuted(f"two runs proposed the same {many}", exhibit, proposed=proposed)
