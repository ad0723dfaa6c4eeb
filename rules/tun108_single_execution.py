"""TUN108 single-execution

## What it does

Flags Keras Tuner searches that train each configuration once: `executions_per_trial` is 1 or not
given.

## Why is this bad?

Training is random: the same configuration scores differently with every seed. Where seeds differ as
much as configurations, the luckiest run wins instead of the best configuration. A fixed seed only
repeats the luck.

## Example

```python
import keras_tuner as kt

tuner = kt.RandomSearch(build_model, objective="val_accuracy", max_trials=20, seed=42)
tuner.search(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
```

## Use instead

```python
import keras_tuner as kt

tuner = kt.RandomSearch(
    build_model, objective="val_accuracy", max_trials=20, executions_per_trial=3, seed=42
)
tuner.search(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
```

## How it is confirmed

Several configurations are trained with several seeds, as many as the budget allows. Let s be the
standard deviation of the scores between seeds and d the difference between the means of the best
two configurations: confirmed where s > d, refuted where one execution separates them (d > 2.77 s).
The number of executions that separates them at the 95% level is 2 (1.96 s / d)², rounded up.

## Where it stops looking

`SklearnTuner`, which has no executions, tuners with a `run_trial` of their own, and numbers that
cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.api import Default, Finding, Lab, Program, Rule, Search, Verdict
from tunelint.experiments.executions import one_is_too_few


class SingleExecution(Rule, level="advice", tuners="Keras Tuner"):
    def subjects(self, program: Program) -> Iterable[Search]:
        return (
            search
            for search in program.searches
            if search.is_run and search.executions.values is not None
        )

    def check(self, search: Search) -> Finding | None:
        executions = search.executions
        if not executions.always(lambda number: number == 1):
            return None
        unset = isinstance(executions, Default)
        why = "no executions_per_trial=" if unset else "executions_per_trial=1"
        return self.finding(
            executions.place or search.place,
            f"each configuration is trained only once ({why}): with a different seed it would score"
            " differently",
            help="average several trainings of each configuration: executions_per_trial=3",
        )

    def confirm(self, search: Search, lab: Lab) -> Verdict:
        return one_is_too_few(lab, search)
