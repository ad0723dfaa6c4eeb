"""TUN605 raw-log-bounds

## What it does

Flags a Hyperopt `hp.loguniform` or `hp.qloguniform` whose two bounds are both between 0 and 1: the
bounds are meant as values, but Hyperopt takes them for exponents. Bounds written as logarithms and
negative bounds are no finding.

## Why is this bad?

`hp.loguniform(label, low, high)` draws exp(uniform(low, high)). With low and high between 0 and 1
every draw lies between 1 and 2.72: a learning rate meant to be 0.001 is never tried.

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

A thousand values are drawn from the declaration; it is confirmed where all of them lie between 1
and e, which is where the draws of exponents between 0 and 1 lie.

## Where it stops looking

A space that reaches no `fmin` in sight is not judged, nor are bounds that cannot be read.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import libcst as cst

from tunelint.api import (
    Fact,
    Finding,
    Fix,
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


class RawLogBounds(Rule, level="error", tuners="Hyperopt"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        return (
            (search, hyperparameter)
            for search in program.searches
            for hyperparameter in search.hyperparameters or ()
            if hyperparameter.raw_bounds or hyperparameter.log
        )

    def check(self, subject: Subject) -> Finding | None:
        _, hyperparameter = subject
        if not hyperparameter.raw_bounds:
            return None
        low, high = hyperparameter.low, hyperparameter.high
        if not (low.always(_looks_like_a_value) and high.always(_looks_like_a_value)):
            return None
        written = f"{_written(low)} {{}} {_written(high)}"
        return self.finding(
            hyperparameter.anchor,
            f"the bounds of {_name(hyperparameter)} are exponents of e:"
            f" hp.{hyperparameter.function} from {written.format('to')} draws between {_drawn(low)}"
            f" and {_drawn(high)}, never between {written.format('and')}",
            help=f"np.log({_written(low)}), np.log({_written(high)})",
            fix=_fix(low, high),
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        search, hyperparameter = subject
        values = drawn(lab, search, hyperparameter)
        return lies_between(values, 1, math.e, "the bounds are taken for exponents")


def _fix(low: Fact, high: Fact) -> Fix | None:
    """The logarithms of both bounds."""
    places = [bound.place for bound in (low, high)]
    wrapped = [
        Wrap(place, (Name("numpy.log"), "("), (")",))
        for place in places
        if place is not None and isinstance(place.node, cst.Arg) and not place.node.star
    ]
    return safe_fix("take the logarithms of the bounds", *wrapped) if len(wrapped) == 2 else None


def _looks_like_a_value(bound: object) -> bool:
    return isinstance(bound, int | float) and 0 < bound < 1


def _name(hyperparameter: Hyperparameter) -> str:
    label = hyperparameter.name.value
    return repr(label) if label is not None else "this hyperparameter"


def _written(bound: Fact) -> str:
    return " or ".join(f"{value:g}" for value in bound.values or ())


def _drawn(bound: Fact) -> str:
    return " or ".join(f"{math.exp(value):.4g}" for value in bound.values or ())
