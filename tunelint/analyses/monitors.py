"""Monitors: the log that a callback of the trials watches, and the one that ranks trials."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tunelint.analyses.trainings import STOPPING, callbacks_of
from tunelint.findings.finding import Level
from tunelint.interpreter.values import Term
from tunelint.libraries.arrays.lineage import lineage_of
from tunelint.libraries.arrays.roles import TEST, role
from tunelint.libraries.keras.evaluations import compilation_of
from tunelint.libraries.keras.logs import logged_names, logs_besides, ranks_alike, same_metric
from tunelint.model.program import Program
from tunelint.model.search import Search
from tunelint.model.training import Callback, Compilation

WATCHING = (STOPPING, "ModelCheckpoint", "ReduceLROnPlateau")
VALIDATION = "val_"
LOSS = "loss"


@dataclass(frozen=True, eq=False)
class Monitor:
    """A callback that watches the logs `names`; `objectives` are what trials are ranked by.

    `compilations` can hold where it is used. Either is empty where it is not fully known, and
    `objectives` where they are measured on what the code calls test data.
    """

    callback: Callback
    search: Search
    names: tuple[str, ...]
    compilations: tuple[Compilation, ...]
    objectives: tuple[str, ...]

    @property
    def has_no_mode(self) -> bool:
        """Whether Keras has to find out from the name which way the log should go."""
        return self.callback.mode.always(lambda mode: mode in (None, "auto"))


def monitors_of(search: Search, program: Program) -> Iterator[Monitor]:
    """The monitors of one search's trials whose names are known, in order."""
    watching = list(callbacks_of(search, *WATCHING))
    on_test = bool(watching) and _ranked_on_test(search, program)
    objectives = () if on_test else objective_names(search)
    for callback, fit in watching:
        names = callback.monitor.values or ()
        if names and all(isinstance(name, str) for name in names):
            own = compilation_of(fit.model, fit.event, program.records.compilations)
            compilations = (own,) if own is not None else search.compilations
            yield Monitor(callback, search, names, compilations, objectives)


def objective_names(search: Search) -> tuple[str, ...]:
    """The logs that the trials are ranked by; empty where they are not fully known."""
    if search.scores:
        names = [_score_name(search, number) for number in range(len(search.scores))]
        return () if None in names else tuple(name for name in names if name is not None)
    if search.objective is None:
        return ()
    values = search.objective.name.values or ()
    return values if all(isinstance(name, str) for name in values) else ()


def unclear(name: str, compilation: Compilation) -> str | None:
    """Why Keras cannot tell the direction of a log, as a clause; None where it perhaps can."""
    metric = name.removeprefix(VALIDATION)
    logged = logged_names(compilation)
    if metric == LOSS or logged is None or logs_besides(name, compilation):
        return None
    for found in compilation.metrics or ():
        if found.logged == metric:
            return "whose direction Keras does not know" if found.custom else None
    return "which the model never logs"


def distance(monitor: Monitor) -> Level | None:
    """How bad it is to watch this log; None where it is all right, or that is not known."""
    if not monitor.objectives or len(monitor.names) != 1:
        return None
    found = {_distance(monitor, objective) for objective in monitor.objectives}
    return found.pop() if len(found) == 1 else None


def _distance(monitor: Monitor, objective: str) -> Level | None:
    (name,) = monitor.names
    if name == objective:
        return None
    if not name.startswith(VALIDATION):
        return Level.WARNING
    watched, wanted = name.removeprefix(VALIDATION), objective.removeprefix(VALIDATION)
    if not objective.startswith(VALIDATION) or _alike(watched, wanted, monitor.compilations):
        return None
    return Level.ADVICE if watched == LOSS else Level.WARNING


def _alike(one: str, other: str, compilations: tuple[Compilation, ...]) -> bool:
    """Whether two logged names can order the epochs in the same way."""
    if same_metric(one, other) or one in other or other in one:
        return True
    losses = [compilation.loss.value for compilation in compilations] or [None]
    if LOSS in (one, other):
        metric = other if one == LOSS else one
        return any(ranks_alike(loss, metric) for loss in losses)
    return ranks_alike(one, other)


def _score_name(search: Search, number: int) -> str | None:
    """A score as it would be logged: with ``val_`` unless it is measured on the training rows."""
    score = search.scores[number]
    if score.metric is None:
        return None
    trained = score.fit.features if score.fit is not None else None
    on_training_rows = trained is not None and score.data[:1] == (trained,)
    return score.metric if on_training_rows else VALIDATION + score.metric


def _ranked_on_test(search: Search, program: Program) -> bool:
    """Whether the code calls the rows test data that the trials are ranked on."""
    lineage = lineage_of(program.records.draws)
    rows: list[Term] = [term for score in search.scores for term in score.data[:1]]
    rows += [term for fit in search.trainings for term in (fit.validation or ())[:1]]
    roles = (role(program.trace, lineage, term) for term in rows)
    return any(found is not None and found[0] == TEST for found in roles)
