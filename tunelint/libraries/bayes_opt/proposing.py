"""Proposing: how many points a search tries, how many of them at random, and seeded by what."""

from __future__ import annotations

from tunelint.interpreter.frames import BranchFrame, loops_around
from tunelint.interpreter.library_names import is_function
from tunelint.interpreter.objects import CallEvent, Event, Result
from tunelint.interpreter.values import Sequence
from tunelint.libraries.arrays.seeds import seed_of
from tunelint.libraries.bayes_opt.optimizations import Optimization
from tunelint.libraries.bayes_opt.tables import DEFAULTS, FILLING, METHODS, REFUSED_SEEDS
from tunelint.libraries.common.swept_seed import is_swept
from tunelint.model.fact_of import parameter_worth
from tunelint.model.facts import UNKNOWN, Default, Fact, Known, Unknown
from tunelint.model.randomness import Randomness

# -- how many -------------------------------------------------------------------------------------


def budget(search: Optimization) -> Fact:
    """How many trials there are."""
    if _is_filled(search):
        return Unknown(None, (), "points of its own are tried or told beside those it draws")
    if search.loop is not None:
        return _asked(search)
    random, modelled = _total(search, "init_points"), _total(search, "n_iter")
    if random is None or modelled is None:
        return UNKNOWN
    number = max(random, 1) + modelled
    written = any(list(event.arguments) for event in search.called("maximize"))
    return Known(None, (), number) if written else Default(None, (), number)


def startup(search: Optimization) -> Fact:
    """How many points are random: the model knows nothing before the first of them."""
    if _is_filled(search):
        return Unknown(None, (), "the model learns from points that it is told")
    if search.loop is not None:
        return Known(None, (), 1)
    random = _total(search, "init_points")
    return UNKNOWN if random is None else Known(None, (), max(random, 1))


def _is_filled(search: Optimization) -> bool:
    """Whether it is given points beside those that it draws itself, or may be."""
    return search.handed or any(
        search.loop is None or search.loop not in event.path for event in search.called(*FILLING)
    )


def _total(search: Optimization, name: str) -> int | None:
    """The sum of an argument over all calls of ``maximize``; None where it cannot be counted."""
    runs = search.called("maximize")
    if not runs or not all(_is_once(search, event, runs[0]) for event in runs):
        return None
    facts = [
        parameter_worth(event.arguments, name, METHODS["maximize"], DEFAULTS[name])
        for event in runs
    ]
    numbers = [fact.value for fact in facts]
    known = [number for number in numbers if isinstance(number, int)]
    return sum(known) if len(known) == len(numbers) else None


def _is_once(search: Optimization, event: CallEvent, first: CallEvent) -> bool:
    """Whether the search runs so once for each time that it is built, whenever it does."""
    repeated = set(map(id, loops_around(event))) - set(map(id, loops_around(search.event)))
    return not repeated and _branches(event) == _branches(first)


def _branches(event: Event) -> list[int]:
    return [id(frame) for frame in event.path if isinstance(frame, BranchFrame)]


def _asked(search: Optimization) -> Fact:
    """The passes of the loop, each of which asks for one point."""
    loop, asked = search.loop, search.called("suggest")
    if loop is None or len(asked) != 1 or search.called("maximize"):
        return UNKNOWN
    around = [each for each in loops_around(asked[0]) if each not in search.event.path]
    if around != [loop] or loop.left or not isinstance(loop.iterable, Sequence):
        return UNKNOWN
    return UNKNOWN if loop.iterable.open else Known(None, (), len(loop.iterable.items))


# -- seeded by what -------------------------------------------------------------------------------


def randomness(search: Optimization) -> Randomness:
    """Where the proposals come from, and what seeds them."""
    argument = search.given("random_state")
    return Randomness(
        draws=None if search.called("load_state") else True,  # the state holds its generator
        seed=seed_of(argument).fact if argument is not None else search.fact("random_state"),
        argument="random_state",
        moment=search.event,
        swept=argument is not None and is_swept(argument, search.event),
        reads="a generator of its own",
        given=argument,
    )


def is_refused(search: Optimization) -> bool:
    """Whether its seed is a generator that it does not take."""
    argument = search.given("random_state")
    made = argument.value if argument is not None else None
    return isinstance(made, Result) and is_function(made.event.callee, *REFUSED_SEEDS) is not None
