"""TUN405 early-stopping-monitor

## What it does

Flags an `EarlyStopping` in the trials of a search that watches a training metric, or a different
score than the objective; it is advice where that is `val_loss`. It is an error where Keras cannot
tell which way the watched name should go, in a `ModelCheckpoint` or `ReduceLROnPlateau` too: the
name is not logged, or is a custom metric, and `mode` is "auto".

## Why is this bad?

Trials stop at the best epoch of one score and are ranked by a different one. A training metric
keeps improving and hardly ever stops anything. Where it is an error, every trial fails.

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

Where trials should fail, some of one epoch are run: one raises a ValueError that names the
callback, or none does. Else the search's first proposals are trained to the end with two to five
seeds each, and the best epochs by both scores are compared in the curves of the other seeds.
*Confirmed* where the watched one is worse in surely more than one training in three and surely on
average (95%); *refuted* where both are surely the same in two of three, or trials are scored by the
watched log itself.

## Where it stops looking

Objectives and metrics that cannot be named, models with several outputs, metrics that rank alike
(MSE and RMSE, a metric that is the loss), and objectives on the test data (TUN202).
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.monitor_fixes import name_advice, name_fix, objective_advice, objective_fix
from tunelint.analyses.monitors import (
    VALIDATION,
    Monitor,
    distance,
    monitors_of,
    objective_names,
    unclear,
)
from tunelint.analyses.trainings import STOPPING, monitored
from tunelint.api import Finding, Lab, Level, Program, Related, Rule, Verdict
from tunelint.experiments.early_stopping import choose_other_epochs
from tunelint.experiments.exceptions import a_trial_fails


class EarlyStoppingMonitor(Rule, level="warning", not_for="scikit-learn"):
    def subjects(self, program: Program) -> Iterable[Monitor]:
        return (one for search in program.searches for one in monitors_of(search, program))

    def check(self, monitor: Monitor) -> Finding | None:
        return self._fails(monitor) or self._differs(monitor)

    def _fails(self, monitor: Monitor) -> Finding | None:
        callback, compilations = monitor.callback, monitor.compilations
        reasons = [unclear(name, one) for name in monitor.names for one in compilations]
        if not monitor.has_no_mode or not reasons or not all(reasons):
            return None
        metrics = ", ".join(found.written for found in compilations[0].metrics or ())
        compiled = f"with metrics=[{metrics}]" if metrics else "without metrics"
        return self.finding(
            callback.monitor.place or callback.event.anchor,
            f"{callback.kind} watches {monitor.names[0]!r}, {reasons[0]}: without mode=, every"
            " trial raises ValueError",
            related=[Related(compilations[0].event.place, f"the model is compiled {compiled}")],
            help=name_advice(monitor),
            level=Level.ERROR,
            fix=name_fix(monitor),
        )

    def _differs(self, monitor: Monitor) -> Finding | None:
        callback, level = monitor.callback, distance(monitor)
        if callback.kind != STOPPING or level is None:
            return None
        kind = "" if monitor.names[0].startswith(VALIDATION) else "the training metric "
        return self.finding(
            callback.monitor.place or callback.event.anchor,
            f"EarlyStopping watches {kind}{monitor.names[0]!r}, but the {monitor.search.noun} ranks"
            f" by {monitor.objectives[0]!r}: trials can stop far from their best epoch",
            help=objective_advice(monitor),
            level=level,
            fix=objective_fix(monitor),
        )

    def confirm(self, monitor: Monitor, lab: Lab) -> Verdict:
        callback, search = monitor.callback, monitor.search
        if self._fails(monitor):
            return a_trial_fails(lab, search, "ValueError", (callback.kind,))
        names = set(objective_names(search))
        named = names.pop() if len(names) == 1 else None
        return choose_other_epochs(lab, search, *monitored(callback), named)
