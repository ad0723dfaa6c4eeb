"""Uses: where suggested values reach a library's call as they were drawn, or are read back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.provenance import ancestors_of_all
from tunelint.interpreter.trace import StoreEvent, Trace
from tunelint.libraries.common.drawn_uses import rejected_uses, taken_use
from tunelint.libraries.common.integer_parameters import WholeNumber, whole_numbers
from tunelint.libraries.optuna.results import Results
from tunelint.libraries.optuna.suggestions import arrives_as_float, drawn
from tunelint.libraries.optuna.tables import FLOAT_SUGGESTIONS
from tunelint.libraries.scikit_learn.configured import configured, parameter_of
from tunelint.model.space import Hyperparameter, Use

CHOICE = "choice"


def uses(
    trace: Trace,
    start: CallEvent,
    declared: tuple[Hyperparameter, ...],
    results: Results | None,
) -> tuple[Use, ...]:
    """The uses of one study's drawn values after it was made, in order."""
    known = trace.once(_taking)
    keys = (id(start), *(id(one.result) for one in declared))
    taking = {id(event): event for key in keys for event in known.get(key, ())}
    found: list[Use] = []
    for event in sorted(taking.values(), key=lambda event: event.index):
        if event.index <= start.index:
            continue
        for wanted in whole_numbers(event):
            found.extend(_floats_in_trial(event, wanted, declared))
            if results is not None:
                found.extend(_floats_read_back(trace, event, wanted, results))
        found.extend(_options(event, declared))
    return tuple(found)


def _taking(trace: Trace) -> dict[int, list[CallEvent]]:
    """The calls that take whole numbers or options, by the ids of all that they are handed.

    What a call gave back counts by the call.
    """
    found: dict[int, list[CallEvent]] = {}
    for event in trace.calls():
        wanted = list(whole_numbers(event))
        if not wanted and not configured(event):
            continue
        given = (*event.arguments, *event.arguments.spread, *(one.argument for one in wanted))
        for term in ancestors_of_all(argument.value for argument in given):
            found.setdefault(id(term), []).append(event)
            if isinstance(term, Result):
                found.setdefault(id(term.event), []).append(event)
    return found


def _floats_in_trial(
    event: CallEvent, wanted: WholeNumber, declared: tuple[Hyperparameter, ...]
) -> Iterator[Use]:
    if wanted.value is None:
        return
    for one in arrives_as_float(wanted.value, declared):
        yield from rejected_uses(event, wanted, one, "float")


def _floats_read_back(
    trace: Trace, event: CallEvent, wanted: WholeNumber, results: Results
) -> Iterator[Use]:
    """A float draw that trials cast to an integer, and that is read from the result uncast."""
    if wanted.value is None:
        spread = wanted.argument.value
        found: Iterable[Hyperparameter] = (
            one
            for one in results.entries(spread)
            if one.name.value == wanted.parameter and not _changed(trace, spread, event)
        )
    else:
        one = results.read(wanted.value)
        found = [one] if one is not None else []
    for one in found:
        if one.function in FLOAT_SUGGESTIONS:
            place = wanted.argument.anchor
            yield from rejected_uses(event, wanted, one, "float", from_result=True, place=place)


def _changed(trace: Trace, base: object, event: CallEvent) -> bool:
    """Whether something was stored into the result before it is handed over."""
    stores = trace.once(_stores).get(id(base), ())
    return any(other.index < event.index for other in stores)


def _stores(trace: Trace) -> dict[int, list[StoreEvent]]:
    """What is stored into each value, by the value's id."""
    found: dict[int, list[StoreEvent]] = {}
    for event in trace.of(StoreEvent):
        found.setdefault(id(event.base), []).append(event)
    return found


def _options(event: CallEvent, declared: tuple[Hyperparameter, ...]) -> Iterator[Use]:
    """The choices whose option an estimator is built with in a trial."""
    estimators = configured(event)
    if not estimators:
        return
    for keyword, argument in event.arguments.keywords.items():
        taken = parameter_of(estimators, keyword)
        one = drawn(argument.value, declared) if taken is not None else None
        if taken is not None and one is not None and one.kind == CHOICE and one.options:
            yield taken_use(event, argument, taken, one)
