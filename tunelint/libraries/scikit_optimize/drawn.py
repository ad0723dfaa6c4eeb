"""Uses: where the coordinates of a point reach a library's call exactly as they were drawn."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.objects import CallEvent
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Argument, Const
from tunelint.libraries.common.changes import is_changed, is_read_unchanged
from tunelint.libraries.common.drawn_uses import option_use, rejected_uses
from tunelint.libraries.common.integer_parameters import WholeNumber, whole_numbers
from tunelint.libraries.scikit_learn.configured import configured, parameter_of
from tunelint.libraries.scikit_optimize import tables
from tunelint.libraries.scikit_optimize.points import Coordinate, Points
from tunelint.libraries.scikit_optimize.proposing import budget, startup
from tunelint.model.facts import largest, smallest
from tunelint.model.space import Use


def uses(trace: Trace, points: Points) -> tuple[Use, ...]:
    """The uses of one search's drawn values, in order."""
    first = min(event.index for event in (points.minimisation.event, *points.minimisation.calling))
    found: list[Use] = []
    for event in trace.calls():
        if event.index > first:
            found.extend(_of_whole_numbers(trace, event, points))
            found.extend(_of_options(trace, event, points))
    return tuple(found)


def _of_whole_numbers(trace: Trace, event: CallEvent, points: Points) -> Iterator[Use]:
    for wanted in whole_numbers(event):
        coordinate = _read(trace, event, wanted, points)
        arrives = _arriving(coordinate, points) if coordinate is not None else None
        if coordinate is None or arrives is None or arrives not in wanted.rejected:
            continue
        drawn, place = coordinate.dimension.hyperparameter, wanted.argument.anchor
        yield from rejected_uses(
            event, wanted, drawn, arrives, from_result=coordinate.from_result, place=place
        )


def _arriving(coordinate: Coordinate, points: Points) -> str | None:
    """The type that arrives; integers of a choice are NumPy's where the model proposes them."""
    dimension = coordinate.dimension
    options = dimension.hyperparameter.options
    if dimension.arrives is not None or not options:
        return dimension.arrives
    whole = all(isinstance(each, Const) and type(each.value) is int for each in options)
    trials = smallest(budget(points.minimisation))
    first = largest(startup(points.minimisation))
    modelled = trials is not None and first is not None and trials > first
    endless = any(
        each is not None and each.hyperparameter.kind == "float" for each in points.space.dimensions
    )
    return tables.INTEGER_DRAWS if whole and modelled and endless else None


def _read(trace: Trace, event: CallEvent, wanted: WholeNumber, points: Points) -> Coordinate | None:
    if wanted.value is None:
        spread = wanted.argument.value
        changed = is_changed(trace, spread, wanted.parameter, event)
        return None if changed else points.spread(spread, wanted.parameter)
    unchanged = is_read_unchanged(trace, wanted.value, event)
    return points.coordinate(wanted.value) if unchanged else None


def _of_options(trace: Trace, event: CallEvent, points: Points) -> Iterator[Use]:
    """The choices whose option an estimator is built with in a trial."""
    estimators = configured(event)
    if not estimators:
        return
    for keyword, argument, coordinate in _given(trace, event, points):
        taken = parameter_of(estimators, keyword)
        if taken is None or coordinate is None or coordinate.from_result:
            continue
        if coordinate.dimension.hyperparameter.options:
            yield option_use(event, argument, taken, coordinate.dimension.hyperparameter)


def _given(
    trace: Trace, event: CallEvent, points: Points
) -> Iterator[tuple[str, Argument, Coordinate | None]]:
    """The parameters of a call by name, each with the coordinate that it is given, if it is one."""
    for name, argument in event.arguments.keywords.items():
        unchanged = is_read_unchanged(trace, argument.value, event)
        yield name, argument, points.coordinate(argument.value) if unchanged else None
    for spread in event.arguments.spread:
        names = {one.name for one in points.space.dimensions if one is not None}
        for name in sorted(one for one in names if isinstance(one, str)):
            changed = is_changed(trace, spread.value, name, event)
            yield name, spread, None if changed else points.spread(spread.value, name)
