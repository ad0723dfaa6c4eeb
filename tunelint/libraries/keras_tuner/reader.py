"""Reads Keras Tuner searches: a tuner that is built, and the ``search`` calls on it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from tunelint.interpreter.library_names import called_name
from tunelint.interpreter.narrowing import is_ruled_out
from tunelint.interpreter.objects import CallEvent, Event, Function, Super
from tunelint.interpreter.order import exclusive
from tunelint.interpreter.provenance import Origins
from tunelint.interpreter.trace import StoreEvent, Trace
from tunelint.interpreter.values import Attribute, Term
from tunelint.libraries.common.escaping import comes_to_others
from tunelint.libraries.common.holding import held, is_taken_out
from tunelint.libraries.common.library_calls import LibraryCall
from tunelint.libraries.common.swept_seed import is_swept
from tunelint.libraries.keras.fits import read_fit
from tunelint.libraries.keras.metrics import read_metrics
from tunelint.libraries.keras_tuner import space, tables, unseen
from tunelint.libraries.keras_tuner.building import Built, tuners
from tunelint.libraries.keras_tuner.checkpoints import unsaved
from tunelint.libraries.keras_tuner.entries import refused_entries
from tunelint.libraries.keras_tuner.estimators import logged, scores
from tunelint.libraries.keras_tuner.objective import objective
from tunelint.libraries.keras_tuner.own_search import handed_to_trials, own_searches
from tunelint.libraries.keras_tuner.registered import registered
from tunelint.libraries.keras_tuner.rejections import rejections
from tunelint.libraries.keras_tuner.signatures import SKLEARN_TUNER
from tunelint.libraries.keras_tuner.trials import Trials, trials
from tunelint.libraries.keras_tuner.winner_names import WINNERS, winner_names
from tunelint.model.fact_of import argument_worth
from tunelint.model.facts import Default, Fact, Known, Unknown
from tunelint.model.program import Program
from tunelint.model.randomness import Randomness
from tunelint.model.records import recorded
from tunelint.model.search import Search, trial_frames
from tunelint.model.storage import Project, Unsaved
from tunelint.model.training import Compilation, Fit, epochs_of


def read(program: Program) -> list[Search]:
    """Every tuner that the program builds to search with, and every search of one built elsewhere.

    A tuner that is not searched with here, nor asked for results, may be wherever it goes, if it
    goes anywhere.
    """
    known = list(tuners(program.trace))
    searches = []
    for built in known:
        runs = _runs(program.trace, built)
        asked = bool(_calls(program.trace, built, tables.READS_RESULTS))
        if runs or (not asked and comes_to_others(program.trace, built.tuner)):
            searches.append(_search(program, built, runs))
    return [*searches, *unseen.read(program, known)]


def _runs(trace: Trace, built: Built) -> list[CallEvent]:
    """The calls of ``search`` that happen to this tuner: the library's, else the project's own."""
    found = _calls(trace, built, {"search"}) or own_searches(trace, built)
    return [event for event in found if not _is_anothers(event, built)]


def _is_anothers(event: CallEvent, built: Built) -> bool:
    """Whether a call only happens where another tuner was built: ``if kind == "hyperband": …``."""
    if is_ruled_out(event, built.tuner, built.is_of):
        return True
    return exclusive(built.made, event)


def _calls(trace: Trace, built: Built, names: Collection[str]) -> list[CallEvent]:
    """The calls of the tuner's methods of these names that reach the library."""
    called = trace.once(_methods_called).get(id(built.tuner), ())
    return [event for event in called if called_name(event) in names]


def _methods_called(trace: Trace) -> dict[int, list[CallEvent]]:
    """The calls of methods, by the id of each value that has the method."""
    found: dict[int, list[CallEvent]] = {}
    for event in trace.calls():
        if isinstance(event.callee, Attribute):
            for owner in {id(option) for option in _owners(event.callee.base)}:
                found.setdefault(owner, []).append(event)
    return found


def _owners(base: Term) -> tuple[Term, ...]:
    return tuple(held(base.instance if isinstance(base, Super) else base))


def _is_on_one_tuner(event: CallEvent) -> bool:
    """Whether the call surely happens to one tuner, and not to each of several in turn."""
    return not isinstance(event.callee, Attribute) or not is_taken_out(event.callee.base)


def _is_tuner(base: Term, built: Built) -> bool:
    return any(option is built.tuner for option in _owners(base))


def _search(program: Program, built: Built, runs: list[CallEvent]) -> Search:
    records = program.records
    trial_events = (built.event, built.made, *runs)
    frames = trial_frames(program.trace, trial_events)
    trial = program.trace.within(frames)
    hyperparameters = tuple(space.declared(program.trace, built, trial_events))
    estimators = recorded(records.estimators, trial)
    compilations = tuple(
        _as_tuned(program.trace, built, each) for each in recorded(records.compilations, trial)
    )
    goal = objective(built)
    fits = recorded(records.fits, trial)
    read = winner_names(program.trace, built.tuner, _calls(program.trace, built, WINNERS))
    run = trials(program, built, (_run(program.trace, event, built) for event in runs))
    return Search(
        tuner=tables.TUNER,
        label=built.label,
        algorithm=built.algorithm,
        framework="scikit_learn" if built.kind == "SklearnTuner" else "keras",
        built=built.made,
        place=built.place,
        result=built.tuner,
        runs=run.runs,
        run_events=tuple(runs),
        randomness=_randomness(built),
        objective=goal,
        direction=goal.direction.value if goal is not None else None,
        budget=built.fact("max_trials"),
        executions=_executions(built, run),
        space_size=space.size(built, hyperparameters, trial),
        startup=space.startup(built, hyperparameters, trial_events, read),
        project=_project(built),
        hyperparameters=hyperparameters,
        registered=registered(program.trace, built),
        functions=tuple({id(each.function.node): each.function for each in frames}.values()),
        compilations=compilations,
        fits=fits,
        evaluations=recorded(records.evaluations, trial),
        estimators=estimators,
        scores=scores(built, estimators),
        logged=logged(built),
        epochs=_epochs(built, run, fits),
        winners=_winners(program.trace, records.fits, built, runs, fits),
        custom_trial=run.custom,
        trial_events=trial_events,
        configuration=tuple(call.event for call in (built, built.oracle) if call is not None),
        memory=built.tuner if all(map(_is_on_one_tuner, runs)) else None,
        raises=_raises(program.trace, built),
        rejections=(
            *rejections(built, runs),
            *refused_entries(program.trace, built, hyperparameters, trial_events),
        ),
        gives_none=tuple(_calls(program.trace, built, tables.RETURNS_NONE)),
        unsaved=() if estimators and not compilations else _unsaved(program, built, runs),
    )


def _unsaved(program: Program, built: Built, runs: list[CallEvent]) -> tuple[Unsaved, ...]:
    """What fails because no trial saves its model."""
    loads = _calls(program.trace, built, tables.LOADS_A_MODEL)
    return tuple(unsaved(program, built, runs, loads))


def _run(trace: Trace, event: CallEvent, built: Built) -> Fit:
    """What ``search`` is given: as ``fit`` takes it, or the rows that `SklearnTuner` folds."""
    if isinstance(event.callee, Function):
        return handed_to_trials(trace, event, built)
    if built.kind != "SklearnTuner":
        return read_fit(event, built.tuner)
    call = LibraryCall(event, SKLEARN_TUNER["search"])
    return Fit(
        event=event,
        framework="scikit_learn",
        model=built.tuner,
        features=call.value("X"),
        labels=call.value("y"),
    )


def _executions(built: Built, run: Trials) -> Fact:
    """How often a trial trains its configuration, where the library decides it."""
    if built.kind == "SklearnTuner":
        return Unknown(None, (), "it trains once for each fold")
    if not run.repeats:
        return Unknown(None, (), "the project runs its trials itself")
    return built.fact("executions_per_trial")


def _as_tuned(trace: Trace, built: Built, compilation: Compilation) -> Compilation:
    """What a trial trains: the tuner's own ``metrics=`` and ``loss=`` replace the builder's."""
    metrics, loss = built.given("metrics"), built.given("loss")
    if built.kind == "SklearnTuner" or (metrics is None and loss is None):
        return compilation
    return replace(
        compilation,
        metrics=compilation.metrics
        if metrics is None
        else read_metrics(metrics.value, compilation.outputs, (), trace),
        loss=compilation.loss if loss is None else argument_worth(loss),
    )


def _raises(trace: Trace, built: Built) -> tuple[Event, ...]:
    """Where the tuner's oracle is allowed another number of trials."""
    oracle = built.oracle.event.result if built.oracle is not None else None
    found: list[Event] = []
    for event in trace.once(_allowances):
        base = event.base
        owner = base.base if isinstance(base, Attribute) else base
        if base is oracle or _is_tuner(owner, built):
            found.append(event)
    return tuple(found)


def _allowances(trace: Trace) -> list[StoreEvent]:
    """Where the number of trials of anything is set."""
    return [
        event
        for event in trace.of(StoreEvent)
        if event.attribute and getattr(event.key, "value", None) == "max_trials"
    ]


def _randomness(built: Built) -> Randomness:
    algorithm = built.algorithm
    argument = built.given("seed")
    unknown_oracle = algorithm == "unknown" or _own_oracle(built)
    return Randomness(
        draws=None if unknown_oracle else algorithm != "grid",
        seed=built.fact("seed"),
        argument="seed",
        moment=(built.oracle or built).event,
        generators=(frozenset({"python"}),),
        zero_is_none=True,
        swept=argument is not None and is_swept(argument, built.event),
        reads="Python's random",
        given=argument,
        holder=(built.oracle or built).event,
    )


def _own_oracle(built: Built) -> bool:
    """Whether the tuner takes an oracle that could not be read."""
    given = built.may_have("oracle")
    return given and built.oracle is None and built.kind in ("Tuner", "SklearnTuner")


def _project(built: Built) -> Project:
    return Project(
        directory=_or_default(built.fact("directory"), tables.DEFAULT_DIRECTORY),
        name=_or_default(built.fact("project_name"), tables.DEFAULT_PROJECT_NAME),
        overwrite=built.fact("overwrite"),
        place=built.place,
        built=built.event,
    )


def _or_default(fact: Fact, default: str) -> Fact:
    if fact.values in ((None,), ("",)):
        return Default(fact.place, fact.origins, default)
    return fact


def _epochs(built: Built, run: Trials, fits: tuple[Fit, ...]) -> Fact:
    """For how many epochs one trial trains."""
    if built.kind == "SklearnTuner":
        return Unknown(None, (), "estimators have no epochs")
    if built.algorithm == "hyperband":
        return built.fact("max_epochs")
    if run.custom:
        return epochs_of(fits)
    given = [call.epochs for call in run.runs]
    if len(given) == 1:
        return given[0]
    numbers = {value for fact in given for value in fact.values or (None,)}
    if len(numbers) == 1 and None not in numbers:
        return Known(given[0].place, given[0].origins, numbers.pop())
    return Unknown(None, (), "several searches")


def _winners(
    trace: Trace, fits: Iterable[Fit], built: Built, runs: list[CallEvent], own: Iterable[Fit]
) -> tuple[Fit, ...]:
    """Trainings, after the search, of a model that came out of it; none of its `own` ones."""
    if not runs:
        return ()
    inside = {id(fit.event) for fit in own}
    origins = trace.once(Origins)
    return tuple(
        fit
        for fit in fits
        if fit.event.index > runs[0].index
        and id(fit.event) not in inside
        and origins.holds(fit.model, built.tuner)
    )
