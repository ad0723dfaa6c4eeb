"""Advice: how to seed what the trials of a search train, in the words of its fix."""

from __future__ import annotations

from collections.abc import Sequence

from tunelint.analyses.seeding.proposals import joined
from tunelint.analyses.seeding.seed_words import ALIKE, BEGINNING, seed_in_words
from tunelint.analyses.seeding.training_fixes import SeedingCalls, call_of_finding, estimator_seed
from tunelint.interpreter.objects import CallEvent, Event
from tunelint.model.program import Program
from tunelint.model.search import Search

USUAL = {"numpy.": "np.", "tensorflow.": "tf."}


def how_to_call(search: Search, calls: SeedingCalls, draws: Sequence[Event]) -> str:
    """The calls that seed a training, and where they stand."""
    seed = calls.seed.text
    written = joined([f"{_usual(name)}({seed})" for name in calls.names])
    lacking = f", and make {seed} a number by default" if calls.is_lacking else ""
    return f"call {written} {_where(search, calls, draws)}{lacking}"


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
    return f"once, before the loop that repeats the search: inside it, {ALIKE}"


def how_to_seed_estimators(program: Program, search: Search, event: CallEvent, names: str) -> str:
    """The `random_state` that estimators are given; `event` makes the first of them."""
    words = seed_in_words(program, event, estimator_seed(program, search, event))
    return f"add random_state={words.text} to {names}{words.remark}"
