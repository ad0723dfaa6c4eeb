"""Randomness: whether an estimator draws, as it is configured."""

from __future__ import annotations

from collections.abc import Callable, Collection

from tunelint.libraries.scikit_learn.tables import ALWAYS_RANDOM, ESTIMATORS, SOMETIMES_RANDOM
from tunelint.model.facts import Default, Fact


def uses_randomness(name: str, parameter: Callable[[str], Fact]) -> bool | None:
    """Whether scikit-learn's estimator `name` draws; None where a parameter decides unseen.

    `parameter` says what is known of a parameter by name.
    """
    if name in ALWAYS_RANDOM:
        return True
    answers = [
        _together(
            [
                _draws(_values(name, option, parameter(option)), drawing)
                for option, drawing in alternative.items()
            ]
        )
        for alternative in SOMETIMES_RANDOM.get(name, ())
    ]
    if any(answers):
        return True
    return None if None in answers else False


def _together(answers: Collection[bool | None]) -> bool | None:
    if False in answers:
        return False
    return None if None in answers else True


def _values(name: str, option: str, fact: Fact) -> tuple[object, ...] | None:
    """What an option of an estimator can be; its default where nothing is given."""
    default = ESTIMATORS[name].defaults.get(option)
    return (default,) if isinstance(fact, Default) else fact.values


def _draws(values: tuple[object, ...] | None, drawing: Collection[object]) -> bool | None:
    if values is None:
        return None
    draws = [_among(value, drawing) for value in values]
    if all(draws):
        return True
    return None if any(draws) else False


def _among(value: object, values: Collection[object]) -> bool:
    """Membership that keeps 1 and True apart; lists are never among options."""
    return any(type(value) is type(other) and value == other for other in values)
