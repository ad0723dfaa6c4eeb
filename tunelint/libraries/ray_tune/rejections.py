"""What Ray Tune does not take: arguments, modes, and reports by keyword."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.library_names import called_name, is_function, is_unbound, named
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.libraries.common.library_calls import LibraryCall, unsupported_arguments
from tunelint.libraries.ray_tune import tables
from tunelint.libraries.ray_tune.reports import events_in, is_report
from tunelint.libraries.ray_tune.runs import Tuned
from tunelint.libraries.ray_tune.searchers import Searcher
from tunelint.libraries.ray_tune.trainables import Trials
from tunelint.model.fact_of import argument_worth
from tunelint.model.facts import Fact
from tunelint.model.library_errors import Rejection
from tunelint.model.program import Program

REPORT_PARAMETERS = frozenset({"metrics", "checkpoint", "checkpoint_dir_name"})


def rejections(
    program: Program, run: Tuned, found: Searcher, trials: Trials
) -> Iterator[Rejection]:
    """Every such argument, in order."""
    yield from _unknown(run.call, run.label)
    if run.by_run:
        yield from _refused(run.event, "run", "tune.run")
    elif run.config is not None:
        yield from _unknown(run.config, "TuneConfig")
    call = found.call if found.name in tables.INSTEAD else None
    if call is not None and (found.name != "OptunaSearch" or not call.event.arguments.spread):
        yield from _unknown(call, found.name)
    yield from _mode(run)
    yield from _mode_of_scheduler(run)
    yield from _told_twice(run)
    for event in events_in(program, trials):
        if isinstance(event, CallEvent) and is_report(event):
            yield from _by_keyword(event)
        elif isinstance(event, CallEvent):
            yield from _given_up(event)


def _unknown(call: LibraryCall, taker: str) -> Iterator[Rejection]:
    instead = tables.INSTEAD.get(taker.removeprefix("tune."), {})
    for rejection in unsupported_arguments(call, taker, instead):
        if not rejection.written.startswith("_"):
            yield rejection


def _refused(event: CallEvent, kind: str, taker: str) -> Iterator[Rejection]:
    for name, instead in tables.REFUSED[kind].items():
        argument = event.arguments.keywords.get(name)
        if argument is not None:
            yield Rejection(
                event=event,
                place=argument.spelled,
                taker=taker,
                written=f"{name}=",
                error="DeprecationWarning",
                instead=instead,
            )


def _mode(run: Tuned) -> Iterator[Rejection]:
    argument, mode = run.given("mode"), run.fact("mode")
    if argument is None or not mode.always(_is_no_mode):
        return
    written = mode.values or ()
    yield Rejection(
        event=run.event,
        place=argument.anchor,
        taker="tune.run" if run.by_run else "TuneConfig",
        written=f"mode={written[0]!r}",
        error="ValueError",
        instead=_spelled(mode),
    )


def _mode_of_scheduler(run: Tuned) -> Iterator[Rejection]:
    given = run.given("scheduler")
    made = given.value.event if given is not None and isinstance(given.value, Result) else None
    argument = made.arguments.get("mode") if made is not None else None
    mode = argument_worth(argument)
    if made is None or argument is None or not mode.always(_is_no_mode):
        return
    yield Rejection(
        event=made,
        place=argument.anchor,
        taker=called_name(made) or "the scheduler",
        written=f"mode={(mode.values or ('',))[0]!r}",
        error="AssertionError",
        instead=_spelled(mode),
    )


def _told_twice(run: Tuned) -> Iterator[Rejection]:
    """The scheduler's metric and mode, where the run is given them too."""
    given = run.given("scheduler")
    made = given.value.event if given is not None and isinstance(given.value, Result) else None
    kind = named(made.callee, tables.PACKAGE, tables.SCHEDULERS) if made is not None else None
    if made is None or kind is None:
        return
    call = LibraryCall(made, tables.SCHEDULERS[kind])
    twice = {
        name: argument
        for name in ("metric", "mode")
        if (argument := call.given(name)) is not None
        and _is_string(argument_worth(argument))
        and run.given(name) is not None
        and _is_string(run.fact(name))
    }
    if twice:
        taker = "tune.run" if run.by_run else "TuneConfig"
        yield Rejection(
            event=run.started[0] if run.started else run.event,
            place=next(iter(twice.values())).anchor,
            taker=kind,
            written=f"{' and '.join(f'{name}=' for name in twice)} that {taker} is given too",
            error="ValueError",
            instead=None,
        )


def _is_string(fact: Fact) -> bool:
    return fact.always(lambda value: isinstance(value, str))


def _is_no_mode(mode: object) -> bool:
    return isinstance(mode, str) and mode not in tables.MODES


def _spelled(mode: Fact) -> str | None:
    """``'max'`` for ``'maximize'``."""
    for known in tables.MODES:
        if all(str(written).lower().startswith(known) for written in mode.values or ()):
            return f"mode={known!r}"
    return None


def _given_up(event: CallEvent) -> Iterator[Rejection]:
    name = is_function(event.callee, *tables.GIVEN_UP)
    if name is not None and not is_unbound(event.callee):
        yield Rejection(
            event=event,
            place=event.place,
            taker=name,
            written="any argument",
            error="DeprecationWarning",
            instead=f"{name.rpartition('.')[0]}.TuneReportCheckpointCallback(metrics=…)",
        )


def _by_keyword(event: CallEvent) -> Iterator[Rejection]:
    names = [name for name in event.arguments.keywords if name not in REPORT_PARAMETERS]
    if names:
        argument = event.arguments.keywords[names[0]]
        yield Rejection(
            event=event,
            place=argument.spelled,
            taker="report",
            written=f"{names[0]}=",
            error="TypeError",
            instead=f'a dictionary: report({{"{names[0]}": …}})',
        )
