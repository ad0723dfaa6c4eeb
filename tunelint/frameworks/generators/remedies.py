"""The fix that seeds a search's proposals: its own seed, else the generators that it draws from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import libcst as cst

from tunelint.edits.arguments import given as given_value
from tunelint.edits.arguments import is_own, replaced
from tunelint.edits.changes import AddArgument, Change, Code, InsertBefore, Name, call_of
from tunelint.facts import Place
from tunelint.rule import Fix, safe_fix
from tunelint.search import Randomness, Search, Seeding
from tunelint.syntax.terms import Const, Result
from tunelint.syntax.trace import CallEvent, CallFrame, Event, LoopFrame

SEED = 42
# What is handed over where it is no number: the seeded object, by its full name.
OBJECTS = {
    "rstate": "numpy.random.default_rng({seed})",
    "sampler": "optuna.samplers.TPESampler(seed={seed})",
}
SEEDERS = {
    "python": "random.seed",
    "numpy": "numpy.random.seed",
}
IGNORING = "adaptive tpe"


def seeding(search: Search, wrong: Sequence[Seeding] = ()) -> Fix | None:
    """The fix that seeds the proposals, with the number that the `wrong` seedings use."""
    if search.storage is not None and search.storage.resumes is not False:
        return None  # a study that goes on with a fixed seed starts with its first trials again
    seed = _number(search.randomness, wrong)
    if search.randomness.argument and search.algorithm != IGNORING:
        return _by_argument(search, seed)
    return _by_generators(search, seed)


def seeds_before(place: Place, generators: frozenset[str], seed: int) -> tuple[Change, ...]:
    """The statements that seed generators of the process before the statement of a place."""
    return tuple(
        InsertBefore(place, (Name(SEEDERS[name]), f"({seed})"))
        for name in SEEDERS
        if name in generators
    )


def _by_argument(search: Search, seed: int) -> Fix | None:
    randomness = search.randomness
    name = randomness.argument
    value = _value(name, seed)
    empty = None if randomness.vain else randomness.given
    if empty is None:
        holder = randomness.holder or search.built
        change: Change | None = given_value(holder, name, value)
        if name in OBJECTS and _has_several_objectives(search):
            return None
    elif isinstance(empty.value, Const) and empty.value.value is None:
        change = replaced(empty, value)
    else:
        change = _seeded_object(search, seed)
    return safe_fix(f"seed it with {seed}", change) if change is not None else None


def _has_several_objectives(search: Search) -> bool:
    """Whether the default sampler may be another one than for one objective."""
    calls = (search.built, *search.configuration)
    return any(isinstance(c, CallEvent) and "directions" in c.arguments.keywords for c in calls)


def _seeded_object(search: Search, seed: int) -> Change | None:
    """A seed for a generator that is made without one: ``default_rng()``."""
    empty = search.randomness.given
    if empty is None or not isinstance(empty.value, Result):
        return None
    made = empty.value.event
    if list(made.arguments) or made.arguments.open_keywords or made.arguments.open_positional:
        return None
    if made.owner is not None or not (is_own(empty) or made.path == search.built.path):
        return None
    return AddArgument(made.place, None, (str(seed),))


def _by_generators(search: Search, seed: int) -> Fix | None:
    """Calls that seed what the search reads, before it and before every loop around it."""
    for generators in search.randomness.generators:
        if generators and generators <= SEEDERS.keys():
            place = _before_loops(search.randomness.moment)
            if place is not None:
                return safe_fix(
                    f"seed what it draws from with {seed}", *seeds_before(place, generators, seed)
                )
    return None


def _before_loops(moment: Event) -> Place | None:
    """The event, or the outermost loop around it in the same function."""
    inside = 0
    for number, frame in enumerate(moment.path):
        if not isinstance(frame, LoopFrame) and isinstance(frame, CallFrame):
            inside = number + 1
    loops = [frame for frame in moment.path if isinstance(frame, LoopFrame)]
    own = [frame for frame in moment.path[inside:] if isinstance(frame, LoopFrame)]
    if len(own) != len(loops):
        return None
    return own[0].place if own else moment.place


def _value(argument: str, seed: int) -> Code:
    if argument in OBJECTS:
        return call_of(OBJECTS[argument].format(seed=seed))
    return (str(seed),)


def _number(randomness: Randomness, wrong: Sequence[Seeding]) -> int:
    """The one number that the program seeds with already; else the usual one."""
    numbers = {seeding.value.value for seeding in wrong}
    if len(numbers) == 1:
        number = numbers.pop()
        if isinstance(number, int) and not isinstance(number, bool) and 0 <= number < 2**32:
            return number if number or not randomness.zero_is_none else SEED
    return SEED


def seeded_before(search: Search, seeder: str) -> Fix | None:
    """A call of `seeder` before the search, or in its trials where they run apart from it."""
    place = _first_in_trial(search) if search.apart else search.place
    if place is None or _around(search):
        return None  # whether each pass of a loop begins anew is the author's to say
    seed = _own_number(search)
    call: Code = (Name(seeder), f"({seed})")
    return safe_fix(f"seed the training with {seed}", InsertBefore(place, call))


def _around(search: Search) -> list[LoopFrame]:
    """The loops in which the search as a whole happens."""
    path = search.built.path
    outside = path[: path.index(search.loop)] if search.loop in path else path
    return [frame for frame in outside if isinstance(frame, LoopFrame)]


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


def seeded_each(search: Search, events: Iterable[CallEvent]) -> Fix | None:
    """`random_state=` at each of the calls, with the search's own seed."""
    seed = _own_number(search)
    once = {event.place.key: event for event in events}
    changes = [given_value(event, "random_state", (str(seed),)) for event in once.values()]
    known = [change for change in changes if change is not None]
    return safe_fix(f"add random_state={seed}", *known) if len(known) == len(changes) else None


def _own_number(search: Search) -> int:
    """The search's own seed, where it is a number that is written out."""
    seed = search.randomness.seed.value
    usable = isinstance(seed, int) and not isinstance(seed, bool) and 0 <= seed < 2**32
    return seed if usable else SEED
