"""TUN403 patience-too-low

## What it does

Flags an `EarlyStopping` with patience 0 (the default in Keras; in Lightning it is 3) or 1 that
reaches the trials of a search. Silent where `start_from_epoch` waits longer than the patience, and
on callbacks that reach only the final fit.

## Why is this bad?

One epoch that is not better than the one before ends the trial, and with noisy scores that happens
at random: the search then compares how long its trials were lucky. Keras and Lightning treat
patience 0 and 1 alike.

## Example

```python
import keras
import keras_tuner as kt

stop = keras.callbacks.EarlyStopping(monitor="val_accuracy")
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

Several configurations (the search's first proposals) are trained as written and, with the same
seeds, without early stopping. A training is cut short where it was stopped although a later epoch
beats the best one until then, in the curves of the other seeds, by more than seeds explain (the
standard deviation between seeds of the best value). *Confirmed* where surely more than one training
in three is cut short and they surely gain on average (95% intervals), or where the winner changes
and loses more than seeds explain; *refuted* where surely less are, nothing is surely gained and the
winner does not change.

## Where it stops looking

Callbacks that a list receives from code that cannot be read, a patience that cannot be read, and
classes of the project that descend from `EarlyStopping`.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.trainings import STOPPING, callbacks_of, monitored
from tunelint.api import (
    Callback,
    Default,
    Finding,
    Fit,
    Fix,
    Lab,
    Program,
    Related,
    Rule,
    Search,
    Verdict,
    largest,
    smallest,
    unsafe_fix,
)
from tunelint.experiments.early_stopping import cuts_short
from tunelint.findings.fixes.arguments import given

HIGHEST = 1
ENOUGH = 5

Subject = tuple[Callback, Fit, Search]


class PatienceTooLow(Rule, level="warning", not_for="scikit-learn"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        return (
            (callback, fit, search)
            for search in program.searches
            for callback, fit in callbacks_of(search, STOPPING)
        )

    def check(self, subject: Subject) -> Finding | None:
        callback, fit, _ = subject
        patience = largest(callback.patience)
        if patience is None or patience > HIGHEST or _waits(callback, patience):
            return None
        given = "the default patience 0" if _default(callback) else f"patience={patience:g}"
        return self.finding(
            callback.patience.place or callback.event.anchor,
            f"EarlyStopping with {given} ends a trial at the first epoch that is not better than"
            " the one before: with noisy scores the search compares luck",
            related=[Related(fit.event.place, "the trials are trained here")],
            help="give it patience=5",
            fix=_fix(callback, fit),
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        callback, _, search = subject
        return cuts_short(lab, search, *monitored(callback))


def _fix(callback: Callback, fit: Fit) -> Fix | None:
    """A patience that can still be reached in the epochs of a trial."""
    epochs = smallest(fit.epochs)
    if not isinstance(fit.epochs, Default) and epochs is not None and epochs - 1 <= ENOUGH:
        return None
    change = given(callback.event, "patience", (str(ENOUGH),))
    return unsafe_fix(f"wait for {ENOUGH} epochs", change) if change is not None else None


def _waits(callback: Callback, patience: float) -> bool:
    """Whether it starts late enough, or may."""
    start = largest(callback.start_from_epoch)
    return start is None or start > patience


def _default(callback: Callback) -> bool:
    return isinstance(callback.patience, Default)
