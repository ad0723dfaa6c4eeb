"""TUN309 unlogged-history-key

## What it does

Flags a lookup inside a trial, in a Keras history or in what `evaluate(return_dict=True)` returns,
of a name that is not logged: `val_acc` where the model logs `val_accuracy`, or a `val_` name where
the training gets no validation data.

## Why is this bad?

The lookup raises KeyError in every trial, after its training: the time is spent, and there is no
score.

## Example

```python
import keras
from hyperopt import fmin, hp, tpe

def objective(units):
    model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
    model.compile(loss="binary_crossentropy", metrics=["accuracy"])
    history = model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
    return -max(history.history["val_acc"])

best = fmin(objective, hp.uniformint("units", 4, 64), algo=tpe.suggest, max_evals=50)
```

## Use instead

```python
import keras
from hyperopt import fmin, hp, tpe

def objective(units):
    model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
    model.compile(loss="binary_crossentropy", metrics=["accuracy"])
    history = model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
    return -max(history.history["val_accuracy"])

best = fmin(objective, hp.uniformint("units", 4, 64), algo=tpe.suggest, max_evals=50)
```

## How it is confirmed

The script runs up to the lookup, with short trainings: it raises KeyError.

## Where it stops looking

Names that cannot be read, `.get(…)`, names that the trial tests with `in` or whose KeyError it
catches, lookups in one branch of a trial, models that are compiled out of sight, callbacks that
cannot be read, and unnamed metrics that Keras numbers (TUN308).
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.key_lookups import NO_VALIDATION, KeyLookup, key_fix, key_lookups
from tunelint.api import Finding, Lab, Program, Rule, Verdict
from tunelint.experiments.exceptions import fails_at


class UnloggedHistoryKey(Rule, level="error", not_for="scikit-learn"):
    def subjects(self, program: Program) -> Iterable[KeyLookup]:
        for search in program.searches:
            if search.tuner in self.tuners:
                yield from key_lookups(program, search)

    def check(self, subject: KeyLookup) -> Finding | None:
        if not subject.why:
            return None
        return self.finding(
            subject.place,
            f"{subject.name!r} is not logged: {subject.why}, so this lookup raises KeyError in"
            " every trial",
            help=_advice(subject),
            fix=key_fix(subject),
        )

    def confirm(self, subject: KeyLookup, lab: Lab) -> Verdict:
        return fails_at(lab, subject.place, "KeyError", (subject.name,))


def _advice(subject: KeyLookup) -> str:
    if len(subject.fitting) == 1:
        return f"look up {min(subject.fitting)!r}"
    if subject.why == NO_VALIDATION:
        return "give fit validation_data= or validation_split="
    return "look up a name that is logged, or compile the model with this metric"
