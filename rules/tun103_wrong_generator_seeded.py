"""TUN103 wrong-generator-seeded

## What it does

Flags an unseeded search in code that seeds another generator before it, or hands its call a seed
that the chosen algorithm does not read. It then stands in place of TUN101.

## Why is this bad?

The code looks reproducible and is not: the seed never reaches the proposals, so every run tries
other configurations. Keras Tuner's oracles read neither `np.random.seed` nor `tf.random.set_seed`,
Hyperopt reads neither `random.seed` nor `np.random.seed`, scikit-learn no `random.seed`.

## Example

```python
import keras_tuner as kt
import tensorflow as tf

tf.random.set_seed(7)
tuner = kt.RandomSearch(build_model, objective="val_accuracy", max_trials=20)
tuner.search(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
```

## Use instead

```python
import keras_tuner as kt
import tensorflow as tf

tf.random.set_seed(7)
tuner = kt.RandomSearch(build_model, objective="val_accuracy", max_trials=20, seed=7)
tuner.search(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
```

## How it is confirmed

Two fresh processes ask the search for its proposals, without training anything; they differ.

## Where it stops looking

As TUN101. Only seeds of whole generators count as seeds here, not the `random_state=` of a split
or an estimator.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.seeding.advice import how_to_seed
from tunelint.analyses.seeding.fixes import seeding
from tunelint.analyses.seeding.proposals import (
    generators_in_words,
    is_unseeded,
    seeds_in_vain,
    wrong_seedings,
)
from tunelint.api import Finding, Lab, Program, Related, Rule, Search, Seeding, Verdict
from tunelint.experiments.proposals import proposes_the_same

Subject = tuple[Program, Search]


class WrongGeneratorSeeded(Rule, level="warning", not_for="loop"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        return ((program, search) for search in program.searches)

    def check(self, subject: Subject) -> Finding | None:
        program, search = subject
        seedings = program.records.seedings
        if not is_unseeded(search, seedings):
            return None
        wrong = wrong_seedings(search, seedings)
        if not wrong and not seeds_in_vain(search):
            return None
        return self.finding(
            search.place,
            f"{search.label} is not seeded: {_seeded(search, wrong)}, but it reads"
            f" {search.randomness.reads}, so every run tries other configurations",
            related=_related(wrong),
            help=how_to_seed(program, search, wrong),
            fix=seeding(program, search, wrong),
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        _, search = subject
        return proposes_the_same(lab, search)


def _related(wrong: tuple[Seeding, ...]) -> list[Related]:
    """Every place that seeds something, once, however often it is reached."""
    places = {seeding.event.place.key: seeding for seeding in wrong}
    return [
        Related(seeding.event.place, f"this seeds {generators_in_words(seeding.generators)}")
        for seeding in places.values()
    ]


def _seeded(search: Search, wrong: tuple[Seeding, ...]) -> str:
    """What the code does seed."""
    parts = list(dict.fromkeys(seeding.label for seeding in wrong))
    if seeds_in_vain(search):
        parts.append(search.randomness.vain or f"{search.randomness.argument}=")
    seeded = frozenset(name for seeding in wrong for name in seeding.generators)
    what = generators_in_words(seeded) if seeded else "another generator"
    return (
        f"{' and '.join(parts)} seeds {what}"
        if len(parts) == 1
        else (f"{', '.join(parts[:-1])} and {parts[-1]} seed {what}")
    )
