"""Proposals: whether what a search tries is seeded, by its own seed or by a generator."""

from __future__ import annotations

from collections.abc import Sequence

from tunelint.analyses.seeding.seeded import perhaps_seeded, seedings_before, surely_seeded
from tunelint.findings.listing import joined
from tunelint.interpreter.order import in_another_method, perhaps_before
from tunelint.libraries.arrays.seeds import seed_of
from tunelint.libraries.random_generators.seed_arguments import SEED
from tunelint.model.facts import Fact, smallest
from tunelint.model.randomness import Randomness, Seeding
from tunelint.model.search import Search

SPOKEN = {
    "python": "Python's random",
    "numpy": "NumPy's global generator",
    "tensorflow": "TensorFlow's generator",
    "torch": "PyTorch's generator",
    "hyperopt": "HYPEROPT_FMIN_SEED",
}


def is_unseeded(search: Search, seedings: Sequence[Seeding]) -> bool:
    """Whether the proposals are random and nothing visible seeds them."""
    randomness = search.randomness
    if randomness.draws is not True or randomness.swept or _has_rejected_seed(search):
        return False
    if not randomness.seed.always(lambda seed: seed is None):
        return False
    return not perhaps_seeded(seedings, randomness.generators, randomness.moment)


def _has_rejected_seed(search: Search) -> bool:
    """Whether its call is given a seed that it does not take: the call fails before it draws."""
    return any(SEED.search(rejection.written) for rejection in search.rejections)


def is_seeded(search: Search, seedings: Sequence[Seeding]) -> bool:
    """Whether every run surely proposes the same, as far as the search's own seed goes."""
    randomness = search.randomness
    if randomness.draws is not True:
        return randomness.draws is False
    if randomness.seed.always(lambda seed: _counts(randomness, seed)):
        return True
    unset = randomness.seed.always(lambda seed: not _counts(randomness, seed))
    return unset and any(
        generators and surely_seeded(seedings, generators, randomness.moment)
        for generators in randomness.generators
    )


def _counts(randomness: Randomness, seed: object) -> bool:
    return seed is not None and (bool(seed) or not randomness.zero_is_none)


def wrong_seedings(search: Search, seedings: Sequence[Seeding]) -> tuple[Seeding, ...]:
    """The seedings before an unseeded search runs, none of which reaches its proposals.

    A loop has none: it draws from a generator of its own choice, with no argument to overlook.
    """
    if search.tuner == "loop":
        return ()
    start = search.run_events[0] if search.run_events else search.randomness.moment
    return tuple(
        seeding
        for seeding in seedings_before(seedings, start)
        if not search.in_trial(seeding.event) and not in_another_method(seeding.event, start)
    )


def seeds_in_vain(search: Search) -> bool:
    """Whether the search's own call is given a seed that it does not read."""
    given = search.randomness.given
    if given is None or not search.randomness.seed.always(lambda seed: seed is None):
        return False
    return not given.is_none and not seed_of(given).fact.always(lambda seed: seed is None)


def late_seedings(search: Search, seedings: Sequence[Seeding]) -> tuple[Seeding, ...]:
    """The seedings that would reach the proposals, had they come before the search drew them."""
    moment = search.randomness.moment
    return tuple(
        seeding
        for seeding in seedings
        if perhaps_before(moment, seeding.event)
        and not search.in_trial(seeding.event)
        and _reaches(search, seeding)
    )


def _reaches(search: Search, seeding: Seeding) -> bool:
    return any(each and each <= seeding.generators for each in search.randomness.generators)


def generators_in_words(generators: frozenset[str]) -> str:
    """The generators as a phrase: ``Python's random and NumPy's global generator``."""
    return joined([SPOKEN[name] for name in SPOKEN if name in generators])


def unset_in_words(generators: frozenset[str]) -> str:
    """That nothing seeds generators, as a clause: ``nothing seeds Python's random before it``."""
    if generators == {"hyperopt"}:
        return f"{SPOKEN['hyperopt']} is not set"
    return f"nothing seeds {generators_in_words(generators)} before it"


def class_of(search: Search) -> str:
    """The class that makes the search, ``RandomSearch``; empty where a function does."""
    return search.label if search.label[:1].isupper() else ""


def parallel_breaks_seed(search: Search) -> bool:
    """Whether several trials at once change what the search proposes, though it is seeded."""
    return search.randomness.drifts and several_at_once(search.parallel)


def several_at_once(parallel: Fact) -> bool:
    """Whether surely more than one trial can run at once; negative numbers count the cores."""
    least = smallest(parallel)
    if parallel.values is None:
        return least is not None and least > 1
    return parallel.always(lambda jobs: isinstance(jobs, int) and jobs not in (0, 1))
