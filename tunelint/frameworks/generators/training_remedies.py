"""The fixes that seed what a trial trains."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import libcst as cst

from tunelint.edits.arguments import given as given_value
from tunelint.edits.changes import (
    Code,
    InsertBefore,
    Name,
)
from tunelint.edits.literals import is_literal
from tunelint.facts import Place
from tunelint.frameworks.generators.own_seeds import seeds_with
from tunelint.frameworks.generators.repetition import Moment, before
from tunelint.frameworks.generators.seed_choice import (
    SEED,
    Seed,
    literal_of,
    seed_at,
    seed_for,
    statements,
)
from tunelint.frameworks.generators.seeded import seedings_before
from tunelint.program import Program
from tunelint.rule import Fix, safe_fix
from tunelint.search import Search
from tunelint.syntax.trace import CallEvent, CallFrame, Event

# What Keras draws from, as far as a program seeds it one by one.
KERAS = frozenset({"python", "tensorflow"})


def keras_seeded(program: Program, search: Search, draws: Sequence[Event]) -> Fix | None:
    """All that Keras draws from seeded at once, or what is missing of it.

    A generator that is seeded already is not seeded with another value.
    """
    moment, seed = _moment(program, search, draws), _seed(program, search, draws)
    if moment is None or seed is None:
        return None
    message = f"seed the training with {seed}"
    seedings = () if search.apart else seedings_before(program.records.seedings, moment.event)
    if all(seeds_with(program, seeding.value.place, seed, moment) for seeding in seedings):
        call: Code = (Name("keras.utils.set_random_seed"), f"({seed})")
        return safe_fix(message, InsertBefore(moment.place, call))
    seeded = frozenset(name for seeding in seedings for name in seeding.generators)
    return safe_fix(message, *statements(moment.place, KERAS - seeded, seed))


def torch_seeded(program: Program, search: Search, draws: Sequence[Event]) -> Fix | None:
    """PyTorch's generator seeded before all that is drawn from it, up to the search."""
    moment, seed = _moment(program, search, draws), _seed(program, search, draws)
    if moment is None or seed is None:
        return None
    calls = statements(moment.place, frozenset({"torch"}), seed)
    return safe_fix(f"seed the training with {seed}", *calls)


def training_seed(program: Program, search: Search, draws: Sequence[Event]) -> str:
    """What to seed the training with, as far as that can be told."""
    return _seed(program, search, draws) or SEED


def _seed(program: Program, search: Search, draws: Sequence[Event]) -> str | None:
    """The program's own seed; else the number that it seeds with, or that of its search."""
    moment = _moment(program, search, draws)
    if moment is None:
        return None
    seedings = seedings_before(program.records.seedings, moment.event)
    seed = seed_at(program, moment, otherwise=literal_of(seedings, _own(search)))
    return seed.text if seed is not None else None


def _moment(program: Program, search: Search, draws: Sequence[Event]) -> Moment | None:
    """Once before the search and the draws that it starts from; in the trial where it is apart."""
    if search.apart:
        return _head_of_trial(program, search)
    return before(program, [_chosen(search), *draws], search.place.source)


def _chosen(search: Search) -> Event:
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


def estimator_seed(program: Program, search: Search, event: CallEvent) -> str:
    """What to give an estimator as its `random_state`, as far as that can be told."""
    seed = seed_for(program, event, otherwise=_own(search))
    return seed.text if seed is not None else SEED


def _own(search: Search) -> str:
    """The search's own seed, where it is a number that is written at its call."""
    place, seed = search.randomness.seed.place, search.randomness.seed.value
    usable = isinstance(seed, int) and not isinstance(seed, bool) and 0 <= seed < 2**32
    return str(seed) if usable and place is not None and is_literal(place) else SEED
