"""TUN503 none-result-used

## What it does

Flags code that uses what `search()`, `results_summary()` or `search_space_summary()` of a Keras
Tuner tuner, `optimize()` of an Optuna study, or `maximize()` of bayes_opt return: None. The finding
stands where the value is first used.

## Why is this bad?

`print` shows None; an index, an attribute or a loop raises, after the whole search has run.

## Example

```python
import keras_tuner as kt

tuner = kt.RandomSearch(build_model, objective="val_loss", max_trials=20, seed=7)
history = tuner.search(x_train, y_train, validation_split=0.2, epochs=30)
print(history.history["val_loss"])
```

## Use instead

```python
import keras_tuner as kt

tuner = kt.RandomSearch(build_model, objective="val_loss", max_trials=20, seed=7)
tuner.search(x_train, y_train, validation_split=0.2, epochs=30)
best = tuner.oracle.get_best_trials(1)[0]
print(best.score, best.hyperparameters.values)
```

## How it is confirmed

The script runs a few short trials, up to the call; its value is None.

## Where it stops looking

A value that a function returns is followed to its visible callers, not into containers. A value
that is stored and never read is no finding.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.none_uses import NoneUses
from tunelint.api import Finding, Lab, Place, Program, Related, Rule, Search, Verdict
from tunelint.experiments.exceptions import gives_none
from tunelint.interpreter.objects import CallEvent
from tunelint.interpreter.values import Attribute

# A call that returns None, and where its value is first used.
Subject = tuple[Search, CallEvent, Place]


class NoneResultUsed(Rule, level="error", tuners=("Keras Tuner", "Optuna", "bayes_opt")):
    def subjects(self, program: Program) -> Iterable[Subject]:
        uses = NoneUses(program)
        for search in program.searches:
            for call in search.gives_none:
                used = uses.first(call)
                if used is not None:
                    yield search, call, used

    def check(self, subject: Subject) -> Finding | None:
        search, call, used = subject
        method = call.callee.name if isinstance(call.callee, Attribute) else search.label
        stored = used is not call.place
        return self.finding(
            used,
            f"{method}() returns None, but this code uses its value as a result",
            related=[Related(call.place, "this call returns None")] if stored else (),
            help=f"read the results from {search.dialect.results}",
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        _, call, _ = subject
        return gives_none(lab, call.place)
