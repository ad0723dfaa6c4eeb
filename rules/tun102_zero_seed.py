"""TUN102 zero-seed

## What it does

Flags `seed=0` or `seed=False` given to a Keras Tuner tuner or oracle, also through a name, a
dictionary or a function that hands it on. The same seed for other libraries is no finding: it
works there.

## Why is this bad?

Keras Tuner's oracles compute `seed or random.randint(1, 10000)`: zero is thrown away and a random
seed is drawn, without a word. The search looks seeded and proposes something else in every run.

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

The tuner is built in two fresh processes; the seeds of the two oracles differ.

## Where it stops looking

A seed that cannot be read from the source is taken for a good one.
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
        seed = randomness.seed
        if randomness.given is None or not seed.always(
            lambda value: value is not None and not value
        ):
            return None
        if randomness.draws is False:
            return None
        return self.finding(
            randomness.given.anchor,
            f"{randomness.argument}={seed.value} is ignored: {search.label}'s oracle takes zero for"
            " no seed and draws a random one, so every run proposes other configurations",
            help="give a seed other than 0, for example seed=42",
            fix=zero_replaced(program, search, randomness.given),
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        _, search = subject
        first, second = (answer.facts.get("seed") for answer in lab.proposals(search, 1))
        if not (isinstance(first, int) and isinstance(second, int)):
            raise Unanswered("what the live search is seeded with cannot be read")
        written = search.randomness.seed.value
        if first != second:
            ask = f"{search.randomness.argument}={written}" if written is not None else "the seed"
            return confirmed(
                f"two oracles that were given {ask} were seeded with {first} and {second}",
                first=first,
                second=second,
            )
        line = f"both oracles are seeded with {first}"
        if written is not None and first != written:
            return inconclusive(f"{line}, though {search.randomness.argument}={written} is given")
        return refuted(line, first=first, second=second)
