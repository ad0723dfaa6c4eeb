"""TUN511 initial-points-ignored

## What it does

Flags an `fmin` that is given `points_to_evaluate=` together with `trials=Trials()`.

## Why is this bad?

Hyperopt makes trials of the points only where it makes the `Trials` itself. Given one, it takes
that and passes the points over without a word: the configurations that were to be tried first (the
current best, a published one) are never evaluated.

## Example

```python
import numpy as np
from hyperopt import Trials, fmin, hp, tpe

trials = Trials()
best = fmin(
    objective,
    {"lr": hp.loguniform("lr", np.log(1e-5), np.log(1e-1))},
    algo=tpe.suggest,
    max_evals=50,
    points_to_evaluate=[{"lr": 1e-3}],
    trials=trials,
    rstate=np.random.default_rng(42),
)
```

## Use instead

```python
import numpy as np
from hyperopt import fmin, hp, tpe
from hyperopt.fmin import generate_trials_to_calculate

trials = generate_trials_to_calculate([{"lr": 1e-3}])
best = fmin(
    objective,
    {"lr": hp.loguniform("lr", np.log(1e-5), np.log(1e-1))},
    algo=tpe.suggest,
    max_evals=50,
    trials=trials,
    rstate=np.random.default_rng(42),
)
```

## How it is confirmed

The search is asked for its first 30 proposals without training. It is confirmed where none of the
points is among them.

## Where it stops looking

Trials that cannot be read from the source: they can be None, or hold the points already.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.api import Finding, Lab, Program, Related, Rule, Search, Verdict
from tunelint.experiments.proposals import tries_given_points
from tunelint.interpreter.values import Sequence


class InitialPointsIgnored(Rule, level="warning", tuners="Hyperopt"):
    def subjects(self, program: Program) -> Iterable[Search]:
        return program.searches

    def check(self, search: Search) -> Finding | None:
        points = search.initial_points
        if points is None or points.ignored_for is None:
            return None
        return self.finding(
            points.argument.anchor,
            f"{search.label} passes over {_counted(points.argument.value)} of points_to_evaluate,"
            " since it is given trials= too: none of them is tried",
            related=[Related(points.ignored_for.anchor, "these trials are used instead")],
            help="leave trials= out, or give trials=generate_trials_to_calculate(points) alone"
            " (hyperopt.fmin)",
        )

    def confirm(self, search: Search, lab: Lab) -> Verdict:
        return tries_given_points(lab, search)


def _counted(points: object) -> str:
    """How many points there are, as far as they are written out."""
    if not isinstance(points, Sequence) or points.open:
        return "the points"
    number = len(points.items)
    return {1: "the one point", 2: "both points"}.get(number, f"all {number} points")
