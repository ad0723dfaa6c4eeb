"""The fixes that seed a split, permutation or sample of rows.

A generator of the process is seeded once, before the first draw from it.
"""

from __future__ import annotations

from tunelint.analyses.seeding.repetition import Moment, before
from tunelint.analyses.seeding.seed_choice import (
    Seed,
    is_seeded_otherwise,
    seed_before,
    seed_for,
    statements,
)
from tunelint.findings.finding import Fix
from tunelint.findings.fixes.arguments import given as given_value
from tunelint.findings.fixes.arguments import written_at
from tunelint.findings.fixes.changes import AddArgument, Change, Code, Name
from tunelint.interpreter.objects import Event, Result
from tunelint.model.program import Program
from tunelint.model.randomness import Draw

# The parameters that take a number as the seed.
NUMBERS = ("random_state", "seed")


def draw_seeded(program: Program, draw: Draw) -> Fix | None:
    """A seed of the draw's own; one of the generator that it draws from, where it takes none."""
    seed = draw_seed(program, draw)
    changes = _draw_changes(program, draw, seed) if seed is not None else ()
    if seed is None or not changes:
        return None
    return seed.fix(f"seed {draw.label} with {seed.text}", *changes)


def draw_seed(program: Program, draw: Draw) -> Seed | None:
    """What to seed a draw with, where it takes its seed."""
    if isinstance(draw.generator, Result):
        return seed_for(program, draw.generator.event)
    if draw.seed_argument is not None:
        return seed_for(program, draw.event)
    moment = _before_all_alike(program, draw)
    return seed_before(program, moment) if moment is not None else None


def _draw_changes(program: Program, draw: Draw, seed: Seed) -> tuple[Change, ...]:
    if isinstance(draw.generator, Result):
        made = draw.generator.event
        if list(made.arguments) or made.arguments.open_keywords or written_at(made) is None:
            return ()
        return (AddArgument(made.place, None, (seed.text,)),)
    if draw.seed_argument is not None:
        is_generator = draw.seed_argument == "generator" and draw.generators
        if not is_generator and draw.seed_argument not in NUMBERS:
            return ()
        value = _torch_generator(seed) if is_generator else (seed.text,)
        change = given_value(draw.event, draw.seed_argument, value)
        return (change,) if change is not None else ()
    moment = _before_all_alike(program, draw)
    if moment is None or len(draw.generators) != 1:
        return ()
    if is_seeded_otherwise(program, draw.generators, seed, moment):
        return ()
    return statements(moment.place, draw.generators, seed.text)


def _before_all_alike(program: Program, draw: Draw) -> Moment | None:
    """Once, before the first draw from a generator of the process that has no other seed."""
    alike = program.once(_by_generators).get(draw.generators, ())
    events = [event for event in alike if event.index <= draw.event.index]
    return before(program, events, draw.event.place.source)


def _by_generators(program: Program) -> dict[frozenset[str], list[Event]]:
    """The draws that take no seed of their own, by the generators that seed them."""
    found: dict[frozenset[str], list[Event]] = {}
    for draw in program.records.draws:
        if draw.seed_argument is None:
            found.setdefault(draw.generators, []).append(draw.event)
    return found


def _torch_generator(seed: Seed) -> Code:
    return (Name("torch.Generator"), f"().manual_seed({seed.text})")
