"""TUN606 unreachable-maximum

## What it does

Says which `hp.Int` and `hp.Float` of a Keras Tuner search have a `step` that never lands on
`max_value`, so that the largest value is not in the space.

## Why is this bad?

Keras Tuner draws `min_value`, `min_value + step`, … as often as the step fits into the range: 32 to
100 by 32 is 32, 64, 96. Floats are counted in binary: 0 to 0.3 by 0.1 is 0, 0.1, 0.2, since three
times 0.1 is a little more than 0.3. The range that the code states is not the one that is searched.

## Example

```python
import keras
import keras_tuner as kt


def build_model(hp):
    model = keras.Sequential()
    model.add(keras.layers.Dense(hp.Int("units", 32, 100, step=32), activation="relu"))
    model.add(keras.layers.Dense(1))
    model.compile(optimizer="adam", loss="mse")
    return model


tuner = kt.RandomSearch(build_model, objective="val_loss", max_trials=20, seed=42)
tuner.search(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
```

## Use instead

```python
import keras
import keras_tuner as kt


def build_model(hp):
    model = keras.Sequential()
    model.add(keras.layers.Dense(hp.Int("units", 32, 128, step=32), activation="relu"))
    model.add(keras.layers.Dense(1))
    model.compile(optimizer="adam", loss="mse")
    return model


tuner = kt.RandomSearch(build_model, objective="val_loss", max_trials=20, seed=42)
tuner.search(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
```

## How it is confirmed

A thousand values are drawn from the declaration, or 12 for each that it has (20,000 at most); it is
confirmed where the largest is not the maximum.

## Where it stops looking

Bounds and steps that cannot be read, and logarithmic sampling, where a step multiplies.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass

from tunelint.api import (
    Finding,
    Hyperparameter,
    Lab,
    Program,
    Rule,
    Search,
    Unanswered,
    Verdict,
)
from tunelint.experiments.samples import DRAWS, drawn, falls_short_of
from tunelint.interpreter.values import Const
from tunelint.libraries.common.space_size import steps_between

Subject = tuple[Search, Hyperparameter]

# With so many draws of each value on average, one of them is missed once in 160,000 times.
DRAWS_EACH = 12
MOST_DRAWS = 20_000


@dataclass(frozen=True)
class Range:
    """A stepped range as it is drawn: `low`, `low + step`, … up to `largest`, short of `high`."""

    low: float
    high: float
    step: float

    @property
    def largest(self) -> float:
        """The largest value drawn, counted as Keras Tuner 1.4.8 counts (``numerical.py``)."""
        return self.low + int((self.high - self.low) // self.step) * self.step

    @property
    def falls_short(self) -> bool:
        """Whether the maximum is not among the values."""
        return not math.isclose(self.largest, self.high, rel_tol=1e-9, abs_tol=1e-12)


class UnreachableMaximum(Rule, level="advice", tuners="Keras Tuner"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        return (
            (search, hyperparameter)
            for search in program.searches
            for hyperparameter in search.hyperparameters or ()
            if _maximum(hyperparameter) is not None
        )

    def check(self, subject: Subject) -> Finding | None:
        _, hyperparameter = subject
        ranges = _ranges(hyperparameter)
        if not ranges or not all(each.falls_short for each in ranges):
            return None
        (first, *others) = ranges
        name = hyperparameter.name.value
        maximum = "its maximum" if others else f"its maximum {_written(first.high)}"
        return self.finding(
            hyperparameter.anchor,
            f"{repr(name) if name is not None else 'this hyperparameter'} never reaches {maximum}:"
            f" hp.{hyperparameter.function} draws {_drawn(first)}",
            help=_advice(hyperparameter, first),
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        search, hyperparameter = subject
        maximum = _maximum(hyperparameter)
        if maximum is None:
            raise Unanswered("its maximum cannot be read")
        wanted = max(DRAWS, DRAWS_EACH * _steps(hyperparameter))
        if wanted > MOST_DRAWS:
            raise Unanswered("it has too many values to draw all of them")
        return falls_short_of(drawn(lab, search, hyperparameter, wanted), maximum, wanted)


def _maximum(hyperparameter: Hyperparameter) -> float | None:
    """The largest value that is stated, of a range in steps or of listed numbers."""
    if hyperparameter.kind == "choice":
        listed = [one.value for one in hyperparameter.options or () if isinstance(one, Const)]
        numbers = [float(value) for value in listed if _is_number(value)]
        return max(numbers) if numbers and len(numbers) == len(listed) else None
    return max((each.high for each in _ranges(hyperparameter)), default=None)


def _steps(hyperparameter: Hyperparameter) -> int:
    """How many values there are at most."""
    counts = [int((each.high - each.low) // each.step) + 1 for each in _ranges(hyperparameter)]
    return max(counts, default=len(hyperparameter.options or ()))


def _ranges(hyperparameter: Hyperparameter) -> list[Range]:
    """Every range in steps that it can have; none where one of them cannot be read."""
    if hyperparameter.kind not in ("int", "float") or hyperparameter.log is not False:
        return []
    parts = (hyperparameter.low, hyperparameter.high, hyperparameter.step)
    found = []
    for low, high, step in itertools.product(*(part.values or (None,) for part in parts)):
        if not (_is_number(low) and _is_number(high) and _is_number(step)):
            return []
        if step <= 0 or high < low or steps_between(low, high, step) is None:
            return []
        found.append(Range(low, high, step))
    return found


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _drawn(stepped: Range) -> str:
    """The values in short: ``only 16``, ``32, 64, 96``, ``0, 0.1, …, 0.9``."""
    count = int((stepped.high - stepped.low) // stepped.step) + 1
    values = [_written(stepped.low + index * stepped.step) for index in range(min(count, 4))]
    if count == 1:
        return f"only {values[0]}"
    if count <= len(values):
        return ", ".join(values)
    return f"{values[0]}, {values[1]}, …, {_written(stepped.largest)}"


def _written(number: float) -> str:
    return f"{number:.10g}"


def _advice(hyperparameter: Hyperparameter, stepped: Range) -> str:
    if hyperparameter.kind == "int":
        following = _written(stepped.largest + stepped.step)
        return f"state what is meant: max_value={_written(stepped.largest)} or {following}"
    return f"list the values: hp.Choice with {_written(stepped.high)} among them"
