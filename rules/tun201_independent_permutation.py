"""TUN201 independent-permutation

## What it does

Flags features and labels that reach a search together although two separate random draws have
permuted them: `rng.permutation(x)` and `rng.permutation(y)`, two shuffles in place, two splits.
One index for both, `shuffle(x, y)`, and the same seed before each of the two draws are left alone.
That the two draws have no seed is told here, and not by TUN106.

## Why is this bad?

Row by row the labels no longer belong to the features. Nothing fails: every configuration learns
noise, all scores look alike, and the winner is an accident.

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

The script runs, and the rows of both arrays are compared before and after the two draws: confirmed
where any row ends up with a label that it did not have. Rows with the same content count as one.

## Where it stops looking

Arrays that a search does not use together. Draws whose seed cannot be read, and a generator that is
set back between the two draws. One array permuted and the other not is not reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tunelint.analyses.rows.permutation_fix import one_order
from tunelint.analyses.rows.permutations import drawn_apart, misaligned, moves
from tunelint.api import Finding, Lab, Program, Related, Rule, Search, Verdict
from tunelint.experiments.moved_rows import keeps_pairs, movement
from tunelint.interpreter.objects import Event
from tunelint.interpreter.values import Term
from tunelint.libraries.arrays.lineage import lineage_of
from tunelint.libraries.arrays.spoken import spoken


@dataclass(frozen=True, eq=False)
class Pair:
    """Features and labels that a search uses together, and where."""

    program: Program
    search: Search
    features: Term
    labels: Term
    used: Event


class IndependentPermutation(Rule, level="error", replaces="TUN106"):
    def subjects(self, program: Program) -> Iterable[Pair]:
        lineage = lineage_of(program.records.draws)
        for search in program.searches:
            for features, labels, used in _pairs(search):
                if moves(lineage, features, used) and moves(lineage, labels, used):
                    yield Pair(program, search, features, labels, used)

    def check(self, subject: Pair) -> Finding | None:
        program, search = subject.program, subject.search
        lineage = lineage_of(program.records.draws)
        found = misaligned(
            program.trace,
            program.records.seedings,
            moves(lineage, subject.features, subject.used),
            moves(lineage, subject.labels, subject.used),
        )
        if found is None:
            return None
        earlier, later = found
        features = spoken(program.trace, subject.features, "the features")
        labels = spoken(program.trace, subject.labels, "the labels")
        return self.finding(
            later.event.anchor,
            f"{features} and {labels} are permuted by two separate draws ({earlier.label},"
            f" {later.label}): the labels no longer belong to their rows, and {_what(search)}"
            " learns noise",
            related=[
                Related(earlier.event.anchor, "the other draw"),
                Related(subject.used.place, "the two are used together here"),
            ],
            help="draw one order and index both with it: x[order], y[order]",
            fix=one_order(program.trace, earlier, later),
        )

    def confirm(self, subject: Pair, lab: Lab) -> Verdict:
        lineage = lineage_of(subject.program.records.draws)
        features = moves(lineage, subject.features, subject.used)
        labels = moves(lineage, subject.labels, subject.used)
        return keeps_pairs(
            lab,
            (
                (
                    movement(lineage, subject.features, one),
                    movement(lineage, subject.labels, other),
                )
                for one, other in drawn_apart(features, labels)
            ),
        )


def _pairs(search: Search) -> Iterator[tuple[Term, Term, Event]]:
    """What is trained, validated or scored on together."""
    for fit in (*search.runs, *search.fits):
        if fit.features is not None and fit.labels is not None:
            yield fit.features, fit.labels, fit.event
        if fit.validation is not None and len(fit.validation) > 1:
            yield fit.validation[0], fit.validation[1], fit.event
    for evaluation in search.evaluations:
        if len(evaluation.data) == 2:
            yield evaluation.data[0], evaluation.data[1], evaluation.event


def _what(search: Search) -> str:
    return "the loop" if search.tuner == "loop" else search.label
