"""Arguments that a scikit-learn search does not take."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.libraries.scikit_learn.cross_validated.building import Built
from tunelint.libraries.scikit_learn.search_tables import KEYWORDS, POSITIONAL
from tunelint.model.library_errors import Rejection

GRIDS = frozenset({"GridSearchCV", "HalvingGridSearchCV"})
INSTEAD = {
    "fit_params": "them in fit()",
    "seed": "random_state=",
    "metric": "scoring=",
    "score": "scoring=",
    "n_trials": "n_iter=",
    "n_iterations": "n_iter=",
    "param_grids": "param_grid=",
}


def rejections(built: Built) -> Iterator[Rejection]:
    """Every such argument, in order: unknown keywords, and more positions than there are."""
    order = POSITIONAL[built.kind]
    for number, argument in enumerate(built.event.arguments.positional):
        if number >= len(order):
            yield Rejection(
                event=built.event,
                place=argument.spelled,
                taker=built.kind,
                written=f"a positional argument after {order[-1]}",
                error="TypeError",
                instead="a keyword",
            )
    for name, argument in built.event.arguments.keywords.items():
        if name not in KEYWORDS[built.kind]:
            yield Rejection(
                event=built.event,
                place=argument.spelled,
                taker=built.kind,
                written=f"{name}=",
                error="TypeError",
                instead=_instead(built.kind, name),
            )


def _instead(kind: str, name: str) -> str | None:
    match name:
        case "param_grid" | "param_distributions" | "params":
            return f"{POSITIONAL[kind][1]}="
        case "n_iter" if kind == "HalvingRandomSearchCV":
            return "n_candidates="
        case "n_iter" | "random_state" | "seed" if kind in GRIDS:
            return "a random search, or leave it out: a grid tries everything"
    return INSTEAD.get(name)
