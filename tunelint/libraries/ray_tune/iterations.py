"""Iterations: how often Ray calls the ``step`` of a class that runs the trials."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tunelint.interpreter.frames import CallbackFrame
from tunelint.interpreter.library_names import named
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.values import Argument, Const, Mapping
from tunelint.libraries.common.library_calls import LibraryCall
from tunelint.libraries.ray_tune import tables
from tunelint.libraries.ray_tune.reports import STEP
from tunelint.libraries.ray_tune.runs import Tuned
from tunelint.libraries.ray_tune.trainables import Trials
from tunelint.model.fact_of import worth
from tunelint.model.facts import Fact, Known, Unknown
from tunelint.model.training import Fit, epochs_of

ENDLESS = Unknown(None, (), "nothing says how often Ray calls step")
UNREAD = Unknown(None, (), "what stops a trial cannot be read")


def epochs(run: Tuned, trial: Trials, fits: Iterable[Fit]) -> Fact:
    """For how many epochs a trial trains at most: each ``step`` is called again and again."""
    lasting = list(fits)
    if any(_in_step(fit, trial) for fit in lasting):
        often = _iterations(run)
        lasting = [_repeated(fit, often) if _in_step(fit, trial) else fit for fit in lasting]
    return epochs_of(lasting)


def _in_step(fit: Fit, trial: Trials) -> bool:
    return any(
        isinstance(frame, CallbackFrame)
        and frame.event in trial.events
        and frame.function.owner is not None
        and frame.function.name == STEP
        for frame in fit.event.path
    )


def _repeated(fit: Fit, often: Fact) -> Fit:
    once, times = fit.epochs.value, often.value
    if not isinstance(once, int) or not isinstance(times, int):
        return replace(fit, epochs=often if often.values is None else UNREAD)
    return replace(fit, epochs=Known(fit.epochs.place, fit.epochs.origins, once * times))


def _iterations(run: Tuned) -> Fact:
    """How often ``step`` is called at most: what the stop criterion and the scheduler allow."""
    allowed = [limit for limit in (_stop(run), _longest(run)) if limit is not None]
    numbers = [limit.value for limit in allowed if isinstance(limit.value, int)]
    if len(numbers) < len(allowed):
        return UNREAD
    return Known(None, (), min(numbers)) if numbers else ENDLESS


def _stop(run: Tuned) -> Fact | None:
    """The iterations of the stop criterion; None where the run has none."""
    for given in _stop_arguments(run):
        match given.value if given is not None else None:
            case None:
                return UNREAD
            case Const(value=None):
                return None
            case Mapping() as criteria:
                entry = criteria.get(tables.ITERATIONS)
                return worth(entry.value) if entry is not None else UNREAD
            case Result(event=event) if named(event.callee, tables.PACKAGE, {tables.STOPPER}):
                stopper = LibraryCall(event, tables.STOPPERS[tables.STOPPER])
                return stopper.fact("max_iter")
        return UNREAD
    return None


def _stop_arguments(run: Tuned) -> Iterator[Argument | None]:
    """The argument ``stop=`` of the run, or of its configuration; None where it cannot be seen."""
    if run.by_run:
        if run.event.arguments.may_have("stop"):
            yield run.event.arguments.get("stop")
        return
    given = run.event.arguments.get("run_config")
    match given.value if given is not None else None:
        case None:
            if run.event.arguments.may_have("run_config"):
                yield None
        case Const(value=None):
            return
        case Result(event=event) if named(event.callee, tables.PACKAGE, {"RunConfig"}):
            if event.arguments.may_have("stop"):
                yield event.arguments.get("stop")
        case _:
            yield None


def _longest(run: Tuned) -> Fact | None:
    """The iterations after which the scheduler ends every trial; None where it ends none."""
    if not run.may_have("scheduler"):
        return None
    given = run.given("scheduler")
    match given.value if given is not None else None:
        case Const(value=None):
            return None
        case Result(event=event):
            return _of_scheduler(event)
    return UNREAD


def _of_scheduler(event: CallEvent) -> Fact | None:
    kind = named(event.callee, tables.PACKAGE, tables.SCHEDULERS)
    if kind is None:
        return UNREAD
    call = LibraryCall(event, tables.SCHEDULERS[kind])
    if "max_t" not in call.signature:
        return None
    counted = call.fact("time_attr").always(lambda attribute: attribute == tables.ITERATIONS)
    stops = call.fact("stop_last_trials").always(bool)
    return call.fact("max_t") if counted and stops else None
