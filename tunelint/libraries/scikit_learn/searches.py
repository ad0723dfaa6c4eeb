"""Reads scikit-learn searches: a search that is built, and the fits and scores that run it."""

from __future__ import annotations

from tunelint.interpreter.frames import CallbackFrame
from tunelint.interpreter.objects import Event
from tunelint.libraries.arrays.seeds import seed_of
from tunelint.libraries.common.escaping import escapes
from tunelint.libraries.common.signatures import Signatures
from tunelint.libraries.common.swept_seed import is_swept
from tunelint.libraries.scikit_learn.cross_validated.absent import absent
from tunelint.libraries.scikit_learn.cross_validated.building import (
    Built,
    SearchClasses,
    searches,
)
from tunelint.libraries.scikit_learn.cross_validated.runs import (
    functions_called,
    runs_of,
    winners_of,
)
from tunelint.libraries.scikit_learn.cross_validated.scoring import direction, objective
from tunelint.libraries.scikit_learn.cross_validated.trials import trained, trial_events
from tunelint.libraries.scikit_learn.distributions import distribution
from tunelint.libraries.scikit_learn.search_rejections import rejections
from tunelint.libraries.scikit_learn.search_space import (
    Space,
    hyperparameters,
    keyed,
    read_space,
    size,
)
from tunelint.model.facts import UNKNOWN, AtLeast, Fact, Known
from tunelint.model.program import Program
from tunelint.model.randomness import Randomness
from tunelint.model.search import Search
from tunelint.model.training import Fit

TUNER = "scikit-learn"
CLASSES = SearchClasses(
    "sklearn", Signatures("scikit_learn", "searches"), ("param_grid", "param_distributions")
)
# The `resource` with which halving draws rows; any other is a parameter of the estimator.
ROWS_AS_RESOURCE = "n_samples"
ALGORITHMS = {
    "GridSearchCV": "grid",
    "RandomizedSearchCV": "random",
    "HalvingGridSearchCV": "halving",
    "HalvingRandomSearchCV": "halving",
}


def read(program: Program) -> list[Search]:
    """Every search of the program that is run: fitted itself, in a pipeline, or scored nested.

    One that leaves the program is run where nobody sees it.
    """
    found = []
    for built in searches(program.trace, CLASSES):
        runs = list(runs_of(program.trace, built))
        if runs or escapes(program.trace, built.term):
            found.append(_search(program, built, runs))
    return found


# -- the search -------------------------------------------------------------------------------


def _search(program: Program, built: Built, runs: list[Fit]) -> Search:
    records = program.records
    space = read_space(built.space)
    estimators = trained(built, keyed(space), records.estimators)
    events = trial_events(built, estimators)
    goal = objective(built)

    owners = {id(event) for event in events}

    def in_trial(event: Event) -> bool:
        return any(
            isinstance(frame, CallbackFrame) and id(frame.event) in owners for frame in event.path
        )

    return Search(
        tuner=TUNER,
        label=built.label,
        noun="grid" if "Grid" in built.kind else "search",
        algorithm=ALGORITHMS[built.kind],
        built=built.made,
        place=built.place,
        result=built.term,
        runs=tuple(runs),
        run_events=tuple(run.event for run in runs),
        randomness=_randomness(built, space, runs),
        objective=goal,
        direction=direction(goal),
        budget=_budget(built, space),
        hyperparameters=hyperparameters(built, space),
        whole_space=space is not None and space.whole,
        space_size=size(space),
        functions=functions_called(program.trace, owners),
        compilations=tuple(c for c in records.compilations if in_trial(c.event)),
        fits=tuple(fit for fit in records.fits if in_trial(fit.event)),
        evaluations=tuple(e for e in records.evaluations if in_trial(e.event)),
        estimators=estimators,
        winners=winners_of(program.trace, records.fits, built, runs),
        absent=tuple(absent(program.trace, built)),
        trial_events=events,
        configuration=(built.event,),
        parallel=built.fact("n_jobs"),
        rejections=tuple(rejections(built)),
    )


def _budget(built: Built, space: Space | None) -> Fact:
    """The number of configurations that are tried."""
    match built.kind:
        case "GridSearchCV":
            return size(space)
        case "RandomizedSearchCV":
            return built.fact("n_iter")
    return UNKNOWN


# -- randomness -------------------------------------------------------------------------------


def _randomness(built: Built, space: Space | None, runs: list[Fit]) -> Randomness:
    argument = built.given("random_state")
    own = seed_of(argument)
    seed = own.fact if argument is not None else built.fact("random_state")
    return Randomness(
        draws=_draws(built, space),
        seed=seed,
        argument="random_state",
        moment=runs[0].event if runs else built.made,
        generators=(frozenset({"numpy"}),) if own.falls_back else (),
        swept=argument is not None and is_swept(argument, built.event),
        reads="NumPy's global generator",
        given=argument,
    )


def _draws(built: Built, space: Space | None) -> bool | None:
    match built.kind:
        case "GridSearchCV":
            return False
        case "RandomizedSearchCV":
            return _sampled(built.fact("n_iter"), space)
    resource = built.fact("resource")
    if resource.values is None:
        return None
    if resource.always(lambda name: name == ROWS_AS_RESOURCE):
        return True
    if built.kind == "HalvingGridSearchCV":
        return False if resource.always(lambda name: name != ROWS_AS_RESOURCE) else None
    return _sampled(built.fact("n_candidates"), space)


def _sampled(number: Fact, space: Space | None) -> bool | None:
    """Whether drawing that many is random: lists that are used up come out the same."""
    if space is None:
        return None
    if any(distribution(axis.values) is not None for axis in space.axes()):
        return True
    whole = size(space)
    least = whole.minimum if isinstance(whole, AtLeast) else whole.value
    if least is not None and number.always(lambda n: isinstance(n, int) and n < least):
        return True
    if isinstance(whole, Known) and number.always(lambda n: isinstance(n, int) and n >= least):
        return False
    return None
