"""TUN604 linear-scale

## What it does

Flags a hyperparameter that is a scale by its name (learning rate, weight decay, `l1`, `l2`,
`alpha`, `lambda`, `reg…`, `C`, `gamma`, `epsilon`, `tol`, `var_smoothing`) and is drawn evenly
between bounds that lie a factor of 100 or more apart. Logarithmic sampling, explicit lists and a
lower bound of 0 are no finding.

## Why is this bad?

Of even draws between 0.0001 and 0.1, nine in ten are above 0.01 and one in a hundred is below
0.001: the search hardly looks at the small values that the bounds ask for.

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

Values are drawn from the declaration and counted by decade.

## Where it stops looking

Only the names above count, as whole words between underscores, without case; with scikit-learn's
`step__parameter` the parameter. How far apart the bounds must lie is the option `ratio`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from tunelint.facts import largest, smallest
from tunelint.program import Program
from tunelint.rule import Finding, Level, Rule
from tunelint.search import Hyperparameter, Search

SCALES = frozenset(
    {
        "alpha",
        "c",
        "epsilon",
        "eta",
        "gamma",
        "l1",
        "l2",
        "lambda",
        "learning_rate",
        "lr",
        "reg",
        "tol",
        "var_smoothing",
        "weight_decay",
    }
)
# ``regularization``, ``regularisation``, ``regularizer``
REGULARISATION = "regular"

LOGARITHMIC = {
    "Keras Tuner": 'sampling="log"',
    "Hyperopt": "hp.loguniform with np.log(…) around both bounds",
    "Optuna": "log=True",
    "Ray Tune": "tune.loguniform",
    "scikit-optimize": 'prior="log-uniform"',
    "scikit-learn": "scipy.stats.loguniform",
}

Subject = tuple[Search, Hyperparameter]


@dataclass(frozen=True)
class LinearScale(Rule):
    code: ClassVar[str] = "TUN604"
    name: ClassVar[str] = "linear-scale"
    level: ClassVar[Level] = Level.WARNING
    tuners: ClassVar[tuple[str, ...]] = (
        "Keras Tuner",
        "Hyperopt",
        "Optuna",
        "scikit-learn",
        "scikit-optimize",
        "Ray Tune",
    )
    ratio: float = 100

    def subjects(self, program: Program) -> Iterable[Subject]:
        return (
            (search, hyperparameter)
            for search in program.searches
            if search.tuner in self.tuners
            for hyperparameter in search.hyperparameters or ()
        )

    def check(self, subject: Subject) -> Finding | None:
        search, hyperparameter = subject
        name = next(_scales(hyperparameter), None)
        if name is None or hyperparameter.log is not False:
            return None
        if hyperparameter.kind not in ("int", "float"):
            return None
        low, high = largest(hyperparameter.low), smallest(hyperparameter.high)
        if low is None or high is None or low <= 0 or not _reaches(high / low, self.ratio):
            return None
        return self.finding(
            hyperparameter.anchor,
            f"{name!r} is drawn linearly from {low:g} to {high:g}: only"
            f" {_share(low, high)} of the draws fall below {10 * low:g}, so the small values are"
            " hardly tried",
            help=f"draw it on a logarithmic scale: {LOGARITHMIC[search.tuner]}",
        )


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


def _share(low: float, high: float) -> str:
    """The share of even draws in the lowest decade."""
    share = 9 * low / (high - low)
    return f"{share:.0%}" if share >= 0.01 else f"{share:.1%}" if share >= 0.001 else "under 0.1%"
