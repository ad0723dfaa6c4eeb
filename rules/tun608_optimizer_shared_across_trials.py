"""TUN608 optimizer-shared-across-trials

## What it does

Flags a Keras optimizer that is built once, outside the trials, and compiled into the model that
each trial builds.

## Why is this bad?

An optimizer belongs to the variables that it first trained. From the second trial on, `fit` raises
ValueError ("Unknown variable"). On JAX, nothing is raised while the shapes agree (Keras 3.15.1):
each trial continues with the steps and moments of those before, and its score depends on their
order.

## Example

```python
import keras
import optuna

optimizer = keras.optimizers.Adam(1e-3)

def objective(trial):
    layers = [keras.layers.Dense(trial.suggest_int("units", 4, 64)), keras.layers.Dense(1)]
    model = keras.Sequential(layers)
    model.compile(optimizer=optimizer, loss="mse")
    model.fit(x_train, y_train, epochs=20)
    return model.evaluate(x_val, y_val)

optuna.create_study().optimize(objective, n_trials=50)
```

## Use instead

```python
import keras
import optuna

def objective(trial):
    layers = [keras.layers.Dense(trial.suggest_int("units", 4, 64)), keras.layers.Dense(1)]
    model = keras.Sequential(layers)
    model.compile(optimizer=keras.optimizers.Adam(1e-3), loss="mse")
    model.fit(x_train, y_train, epochs=20)
    return model.evaluate(x_val, y_val)

optuna.create_study().optimize(objective, n_trials=50)
```

## How it is confirmed

Two trials run, one epoch for each training: confirmed where the first trains and the second one's
`fit` raises ValueError, or its optimizer has made steps already; refuted where both train afresh.

## Where it stops looking

Optimizers whose making cannot be seen, models that may not be trained in the trial, and trials with
a process and a copy of their own (Ray Tune, unless `reuse_actors=True`).
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.trainings import made_by, made_outside
from tunelint.api import Compilation, Finding, Lab, Program, Related, Rule, Search, Verdict
from tunelint.experiments.trial_state import second_trial_fails
from tunelint.interpreter.library_names import dotted
from tunelint.interpreter.objects import Event, Result
from tunelint.interpreter.values import Term, options_of
from tunelint.libraries.keras.models import same_model

# A compile call of the trials, and what made its optimizer before all of them: nothing where each
# trial has its own.
Subject = tuple[Search, Compilation, tuple[Event, ...]]


class OptimizerSharedAcrossTrials(Rule, level="error", not_for=("Keras Tuner", "scikit-learn")):
    def subjects(self, program: Program) -> Iterable[Subject]:
        for search in program.searches:
            single = search.budget.always(lambda number: number == 1)
            for compilation in search.compilations if search.carries and not single else ():
                made = _made_outside(search, compilation)
                anew = bool(made) and _trained_anew(search, compilation)
                yield search, compilation, made if anew else ()

    def check(self, subject: Subject) -> Finding | None:
        _, compilation, made = subject
        if not made:
            return None
        argument = compilation.event.arguments.get("optimizer", ("optimizer",))
        return self.finding(
            argument.anchor if argument is not None else compilation.event.anchor,
            "all trials share one optimizer object: the second trial's fit raises ValueError (on"
            " JAX, it continues with the first trial's moments)",
            related=[Related(made[0].place, "the optimizer is built here")],
            help="build the optimizer inside the trial",
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        search, _, _ = subject
        return second_trial_fails(lab, search, "ValueError")


def _made_outside(search: Search, compilation: Compilation) -> tuple[Event, ...]:
    """What made the optimizer, where all of it lies outside of the trials."""
    optimizer = compilation.optimizer
    if optimizer is None or not all(map(_is_optimizer, options_of(optimizer))):
        return ()
    return made_outside(search, optimizer)


def _is_optimizer(term: Term) -> bool:
    """Whether the value is an object of one of Keras' optimizers."""
    return isinstance(term, Result) and any(
        full.startswith("keras.optimizers.") and full.rpartition(".")[2][:1].isupper()
        for full in dotted(term.event.callee)
    )


def _trained_anew(search: Search, compilation: Compilation) -> bool:
    """Whether each trial builds the model anew and trains it."""
    made = [made_by(option) for option in options_of(compilation.model)]
    if not all(event is not None and search.in_trial(event) for event in made):
        return False
    return any(same_model(fit.model, compilation.model) for fit in search.fits)
