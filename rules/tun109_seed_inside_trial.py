"""TUN109 seed-inside-trial

## What it does

Flags a fixed seed inside a trial whose score is the average of several trainings: Keras Tuner's
`executions_per_trial`, or a loop in the objective.

## Why is this bad?

The average is there to even out luck. With the same seed in each, all trainings are the same run:
the trial takes several times as long, and its score is still one draw.

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

Two trials are run, with one epoch for each training. In the second one, all trainings on the same
data end with the same weights, or with curves that differ by less than 1e-5 of their size (for
estimators: the same predictions for their first rows). The first trial may begin where the script
left its generators.

## Where it stops looking

Seeds that leave out a generator of the training, loops whose passes differ in data or model (folds,
seeds that are used), and trainings that nothing averages.
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
        return are_one_run(lab, subject[0])

    def _executions(self, repeat: Repeat) -> Finding:
        executions = repeat.search.executions
        number, place = executions.value, executions.place
        return self.finding(
            repeat.place,
            f"{_written(repeat)} makes {'all' if number is None else f'the {number}'} executions of"
            " each trial the same run: averaging them gains nothing",
            related=[Related(place, "these executions are averaged")] if place else (),
            help="seed once, before the tuner is built",
        )

    def _passes(self, repeat: Repeat) -> Finding:
        fit = repeat.fit
        return self.finding(
            repeat.place,
            f"{_written(repeat)} makes all passes of this loop the same run: averaging their scores"
            " gains nothing",
            related=[Related(fit.event.place, "every pass trains the same")] if fit else (),
            help="use a different seed in each pass, for example for seed in range(3)",
        )


def _written(repeat: Repeat) -> str:
    seed = repeat.seed.value
    return (
        f"{repeat.label}={seed!r}"
        if repeat.label == "random_state"
        else f"{repeat.label}({seed!r})"
    )
