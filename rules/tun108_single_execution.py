"""TUN108 single-execution

## What it does

Says which Keras Tuner searches train every configuration once (`executions_per_trial` is 1, or not
given) and so judge it by a single draw of weights, dropout and batches.

## Why is this bad?

Training is random: the same configuration scores differently with every seed. Where that spread is
as wide as the differences between configurations, the winner is the luckiest run rather than the
best configuration. A fixed seed makes the luck repeat, it does not take it away.

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

Several configurations are trained with several seeds each, as many as the budget allows. With s the
standard deviation of the scores between seeds and d the difference between the means of the best
two configurations, it is confirmed where s > d, and refuted where one execution of each separates
them, d > 2.77 s. The number of executions that would is 2 (1.96 s / d)², rounded up: the
means of so many differ at the 95% level.

## Where it stops looking

`SklearnTuner`, which has no executions, tuners whose `run_trial` the project writes itself, and
numbers of executions that cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.api import Default, Finding, Lab, Program, Rule, Search, Verdict
from tunelint.experiments.executions import one_is_too_few


class SingleExecution(Rule, level="advice", tuners="Keras Tuner"):
    def subjects(self, program: Program) -> Iterable[Search]:
        return (search for search in program.searches if search.executions.values is not None)

    def check(self, search: Search) -> Finding | None:
        executions = search.executions
        if not executions.always(lambda number: number == 1):
            return None
        unset = isinstance(executions, Default)
        why = "executions_per_trial is not given" if unset else "executions_per_trial=1"
        return self.finding(
            executions.place or search.place,
            f"{search.label} trains every configuration once ({why}): its score is one draw of"
            " weights and batches, which the next seed changes",
            help="average a few runs of each configuration: executions_per_trial=3",
        )

    def confirm(self, search: Search, lab: Lab) -> Verdict:
        return one_is_too_few(lab, search)
