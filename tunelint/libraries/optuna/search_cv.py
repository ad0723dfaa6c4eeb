"""`OptunaSearchCV`: a cross-validated search over distributions, as scikit-learn's are."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.library_names import named
from tunelint.interpreter.objects import CallEvent
from tunelint.interpreter.provenance import ancestors
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Attribute, options_of
from tunelint.libraries.arrays.seeds import seed_of
from tunelint.libraries.common.library_calls import LibraryCall, unsupported_arguments
from tunelint.libraries.common.signatures import Signatures
from tunelint.libraries.common.swept_seed import is_swept
from tunelint.libraries.optuna import tables
from tunelint.libraries.optuna.studies import is_none
from tunelint.libraries.optuna.suggestions import distributed
from tunelint.model.facts import Default, Known, Unknown
from tunelint.model.objective import Objective
from tunelint.model.program import Program
from tunelint.model.randomness import Randomness
from tunelint.model.search import Search
from tunelint.model.training import Fit

TUNER = "Optuna"
STARTUP = 10
METHODS = Signatures("optuna", "search-methods")


def read_search_cvs(program: Program) -> Iterator[Search]:
    """Every ``OptunaSearchCV`` of the program that is fitted."""
    for event in program.trace.calls():
        for package in (tables.PACKAGE, tables.INTEGRATION):
            if named(event.callee, package, {tables.SEARCH_CV}) is not None:
                built = LibraryCall(event, tables.SEARCHES[tables.SEARCH_CV])
                fits = tuple(_fits(program.trace, event))
                if fits:
                    yield _search(program, built, fits)
                break


def _fits(trace: Trace, built: CallEvent) -> Iterator[Fit]:
    for event in trace.calls():
        callee = event.callee
        if not isinstance(callee, Attribute) or callee.name != "fit":
            continue
        if any(option is built.result for option in options_of(callee.base)):
            call = LibraryCall(event, METHODS["fit"])
            yield Fit(
                event=event,
                framework="scikit_learn",
                model=callee.base,
                features=call.value("X"),
                labels=call.value("y"),
            )


def _search(program: Program, built: LibraryCall, fits: tuple[Fit, ...]) -> Search:
    records = program.records
    space = built.given("param_distributions")
    estimator = built.given("estimator")
    inside = {id(term) for term in ancestors(estimator.value)} if estimator is not None else set()
    own = built.given("study")
    fresh = own is None or is_none(own.value)
    return Search(
        tuner=TUNER,
        label=tables.SEARCH_CV,
        algorithm="tpe" if fresh else "unknown",
        built=built.event,
        place=built.event.anchor,
        result=built.event.result,
        runs=fits,
        run_events=tuple(fit.event for fit in fits),
        randomness=_randomness(built, fits[0].event, fresh),
        objective=_objective(built),
        direction="max" if fresh else None,
        budget=built.fact("n_trials"),
        time_limit=built.fact("timeout"),
        startup=(Default(None, (), STARTUP) if fresh else Unknown(None, (), "a study of its own")),
        hyperparameters=tuple(distributed(space.value)) if space is not None else None,
        estimators=tuple(each for each in records.estimators if id(each.event.result) in inside),
        configuration=(built.event,),
        parallel=built.fact("n_jobs"),
        threaded=True,
        rejections=tuple(unsupported_arguments(built, tables.SEARCH_CV, {"n_iter": "n_trials="})),
        framework="scikit_learn",
    )


def _randomness(built: LibraryCall, moment: CallEvent, fresh: bool) -> Randomness:
    given = built.given("random_state")
    seed = seed_of(given).fact if given is not None else built.fact("random_state")
    return Randomness(
        draws=True if fresh else None,
        seed=seed if fresh else Unknown(None, (), "the study's sampler"),
        argument="random_state",
        moment=moment,
        generators=(frozenset({"numpy"}),),
        reads="NumPy's global generator",
        given=given,
        swept=given is not None and is_swept(given, moment),
        drifts=fresh,
    )


def _objective(built: LibraryCall) -> Objective:
    argument = built.given("scoring")
    return Objective(
        name=built.fact("scoring"),
        direction=Known(None, (), "max"),
        written="scoring",
        place=argument.anchor if argument is not None else built.event.place,
        argument=argument,
        term=argument.value if argument is not None else None,
    )
