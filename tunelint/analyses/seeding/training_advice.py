"""Advice: how to seed what the trials of a search train, in the words of its fix."""

from __future__ import annotations

from collections.abc import Sequence

from tunelint.analyses.seeding.seed_words import ALIKE, BEGINNING, seed_in_words
from tunelint.analyses.seeding.training_fixes import SeedingCalls, call_of_finding, estimator_seed
from tunelint.analyses.seeding.trainings import seeded_for_training
from tunelint.findings.listing import joined
from tunelint.interpreter.objects import Event
from tunelint.model.program import Program
from tunelint.model.search import Search
from tunelint.model.training import Estimator

USUAL = {"numpy.": "np.", "tensorflow.": "tf."}


def how_to_call(
    program: Program, search: Search, calls: SeedingCalls, draws: Sequence[Event]
) -> str:
    """The calls that seed a training, where they stand, and which ones are not enough."""
    seed = calls.seed.text
    written = joined([f"{_usual(name)}({seed})" for name in calls.names])
    lacking = f", and make {seed} a number by default" if calls.is_lacking else ""
    seeded = seeded_for_training(search, program.records.seedings)
    labels = list(dict.fromkeys(seeding.label for seeding in seeded))
    vain = f"; {joined(labels)} {'is' if len(labels) == 1 else 'are'} not enough" if labels else ""
    return f"call {written} {_where(search, calls, draws)}{lacking}{vain}"


def _usual(name: str) -> str:
    usual = (new + name[len(old) :] for old, new in USUAL.items() if name.startswith(old))
    return next(usual, name)


def _where(search: Search, calls: SeedingCalls, draws: Sequence[Event]) -> str:
    if search.apart:
        return "in the trial: no seed outside reaches it"
    if not calls.seed.safe:
        return BEGINNING
    if calls.moment is not None and draws:
        return "before the first draw"
    once = calls.moment is not None and calls.moment.path == call_of_finding(search).path
    if once:
        return "before the search"
    return f"once, before the repeats of the search: in each of them, {ALIKE}"


def how_to_seed_estimators(
    program: Program, search: Search, estimators: Sequence[Estimator]
) -> str:
    """The `random_state` that estimators are given, and which seed does not reach them."""
    event = estimators[0].event
    names = joined(list(dict.fromkeys(estimator.name for estimator in estimators)))
    words = seed_in_words(program, event, estimator_seed(program, search, event))
    return f"add random_state={words.text} to {names}{words.remark}{_in_vain(program, search)}"


def _in_vain(program: Program, search: Search) -> str:
    """That a seed of NumPy's does not reach the estimators, where there is one."""
    seedings = program.records.seedings
    if search.apart and any("numpy" in each.generators for each in seedings):
        return "; the seed of NumPy's global generator does not reach the trials"
    if any("numpy" in each.generators for each in seeded_for_training(search, seedings)):
        return f"; np.random.seed does not reach its workers (n_jobs={search.parallel.value})"
    return ""
