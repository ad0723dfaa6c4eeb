"""Does a search pick a configuration, or the luckiest seed?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from tunelint.experiments.chance import configurations, key
from tunelint.experiments.executions import separation
from tunelint.lab.lab import Lab, Unanswered
from tunelint.lab.plain_values import Configuration, Value
from tunelint.lab.plurals import counted
from tunelint.lab.verdicts import Bars, Verdict, confirmed, inconclusive, refuted
from tunelint.model.search import Search

DRAWS, CONFIGURATIONS, SEEDS = 60, 10, 4
# The part of the time that is left in which trials may begin.
TIME = 0.6


def seeds_decide(lab: Lab, search: Search, is_seed: Callable[[str], bool]) -> Verdict:
    """Confirmed where the seed moves the score more than the best two configurations are apart.

    Few configurations are tried with few of the search's seeds each; `is_seed` tells the name under
    which a configuration holds it.
    """
    drawn = configurations(lab.draws(search, DRAWS).proposals())
    names = {name for one in drawn for name in one if is_seed(name)}
    if len(names) != 1:
        raise Unanswered("the seed is not among what the search draws")
    (name,) = names
    seeds = list(dict.fromkeys(one[name] for one in drawn if name in one))[:SEEDS]
    bases = _without(drawn, name)[:CONFIGURATIONS]
    if len(seeds) < 2:
        raise Unanswered("the search draws one value for the seed")
    tried = [{**base, name: seed} for base in bases for seed in seeds]
    question = lab.trials(search, len(tried), configurations=tried)
    answer = lab.once(replace(question, seconds=TIME * lab.left()))
    ran = [one.score for one in answer.finished(len(seeds))]
    rows = [ran[at : at + len(seeds)] for at in range(0, len(ran), len(seeds))]
    table = [[score for score in row if score is not None] for row in rows]
    table = [row for row in table if len(row) == len(seeds)]
    if not table:
        raise Unanswered("no configuration got a score with every seed")
    return _verdict(table, seeds, higher=str(answer.facts.get("direction")).startswith("max"))


def _without(drawn: Iterable[Configuration], name: str) -> list[dict[str, Value]]:
    """The distinct configurations, but for one name."""
    rest = [{other: one[other] for other in one if other != name} for one in drawn]
    return list({key(one): one for one in rest}.values())


def _verdict(table: list[list[float]], seeds: list[Value], *, higher: bool) -> Verdict:
    shown = Bars(
        "score",
        tuple(
            (f"configuration {number}, seed {seed}", score)
            for number, row in enumerate(table, 1)
            for seed, score in zip(seeds, row, strict=True)
        ),
    )
    luck = max(max(row) - min(row) for row in table)
    extent = f"{counted(len(table), 'configuration')} with {len(seeds)} seeds each"
    if luck == 0:
        return refuted(f"every seed gives the same score ({extent})", shown, data=True)
    if len(table) == 1:
        line = f"scores of the only configuration differ by up to {luck:.3g} between seeds"
        return confirmed(f"{line} ({extent})", shown, data=True, luck=luck)
    apart = separation(table, higher=higher)
    line = (
        f"one configuration's scores differ by up to {luck:.3g} between seeds, and the best two"
        f" configurations are {apart.gap:.3g} apart ({extent})"
    )
    verdict = confirmed if luck > apart.gap else inconclusive
    return verdict(line, shown, luck=luck, gap=apart.gap, between_seeds=apart.spread)
