"""TUN410 unsupported-argument

## What it does

Flags an argument that the tuner or search does not accept in its current release:
`Hyperband(max_trials=…)`, `RandomSearch(epochs=…)`, `fmin(seed=…)`, `GridSearchCV(iid=…)`,
bayes_opt's `maximize(acq=…)`, Keras Tuner's `tune_new_entries=False` without `hyperparameters=`,
`allow_new_entries=False` with a space that lacks names, `hp.Fixed` of None or a tuple, a metric or
mode that a Ray Tune scheduler and `TuneConfig` are both given; and calls that always fail with it
(`gbrt_minimize`, `dummy_minimize`). It also flags a range on a logarithmic scale that begins at 0
or below: `log=True`, `sampling="log"`, `loguniform`, `"log-uniform"`,
`hp.loguniform("x", np.log(0), …)`.

## Why is this bad?

The search is never built: Keras Tuner 1.4.8 raises ValueError, Hyperopt 0.3.0, scikit-learn 1.9.1
and scikit-optimize 0.10.2 TypeError. `gbrt_minimize` and `dummy_minimize` build estimators that
scikit-learn 1.9.1 rejects. Zero has no logarithm: every library raises ValueError, Hyperopt
OverflowError.

## Example

```python
import keras_tuner as kt

tuner = kt.RandomSearch(build_model, objective="val_loss", max_trials=20, seed=7, epochs=30)
tuner.search(x_train, y_train, validation_split=0.2)
```

## Use instead

```python
import keras_tuner as kt

tuner = kt.RandomSearch(build_model, objective="val_loss", max_trials=20, seed=7)
tuner.search(x_train, y_train, validation_split=0.2, epochs=30)
```

## How it is confirmed

The script runs up to the call, which raises the exception of the finding. Ranges that raise only
when they are drawn (Hyperopt, scikit-learn, tuples) cannot be asked about.

## Where it stops looking

Of arguments the names are compared, not the values. Bounds and a `**` that cannot be read,
subclasses that take the argument themselves, and code for a different release: below a test of a
version or a signature, or in a `try` that goes on after the exception.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.alternatives import rejected_by_all
from tunelint.analyses.log_from_zero import WHEN_DRAWN, log_from_zero
from tunelint.analyses.other_releases import for_this_release
from tunelint.api import Finding, Lab, Program, Rejection, Rule, Verdict, inconclusive
from tunelint.experiments.exceptions import fails_at, words_of


class UnsupportedArgument(Rule, level="error", not_for="loop"):
    def subjects(self, program: Program) -> Iterable[Rejection]:
        found = (
            one
            for search in program.searches
            for one in (*search.rejections, *log_from_zero(search))
        )
        return for_this_release(program.trace, rejected_by_all(program.trace, found))

    def check(self, rejection: Rejection) -> Finding | None:
        message = (
            f"{rejection.taker} does not accept {rejection.written}: it raises {rejection.error}"
            if rejection.taker
            else f"{rejection.written} always raises {rejection.error} with the current"
            " scikit-learn"
        )
        remove = f"remove {rejection.written}"
        advice = remove if rejection.instead is None else f"use {rejection.instead}"
        return self.finding(rejection.place, message, help=advice)

    def confirm(self, rejection: Rejection, lab: Lab) -> Verdict:
        if rejection.error.endswith(WHEN_DRAWN):
            return inconclusive("no trial begins where its values cannot be drawn")
        return fails_at(lab, rejection.event.place, rejection.error, words_of(rejection))
