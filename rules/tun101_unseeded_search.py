"""TUN101 unseeded-search

## What it does

Flags a search whose proposals are random and whose generator nothing seeds: neither its own seed
argument nor a call that seeds the generator it reads. An empty `default_rng()` or `RandomState()`
is no seed. Grids are left alone, as are a seed that cannot be read and a seed that is a loop's
variable.

## Why is this bad?

Every run tries other configurations and may end with another winner. Whether a change of the model
helped, or only the draw, can no longer be told. Each library reads its randomness from somewhere
else: Keras Tuner 1.4.8 draws a missing seed with Python's `random`, Hyperopt 0.3.0 only follows
`rstate=` or HYPEROPT_FMIN_SEED, scikit-learn 1.9 NumPy's global generator.

## Example

```python
import keras_tuner as kt

tuner = kt.RandomSearch(build_model, objective="val_accuracy", max_trials=20)
tuner.search(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
```

## Use instead

```python
import keras_tuner as kt

tuner = kt.RandomSearch(build_model, objective="val_accuracy", max_trials=20, seed=42)
tuner.search(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
```

## How it is confirmed

Two fresh processes ask the search for its proposals, without training anything; they differ.

## Where it stops looking

A seed in code that is not part of the run is not seen. A seed value handed to project code that
cannot be read is taken to seed everything, and so is a seeding that only some runs reach.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.seeding.advice import how_to_seed
from tunelint.analyses.seeding.fixes import seeding
from tunelint.analyses.seeding.proposals import (
    is_unseeded,
    late_seedings,
    seeds_in_vain,
    unset_in_words,
    wrong_seedings,
)
from tunelint.api import Finding, Lab, Program, Related, Rule, Search, Seeding, Verdict
from tunelint.experiments.proposals import proposes_the_same
from tunelint.interpreter.library_names import called_name

Subject = tuple[Program, Search]


class UnseededSearch(Rule, level="warning"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        return ((program, search) for search in program.searches)

    def check(self, subject: Subject) -> Finding | None:
        program, search = subject
        seedings = program.records.seedings
        if not is_unseeded(search, seedings):
            return None
        if wrong_seedings(search, seedings) or seeds_in_vain(search):
            return None  # TUN103 says more
        late = late_seedings(search, seedings)[:1]
        return self.finding(
            search.place,
            f"{_what(search)} is not seeded: {_why(search)}{_too_late(late)}, so every run proposes"
            " other configurations",
            related=[Related(seeding.event.place, "this comes too late") for seeding in late],
            help=how_to_seed(program, search),
            fix=seeding(program, search),
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        _, search = subject
        return proposes_the_same(lab, search)


def _what(search: Search) -> str:
    return "this loop over drawn configurations" if search.tuner == "loop" else search.label


def _why(search: Search) -> str:
    randomness = search.randomness
    holder = called_name(randomness.holder) if randomness.holder is not None else None
    reasons = []
    if randomness.argument:
        empty = f"the {randomness.argument}= of its {holder}" if holder else None
        lacking = f"its {holder}" if holder else "it"
        reasons.append(
            f"{empty or f'its {randomness.argument}='} is empty"
            if randomness.given is not None
            else f"{lacking} has no {randomness.argument}="
        )
    reasons += [unset_in_words(generators) for generators in randomness.generators if generators]
    return " and ".join(reasons) or f"nothing sets {randomness.reads}"


def _too_late(late: tuple[Seeding, ...]) -> str:
    return " (the seed further down comes too late)" if late else ""
