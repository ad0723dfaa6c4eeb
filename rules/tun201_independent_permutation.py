"""TUN201 independent-permutation

## What it does

Flags features and labels that a search uses together after two separate random draws have permuted
them: `rng.permutation(x)` and `rng.permutation(y)`, two shuffles in place, two splits. It speaks
for TUN106 where the draws have no seed either.

## Why is this bad?

The labels no longer belong to their rows. Nothing fails: every configuration learns noise, all
scores look alike, and the winner is an accident.

## Example

```python
import keras_tuner as kt
import numpy as np

rng = np.random.default_rng(1)
x_train = rng.permutation(x)
y_train = rng.permutation(y)
tuner = kt.RandomSearch(build_model, objective="val_accuracy", max_trials=20, seed=42)
tuner.search(x_train, y_train, validation_split=0.2, epochs=20)
```

## Use instead

```python
import keras_tuner as kt
import numpy as np

order = np.random.default_rng(1).permutation(len(x))
x_train, y_train = x[order], y[order]
tuner = kt.RandomSearch(build_model, objective="val_accuracy", max_trials=20, seed=42)
tuner.search(x_train, y_train, validation_split=0.2, epochs=20)
```

## How it is confirmed

The script runs, and the rows of both arrays are compared before and after the draws: a row ends up
with a label that it did not have. Rows of the same content count as one.

## Where it stops looking

One index for both arrays, `shuffle(x, y)`, and draws with the same seed keep the rows together.
Silent too where only one array is permuted, where a seed cannot be read, and where the generator is
set back between the draws.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tunelint.analyses.rows.permutation_fix import one_order
from tunelint.analyses.rows.permutations import drawn_apart, misaligned, moves, used_together
from tunelint.api import Draw, Finding, Lab, Program, Related, Rule, Search, Verdict
from tunelint.experiments.moved_rows import keeps_pairs, movement
from tunelint.interpreter.objects import Event
from tunelint.interpreter.values import Term
from tunelint.libraries.arrays.lineage import lineage_of
from tunelint.libraries.arrays.spoken import spoken


@dataclass(frozen=True, eq=False)
class Pair:
    """Features and labels that a search uses together, where, and the draws that moved each."""

    program: Program
    search: Search
    features: Term
    labels: Term
    used: Event
    moved: tuple[tuple[Draw, ...], tuple[Draw, ...]]


class IndependentPermutation(Rule, level="error", replaces="TUN106"):
    def subjects(self, program: Program) -> Iterable[Pair]:
        lineage = lineage_of(program.records.draws)
        for search in program.searches:
            for features, labels, used in used_together(search):
                moved = moves(lineage, features, used), moves(lineage, labels, used)
                if all(moved):
                    yield Pair(program, search, features, labels, used, moved)

    def check(self, subject: Pair) -> Finding | None:
        trace, seedings = subject.program.trace, subject.program.records.seedings
        found = misaligned(trace, seedings, *subject.moved)
        if found is None:
            return None
        earlier, later = found
        features = spoken(trace, subject.features, "the features")
        labels = spoken(trace, subject.labels, "the labels")
        return self.finding(
            later.event.anchor,
            f"{features} and {labels} are permuted separately: the labels no longer belong to their"
            " rows, so every configuration learns noise",
            related=[
                Related(earlier.event.anchor, "the first draw"),
                Related(subject.used.place, "both are used together here"),
            ],
            help="draw one order and index both arrays with it: x[order], y[order]",
            fix=one_order(trace, earlier, later),
        )

    def confirm(self, subject: Pair, lab: Lab) -> Verdict:
        lineage = lineage_of(subject.program.records.draws)
        return keeps_pairs(
            lab,
            (
                (
                    movement(lineage, subject.features, one),
                    movement(lineage, subject.labels, other),
                )
                for one, other in drawn_apart(*subject.moved)
            ),
        )
