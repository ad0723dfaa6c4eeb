"""TUN102 zero-seed

## What it does

Flags `seed=0` and `seed=False` in a Keras Tuner tuner or oracle, also where a name, a dictionary or
a function hands the zero on. In every other library zero is a seed like any other.

## Why is this bad?

Keras Tuner's oracles compute `seed or random.randint(1, 10000)`, so a zero is silently replaced by
a random seed. The search looks reproducible and is not.

## Example

```python
import keras_tuner as kt

tuner = kt.RandomSearch(build_model, objective="val_accuracy", max_trials=20, seed=0)
tuner.search(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
```

## Use instead

```python
import keras_tuner as kt

tuner = kt.RandomSearch(build_model, objective="val_accuracy", max_trials=20, seed=42)
tuner.search(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
```

## How it is confirmed

Two fresh processes build the tuner: the seeds of their oracles differ.

## Where it stops looking

Seeds that cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.seeding.fixes import zero_replaced
from tunelint.api import (
    Finding,
    Lab,
    Program,
    Rule,
    Search,
    Unanswered,
    Verdict,
    confirmed,
    inconclusive,
    refuted,
)

Subject = tuple[Program, Search]


class ZeroSeed(Rule, level="warning", tuners="Keras Tuner"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        return ((program, search) for search in program.searches if search.randomness.zero_is_none)

    def check(self, subject: Subject) -> Finding | None:
        program, search = subject
        randomness = search.randomness
        if randomness.given is None or randomness.draws is False:
            return None
        if not randomness.seed.always(lambda seed: seed is not None and not seed):
            return None
        seed = randomness.seed.value
        return self.finding(
            randomness.given.anchor,
            f'{randomness.argument}={seed} is ignored: {search.tuner} treats {seed} as "no seed"'
            " and draws a random one, so every run tries different configurations",
            help="choose a seed other than 0, for example seed=42",
            fix=zero_replaced(program, search, randomness.given),
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        _, search = subject
        first, second = (answer.facts.get("seed") for answer in lab.proposals(search, 1))
        if not (isinstance(first, int) and isinstance(second, int)):
            raise Unanswered("the seed of the live search cannot be read")
        name, written = search.randomness.argument, search.randomness.seed.value
        if first != second:
            return confirmed(
                f"2 runs with {name}={written} were seeded with {first} and {second}"
                if written is not None
                else f"2 runs were seeded with {first} and {second}",
                first=first,
                second=second,
            )
        line = f"2 of 2 runs were seeded with {first}"
        if written is not None and first != written:
            return inconclusive(f"{line}, although the code says {name}={written}")
        return refuted(line, first=first, second=second)
