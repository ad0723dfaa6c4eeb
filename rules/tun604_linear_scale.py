"""TUN604 linear-scale

## What it does

Flags a hyperparameter that is a scale by its name (learning rate, weight decay, `l1`, `l2`,
`alpha`, `lambda`, `reg…`, `C`, `gamma`, `epsilon`, `tol`, `var_smoothing`) and is drawn evenly
between bounds that lie a factor of 100 (option `ratio`) or more apart. bayes_opt
has no logarithmic scale: there one draws the exponent.

## Why is this bad?

Of even draws between 0.0001 and 0.1, nine in ten are above 0.01 and one in a hundred is below
0.001: the search hardly tries the small values that the bounds ask for.

## Example

```python
from hyperopt import fmin, hp, tpe

space = {"learning_rate": hp.uniform("learning_rate", 1e-4, 1e-1)}
best = fmin(objective, space, algo=tpe.suggest, max_evals=50)
```

## Use instead

```python
import numpy as np
from hyperopt import fmin, hp, tpe

space = {"learning_rate": hp.loguniform("learning_rate", np.log(1e-4), np.log(1e-1))}
best = fmin(objective, space, algo=tpe.suggest, max_evals=50)
```

## How it is confirmed

A thousand values are drawn, nothing is trained: confirmed where surely four fifths or more (95%)
lie above a tenth of the largest, although the range spans the factor.

## Where it stops looking

Names not on the list, which count without case, as whole words between underscores, behind the `__`
of a step. Lists of values, and a lower bound of 0.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from tunelint.analyses.logarithmic_fix import on_logarithmic_scale
from tunelint.api import (
    Finding,
    Hyperparameter,
    Lab,
    Program,
    Rule,
    Search,
    Verdict,
    largest,
    refuted,
    smallest,
)
from tunelint.experiments.samples import crowds_the_top, drawn

SCALES = frozenset(
    {
        *("lr", "learning_rate", "eta", "weight_decay", "l1", "l2", "alpha", "lambda", "reg"),
        *("c", "gamma", "epsilon", "tol", "var_smoothing"),
    }
)
# ``regularization``, ``regularisation``, ``regularizer``
REGULARISATION = "regular"

Subject = tuple[Search, Hyperparameter]


@dataclass(frozen=True)
class LinearScale(Rule, level="warning", not_for="loop"):
    ratio: float = 100

    def subjects(self, program: Program) -> Iterable[Subject]:
        return (
            (search, hyperparameter)
            for search, hyperparameter in program.hyperparameters
            if hyperparameter.kind in ("int", "float") and any(_scales(hyperparameter))
        )

    def check(self, subject: Subject) -> Finding | None:
        search, hyperparameter = subject
        name = next(_scales(hyperparameter), None)
        if name is None or hyperparameter.log is not False:
            return None
        low, high = largest(hyperparameter.low), smallest(hyperparameter.high)
        if low is None or high is None or low <= 0 or not _reaches(high / low, self.ratio):
            return None
        return self.finding(
            hyperparameter.anchor,
            f"{name!r} is drawn on a linear scale from {low:g} to {high:g}:"
            f" {_share(low, high)} of the draws fall below {10 * low:g}",
            help=f"draw it on a logarithmic scale: {search.dialect.logarithmic}",
            fix=on_logarithmic_scale(search, hyperparameter),
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        search, hyperparameter = subject
        apart = _factor(hyperparameter)
        if apart == math.inf:
            return refuted("its range begins at 0, where no decade is the lowest")
        if apart is not None and not _reaches(apart, self.ratio):
            return refuted(f"its bounds lie a factor of {apart:.3g} apart, not {self.ratio:g}")
        return crowds_the_top(drawn(lab, search, hyperparameter), self.ratio)


def _scales(hyperparameter: Hyperparameter) -> Iterator[str]:
    """The names of the hyperparameter that say it is a scale."""
    for name in (*(hyperparameter.name.values or ()), hyperparameter.key):
        if isinstance(name, str) and _is_scale(name):
            yield name


def _is_scale(name: str) -> bool:
    parameter = name.rpartition("__")[2]
    words = [word for word in re.split(r"[^a-z0-9]+", parameter.lower()) if word]
    pairs = [f"{one}_{other}" for one, other in pairwise(words)]
    return any(word in SCALES or word.startswith(REGULARISATION) for word in (*words, *pairs))


def _reaches(ratio: float, least: float) -> bool:
    return ratio >= least or math.isclose(ratio, least, rel_tol=1e-9)


def _factor(hyperparameter: Hyperparameter) -> float | None:
    """How far apart the bounds of an even range lie, None where that is not known."""
    low, high = smallest(hyperparameter.low), largest(hyperparameter.high)
    if hyperparameter.log is not False or low is None or high is None:
        return None
    return high / low if low > 0 else math.inf


def _share(low: float, high: float) -> str:
    """The share of even draws in the lowest decade."""
    share = 9 * low / (high - low)
    if share < 0.001:
        return "fewer than 0.1%"
    return f"only {share:.0%}" if share >= 0.01 else f"only {share:.1%}"
