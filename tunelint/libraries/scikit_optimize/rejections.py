"""What scikit-optimize does not take, and calls of it that always fail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tunelint.interpreter.frames import BranchFrame
from tunelint.interpreter.objects import CallEvent
from tunelint.interpreter.trace import conditions
from tunelint.interpreter.values import Const
from tunelint.libraries.common.library_calls import unsupported_arguments
from tunelint.libraries.scikit_optimize import tables
from tunelint.libraries.scikit_optimize.minimisations import Minimisation
from tunelint.model.library_errors import Rejection

SEED = "random_state="
WORKING = "gp_minimize or forest_minimize"
INSTEAD: Mapping[str, str] = {
    "seed": SEED,
    "rng": SEED,
    "rstate": SEED,
    "random_seed": SEED,
    "max_evals": "n_calls=",
    "n_iter": "n_calls=",
    "n_trials": "n_calls=",
    "max_iter": "n_calls=",
    "n_iterations": "n_calls=",
    "space": "dimensions=",
    "search_space": "dimensions=",
    "search_spaces": "dimensions=",
    "bounds": "dimensions=",
    "fn": "func=",
    "objective": "func=",
    "callbacks": "callback=",
    "n_init": "n_initial_points=",
    "init_points": "n_initial_points=",
}
INSTEAD_FOR_BAYES: Mapping[str, str] = {
    **INSTEAD,
    "n_calls": "n_iter=",
    "n_trials": "n_iter=",
    "max_evals": "n_iter=",
    "n_iterations": "n_iter=",
    "param_grid": "search_spaces=",
    "param_distributions": "search_spaces=",
    "search_space": "search_spaces=",
    "space": "search_spaces=",
    "dimensions": "search_spaces=",
    "acq_func": "optimizer_kwargs={'acq_func': …}",
    "base_estimator": "optimizer_kwargs={'base_estimator': …}",
    "n_initial_points": "optimizer_kwargs={'n_initial_points': …}",
    "callback": "it in fit()",
}


def of_minimisation(search: Minimisation) -> Iterator[Rejection]:
    """Every such argument of a minimiser or an ``Optimizer``, and the call itself if it fails.

    Where the callee is one of several and a condition stands around the call, it can be this very
    condition that tells them apart.
    """
    if _is_one_of_several(search.event) and len(conditions(search.event)) > 1:
        return
    if search.kind in tables.FAILING:
        yield _failing(search.event, f"{search.kind}", tables.FAILING[search.kind])
    given = search.given("base_estimator")
    chosen = given.value.value if given is not None and isinstance(given.value, Const) else None
    if isinstance(chosen, str) and chosen.upper() in tables.FAILING_SURROGATES:
        error = tables.FAILING_SURROGATES[chosen.upper()]
        yield _failing(search.event, f"{search.kind}(base_estimator={chosen!r})", error)
    yield from unsupported_arguments(search, search.kind, INSTEAD)


def _is_one_of_several(event: CallEvent) -> bool:
    last = event.path[-1] if event.path else None
    return (
        isinstance(last, BranchFrame)
        and last.place is not None
        and (last.place.node is event.place.node)
    )


def _failing(event: CallEvent, written: str, error: str) -> Rejection:
    return Rejection(
        event=event,
        place=event.anchor,
        taker="",
        written=written,
        error=error,
        instead=WORKING if "(" not in written else "'GP', 'ET' or 'RF'",
    )
