"""TUN104 invalid-seed-type

## What it does

Flags Hyperopt's `rstate=` given a plain integer or a `numpy.random.RandomState`. It stays silent
on `numpy.random.default_rng(…)`, on None, and where the value cannot be read.

## Why is this bad?

`fmin` draws its seeds with `rstate.integers(…)`, a method that only NumPy's new generators have.
With an integer or a `RandomState` the search ends with AttributeError before the first trial.

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

The script is run up to the search, whose trials are few and short; it raises AttributeError.

## Where it stops looking

A generator that comes from a parameter, a file or code that cannot be read is taken for a good
one.
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
            f"{randomness.argument} is {_written(randomness)}, but {search.label} draws from a"
            " numpy.random.Generator: it fails with AttributeError ('integers') before the first"
            " trial",
            help=modern.help,
            fix=modern.fix,
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        _, search = subject
        return fails_at(lab, search.built.place, "AttributeError", ("integers",))


def _written(randomness: Randomness) -> str:
    if randomness.form == "RandomState":
        return "a numpy.random.RandomState"
    return f"the integer {randomness.seed.value}" if randomness.seed.values else "an integer"
