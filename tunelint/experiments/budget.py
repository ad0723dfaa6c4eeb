"""What a search's budget buys: who makes its proposals, and how many of them are distinct."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tunelint.experiments.chance import Key, key
from tunelint.lab.answers import Trial
from tunelint.lab.lab import Answered, Lab, Unanswered
from tunelint.lab.verdicts import Bars, Proposals, Verdict, confirmed, inconclusive, refuted
from tunelint.model.facts import largest, smallest
from tunelint.model.search import Search

MOST = 200
# So many draws of each distinct configuration on average leave hardly any undrawn: of a hundred
# equally likely ones, one in a million times a single one.
DRAWS_EACH = 20


def uses_its_model(lab: Lab, search: Search) -> Verdict:
    """Confirmed where the whole budget is proposed at random, refuted by one of the model's."""
    budget, startup = largest(search.budget), smallest(search.startup)
    if budget is not None and startup is not None and budget < startup:
        refused = _refusal(lab, search)
        if refused is not None:
            return refused
    answer = lab.once(lab.trials(search, _enough(budget, startup), train=False))
    verdict = _verdict_on_makers(answer)
    if verdict is None and answer.facts.get("asked"):
        raise Unanswered("how many trials it runs is up to the script's own loop")
    if verdict is None:
        answer = lab.once(lab.trials(search, MOST, train=False))
        verdict = _verdict_on_makers(answer)
    return verdict or inconclusive(
        f"only the first {len(answer.proposals())} of its proposals could be asked for, all of"
        f" them random{_failure(answer)}",
        proposed=len(answer.proposals()),
    )


def _enough(budget: float | None, startup: float | None) -> int:
    """Everything, or the first that can be the model's."""
    wanted = MOST if startup is None else int(startup) + 1
    return min(wanted, MOST if budget is None else max(int(budget), 1), MOST)


def _refusal(lab: Lab, search: Search) -> Verdict | None:
    """The verdict where the library takes no budget that small."""
    if not search.refused_below_startup:
        return None
    try:
        lab.once(lab.trials(search, 1, train=False))
    except Unanswered as reason:
        if search.refused_below_startup in str(reason):
            return confirmed(f"it is refused: {reason}", proposed=0)
        raise
    return None


def _verdict_on_makers(answer: Answered) -> Verdict | None:
    """The verdict on the proposals, None where more of them are needed."""
    makers = [trial.facts.get("by") for trial in answer.proposals()]
    if not any(makers):
        return inconclusive("who makes a proposal cannot be told of this search")
    number = makers.index("model") + 1 if "model" in makers else 0
    modelled = makers.count("model")
    counted = Bars("proposals", (("at random", makers.count("random")), ("by the model", modelled)))
    if number:
        return refuted(
            f"the model makes proposals from the {_ordinal(number)} on", counted, first=number
        )
    budget = answer.facts.get("budget")
    if not isinstance(budget, int) or len(makers) < budget:
        return None
    return confirmed(
        f"of its {len(makers)} proposals all are random and none is the model's"
        if len(makers) > 1
        else "its only proposal is random, not the model's",
        counted,
        proposed=len(makers),
        modelled=0,
    )


def _failure(answer: Answered) -> str:
    return f": a trial fails with {answer.errors[-1]}" if answer.errors else ""


def exceeds_its_space(lab: Lab, search: Search) -> Verdict:
    """Confirmed where the space holds fewer distinct configurations than the budget."""
    answer = lab.once(lab.trials(search, _budget(search), train=False))
    budget = answer.facts.get("budget")
    trials = answer.proposals()
    proposed, distinct = len(trials), len(_distinct(trials))
    if not isinstance(budget, int):
        return inconclusive("the search has no budget that can be counted")
    numbers: dict[str, Any] = {"budget": budget, "proposed": proposed, "distinct": distinct}
    if distinct >= budget:
        return refuted(f"the {budget} proposals of its budget are all distinct", **numbers)
    if answer.errors:
        raise Unanswered(f"only {proposed} proposals could be asked for{_failure(answer)}")
    drawn = lab.draws(search, max(1000, DRAWS_EACH * budget)).proposals()
    space = len(_distinct([*trials, *drawn]))
    numbers["space"] = space
    if space >= budget:
        return refuted(
            f"the space holds {space} distinct configurations or more, enough for a budget of"
            f" {budget}",
            **numbers,
        )
    if len(drawn) < DRAWS_EACH * space and proposed >= budget:
        return inconclusive(
            f"{len(drawn)} draws do not tell whether there are more than {space} distinct"
            " configurations",
            **numbers,
        )
    runs = (tuple(trial.configuration for trial in trials),)
    return confirmed(
        f"a budget of {budget} gives {_configurations(distinct)}"
        f"{_rest(proposed, budget)}; the space holds {space}",
        Proposals(runs),
        **numbers,
    )


def _budget(search: Search) -> int:
    known = largest(search.budget)
    return MOST if known is None else min(int(known), MOST)


def _configurations(number: int) -> str:
    return "one configuration" if number == 1 else f"{number} distinct configurations"


def _rest(proposed: int, budget: int) -> str:
    return f" in {proposed} trials" if proposed < budget else ""


def _distinct(trials: Iterable[Trial]) -> set[Key]:
    return {key(trial.configuration) for trial in trials}


def _ordinal(number: int) -> str:
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10)
    return f"{number}{ending or 'th'}"
