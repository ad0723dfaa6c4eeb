"""TUN607 model-reused-across-trials

## What it does

Flags a Keras or PyTorch model that is built once, outside the objective, the builder or the loop
over configurations, and trained inside: also where the builder only compiles it anew, or only the
optimizer is new. Silent on scikit-learn estimators, which start afresh with every `fit` (unless
`warm_start=True`), and where the weights are reset or the model is cloned inside.

## Why is this bad?

`fit` goes on from the weights that are there, and `compile` does not touch them. Every trial
continues the one before: the last configurations have trained longest and win.

## Example

```python
import keras
from hyperopt import fmin, hp, tpe

model = keras.Sequential([keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1)])

def objective(rate):
    model.compile(keras.optimizers.SGD(rate), loss="mse")
    model.fit(x_train, y_train, epochs=20)
    return model.evaluate(x_val, y_val)

best = fmin(objective, hp.loguniform("rate", -9, -1), algo=tpe.suggest, max_evals=50)
```

## Use instead

```python
import keras
from hyperopt import fmin, hp, tpe

def objective(rate):
    layers = [keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1)]
    model = keras.Sequential(layers)
    model.compile(keras.optimizers.SGD(rate), loss="mse")
    model.fit(x_train, y_train, epochs=20)
    return model.evaluate(x_val, y_val)

best = fmin(objective, hp.loguniform("rate", -9, -1), algo=tpe.suggest, max_evals=50)
```

## How it is confirmed

Two trials are run, one epoch for each training: the weights at the start of the second are exactly
those at the end of the first (of an estimator, what it predicts for its first rows). It is refuted
where the second starts with others.

## Where it stops looking

Trials that each have a process of their own with a copy of the model (Ray Tune, unless
`reuse_actors=True`), models whose making cannot be seen, and code that resets weights by a function
that cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tunelint.analyses.alternatives import held_by_all
from tunelint.analyses.resets import resets_weights
from tunelint.analyses.trainings import made_by
from tunelint.api import Finding, Fit, Lab, Place, Program, Related, Rule, Search, Verdict
from tunelint.experiments.trial_state import goes_on_training
from tunelint.interpreter.objects import Event
from tunelint.interpreter.trace import ReturnEvent
from tunelint.interpreter.values import Term, options_of
from tunelint.libraries.keras.models import is_model

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
    framework: str = "keras"


class ModelReusedAcrossTrials(Rule, level="error", not_for="scikit-learn"):
    def subjects(self, program: Program) -> Iterable[_Reused]:
        for search in program.searches:
            if not search.carries:
                continue
            for fit in _reusing(program, search):
                reused = _reused(program, search, fit.model, fit.event, fitted=True)
                yield replace(reused, framework=fit.framework)
            for returned in _returned_models(search, program):
                yield _reused(program, search, returned.value, returned, fitted=False)

    def check(self, subject: _Reused) -> Finding | None:
        if not subject.made:
            return None
        used = "is fitted" if subject.fitted else "is handed out"
        return self.finding(
            subject.place,
            f"one model, built before the search, {used} in every trial: each trial goes on with"
            " the weights of the one before",
            related=[Related(made.place, "the model is built here") for made in subject.made[:1]],
            help="build the model inside the trial, or clone it there with"
            f" {CLONES.get(subject.framework, CLONES['keras'])}",
        )

    def confirm(self, subject: _Reused, lab: Lab) -> Verdict:
        return goes_on_training(lab, subject.search)


def _reusing(program: Program, search: Search) -> Iterator[Fit]:
    """The trainings in trials that go on with a model from outside, whichever model they train."""
    outside = [
        fit
        for fit in search.fits
        if _keeps_weights(fit, program) and _made_outside(fit.model, search)
    ]
    return held_by_all(program.trace, outside)


def _reused(program: Program, search: Search, model: Term, used: Event, *, fitted: bool) -> _Reused:
    made = _made_outside(model, search)
    reset = bool(made) and resets_weights(program.trace, search, model)
    return _Reused(used.place, () if reset else made, fitted, search)


def _made_outside(model: Term, search: Search) -> tuple[Event, ...]:
    """The events that made the model, where all of them lie outside of the trials."""
    made = [made_by(option) for option in options_of(model)]
    outside = [event for event in made if event is not None and not search.in_trial(event)]
    return tuple(outside) if len(outside) == len(made) else ()


def _keeps_weights(fit: Fit, program: Program) -> bool:
    if fit.in_epochs:
        return True
    made = {id(made_by(option)) for option in options_of(fit.model)}
    return any(
        estimator.warm_start.always(lambda warm: warm is True)
        for estimator in program.records.estimators
        if id(estimator.event) in made
    )


def _returned_models(search: Search, program: Program) -> Iterator[ReturnEvent]:
    """Where the builder of a Keras Tuner search gives a model back."""
    if search.project is None:
        return
    nodes = {id(function.node) for function in search.functions}
    for event in program.trace.of(ReturnEvent):
        builder = event.function is not None and id(event.function.node) in nodes
        if builder and search.in_trial(event) and is_model(event.value):
            yield event
