"""TUN606 unreachable-maximum

## What it does

Flags a Keras Tuner `hp.Int` or `hp.Float` whose `step` never lands on `max_value`, so that the
largest value is not in the space.

## Why is this bad?

Keras Tuner draws `min_value`, `min_value + step`, … as often as the step fits: 32 to 100 by 32 is
32, 64, 96. Floats count in binary: 0 to 0.3 by 0.1 is 0, 0.1, 0.2, since three times 0.1 is a
little more than 0.3.

## Example

```python
import keras
import keras_tuner as kt

def build_model(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 32, 100, step=32))])
    model.compile("adam", "mse")
    return model

kt.RandomSearch(build_model, "val_loss", max_trials=20, seed=7).search(x, y, epochs=20)
```

## Use instead

```python
import keras
import keras_tuner as kt

def build_model(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 32, 128, step=32))])
    model.compile("adam", "mse")
    return model

kt.RandomSearch(build_model, "val_loss", max_trials=20, seed=7).search(x, y, epochs=20)
```

## How it is confirmed

A thousand values are drawn, or 12 for each that there is (20,000 at most): confirmed where the
largest is not the maximum.

## Where it stops looking

Bounds and steps that cannot be read, and logarithmic sampling, where a step multiplies.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.stepped_ranges import Range, count_of, maximum_of, ranges_of, written
from tunelint.api import Finding, Hyperparameter, Lab, Program, Rule, Search, Unanswered, Verdict
from tunelint.experiments.samples import DRAWS, drawn, falls_short_of

Subject = tuple[Search, Hyperparameter]

# With so many draws of each value on average, one of them is missed once in 160,000 times.
DRAWS_EACH = 12
MOST_DRAWS = 20_000


class UnreachableMaximum(Rule, level="advice", tuners="Keras Tuner"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        return (found for found in program.hyperparameters if maximum_of(found[1]) is not None)

    def check(self, subject: Subject) -> Finding | None:
        _, hyperparameter = subject
        ranges = ranges_of(hyperparameter)
        if not ranges or not all(each.falls_short for each in ranges):
            return None
        first = ranges[0]
        maximum = f" of {written(first.high)}" if len(ranges) == 1 else ""
        return self.finding(
            hyperparameter.anchor,
            f"{hyperparameter.quoted} never reaches its maximum{maximum}:"
            f" hp.{hyperparameter.function} draws {first}",
            help=_advice(hyperparameter, first),
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        search, hyperparameter = subject
        maximum = maximum_of(hyperparameter)
        if maximum is None:
            raise Unanswered("its maximum cannot be read")
        wanted = max(DRAWS, DRAWS_EACH * count_of(hyperparameter))
        if wanted > MOST_DRAWS:
            raise Unanswered("it has too many values to draw all of them")
        return falls_short_of(drawn(lab, search, hyperparameter, wanted), maximum, wanted)


def _advice(hyperparameter: Hyperparameter, stepped: Range) -> str:
    if hyperparameter.kind == "int":
        following = written(stepped.largest + stepped.step)
        return f"write max_value={written(stepped.largest)} or max_value={following}"
    return f"list the values with hp.Choice, {written(stepped.high)} among them"
