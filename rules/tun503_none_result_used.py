"""TUN503 none-result-used

## What it does

Flags code that uses what `results_summary()`, `search_space_summary()` or `search()` of a Keras
Tuner tuner, or `optimize()` of an Optuna study, return. They return None. The finding stands at
the first use of the stored value, or at the call where the value is used at once. A bare call
stays silent, and so does a value that is stored and never read.

## Why is this bad?

`print(tuner.results_summary())` prints the summary and then `None`; anything else done with the
value (an index, an attribute, a loop) raises after the whole search has run.

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

The script is run, a few short trials, up to the call; its value is None.

## Where it stops looking

A value that a function hands back is followed to the function's visible callers, not into
containers.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.none_uses import NoneUses
from tunelint.api import Finding, Lab, Place, Program, Related, Rule, Search, Verdict
from tunelint.experiments.exceptions import gives_none
from tunelint.interpreter.objects import CallEvent
from tunelint.interpreter.values import Attribute


class NoneResultUsed(Rule, level="error", tuners=("Keras Tuner", "Optuna")):
    def subjects(self, program: Program) -> Iterable[tuple[Search, CallEvent, Place]]:
        uses = NoneUses(program)
        for search in program.searches:
            for call in search.gives_none:
                used = uses.first(call)
                if used is not None:
                    yield search, call, used

    def check(self, subject: tuple[Search, CallEvent, Place]) -> Finding | None:
        search, call, used = subject
        method = call.callee.name if isinstance(call.callee, Attribute) else search.label
        stored = used is not call.place
        return self.finding(
            used,
            f"{method}() of {search.label} returns None, and that is what is used here",
            related=[Related(call.place, "None comes from this call")] if stored else (),
            help=f"read the results from {search.dialect.results}",
        )

    def confirm(self, subject: tuple[Search, CallEvent, Place], lab: Lab) -> Verdict:
        _, call, _ = subject
        return gives_none(lab, call.place)
