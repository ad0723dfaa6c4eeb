"""``BayesSearchCV``: a cross-validated search whose proposals scikit-optimize makes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tunelint.interpreter.frames import CallbackFrame
from tunelint.interpreter.objects import Event, Result
from tunelint.interpreter.values import Argument, Const, Mapping, Sequence, Term
from tunelint.libraries.arrays.seeds import seed_of
from tunelint.libraries.common.library_calls import unsupported_arguments
from tunelint.libraries.common.space_size import listed_size
from tunelint.libraries.common.swept_seed import is_swept
from tunelint.libraries.scikit_learn.aimed import aimed
from tunelint.libraries.scikit_learn.cross_validated.building import Built, searches
from tunelint.libraries.scikit_learn.cross_validated.runs import (
    functions_called,
    runs_of,
    winners_of,
)
from tunelint.libraries.scikit_learn.cross_validated.scoring import direction, objective
from tunelint.libraries.scikit_learn.cross_validated.trials import trained, trial_events
from tunelint.libraries.scikit_optimize import tables
from tunelint.libraries.scikit_optimize.dimensions import dimension
from tunelint.libraries.scikit_optimize.minimisations import OPTIMIZER
from tunelint.libraries.scikit_optimize.proposing import surrogate
from tunelint.libraries.scikit_optimize.rejections import INSTEAD_FOR_BAYES
from tunelint.model.fact_of import worth
from tunelint.model.facts import UNKNOWN, Default, Fact, Known, OneOf, Unknown, largest, smallest
from tunelint.model.program import Program
from tunelint.model.randomness import Randomness
from tunelint.model.search import Search
from tunelint.model.space import Hyperparameter
from tunelint.model.training import Fit

KIND = "BayesSearchCV"


@dataclass(frozen=True, eq=False)
class Subspace:
    """One dictionary of the search space, and how many configurations of it are tried."""

    entries: tuple[tuple[Fact, Term, Hyperparameter | None], ...]
    trials: Fact
    whole: bool


def bayes_searches(program: Program, tuner: str) -> Iterator[Search]:
    """Every ``BayesSearchCV`` of the program that is run."""
    for built in searches(program.trace, tables.BAYES):
        runs = list(runs_of(program.trace, built))
        if runs:
            yield _search(program, tuner, built, runs)


def _search(program: Program, tuner: str, built: Built, runs: list[Fit]) -> Search:
    records, goal = program.records, objective(built)
    parts = _subspaces(built)
    space = _hyperparameters(built, parts)
    estimators = trained(built, _keyed(parts), records.estimators)
    events = trial_events(built, estimators)
    owners = {id(event) for event in events}

    def in_trial(event: Event) -> bool:
        return any(
            isinstance(frame, CallbackFrame) and id(frame.event) in owners for frame in event.path
        )

    return Search(
        tuner=tuner,
        label=built.label,
        algorithm=_algorithm(built),
        built=built.made,
        place=built.place,
        result=built.term,
        runs=tuple(runs),
        run_events=tuple(run.event for run in runs),
        randomness=_randomness(built, runs),
        objective=goal,
        direction=direction(goal),
        budget=_sum([part.trials for part in parts or ()]),
        startup=_startup(built, parts),
        hyperparameters=space,
        space_size=_sum([_size(part) for part in parts or ()]),
        functions=functions_called(program.trace, owners),
        compilations=tuple(each for each in records.compilations if in_trial(each.event)),
        fits=tuple(fit for fit in records.fits if in_trial(fit.event)),
        evaluations=tuple(each for each in records.evaluations if in_trial(each.event)),
        estimators=estimators,
        winners=winners_of(program.trace, records.fits, built, runs),
        trial_events=events,
        configuration=(built.event,),
        whole_space=space is not None,
        parallel=built.fact("n_jobs"),
        rejections=tuple(unsupported_arguments(built, KIND, INSTEAD_FOR_BAYES)),
    )


# -- the space --------------------------------------------------------------------------------


def _subspaces(built: Built) -> tuple[Subspace, ...] | None:
    """The parts of the space: one dictionary, or several, each perhaps with its own budget."""
    default = built.fact("n_iter")
    match built.space:
        case Mapping() as mapping:
            return (_subspace(built, mapping, default),)
        case Sequence(items=items, open=False) if items:
            found = [_part(built, item, default) for item in items]
            return tuple(part for part in found if part) if all(found) else None
    return None


def _part(built: Built, term: Term, default: Fact) -> Subspace | None:
    match term:
        case Mapping() as mapping:
            return _subspace(built, mapping, default)
        case Sequence(kind="tuple", items=[Mapping() as mapping, trials]):
            return _subspace(built, mapping, worth(trials))
    return None


def _subspace(built: Built, mapping: Mapping, trials: Fact) -> Subspace:
    entries = []
    for entry in mapping.entries:
        name = worth(entry.key)
        found = dimension(entry.value, built.made, name, entry.place)
        declared = found.hyperparameter if found is not None else None
        if declared is not None:
            declared = replace(declared, perhaps=entry.perhaps, named=entry.place)
        entries.append((name, entry.value, declared))
    return Subspace(tuple(entries), trials, not mapping.open)


def _keyed(parts: tuple[Subspace, ...] | None) -> Iterator[tuple[str, Term]]:
    """Every parameter with the values that it takes: the options of a choice, else its draws."""
    for part in parts or ():
        for name, value, declared in part.entries:
            if isinstance(name.value, str):
                options = declared.options if declared is not None else None
                listed = Sequence(value.place, "list", list(options)) if options else None
                yield name.value, listed or _drawn(value)


def _drawn(value: Term) -> Term:
    """A range is no list of values, however it is written."""
    return value if isinstance(value, Result) else Const(value.place, None)


def _hyperparameters(
    built: Built, parts: tuple[Subspace, ...] | None
) -> tuple[Hyperparameter, ...] | None:
    if parts is None or not all(part.whole for part in parts):
        return None
    found: list[Hyperparameter] = []
    for number, part in enumerate(parts):
        declared = [each for _, _, each in part.entries if each is not None]
        if len(declared) < len(part.entries):
            return None
        found.extend(aimed(declared, number, built.estimator))
    return tuple(found)


def _size(part: Subspace) -> Fact:
    declared = [each for _, _, each in part.entries if each is not None]
    return listed_size(declared if part.whole and len(declared) == len(part.entries) else None)


# -- how many, seeded by what -----------------------------------------------------------------


def _sum(facts: list[Fact]) -> Fact:
    if len(facts) == 1:
        return facts[0]
    numbers = [fact.value for fact in facts]
    if not facts or not all(isinstance(number, int) for number in numbers):
        return UNKNOWN
    return Known(None, (), sum(numbers))


def _startup(built: Built, parts: tuple[Subspace, ...] | None) -> Fact:
    """How many trials are random: each part of the space has a start-up of its own."""
    initial = _optimizer_fact(built, "n_initial_points")
    first = smallest(initial)
    if parts is None or first is None or len(parts) == 1:
        return initial
    modelled = any((largest(part.trials) or first + 1) > first for part in parts)
    if modelled:
        return Unknown(None, (), "some part of the space reaches its model")
    return Known(None, (), first * len(parts))


def _optimizer_fact(built: Built, name: str) -> Fact:
    """What ``optimizer_kwargs`` says of the argument of ``Optimizer``."""
    argument = _optimizer_argument(built, name)
    if argument is not None:
        return worth(argument.value)
    given = built.given("optimizer_kwargs")
    default = tables.MINIMISATIONS[OPTIMIZER].defaults.get(name)
    if given is None or given.is_none:
        return Default(None, (), default)
    read = isinstance(given.value, Mapping) and not given.value.open
    return Default(None, (), default) if read else UNKNOWN


def _optimizer_argument(built: Built, name: str) -> Argument | None:
    given = built.given("optimizer_kwargs")
    if given is None or not isinstance(given.value, Mapping):
        return None
    entry = given.value.get(name)
    return None if entry is None else Argument(entry.value, entry.place or given.place, name)


def _algorithm(built: Built) -> str:
    argument = _optimizer_argument(built, "base_estimator")
    return "bayesian" if argument is None else surrogate(argument.value) or "unknown"


def _randomness(built: Built, runs: list[Fit]) -> Randomness:
    """The search's own ``random_state``; one in ``optimizer_kwargs`` is replaced by it."""
    argument = built.given("random_state")
    own = seed_of(argument)
    seed = own.fact if argument is not None else built.fact("random_state")
    ignored = _optimizer_argument(built, "random_state")
    in_vain = argument is None and ignored is not None
    if isinstance(seed, OneOf):
        seed = Unknown(seed.place, (), "one of several")
    return Randomness(
        draws=True,
        seed=seed,
        argument="random_state",
        moment=runs[0].event,
        generators=(frozenset({"numpy"}),) if own.falls_back else (),
        swept=argument is not None and is_swept(argument, built.event),
        reads="NumPy's global generator",
        given=ignored if in_vain else argument,
        vain="random_state in optimizer_kwargs" if in_vain else "",
    )
