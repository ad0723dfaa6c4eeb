"""Seeds among what a search varies: a winner that is picked by them is the luckiest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import libcst as cst

from tunelint.files.place import Place
from tunelint.files.tree import children
from tunelint.interpreter.frames import LoopFrame
from tunelint.interpreter.library_names import called_name, named
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.trace import BindEvent, Trace
from tunelint.interpreter.values import Choice, Const, Element, Entry, Mapping, Sequence, Term
from tunelint.libraries.hand_written_loops.draws import draws
from tunelint.model.facts import largest, smallest
from tunelint.model.program import Program
from tunelint.model.search import Search
from tunelint.model.space import Hyperparameter

SEEDS = frozenset({"random_seed", "random_state", "seed"})
# ``split_seed``, ``svc__random_state``, ``model.seed``; not ``n_seeds``, ``use_seed``.
NAMED = re.compile(r"(?:.*[_./])?(?:random_?state|random_?seed|seed)\d*", re.IGNORECASE)
# LightGBM's seeds of parts that are often switched off: of rows, columns, dropped trees.
OF_PARTS = frozenset(
    {"bagging_seed", "data_random_seed", "drop_seed", "extra_seed", "feature_fraction_seed"}
    | {"objective_seed"}
)
QUESTIONS = re.compile(r"(?:use|set|fix|has|is|no|with|num|n)_", re.IGNORECASE)
# What brings the scores of several seeds together, and of a loop's scores, too.
GROUPING = frozenset({"groupby", "pivot", "pivot_table"})
AVERAGING = frozenset({"average", "fmean", "mean", "median", "nanmean", "quantile", "std"})


@dataclass(frozen=True, eq=False)
class TunedSeed:
    """A seed that a search gives several values, as it is called there."""

    search: Search
    name: str
    place: Place


def tuned_seeds(program: Program) -> Iterator[TunedSeed]:
    """The seeds with several values in the space of each search that picks one of them."""
    for search in program.searches:
        if _is_called_after(program.trace, search, GROUPING):
            continue
        if search.tuner == "loop":
            if not _is_called_after(program.trace, search, AVERAGING):
                yield from _in_loop(program.trace, search)
        else:
            yield from _declared(program.trace, search)


def _is_called_after(trace: Trace, search: Search, names: frozenset[str]) -> bool:
    """Whether results are put together after the search by such a call: perhaps over the seeds."""
    last = max((event.index for event in search.run_events), default=search.built.index)
    return any(
        called_name(event) in names and not search.in_trial(event)
        for event in trace.events_since(last)
        if isinstance(event, CallEvent)
    )


# -- what a space declares -------------------------------------------------------------------------


def _declared(trace: Trace, search: Search) -> Iterator[TunedSeed]:
    taken = _taken_for_seeds(trace, search)
    several = [one for one in search.hyperparameters or () if _has_several(one)]
    seeds = [one for one in several if _called(one) or id(one.result) in taken]
    if len(seeds) == len(several) and (
        search.tuner == "Ray Tune" or _is_called_after(trace, search, AVERAGING)
    ):
        return  # repeats of one configuration
    if search.tuner == "Ray Tune" and search.direction is None:
        return  # of which none may be picked
    for one in seeds:
        name = _called(one) or one.name.value or one.key or "seed"
        yield TunedSeed(search, str(name), one.anchor)


def _taken_for_seeds(trace: Trace, search: Search) -> set[int]:
    """The ids of the values that trials hand over as ``random_state=`` and the like."""
    return {
        id(argument.value)
        for event in search.calls(trace)
        for name, argument in event.arguments.keywords.items()
        if name in SEEDS
    }


def _called(one: Hyperparameter) -> str:
    """The name of a seed, empty where none of its names is one."""
    for name in (one.parameter, *(one.name.values or ()), one.key):
        if isinstance(name, str) and is_seed(name):
            return name
    return ""


def is_seed(name: str) -> bool:
    """Whether a hyperparameter of this name is a seed."""
    if NAMED.fullmatch(name) is None or name.lower() in OF_PARTS:
        return False
    return not QUESTIONS.match(name)


def _has_several(one: Hyperparameter) -> bool:
    """Whether it surely has more than one value."""
    if one.kind == "choice":
        return _differ(one.options or ())
    low, high = largest(one.low), smallest(one.high)
    return low is not None and high is not None and high - low > (1 if one.half_open else 0)


def _differ(values: Iterable[Term]) -> bool:
    return len({value.value for value in values if isinstance(value, Const)}) > 1


# -- what a hand-written search goes through -------------------------------------------------------


def _in_loop(trace: Trace, search: Search) -> Iterator[TunedSeed]:
    yield from _in_grid(search)
    found = {id(draw.event.result): draw.event.place for draw in trace.once(draws)}
    bound = {id(event.value): event for event in _targets(trace, search)}
    for event in search.calls(trace):
        for name in SEEDS & event.arguments.keywords.keys():
            value = event.arguments.keywords[name].value
            target = bound.get(id(value))
            if target is not None and _goes_through(value) and _picks_inside(search, target):
                yield TunedSeed(search, target.name, target.place)
            elif id(value) in found and _is_drawn_by(value, search):
                yield TunedSeed(search, next(iter(trace.names_of(value)), name), found[id(value)])


def _in_grid(search: Search) -> Iterator[TunedSeed]:
    """The seeds of ``ParameterGrid({…})``."""
    over = search.loop.iterable if search.loop is not None else None
    while isinstance(over, Element):
        over = over.iterable
    if not isinstance(over, Result) or not named(over.event.callee, "sklearn", {"ParameterGrid"}):
        return
    for argument in over.event.arguments:
        for entry in _entries(argument.value):
            name = entry.key.value if isinstance(entry.key, Const) else None
            listed = entry.value.items if isinstance(entry.value, Sequence) else []
            if name in SEEDS and entry.place is not None and _differ(listed):
                yield TunedSeed(search, str(name), entry.place)


def _entries(space: Term) -> Iterator[Entry]:
    """The entries of a dictionary, or of a list of them."""
    for part in space.items if isinstance(space, Sequence) else [space]:
        yield from part.entries if isinstance(part, Mapping) else ()


def _targets(trace: Trace, search: Search) -> Iterator[BindEvent]:
    """Where the loops of a search give their variables values."""
    for event in search.events(trace):
        if isinstance(event, BindEvent) and isinstance(event.path[-1], LoopFrame):
            yield event


def _goes_through(value: Term) -> bool:
    """Whether a loop's variable surely has more than one value."""
    match value:
        case Choice(options=options):
            return _differ(options)
        case Element(iterable=Sequence(items=items)):
            return _differ(items)
    return False


def _is_drawn_by(value: Term, search: Search) -> bool:
    """Whether each pass draws the value for itself."""
    return isinstance(value, Result) and search.in_trial(value.event)


def _picks_inside(search: Search, target: BindEvent) -> bool:
    """Whether scores are compared for each seed: not of all of them together, after their loop."""
    frame = target.path[-1]
    around = frame.place.node if isinstance(frame, LoopFrame) and frame.place else None
    if search.passing is None or around is None:
        return False
    compared = [place.node for place in search.passing.compared]
    return bool(compared) and all(_holds(around, node) for node in compared)


def _holds(around: cst.CSTNode, node: cst.CSTNode) -> bool:
    return around is node or any(_holds(child, node) for child in children(around))
