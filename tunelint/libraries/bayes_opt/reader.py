"""Reads bayes_opt searches: every ``BayesianOptimization``, however it is run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tunelint.interpreter.frames import CallbackFrame
from tunelint.interpreter.objects import Event
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Const, Term, options_of
from tunelint.libraries.bayes_opt.bounds import read_space
from tunelint.libraries.bayes_opt.drawn import uses
from tunelint.libraries.bayes_opt.optimizations import Optimization, optimizations
from tunelint.libraries.bayes_opt.points import Points
from tunelint.libraries.bayes_opt.proposing import budget, randomness, startup
from tunelint.libraries.bayes_opt.rejections import rejections
from tunelint.libraries.bayes_opt.tables import METHODS, OPTIMISER
from tunelint.libraries.common.escaping import comes_to_others
from tunelint.libraries.common.handed_objective import handed_objective
from tunelint.libraries.common.retrained import trained_from
from tunelint.libraries.common.returned import returned
from tunelint.libraries.common.score import read_score
from tunelint.libraries.common.space_size import listed_size
from tunelint.model.facts import Default, Known, Unknown
from tunelint.model.objective import Objective, Score
from tunelint.model.program import Program
from tunelint.model.search import Search
from tunelint.model.training import Estimator, epochs_of

TUNER = "bayes_opt"


def read(program: Program) -> list[Search]:
    """Every search of the program that bayes_opt runs, here or where its optimizer goes."""
    return [
        _search(program, each)
        for each in optimizations(program.trace)
        if each.calls or each.handed or comes_to_others(program.trace, each.event.result)
    ]


def _search(program: Program, search: Optimization) -> Search:
    records, event = program.records, search.event
    pbounds = search.given("pbounds")
    changed = bool(search.called("set_bounds"))
    space = read_space(pbounds.value if pbounds is not None else None, event, changed)
    points = Points(search, space)

    def in_trial(other: Event) -> bool:
        return any(
            frame is search.loop or (isinstance(frame, CallbackFrame) and frame.event is event)
            for frame in other.path
        )

    fits = tuple(fit for fit in records.fits if in_trial(fit.event))
    return Search(
        tuner=TUNER,
        label=OPTIMISER,
        algorithm="bayesian",
        built=event,
        place=search.place,
        result=event.result,
        run_events=search.runs,
        asked=search.loop is not None and not search.called("maximize"),
        randomness=randomness(search),
        objective=_objective(search),
        direction="max",
        budget=budget(search),
        startup=startup(search),
        hyperparameters=space.hyperparameters,
        space_size=listed_size(space.hyperparameters),
        functions=search.objectives,
        loop=search.loop,
        compilations=tuple(each for each in records.compilations if in_trial(each.event)),
        fits=fits,
        evaluations=tuple(each for each in records.evaluations if in_trial(each.event)),
        estimators=tuple(
            _as_drawn(each, points, program.trace)
            for each in records.estimators
            if in_trial(each.event)
        ),
        scores=tuple(_scores(program, search)),
        epochs=epochs_of(fits),
        winners=trained_from(program, (event.result,), (search.runs or (event,))[0], in_trial),
        trial_events=(event,),
        configuration=(event,),
        gives_none=search.called("maximize"),
        continues=None if search.called("load_state") else False,
        uses=uses(program.trace, points),
        rejections=tuple(rejections(search)),
    )


def _objective(search: Optimization) -> Objective:
    return handed_objective(search.given("f"), Known(None, (), "max"), search.place)


def _as_drawn(estimator: Estimator, points: Points, trace: Trace) -> Estimator:
    """The estimator, without a seed where ``**params`` surely holds none."""
    unread = isinstance(estimator.random_state, Unknown)
    if unread and points.leaves_unset(trace, estimator.event, "random_state"):
        return replace(estimator, random_state=Default(None, (), None))
    return estimator


def _scores(program: Program, search: Optimization) -> Iterator[Score]:
    """The scores by which the trials are judged: returned by the objective, or told."""
    for event, term in _judged(program, search):
        for option in options_of(term):
            if not isinstance(option, Const):
                yield read_score(option, event, program)


def _judged(program: Program, search: Optimization) -> Iterator[tuple[Event, Term]]:
    for event in returned(program.trace, (search.event,), search.objectives):
        yield event, event.value
    for call in search.called("register") if search.loop is not None else ():
        told = call.arguments.get("target", METHODS["register"])
        if told is not None and search.loop in call.path:
            yield call, told.value
