"""Reported metrics: those that a model is compiled with, or that are read of a search's winner."""

from __future__ import annotations

from tunelint.analyses.metric_readouts import names_read
from tunelint.libraries.keras.logs import VALIDATION, logged_names, ranks_alike, same_metric
from tunelint.model.program import Program
from tunelint.model.search import Search
from tunelint.model.training import Compilation, Metric


def metric_looked_at(program: Program, search: Search) -> str | None:
    """The metric that a reader of the code cares for, as it is logged; None where none differs."""
    name = search.objective.name.value if search.objective is not None else None
    if str(name).removeprefix(VALIDATION) == "loss":
        telling = telling_metric(search.compilations[0])
        return telling.logged if telling is not None else None
    return _metric_read(program, search)


def telling_metric(compilation: Compilation) -> Metric | None:
    """The first metric that can rank models differently than the loss does."""
    if logged_names(compilation) is None:
        return None
    loss = compilation.loss.value
    for metric in compilation.metrics or ():
        if metric.logged is not None and not ranks_alike(loss, metric.logged):
            return metric
    return None


def other_metric_read(program: Program, search: Search, name: str) -> str | None:
    """The metric that the code reads of the winner, where the objective is a different one."""
    objective, read = name.removeprefix(VALIDATION), _metric_read(program, search)
    for compilation in search.compilations:
        names = logged_names(compilation)
        if names is None or objective not in names or len(names) < 3:
            return None
    return None if read is None or same_metric(read, objective) else read


def _metric_read(program: Program, search: Search) -> str | None:
    """The only metric that the code reads of the winner."""
    read = {name.removeprefix(VALIDATION) for name in names_read(program, search)} - {"loss"}
    return read.pop() if len(read) == 1 else None
