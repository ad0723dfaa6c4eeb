"""TUN608 optimizer-shared-across-trials

## What it does

Flags an optimizer object of Keras that is built once, outside the trials, and compiled into the
model that each trial builds. Optimizers named by a string, those built inside the trial, and one
that goes into one model only are none.

## Why is this bad?

An optimizer belongs to the variables that it first trained. The second trial's model has others:
its `fit` ends with ValueError ("Unknown variable"), and so does every one after it. On JAX nothing
is raised while the shapes agree (Keras 3.15.1): each trial then goes on from the step count and the
moments of the ones before, and its score depends on their order.

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

study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=1))
study.optimize(objective, n_trials=50)
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

study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=1))
study.optimize(objective, n_trials=50)
```

## How it is confirmed

Two trials are run, one epoch for each training: the first trains, the second one's `fit` raises
ValueError, or its optimizer has made steps already. It is refuted where both train afresh.

## Where it stops looking

Optimizers whose making cannot be seen, models that may not be trained in the trial, and trials
that each have a process of their own with a copy of the optimizer (Ray Tune, unless
`reuse_actors=True`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tunelint.analyses.trainings import made_by
from tunelint.api import Compilation, Finding, Lab, Program, Related, Rule, Search, Verdict
from tunelint.experiments.trial_state import second_trial_fails
from tunelint.interpreter.library_names import dotted
from tunelint.interpreter.objects import Event, Result
from tunelint.interpreter.values import Term, options_of
from tunelint.libraries.keras.models import same_model


@dataclass(frozen=True, eq=False)
class _Shared:
    """A compile call of the trials, and where the optimizer that it takes was made before them.

    Nowhere, where each trial has an optimizer of its own.
    """

    compilation: Compilation
    made: tuple[Event, ...]
    search: Search


class OptimizerSharedAcrossTrials(
    Rule, level="error", tuners=("Hyperopt", "Optuna", "scikit-optimize", "Ray Tune", "loop")
):
    def subjects(self, program: Program) -> Iterable[_Shared]:
        for search in program.searches:
            if search.tuner not in self.tuners or not search.carries or _is_single(search):
                continue
            for compilation in search.compilations:
                made = _made_outside(search, compilation)
                anew = bool(made) and _trained_anew(search, compilation)
                yield _Shared(compilation, made if anew else (), search)

    def check(self, subject: _Shared) -> Finding | None:
        if not subject.made:
            return None
        event = subject.compilation.event
        argument = event.arguments.get("optimizer", ("optimizer",))
        return self.finding(
            argument.anchor if argument is not None else event.anchor,
            "one optimizer, built before the search, is compiled into every trial's model: it"
            " belongs to the variables of the first one, so the second trial's fit ends with"
            " ValueError (on JAX it goes on from the first one's moments)",
            related=[Related(subject.made[0].place, "the optimizer is built here")],
            help="build the optimizer inside the trial",
        )

    def confirm(self, subject: _Shared, lab: Lab) -> Verdict:
        return second_trial_fails(lab, subject.search, "ValueError")


def _is_single(search: Search) -> bool:
    """Whether there is no second trial."""
    return search.budget.always(lambda number: number == 1)


def _made_outside(search: Search, compilation: Compilation) -> tuple[Event, ...]:
    """What made the optimizer, where all of it lies outside of the trials."""
    if compilation.optimizer is None:
        return ()
    options = options_of(compilation.optimizer)
    if not all(_is_optimizer(option) for option in options):
        return ()
    made = [made_by(option) for option in options]
    outside = tuple(event for event in made if event is not None and not search.in_trial(event))
    return outside if len(outside) == len(options) else ()


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
