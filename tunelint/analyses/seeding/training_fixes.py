"""The fixes that seed what a trial trains."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import libcst as cst

from tunelint.analyses.seeding.own_seeds import own_seeds, seeds_with
from tunelint.analyses.seeding.repetition import Moment, before
from tunelint.analyses.seeding.seed_choice import (
    SEED,
    Seed,
    literal_of,
    seed_before,
    seed_for,
    seeders,
)
from tunelint.analyses.seeding.seeded import seedings_before
from tunelint.files.place import Place
from tunelint.findings.finding import Fix
from tunelint.findings.fixes.arguments import given as given_value
from tunelint.findings.fixes.changes import InsertBefore, Name
from tunelint.findings.fixes.literals import is_literal
from tunelint.interpreter.frames import CallFrame
from tunelint.interpreter.objects import CallEvent, Event
from tunelint.model.program import Program
from tunelint.model.search import Search

# What Keras draws from, as far as a program seeds it one by one.
KERAS = frozenset({"python", "tensorflow"})
AT_ONCE = "keras.utils.set_random_seed"


@dataclass(frozen=True, eq=False, slots=True)
class SeedingCalls:
    """The calls that seed a training: what is called, with which seed, and where.

    No `moment` is there where none comes once before all of it. A seed that `is_lacking` is the
    program's own, which is none by default.
    """

    names: tuple[str, ...]
    seed: Seed
    moment: Moment | None
    is_lacking: bool = False

    def fix(self) -> Fix | None:
        """The fix that writes them."""
        if self.moment is None or self.is_lacking:
            return None
        place, code = self.moment.place, f"({self.seed.text})"
        calls = (InsertBefore(place, (Name(name), code)) for name in self.names)
        return self.seed.fix(f"seed the training with {self.seed.text}", *calls)


def keras_calls(program: Program, search: Search, draws: Sequence[Event]) -> SeedingCalls:
    """All that Keras draws from seeded at once, or what is missing of it.

    A generator that is seeded already is not seeded with another value.
    """
    calls = _calls((AT_ONCE,), program, search, draws)
    moment = calls.moment
    if moment is None or search.apart:
        return calls
    seedings = seedings_before(program.records.seedings, moment.event)
    if all(seeds_with(program, each.value.place, calls.seed.text, moment) for each in seedings):
        return calls
    seeded = frozenset(name for each in seedings for name in each.generators)
    return replace(calls, names=tuple(seeders(KERAS - seeded)))


def torch_calls(program: Program, search: Search, draws: Sequence[Event]) -> SeedingCalls:
    """PyTorch's generator seeded before all that is drawn from it, up to the search."""
    return _calls(tuple(seeders(frozenset({"torch"}))), program, search, draws)


def _calls(
    names: tuple[str, ...], program: Program, search: Search, draws: Sequence[Event]
) -> SeedingCalls:
    """With the program's own seed; else the number that it seeds with, or that of its search."""
    moment = _moment(program, search, draws)
    if moment is None:
        return SeedingCalls(names, Seed(_own(search)), None)
    seedings = seedings_before(program.records.seedings, moment.event)
    seed = seed_before(program, moment, otherwise=literal_of(seedings, _own(search)))
    if seed is None:
        lacking = Seed(own_seeds(program, moment)[0].text)
        return SeedingCalls(names, lacking, moment, is_lacking=True)
    return SeedingCalls(names, seed, moment)


def _moment(program: Program, search: Search, draws: Sequence[Event]) -> Moment | None:
    """Once before the search and the draws that it starts from; in the trial where it is apart."""
    if search.apart:
        return _head_of_trial(program, search)
    return before(program, [call_of_finding(search), *draws], search.place.source)


def call_of_finding(search: Search) -> Event:
    """The call to which a finding about the search belongs: its own, or a visible caller's."""
    callers = (frame.event for frame in search.built.path if isinstance(frame, CallFrame))
    return next((each for each in callers if each.place.key == search.place.key), search.built)


def _head_of_trial(program: Program, search: Search) -> Moment | None:
    """The head of the only function that a trial calls."""
    place, first = _first_in_trial(search), next(iter(search.events(program.trace)), None)
    if place is None or first is None:
        return None
    depth = next(n for n, frame in enumerate(first.path, 1) if search.is_trial(frame))
    return Moment(place, first.path[:depth], first)


def _first_in_trial(search: Search) -> Place | None:
    """The first statement, behind its imports, of the only function that a trial calls."""
    if len(search.functions) != 1:
        return None
    (function,) = search.functions
    if not isinstance(function.node, cst.FunctionDef) or function.place is None:
        return None
    body = function.node.body
    first = next((each for each in body.body if not _leads(each)), None)
    if not isinstance(body, cst.IndentedBlock) or not isinstance(first, cst.SimpleStatementLine):
        return None
    return Place(function.place.source, first.body[0])


def _leads(statement: cst.CSTNode) -> bool:
    """Whether it is a docstring or an import."""
    match statement:
        case cst.SimpleStatementLine(body=[cst.Expr(value=cst.SimpleString())]):
            return True
        case cst.SimpleStatementLine(body=[cst.Import() | cst.ImportFrom()]):
            return True
    return False


def estimators_seeded(program: Program, search: Search, events: Iterable[CallEvent]) -> Fix | None:
    """`random_state=` at each of the calls, with the program's seed or the search's own."""
    once = list({event.place.key: event for event in events}.values())
    seeds = [seed_for(program, event, otherwise=_own(search)) for event in once]
    changes = [
        given_value(event, "random_state", (seed.text,)) if seed is not None else None
        for event, seed in zip(once, seeds, strict=True)
    ]
    written = [change for change in changes if change is not None]
    known = [seed for seed in seeds if seed is not None]
    if not once or len(written) < len(once):
        return None
    seed = Seed(known[0].text, all(each.safe for each in known))
    return seed.fix(f"add random_state={seed.text}", *written)


def estimator_seed(program: Program, search: Search, event: CallEvent) -> Seed | None:
    """What to give an estimator as its `random_state`."""
    return seed_for(program, event, otherwise=_own(search))


def _own(search: Search) -> str:
    """The search's own seed, where it is a number that is written at its call."""
    place, seed = search.randomness.seed.place, search.randomness.seed.value
    usable = isinstance(seed, int) and not isinstance(seed, bool) and 0 <= seed < 2**32
    return str(seed) if usable and place is not None and is_literal(place) else SEED
