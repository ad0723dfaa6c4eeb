"""TUN404 patience-never-reached

## What it does

Flags an `EarlyStopping` in the trials of a search whose patience is at least the trial's epochs
minus one.

## Why is this bad?

Patience counts from the best epoch, which is the first at the earliest: training ends before
patience does. The callback saves nothing, though the code relies on it.

## Example

```python
import keras
import keras_tuner as kt

stop = keras.callbacks.EarlyStopping(monitor="val_accuracy", patience=10)
tuner = kt.RandomSearch(build_model, objective="val_accuracy", max_trials=20, seed=7)
tuner.search(x_train, y_train, validation_split=0.2, epochs=10, callbacks=[stop])
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

Three trials begin and are cut short. Each training tells its epochs and the patience of its live
callback: confirmed where that patience can end none of them early, refuted where it can.

## Where it stops looking

Epochs or a patience that cannot be read, trainings that continue from an earlier epoch, Hyperband,
whose brackets choose the epochs, and `restore_best_weights=True`, which restores all the same.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.trainings import STOPPING, callbacks_of
from tunelint.api import (
    Callback,
    Finding,
    Fit,
    Lab,
    Program,
    Related,
    Rule,
    Search,
    Verdict,
    counted,
    largest,
    smallest,
)
from tunelint.experiments.training_length import is_never_stopped
from tunelint.libraries.common.test_suites import is_tested

Subject = tuple[Search, Callback, Fit]


class PatienceNeverReached(Rule, level="warning", not_for="scikit-learn"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        return (
            (search, callback, fit)
            for search in program.searches
            if search.algorithm != "hyperband" and not is_tested(search, program)
            for callback, fit in callbacks_of(search, STOPPING)
        )

    def check(self, subject: Subject) -> Finding | None:
        search, callback, fit = subject
        lasting = search.epochs_of(fit)
        patience, epochs = smallest(callback.patience), largest(lasting)
        if patience is None or epochs is None or patience < epochs - 1:
            return None
        restored = not callback.restores.always(lambda restores: not restores)
        if restored or not fit.initial_epoch.always(lambda epoch: epoch == 0):
            return None
        lower = f"set patience below {epochs - 1:g}, or " if epochs > 1 else ""
        return self.finding(
            callback.patience.place or callback.event.anchor,
            f"patience={patience:g} never stops a trial early: EarlyStopping acts after epoch"
            f" {patience + 1:g} at the earliest, and trials train for {counted(epochs, 'epoch')}",
            related=[Related(lasting.place or fit.event.place, "trials train this long")],
            help=f"{lower}train for more epochs",
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        search, callback, _ = subject
        return is_never_stopped(lab, search, callback.patience.value)
