"""TUN509 removed-api-in-trial

## What it does

Flags what a trial runs or is given and the current Keras, scikit-learn, LightGBM, XGBoost or
Lightning rejects: `Adam(lr=…)`, `fit(workers=…)`, `keras.utils.np_utils`, `loss='deviance'`,
`LGBMClassifier().fit(early_stopping_rounds=…)`, `tree_method='gpu_hist'`, `Trainer(gpus=…)`, … One
finding per rejected argument, at the call, or where the space lists the value. An import of such a
name that fails in the search's own file counts, wherever the name is used.

## Why is this bad?

Keras 3.15 and scikit-learn 1.9 raise where older releases accepted the spelling. Keras Tuner and
scikit-learn's searches note that the trial failed and go on: the search may end without the
configurations that were meant.

## Example

```python
import keras
import optuna

def objective(trial):
    model = keras.Sequential([keras.layers.Dense(1)])
    model.compile(keras.optimizers.Adam(lr=trial.suggest_float("lr", 1e-4, 0.1, log=True)), "mse")
    return model.fit(x, y, validation_split=0.2).history["val_loss"][-1]

optuna.create_study().optimize(objective, n_trials=50)
```

## Use instead

```python
import keras
import optuna

def objective(trial):
    rate = trial.suggest_float("lr", 1e-4, 0.1, log=True)
    model = keras.Sequential([keras.layers.Dense(1)])
    model.compile(keras.optimizers.Adam(learning_rate=rate), "mse")
    return model.fit(x, y, validation_split=0.2).history["val_loss"][-1]

optuna.create_study().optimize(objective, n_trials=50)
```

## How it is confirmed

A few short trials run until they get to the call, which raises the exception of the finding. What
an estimator only rejects when it is trained, and options of a space, are tried in up to three
trials of their own, for one epoch where they train a network.

## Where it stops looking

The list is closed; each entry was tried with Keras 3.15.1, scikit-learn 1.9.1, LightGBM 4.7.0,
XGBoost 3.2.0 and Lightning 2.6.6. Values that cannot be read; values of which one branch gives one
that is accepted. Code for a different release: below a test of a version or a signature, or in a
`try` that goes on after the exception.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from tunelint.analyses.rejected_in_trials import (
    call_that_takes,
    declaration_of,
    fails_later,
    rejected_in_trials,
)
from tunelint.analyses.respelling_fix import OPTION, respelled
from tunelint.api import (
    Finding,
    Lab,
    Program,
    Rejection,
    Related,
    Rule,
    Search,
    Verdict,
    inconclusive,
)
from tunelint.experiments.exceptions import a_trial_fails, fails_at, is_gone, with_value, words_of
from tunelint.interpreter.trace import ImportEvent
from tunelint.libraries.scikit_learn.rejections import NO_SCORE

Subject = tuple[Program, Search, Sequence[Rejection]]


class RemovedApiInTrial(Rule, level="error"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        return ((program, *found) for found in rejected_in_trials(program))

    def check(self, subject: Subject) -> Finding | None:
        program, search, rejections = subject
        rejection = rejections[0]
        ends, why = f"trials that use it {_end(rejection)}", f"trials of this {search.noun} run it"
        if isinstance(rejection.event, ImportEvent):
            ends, why = "this line raises ImportError", f"this {search.noun} never runs"
        return self.finding(
            rejection.place,
            f"{_what(rejection)}: {ends}",
            related=[Related(search.place, why)],
            help=_help(rejection),
            fix=respelled(program, rejections),
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        _, search, (rejection, *_) = subject
        option, named = OPTION.fullmatch(rejection.written), words_of(rejection)
        declared, error = declaration_of(search, rejection), rejection.error
        if declared is not None and option is not None:
            value, name = ast.literal_eval(option[2]), declared.name.value or declared.parameter
            drawn = with_value(lab, search, name, value)
            if not drawn:
                return inconclusive(f"no configuration with {rejection.written} was drawn")
            place = call_that_takes(search, declared)
            return a_trial_fails(lab, search, error, named, place=place, configurations=drawn)
        if declared is not None or fails_later(search, rejection):
            return a_trial_fails(lab, search, error, named)
        if not rejection.taker:
            return is_gone(lab, rejection.event.place, error, named)
        return fails_at(lab, rejection.event.place, error, named, every_pass=True)


def _what(rejection: Rejection) -> str:
    if not rejection.taker:
        return f"{rejection.written} no longer exists"
    return f"{rejection.taker} no longer accepts {rejection.written}"


def _end(rejection: Rejection) -> str:
    return "score NaN" if rejection.error == NO_SCORE else f"raise {rejection.error}"


def _help(rejection: Rejection) -> str:
    if rejection.instead is None:
        return "remove it"
    nothing, _, why = rejection.instead.partition("nothing: ")
    return f"remove it: {why}" if not nothing else f"use {rejection.instead}"
