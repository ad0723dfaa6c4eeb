"""Arguments that a scikit-learn search does not take."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.libraries.common.library_calls import unsupported_arguments
from tunelint.libraries.scikit_learn.cross_validated.building import Built
from tunelint.model.library_errors import Rejection

GRIDS = frozenset({"GridSearchCV", "HalvingGridSearchCV"})
GRID_IS_WHOLE = "a random search, or leave it out: a grid tries everything"
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
    order = built.signature.order
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
    yield from unsupported_arguments(built, built.kind, _instead(built.kind, order[1]))


def _instead(kind: str, space: str) -> dict[str, str]:
    spaces = dict.fromkeys(("param_grid", "param_distributions", "params"), f"{space}=")
    if kind in GRIDS:
        return INSTEAD | spaces | dict.fromkeys(("n_iter", "random_state", "seed"), GRID_IS_WHOLE)
    return INSTEAD | spaces | ({"n_iter": "n_candidates="} if "Halving" in kind else {})
