"""Handed spaces: Hyperopt's, where a search of Ray Tune hands one to its searcher."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.library_names import called_name
from tunelint.libraries.hyperopt.spaces import declared
from tunelint.model.program import Program
from tunelint.model.search import Search
from tunelint.model.space import Hyperparameter

SEARCHER = "HyperOptSearch"


def handed_to_ray(program: Program) -> Iterator[tuple[Search, Hyperparameter]]:
    """What ``HyperOptSearch(space)`` draws, each with the search that it proposes for."""
    for search in program.searches:
        searcher = search.randomness.holder
        if (
            search.tuner == "Ray Tune"
            and searcher is not None
            and called_name(searcher) == SEARCHER
        ):
            space = searcher.arguments.get("space", ("space",))
            for hyperparameter in declared(space.value) if space is not None else ():
                yield search, hyperparameter
