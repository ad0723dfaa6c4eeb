"""What does a search propose when it runs again: the same, stored trials, given points?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from tunelint.experiments.chance import configurations, is_chance
from tunelint.lab.answers import Trial
from tunelint.lab.lab import Lab
from tunelint.lab.plurals import counted
from tunelint.lab.verdicts import Proposals, Verdict, confirmed, inconclusive, refuted
from tunelint.model.facts import largest, smallest
from tunelint.model.search import Search

COUNT = 10
# Trials at most of a run that ended, and of one that was interrupted among its random ones.
MOST = 30
INTERRUPTED = 5


def proposes_the_same(lab: Lab, search: Search, count: int = COUNT) -> Verdict:
    """Confirmed where two fresh processes propose different configurations, nothing trained.

    Refuted where they propose the same ones, unless that may be chance or there is one alone.
    """
    first, second = (configurations(answer.proposals()) for answer in lab.proposals(search, count))
    exhibit = Proposals((tuple(first), tuple(second)))
    proposed = min(len(first), len(second))
    same = sum(one == other for one, other in zip(first, second, strict=False))
    many = counted(proposed, "configuration")
    if same < proposed:
        return confirmed(
            f"two runs share {same} of {many}",
            exhibit,
            proposed=proposed,
            same=same,
        )
    if len(first) != len(second):
        return inconclusive(
            f"two runs propose the same first {many}, but one of them stops there", exhibit
        )
    if is_chance(lab, search, first):
        return inconclusive(f"two runs propose the same {many}, which may be chance", exhibit)
    return refuted(f"two runs propose the same {many}", exhibit, proposed=proposed)


# -- stored trials and given points ----------------------------------------------------------------


def repeats_stored_trials(lab: Lab, search: Search) -> Verdict:
    """Confirmed where a second run starts with the configurations that a first one has stored.

    The first run is taken to have ended (at most MOST trials), then to have been interrupted
    during its random trials (INTERRUPTED of them): its proposals, with made-up scores, are stored
    before a fresh process is asked for its own. Nothing is trained.
    """
    first = lab.once(lab.trials(search, _whole(search), train=False)).proposals()
    for known in dict.fromkeys((len(first), min(_interrupted(search), len(first)))):
        again = _resumed(lab, search, first[:known])
        repeated = _repeated(first, again)
        if repeated and is_chance(lab, search, configurations(first[:repeated])):
            return inconclusive(
                f"resumed after {counted(known, 'trial')}, the search repeats the first {repeated},"
                " which may be chance"
            )
        if repeated:
            return confirmed(
                f"resumed after {counted(known, 'trial')}, the search repeats the first {repeated}",
                Proposals((tuple(configurations(first[:known])), tuple(configurations(again)))),
                stored=known,
                repeated=repeated,
            )
    return refuted(
        f"resumed after {counted(len(first), 'trial')}, the search proposes different ones",
        stored=len(first),
        repeated=0,
    )


def tries_given_points(lab: Lab, search: Search) -> Verdict:
    """Confirmed where none of the points that the search is given to begin with is tried."""
    answer = lab.once(lab.trials(search, MOST, train=False))
    given = answer.number("points", "the number of points that the search is given")
    if not given:
        return refuted("the search is given no points", given=0)
    trials = answer.proposals()
    tried = sum(trial.facts.get("by") == "given" for trial in trials)
    proposed = len(trials)
    exhibit = Proposals((tuple(configurations(trials[:10])),))
    if tried:
        line = f"the search tries {tried} of {counted(given, 'given point')}"
        return refuted(line, exhibit, given=given, tried=tried)
    return confirmed(
        f"the search tries 0 of {counted(given, 'given point')} in {counted(proposed, 'trial')}",
        exhibit,
        given=given,
        tried=0,
    )


def _whole(search: Search) -> int:
    budget = largest(search.budget)
    return MOST if budget is None else min(int(budget), MOST)


def _interrupted(search: Search) -> int:
    startup = smallest(search.startup)
    return INTERRUPTED if startup is None else max(1, min(INTERRUPTED, int(startup) // 2))


def _resumed(lab: Lab, search: Search, known: Sequence[Trial]) -> tuple[Trial, ...]:
    question = lab.trials(search, max(len(known), 1), train=False)
    stored = tuple((trial.configuration, trial.score or 0.0) for trial in known)
    return lab.once(replace(question, known=stored)).proposals()


def _repeated(first: Sequence[Trial], again: Sequence[Trial]) -> int:
    pairs = zip(first, again, strict=False)
    same = takewhile(lambda pair: pair[0].configuration == pair[1].configuration, pairs)
    return sum(1 for _ in same)
