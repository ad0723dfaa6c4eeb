"""TUN205 validation-split-unsupported

## What it does

Flags `validation_split=` in a search, or in a training of its trials or of its winner, whose data
are a `tf.data.Dataset`, a generator or a Keras `Sequence` (`PyDataset`).

## Why is this bad?

Keras can split validation rows off arrays and tensors only. With anything else `fit` raises
ValueError: every trial fails, and the search ends with no result.

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

The training is called, for one epoch: confirmed where it raises ValueError that speaks of
`validation_split`.

## Where it stops looking

Data whose kind cannot be read from the source. Where `validation_data` is given too, Keras ignores
the split and nothing fails.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.api import Finding, Fit, Lab, Program, Related, Rule, Search, Verdict
from tunelint.experiments.exceptions import refuses_to_split

SPOKEN = {
    "dataset": "a tf.data.Dataset",
    "generator": "a generator",
    "sequence": "a keras.utils.Sequence",
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
        where = "every trial" if fit not in search.winners else "the winner's training"
        made = fit.features.place if fit.features is not None else None
        return self.finding(
            fit.validation_split.place or fit.event.anchor,
            f"validation_split needs arrays or tensors, but this training is given"
            f" {SPOKEN[fit.feed]}: {where} will fail with ValueError",
            related=[Related(made, f"{SPOKEN[fit.feed]} is made here")] if made else (),
            help="split the data before and hand over validation_data=",
        )

    def confirm(self, subject: tuple[Search, Fit], lab: Lab) -> Verdict:
        search, fit = subject
        after = fit.event.place if fit in search.winners else None
        return refuses_to_split(lab, search, after)


def _runs(search: Search) -> tuple[Fit, ...]:
    """The calls of ``search`` whose arguments reach Keras as they are."""
    return () if search.custom_trial else search.runs
