"""What bayes_opt does not take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tunelint.files.place import Place
from tunelint.interpreter.objects import CallEvent
from tunelint.libraries.bayes_opt.optimizations import Optimization
from tunelint.libraries.bayes_opt.proposing import is_refused
from tunelint.libraries.bayes_opt.tables import METHODS, OPTIMISER, ORDER
from tunelint.model.library_errors import Rejection

SEED = "random_state="
ACQUISITION = f"acquisition_function= of {OPTIMISER}"
TO_MAXIMIZE = "it in the call of maximize"
INSTEAD: Mapping[str, str] = {
    "seed": SEED,
    "random_seed": SEED,
    "rng": SEED,
    "acq": "acquisition_function=",
    "acquisition": "acquisition_function=",
    "init_points": TO_MAXIMIZE,
    "n_iter": TO_MAXIMIZE,
    "bounds": "pbounds=",
    "function": "f=",
    "objective": "f=",
}
INSTEAD_FOR_MAXIMIZE: Mapping[str, str] = {
    "acq": ACQUISITION,
    "kappa": ACQUISITION,
    "kappa_decay": ACQUISITION,
    "kappa_decay_delay": ACQUISITION,
    "xi": ACQUISITION,
    "acquisition_function": ACQUISITION,
    "alpha": "set_gp_params(alpha=…)",
    "kernel": "set_gp_params(kernel=…)",
    "n_restarts_optimizer": "set_gp_params(n_restarts_optimizer=…)",
    "n_iters": "n_iter=",
    "max_iter": "n_iter=",
    "n_calls": "n_iter=",
    "random_state": f"{SEED} of {OPTIMISER}",
}


def rejections(search: Optimization) -> Iterator[Rejection]:
    """Every such argument of the constructor, of ``maximize`` and of ``suggest``."""
    yield from _unknown(search.event, OPTIMISER, ORDER, INSTEAD)
    given = search.given("random_state")
    if given is not None and is_refused(search):
        written = "a Generator as random_state="
        yield _rejection(search.event, given.anchor, OPTIMISER, written, "an int for it")
    for event in search.called("maximize"):
        yield from _unknown(event, "maximize", METHODS["maximize"], INSTEAD_FOR_MAXIMIZE)
        for argument in event.arguments.positional[len(METHODS["maximize"]) :][:1]:
            yield _rejection(event, argument.place, "maximize", "a third argument", ACQUISITION)
    for event in search.called("suggest"):
        yield from _unknown(event, "suggest", METHODS["suggest"], {})
        for argument in event.arguments.positional[:1]:
            yield _rejection(event, argument.place, "suggest", "an argument", ACQUISITION)


def _unknown(
    event: CallEvent, taker: str, order: tuple[str, ...], instead: Mapping[str, str]
) -> Iterator[Rejection]:
    for name, argument in event.arguments.keywords.items():
        if name not in order:
            found = instead.get(name, ACQUISITION if taker == "suggest" else None)
            yield _rejection(event, argument.spelled, taker, f"{name}=", found)


def _rejection(
    event: CallEvent, place: Place, taker: str, written: str, instead: str | None
) -> Rejection:
    return Rejection(
        event=event, place=place, taker=taker, written=written, error="TypeError", instead=instead
    )
