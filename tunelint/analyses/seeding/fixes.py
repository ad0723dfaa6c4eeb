"""The fixes that seed the proposals of a search, or give it a seed that counts."""

from __future__ import annotations

from collections.abc import Sequence

from tunelint.analyses.seeding.proposals import is_unseeded, parallel_breaks_seed
from tunelint.analyses.seeding.repetition import Moment, before
from tunelint.analyses.seeding.seed_choice import (
    SEED,
    SEEDERS,
    Seed,
    is_seeded_otherwise,
    lacking_seed,
    literal_of,
    seed_before,
    seed_for,
    statements,
)
from tunelint.analyses.seeding.seeded import seedings_before
from tunelint.analyses.seeding.twins import has_twin
from tunelint.analyses.seeding.uses import stands_once
from tunelint.analyses.shared_values import is_shared
from tunelint.files.place import Place
from tunelint.findings.finding import Fix, safe_fix, unsafe_fix
from tunelint.findings.fixes.arguments import given as given_value
from tunelint.findings.fixes.arguments import is_own, replaced
from tunelint.findings.fixes.changes import AddArgument, Change, Code, Replace, call_of
from tunelint.findings.fixes.literals import is_literal
from tunelint.interpreter.objects import CallEvent, Event, Result
from tunelint.interpreter.order import perhaps_before
from tunelint.interpreter.trace import BindEvent
from tunelint.interpreter.values import Argument, Option, equal
from tunelint.libraries.random_generators.seed_arguments import SEED as SEED_WORD
from tunelint.model.fact_of import argument_worth
from tunelint.model.program import Program
from tunelint.model.randomness import Seeding
from tunelint.model.search import Search

IGNORING = "adaptive tpe"


def seeding(program: Program, search: Search, wrong: Sequence[Seeding] = ()) -> Fix | None:
    """The fix that seeds the proposals, with the seed that the `wrong` seedings use."""
    seed = proposal_seed(program, search, wrong)
    if seed is None or search.continues is not False or parallel_breaks_seed(search):
        return None
    if _takes_seed(search):
        change = _by_argument(search, seed)
        return seed.fix(f"seed it with {seed.text}", change) if change is not None else None
    moment, generators = _before_all_alike(program, search), _generators(search)
    seeded = seedings_before(program.records.seedings, search.randomness.moment)
    missing = generators.difference(*(each.generators for each in seeded))
    if moment is None or not missing or is_seeded_otherwise(program, missing, seed, moment):
        return None
    calls = statements(moment.place, missing, seed.text)
    return seed.fix(f"seed its generator with {seed.text}", *calls)


def proposal_seed(program: Program, search: Search, wrong: Sequence[Seeding] = ()) -> Seed | None:
    """What to seed the proposals with, where the search takes its seed.

    Nothing where another search of the program is the same: as repeats the two are to differ.
    """
    literal, zero_is_none = literal_of(wrong), search.randomness.zero_is_none
    if _takes_seed(search):
        if has_twin(program, search):
            return None
        event = _taker(search)
        return seed_for(program, event, otherwise=literal, zero_is_none=zero_is_none)
    moment = _before_all_alike(program, search)
    return seed_before(program, moment, otherwise=literal) if moment is not None else None


def proposal_seed_lacking(program: Program, search: Search) -> str | None:
    """The program's own seed for the proposals, where it is none unless the user gives one."""
    if not _takes_seed(search):
        return None
    return lacking_seed(program, _taker(search), zero_is_none=search.randomness.zero_is_none)


def _taker(search: Search) -> Event:
    """The call that is given the seed of the proposals."""
    return _made_empty(search) or search.randomness.holder or search.built


def _before_all_alike(program: Program, search: Search) -> Moment | None:
    """Once, before the search and the earlier ones that one seed has to come before, too."""
    earlier = (
        other.randomness.moment
        for other in program.once(_unseeded_by_generators)
        if _generators(other) == _generators(search)
        and perhaps_before(other.randomness.moment, search.randomness.moment)
    )
    return before(program, [*earlier, search.randomness.moment], search.place.source)


def _unseeded_by_generators(program: Program) -> list[Search]:
    """The searches that draw from generators of the process, of which nothing seeds them."""
    seedings = program.records.seedings
    searches = (search for search in program.searches if not _takes_seed(search))
    return [search for search in searches if is_unseeded(search, seedings)]


def _takes_seed(search: Search) -> bool:
    """Whether the search is seeded by an argument, and not by a generator of the process."""
    return bool(search.randomness.argument) and search.algorithm != IGNORING


def _by_argument(search: Search, seed: Seed) -> Change | None:
    """The argument with the seed, or the generator that it is given, seeded."""
    name, empty = search.randomness.argument, _empty(search)
    made = _made_empty(search)
    if made is not None:
        return AddArgument(made.place, None, (seed.text,))
    if empty is not None:
        return replaced(empty, _value(search, seed)) if empty.is_none else None
    if name in search.dialect.seed_objects and _has_several_objectives(search):
        return None
    return given_value(search.randomness.holder or search.built, name, _value(search, seed))


def _empty(search: Search) -> Argument | None:
    """The seed that the search is given and that is none."""
    return None if search.randomness.vain else search.randomness.given


def _generators(search: Search) -> frozenset[str]:
    """The generators that seed the search together."""
    known = (each for each in search.randomness.generators if each and each <= SEEDERS.keys())
    return next(known, frozenset())


def _has_several_objectives(search: Search) -> bool:
    """Whether the default sampler may be another one than for one objective."""
    calls = (search.built, *search.configuration)
    return any(isinstance(c, CallEvent) and "directions" in c.arguments.keywords for c in calls)


def _made_empty(search: Search) -> CallEvent | None:
    """The call that makes a generator without a seed: ``default_rng()``."""
    empty = _empty(search)
    if empty is None or not isinstance(empty.value, Result):
        return None
    made = empty.value.event
    if list(made.arguments) or made.arguments.open_keywords or made.arguments.open_positional:
        return None
    if made.owner is not None or not (is_own(empty) or made.path == search.built.path):
        return None
    return made


def _value(search: Search, seed: Seed) -> Code:
    seeded = search.dialect.seed_objects.get(search.randomness.argument)
    return (seed.text,) if seeded is None else call_of(seeded.format(seed=seed.text))


def zero_replaced(program: Program, search: Search, given: Argument) -> Fix | None:
    """Another seed in place of a zero: at the call, or where it gets a name that speaks of one.

    Where the name is read for something else as well, that would change with it.
    """
    event = search.randomness.holder or search.built
    if given.caller is None and given.entry is None and is_literal(given.place):
        seed = seed_for(program, event, zero_is_none=True)
        if seed is None:
            return None
        return seed.fix(f"replace the seed with {seed.text}", Replace(given.place, (seed.text,)))
    places = _named_zeros(program, given)
    if len(places) != 1 or not stands_once(program, event):
        return None
    write = unsafe_fix if is_shared(program, places[0]) else safe_fix
    return write(f"replace the seed with {SEED}", Replace(places[0], (SEED,)))


def _named_zeros(program: Program, given: Argument) -> tuple[Place, ...]:
    """Where the zero is written; nothing where it may be more than a seed, or another number."""
    names = program.trace.names_of(given.value)
    spoken = (*names, given.keyword or "") if given.entry is not None else names
    if not spoken or not all(SEED_WORD.search(name) for name in spoken):
        return ()
    if isinstance(given.value, Option) or any(
        not equal(event.value, given.value)
        for event in program.trace.of(BindEvent)
        if event.name in names and event.place.source is given.place.source
    ):
        return ()
    return tuple(place for place in argument_worth(given).origins if is_literal(place))
