"""TUN605 raw-log-bounds

## What it does

Flags a Hyperopt `hp.loguniform` or `hp.qloguniform` whose bounds are both between 0 and 1: they are
meant as values, but Hyperopt takes them for exponents. The space may be given to `fmin` or to Ray
Tune's `HyperOptSearch`.

## Why is this bad?

`hp.loguniform(label, low, high)` draws exp(uniform(low, high)). With bounds between 0 and 1, every
draw lies between 1 and 2.72: a learning rate of 0.001 is never tried.

## Example

```python
from hyperopt import fmin, hp, tpe

space = {"lr": hp.loguniform("lr", 1e-5, 1e-1)}
best = fmin(objective, space, algo=tpe.suggest, max_evals=50)
```

## Use instead

```python
import numpy as np
from hyperopt import fmin, hp, tpe

space = {"lr": hp.loguniform("lr", np.log(1e-5), np.log(1e-1))}
best = fmin(objective, space, algo=tpe.suggest, max_evals=50)
```

## How it is confirmed

A thousand values are drawn: confirmed where all of them lie between 1 and e, as the draws of
exponents between 0 and 1 do.

## Where it stops looking

Bounds that are negative, written as logarithms or cannot be read, and spaces that reach no visible
`fmin` or `HyperOptSearch`. Searches of Ray Tune are not asked for their draws.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import libcst as cst

from tunelint.analyses.handed_spaces import handed_to_ray
from tunelint.api import (
    Fact,
    Finding,
    Hyperparameter,
    Lab,
    Name,
    Program,
    Rule,
    Search,
    Verdict,
    Wrap,
    safe_fix,
)
from tunelint.experiments.samples import drawn, lies_between

Subject = tuple[Search, Hyperparameter]


class RawLogBounds(Rule, level="error", tuners=("Hyperopt", "Ray Tune")):
    def subjects(self, program: Program) -> Iterable[Subject]:
        return (
            (search, hyperparameter)
            for search, hyperparameter in (*program.hyperparameters, *handed_to_ray(program))
            if hyperparameter.raw_bounds or hyperparameter.log
        )

    def check(self, subject: Subject) -> Finding | None:
        _, hyperparameter = subject
        if not hyperparameter.raw_bounds:
            return None
        low, high = hyperparameter.low, hyperparameter.high
        if not (low.always(_looks_like_a_value) and high.always(_looks_like_a_value)):
            return None
        return self.finding(
            hyperparameter.anchor,
            f"hp.{hyperparameter.function} takes the bounds of {hyperparameter.quoted} for"
            f" exponents: it draws between {_drawn(low)} and {_drawn(high)}, never between"
            f" {_written(low)} and {_written(high)}",
            help=f"write np.log({_written(low)}), np.log({_written(high)})",
            fix=safe_fix("take the logarithms of the bounds", _log(low), _log(high)),
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        search, hyperparameter = subject
        values = drawn(lab, search, hyperparameter)
        return lies_between(values, 1, math.e, "the bounds are taken for exponents")


def _log(bound: Fact) -> Wrap | None:
    """The logarithm around a bound, where it is written in the call."""
    place = bound.place
    if place is None or not isinstance(place.node, cst.Arg) or place.node.star:
        return None
    return Wrap(place, (Name("numpy.log"), "("), (")",))


def _looks_like_a_value(bound: object) -> bool:
    return isinstance(bound, int | float) and 0 < bound < 1


def _written(bound: Fact) -> str:
    return " or ".join(f"{value:g}" for value in bound.values or ())


def _drawn(bound: Fact) -> str:
    return " or ".join(f"{math.exp(value):.4g}" for value in bound.values or ())
