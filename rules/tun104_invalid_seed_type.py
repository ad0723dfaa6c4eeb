"""TUN104 invalid-seed-type

## What it does

Flags Hyperopt's `rstate=` given an integer or a `numpy.random.RandomState`.

## Why is this bad?

`fmin` calls `rstate.integers(…)`, which only a `numpy.random.Generator` has. Anything else raises
AttributeError before the first trial.

## Example

```python
from hyperopt import fmin, hp, tpe

best = fmin(objective, hp.uniform("x", 0, 1), algo=tpe.suggest, max_evals=50, rstate=42)
```

## Use instead

```python
import numpy as np
from hyperopt import fmin, hp, tpe

rstate = np.random.default_rng(42)
best = fmin(objective, hp.uniform("x", 0, 1), algo=tpe.suggest, max_evals=50, rstate=rstate)
```

## How it is confirmed

The script runs up to the search, whose trials are few and short: it raises AttributeError.

## Where it stops looking

Generators from a parameter, a file or code that cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.seeding.modern_generators import modern_generator
from tunelint.api import Finding, Lab, Program, Randomness, Rule, Search, Verdict
from tunelint.experiments.exceptions import fails_at

Subject = tuple[Program, Search]


class InvalidSeedType(Rule, level="error", tuners="Hyperopt"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        return ((program, search) for search in program.searches if search.randomness.form)

    def check(self, subject: Subject) -> Finding | None:
        program, search = subject
        randomness = search.randomness
        if randomness.form not in ("int", "RandomState") or randomness.given is None:
            return None
        modern = modern_generator(program, search, randomness.given)
        return self.finding(
            randomness.given.anchor,
            f"{_written(randomness)}, but {search.label} needs a numpy.random.Generator: it raises"
            " AttributeError before the first trial",
            help=modern.help,
            fix=modern.fix,
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        return fails_at(lab, subject[1].built.place, "AttributeError", ("integers",))


def _written(randomness: Randomness) -> str:
    name, seed = randomness.argument, randomness.seed.value
    if randomness.form == "RandomState":
        return f"{name}= is a numpy.random.RandomState"
    return f"{name}={'' if seed is None else seed} is an integer"
