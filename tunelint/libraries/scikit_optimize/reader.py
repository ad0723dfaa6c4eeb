"""Reads scikit-optimize searches: its minimisers, optimizers that are asked, ``BayesSearchCV``."""

from __future__ import annotations

from dataclasses import replace

from tunelint.interpreter.frames import CallbackFrame
from tunelint.interpreter.objects import Event
from tunelint.interpreter.trace import BindEvent, Trace
from tunelint.libraries.common.handed_objective import handed_objective
from tunelint.libraries.common.retrained import trained_from
from tunelint.libraries.common.space_size import listed_size
from tunelint.libraries.scikit_optimize.bayes_search import bayes_searches
from tunelint.libraries.scikit_optimize.dimensions import Dimension, Space, read_space
from tunelint.libraries.scikit_optimize.drawn import uses
from tunelint.libraries.scikit_optimize.minimisations import OPTIMIZER, Minimisation, minimisations
from tunelint.libraries.scikit_optimize.points import Points
from tunelint.libraries.scikit_optimize.proposing import algorithm, budget, randomness, startup
from tunelint.libraries.scikit_optimize.rejections import of_minimisation
from tunelint.libraries.scikit_optimize.scores import scores
from tunelint.model.facts import Default, Known, Unknown
from tunelint.model.objective import Objective
from tunelint.model.program import Program
from tunelint.model.search import Search
from tunelint.model.space import Hyperparameter
from tunelint.model.training import Estimator, Fit, epochs_of

TUNER = "scikit-optimize"
NO_SPACE = Space((), False)


def read(program: Program) -> list[Search]:
    """Every search of the program that scikit-optimize runs."""
    found = [_search(program, each) for each in minimisations(program.trace)]
    found.extend(bayes_searches(program, TUNER))
    return found


def _search(program: Program, search: Minimisation) -> Search:
    records, event = program.records, search.event
    dimensions = search.given("dimensions")
    space = read_space(dimensions.value, event) if dimensions is not None else None
    points = Points(search, _spoken(program.trace, Points(search, space or NO_SPACE)))

    def in_trial(other: Event) -> bool:
        return any(
            frame is search.loop
            or (isinstance(frame, CallbackFrame) and frame.event in search.calling)
            for frame in other.path
        )

    fits = tuple(fit for fit in records.fits if in_trial(fit.event))
    return Search(
        tuner=TUNER,
        label=search.kind,
        algorithm=algorithm(search),
        built=event,
        place=search.place,
        result=event.result,
        run_events=search.runs,
        randomness=randomness(search),
        objective=_objective(search),
        direction="min",
        budget=budget(search),
        startup=startup(search),
        refused_below_startup="" if search.kind == OPTIMIZER else "ValueError",
        hyperparameters=points.space.hyperparameters,
        space_size=listed_size(points.space.hyperparameters),
        functions=search.objectives,
        loop=search.loop,
        compilations=tuple(each for each in records.compilations if in_trial(each.event)),
        fits=fits,
        evaluations=tuple(each for each in records.evaluations if in_trial(each.event)),
        estimators=tuple(
            _as_drawn(each, points) for each in records.estimators if in_trial(each.event)
        ),
        scores=scores(program, search),
        epochs=epochs_of(fits),
        winners=_winners(program, search, in_trial_fits=fits),
        trial_events=search.calling,
        configuration=(event,),
        uses=uses(program.trace, points),
        rejections=tuple(of_minimisation(search)),
    )


def _as_drawn(estimator: Estimator, points: Points) -> Estimator:
    """The estimator with what ``**params`` surely leaves unset: all that is no dimension."""
    known = points.space.hyperparameters
    names = {each.name.value for each in known or ()}
    unset = isinstance(estimator.random_state, Unknown) and known is not None
    if not unset or not points.holds_only_drawn(estimator.event) or names & {"random_state", None}:
        return estimator
    return replace(estimator, random_state=Default(None, (), None))


def _objective(search: Minimisation) -> Objective:
    return handed_objective(search.handed, Known(None, (), "min"), search.place)


def _winners(
    program: Program, search: Minimisation, in_trial_fits: tuple[Fit, ...]
) -> tuple[Fit, ...]:
    """Trainings, after the search, with what it gave back."""
    inside = {id(fit.event) for fit in in_trial_fits}
    found = (search.event.result,)
    return trained_from(program, found, search.runs[0], lambda event: id(event) in inside)


def _spoken(trace: Trace, points: Points) -> Space:
    """The space with the names that the code gives to coordinates without one."""
    names: dict[int, list[str]] = {}
    for event in trace.of(BindEvent):
        coordinate = points.coordinate(event.value)
        if coordinate is not None:
            names.setdefault(id(coordinate.hyperparameter), []).append(event.name)
    found = tuple(
        _named(each, names.get(id(each.hyperparameter), [])) if each is not None else None
        for each in points.space.dimensions
    )
    return Space(found, points.space.whole)


def _named(found: Dimension, names: list[str]) -> Dimension:
    hyperparameter: Hyperparameter = found.hyperparameter
    if isinstance(hyperparameter.name.value, str) or len(set(names)) != 1:
        return found
    return replace(found, hyperparameter=replace(hyperparameter, key=names[0]))
