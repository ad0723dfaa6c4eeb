"""Reads Ray Tune's searches: every ``tune.Tuner`` and every call of ``tune.run``."""

from __future__ import annotations

from tunelint.interpreter.objects import Event
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Term
from tunelint.libraries.common.escaping import comes_to_others
from tunelint.libraries.common.sampled_estimators import as_sampled
from tunelint.libraries.ray_tune.awaited import awaited, reported_names
from tunelint.libraries.ray_tune.best import absent, budget, objective, scheduled, winners
from tunelint.libraries.ray_tune.configurations import Configurations
from tunelint.libraries.ray_tune.drawn import uses
from tunelint.libraries.ray_tune.iterations import epochs
from tunelint.libraries.ray_tune.rejections import rejections
from tunelint.libraries.ray_tune.reports import events_in, scores
from tunelint.libraries.ray_tune.resources import parallel
from tunelint.libraries.ray_tune.runs import Tuned, tuned
from tunelint.libraries.ray_tune.searchers import (
    Searcher,
    algorithm,
    initial_points,
    is_told,
    randomness,
    searcher,
    startup,
)
from tunelint.libraries.ray_tune.spaces import declared, grid_size, size
from tunelint.libraries.ray_tune.trainables import trials
from tunelint.model.facts import Fact, Known, Unknown
from tunelint.model.program import Program
from tunelint.model.search import Search

TUNER = "Ray Tune"
DIRECTIONS = ("min", "max")


def read(program: Program) -> list[Search]:
    """Every search of the program that Ray Tune runs, here or where its tuner goes."""
    return [
        _search(program, run)
        for run in tuned(program.trace)
        if run.started or comes_to_others(program.trace, run.event.result)
    ]


def _search(program: Program, run: Tuned) -> Search:
    records = program.records
    found, trial = searcher(run), trials(program.trace, run)
    space = _space(run)
    hyperparameters = declared(space) if space is not None else ()
    inside = {id(event) for event in events_in(program, trial)}

    def in_trial(event: Event) -> bool:
        return id(event) in inside

    fits = tuple(fit for fit in records.fits if in_trial(fit.event))
    wanted = objective(run, found, program.trace)
    metric = wanted.name.value if isinstance(wanted.name, Known) else None
    mode = wanted.direction.value
    reported = scores(program, trial, metric if isinstance(metric, str) else None)
    trials_allowed = budget(run, grid_size(space))
    configurations = Configurations(space, trial, hyperparameters, program.trace) if space else None
    return Search(
        tuner=TUNER,
        label=run.label,
        algorithm=algorithm(found, space),
        built=run.event,
        place=run.place,
        result=run.results[0] if run.results else run.event.result,
        run_events=run.started,
        randomness=randomness(run, found, space, trials_allowed),
        objective=wanted,
        direction=mode if mode in DIRECTIONS else None,
        budget=trials_allowed,
        time_limit=run.fact("time_budget_s"),
        initial_points=initial_points(found),
        startup=_startup(program.trace, run, found),
        hyperparameters=hyperparameters or None,
        space=space,
        space_size=size(space),
        functions=trial.functions,
        compilations=tuple(each for each in records.compilations if in_trial(each.event)),
        fits=fits,
        evaluations=tuple(each for each in records.evaluations if in_trial(each.event)),
        estimators=tuple(
            as_sampled(each, configurations.drawn, program.trace) if configurations else each
            for each in records.estimators
            if in_trial(each.event)
        ),
        scores=reported,
        scheduled=scheduled(run),
        awaited=tuple(awaited(run, found)),
        reported=reported_names(program, trial),
        epochs=epochs(run, trial, fits),
        winners=winners(program, run, in_trial),
        absent=tuple(absent(run, trials_allowed)),
        trial_events=trial.events,
        configuration=(run.event,),
        parallel=parallel(program.trace, run, found),
        apart=True,
        continues=None if _may_resume(run) else False,
        carries=run.fact("reuse_actors").always(lambda reused: reused is True),
        uses=uses(configurations) if configurations is not None else (),
        rejections=tuple(rejections(program, run, found, trial)),
    )


def _startup(trace: Trace, run: Tuned, found: Searcher) -> Fact:
    """The random trials; unknown where the run or its searcher can go on from an earlier one."""
    if found.call is not None and is_told(trace, found.call.event):
        return Unknown(None, (), "the searcher is given earlier results")
    return Unknown(None, (), "perhaps resumed") if _may_resume(run) else startup(found)


def _may_resume(run: Tuned) -> bool:
    """Whether the run can go on from an earlier one."""
    return run.by_run and run.may_have("resume") and not run.fact("resume").always(_is_off)


def _is_off(resume: object) -> bool:
    return resume is None or resume is False


def _space(run: Tuned) -> Term | None:
    """The space of the run, where it has one of its own."""
    given = run.space
    if given is None or given.is_none:
        return None
    return given.value
