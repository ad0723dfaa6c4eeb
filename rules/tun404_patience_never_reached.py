"""TUN404 patience-never-reached

## What it does

Flags an `EarlyStopping` in the trials of a search whose patience is at least the trial's epochs
minus one. Silent with `restore_best_weights=True`, which restores even when nothing stopped, and
for Hyperband, whose brackets choose the epochs.

## Why is this bad?

The best epoch is the first at the earliest, and patience counts from there: training is over before
the patience is. The callback costs nothing and saves nothing, though the code relies on it.

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

Three trials begin. Each training says how many epochs it is told to make and which patience its
live callback has, and is cut short. It is confirmed where that patience can end none of them before
its last epoch, refuted where it can end one.

## Where it stops looking

Epochs or a patience that cannot be read, and trainings that go on from an earlier epoch.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tunelint.analyses.trainings import STOPPING, callbacks_of
from tunelint.api import (
    Callback,
    Fact,
    Finding,
    Fit,
    Lab,
    Program,
    Related,
    Rule,
    Search,
    Verdict,
    largest,
    smallest,
)
from tunelint.experiments.training_length import is_never_stopped
from tunelint.libraries.common.test_suites import is_tested


@dataclass(frozen=True, eq=False)
class _Stopping:
    """An early stopping, the training that it is given to, and for how long that lasts."""

    search: Search
    callback: Callback
    fit: Fit
    epochs: Fact


class PatienceNeverReached(Rule, level="warning", not_for="scikit-learn"):
    def subjects(self, program: Program) -> Iterable[_Stopping]:
        return (
            _Stopping(search, callback, fit, search.epochs_of(fit))
            for search in program.searches
            if search.algorithm != "hyperband" and not is_tested(search, program)
            for callback, fit in callbacks_of(search, STOPPING)
        )

    def check(self, subject: _Stopping) -> Finding | None:
        callback = subject.callback
        patience, epochs = smallest(callback.patience), largest(subject.epochs)
        if patience is None or epochs is None or patience < epochs - 1:
            return None
        if not callback.restores.always(lambda restores: not restores):
            return None
        if not subject.fit.initial_epoch.always(lambda epoch: epoch == 0):
            return None
        place = callback.patience.place or callback.event.anchor
        return self.finding(
            place,
            f"patience={patience:g} is never reached: a trial trains for {_epochs(epochs)}, and"
            f" EarlyStopping could end it after {_epochs(patience + 1)} at the earliest",
            related=[Related(subject.epochs.place or subject.fit.event.place, "the epochs")],
            help=f"lower patience below {epochs - 1:g}, or train for more epochs",
        )

    def confirm(self, subject: _Stopping, lab: Lab) -> Verdict:
        return is_never_stopped(lab, subject.search, subject.callback.patience.value)


def _epochs(number: float) -> str:
    return f"{number:g} epoch" if number == 1 else f"{number:g} epochs"
