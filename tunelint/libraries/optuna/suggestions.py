"""Suggestions: the hyperparameters that a trial declares, and their values where they are used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tunelint.interpreter.library_names import named
from tunelint.interpreter.objects import CallEvent, Event, Result
from tunelint.interpreter.values import (
    Attribute,
    Const,
    Mapping,
    Operation,
    Sequence,
    Term,
    options_of,
)
from tunelint.libraries.common.library_calls import LibraryCall
from tunelint.libraries.optuna import tables
from tunelint.model.fact_of import worth
from tunelint.model.facts import UNKNOWN, Fact
from tunelint.model.space import Hyperparameter

KINDS = {"suggest_int": "int", "suggest_categorical": "choice"}


def suggested(events: Iterable[Event]) -> Iterator[Hyperparameter]:
    """The hyperparameters that are declared among some events, in order."""
    for event in events:
        if isinstance(event, CallEvent):
            function = suggestion(event)
            if function is not None:
                yield _hyperparameter(event, function)


def suggestion(event: CallEvent) -> str | None:
    """Which method of a trial the call is."""
    callee = event.callee
    if isinstance(callee, Attribute) and callee.name in tables.SUGGESTIONS:
        return callee.name
    return None


def _hyperparameter(event: CallEvent, function: str) -> Hyperparameter:
    call = LibraryCall(event, tables.SUGGESTIONS[function])
    return Hyperparameter(
        event=event,
        function=function,
        kind=KINDS.get(function, "float"),
        name=call.fact("name"),
        low=_bound(call, "low"),
        high=_bound(call, "high"),
        step=call.fact("q" if "q" in call.signature else "step"),
        log=_is_log(call, function == "suggest_loguniform"),
        quantised=function == "suggest_discrete_uniform",
        options=_options(call) if function == "suggest_categorical" else None,
        result=event.result,
    )


def _bound(call: LibraryCall, name: str) -> Fact:
    return call.fact(name) if name in call.signature else UNKNOWN


def _is_log(call: LibraryCall, always: bool) -> bool | None:
    if always:
        return True
    written = call.fact("log")
    if written.always(bool):
        return True
    return False if written.always(lambda value: not value) else None


def _options(call: LibraryCall) -> tuple[Term, ...] | None:
    listed = call.value("choices")
    return tuple(listed.items) if isinstance(listed, Sequence) and not listed.open else None


# -- distributions --------------------------------------------------------------------------------


def distributed(space: Term) -> Iterator[Hyperparameter]:
    """The hyperparameters of a dictionary of distributions, as `OptunaSearchCV` takes it."""
    if not isinstance(space, Mapping):
        return
    for entry in space.entries:
        name = entry.key.value if isinstance(entry.key, Const) else None
        if isinstance(entry.value, Result) and isinstance(name, str):
            found = named(entry.value.event.callee, tables.PACKAGE, tables.DISTRIBUTIONS)
            if found is not None:
                yield _distribution(entry.value, found, worth(entry.key))


def _distribution(term: Result, function: str, name: Fact) -> Hyperparameter:
    call = LibraryCall(term.event, tables.DISTRIBUTIONS[function])
    kind = tables.KINDS[function]
    return Hyperparameter(
        event=term.event,
        function=function,
        kind=kind,
        name=name,
        low=_bound(call, "low"),
        high=_bound(call, "high"),
        step=call.fact("step"),
        log=_is_log(call, function in tables.LOG_DISTRIBUTIONS),
        options=_options(call) if kind == "choice" else None,
        result=term,
        key=name.value,
        parameter=str(name.value).rpartition("__")[2],
    )


# -- what a value is ------------------------------------------------------------------------------


def drawn(term: Term, declared: tuple[Hyperparameter, ...]) -> Hyperparameter | None:
    """The hyperparameter whose value the term is, unchanged."""
    return next((one for one in declared if one.result is term), None)


_ARITHMETIC = frozenset({"+", "-", "*", "**"})


def arrives_as_float(term: Term, declared: tuple[Hyperparameter, ...]) -> list[Hyperparameter]:
    """The float draws that the value surely is, or is computed from without a cast; else []."""
    found: list[Hyperparameter] = []
    for option in options_of(term):
        part = _float_draws(option, declared)
        if not part:
            return []
        found.extend(part)
    return found


def _float_draws(term: Term, declared: tuple[Hyperparameter, ...]) -> list[Hyperparameter]:
    """The float draws that enter a sum or a product, each once."""
    by_result = {id(one.result): one for one in reversed(declared)}
    found: list[Hyperparameter] = []
    seen: set[int] = set()
    waiting = [term]
    while waiting:
        current = waiting.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        one = by_result.get(id(current))
        if one is not None:
            found += [one] if one.function in tables.FLOAT_SUGGESTIONS else []
        elif isinstance(current, Operation) and current.operator in _ARITHMETIC:
            waiting.extend(reversed(current.operands))
    return found
