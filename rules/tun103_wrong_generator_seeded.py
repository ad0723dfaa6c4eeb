"""TUN103 wrong-generator-seeded

## What it does

Flags an unseeded search where the code seeds a different generator, or gives the search a seed that
its algorithm does not read. It replaces TUN101 there.

## Why is this bad?

The code looks reproducible, but the seed never reaches the search: every run tries different
configurations. Keras Tuner reads neither `np.random.seed` nor `tf.random.set_seed`, Hyperopt
and bayes_opt neither `random.seed` nor `np.random.seed`, scikit-learn no `random.seed`.

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

Two fresh processes ask the search for configurations, without training: they differ.

## Where it stops looking

Where TUN101 stops. Only seeds of whole generators count, not the `random_state=` of a split or an
estimator.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tunelint.analyses.seeding.advice import how_to_seed
from tunelint.analyses.seeding.fixes import seeding
from tunelint.analyses.seeding.proposals import (
    class_of,
    generators_in_words,
    is_unseeded,
    late_seedings,
    seeds_in_vain,
    wrong_seedings,
)
from tunelint.api import Finding, Lab, Program, Related, Rule, Search, Seeding, Verdict
from tunelint.experiments.proposals import proposes_the_same
from tunelint.findings.listing import joined

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
        late = late_seedings(search, wrong)
        return self.finding(
            search.place,
            _too_late(search, late) if late else _unread(search, wrong),
            related=_related(wrong),
            help=how_to_seed(program, search, wrong),
            fix=seeding(program, search, wrong),
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        return proposes_the_same(lab, subject[1])


def _related(wrong: Sequence[Seeding]) -> list[Related]:
    """Every place that seeds something, once, however often it is reached."""
    places = {seeding.event.place.key: seeding for seeding in wrong}
    return [
        Related(seeding.event.place, f"this seeds {generators_in_words(seeding.generators)}")
        for seeding in places.values()
    ]


def _too_late(search: Search, late: Sequence[Seeding]) -> str:
    """That the search drew its seed before anything seeded what it draws from."""
    seeds = list(dict.fromkeys(seeding.label for seeding in late))
    comes = "comes" if len(seeds) == 1 else "come"
    return (
        f"{joined(seeds)} {comes} too late to seed this {search.noun}:"
        f" {class_of(search) or 'it'} drew its seed when it was built"
    )


def _unread(search: Search, wrong: Sequence[Seeding]) -> str:
    """That what the code seeds is not what the search draws from."""
    return (
        f"{_in_vain(search, wrong)} this {search.noun}:"
        f" {class_of(search) or 'it'} draws from {search.randomness.reads}"
    )


def _in_vain(search: Search, wrong: Sequence[Seeding]) -> str:
    """That what the code seeds, and the seed that the search ignores, do not seed it."""
    seeds = list(dict.fromkeys(seeding.label for seeding in wrong))
    if seeds_in_vain(search):
        seeds.append(search.randomness.vain or f"{search.randomness.argument}=")
    seeded = frozenset(name for seeding in wrong for name in seeding.generators)
    if any(seeded & generators for generators in search.randomness.generators):
        return f"{joined(seeds)} alone {'does' if len(seeds) == 1 else 'do'} not seed"
    match seeds:
        case [seed]:
            return f"{seed} does not seed"
        case [one, other]:
            return f"neither {one} nor {other} seeds"
    return f"none of {joined(seeds)} seeds"
