"""TUN511 initial-points-ignored

## What it does

Flags an `fmin` that is given `points_to_evaluate=` together with `trials=Trials()`.

## Why is this bad?

Hyperopt tries the points only where it makes the `Trials` itself. Otherwise it ignores them without
a word: the configurations that were to come first (the current best, a published one) are never
tried.

## Example

```python
from hyperopt import Trials, fmin, hp, tpe

space = {"rate": hp.uniform("rate", 0, 0.5)}
points = [{"rate": 0.2}]
fmin(objective, space, tpe.suggest, 50, points_to_evaluate=points, trials=Trials())
```

## Use instead

```python
from hyperopt import fmin, hp, tpe
from hyperopt.fmin import generate_trials_to_calculate

space = {"rate": hp.uniform("rate", 0, 0.5)}
points = [{"rate": 0.2}]
fmin(objective, space, tpe.suggest, 50, trials=generate_trials_to_calculate(points))
```

## How it is confirmed

The search makes its first 30 proposals without training: confirmed where none of the points is
among them.

## Where it stops looking

`trials=` that cannot be read: it can be None, or hold the points already.
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
            "points_to_evaluate is ignored because trials= is given too:"
            f" {_untried(points.argument.value)}",
            related=[Related(points.ignored_for.anchor, "these trials are used instead")],
            help="remove trials=, or pass only trials=generate_trials_to_calculate(points)",
        )

    def confirm(self, search: Search, lab: Lab) -> Verdict:
        return tries_given_points(lab, search)


def _untried(points: object) -> str:
    """How many points are in vain, as far as they are written out."""
    if not isinstance(points, Sequence) or points.open:
        return "none of the points is tried"
    number = len(points.items)
    return "its point is never tried" if number == 1 else f"none of the {number} points is tried"
