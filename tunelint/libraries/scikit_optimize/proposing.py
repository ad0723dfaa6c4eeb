"""Proposing: how many points a search tries, how many of them at random, and seeded by what."""

from __future__ import annotations

from tunelint.interpreter.frames import loops_around
from tunelint.interpreter.library_names import named
from tunelint.interpreter.values import Argument, Const, Sequence, Term
from tunelint.libraries.arrays.seeds import seed_of
from tunelint.libraries.common.library_calls import LibraryCall
from tunelint.libraries.common.swept_seed import is_swept
from tunelint.libraries.scikit_optimize import tables
from tunelint.libraries.scikit_optimize.minimisations import OPTIMIZER, PACKAGE, Minimisation
from tunelint.model.facts import UNKNOWN, AtLeast, Default, Fact, Known, Unknown, largest, smallest
from tunelint.model.randomness import Randomness


def algorithm(search: Minimisation) -> str:
    """``bayesian``, ``forest``, ``boosted trees``, ``random`` or ``unknown``."""
    given = search.given("base_estimator")
    if given is None or search.kind == "dummy_minimize":
        return tables.ALGORITHMS[search.kind]
    return surrogate(given.value) or "unknown"


def surrogate(term: Term) -> str | None:
    """The algorithm that ``base_estimator=`` names."""
    if isinstance(term, Const):
        known = term.value.upper() if isinstance(term.value, str) else ""
        return "bayesian" if term.value is None else tables.SURROGATES.get(known)
    return None


# -- how many -------------------------------------------------------------------------------------


def budget(search: Minimisation) -> Fact:
    """How many trials there are."""
    if search.kind != OPTIMIZER:
        return search.fact("n_calls")
    if search.ran:
        last = search.ran[-1]
        once = len(search.ran) == 1 and not loops_around(last)
        return LibraryCall(last, tables.METHODS["run"]).fact("n_iter") if once else UNKNOWN
    return _asked(search)


def _asked(search: Minimisation) -> Fact:
    """The passes of the loop, each with as many points as it asks for."""
    loop = search.loop
    if loop is None or len(search.asked) != 1 or loops_around(search.event):
        return UNKNOWN
    call = LibraryCall(search.asked[0], tables.METHODS["ask"])
    if loops_around(call.event) != (loop,) or loop.left or not isinstance(loop.iterable, Sequence):
        return UNKNOWN
    several = call.fact("n_points").value
    if call.may_have("n_points") and not isinstance(several, int):
        return UNKNOWN
    passes = len(loop.iterable.items)
    return UNKNOWN if loop.iterable.open else Known(None, (), passes * (several or 1))


def startup(search: Minimisation) -> Fact:
    """How many points are tried before a model proposes one."""
    if search.kind == "dummy_minimize":
        return UNKNOWN
    older = search.fact("n_random_starts")
    initial = older
    if older.always(lambda number: number is None):
        initial = search.fact("n_initial_points")
    elif older.values is None or None in older.values:
        return Unknown(None, (), "one of two parameters")
    return initial if search.kind == OPTIMIZER else _with_given_points(search, initial)


def _with_given_points(search: Minimisation, initial: Fact) -> Fact:
    """``x0`` without ``y0`` is tried first."""
    points = search.fact("x0")
    least = smallest(initial)
    if points.always(lambda given: given is None) or least is None:
        return initial
    scored = search.fact("y0")
    if not scored.always(lambda given: given is None):
        return initial if search.given("y0") is not None else AtLeast(None, (), least)
    number = _number_of_points(search.given("x0"))
    if number is None or largest(initial) != least:
        return AtLeast(None, (), least)
    return Known(initial.place, (), least + number)


def _number_of_points(argument: Argument | None) -> int | None:
    if argument is None or not isinstance(argument.value, Sequence) or argument.value.open:
        return None
    items = argument.value.items
    return len(items) if items and isinstance(items[0], Sequence) else 1


# -- seeded by what -------------------------------------------------------------------------------


def randomness(search: Minimisation) -> Randomness:
    """Where the proposals come from, and what seeds them."""
    argument = search.given("random_state")
    own = seed_of(argument)
    return Randomness(
        draws=_draws(search),
        seed=own.fact if argument is not None else search.fact("random_state"),
        argument="random_state",
        moment=search.event,
        generators=(frozenset({"numpy"}),) if own.falls_back else (),
        swept=argument is not None and is_swept(argument, search.event),
        reads="NumPy's global generator",
        given=argument,
    )


def _draws(search: Minimisation) -> bool | None:
    """Whether it draws: a start-up by Halton's or Hammersley's points alone does not."""
    if search.kind in tables.FAILING:
        return None  # it fails before it proposes anything
    generator = search.given("initial_point_generator")
    if generator is None:
        return True
    spoken = search.fact("initial_point_generator")
    if spoken.always(lambda name: str(name).lower() not in tables.DETERMINISTIC_STARTS):
        return True
    if named(generator.value, PACKAGE, {"Halton", "Hammersly"}):
        return None
    trials, first = smallest(budget(search)), largest(startup(search))
    if trials is not None and first is not None and trials > first:
        return True
    return False if trials is not None and trials == first else None


def unset(argument: Argument | None) -> Fact:
    """That a seed which is given is not read."""
    return Default(argument.anchor if argument is not None else None, (), None)
