"""What a search's budget buys: who makes its proposals, and how many of them are distinct."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tunelint.experiments.chance import Key, key
from tunelint.lab.answers import Trial
from tunelint.lab.lab import Answered, Lab, Unanswered
from tunelint.lab.plurals import counted
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
        f"{counted(len(answer.proposals()), 'random proposal')}, and no more could be requested"
        f"{_failure(answer)}",
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
            return confirmed(f"0 trials run: {reason}", proposed=0)
        raise
    return None


def _verdict_on_makers(answer: Answered) -> Verdict | None:
    """The verdict on the proposals, None where more of them are needed."""
    makers = [trial.facts.get("by") for trial in answer.proposals()]
    if not any(makers):
        return inconclusive("the search does not say which proposals come from its model")
    number = makers.index("model") + 1 if "model" in makers else 0
    modelled = makers.count("model")
    bars = Bars("proposals", (("at random", makers.count("random")), ("by the model", modelled)))
    if number:
        return refuted(
            f"the model makes proposal {number}, the ones before are random", bars, first=number
        )
    budget = answer.facts.get("budget")
    if not isinstance(budget, int) or len(makers) < budget:
        return None
    return confirmed(
        f"the model makes 0 of {counted(len(makers), 'proposal')}: all are random",
        bars,
        proposed=len(makers),
        modelled=0,
    )


def _failure(answer: Answered) -> str:
    return f": a trial fails with {answer.errors[-1]}" if answer.errors else ""


def exceeds_its_space(lab: Lab, search: Search) -> Verdict:
    """Confirmed where the space holds fewer distinct configurations than the budget."""
    answer = lab.once(lab.trials(search, _budget(search), train=False))
    trials = answer.proposals()
    budget = answer.number("budget", "the budget of the search")
    proposed, distinct = len(trials), len(_distinct(trials))
    numbers: dict[str, Any] = {"budget": budget, "proposed": proposed, "distinct": distinct}
    if distinct >= budget:
        return refuted(f"{distinct} of {budget} proposals are distinct", **numbers)
    if answer.errors:
        raise Unanswered(
            f"only {counted(proposed, 'proposal')} could be requested{_failure(answer)}"
        )
    drawn = lab.draws(search, max(1000, DRAWS_EACH * budget)).proposals()
    space = len(_distinct([*trials, *drawn]))
    numbers["space"] = space
    if space >= budget:
        return refuted(
            f"the space holds at least {space} distinct configurations, enough for {budget} trials",
            **numbers,
        )
    if len(drawn) < DRAWS_EACH * space and proposed >= budget:
        return inconclusive(
            f"{len(drawn)} draws are too few to tell whether the space holds more than"
            f" {counted(space, 'distinct configuration')}",
            **numbers,
        )
    runs = (tuple(trial.configuration for trial in trials),)
    return confirmed(
        f"the space holds {counted(space, 'distinct configuration')}: a budget of {budget} trials"
        f" tries {distinct}{f' and stops after {proposed}' if proposed < budget else ''}",
        Proposals(runs),
        **numbers,
    )


def runs_one_trial(lab: Lab, search: Search) -> Verdict:
    """Confirmed where the search, asked for more, makes a single proposal of its own."""
    answer = lab.once(lab.trials(search, 2, train=False))
    proposed, before = len(answer.proposals()), answer.facts.get("trials") or 0
    line = f"the search runs {counted(proposed, 'trial')}"
    if proposed > 1:
        return refuted(f"{line} or more", proposed=proposed)
    if before:
        return inconclusive(f"{line}, with {before} there already{_failure(answer)}")
    return confirmed(line, proposed=proposed)


def _budget(search: Search) -> int:
    known = largest(search.budget)
    return MOST if known is None else min(int(known), MOST)


def _distinct(trials: Iterable[Trial]) -> set[Key]:
    return {key(trial.configuration) for trial in trials}
