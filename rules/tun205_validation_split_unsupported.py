"""TUN205 validation-split-unsupported

## What it does

Flags `validation_split=` where the data are a `tf.data.Dataset`, a generator or a Keras `Sequence`
(`PyDataset`): in a search, in a training of its trials, or in its winner's.

## Why is this bad?

Keras can split only arrays and tensors. With anything else `fit` raises ValueError: every trial
fails, and the search has no result.

## Example

```python
import keras_tuner as kt
import tensorflow as tf

rows = tf.data.Dataset.from_tensor_slices((x_train, y_train)).batch(32)
tuner = kt.RandomSearch(build_model, objective="val_accuracy", max_trials=20, seed=42)
tuner.search(rows, validation_split=0.2, epochs=20)
```

## Use instead

```python
import keras_tuner as kt
import tensorflow as tf

rows = tf.data.Dataset.from_tensor_slices((x_train, y_train)).batch(32)
held_out = tf.data.Dataset.from_tensor_slices((x_val, y_val)).batch(32)
tuner = kt.RandomSearch(build_model, objective="val_accuracy", max_trials=20, seed=42)
tuner.search(rows, validation_data=held_out, epochs=20)
```

## How it is confirmed

The training is called for one epoch: it raises a ValueError about `validation_split`.

## Where it stops looking

Data whose kind cannot be read, and trainings that get `validation_data` too, where Keras ignores
the split.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.api import Finding, Fit, Lab, Program, Related, Rule, Search, Verdict
from tunelint.experiments.exceptions import refuses_to_split

FEEDS = {
    "dataset": "tf.data.Dataset",
    "generator": "generator",
    "sequence": "keras.utils.Sequence",
}


class ValidationSplitUnsupported(Rule, level="error", tuners="Keras Tuner"):
    def subjects(self, program: Program) -> Iterable[tuple[Search, Fit]]:
        return (
            (search, fit)
            for search in program.searches
            for fit in (*_runs(search), *search.fits, *search.winners)
            if fit.feed
        )

    def check(self, subject: tuple[Search, Fit]) -> Finding | None:
        search, fit = subject
        if fit.validation != () or not fit.validation_split.always(bool):
            return None
        who = "the winner's training" if fit in search.winners else "every trial"
        made = fit.features.place if fit.features is not None else None
        return self.finding(
            fit.validation_split.place or fit.event.anchor,
            f"validation_split cannot split a {FEEDS[fit.feed]}: {who} fails with ValueError",
            related=[Related(made, f"the {FEEDS[fit.feed]} is made here")] if made else (),
            help="split the data beforehand, and pass validation_data=",
        )

    def confirm(self, subject: tuple[Search, Fit], lab: Lab) -> Verdict:
        search, fit = subject
        after = fit.event.place if fit in search.winners else None
        return refuses_to_split(lab, search, after)


def _runs(search: Search) -> tuple[Fit, ...]:
    """The calls of ``search`` whose arguments reach Keras as they are."""
    return () if search.custom_trial else search.runs
