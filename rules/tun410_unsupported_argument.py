"""TUN410 unsupported-argument

## What it does

Flags an argument that the tuner or search which it is given to does not accept in the current
releases: `Hyperband(max_trials=…)`, `RandomSearch(epochs=…)`, `fmin(seed=…)`,
`GridSearchCV(iid=…)`, `gp_minimize(n_iter=…)`; and calls that always fail with them, whatever they
are given: `gbrt_minimize`, `dummy_minimize`. One finding per argument. Subclasses that take the
argument themselves stay silent, and so does what comes through a `**` that cannot be read.

## Why is this bad?

The search is never built: ValueError from Keras Tuner 1.4.8, TypeError from Hyperopt 0.3.0,
scikit-learn 1.9.1 and scikit-optimize 0.10.2, whose `gbrt_minimize` and `dummy_minimize` build
estimators that scikit-learn 1.9.1 does not take.

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

The script is run up to the call that is given the argument; that call raises the exception that
the finding speaks of.

## Where it stops looking

The names of the arguments are compared, not their values. A `**` that cannot be resolved hides
what it holds. What depends on a release (`optuna.__version__`, `inspect.signature`, `hasattr`) or
stands in a `try` that goes on after the exception is meant for other releases.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.alternatives import rejected_by_all
from tunelint.analyses.other_releases import for_this_release
from tunelint.api import Finding, Lab, Program, Rejection, Rule, Verdict
from tunelint.experiments.exceptions import fails_at, words_of


class UnsupportedArgument(Rule, level="error", not_for="loop"):
    def subjects(self, program: Program) -> Iterable[Rejection]:
        found = (one for search in program.searches for one in search.rejections)
        return for_this_release(program.trace, rejected_by_all(program.trace, found))

    def check(self, subject: Rejection) -> Finding | None:
        return self.finding(subject.place, _says(subject), help=_help(subject))

    def confirm(self, subject: Rejection, lab: Lab) -> Verdict:
        return fails_at(lab, subject.event.place, subject.error, words_of(subject))


def _says(rejection: Rejection) -> str:
    if not rejection.taker:
        return (
            f"{rejection.written} always fails with the current release of scikit-learn:"
            f" {rejection.error}"
        )
    return f"{rejection.taker} does not accept {rejection.written}: it fails with {rejection.error}"


def _help(rejection: Rejection) -> str:
    if rejection.instead is None:
        return f"remove {rejection.written}"
    return f"use {rejection.instead}"
