"""Drifting names: lookups of an unnamed metric, which Keras numbers within a process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import libcst as cst

from tunelint.analyses.log_lookups import is_changed, log_lookups, logged_by
from tunelint.analyses.monitors import WATCHING
from tunelint.files.place import Place
from tunelint.findings.finding import Fix, safe_fix
from tunelint.findings.fixes.changes import AddArgument
from tunelint.interpreter.frames import CallbackFrame, LoopFrame
from tunelint.interpreter.library_names import dotted
from tunelint.interpreter.objects import Event
from tunelint.interpreter.provenance import ancestors
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import options_of
from tunelint.libraries.keras.evaluations import compilation_of
from tunelint.libraries.keras.logs import VALIDATION, logs_besides
from tunelint.model.objective import PruningCallback
from tunelint.model.program import Program
from tunelint.model.search import Search
from tunelint.model.training import Callback, Compilation, Evaluation, Fit, Metric

CLEARING = frozenset({"clear_session"})


@dataclass(frozen=True, eq=False)
class Drifting:
    """A lookup or a watch of `name` at `place`, and the unnamed metric that is logged so at first.

    None where the metric has a name of its own.
    """

    search: Search
    name: str
    place: Place
    metric: Metric | None
    watched: Watched | None = None


@dataclass(frozen=True, eq=False)
class Watched:
    """What watches the name, in which training; `fails` says that it raises where it is missing."""

    kind: str
    training: Fit
    fails: bool


def drifting_names(program: Program, search: Search) -> Iterator[Drifting]:
    """Where trials look up or watch names that Keras may not log again, each place once.

    Those of metrics that are shared by all trials keep their names.
    """
    if _clears(search, program.trace):
        return
    found: dict[int, Drifting] = {}
    for one in (*_lookups(program, search), *_monitors(program, search)):
        if one.metric is None or _made_in_trial(search, one.metric, program.trace):
            known = found.get(id(one.place.node))
            if known is None or known.metric is None:
                found[id(one.place.node)] = one
    yield from found.values()


def metric_named(metric: Metric, name: str) -> Fix | None:
    """The fix that gives the metric a name, where it is built."""
    if metric.place is None or not isinstance(metric.place.node, cst.Call):
        return None
    return safe_fix(f"name the metric {name!r}", AddArgument(metric.place, "name", (f'"{name}"',)))


def _lookups(program: Program, search: Search) -> Iterator[Drifting]:
    """The lookups in the logs that every trial makes, or that its score is made of."""
    of_scores = {id(term) for score in search.scores for term in ancestors(score.term)}
    for lookup in log_lookups(program, search):
        logs = options_of(lookup.item.base)
        if any(is_changed(one, program.trace) for one in logs):
            continue
        if id(lookup.item) in of_scores or search.always_reaches(lookup.event):
            trainings = [training for one in logs for training in logged_by(one, search)]
            yield from _drifting(program, search, lookup.name, lookup.place, trainings)


def _monitors(program: Program, search: Search) -> Iterator[Drifting]:
    """The names that callbacks of the trials watch."""
    pruning = {id(one.event): one for one in search.pruning_callbacks}
    for training in search.fits:
        for callback in training.callbacks or ():
            watching = pruning.get(id(callback.event), callback)
            kind, place = watching.kind, watching.monitor.place or watching.event.anchor
            name, fails = watching.monitor.value, _fails_without(watching, search)
            if isinstance(name, str) and fails is not None:
                watched = Watched(kind, training, fails)
                yield from _drifting(program, search, name, place, [training], watched)


def _fails_without(callback: Callback | PruningCallback, search: Search) -> bool | None:
    """Whether a callback raises where what it watches is not logged; None where not known.

    One that is shared knows the direction from its first training, and only warns.
    """
    if isinstance(callback, PruningCallback):
        return False if callback.kind == "KerasPruningCallback" else None
    if callback.kind not in WATCHING:
        return None
    if callback.mode.always(lambda mode: mode in (None, "auto")):
        return _repeats(search, callback.event)
    return False if callback.mode.always(lambda mode: mode in ("min", "max")) else None


def _drifting(
    program: Program,
    search: Search,
    name: str,
    place: Place,
    trainings: Iterable[Fit | Evaluation],
    watched: Watched | None = None,
) -> Iterator[Drifting]:
    """What looks up or watches a name that each of the trainings logs in its first trial."""
    metrics: list[Metric | None] = []
    for one in trainings:
        compilation = _compilation(program, one)
        if compilation is None or not _repeats(search, compilation.event):
            return
        if logs_besides(name, compilation) or _is_unvalidated(name, one):
            return
        metrics.append(_unnamed(compilation, name))
    if metrics:
        yield Drifting(search, name, place, metrics[0] if all(metrics) else None, watched)


def _is_unvalidated(name: str, training: Fit | Evaluation) -> bool:
    """Whether the name is of a validation that there is not, not even the first time."""
    if not name.startswith(VALIDATION):
        return False
    return isinstance(training, Evaluation) or training.validated is False


def _compilation(program: Program, training: Fit | Evaluation) -> Compilation | None:
    if training.model is None:
        return None
    return compilation_of(training.model, training.event, program.records.compilations)


def _repeats(search: Search, event: Event) -> bool:
    """Whether something happens again and again in one process, and in the trials."""
    if not search.in_trial(event):
        return False
    if not search.apart:
        return not search.budget.always(lambda number: number == 1)
    return bool(_loops_in_trial(search, event))


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
