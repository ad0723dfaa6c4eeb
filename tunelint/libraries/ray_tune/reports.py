"""Reports: the numbers that a trial tells Ray Tune, and the one by which it is judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tunelint.interpreter.frames import CallbackFrame, CallFrame
from tunelint.interpreter.library_names import named
from tunelint.interpreter.objects import CallEvent, Event, Parameter, Result
from tunelint.interpreter.trace import ReturnEvent
from tunelint.interpreter.values import Const, Item, Mapping, Opaque, Sequence, Term, options_of
from tunelint.libraries.common.metric_direction import grows
from tunelint.libraries.common.score import read_score
from tunelint.libraries.ray_tune import tables
from tunelint.libraries.ray_tune.trainables import Trials
from tunelint.model.objective import Score
from tunelint.model.program import Program
from tunelint.model.training import Fit

STEP = "step"
VALIDATION = "val_"


@dataclass(frozen=True, eq=False)
class Report:
    """One report: the event, and the numbers by name (or a value that holds them by name)."""

    event: Event
    numbers: Term


def is_report(event: CallEvent) -> bool:
    """Whether the call is ``tune.report``, ``train.report`` or ``session.report``."""
    return named(event.callee, tables.PACKAGE, {"report"}) is not None


def reports(program: Program, trials: Trials) -> Iterator[Report]:
    """Every report of a search's trials, in order."""
    for event in events_in(program, trials):
        match event:
            case CallEvent() if is_report(event):
                given = event.arguments.get("metrics", ("metrics",))
                if given is not None:
                    yield Report(event, given.value)
            case ReturnEvent(value=value) if of_trainable(event, trials):
                for option in options_of(value):
                    if isinstance(option, Mapping):
                        yield Report(event, option)


def events_in(program: Program, trials: Trials) -> Iterator[Event]:
    """Everything that happens in the trials of a search."""
    for event in trials.events:
        yield from program.trace.caused_by(event)


def of_trainable(event: ReturnEvent, trials: Trials) -> bool:
    """Whether the trainable itself returns, or the ``step`` of its class."""
    calls = [frame for frame in event.path if isinstance(frame, CallFrame | CallbackFrame)]
    if not calls or not isinstance(calls[-1], CallbackFrame):
        return False
    function = calls[-1].function
    if function.owner is not None and function.receiver is not None:
        return function.name in (STEP, "_train")
    return any(function.node is known.node for known in trials.functions)


def scores(program: Program, trials: Trials, metric: str | None) -> tuple[Score, ...]:
    """The scores by which the trials are judged: what is reported as `metric`.

    Without a `metric`, the only number of each report.
    """
    found: list[Score] = []
    for report in reports(program, trials):
        for name, term in _judged(report, metric):
            for option in options_of(term):
                if not isinstance(option, Const | Opaque | Parameter):
                    found.append(_score(option, report.event, name, program))
    found.extend(_by_callbacks(program, trials, metric))
    return tuple(found)


def _judged(report: Report, metric: str | None) -> Iterator[tuple[str, Term]]:
    match report.numbers:
        case Mapping(entries=entries):
            entry = report.numbers.get(metric) if metric is not None else None
            if metric is None and len(entries) == 1:
                (entry,) = entries
            if entry is not None and isinstance(entry.key, Const):
                yield str(entry.key.value), entry.value
        case Result() as whole if metric is not None:
            yield metric, Item(whole.place, whole, Const(whole.place, metric))


def _score(term: Term, event: Event, name: str, program: Program) -> Score:
    """A reported number; where the code does not tell what it is, its name does."""
    score = read_score(term, event, program)
    if score.grows is None and not score.negated:
        return replace(score, metric=score.metric or name, grows=grows(name))
    return score


# -- callbacks of Keras that report each epoch ------------------------------------------------


def _by_callbacks(program: Program, trials: Trials, metric: str | None) -> Iterator[Score]:
    """What ``TuneReportCheckpointCallback`` reports: a number of the training's log."""
    inside = {id(event) for event in events_in(program, trials)}
    for fit in program.records.fits:
        if id(fit.event) not in inside or fit.framework != "keras":
            continue
        for event in _reporting(fit):
            logged = _logged(event, metric)
            if logged is not None:
                yield Score(
                    event=event,
                    place=event.place,
                    term=event.result,
                    metric=logged.removeprefix(VALIDATION),
                    grows=grows(logged),
                    data=_rows(fit, logged),
                    fit=fit,
                )


def _reporting(fit: Fit) -> Iterable[CallEvent]:
    given = fit.event.arguments.get("callbacks")
    items = given.value.items if given and isinstance(given.value, Sequence) else []
    for item in items:
        if isinstance(item, Result) and named(
            item.event.callee, tables.PACKAGE, tables.REPORTING_CALLBACKS
        ):
            yield item.event


def _logged(event: CallEvent, metric: str | None) -> str | None:
    """The name in the log of what is reported as `metric`."""
    given = event.arguments.get("metrics", tables.REPORTING_POSITIONAL)
    if given is None and event.arguments.positional:
        given = event.arguments.positional[0]  # where it stood before Ray 2
        given = given if isinstance(given.value, Mapping | Sequence) else None
    if given is None:
        return metric
    match given.value:
        case Mapping() as renamed:
            entry = renamed.get(metric) if metric is not None else None
            value = entry.value if entry is not None else None
            return value.value if isinstance(value, Const) else None
        case Sequence(items=[Const(value=str() as only)]):
            return only
        case Const(value=str() as only):
            return only
    return metric


def _rows(fit: Fit, logged: str) -> tuple[Term, ...]:
    if logged.startswith(VALIDATION):
        return fit.validation or ()
    return tuple(term for term in (fit.features, fit.labels) if term is not None)
