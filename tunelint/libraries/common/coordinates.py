"""Coordinates: the values of a drawn point, and where they reach a library's call as drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from tunelint.interpreter.objects import CallEvent
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Argument, Term
from tunelint.libraries.common.changes import is_changed, is_read_unchanged
from tunelint.libraries.common.drawn_uses import option_use, rejected_uses
from tunelint.libraries.common.integer_parameters import WholeNumber, whole_numbers
from tunelint.libraries.scikit_learn.configured import configured, parameter_of
from tunelint.model.space import Hyperparameter, Use


@dataclass(frozen=True, eq=False)
class Coordinate:
    """One value of a point; `arrives` is its type, `from_result` where it is read from the result.

    The type is None where it is not one, or not known.
    """

    hyperparameter: Hyperparameter
    arrives: str | None
    from_result: bool = False


class Pointed(Protocol):
    """The points of a search whose objective is given the values one by one."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the values that have one."""

    def coordinate(self, term: Term) -> Coordinate | None:
        """Which value of a point it is, exactly as it was drawn."""

    def entry(self, base: Term, name: object) -> Coordinate | None:
        """What a dictionary holds under `name`, where it is a point."""


def coordinate_uses(trace: Trace, event: CallEvent, points: Pointed) -> Iterator[Use]:
    """The uses of drawn values in one call: what it rejects first, then what estimators take."""
    yield from _of_whole_numbers(trace, event, points)
    yield from _of_estimators(trace, event, points)


def _of_whole_numbers(trace: Trace, event: CallEvent, points: Pointed) -> Iterator[Use]:
    for wanted in whole_numbers(event):
        found = _read(trace, event, wanted, points)
        if found is not None and found.arrives is not None and found.arrives in wanted.rejected:
            yield from rejected_uses(
                event,
                wanted,
                found.hyperparameter,
                found.arrives,
                from_result=found.from_result,
                place=wanted.argument.anchor,
            )


def _read(
    trace: Trace, event: CallEvent, wanted: WholeNumber, points: Pointed
) -> Coordinate | None:
    if wanted.value is None:
        return _spread(trace, event, wanted.argument.value, wanted.parameter, points)
    return _given(trace, event, wanted.value, points)


def _given(trace: Trace, event: CallEvent, value: Term, points: Pointed) -> Coordinate | None:
    return points.coordinate(value) if is_read_unchanged(trace, value, event) else None


def _spread(
    trace: Trace, event: CallEvent, value: Term, name: str, points: Pointed
) -> Coordinate | None:
    return None if is_changed(trace, value, name, event) else points.entry(value, name)


def _of_estimators(trace: Trace, event: CallEvent, points: Pointed) -> Iterator[Use]:
    """The options of choices, and the numbers, that an estimator is built with in a trial."""
    estimators = configured(event)
    for name, argument, found in _arguments(trace, event, points) if estimators else ():
        taken = parameter_of(estimators, name)
        if taken is None or found is None or found.from_result:
            continue
        if found.hyperparameter.options:
            yield option_use(event, argument, taken, found.hyperparameter)
        elif found.arrives is not None:
            use = option_use(event, argument, taken, found.hyperparameter)
            yield replace(use, arrives=found.arrives)


def _arguments(
    trace: Trace, event: CallEvent, points: Pointed
) -> Iterator[tuple[str, Argument, Coordinate | None]]:
    """The parameters of a call by name, each with the coordinate that it is given, if it is one."""
    for name, argument in event.arguments.keywords.items():
        yield name, argument, _given(trace, event, argument.value, points)
    for spread in event.arguments.spread:
        for name in sorted(set(points.names)):
            yield name, spread, _spread(trace, event, spread.value, name, points)
