"""Uses: where the coordinates of a point reach a library's call exactly as they were drawn."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.facts import smallest
from tunelint.frameworks.integers import WholeNumber, whole_numbers
from tunelint.frameworks.scikit_learn.names import estimator_class
from tunelint.search import Use
from tunelint.syntax.trace import CallEvent, Trace
from tunelint.tuners.scikit_optimize.points import Coordinate, Points


def uses(trace: Trace, points: Points) -> tuple[Use, ...]:
    """The uses of one search's drawn values, in order."""
    first = min(event.index for event in (points.minimisation.event, *points.minimisation.calling))
    found: list[Use] = []
    for event in trace.calls():
        if event.index > first:
            found.extend(_of_whole_numbers(event, points))
            found.extend(_of_options(event, points))
    return tuple(found)


def _of_whole_numbers(event: CallEvent, points: Points) -> Iterator[Use]:
    for wanted in whole_numbers(event):
        coordinate = _read(wanted, points)
        if coordinate is None or coordinate.dimension.arrives not in wanted.rejected:
            continue
        hyperparameter = coordinate.dimension.hyperparameter
        low = smallest(hyperparameter.low)
        if wanted.shares and (low is None or low <= 1):
            continue  # a share of the rows or columns rather than their number
        yield Use(
            hyperparameter=hyperparameter,
            event=event,
            argument=wanted.argument,
            taker=wanted.taker,
            parameter=wanted.parameter,
            arrives=coordinate.dimension.arrives,
            rejected=True,
            from_result=coordinate.from_result,
            place=wanted.argument.anchor,
        )


def _read(wanted: WholeNumber, points: Points) -> Coordinate | None:
    if wanted.value is None:
        return points.spread(wanted.argument.value, wanted.parameter)
    return points.coordinate(wanted.value)


def _of_options(event: CallEvent, points: Points) -> Iterator[Use]:
    """The choices whose option an estimator is built with in a trial."""
    built = estimator_class(event.callee)
    if built is None:
        return
    for name, argument in event.arguments.keywords.items():
        coordinate = points.coordinate(argument.value)
        if coordinate is None or coordinate.from_result:
            continue
        if coordinate.dimension.hyperparameter.options:
            yield Use(
                hyperparameter=coordinate.dimension.hyperparameter,
                event=event,
                argument=argument,
                taker=built[1],
                parameter=name,
                arrives="option",
            )
