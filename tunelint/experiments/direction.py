"""Does a search go the way that its score gets better, and the one that it is asked to go?"""

from __future__ import annotations

import math
from collections.abc import Sequence

from tunelint.lab.answered import direction_in
from tunelint.lab.answers import Trial
from tunelint.lab.lab import Lab, Unanswered
from tunelint.lab.verdicts import Bars, Verdict, confirmed, inconclusive, refuted
from tunelint.model.search import Search

TRIALS = 5


def calls_the_worst_best(
    lab: Lab, search: Search, better_when_higher: bool | None, objective: int = 0
) -> Verdict:
    """Confirmed where the live search's direction picks the worst of several trained trials.

    `better_when_higher` is what the number that the search gets means; `objective` counts the
    numbers of a search that has several.
    """
    if better_when_higher is None:
        raise Unanswered("it is not known whether a higher score is better")
    answer = lab.once(lab.trials(search, TRIALS))
    scores = _scores(answer.scored(2), objective)
    direction = direction_in(answer.facts, search.direction, objective)
    if len(scores) < 2:
        raise Unanswered("fewer than 2 trials have this score")
    if len(set(scores)) < 2:
        return inconclusive(f"all {len(scores)} trials have the same score")
    chosen = max(scores) if direction == "max" else min(scores)
    best, worst = (max(scores), min(scores)) if better_when_higher else (min(scores), max(scores))
    line = f"the search calls {chosen:.4g} the best of {len(scores)} scores"
    bars = Bars("score", tuple((f"trial {n}", score) for n, score in enumerate(scores, 1)))
    numbers = {"chosen": chosen, "best": best, "worst": worst}
    if chosen == worst:
        return confirmed(f"{line}, but it is the worst: the best is {best:.4g}", bars, **numbers)
    return refuted(f"{line}, and it is", bars, **numbers)


def _scores(trials: Sequence[Trial], objective: int) -> list[float]:
    found = []
    for trial in trials:
        value = trial.facts.get(f"score {objective}", trial.score) if objective else trial.score
        if isinstance(value, int | float) and math.isfinite(value):
            found.append(float(value))
    return found


def keeps_its_direction(lab: Lab, search: Search, asked: str) -> Verdict:
    """Confirmed where the live search goes another way than the one that it was `asked` for."""
    live = direction_in(lab.once(lab.trials(search, 1, train=False)).facts)
    if live == asked:
        return refuted(f"the resumed search {_in_words(live)}, as it is asked to")
    return confirmed(
        f"the resumed search {_in_words(live)}, but the code asks for {asked!r}",
        asked=asked,
        live=live,
    )


def _in_words(direction: str) -> str:
    return {"min": "minimises", "max": "maximises"}.get(direction, direction)
