"""Best trials: by which metric and in which direction a program picks one, and what it trains."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tunelint.interpreter.library_names import named
from tunelint.interpreter.objects import Event, Result
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Argument, Attribute, Const, Term, options_of
from tunelint.libraries.common.library_calls import LibraryCall
from tunelint.libraries.common.retrained import trained_from
from tunelint.libraries.ray_tune import tables
from tunelint.libraries.ray_tune.runs import Tuned
from tunelint.libraries.ray_tune.searchers import Searcher
from tunelint.model.fact_of import argument_worth
from tunelint.model.facts import Default, Fact, Known, Unknown, largest, smallest
from tunelint.model.objective import Objective
from tunelint.model.program import Program
from tunelint.model.results import Absent
from tunelint.model.training import Fit

BEST_RESULT = "get_best_result"
METRIC_AND_MODE = ("metric", "mode")
PICKING = {
    BEST_RESULT: METRIC_AND_MODE,
    "get_best_config": ("metric", "mode"),
    "get_best_trial": ("metric", "mode"),
    "get_best_logdir": ("metric", "mode"),
    "get_best_checkpoint": ("trial", "metric", "mode"),
}


def objective(run: Tuned, found: Searcher, trace: Trace) -> Objective:
    """What the search says it optimises: its metric and mode, or those of who picks the best."""
    metric, mode = _said(run, found, "metric", trace), _said(run, found, "mode", trace)
    direction: Fact = Default(None, (), None)
    if mode is not None:
        direction = argument_worth(mode)
    return Objective(
        name=argument_worth(metric),
        direction=direction,
        written="metric",
        place=mode.anchor if mode is not None else None,
        argument=mode,
    )


def _said(run: Tuned, found: Searcher, name: str, trace: Trace) -> Argument | None:
    """The argument that says the metric or the mode: of the settings first."""
    own = (run.given(name), found.given(name), _of_scheduler(run, name))
    for argument in own:
        if argument is not None and not argument.is_none:
            return argument
    picked = [given for given in _picked(run, name, trace) if given is not None]
    written = {_constant(argument.value) for argument in picked}
    return picked[0] if len(written) == 1 and None not in written else None


def _of_scheduler(run: Tuned, name: str) -> Argument | None:
    call = _scheduler(run)
    return call.given(name) if call is not None else None


def scheduled(run: Tuned) -> Objective | None:
    """The metric and the mode that the scheduler itself is given, where it ends trials early."""
    call = _scheduler(run)
    metric, mode = (call.given("metric"), call.given("mode")) if call else (None, None)
    if call is None or metric is None or mode is None:
        return None
    return Objective(
        name=argument_worth(metric),
        direction=argument_worth(mode),
        written=named(call.event.callee, tables.PACKAGE, tables.SCHEDULERS) or "",
        place=mode.anchor,
        argument=mode,
    )


def _scheduler(run: Tuned) -> LibraryCall | None:
    """The call that builds the scheduler, where that ends trials early."""
    given = run.given("scheduler")
    if given is None or not isinstance(given.value, Result):
        return None
    event = given.value.event
    kind = named(event.callee, tables.PACKAGE, tables.SCHEDULERS)
    if kind is None:
        return None
    call = LibraryCall(event, tables.SCHEDULERS[kind])
    return None if kind in tables.HALVING and _never_halves(call) else call


def _never_halves(call: LibraryCall) -> bool:
    """Whether the first halving would come before a trial has trained at all (Ray 2.60.0)."""
    longest, factor = largest(call.fact("max_t")), smallest(call.fact("reduction_factor"))
    return longest is not None and factor is not None and longest < factor


def _picked(run: Tuned, name: str, trace: Trace) -> Iterator[Argument | None]:
    """What every call that picks a best trial of this search is given."""
    for event in trace.calls():
        match event.callee:
            case Attribute(base=base, name=method) if method in PICKING:
                if any(option in run.results for option in options_of(base)):
                    yield event.arguments.get(name, PICKING[method])


def _constant(term: Term) -> object:
    return term.value if isinstance(term, Const) else None


def absent(run: Tuned, trials: Fact) -> Iterator[Absent]:
    """The best of several trials, where the settings do not say by which metric and mode.

    What a scheduler or a searcher is told does not count: Ray 2.60.0 raises ValueError.
    """
    if run.by_run or (smallest(trials) or 0) < 2:
        return
    for name in METRIC_AND_MODE:
        if not _may_say(run, name):
            yield Absent(
                names=frozenset({BEST_RESULT}),
                why=f"neither TuneConfig nor this call is given {name}=",
                error="ValueError",
                word=name,
                instead="give metric= and mode= to TuneConfig or to get_best_result",
                unless=name,
                order=METRIC_AND_MODE,
            )


def _may_say(run: Tuned, name: str) -> bool:
    given = run.given(name)
    return not given.is_none if given is not None else run.may_have(name)


def winners(program: Program, run: Tuned, in_trial: Callable[[Event], bool]) -> tuple[Fit, ...]:
    """Trainings, after the search, with what its results hold."""
    if not run.started:
        return ()
    return trained_from(program, run.results, run.started[0], in_trial)


def budget(run: Tuned, grid: int | None) -> Fact:
    """How many trials the search has: as many samples of each point of its grid."""
    samples = run.fact("num_samples")
    number = samples.value
    if grid is None or not isinstance(number, int) or number < 1:
        return samples if grid == 1 and samples.always(_counts) else _uncounted(samples)
    if grid == 1:
        return samples
    return Known(samples.place, samples.origins, number * grid)


def _counts(number: object) -> bool:
    return isinstance(number, int) and number >= 1


def _uncounted(samples: Fact) -> Fact:
    return Unknown(samples.place, (), "as many trials as time allows")
