"""TUN109 seed-inside-trial

## What it does

Flags a fixed seed that is set inside a trial whose score is the average of several trainings: by
Keras Tuner's `executions_per_trial`, or by a loop in the objective.

## Why is this bad?

The average is there to even out the luck of single runs. A seed that every run sets anew makes all
of them the same run: the trial takes several times as long and its score is still one draw.

## Example

```python
import keras
import keras_tuner as kt


def build_model(hp):
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    return model


tuner = kt.RandomSearch(
    build_model, objective="val_loss", max_trials=20, executions_per_trial=3, seed=42
)
tuner.search(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
```

## Use instead

```python
import keras
import keras_tuner as kt


def build_model(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    return model


keras.utils.set_random_seed(42)
tuner = kt.RandomSearch(
    build_model, objective="val_loss", max_trials=20, executions_per_trial=3, seed=42
)
tuner.search(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
```

## How it is confirmed

Two trials are run, one epoch for each training. It is confirmed where in the second (the first may
begin where the script left the generators) all trainings on the same data come out the same: their
weights, or their curves up to a relative difference of 1e-5 (of an estimator, what it predicts for
its first rows).

## Where it stops looking

One training per trial. Seeds that leave out a generator which the training draws from, loops whose
passes differ in their data or model (folds, seeds that are used), and repeats that nothing
averages.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.seeding.inside_trials import Repeat, same_executions, same_passes
from tunelint.api import Finding, Lab, Program, Related, Rule, Search, Verdict
from tunelint.experiments.executions import are_one_run

Subject = tuple[Search, Repeat | None]


class SeedInsideTrial(Rule, level="warning", not_for="scikit-learn"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        for search in program.searches:
            if search.tuner not in self.tuners:
                continue
            repeats = [same_executions(program, search), *same_passes(program, search)]
            found = [repeat for repeat in repeats if repeat is not None]
            yield from ((search, repeat) for repeat in found)
            if not found:
                yield search, None

    def check(self, subject: Subject) -> Finding | None:
        _, repeat = subject
        if repeat is None:
            return None
        return self._executions(repeat) if repeat.loop is None else self._passes(repeat)

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        search, _ = subject
        return are_one_run(lab, search)

    def _executions(self, repeat: Repeat) -> Finding:
        number = repeat.search.executions.value
        runs = f"the {number} executions" if number is not None else "all executions"
        return self.finding(
            repeat.place,
            f"{_written(repeat)} runs in every execution, so {runs} of each trial are the same"
            " run: their average is a single score",
            related=_executions(repeat),
            help="seed once, before the tuner is built",
        )

    def _passes(self, repeat: Repeat) -> Finding:
        training = [Related(repeat.fit.event.place, "this training repeats")] if repeat.fit else []
        return self.finding(
            repeat.place,
            f"{_written(repeat)} is the same in every pass of the loop, so its trainings are one"
            " run repeated: their average is a single score",
            related=training,
            help="let the seed change with the pass: for seed in range(3), and use that seed",
        )


def _written(repeat: Repeat) -> str:
    seed = repeat.seed.value
    if repeat.label == "random_state":
        return f"random_state={seed!r}"
    return f"{repeat.label}({seed!r})"


def _executions(repeat: Repeat) -> list[Related]:
    place = repeat.search.executions.place
    return [Related(place, "these executions are averaged")] if place is not None else []
