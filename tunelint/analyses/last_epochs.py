"""Last epochs: scores that a trial reads off the end of a training which keeps its best epoch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tunelint.files.place import Place
from tunelint.interpreter.library_names import dotted
from tunelint.interpreter.objects import Result
from tunelint.interpreter.values import (
    Attribute,
    Choice,
    Const,
    Item,
    Operation,
    Sequence,
    Term,
)
from tunelint.libraries.common.returned import returned
from tunelint.libraries.keras.history import Logged, logged_name
from tunelint.libraries.keras.logs import VALIDATION
from tunelint.model.facts import smallest
from tunelint.model.program import Program
from tunelint.model.search import Search
from tunelint.model.training import Callback, Fit

# What gives one number for one number, or for the folds of a trial.
KEEPING = frozenset({"float", "float32", "float64", "mean", "average", "round", "fmean"})
# The losses that every training logs.
LOSSES = frozenset({"loss", f"{VALIDATION}loss"})


@dataclass(frozen=True, eq=False)
class LastEpoch:
    """A score, read at `place` off the last epoch of a log, and the callback that keeps the best.

    `restores` says that the callback puts the best epoch back into the model; else it saves it.
    """

    search: Search
    log: str
    place: Place
    callback: Callback
    restores: bool


def last_epochs(program: Program, search: Search) -> Iterator[LastEpoch]:
    """The scores of a search that surely are those of last epochs, each place once."""
    seen: set[int] = set()
    for score in _scores(program, search):
        for item, logged in _last(score, search):
            place = item.place
            if place is None or id(place.node) in seen or logged.fit is None:
                continue
            for callback, restores in _keeping(logged.fit, logged.name):
                seen.add(id(place.node))
                yield LastEpoch(search, logged.name, place, callback, restores)
                break


def _scores(program: Program, search: Search) -> Iterator[Term]:
    """What trials are scored by, a Keras Tuner `HyperModel.fit` of the project's own included."""
    for score in search.scores:
        yield score.term
    if search.custom_trial:
        for event in returned(program.trace, search.trial_events, search.functions):
            yield event.value


def _last(term: Term, search: Search) -> list[tuple[Item, Logged]]:
    """The lookups of a last epoch that a score is computed from; none where it is of others too."""
    match term:
        case Item(base=Item(base=Attribute(name="history")), key=Const(value=-1)):
            logged = logged_name(term, search.fits)
            return [(term, logged)] if logged is not None and logged.how == "last" else []
        case Operation(operands=operands):
            return _all_last([one for one in operands if not isinstance(one, Const)], search)
        case Sequence(items=items) | Choice(options=tuple() as items):
            return _all_last([*items], search)
        case Result(event=event):
            given = event.arguments.positional
            names = [name.rpartition(".")[2] for name in dotted(event.callee)]
            if len(given) == 1 and not event.arguments.keywords and KEEPING.issuperset(names):
                return _last(given[0].value, search) if names else []
    return []


def _all_last(terms: list[Term], search: Search) -> list[tuple[Item, Logged]]:
    found = [_last(term, search) for term in terms]
    return [one for lookups in found for one in lookups] if all(found) else []


def _keeping(fit: Fit, log: str) -> Iterator[tuple[Callback, bool]]:
    """The callbacks that surely keep the best of several epochs, and whether in the model."""
    epochs = smallest(fit.epochs)
    if epochs is None or epochs < 2 or fit.callbacks is None or fit.callbacks_open:
        return
    for callback in fit.callbacks:
        monitor = callback.monitor.value
        watched = monitor == log or (monitor in LOSSES and fit.validated is True)
        if watched and callback.kind == "EarlyStopping" and callback.restores.always(bool):
            yield callback, True
        if watched and callback.kind == "ModelCheckpoint" and callback.saves_best.always(bool):
            yield callback, False
