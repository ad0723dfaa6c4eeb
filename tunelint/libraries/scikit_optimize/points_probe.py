"""Points of a space, alive: a list of values as the optimizer hands it, and the same by name."""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from tunelint.lab.plain_values import Configuration, Value, plain


def dimension_names(dimensions: Sequence[Any]) -> list[str]:
    """The name of each dimension; ``x0``, ``x1``, … for those without one, or with another's."""
    given = [getattr(dimension, "name", None) for dimension in dimensions]
    counted = Counter(given)
    return [
        str(name) if name is not None and counted[name] == 1 else f"x{position}"
        for position, name in enumerate(given)
    ]


class Points:
    """The points of one space; those that were seen are found again as they were handed over."""

    def __init__(self, dimensions: Any, names: Sequence[str] | None = None) -> None:
        listed = getattr(dimensions, "dimensions", dimensions)
        self._space = importlib.import_module("skopt.space").Space(listed)
        self.names = list(names or dimension_names(self._space.dimensions))
        self._seen: dict[tuple[Value, ...], list[Any]] = {}

    def configuration(self, point: Sequence[Any]) -> dict[str, Value]:
        """A point by the names of its dimensions."""
        values = tuple(plain(value) for value in point)
        self._seen.setdefault(values, list(point))
        return dict(zip(self.names, values, strict=True))

    def point(self, configuration: Configuration, example: Callable[[], list[Any]]) -> list[Any]:
        """The point that a configuration means; its types are those of `example`'s point."""
        values = tuple(configuration[name] for name in self.names)
        if values in self._seen:
            return self._seen[values]
        return [
            _typed(dimension, value, like)
            for dimension, value, like in zip(
                self._space.dimensions, values, example(), strict=True
            )
        ]

    def drawn(self, seed: int) -> list[Any]:
        """One draw, the same for the same number."""
        point: list[Any] = self._space.rvs(n_samples=1, random_state=seed)[0]
        return point


def _typed(dimension: Any, value: Value, like: Any) -> Any:
    """A plain value as the optimizer would hand it over."""
    categories = getattr(dimension, "categories", None)
    if categories is not None:
        return next((each for each in categories if plain(each) == value), value)
    return type(like)(value)
