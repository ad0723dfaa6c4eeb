"""TUN601 unused-hyperparameter

## What it does

Flags a hyperparameter that every trial draws and no trial uses: its value is dropped, bound to a
name that is never read, or stands under a key of the configuration that the objective never looks
up. A value that only goes into an optimizer which is then not compiled, or never steps, is unused
too. A configuration that is passed on whole (`**params`), and a value that is read anywhere else
inside the trial, stay silent.

## Why is this bad?

The search spends its budget on a dimension that changes nothing: configurations that differ in it
alone are one configuration, and a model of the search is fitted to noise. The winner's value of it
means nothing, and what was meant to be tuned is not.

## Example

```python
import keras
import keras_tuner as kt


def build_model(hp):
    rate = hp.Float("learning_rate", 1e-4, 1e-2, sampling="log")
    optimizer = keras.optimizers.Adam(learning_rate=rate)
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    return model


tuner = kt.RandomSearch(build_model, objective="val_loss", max_trials=20, seed=7)
tuner.search(x_train, y_train, validation_split=0.2, epochs=30)
```

## Use instead

```python
import keras
import keras_tuner as kt


def build_model(hp):
    rate = hp.Float("learning_rate", 1e-4, 1e-2, sampling="log")
    optimizer = keras.optimizers.Adam(learning_rate=rate)
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer=optimizer, loss="mse")
    return model


tuner = kt.RandomSearch(build_model, objective="val_loss", max_trials=20, seed=7)
tuner.search(x_train, y_train, validation_split=0.2, epochs=30)
```

## How it is confirmed

The value is changed alone: the model that a trial builds and trains does not change.

## Where it stops looking

Trials that hand their configuration, or the object that draws it, to code that is not part of the
run; spaces that are nested in one another; values kept as attributes. A value that is printed in
the trial counts as read; one that is read from the winner after the search does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from tunelint.frameworks.unused.unused import Unused, unused
from tunelint.program import Program
from tunelint.rule import Finding, Level, Related, Rule
from tunelint.search import Search


@dataclass(frozen=True)
class UnusedHyperparameter(Rule):
    code: ClassVar[str] = "TUN601"
    name: ClassVar[str] = "unused-hyperparameter"
    level: ClassVar[Level] = Level.WARNING
    tuners: ClassVar[tuple[str, ...]] = (
        "Keras Tuner",
        "Hyperopt",
        "Optuna",
        "scikit-optimize",
        "Ray Tune",
        "loop",
    )

    def subjects(self, program: Program) -> Iterable[tuple[Search, Unused]]:
        seen: set[tuple[str, int]] = set()
        for search in program.searches:
            if search.tuner not in self.tuners:
                continue
            for found in unused(program, search):
                if found.place.key not in seen:
                    seen.add(found.place.key)
                    yield search, found

    def check(self, subject: tuple[Search, Unused]) -> Finding | None:
        search, found = subject
        what = "the loop" if search.tuner == "loop" else search.label
        if found.optimizer is not None:
            return self.finding(
                found.place,
                f"{found.name!r} only goes into an optimizer that is never used: every trial of"
                f" {what} draws it, and it changes nothing",
                related=[Related(found.optimizer, "the optimizer that nothing takes")],
                help="hand this optimizer to the training, or take the hyperparameter out",
            )
        return self.finding(
            found.place,
            f"{found.name!r} is drawn in every trial of {what} and never used: it changes nothing,"
            " and the search spends its budget on it",
            related=[Related(search.place, "the search that draws it")],
            help="use it where the model is built or trained, or take it out of the space",
        )
