"""What the trials of a scikit-learn search fit: the estimators inside, as the space sets them."""

from __future__ import annotations

from dataclasses import replace

from tunelint.facts import Fact, OneOf
from tunelint.frameworks.scikit_learn.composites import inside, named_inside
from tunelint.frameworks.scikit_learn.estimators import estimators_in, parameter_fact
from tunelint.frameworks.scikit_learn.randomness import uses_randomness
from tunelint.search import UNKNOWN, Estimator
from tunelint.syntax.terms import Choice, Const, Result, Sequence, Term
from tunelint.syntax.trace import CallEvent
from tunelint.syntax.worth import worth
from tunelint.tuners.scikit_learn.building import Built
from tunelint.tuners.scikit_learn.space import Space, keyed


def trained(
    built: Built, space: Space | None, estimators: tuple[Estimator, ...]
) -> tuple[Estimator, ...]:
    """The estimators that a trial fits, with the parameters that the space sets.

    Of several estimators, one of which some condition chooses, nothing is said.
    """
    term = built.estimator
    if term is None or isinstance(term, Choice):
        return ()
    found = list(estimators_in(term, estimators))
    paths = _paths(term)
    for name, values in keyed(space):
        if name in paths.values() and isinstance(values, Sequence):
            for option in values.items:
                found.extend(estimators_in(option, estimators))
    return tuple(_as_searched(estimator, paths, space) for estimator in found)


def _paths(term: Term) -> dict[int, str]:
    """The path of every estimator inside, by its building call."""
    return {
        id(member.event): path for path, member in named_inside(term) if isinstance(member, Result)
    }


def _as_searched(estimator: Estimator, paths: dict[int, str], space: Space | None) -> Estimator:
    prefix = paths.get(id(estimator.event))
    if prefix is None:
        return estimator
    start = f"{prefix}__" if prefix else ""
    given = {
        name.removeprefix(start): values
        for name, values in keyed(space)
        if name.startswith(start) and "__" not in name.removeprefix(start)
    }
    if not given:
        return estimator

    def parameter(name: str) -> Fact:
        return _listed(given[name]) if name in given else parameter_fact(estimator.event, name)

    random = estimator.uses_randomness
    if estimator.library == "sklearn":
        random = uses_randomness(estimator.name, parameter)
    seed = _listed(given["random_state"]) if "random_state" in given else estimator.random_state
    return replace(estimator, uses_randomness=random, random_state=seed)


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
