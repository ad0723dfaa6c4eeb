"""Randomness: whether an estimator draws, as it is configured."""

from __future__ import annotations

from collections.abc import Callable, Collection

from tunelint.libraries.scikit_learn.tables import ALWAYS_RANDOM, SOMETIMES_RANDOM, Option
from tunelint.model.facts import Default, Fact


def uses_randomness(name: str, parameter: Callable[[str], Fact]) -> bool | None:
    """Whether scikit-learn's estimator `name` draws; None where a parameter decides unseen.

    `parameter` says what is known of a parameter by name.
    """
    if name in ALWAYS_RANDOM:
        return True
    answers = [
        _together([_draws(option, parameter(option.parameter)) for option in alternative])
        for alternative in SOMETIMES_RANDOM.get(name, ())
    ]
    if any(answers):
        return True
    return None if None in answers else False


def _together(answers: Collection[bool | None]) -> bool | None:
    if False in answers:
        return False
    return None if None in answers else True


def _draws(option: Option, fact: Fact) -> bool | None:
    values = (option.default,) if isinstance(fact, Default) else fact.values
    if values is None:
        return None
    drawing = [_among(value, option.random) for value in values]
    if all(drawing):
        return True
    return None if any(drawing) else False


def _among(value: object, values: Collection[object]) -> bool:
    """Membership that keeps 1 and True apart; lists are never among options."""
    return any(type(value) is type(other) and value == other for other in values)
