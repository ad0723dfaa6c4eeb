"""TUN403 patience-too-low

## What it does

Flags an `EarlyStopping` with patience 0 or 1 in the trials of a search. Keras' default is 0,
Lightning's is 3.

## Why is this bad?

One epoch without improvement ends the trial, and with noisy scores that happens at random. Keras
and Lightning treat patience 0 and 1 alike.

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

The search's first proposals are trained with and without early stopping, with the same seeds. A
training is cut short where a later epoch is better, in the curves of the other seeds too, by more
than seeds explain. *Confirmed* where surely more than one training in three is cut short and they
surely lose by it (95%), or where the winner changes and loses more than seeds explain. *Refuted*
where surely fewer are, nothing is surely lost and the winner stays.

## Where it stops looking

A patience or callbacks that cannot be read, the project's own subclasses of `EarlyStopping`, and a
`start_from_epoch` above the patience.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.trainings import STOPPING, callbacks_of, monitored
from tunelint.api import (
    Callback,
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
        patience, start = largest(callback.patience), largest(callback.start_from_epoch)
        if patience is None or patience > HIGHEST or start is None or start > patience:
            return None
        default = "the default " if callback.patience.is_default else ""
        return self.finding(
            callback.patience.place or callback.event.anchor,
            f"{default}patience={patience:g} stops a trial at the first epoch without improvement:"
            " with noisy scores, luck decides which configuration wins",
            related=[Related(fit.event.place, "the trials train here")],
            help=f"set patience={ENOUGH}",
            fix=_fix(callback, fit),
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        callback, _, search = subject
        return cuts_short(lab, search, *monitored(callback))


def _fix(callback: Callback, fit: Fit) -> Fix | None:
    """A patience that can still be reached in the epochs of a trial."""
    epochs = smallest(fit.epochs)
    if not fit.epochs.is_default and epochs is not None and epochs - 1 <= ENOUGH:
        return None
    change = given(callback.event, "patience", (str(ENOUGH),))
    return unsafe_fix(f"set patience={ENOUGH}", change)
