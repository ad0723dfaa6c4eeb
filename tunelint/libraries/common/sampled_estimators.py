"""Estimators that are built from a whole configuration: ``Ridge(**params)``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Const, Mapping, Term
from tunelint.libraries.common.changes import is_changed
from tunelint.model.facts import Default, Unknown
from tunelint.model.training import Estimator

SEEDS = ("random_seed", "random_state", "seed")


def as_sampled(
    estimator: Estimator, drawn: Callable[[Term], Iterable[Term]], trace: Trace
) -> Estimator:
    """The estimator, without a seed where the configurations behind ``**`` surely hold none.

    `drawn` tells which parts of the space a value of a trial is; none where it is not of it.
    """
    unread = isinstance(estimator.random_state, Unknown)
    if unread and estimator.event.arguments.spread and _leaves_unset(estimator, drawn, trace):
        return replace(estimator, random_state=Default(None, (), None))
    return estimator


def _leaves_unset(
    estimator: Estimator, drawn: Callable[[Term], Iterable[Term]], trace: Trace
) -> bool:
    event = estimator.event
    for spread in event.arguments.spread:
        parts = list(drawn(spread.value))
        if not parts or not all(map(_holds_no_seed, parts)):
            return False
        if any(is_changed(trace, spread.value, name, event) for name in SEEDS):
            return False
    return not event.arguments.open_positional


def _holds_no_seed(space: Term) -> bool:
    if not isinstance(space, Mapping) or space.open:
        return False
    keys = [entry.key for entry in space.entries]
    return all(isinstance(key, Const) and key.value not in SEEDS for key in keys)
