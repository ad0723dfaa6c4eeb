"""TUN405 early-stopping-monitor

## What it does

Flags an `EarlyStopping` in the trials of a search that watches something other than the objective,
or a training metric. It is an error where the watched name will not be logged, or is a custom
metric, and `mode` is left at auto; `ModelCheckpoint` and `ReduceLROnPlateau` fail alike. Watching
`val_loss` while the objective comes from the same validation data is reported as advice.

## Why is this bad?

Each trial ends at the best epoch of one quantity and is judged by another; a training metric keeps
improving and hardly ever stops anything. With `mode="auto"`, Keras raises ValueError in the first
epoch if it cannot tell which way the watched name should go: every trial fails.

## Example

```python
import keras
import keras_tuner as kt

stop = keras.callbacks.EarlyStopping(monitor="loss", patience=5)
tuner = kt.RandomSearch(build_model, objective="val_accuracy", max_trials=20, seed=7)
tuner.search(x_train, y_train, validation_split=0.2, epochs=50, callbacks=[stop])
```

## Use instead

```python
import keras
import keras_tuner as kt

stop = keras.callbacks.EarlyStopping(monitor="val_accuracy", patience=5)
tuner = kt.RandomSearch(build_model, objective="val_accuracy", max_trials=20, seed=7)
tuner.search(x_train, y_train, validation_split=0.2, epochs=50, callbacks=[stop])
```

## How it is confirmed

Where every trial should fail, trials of one epoch are run: one ends in a ValueError that names the
callback, or none does. Else several configurations are trained to the end without early stopping,
with two to five seeds each, and the best epoch by the watched name is compared with the best one by
the trials' own score, in the curves of the other seeds. *Confirmed* where the former is worse in
surely more than one training in three, and surely on average (95% intervals); *refuted* where both
are surely the same one in two trainings of three, and where the score is read off the watched log
itself.

## Where it stops looking

Objectives and metrics that cannot be named, models with several outputs, metrics that rank models
alike (MSE, RMSE and R², a metric that is the loss), and objectives measured on the test data
(TUN202).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tunelint.analyses.trainings import STOPPING, callbacks_of, monitored
from tunelint.api import (
    Callback,
    Compilation,
    Finding,
    Fit,
    Fix,
    Lab,
    Level,
    Program,
    Related,
    Rule,
    Search,
    Verdict,
    unsafe_fix,
)
from tunelint.experiments.early_stopping import choose_other_epochs
from tunelint.experiments.exceptions import a_trial_fails
from tunelint.findings.fixes.arguments import given
from tunelint.findings.fixes.strings import respelled
from tunelint.interpreter.values import Term
from tunelint.libraries.arrays.lineage import lineage_of
from tunelint.libraries.arrays.roles import TEST, role
from tunelint.libraries.common.metric_direction import grows
from tunelint.libraries.keras.evaluations import compilation_of
from tunelint.libraries.keras.logs import (
    logged_names,
    logs_besides,
    ranks_alike,
    same_metric,
    spelled_otherwise,
)

WATCHING = (STOPPING, "ModelCheckpoint", "ReduceLROnPlateau")
VALIDATION = "val_"
LOSS = "loss"
MONITOR_FIRST = ("monitor",)


@dataclass(frozen=True, eq=False)
class _Watching:
    """A callback of the trials, and the compile calls that can hold where it is used.

    `on_test` says that the objective is measured on what the code calls test data.
    """

    callback: Callback
    search: Search
    compilations: tuple[Compilation, ...]
    on_test: bool


class EarlyStoppingMonitor(Rule, level="warning", not_for="scikit-learn"):
    def subjects(self, program: Program) -> Iterable[_Watching]:
        for search in program.searches:
            watching = list(callbacks_of(search, *WATCHING))
            on_test = bool(watching) and _judged_on_test(search, program)
            for callback, fit in watching:
                yield _Watching(callback, search, _compilations(search, fit, program), on_test)

    def check(self, subject: _Watching) -> Finding | None:
        monitors = subject.callback.monitor.values or ()
        if not monitors or not all(isinstance(name, str) for name in monitors):
            return None
        return self._fails(subject, monitors) or self._differs(subject, monitors)

    def confirm(self, subject: _Watching, lab: Lab) -> Verdict:
        callback, search = subject.callback, subject.search
        monitors = callback.monitor.values or ()
        if all(isinstance(name, str) for name in monitors) and self._fails(subject, monitors):
            return a_trial_fails(lab, search, "ValueError", (callback.kind,))
        names = set(_objectives(search))
        named = names.pop() if len(names) == 1 else None
        return choose_other_epochs(lab, search, *monitored(callback), named)

    def _fails(self, subject: _Watching, monitors: tuple[str, ...]) -> Finding | None:
        """Keras raises, because it cannot tell which way the watched name should go."""
        callback = subject.callback
        if not subject.compilations or not callback.mode.always(
            lambda mode: mode in (None, "auto")
        ):
            return None
        reasons = [
            _unclear(name, compilation) for name in monitors for compilation in subject.compilations
        ]
        if not all(reasons):
            return None
        return self.finding(
            callback.monitor.place or callback.event.anchor,
            f"{callback.kind} watches {monitors[0]!r}, {reasons[0]}, and mode is left at auto:"
            " every trial fails with ValueError",
            related=[Related(subject.compilations[0].event.place, "the model is compiled here")],
            help=_remedy(monitors[0], subject.compilations[0]),
            level=Level.ERROR,
            fix=_fix_name(callback, subject.compilations),
        )

    def _differs(self, subject: _Watching, monitors: tuple[str, ...]) -> Finding | None:
        """It works, and ends the trials by something else than they are judged by."""
        if subject.callback.kind != STOPPING or subject.on_test or len(monitors) != 1:
            return None
        objectives, monitor = _objectives(subject.search), monitors[0]
        if not objectives:
            return None
        levels = {_difference(monitor, name, subject.compilations) for name in objectives}
        if len(levels) != 1 or None in levels:
            return None
        kind = "a training metric" if not monitor.startswith(VALIDATION) else "another quantity"
        return self.finding(
            subject.callback.monitor.place or subject.callback.event.anchor,
            f"EarlyStopping watches {monitor!r}, {kind}, but the trials are judged by"
            f" {objectives[0]!r}: they end at the best epoch of one and are ranked by the other",
            help=_watch(objectives[0], subject.compilations),
            level=levels.pop(),
            fix=_fix(subject.callback, objectives, subject.compilations),
        )


def _fix(
    callback: Callback, objectives: tuple[str, ...], compilations: tuple[Compilation, ...]
) -> Fix | None:
    """The objective in place of the monitor, and a mode that fits it where one is given."""
    objective = objectives[0]
    if len(set(objectives)) != 1 or not objective.startswith(VALIDATION):
        return None
    if any(_unclear(objective, compilation) for compilation in compilations):
        return None
    changes = [given(callback.event, "monitor", (f'"{objective}"',), MONITOR_FIRST)]
    if not callback.mode.always(lambda mode: mode in (None, "auto")):
        higher = grows(objective)
        if higher is None:
            return None
        if not callback.mode.always(lambda mode: mode == ("max" if higher else "min")):
            mode = "max" if higher else "min"
            changes.append(given(callback.event, "mode", (f'"{mode}"',)))
    known = [change for change in changes if change is not None]
    if len(known) != len(changes):
        return None
    return unsafe_fix(f"watch {objective!r}", *known)


def _fix_name(callback: Callback, compilations: tuple[Compilation, ...]) -> Fix | None:
    """The name under which every compilation logs the metric that is watched."""
    name = callback.monitor.value
    found = {_fitting(str(name), compilation) for compilation in compilations}
    fitting = found.pop() if len(found) == 1 else None
    change = respelled(callback.monitor, fitting) if fitting is not None else None
    return unsafe_fix(f"watch {fitting!r}", change) if change is not None else None


def _fitting(name: str, compilation: Compilation) -> str | None:
    fitting = spelled_otherwise(name, compilation)
    return fitting[0] if len(fitting) == 1 else None


def _unclear(name: str, compilation: Compilation) -> str | None:
    """Why Keras cannot tell the direction of a watched name; None where it perhaps can."""
    metric = name.removeprefix(VALIDATION)
    logged = logged_names(compilation)
    if metric == LOSS or logged is None or logs_besides(name, compilation):
        return None
    for found in compilation.metrics or ():
        if found.logged == metric:
            return "a metric whose direction Keras does not know" if found.custom else None
    written = ", ".join(found.written for found in compilation.metrics or ())
    if not written:
        return "which is never logged (the model is compiled without metrics)"
    return f"which is never logged (the model is compiled with metrics=[{written}])"


def _remedy(name: str, compilation: Compilation) -> str:
    for logged in spelled_otherwise(name, compilation):
        return f"watch {logged!r}"
    metric = name.removeprefix(VALIDATION)
    if any(found.logged == metric for found in compilation.metrics or ()):
        return 'pass mode="max" or mode="min"'
    return "watch a name that is logged, or compile the model with this metric"


def _watch(objective: str, compilations: tuple[Compilation, ...]) -> str:
    if not objective.startswith(VALIDATION):
        return "watch the objective"
    if any(_unclear(objective, compilation) for compilation in compilations):
        return f"log {objective!r} first, then watch it with mode= written out"
    return f"watch {objective!r}"


def _difference(
    monitor: str, objective: str, compilations: tuple[Compilation, ...]
) -> Level | None:
    """How bad it is to watch `monitor` where `objective` counts; None where it is all right."""
    if monitor == objective:
        return None
    watched, wanted = monitor.removeprefix(VALIDATION), objective.removeprefix(VALIDATION)
    if not monitor.startswith(VALIDATION):
        return Level.WARNING
    if not objective.startswith(VALIDATION) or _alike(watched, wanted, compilations):
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


def _objectives(search: Search) -> tuple[str, ...]:
    """By which logged names the trials are judged; empty where that is not fully known."""
    if search.scores:
        names = [_score_name(search, number) for number in range(len(search.scores))]
        return () if None in names else tuple(name for name in names if name is not None)
    if search.objective is None:
        return ()
    values = search.objective.name.values or ()
    return values if all(isinstance(name, str) for name in values) else ()


def _score_name(search: Search, number: int) -> str | None:
    """A score as it would be logged: with ``val_`` unless it is measured on the training rows."""
    score = search.scores[number]
    if score.metric is None:
        return None
    trained = score.fit.features if score.fit is not None else None
    on_training_rows = trained is not None and score.data[:1] == (trained,)
    return score.metric if on_training_rows else VALIDATION + score.metric


def _compilations(search: Search, fit: Fit, program: Program) -> tuple[Compilation, ...]:
    own = compilation_of(fit.model, fit.event, program.records.compilations)
    return (own,) if own is not None else search.compilations


def _judged_on_test(search: Search, program: Program) -> bool:
    """Whether the code calls the rows test data on which the trials are judged."""
    lineage = lineage_of(program.records.draws)
    judged: list[Term] = [term for score in search.scores for term in score.data[:1]]
    judged += [term for fit in search.trainings for term in (fit.validation or ())[:1]]
    roles = (role(program.trace, lineage, term) for term in judged)
    return any(found is not None and found[0] == TEST for found in roles)
