"""Pruning: the pruner that a study is given, and what its trials report to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tunelint.interpreter.library_names import named
from tunelint.interpreter.objects import CallEvent, Event, Result
from tunelint.interpreter.values import Attribute, Term, options_of
from tunelint.libraries.optuna.handing import IsTrial, is_handed_on
from tunelint.libraries.optuna.studies import Study
from tunelint.libraries.optuna.tables import PACKAGE, PRUNERS, UNDIRECTED
from tunelint.model.objective import Pruning


def pruning(study: Study, is_trial: IsTrial, events: Iterable[Event]) -> Pruning | None:
    """The pruner that a study is surely given, and what `events` in its trials tell it."""
    argument = study.given("pruner")
    if argument is None:
        return None
    built = [_pruner(option) for option in options_of(argument.value)]
    known = [event for event in built if event is not None]
    if not built or len(known) < len(built):
        return None
    first = known[0]
    calls = [event for event in events if isinstance(event, CallEvent)]
    return Pruning(
        event=first,
        place=argument.anchor,
        label=named(first.callee, PACKAGE, PRUNERS) or "the pruner",
        directed=all(map(_is_directed, known)),
        reports=tuple(event for event in calls if _is_method(event, "report")),
        asks=tuple(event for event in calls if _is_method(event, "should_prune")),
        handed=any(is_handed_on(event, is_trial) for event in calls),
    )


def reports(is_trial: IsTrial, events: Iterable[Event]) -> Iterator[CallEvent]:
    """The calls among `events` of trials that surely report a score of the trial's."""
    for event in events:
        callee = event.callee if isinstance(event, CallEvent) else None
        own = isinstance(callee, Attribute) and is_trial(callee.base)
        if isinstance(event, CallEvent) and own and _is_method(event, "report"):
            yield event


def _pruner(term: Term) -> CallEvent | None:
    if isinstance(term, Result) and named(term.event.callee, PACKAGE, PRUNERS):
        return term.event
    return None


def _is_directed(event: CallEvent) -> bool:
    """Whether a pruner compares scores by the study's direction, as the one that it wraps does."""
    label = named(event.callee, PACKAGE, PRUNERS)
    wrapped = event.arguments.get("wrapped_pruner", ("wrapped_pruner",))
    if label != "PatientPruner" or (wrapped is not None and wrapped.is_none):
        return label not in UNDIRECTED
    inner = [_pruner(option) for option in options_of(wrapped.value)] if wrapped else []
    return bool(inner) and all(one is not None and _is_directed(one) for one in inner)


def _is_method(event: CallEvent, name: str) -> bool:
    return isinstance(event.callee, Attribute) and event.callee.name == name
