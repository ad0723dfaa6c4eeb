"""TUN308 metric-name-drifts

## What it does

Flags a score that is looked up by name (`history["val_auc"]`) where the model is compiled with an
object of a metric that has no name of its own, and where that happens again and again in one
process: in every trial of a search, or in every fold of a trial.

## Why is this bad?

Keras numbers unnamed metrics within a process: the first `AUC()` logs `auc`, the next one `auc_1`.
The first trial goes through; from the second one on the name is not in the log, and the look-up
ends with KeyError.

## Example

```python
import keras
from hyperopt import fmin, hp, tpe

def objective(units):
    model = keras.Sequential([keras.layers.Dense(int(units)), keras.layers.Dense(1)])
    model.compile(loss="binary_crossentropy", metrics=[keras.metrics.AUC()])
    history = model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
    return -max(history.history["val_auc"])

best = fmin(objective, hp.quniform("units", 4, 64, 1), algo=tpe.suggest, max_evals=50)
```

## Use instead

```python
import keras
from hyperopt import fmin, hp, tpe

def objective(units):
    model = keras.Sequential([keras.layers.Dense(int(units)), keras.layers.Dense(1)])
    model.compile(loss="binary_crossentropy", metrics=[keras.metrics.AUC(name="auc")])
    history = model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
    return -max(history.history["val_auc"])

best = fmin(objective, hp.quniform("units", 4, 64, 1), algo=tpe.suggest, max_evals=50)
```

## How it is confirmed

The script is run, a few short trials; the look-up raises KeyError from the second on.

## Where it stops looking

Trials in which `clear_session` is called, which starts the numbers again, metrics that are built
outside of the trials, and Keras Tuner's own trials, which clear the session. Ray Tune gives every
trial a process or thread of its own, where the numbers start again: there only repeated fits
inside one trial count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import libcst as cst

from tunelint.api import (
    AddArgument,
    Compilation,
    Finding,
    Fit,
    Fix,
    Lab,
    Metric,
    Place,
    Program,
    Related,
    Rule,
    Search,
    Verdict,
    safe_fix,
)
from tunelint.experiments.exceptions import fails_again_at
from tunelint.interpreter.frames import CallbackFrame, LoopFrame
from tunelint.interpreter.library_names import dotted
from tunelint.interpreter.objects import Event
from tunelint.interpreter.provenance import ancestors
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Term
from tunelint.libraries.keras.evaluations import compilation_of
from tunelint.libraries.keras.history import PREFIX, Logged, logged_name

CLEARING = frozenset({"clear_session"})


@dataclass(frozen=True, eq=False)
class _Drifting:
    """A look-up of `name` at `place`, and the unnamed metric that is logged so the first time.

    None where the metric has a name of its own.
    """

    search: Search
    name: str
    place: Place
    metric: Metric | None


class MetricNameDrifts(
    Rule, level="error", tuners=("Hyperopt", "Optuna", "scikit-optimize", "Ray Tune", "loop")
):
    def subjects(self, program: Program) -> Iterable[_Drifting]:
        for search in program.searches:
            if search.tuner in self.tuners and not _clears(search, program.trace):
                yield from _drifting(program, search)

    def check(self, subject: _Drifting) -> Finding | None:
        logged, metric = subject.name.removeprefix(PREFIX), subject.metric
        if metric is None:
            return None
        again = "fold" if subject.search.apart else "trial"
        related = [] if metric.place is None else [Related(metric.place, "it has no name")]
        return self.finding(
            subject.place,
            f"{subject.name!r} is in the log of the first {again} alone: Keras numbers the unnamed"
            f" metric {metric.written} anew for each model of a process ({logged}, {logged}_1, …),"
            f" so this ends with KeyError in the second {again}",
            related=related,
            help=f'give the metric a name: name="{logged}"',
            fix=_fix(metric, logged),
        )

    def confirm(self, subject: _Drifting, lab: Lab) -> Verdict:
        return fails_again_at(lab, subject.place, "KeyError", (subject.name,))


def _fix(metric: Metric, logged: str) -> Fix | None:
    """The name under which it is looked up, where it is built."""
    if metric.place is None or not isinstance(metric.place.node, cst.Call):
        return None
    return safe_fix(
        f"name the metric {logged!r}", AddArgument(metric.place, "name", (f'"{logged}"',))
    )


def _clears(search: Search, trace: Trace) -> bool:
    """Whether a trial calls what starts Keras' numbers again."""
    return any(
        full.rpartition(".")[2] in CLEARING
        for event in search.calls(trace)
        for full in dotted(event.callee)
    )


def _drifting(program: Program, search: Search) -> Iterator[_Drifting]:
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
            yield _Drifting(search, logged.name, place, metric)


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
        if metric.numbered and metric.logged == name.removeprefix(PREFIX):
            return metric
    return None


def _made_in_trial(search: Search, metric: Metric, trace: Trace) -> bool:
    """Whether the metric's object is built in the trial: one that is shared keeps its name."""
    return metric.place is not None and any(
        event.place.key == metric.place.key and search.in_trial(event) for event in trace.calls()
    )
