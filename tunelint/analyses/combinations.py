"""Combinations: what a search may set that its estimator always rejects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tunelint.analyses.estimator_settings import Configured, Setting, configured_in_trials
from tunelint.files.place import Place
from tunelint.libraries.boosting import combinations as boosting
from tunelint.libraries.common.combinations import Combination
from tunelint.libraries.scikit_learn import combinations as scikit_learn
from tunelint.model.program import Program
from tunelint.model.search import Search
from tunelint.model.space import Hyperparameter
from tunelint.model.training import Estimator

COMBINATIONS = {"sklearn": scikit_learn.COMBINATIONS, "lightgbm": boosting.COMBINATIONS}


@dataclass(frozen=True, eq=False)
class Impossible:
    """Values that an estimator rejects together, although trials may set all of them."""

    configured: Configured
    combination: Combination
    # One of each, by parameter: those that are set first.
    values: Mapping[str, object]
    place: Place

    @property
    def search(self) -> Search:
        """Whose trials these are."""
        return self.configured.search

    @property
    def estimator(self) -> Estimator:
        """What rejects them."""
        return self.configured.estimator

    @property
    def set(self) -> frozenset[str]:
        """The parameters among them that are set; the others have their defaults."""
        return frozenset(self.values) & frozenset(self.configured.settings)

    @property
    def told(self) -> frozenset[str]:
        """The parameters that a message names: defaults only where one alone is set."""
        return self.set if len(self.set) > 1 else frozenset(list(self.values)[:2])

    @property
    def declared(self) -> Mapping[str, Hyperparameter]:
        """The hyperparameters that draw them, by parameter."""
        settings = {name: self.configured.settings.get(name) for name in self.values}
        return {name: one.declared for name, one in settings.items() if one and one.declared}


def combined(program: Program) -> Iterator[tuple[Configured, Impossible | None]]:
    """The estimators that trials set such parameters of, each with what they reject.

    What is rejected at one place counts once.
    """
    seen: set[object] = set()
    for configured in program.once(configured_in_trials):
        known = combinations_of(configured)
        found = [one for one in (_impossible(configured, each) for each in known) if one]
        fresh = [one for one in found if one.place.key not in seen]
        seen |= {one.place.key for one in fresh}
        for one in fresh:
            yield configured, one
        if not found and known:
            yield configured, None


def combinations_of(configured: Configured) -> list[Combination]:
    """The combinations that concern an estimator and a parameter that is set."""
    estimator = configured.estimator
    return [
        each
        for each in COMBINATIONS.get(estimator.library, ())
        if estimator.name in each.estimators and each.conditions.keys() & configured.settings.keys()
    ]


def _impossible(configured: Configured, combination: Combination) -> Impossible | None:
    values: dict[str, object] = {}
    for name, condition in combination.conditions.items():
        met = [value for value in configured.values(name) if condition.holds(value)]
        if not met:
            return None
        values[name] = met[0]
    first = sorted(values, key=lambda name: name not in configured.settings)
    place = _place(configured, [configured.settings.get(name) for name in values])
    return Impossible(configured, combination, {name: values[name] for name in first}, place)


def _place(configured: Configured, settings: list[Setting | None]) -> Place:
    """The last declaration of those that draw the values, else what hands one over."""
    known = [one for one in settings if one is not None and one.place is not None]
    drawn = [one for one in known if one.declared is not None]
    order = list(configured.search.hyperparameters or ())
    drawn.sort(key=lambda one: order.index(one.declared) if one.declared in order else -1)
    places = [one.place for one in drawn or known if one.place is not None]
    return places[-1] if places else configured.estimator.event.place
