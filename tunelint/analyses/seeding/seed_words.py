"""A seed in words: what to write at an event, and what to know about it."""

from __future__ import annotations

from dataclasses import dataclass

from tunelint.analyses.seeding.seed_choice import SEED, Seed, lacking_seed
from tunelint.analyses.seeding.uses import stands_once
from tunelint.interpreter.objects import Event
from tunelint.model.program import Program

ALIKE = "a fixed seed would make all repeats the same"
BEGINNING = "once, at the start of the program"
CHANGING = ", with a different n in every run: a resumed search would try the same points again"


@dataclass(frozen=True, slots=True)
class SeedWords:
    """The seed to write, and what follows the sentence that names it."""

    text: str
    remark: str = ""


def seed_in_words(program: Program, event: Event, seed: Seed | None) -> SeedWords:
    """The seed that a fix writes; where none does, the reason in the remark."""
    if seed is not None:
        return SeedWords(seed.text, "" if seed.safe else f": {ALIKE}")
    lacking = lacking_seed(program, event)
    if lacking is not None:
        return SeedWords(lacking, f", and make {lacking} a number by default")
    if stands_once(program, event):
        return SeedWords(SEED)
    return SeedWords("n", f", with a different n in every pass: {ALIKE}")
