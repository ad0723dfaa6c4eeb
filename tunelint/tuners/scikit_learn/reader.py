"""Reads scikit-learn searches: a search that is built, and the fits and scores that run it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tunelint.facts import AtLeast, Fact, Known
from tunelint.frameworks.arrays.seeds import seed_of
from tunelint.frameworks.scikit_learn.composites import inside
from tunelint.frameworks.scikit_learn.evaluations import CROSS_VALIDATIONS
from tunelint.program import Program
from tunelint.search import UNKNOWN, Fit, Randomness, Search
from tunelint.syntax.names import named
from tunelint.syntax.provenance import ancestors, comes_from
from tunelint.syntax.terms import Attribute, Element, Function, Item, Result, Term, options_of
from tunelint.syntax.trace import (
    Argument,
    CallbackFrame,
    CallEvent,
    Event,
    LoopFrame,
    Trace,
)
from tunelint.tuners.scikit_learn.building import Built, searches
from tunelint.tuners.scikit_learn.rejections import rejections
from tunelint.tuners.scikit_learn.scoring import direction, objective
from tunelint.tuners.scikit_learn.space import (
    Space,
    distribution,
    hyperparameters,
    read_space,
    size,
)
from tunelint.tuners.scikit_learn.tables import FIT_POSITIONAL, ROWS_AS_RESOURCE
from tunelint.tuners.scikit_learn.trials import trained, trial_events

TUNER = "scikit-learn"
ALGORITHMS = {
    "GridSearchCV": "grid",
    "RandomizedSearchCV": "random",
    "HalvingGridSearchCV": "halving",
    "HalvingRandomSearchCV": "halving",
}
LOOKUPS = frozenset({"items", "values", "get", "pop"})
CROSS_VALIDATION_ORDER = ("estimator", "X", "y")


def read(program: Program) -> list[Search]:
    """Every search of the program that is run: fitted itself, in a pipeline, or scored nested."""
    found = []
    for built in searches(program.trace):
        runs = list(_runs(program.trace, built))
        if runs:
            found.append(_search(program, built, runs))
    return found


# -- runs -------------------------------------------------------------------------------------


def _runs(trace: Trace, built: Built) -> Iterator[Fit]:
    for event in trace.calls():
        if event.index <= built.event.index:
            continue
        run = _fitted(event, built) or _cross_validated(event, built)
        if run is not None:
            yield run


def _fitted(event: CallEvent, built: Built) -> Fit | None:
    match event.callee:
        case Attribute(base=base, name="fit" | "fit_transform" | "fit_predict"):
            if _holds(base, built.term):
                return _run(event, base, FIT_POSITIONAL)
    return None


def _cross_validated(event: CallEvent, built: Built) -> Fit | None:
    """A nested cross-validation: the search runs anew in every outer fold."""
    if named(event.callee, "sklearn", CROSS_VALIDATIONS) is None:
        return None
    argument = event.arguments.get("estimator", CROSS_VALIDATION_ORDER)
    if argument is None or not _holds(argument.value, built.term):
        return None
    return _run(event, argument.value, CROSS_VALIDATION_ORDER)


def _run(event: CallEvent, model: Term, order: tuple[str, ...]) -> Fit:
    features = event.arguments.get("X", order)
    labels = event.arguments.get("y", order)
    return Fit(
        event=event,
        framework="scikit_learn",
        model=model,
        features=features.value if features is not None else None,
        labels=labels.value if labels is not None else None,
    )


def _holds(term: Term, search: Term) -> bool:
    """Whether a value is the search, a pipeline around it, or one of several that it is among."""
    for option in options_of(term):
        if any(member is search for member in inside(option)):
            return True
        if isinstance(option, Element | Item) and _among(option, search):
            return True
    return False


def _among(term: Element | Item, search: Term) -> bool:
    return any(part is search for part in ancestors(term, _leaves_containers))


def _leaves_containers(term: Term) -> bool:
    """Whether a value is more than an item of something that holds the search."""
    match term:
        case Result(event=event):
            return not isinstance(event.callee, Attribute) or _leaves_containers(event.callee)
        case Attribute(name=name):
            return name not in LOOKUPS
    return False


# -- the search -------------------------------------------------------------------------------


def _search(program: Program, built: Built, runs: list[Fit]) -> Search:
    records = program.records
    space = read_space(built.space)
    estimators = trained(built, space, records.estimators)
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
        functions=_functions(program.trace, owners),
        compilations=tuple(c for c in records.compilations if in_trial(c.event)),
        fits=tuple(fit for fit in records.fits if in_trial(fit.event)),
        evaluations=tuple(e for e in records.evaluations if in_trial(e.event)),
        estimators=estimators,
        winners=_winners(records.fits, built, runs),
        trial_events=events,
        configuration=(built.event,),
        parallel=built.fact("n_jobs"),
        rejections=tuple(rejections(built)),
    )


def _functions(trace: Trace, owners: set[int]) -> tuple[Function, ...]:
    """The functions of the project that a trial calls."""
    found: dict[int, Function] = {}
    # Events of one block share one path.
    for path in {id(event.path): event.path for event in trace.events}.values():
        for frame in path:
            if isinstance(frame, CallbackFrame) and id(frame.event) in owners:
                found.setdefault(id(frame.function.node), frame.function)
    return tuple(found.values())


def _winners(fits: Iterable[Fit], built: Built, runs: list[Fit]) -> tuple[Fit, ...]:
    """Trainings after the search of what it found."""
    run_events = {id(run.event) for run in runs}
    return tuple(
        fit
        for fit in fits
        if fit.event.index > runs[0].event.index
        and id(fit.event) not in run_events
        and fit.model is not built.term
        and comes_from(fit.model, built.term)
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
        moment=runs[0].event,
        generators=(frozenset({"numpy"}),) if own.falls_back else (),
        swept=argument is not None and _is_swept(argument, built.event),
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


def _is_swept(argument: Argument, event: CallEvent) -> bool:
    """Whether the seed is what a loop runs over."""
    return any(
        isinstance(frame, LoopFrame)
        and (
            comes_from(argument.value, frame.element)
            or any(option in options_of(frame.element) for option in options_of(argument.value))
        )
        for frame in event.path
    )
