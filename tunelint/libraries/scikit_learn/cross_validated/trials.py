"""What the trials of a cross-validated search fit: estimators inside, as the space sets them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import product
from math import prod

from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.values import Choice, Const, Sequence, Term
from tunelint.libraries.scikit_learn.composites import inside, named_inside
from tunelint.libraries.scikit_learn.cross_validated.building import Built
from tunelint.libraries.scikit_learn.estimators import estimators_in, parameter_fact
from tunelint.libraries.scikit_learn.randomness import uses_randomness
from tunelint.model.fact_of import worth
from tunelint.model.facts import UNKNOWN, Fact, Known, OneOf
from tunelint.model.training import Estimator

MOST_COMBINATIONS = 256


def trained(
    built: Built, space: Iterable[tuple[str, Term]], estimators: tuple[Estimator, ...]
) -> tuple[Estimator, ...]:
    """The estimators that a trial fits, with the parameters that the space sets.

    `space` holds the names of the parameters with the values, or the distribution, of each.
    Of several estimators, one of which some condition chooses, nothing is said.
    """
    term = built.estimator
    if term is None or isinstance(term, Choice):
        return ()
    found = list(estimators_in(term, estimators))
    paths, space = _paths(term), list(space)
    for name, values in space:
        if name in paths.values() and isinstance(values, Sequence):
            for option in values.items:
                found.extend(estimators_in(option, estimators))
    return tuple(_as_searched(estimator, paths, space) for estimator in found)


def _paths(term: Term) -> dict[int, str]:
    """The path of every estimator inside, by its building call."""
    return {
        id(member.event): path for path, member in named_inside(term) if isinstance(member, Result)
    }


def _as_searched(
    estimator: Estimator, paths: dict[int, str], space: list[tuple[str, Term]]
) -> Estimator:
    prefix = paths.get(id(estimator.event))
    if prefix is None:
        return estimator
    start = f"{prefix}__" if prefix else ""
    given = {
        name.removeprefix(start): values
        for name, values in space
        if name.startswith(start) and "__" not in name.removeprefix(start)
    }
    if not given:
        return estimator

    random = estimator.uses_randomness
    if estimator.library == "sklearn":
        random = _draws_in_some_trial(estimator, given)
    seed = _listed(given["random_state"]) if "random_state" in given else estimator.random_state
    return replace(estimator, uses_randomness=random, random_state=seed)


def _draws_in_some_trial(estimator: Estimator, given: dict[str, Term]) -> bool | None:
    """Whether the estimator draws with some of the values that its parameters take in turn."""
    listed = {name: _listed(values) for name, values in given.items()}
    alternatives = [_one_by_one(fact) for fact in listed.values()]
    if prod(len(each) for each in alternatives) > MOST_COMBINATIONS:
        alternatives = [(fact,) for fact in listed.values()]
    answers = set()
    for chosen in product(*alternatives):
        set_to = dict(zip(listed, chosen, strict=True))
        answers.add(
            uses_randomness(
                estimator.name,
                lambda name, set_to=set_to: (
                    set_to.get(name)  # type: ignore[misc]
                    or parameter_fact(estimator.event, name)
                ),
            )
        )
    if True in answers:
        return True
    return False if answers == {False} else None


def _one_by_one(fact: Fact) -> tuple[Fact, ...]:
    if not isinstance(fact, OneOf):
        return (fact,)
    return tuple(Known(fact.place, (), value) for value in fact.options)


def _listed(values: Term) -> Fact:
    """The values that a parameter takes over the whole space."""
    if not isinstance(values, Sequence) or values.open or not values.items:
        return UNKNOWN
    constants = [item.value for item in values.items if isinstance(item, Const)]
    if len(constants) != len(values.items):
        return UNKNOWN
    if len(constants) == 1:
        return worth(values.items[0])
    return OneOf(values.place, (), tuple(constants))


def trial_events(built: Built, estimators: tuple[Estimator, ...]) -> tuple[CallEvent, ...]:
    """The calls whose project functions run in every trial: scorers, builders, transformers."""
    events = [built.event, built.made]
    if built.estimator is not None:
        members = [m for m in inside(built.estimator) if isinstance(m, Result)]
        events += [member.event for member in members]
    events += [estimator.event for estimator in estimators]
    unique = {id(event): event for event in events}
    return tuple(unique.values())
