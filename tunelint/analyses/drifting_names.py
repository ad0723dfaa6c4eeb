"""Drifting names: lookups of an unnamed metric, which Keras numbers within a process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from tunelint.files.place import Place
from tunelint.findings.finding import Fix, safe_fix
from tunelint.findings.fixes.changes import AddArgument
from tunelint.interpreter.frames import CallbackFrame, LoopFrame
from tunelint.interpreter.library_names import dotted
from tunelint.interpreter.objects import Event
from tunelint.interpreter.provenance import ancestors
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Term
from tunelint.libraries.keras.evaluations import compilation_of
from tunelint.libraries.keras.history import Logged, logged_name
from tunelint.libraries.keras.logs import VALIDATION
from tunelint.model.program import Program
from tunelint.model.search import Search
from tunelint.model.training import Compilation, Fit, Metric

CLEARING = frozenset({"clear_session"})


@dataclass(frozen=True, eq=False)
class Drifting:
    """A lookup of `name` at `place`, and the unnamed metric that is logged so the first time.

    None where the metric has a name of its own.
    """

    search: Search
    name: str
    place: Place
    metric: Metric | None


def drifting_lookups(program: Program, search: Search) -> Iterator[Drifting]:
    """The lookups in a search's scores of names that Keras may not log again.

    Those of metrics that are shared by all trials keep their names.
    """
    if _clears(search, program.trace):
        return
    seen: set[int] = set()
    for term, logged in _looked_up(search):
        fit, place = logged.fit, term.place
        if fit is None or place is None or id(place.node) in seen:
            continue
        compilation = compilation_of(fit.model, fit.event, program.records.compilations)
        if compilation is None or not _repeats(search, compilation):
            continue
        metric = _unnamed(compilation, logged.name)
        if metric is None or _made_in_trial(search, metric, program.trace):
            seen.add(id(place.node))
            yield Drifting(search, logged.name, place, metric)


def metric_named(metric: Metric, name: str) -> Fix | None:
    """The fix that gives the metric a name, where it is built."""
    if metric.place is None or not isinstance(metric.place.node, cst.Call):
        return None
    return safe_fix(f"name the metric {name!r}", AddArgument(metric.place, "name", (f'"{name}"',)))


def _looked_up(search: Search) -> Iterator[tuple[Term, Logged]]:
    """The names in a training's log that the scores of a search are read from."""
    fits: tuple[Fit, ...] = search.fits
    for score in search.scores:
        for term in ancestors(score.term):
            logged = logged_name(term, fits)
            if logged is not None and logged.how == "all":
                yield term, logged


def _repeats(search: Search, compilation: Compilation) -> bool:
    """Whether the model is compiled again and again in one process."""
    if not search.in_trial(compilation.event):
        return False
    if not search.apart:
        return not search.budget.always(lambda number: number == 1)
    return bool(_loops_in_trial(search, compilation.event))


def _loops_in_trial(search: Search, event: Event) -> list[LoopFrame]:
    """The loops around an event that run inside one trial."""
    inside = False
    found: list[LoopFrame] = []
    for frame in event.path:
        if isinstance(frame, CallbackFrame) and frame.event in search.trial_events:
            inside = True
        elif inside and isinstance(frame, LoopFrame):
            found.append(frame)
    return found


def _unnamed(compilation: Compilation, name: str) -> Metric | None:
    """The metric without a name of its own that the first model of a process logs so."""
    for metric in compilation.metrics or ():
        if metric.numbered and metric.logged == name.removeprefix(VALIDATION):
            return metric
    return None


def _made_in_trial(search: Search, metric: Metric, trace: Trace) -> bool:
    """Whether the metric's object is built in the trial: one that is shared keeps its name."""
    return metric.place is not None and any(
        event.place.key == metric.place.key and search.in_trial(event) for event in trace.calls()
    )


def _clears(search: Search, trace: Trace) -> bool:
    """Whether a trial calls what starts Keras' numbers again."""
    return any(
        full.rpartition(".")[2] in CLEARING
        for event in search.calls(trace)
        for full in dotted(event.callee)
    )
