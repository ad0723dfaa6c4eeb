"""TUN101 unseeded-search

## What it does

Flags a search that draws its configurations at random while nothing seeds it: neither its seed
argument nor a call that seeds the generator it reads. `default_rng()` and `RandomState()` without a
number are no seed. Grids draw nothing.

## Why is this bad?

Every run tries different configurations and may end with a different winner, so nobody can tell
whether a change of the model helped. Each library takes its seed elsewhere: Keras Tuner 1.4.8 draws
a missing one with Python's `random`, Hyperopt 0.3.0 reads `rstate=` or HYPEROPT_FMIN_SEED,
scikit-learn 1.9 NumPy's global generator, bayes_opt 3.4.0 `random_state=` alone.

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

Two fresh processes ask the search for configurations, without training: they differ.

## Where it stops looking

Seeds that cannot be read, seeds set outside of the program, a loop's variable as the seed, and
seedings that only some runs reach. A seed value handed to unreadable project code counts as used.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.seeding.advice import how_to_seed
from tunelint.analyses.seeding.fixes import seeding
from tunelint.analyses.seeding.proposals import (
    class_of,
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
            f"{class_of(search) or f'the {search.noun}'} is not seeded ({_why(search, late)}):"
            " every run tries different configurations",
            related=[Related(seeding.event.place, "this comes too late") for seeding in late],
            help=how_to_seed(program, search),
            fix=seeding(program, search),
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        return proposes_the_same(lab, subject[1])


def _why(search: Search, late: tuple[Seeding, ...]) -> str:
    reasons = [_own_seed(search)] if search.randomness.argument else []
    if late:
        reasons += [f"{seeding.label} comes too late" for seeding in late]
    else:
        reasons += [unset_in_words(each) for each in search.randomness.generators if each]
    return ", and ".join(reasons) or f"nothing seeds {search.randomness.reads}"


def _own_seed(search: Search) -> str:
    """That the search's own argument holds no seed."""
    given, holder = search.randomness.given, search.randomness.holder
    name = f"{search.randomness.argument}="
    if given is not None:
        return f"{name}None" if given.is_none else f"{name} holds no seed"
    if holder is None or called_name(holder) == search.label:
        return f"no {name}"
    return f"{called_name(holder)} has no {name}"
