"""Uses: where drawn values reach a library's call, in a trial, as they were drawn."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.objects import CallEvent
from tunelint.interpreter.values import Argument, Term
from tunelint.libraries.common.integer_parameters import FLOATS, WholeNumber, whole_numbers
from tunelint.libraries.ray_tune.configurations import Configurations, declared_in
from tunelint.libraries.ray_tune.spaces import drawn_type
from tunelint.libraries.scikit_learn.configured import Configured, configured, parameter_of
from tunelint.model.facts import smallest
from tunelint.model.space import Hyperparameter, Use


def uses(configurations: Configurations) -> tuple[Use, ...]:
    """The uses of one search's drawn values, in order."""
    found: list[Use] = []
    for start in configurations.trials.events:
        for event in configurations.trace.caused_by(start):
            if isinstance(event, CallEvent):
                for wanted in whole_numbers(event):
                    found.extend(_as_float(event, wanted, configurations))
                found.extend(_of_options(event, configurations))
    return tuple(found)


def _as_float(
    event: CallEvent, wanted: WholeNumber, configurations: Configurations
) -> Iterator[Use]:
    """A float draw where a whole number is needed."""
    if wanted.value is None:
        parts = configurations.entries(wanted.argument.value, wanted.parameter, event)
    else:
        parts = configurations.drawn_at(wanted.value, event)
    if not parts or not all(drawn_type(part) in FLOATS for part in parts):
        return
    for part in parts:
        declared = declared_in(part, configurations.hyperparameters)
        if declared is not None and not _may_be_share(wanted, declared):
            yield Use(
                hyperparameter=declared,
                event=event,
                argument=wanted.argument,
                taker=wanted.taker,
                parameter=wanted.parameter,
                arrives="float",
                rejected=True,
            )


def _may_be_share(wanted: WholeNumber, hyperparameter: Hyperparameter) -> bool:
    """Whether a draw could be a share of the rows or columns rather than their number."""
    low = smallest(hyperparameter.low)
    return wanted.shares and (low is None or low <= 1)


def _of_options(event: CallEvent, configurations: Configurations) -> Iterator[Use]:
    """The choices whose option an estimator is built with in a trial."""
    built = configured(event)
    if not built:
        return
    for name, argument in event.arguments.keywords.items():
        parts = configurations.drawn_at(argument.value, event)
        yield from _option_uses(event, argument, built, name, parts, configurations)
    for spread in event.arguments.spread:
        for name in sorted({each.key for each in configurations.hyperparameters if each.key}):
            parts = configurations.entries(spread.value, name, event)
            yield from _option_uses(event, spread, built, name, parts, configurations)


def _option_uses(
    event: CallEvent,
    argument: Argument,
    built: tuple[Configured, ...],
    keyword: str,
    parts: list[Term],
    configurations: Configurations,
) -> Iterator[Use]:
    taken = parameter_of(built, keyword)
    if taken is None:
        return
    for part in parts:
        declared = declared_in(part, configurations.hyperparameters)
        if declared is not None and part is declared.result and declared.options:
            yield Use(
                hyperparameter=declared,
                event=event,
                argument=argument,
                taker=taken[0].name,
                parameter=taken[1],
                arrives="option",
                alone=len(parts) == 1,
            )
