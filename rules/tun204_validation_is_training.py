"""TUN204 validation-is-training

## What it does

Flags a Keras Tuner search that validates on the rows that it trains on, under one name or two.

## Why is this bad?

The configuration that memorises best wins: the widest and longest trained model. Its score says
nothing about new rows.

## Example

```python
import keras_tuner as kt

tuner = kt.RandomSearch(build_model, objective="val_accuracy", max_trials=20, seed=42)
tuner.search(x_train, y_train, validation_data=(x_train, y_train), epochs=20)
```

## Use instead

```python
import keras_tuner as kt

tuner = kt.RandomSearch(build_model, objective="val_accuracy", max_trials=20, seed=42)
tuner.search(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
```

## How it is confirmed

The first trial trains for one epoch. The rows that it validates on are looked for, by content,
among those that it trains on: confirmed from 90 %, refuted up to 10 %, which can be duplicates.

## Where it stops looking

Arrays are followed through assignment, indexing, scaling, conversion and splits, not through code
outside of the run. Validation rows that are only a part of the training rows are not flagged.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tunelint.api import Finding, Fit, Lab, Program, Related, Rule, Search, Verdict
from tunelint.experiments.trial_rows import validates_on_training_rows
from tunelint.libraries.arrays.lineage import lineage_of
from tunelint.libraries.arrays.spoken import spoken


@dataclass(frozen=True, eq=False)
class Validated:
    """A training of a search that gets validation data."""

    program: Program
    search: Search
    fit: Fit


class ValidationIsTraining(Rule, level="error", tuners="Keras Tuner"):
    def subjects(self, program: Program) -> Iterable[Validated]:
        return (
            Validated(program, search, fit)
            for search in program.searches
            for fit in (*search.runs, *search.fits)
            if fit.validation and fit.features is not None
        )

    def check(self, subject: Validated) -> Finding | None:
        fit = subject.fit
        if not fit.validation or fit.features is None:
            return None
        lineage = lineage_of(subject.program.records.draws)
        if not lineage.same_rows(fit.features, fit.validation[0]):
            return None
        argument = fit.validation_argument
        name = spoken(subject.program.trace, fit.features, "")
        return self.finding(
            argument.anchor if argument is not None else fit.event.anchor,
            f"the {subject.search.noun} validates on the rows it trains on"
            f"{f' ({name})' if name else ''}: the configuration that memorises them best wins",
            related=[Related(fit.event.place, f"this trains on {name or 'the same rows'}")],
            help="validate on rows that are kept out of the training",
        )

    def confirm(self, subject: Validated, lab: Lab) -> Verdict:
        return validates_on_training_rows(lab, subject.search)
