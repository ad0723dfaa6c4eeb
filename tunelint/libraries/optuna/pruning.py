"""Pruning: the pruner that a study is given, and what its trials report to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tunelint.interpreter.library_names import named
from tunelint.interpreter.objects import CallEvent, Event, Function, Instance, Result, Super
from tunelint.interpreter.values import Argument, Attribute, Mapping, Term, options_of
from tunelint.interpreter.values import Sequence as Listed
from tunelint.libraries.optuna.studies import Study
from tunelint.libraries.optuna.tables import PACKAGE, PRUNERS
from tunelint.libraries.optuna.trials import Run, is_trial
from tunelint.model.objective import Pruning


def pruning(study: Study, runs: Sequence[Run], events: Iterable[Event]) -> Pruning | None:
    """The pruner that a study is surely given, and what `events` in its trials tell it."""
    argument = study.given("pruner")
    if argument is None:
        return None
    built = [_pruner(option) for option in options_of(argument.value)]
    if not built or None in built:
        return None
    first = built[0]
    assert first is not None
    calls = [event for event in events if isinstance(event, CallEvent)]
    return Pruning(
        event=first,
        place=argument.anchor,
        label=named(first.callee, PACKAGE, PRUNERS) or "the pruner",
        reports=tuple(event for event in calls if _is_method(event, "report")),
        asks=tuple(event for event in calls if _is_method(event, "should_prune")),
        handed=any(_is_handed_on(event, runs) for event in calls),
    )


def _pruner(term: Term) -> CallEvent | None:
    if isinstance(term, Result) and named(term.event.callee, PACKAGE, PRUNERS):
        return term.event
    return None


def _is_method(event: CallEvent, name: str) -> bool:
    return isinstance(event.callee, Attribute) and event.callee.name == name


def _is_handed_on(event: CallEvent, runs: Sequence[Run]) -> bool:
    """Whether code that cannot be read is given the trial, alone or inside of something."""
    callee = event.callee
    if isinstance(callee, Function) or (
        isinstance(callee, Attribute) and any(is_trial(callee.base, run) for run in runs)
    ):
        return False
    given: list[Argument] = [*event.arguments, *event.arguments.spread]
    return any(_holds(argument.value, runs) for argument in given)


def _holds(term: Term, runs: Sequence[Run], depth: int = 4) -> bool:
    """Whether the value is the trial, or carries it."""
    if any(is_trial(term, run) for run in runs):
        return True
    inner: Iterable[Term] = ()
    match term:
        case Listed(items=items):
            inner = items
        case Mapping(entries=entries):
            inner = [entry.value for entry in entries]
        case Instance(attributes=attributes):
            inner = list(attributes.values())
        case Super(instance=instance):
            inner = [instance]
        case Function(receiver=Term() as receiver):
            inner = [receiver]
    if len(options_of(term)) > 1:
        inner = options_of(term)
    return depth > 0 and any(_holds(each, runs, depth - 1) for each in inner)
