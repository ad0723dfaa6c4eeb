"""Uses: where drawn values reach a library's call, in the records that all tuners fill in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from tunelint.files.place import Place
from tunelint.interpreter.objects import CallEvent
from tunelint.interpreter.values import Argument, Term
from tunelint.libraries.common.integer_parameters import WholeNumber
from tunelint.libraries.common.taken_parameters import (
    named_arguments,
    spread_arguments,
    takers,
    uncast,
)
from tunelint.libraries.scikit_learn.configured import Configured, parameter_of
from tunelint.model.facts import smallest
from tunelint.model.space import Hyperparameter, Use


class Keyed(Protocol):
    """The configurations of a search whose trials are handed a dictionary."""

    @property
    def hyperparameters(self) -> tuple[Hyperparameter, ...]:
        """What is drawn."""

    def drawn_at(self, term: Term, event: CallEvent) -> list[Term]:
        """The parts of the space that the value can be drawn by; none where it may be changed."""

    def entries(self, spread: Term, name: str, event: CallEvent) -> list[Term]:
        """The parts of the space that ``**spread`` hands over under a name."""

    def declared(self, part: Term) -> Hyperparameter | None:
        """The hyperparameter that a part of the space is drawn by, if it is exactly one."""


def rejected_uses(
    event: CallEvent,
    wanted: WholeNumber,
    drawn: Hyperparameter,
    arrives: str,
    *,
    from_result: bool = False,
    place: Place | None = None,
) -> Iterator[Use]:
    """The use of a drawn value on whose type the call fails.

    None where the draw could be a share of the rows or columns rather than their number.
    """
    low = smallest(drawn.low)
    if wanted.shares and (low is None or low <= 1):
        return
    yield Use(
        hyperparameter=drawn,
        event=event,
        argument=wanted.argument,
        taker=wanted.taker,
        parameter=wanted.parameter,
        arrives=arrives,
        rejected=True,
        from_result=from_result,
        place=place,
    )


def taken_use(
    event: CallEvent,
    argument: Argument,
    taken: tuple[Configured, str],
    drawn: Hyperparameter,
    *,
    alone: bool = True,
    cast: bool = False,
) -> Use:
    """The use of a drawn value that an estimator is built with; `taken` is the parameter."""
    as_drawn = "option" if drawn.options else "value"
    return Use(
        hyperparameter=drawn,
        event=event,
        argument=argument,
        taker=taken[0].name,
        parameter=taken[1],
        arrives="cast" if cast else as_drawn,
        alone=alone,
    )


def float_uses(
    event: CallEvent, wanted: WholeNumber, configurations: Keyed, is_float: Callable[[Term], bool]
) -> Iterator[Use]:
    """The floats of a configuration where a whole number is needed, all that can arrive there."""
    if wanted.value is None:
        parts = configurations.entries(wanted.argument.value, wanted.parameter, event)
    else:
        parts = configurations.drawn_at(wanted.value, event)
    for part in parts if all(map(is_float, parts)) else ():
        drawn = configurations.declared(part)
        if drawn is not None:
            yield from rejected_uses(event, wanted, drawn, "float")


def taken_uses(event: CallEvent, configurations: Keyed) -> Iterator[Use]:
    """The draws of a configuration that the estimators of a call are built with."""
    estimators = takers(event)
    if not estimators:
        return
    names = sorted({each.key for each in configurations.hyperparameters if each.key})
    given = [
        (argument, name, configurations.drawn_at(uncast(argument.value), event))
        for name, argument in named_arguments(event)
    ]
    given += [
        (spread, name, configurations.entries(spread.value, name, event))
        for spread in spread_arguments(event)
        for name in names
    ]
    for argument, name, parts in given:
        taken = parameter_of(estimators, name)
        for part in parts if taken is not None else ():
            drawn = configurations.declared(part)
            if taken is not None and drawn is not None:
                cast = part is not drawn.result or uncast(argument.value) is not argument.value
                yield taken_use(event, argument, taken, drawn, alone=len(parts) == 1, cast=cast)
