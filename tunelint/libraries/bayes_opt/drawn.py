"""Uses: where the values of a point reach a library's call exactly as they were drawn."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.objects import CallEvent
from tunelint.interpreter.trace import Trace
from tunelint.libraries.bayes_opt.points import Coordinate, Points
from tunelint.libraries.common.changes import is_changed, is_read_unchanged
from tunelint.libraries.common.drawn_uses import rejected_uses
from tunelint.libraries.common.integer_parameters import WholeNumber, whole_numbers
from tunelint.libraries.scikit_learn.names import estimator_class
from tunelint.model.space import Use


def uses(trace: Trace, points: Points) -> tuple[Use, ...]:
    """The uses of one search's drawn values, in order."""
    found: list[Use] = []
    for event in trace.events_since(points.optimization.event.index):
        if isinstance(event, CallEvent):
            found.extend(_of_whole_numbers(trace, event, points))
            found.extend(_of_options(trace, event, points))
    return tuple(found)


def _of_whole_numbers(trace: Trace, event: CallEvent, points: Points) -> Iterator[Use]:
    for wanted in whole_numbers(event):
        coordinate = _read(trace, event, wanted, points)
        arrives = coordinate.bounds.arrives if coordinate is not None else None
        if coordinate is None or arrives is None or arrives not in wanted.rejected:
            continue
        drawn, place = coordinate.bounds.hyperparameter, wanted.argument.anchor
        yield from rejected_uses(
            event, wanted, drawn, arrives, from_result=coordinate.from_result, place=place
        )


def _read(trace: Trace, event: CallEvent, wanted: WholeNumber, points: Points) -> Coordinate | None:
    if wanted.value is None:
        spread = wanted.argument.value
        changed = is_changed(trace, spread, wanted.parameter, event)
        return None if changed else points.entry(spread, wanted.parameter)
    unchanged = is_read_unchanged(trace, wanted.value, event)
    return points.coordinate(wanted.value) if unchanged else None


def _of_options(trace: Trace, event: CallEvent, points: Points) -> Iterator[Use]:
    """The choices whose option an estimator is built with in a trial."""
    built = estimator_class(event.callee)
    if built is None:
        return
    for name, argument in event.arguments.keywords.items():
        unchanged = is_read_unchanged(trace, argument.value, event)
        coordinate = points.coordinate(argument.value) if unchanged else None
        if coordinate is None or coordinate.from_result:
            continue
        if coordinate.bounds.hyperparameter.options:
            yield Use(
                hyperparameter=coordinate.bounds.hyperparameter,
                event=event,
                argument=argument,
                taker=built[1],
                parameter=name,
                arrives="option",
            )
