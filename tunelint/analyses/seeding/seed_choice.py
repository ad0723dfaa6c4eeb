"""Which seed a fix writes, and where it may write one at all.

No fixed seed is written into code that runs more than once in the program, and where the program
has a seed of its own its expression is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tunelint.analyses.seeding.own_seeds import OwnSeed, counter, own_seeds, seeds_with
from tunelint.analyses.seeding.repetition import Moment, moment_of
from tunelint.analyses.seeding.uses import stands_once
from tunelint.files.place import Place
from tunelint.findings.finding import Fix, safe_fix, unsafe_fix
from tunelint.findings.fixes.changes import Change, InsertBefore, Name
from tunelint.findings.fixes.literals import is_literal
from tunelint.interpreter.frames import EntryFrame
from tunelint.interpreter.objects import Event
from tunelint.model.program import Program
from tunelint.model.randomness import Seeding

SEED = "42"
SEEDERS = {
    "python": "random.seed",
    "numpy": "numpy.random.seed",
    "tensorflow": "tensorflow.random.set_seed",
    "torch": "torch.manual_seed",
}


@dataclass(frozen=True, slots=True)
class Seed:
    """What is written as a seed; `safe` unless it tells the passes of repeated code apart."""

    text: str
    safe: bool = True

    def fix(self, message: str, *changes: Change | None) -> Fix | None:
        """The fix that writes it."""
        return safe_fix(message, *changes) if self.safe else unsafe_fix(message, *changes)


def seed_at(
    program: Program,
    moment: Moment,
    *,
    otherwise: str = SEED,
    once: bool = True,
    zero_is_none: bool = False,
) -> Seed | None:
    """The seed to write at a moment: the program's own where one is in reach.

    In code that does not run `once` it is one that changes from pass to pass. None where there is
    none, or where the program's own is none by default (for `zero_is_none`, too, if it is 0) or may
    be no number that all generators take.
    """
    own = own_seeds(program, moment)
    otherwise = SEED if zero_is_none and otherwise == "0" else otherwise
    usable = [seed for seed in own if _is_usable(seed, zero_is_none=zero_is_none)]
    fixed = [seed.text for seed in usable if not seed.varies]
    if once:
        if fixed:
            return Seed(fixed[0])
        return Seed(otherwise) if not own else None
    varying = [seed.text for seed in usable if seed.varies]
    if varying:
        return Seed(varying[0], safe=False)
    number = counter(program, moment)
    return Seed(f"{(fixed or [otherwise])[0]} + {number}", safe=False) if number else None


def seed_before(program: Program, moment: Moment, *, otherwise: str = SEED) -> Seed | None:
    """The seed of a generator of the process that is seeded at a moment.

    A number in a method that nobody visible calls is not safe: whoever calls it would find the
    process seeded anew each time.
    """
    seed = seed_at(program, moment, otherwise=otherwise)
    if seed is None or not (seed.text.isdigit() and _is_in_method_of_others(moment)):
        return seed
    return replace(seed, safe=False)


def _is_in_method_of_others(moment: Moment) -> bool:
    return any(
        isinstance(frame, EntryFrame) and frame.function.owner is not None for frame in moment.path
    )


def seed_for(
    program: Program, event: Event, *, otherwise: str = SEED, zero_is_none: bool = False
) -> Seed | None:
    """The seed to write at an event."""
    once = stands_once(program, event)
    moment = moment_of(event)
    return seed_at(program, moment, otherwise=otherwise, once=once, zero_is_none=zero_is_none)


def lacking_seed(program: Program, event: Event, *, zero_is_none: bool = False) -> str | None:
    """The program's own seed at an event that runs once, where it is none by default."""
    own = own_seeds(program, moment_of(event)) if stands_once(program, event) else []
    usable = any(_is_usable(seed, zero_is_none=zero_is_none) for seed in own)
    return own[0].text if own and not usable else None


def _is_usable(seed: OwnSeed, *, zero_is_none: bool) -> bool:
    """Whether it is a number, and never nothing, as far as its values are known."""
    ignored = (None, 0) if zero_is_none else (None,)
    return seed.counts and all(value not in ignored for value in seed.values)


def is_seeded_otherwise(
    program: Program, generators: frozenset[str], seed: Seed, moment: Moment
) -> bool:
    """Whether the program seeds one of the generators with something else, then or later."""
    return any(
        not each.restores
        and each.generators & generators
        and not seeds_with(program, each.value.place, seed.text, moment)
        for each in program.records.seedings
    )


def statements(place: Place, generators: frozenset[str], seed: str) -> tuple[Change, ...]:
    """The statements that seed generators of the process before the statement of a place."""
    return tuple(InsertBefore(place, (Name(name), f"({seed})")) for name in seeders(generators))


def seeders(generators: frozenset[str]) -> list[str]:
    """The functions that seed generators of the process, by their full names."""
    return [SEEDERS[name] for name in SEEDERS if name in generators]


def literal_of(seedings: Iterable[Seeding], otherwise: str = SEED) -> str:
    """The one number that the seedings are written with; else another one."""
    numbers = {_number_of(seeding) for seeding in seedings}
    number = numbers.pop() if len(numbers) == 1 else None
    return number or otherwise


def _number_of(seeding: Seeding) -> str | None:
    """The number with which a call seeds, where one is written there that all generators take."""
    value = seeding.value.value
    usable = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**32
    place = seeding.value.place
    return str(value) if usable and place is not None and is_literal(place) else None
