"""Reads Optuna searches: studies that are optimised, and `OptunaSearchCV`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tunelint.interpreter.frames import loops_around
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.order import exclusive
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Attribute, Term
from tunelint.libraries.common.escaping import escapes
from tunelint.libraries.common.handed_objective import handed_objective
from tunelint.libraries.common.holding import held
from tunelint.libraries.common.retrained import trained_from
from tunelint.libraries.common.space_size import asked_size
from tunelint.libraries.optuna import samplers as sampling
from tunelint.libraries.optuna.absent import absent
from tunelint.libraries.optuna.asking import Asked, asked
from tunelint.libraries.optuna.directions import as_fact, directions
from tunelint.libraries.optuna.drawn import uses
from tunelint.libraries.optuna.outcomes import Directions, scoreless, scores
from tunelint.libraries.optuna.presets import (
    are_handed_on,
    initial_points,
    may_draw_unseen,
    presets,
)
from tunelint.libraries.optuna.proposing import draws
from tunelint.libraries.optuna.pruning import pruning, reports
from tunelint.libraries.optuna.pruning_callbacks import pruning_callbacks
from tunelint.libraries.optuna.rejections import rejected_suggestions, rejections
from tunelint.libraries.optuna.results import Results
from tunelint.libraries.optuna.search_cv import read_search_cvs
from tunelint.libraries.optuna.storing import storage
from tunelint.libraries.optuna.studies import Study, is_none, made_by, sampler_of, studies
from tunelint.libraries.optuna.suggestions import distributed, suggested, suggestion
from tunelint.libraries.optuna.trials import (
    Run,
    Trials,
    budget,
    parallel,
    runs,
    runs_of,
    time_limit,
    trials,
    trials_of,
)
from tunelint.model.facts import Fact, Unknown
from tunelint.model.objective import Objective
from tunelint.model.program import Program
from tunelint.model.randomness import Randomness
from tunelint.model.search import Search
from tunelint.model.space import Hyperparameter
from tunelint.model.storage import Storage
from tunelint.model.training import Fit, epochs_of

TUNER = "Optuna"


def read(program: Program) -> list[Search]:
    """Every search of the program that Optuna runs, or that leaves it to be run elsewhere."""
    candidates = runs(program.trace)
    known = list(studies(program.trace))
    found = []
    for study in known:
        own = runs_of(study.event, candidates)
        by_hand = asked(program.trace, study) if not own else None
        if own or (by_hand is None and _leaves(program.trace, study)):
            found.append(_of_study(program, study, own, known))
        elif by_hand is not None:
            found.append(_of_asked_study(program, study, by_hand, known))
    made = {id(study.event) for study in known}
    for run in candidates:
        if _is_unseen_study(program.trace, run, made):
            found.append(_of_unseen_study(program, run))
    return [*found, *read_search_cvs(program)]


# -- studies that the program makes ---------------------------------------------------------------


def _leaves(trace: Trace, study: Study) -> bool:
    """Whether a new study leaves the program, to be optimised where nobody sees it."""
    if study.made != "create_study" or not escapes(trace, study.event.result):
        return False
    return study.fact("load_if_exists").always(lambda value: not value)


def _of_study(program: Program, study: Study, own: tuple[Run, ...], known: list[Study]) -> Search:
    trace = program.trace
    term = sampler_of(study, trace)
    unread = term is None and study.may_have("sampler")
    chosen = (sampling.UNREAD,) if unread else sampling.read_samplers(term, trace)
    ways = directions(study)
    inside = trials(trace, own)
    declared = tuple(suggested(inside.events))
    total = budget(study.event, own)
    proposals = draws(chosen, own, total, declared)
    stored = storage(study, chosen, trace, known)
    return Search(
        tuner=TUNER,
        label=study.made,
        noun="study",
        algorithm=sampling.algorithm(chosen),
        built=study.event,
        place=study.chosen.anchor,
        result=study.event.result,
        run_events=tuple(run.event for run in own),
        randomness=sampling.randomness(chosen, study.event, proposals),
        objective=_objective(own, as_fact(study)) if own else None,
        direction=ways[0] if ways is not None and len(ways) == 1 else None,
        budget=total,
        time_limit=time_limit(own),
        initial_points=initial_points(study.event, own, trace),
        startup=_startup(program, study, chosen, [run.event for run in own], known),
        winners=_winners(program, study, own, inside),
        presets=tuple(presets(study.event, term, [run.event for run in own], trace)),
        uses=uses(trace, study.event, declared, Results(study.event, declared)),
        rejections=(*rejections(study, chosen, own), *rejected_suggestions(declared)),
        pruning=pruning(study, trials_of(own), inside.events),
        storage=stored,
        absent=tuple(absent(study, ways)),
        continues=_continues(program, study, stored),
        **_trial_facts(program, own, inside, declared, ways),
    )


def _objective(own: tuple[Run, ...], direction: Fact) -> Objective:
    return handed_objective(own[0].given("func"), direction, own[0].event.place)


def _startup(
    program: Program,
    study: Study,
    chosen: tuple[sampling.Sampler, ...],
    calls: list[CallEvent],
    known: Iterable[Study],
) -> Fact:
    """How many trials are random; unknown where the study can hold earlier ones.

    `calls` are those of its methods: that may be another study's, where one was kept.
    """
    if study.made != "create_study":
        return Unknown(None, (), "a study that is loaded can hold trials")
    if not study.fact("load_if_exists").always(lambda value: not value):
        return Unknown(None, (), "the study can be resumed")
    anew = {id(one.event) for one in known if one.made == "create_study"}
    others = [one for call in calls for one in _instead_of(call, program.trace)]
    if any(_may_be_kept(call.callee, anew) for call in (*calls, *others)):
        return Unknown(None, (), "a study that was kept can hold trials")
    if id(study.event) in program.trace.once(_studies_with_trials):
        return Unknown(None, (), "trials are added by hand")
    return sampling.startup(chosen)


def _continues(program: Program, study: Study, stored: Storage | None) -> bool | None:
    """Whether the study goes on with trials that it did not run; None where that is not known."""
    if stored is not None:
        return stored.resumes
    hidden = study.given("storage") is None and study.may_have("storage")
    return None if hidden or id(study.event) in program.trace.once(_studies_with_trials) else False


def _instead_of(call: CallEvent, trace: Trace) -> Iterator[CallEvent]:
    """The same call where its study is the one of a different branch."""
    for other in trace.calls():
        if other.place.key == call.place.key and other is not call:
            loops = [frame for frame in loops_around(call) if frame in other.path]
            if exclusive(other, call, loops[-1] if loops else None):
                yield other


def _may_be_kept(method: Term, anew: set[int]) -> bool:
    """Whether a method's study can also be one that is none of those made `anew`."""
    return isinstance(method, Attribute) and any(
        not (isinstance(one, Result) and id(one.event) in anew)
        for one in held(method.base)
        if not is_none(one)
    )


def _studies_with_trials(trace: Trace) -> set[int]:
    """The calls that made studies to which trials are added by hand, by their ids."""
    return {
        id(made)
        for event in trace.calls()
        if isinstance(event.callee, Attribute) and event.callee.name in ("add_trial", "add_trials")
        for made in made_by(event.callee.base)
    }


def _winners(
    program: Program, study: Study, own: tuple[Run, ...], inside: Trials
) -> tuple[Fit, ...]:
    """The trainings after the search with what the study found."""
    if not own:
        return ()
    return trained_from(program, (study.event.result,), own[0].event, inside.hold)


# -- studies that a loop asks ---------------------------------------------------------------------


def _of_asked_study(program: Program, study: Study, by_hand: Asked, known: list[Study]) -> Search:
    records = program.records
    term = sampler_of(study, program.trace)
    unread = term is None and study.may_have("sampler")
    chosen = (sampling.UNREAD,) if unread else sampling.read_samplers(term, program.trace)
    ways = directions(study)
    fits = tuple(fit for fit in records.fits if by_hand.holds(fit.event))
    fixed = (each for space in by_hand.fixed for each in distributed(space))
    declared = (*fixed, *suggested(by_hand.events))
    stored = storage(study, chosen, program.trace, known)
    total, untold, kept = by_hand.budget, by_hand.untold, by_hand.hands_on()
    return Search(
        tuner=TUNER,
        label=study.made,
        noun="study",
        algorithm=sampling.algorithm(chosen),
        built=study.event,
        place=study.chosen.anchor,
        result=study.event.result,
        run_events=(by_hand.ask,),
        randomness=sampling.randomness(chosen, study.event, draws(chosen, (), total, declared)),
        direction=ways[0] if ways is not None and len(ways) == 1 else None,
        budget=total,
        startup=_startup(program, study, chosen, [by_hand.ask], known),
        hyperparameters=declared or None,
        presets=() if kept else tuple(presets(study.event, term, by_hand.asks, program.trace)),
        draws_unseen=kept or are_handed_on(untold, by_hand.is_trial),
        pruning=None if kept else pruning(study, by_hand.is_trial, untold),
        reports=tuple(reports(by_hand.is_trial, by_hand.events)),
        pruning_callbacks=tuple(pruning_callbacks(by_hand.events)),
        storage=stored,
        continues=_continues(program, study, stored),
        loop=by_hand.loop,
        asked=True,
        compilations=tuple(each for each in records.compilations if by_hand.holds(each.event)),
        fits=fits,
        evaluations=tuple(each for each in records.evaluations if by_hand.holds(each.event)),
        estimators=tuple(each for each in records.estimators if by_hand.holds(each.event)),
        scores=tuple(by_hand.scores(program, ways)),
        epochs=epochs_of(fits),
        winners=trained_from(program, (study.event.result,), by_hand.ask, by_hand.holds),
        absent=tuple(absent(study, ways)),
        uses=uses(program.trace, study.event, declared, Results(study.event, declared)),
        rejections=(*rejections(study, chosen, ()), *rejected_suggestions(declared)),
        threaded=True,
    )


# -- studies that come from elsewhere -------------------------------------------------------------


def _is_unseen_study(trace: Trace, run: Run, made: set[int]) -> bool:
    """Whether the run is one of a study whose making cannot be seen: its trials suggest values."""
    callee = run.event.callee
    assert isinstance(callee, Attribute)
    if any(id(event) in made for event in made_by(callee.base)):
        return False
    return any(
        isinstance(event, CallEvent) and suggestion(event) for event in trials(trace, (run,)).events
    )


def _of_unseen_study(program: Program, run: Run) -> Search:
    callee = run.event.callee
    assert isinstance(callee, Attribute)
    inside = trials(program.trace, (run,))
    declared = tuple(suggested(inside.events))
    unseen = Unknown(None, (), "the study is made elsewhere")
    return Search(
        tuner=TUNER,
        label="study.optimize",
        noun="study",
        algorithm="unknown",
        built=run.event,
        place=run.event.anchor,
        result=callee.base,
        run_events=(run.event,),
        randomness=Randomness(draws=None, seed=unseen, argument="seed", moment=run.event),
        objective=_objective((run,), unseen),
        budget=budget(None, (run,)),
        time_limit=time_limit((run,)),
        continues=None,
        uses=uses(program.trace, run.event, declared, None),
        rejections=tuple(rejected_suggestions(declared)),
        **_trial_facts(program, (run,), inside, declared, None),
    )


# -- what a trial does ----------------------------------------------------------------------------


def _trial_facts(
    program: Program,
    own: tuple[Run, ...],
    inside: Trials,
    declared: tuple[Hyperparameter, ...],
    ways: Directions,
) -> dict[str, Any]:
    """The fields of a search that its trials and runs fill in, however the study was made."""
    records = program.records
    fits = tuple(fit for fit in records.fits if inside.hold(fit.event))
    functions = {id(frame.function.node): frame.function for frame in inside.frames}
    events = tuple(run.event for run in own)
    return {
        "hyperparameters": declared or None,
        "space_size": asked_size(declared, inside.events),
        "draws_unseen": may_draw_unseen(own, inside.events, program.trace),
        "functions": tuple(functions.values()),
        "compilations": tuple(each for each in records.compilations if inside.hold(each.event)),
        "fits": fits,
        "evaluations": tuple(each for each in records.evaluations if inside.hold(each.event)),
        "estimators": tuple(each for each in records.estimators if inside.hold(each.event)),
        "scores": tuple(scores(program, inside.frames, ways)),
        "reports": tuple(reports(trials_of(own), inside.events)),
        "pruning_callbacks": tuple(pruning_callbacks(inside.events)),
        "scoreless": tuple(scoreless(program.trace, inside.frames, ways)),
        "epochs": epochs_of(fits),
        "trial_events": events,
        "configuration": events,
        "gives_none": events,
        "parallel": parallel(own),
        "threaded": True,
    }
