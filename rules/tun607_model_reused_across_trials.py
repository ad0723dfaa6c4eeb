"""TUN607 model-reused-across-trials

## What it does

Flags a Keras or PyTorch model that is built once, outside the trials, and trained in each of them,
even where the trial compiles it anew or builds a new optimizer. scikit-learn estimators count only
with `warm_start=True`.

## Why is this bad?

`fit` continues with the weights that are there, and `compile` does not touch them: the last
configurations have trained longest and win.

## Example

```python
import keras
import optuna

model = keras.Sequential([keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1)])

def objective(trial):
    model.compile(keras.optimizers.SGD(trial.suggest_float("rate", 0.001, 0.1)), loss="mse")
    model.fit(x_train, y_train, epochs=20)
    return model.evaluate(x_val, y_val)

optuna.create_study().optimize(objective, n_trials=50)
```

## Use instead

```python
import keras
import optuna

def objective(trial):
    layers = [keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1)]
    model = keras.Sequential(layers)
    model.compile(keras.optimizers.SGD(trial.suggest_float("rate", 0.001, 0.1)), loss="mse")
    model.fit(x_train, y_train, epochs=20)
    return model.evaluate(x_val, y_val)

optuna.create_study().optimize(objective, n_trials=50)
```

## How it is confirmed

Two trials run, one epoch for each training: confirmed where the second starts with exactly the
weights that the first ended with (of an estimator: predicts the same for its first rows), refuted
where it starts with different ones.

## Where it stops looking

Models whose making cannot be seen, weights that are reset, models that are cloned, and trials with
a process and a copy of their own (Ray Tune, unless `reuse_actors=True`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tunelint.analyses.resets import resets_weights
from tunelint.analyses.reused_models import continued_fits, returned_models
from tunelint.analyses.trainings import made_outside
from tunelint.api import Finding, Lab, Place, Program, Related, Rule, Search, Verdict
from tunelint.experiments.trial_state import goes_on_training
from tunelint.interpreter.objects import Event
from tunelint.interpreter.values import Term

CLONES = {
    "keras": "keras.models.clone_model",
    "lightning": "copy.deepcopy",
    "scikit_learn": "sklearn.base.clone",
    "torch": "copy.deepcopy",
}


@dataclass(frozen=True, eq=False)
class _Reused:
    """A model that a trial uses at `place`, and the events that made it before all trials.

    None made it there where each trial has a model of its own.
    """

    place: Place
    made: tuple[Event, ...]
    fitted: bool
    search: Search
    framework: str


class ModelReusedAcrossTrials(Rule, level="error", not_for="scikit-learn"):
    def subjects(self, program: Program) -> Iterable[_Reused]:
        for search in program.searches:
            for fit in continued_fits(program, search):
                made = _made(program, search, fit.model)
                yield _Reused(fit.event.place, made, True, search, fit.framework)
            for returned in returned_models(program, search):
                made = _made(program, search, returned.value)
                yield _Reused(returned.place, made, False, search, "keras")

    def check(self, subject: _Reused) -> Finding | None:
        if not subject.made:
            return None
        clone = CLONES.get(subject.framework, CLONES["keras"])
        return self.finding(
            subject.place,
            f"every trial {'trains' if subject.fitted else 'gets'} the same model object: each one"
            " continues with the weights of the trial before",
            related=[Related(subject.made[0].place, "the model is built here")],
            help=f"build the model inside the trial, or clone it there with {clone}",
        )

    def confirm(self, subject: _Reused, lab: Lab) -> Verdict:
        return goes_on_training(lab, subject.search)


def _made(program: Program, search: Search, model: Term) -> tuple[Event, ...]:
    """What made the model before all trials, unless they reset its weights."""
    made = made_outside(search, model)
    return () if made and resets_weights(program.trace, search, model) else made
