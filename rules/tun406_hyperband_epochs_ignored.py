"""TUN406 hyperband-epochs-ignored

## What it does

Flags `epochs=` passed to the `search` of a Hyperband tuner when it differs from `max_epochs`.

## Why is this bad?

Hyperband's brackets overwrite `epochs` in every trial: trials run longer or shorter than the code
says.

## Example

```python
import keras_tuner as kt

tuner = kt.Hyperband(build_model, objective="val_accuracy", max_epochs=30, seed=7)
tuner.search(x_train, y_train, validation_split=0.2, epochs=10)
```

## Use instead

```python
import keras_tuner as kt

tuner = kt.Hyperband(build_model, objective="val_accuracy", max_epochs=30, seed=7)
tuner.search(x_train, y_train, validation_split=0.2)
```

## How it is confirmed

The first three trials are run: confirmed where none of them is told to train for the written
epochs, or later ones are told to train for a different number.

## Where it stops looking

`epochs` or `max_epochs` that cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.api import Finding, Fit, Lab, Program, Rule, Search, Verdict, unsafe_fix
from tunelint.experiments.training_length import trains_otherwise
from tunelint.findings.fixes.arguments import removed

Subject = tuple[Program, Search, Fit]


class HyperbandEpochsIgnored(Rule, level="warning", tuners="Keras Tuner"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        return (
            (program, search, run)
            for search in program.searches
            if search.algorithm == "hyperband"
            for run in search.runs
        )

    def check(self, subject: Subject) -> Finding | None:
        program, search, run = subject
        if run.epochs.is_default or not run.epochs.surely_differs(search.epochs):
            return None
        default = " (the default)" if search.epochs.is_default else ""
        epochs = run.event.arguments.keywords.get("epochs")
        counts = run.event.place.key in program.once(_obeyed)
        change = removed(epochs) if epochs is not None and not counts else None
        return self.finding(
            run.event.anchor,
            f"epochs={run.epochs.value} has no effect: Hyperband decides how long a trial trains,"
            f" up to max_epochs={search.epochs.value}{default}",
            help="remove epochs=, or set max_epochs= where the tuner is built",
            fix=unsafe_fix("remove epochs=", change),
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        _, search, run = subject
        return trains_otherwise(lab, search, None if run.epochs.is_default else run.epochs.value)


def _obeyed(program: Program) -> frozenset[object]:
    """Where another tuner's search may be started, which trains for the epochs that it is given."""
    others = (one for one in program.searches if one.algorithm != "hyperband")
    return frozenset(event.place.key for search in others for event in search.run_events)
